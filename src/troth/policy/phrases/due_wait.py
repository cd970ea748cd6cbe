"""How long something is kept back: what reporters are asked to wait, and after how long anybody may publish."""

from __future__ import annotations

import re

import msgspec

from troth.policy.phrases.due_time import Time, length_of
from troth.policy.saying import Saying
from troth.policy.words.due import AT_MOST, FREE_AFTER, HOLD, KEPT_BACK, NO_WORD, UNTIL
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import speaks

ASKED = Words(r"\b(?:allow|give|wait|grant|ask|request|hold off|grace)\b")
KEEPS_ON = Words(r"\b(?:until|for)\b")
NOT_WITHIN = Words(
    r"(?:\b(?:not|never|refrain\w*|avoid\w*)|n['’]t)\b[^.;]{0,80}\b(?:within|in less than|earlier than|"
    r"sooner than|before) (?:the first |a period of |at least )?$"
)
"""What nobody is to do so soon: "do not publish within 90 days"."""
OF_OTHERS = Words(
    r"\b(?:you|your|please|reporters?|researchers?|finders?|(?:we|i) (?:\w+ )?(?:ask|request|require|expect)|asked|"
    r"requested)\b|^\W*(?:do not|don['’]t|never|avoid|refrain|wait|allow|give|grant|keep|hold)\b"
)
"""Words by which others are asked to wait, and not told how long the project itself does."""
GRANTED = Words(
    r"(?:^\W*(?:please )?|\b(?:please|you to|they|researchers? to|reporters? to|that you) (?:\w+ )?)"
    r"(?:allow|give|grant|leave) (?:us|me|the (?:\w+ )?(?:team|project|maintainers)) (?:at least |about |up to )?$"
)
"""How much time is asked for: "please allow us 120 days"."""
NAMED = Words(r"\w")
LONG = 21 * 24
"""Hours of a time that is asked for to mend a flaw, not to answer a mail."""
AFTERWARDS = Words(r"^ (?:after|from|past|following|later)\b")
ONCE_OVER = Words(r"\b(?:after|once)(?: (?:at least|about|another|a further|the first))? $")
"""What stands around a time behind which something is free."""
WITHIN = Words(r"\bwithin (?:\w+ ){0,2}$")
ENDS = re.compile(r"[;:]|\.(?=\s|$)")
OUT = Words(
    r"(?: (?!expect\b|ask\b|request\b)[\w'’-]+){0,4}? "
    r"(?:disclos\w+|publish\w*|public(?:ly)?|publication|post(?:ed)?|shared?|talk|write)\b"
)
"""What they are free to do, right behind the word that frees them."""
OURS = Words(
    r"\b(?:we|i|(?:the|our) (?:\w+ )?(?:team|project|maintainers?)) (?:[\w'’-]+ ){0,2}"
    r"(?:publish|disclos|releas|announc|post|make)\w*"
)
"""The project itself publishes."""


def held(time: Time) -> bool:
    """Whether the period is how long something is asked to be kept back."""
    kept = KEPT_BACK.search(time.before)
    if kept and HOLD.search(time.before):
        behind = time.before[kept.end() :]
        if KEEPS_ON.search(behind) or (NOT_WITHIN.search(time.before) and not NO_WORD.search(time.before)):
            return True
    return bool(ASKED.search(time.before) and UNTIL.search(time.after) and KEPT_BACK.search(time.after))


def granted(saying: Saying, time: Time) -> bool:
    """Whether reporters are asked for a time of which nothing else is said, and which is too long for an answer."""
    alone = not saying.label and GRANTED.search(time.before) and not NAMED.search(time.after)
    return bool(alone) and length_of(time.period.within) >= LONG


def at_least(saying: Saying, time: Time, actions: tuple[str, ...]) -> Time:
    """``time``, as the least there is where others are asked to wait for it, or are free once it is over."""
    if actions != ("disclose",) or speaks(saying.text) or AT_MOST.search(time.before):
        return time
    if (held(time) and (OF_OTHERS.search(saying.text) or NOT_WITHIN.search(time.before))) or GRANTED.search(
        time.before
    ):
        return later(time)
    over = (AFTERWARDS.match(time.after) and not WITHIN.search(time.before)) or ONCE_OVER.search(time.before)
    return later(time) if over and _free(saying.text, time.period.start) else time


def _free(text: str, at: int) -> bool:
    """Whether the clause around ``at`` says that others are free to publish, and not when the project does."""
    clause = f"{ENDS.split(text[:at])[-1]}{ENDS.split(text[at:])[0]}"
    free = FREE_AFTER.search(clause)
    return bool(free and OUT.match(clause[free.end() :]) and not OURS.search(clause))


def later(time: Time) -> Time:
    """``time`` as one before which nothing is due."""
    return msgspec.structs.replace(time, period=msgspec.structs.replace(time.period, upper=False))
