"""What a lead-in says is due within the times that open the lines below it: "Clients are notified:"."""

from __future__ import annotations

import re

from troth.policy.phrases.due_severity import weighed
from troth.policy.phrases.due_time import Time, name_of, names_in
from troth.policy.saying import Saying
from troth.policy.words.due import CUE, OTHERS_DUTY
from troth.policy.words.mood import negated
from troth.policy.words.sieve import Words

OPENING = Words(r"^\W*(?:within|in|no later than|at most|up to|not later than) (?:the (?:first )?)?$")
"""Before a period that opens a line: "- within a day of …"."""
ENDS_OPEN = re.compile(r":\W*$")
LED = 60
"""Characters of a lead-in in which what is due stands."""
SENTENCE_ENDS = re.compile(r"[.;!?]\s")
TO_WAIT = r"(?! (?:allow|give|wait|expect|bear|note)\b)"
BIDDEN = Words(
    r"\b(?:ask|require|request|expect|urge|encourage|oblige|advise) (?:that )?"
    r"(?:you|(?:(?:all|our|the|any|every) ){0,2}(?:\w+ )?(?:users?|customers?|clients?|vendors?|suppliers?|partners?|"
    r"reporters?|researchers?|operators?|deployers?))(?: not)? to\b" + TO_WAIT + r"|^\W{0,3}please\b" + TO_WAIT
)
"""What others are told to do, but for leaving the project its time: "We require suppliers to notify us:"."""


def led_to(saying: Saying, time: Time) -> tuple[str, ...] | None:
    """What is due by the lead-in, nothing where it is denied or left to others, and None where no lead-in says it."""
    if not (time.first and OPENING.match(time.before) and ENDS_OPEN.search(saying.lead)):
        return None
    led = names_in(saying.statement.lead[-LED:])[-1:]
    if led and _of_others(saying, led[0]):
        return ()
    return tuple(led) if led and not weighed(saying) else None


def _of_others(saying: Saying, led: str) -> bool:
    """Whether the lead-in denies ``led`` or tells others to do it; what they keep back is a window all the same."""
    own = SENTENCE_ENDS.split(saying.lead)[-1]
    named = [each for each in CUE.finditer(own) if name_of(each) == led]
    if led == "disclose" or not named:
        return False
    return bool(OTHERS_DUTY.search(own) or BIDDEN.search(own)) or negated(own, named[-1].start())
