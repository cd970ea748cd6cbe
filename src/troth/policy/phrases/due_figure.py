"""Periods of a figure that is measured, which are no times that are kept: how many, how often, what share."""

from __future__ import annotations

from troth.policy.phrases.due_time import Time
from troth.policy.words.sieve import Words

RATE = Words(r"(?:%|\bpercent(?:age)?|\bshare|\bnumber|\brate) of \w+[^.;:]{0,60}$")
"""A share or a number: "% of reports answered within a week"."""
COUNT = Words(
    r"[>≥] ?\d+ (?!(?:(?:is|are|gets?|be|must|will|should) ){0,2}(?:fixed|patched|remediated|mitigated) )"
    r"(?:[\w-]+ ){0,3}(?:in|within|per|over) $"
)
"""How often something happens: "> 50 failures in …"."""
SCORE = Words(
    r"\b(?:cvss|epss|scor(?:es?|ed|ing)|rat(?:ed|ings?)|priorit(?:y|ies)|severit(?:y|ies)|levels?|risks?|"
    r"impact)(?:v?\d(?:\.\d)?)?(?:\W{1,2}(?:v?\d(?:\.\d)?|base|scores?|ratings?|levels?|of|is|are|at|"
    r"values?)){0,3}[ )]{0,2}$"
)
"""Before a bound of a score, which counts nothing: "flaws with CVSS > 8 fixed within a week"."""
SCORED = 40
"""Characters before a bound in which the score stands."""


def figure(time: Time) -> bool:
    """Whether it is the period of a figure."""
    if RATE.search(time.before):
        return True
    count = COUNT.search(time.before)
    return count is not None and not SCORE.search(time.before[max(0, count.start() - SCORED) : count.start()])
