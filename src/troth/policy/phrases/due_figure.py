"""Periods of a figure that is measured, which are no times that are kept: how many, how often, what share."""

from __future__ import annotations

import re

from troth.policy.phrases.due_lead import OPENING
from troth.policy.phrases.due_time import Time, names_in
from troth.policy.saying import Saying
from troth.policy.words.sieve import Words

RATE = Words(r"(?:%|\bpercent(?:age)?|\bshare|\bnumber|\brate) of \w+[^.;:]{0,60}$")
"""A share or a number: "% of reports answered within a week"."""
COUNT = Words(
    r"[>≥] ?\d+ (?!(?:(?:is|are|gets?|be|must|will|should) ){0,2}(?:fixed|patched|remediated|mitigated) )"
    r"(?:[\w-]+ ){0,3}(?:in|within|per|over) $|"
    r"\b(?:\d+|several|multiple|repeated|many|excessive)\+? "
    r"(?:(?:or more|consecutive|failed|unsuccessful) )*[^.;:]{0,30}"
    r"\b(?:failures?|attempts?|requests?|errors?|logins?|denials?|hits|retries|timeouts|alerts|events)\b"
    r"(?:(?!, we )[^.;:]){0,60}"
    r"\b(?:in|within|per|over|during) (?:the |a |any )?$"
)
"""How often something happens: "> 50 failures in …"."""
SCORE = Words(
    r"\b(?:cvss|epss|scor(?:es?|ed|ing)|rat(?:ed|ings?)|priorit(?:y|ies)|severit(?:y|ies)|levels?|risks?|"
    r"impact)(?:v?\d(?:\.\d)?)?(?:\W{1,2}(?:v?\d(?:\.\d)?|base|scores?|ratings?|levels?|of|is|are|at|"
    r"values?)){0,3}[ )]{0,2}$"
)
"""Before a bound of a score, which counts nothing: "flaws with CVSS > 8 fixed within a week"."""
DEFENCE = Words(r"^\W*(?:mitigations?|countermeasures?|defen[cs]es?|controls?|protections?)\W*$")
"""Labels of what stands against a threat, behind which a time is a setting where other words come first."""
WORKED = Words(
    r"^\W{0,3}(?:per (?:(?!business)[\w-]+ )?(?:assessments?|reviews?|audits?|persons?|"
    r"engineers?|developers?|analysts?|weeks?|months?|quarters?|sprints?|years?|releases?|engagements?|tests?|"
    r"pentests?|sessions?|projects?)\b|\(?\d{1,2} (?:engineers?|developers?|devs?|people|"
    r"persons?|analysts?|fte)\b|of (?:work|effort|engineering|development)\b|"
    r"(?:engineering|development|developer|dev|man|person)[ -](?:time|hours|days|effort)\b)"
)
"""Behind a period, how much work is meant: "10 hours per assessment", "1-2 weeks (1 engineer)"."""
CHANGED = Words(
    r"\b(?:reduced|cut|lowered|decreased|shortened|improved|brought down|dropped)\b[^.;]{0,40}\b(?:by|from|to) $|"
    r"^\W*to $"
)
"""Before a period, how much better a figure became: "cut the time to fix from 2 hours to …"."""
EFFORT = Words(r"\b(?:efforts?|time (?:spent|taken|invested)|total time|workload)\b[^.;|]{0,40}$")
"""Before a period, the same: "effort: 16h"."""
SCORED = 40
"""Characters before a bound in which the score stands."""


def figure(time: Time) -> bool:
    """Whether it is the period of a figure, or the time that some work takes."""
    if (
        RATE.search(time.before)
        or CHANGED.search(time.before)
        or WORKED.match(time.after)
        or EFFORT.search(time.before)
    ):
        return True
    count = COUNT.search(time.before)
    return count is not None and not SCORE.search(time.before[max(0, count.start() - SCORED) : count.start()])


FIXED = Words(r"\b(?:a|an|the|of|with|every) fixed $")
"""Before a period that never changes: "a fixed 30-day window"."""
OF_SILENCE = Words(r"[ -](?:\w+ ){0,2}(?:disclosure|embargo|deadline)")
"""Behind such a period, what is promised after all: "a fixed 90-day disclosure deadline"."""


def setting(saying: Saying, time: Time) -> bool:
    """Whether it is how something is set: a fixed window, or a defence: "Mitigation: passes end (30 min)"."""
    if time.hyphened and FIXED.search(time.before) and not OF_SILENCE.match(time.after):
        return True
    if not (saying.label and time.first and DEFENCE.search(saying.label)):
        return False
    words = saying.text[saying.value_at : time.period.start]
    return bool(re.search(r"[^\W\d_]{2}", words)) and not (OPENING.match(words) or names_in(words))
