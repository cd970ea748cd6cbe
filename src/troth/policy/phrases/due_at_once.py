"""What is done at once: which "immediately" promises a time, and which only says what comes first."""

from __future__ import annotations

import re

from troth.policy.phrases.due_cue import CLAUSE
from troth.policy.phrases.due_severity import weighed
from troth.policy.phrases.due_time import Time, rated
from troth.policy.saying import Saying
from troth.policy.words.due import DONE, FIXED_HEAD, SHORT, STEPS_AT_ONCE, TEAM, TO_DO, URGENT
from troth.policy.words.sieve import Words

STATE = Words(r"^\W*(?:current )?(?:status|state|risk|impact|finding)\W*$")
"""Labels of how things stand, behind which nothing is promised: "Status: open, requires immediate remediation"."""
HARM = Words(
    r"^ (?:(?:http|HTTP)\b|[45]\d\d\b)|"
    r"^ (?:[\w-]+ ){0,2}(?:impact|risks?|threats?|danger|harm|effects?|concerns?|damage|reason|need|vicinity|"
    r"consequences?)\b",
    0,
)
"""What may be immediate and is no duty: "mitigate immediate impact"."""
OUR_DUTY = Words(
    r"\b(?:fix(?:ed)?|patch\w*|mitigat\w*|notif\w*|remediat\w*|response|respond|rebuild|contain\w*|hotfix|"
    r"address(?:es|ed)|resolved)\b"
)
"""What is done at once, where it is worth a deadline."""
ACTS = Words(r"action|fix|patch|remed|mitig")
REPORTERS = Words(r"\b(?:you|please|users|email|report|let us know|contact)\b")
TOLD_USERS = re.compile(
    r"\b(?:notif(?:y|ies)|inform|alert|tell|contact)s? (?:(?:the|all|our|any|affected|impacted) )*users\b"
)
"""Users who are told are no readers who are asked for something."""
TITLE_ALONE = Words(
    r"^\W*immediate (?:response|reaction|containment|mitigation|remediation|notification|communication|actions?)"
    r"(?: (?:phase|actions?|steps?|measures?))?\W*$"
)
"""An item that is a title and no more: "1. **Immediate containment**" above what to do."""


def not_at_once(saying: Saying, time: Time) -> bool:
    """Whether a word for at once promises no time of its own."""
    if TEAM.search(saying.text) or urgent(saying, time):
        return False
    if HARM.match(time.after) or (saying.label and STATE.search(saying.label)):
        return True
    near = f"{time.before[-60:]} {time.after[:40]}"
    ranks = weighed(saying) or rated(saying, saying.around)
    if saying.statement.form == "heading" and not (ACTS.search(near) and ranks):
        return True
    if _arrow(saying, time):
        return False
    return (
        saying.strength == "discretion"
        or saying.unsaid(time.period.start, 40)
        or bool(TO_DO.match(saying.text[time.period.start :]))
        or (
            not ranks
            and (TITLE_ALONE.match(saying.text) or STEPS_AT_ONCE.match(saying.text[time.period.start :])) is not None
        )
        or (not OUR_DUTY.search(near) and not _at_once(saying, time))
        or bool(REPORTERS.search(TOLD_USERS.sub("", saying.low)))
        or bool(CLAUSE.search(time.after[:1]) and not DONE.search(time.before))
    )


def urgent(saying: Saying, time: Time) -> str:
    """What the severity of a label calls for at once: "Critical: immediate action required", or ""."""
    value = saying.text[saying.value_at :].lstrip(" *_`")
    called = URGENT.match(value) if saying.label and time.first and rated(saying, saying.label) else None
    return (called.lastgroup or "") if called else ""


def _arrow(saying: Saying, time: Time) -> bool:
    """Whether a severity is followed by what it is like, an arrow and then the period alone."""
    return bool(
        saying.label
        and rated(saying, saying.label)
        and time.before.rstrip(" *_`").endswith(("→", "->", "=>"))
        and not time.after.strip(" *_`.")
    )


def _at_once(saying: Saying, time: Time) -> bool:
    """Whether a severity stands before a bare "immediately", as in a list of when fixes are deployed."""
    value = saying.text[saying.value_at :].split()
    return bool(saying.label and len(value) <= SHORT and time.first and rated(saying, saying.label)) and (
        FIXED_HEAD.search(saying.around) is not None
    )
