"""The periods of a sentence with the words they stand in, and the deadlines that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from troth.policy.saying import Saying
from troth.policy.words.due import CUE
from troth.policy.words.duration import durations
from troth.policy.words.said_duration import Duration
from troth.policy.words.severity import WORD, severities
from troth.policy.words.sieve import Words
from troth.terms.commitment import Deadline, Severity

BEHIND = Words(
    r"^\s*(?:\(?(?:for|on|in case of|with|to)\s)?\(?(?:the |all |any |our )?(?:(?:severit(?:y|ies)|"
    r"vulnerabilities|issues|bugs|flaws|those|anything|reports|findings) (?:(?:classified|rated|ranked|scored|marked|"
    r"considered|deemed|assessed|classed) )?(?:as |of )?)?"
    r"(?:(?:" + WORD.english.source + r")(?:[-–/&]\d(?!\d))?(?:\s?(?:and|or|/|&|,|to|-|–)\s?)?)+(?=\W|$)"
)
"""A severity right behind the period: "48 hours for critical, 7 days for high", "24h critical"."""


AT_REST = Words(
    r"\(\W{0,3}(?:on |at |over |during )?(?:the )?(?P<when>(?:weekends?|(?:public |bank )?holidays?|vacations?)"
    r"(?: (?:and|or|&) (?:weekends?|(?:public |bank )?holidays?|vacations?))?)\W{1,3}(?:within |in |up to )?$"
)
"""Days on which another time holds, in brackets right before it: "2 days (weekends: 4 days)"."""


class Time(msgspec.Struct, frozen=True):
    """One period and the words it stands in: ``before`` from the last period on, ``after`` up to the next."""

    period: Duration
    before: str
    after: str
    first: bool
    hyphened: bool
    """Whether it is an adjective of the word behind it: "4-hour resolution"."""


def times(text: str) -> Iterator[Time]:
    """The periods of ``text``, in order."""
    found = list(durations(text))
    last = 0
    for index, each in enumerate(found):
        end = found[index + 1].start if index + 1 < len(found) else len(text)
        yield Time(
            each,
            text[last : each.start],
            text[each.end : end],
            index == 0,
            "-" in text[each.start : each.end] and not each.earliest,
        )
        last = each.end


def names_in(text: str) -> list[str]:
    """The actions that ``text`` names, in order."""
    return [name_of(each) for each in CUE.finditer(text)]


def name_of(match: re.Match[str]) -> str:
    """The action of one cue."""
    return match.lastgroup or ""


def labelled(label: str, named: list[str]) -> tuple[str, ...]:
    """The action of a label: of "fix release" the fix, of "triage and response" both."""
    if named[-1] == "acknowledge" and re.search(r"\backnowledg\w*\W*$", label):
        return ("acknowledge",) if not re.search(r"\band\b|/|&|,", label) else tuple(dict.fromkeys(named))
    if len(set(named)) > 1 and not re.search(r"\band\b|/|&|,", label):
        return (named[0] if named[0] in {"fix", "disclose", "assess", "update"} else named[-1],)
    return tuple(dict.fromkeys(named))


def rated(saying: Saying, text: str) -> tuple[Severity, ...]:
    """Severities of ``text``, by the way in which the document counts its levels."""
    return severities(text, saying.scene.worst_level)


def made(
    saying: Saying, time: Duration | Time, action: str, severity: tuple[Severity, ...], offset: int | None = None
) -> Deadline:
    """A deadline for ``action``: best effort and discretion as the document and the sentence have them."""
    period = time.period if isinstance(time, Time) else time
    resting = AT_REST.search(time.before) if isinstance(time, Time) else None
    strength = saying.strength
    if strength == "discretion":
        strength = "promise"
    at = period.start if offset is None else offset
    if strength == "promise" and (saying.scene.best_effort or saying.aimed(at)):
        strength = "target"
    return saying.make(
        Deadline,
        at,
        action=action,
        within=period.within,
        earliest=period.earliest,
        basis=period.basis,
        severity=severity,
        upper=period.upper,
        strength=strength,
        condition=f"on {resting['when'].lower()}" if resting else saying.condition,
    )
