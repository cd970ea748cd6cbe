"""Where two documents, or two places of one, say of the same thing what cannot both be true."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from troth.terms.commitment import Bounty, Commitment, Deadline, Recurrence, SupportedVersion
from troth.terms.statement import Reading
from troth.terms.verdict import Finding

Key = tuple[str, ...]


class Subject(msgspec.Struct, frozen=True):
    """What a commitment is about (``key``), what it says of it (``value``), and that in words."""

    key: Key
    value: Key
    words: str


def disagreements(readings: Sequence[Reading]) -> Iterator[Finding]:
    """One finding for each place that contradicts an earlier one, citing both.

    A document that has several cases of its own is not held against others: which of them is meant cannot be told. Only
    what admits no cases, whether a version is supported and whether there is a bounty, is compared inside a document.
    """
    first: dict[Key, tuple[Commitment, Subject]] = {}
    for reading in readings:
        own: dict[Key, list[tuple[Commitment, Subject]]] = {}
        for one in reading.commitments:
            if subject := _subject(one):
                own.setdefault(subject.key, []).append((one, subject))
        for key, several in own.items():
            values = {subject.value for _, subject in several}
            if len(values) > 1 and not isinstance(several[0][0], SupportedVersion | Bounty):
                continue
            for one, subject in several:
                other, before = first.setdefault(key, (one, subject))
                if before.value != subject.value and before.words != subject.words:
                    text = f"{subject.words}; {other.span} says: {before.words}"
                    yield Finding(rule="documents-disagree", span=one.span, text=text)
                    break


def _subject(one: Commitment) -> Subject | None:
    """What can be contradicted; None for commitments that may stand beside others of their kind."""
    told = _TOLD.get(type(one))
    return told(one) if told and not one.condition else None


def _deadline(one: Deadline) -> Subject | None:
    if one.strength not in ("promise", "target"):
        return None
    severity = tuple(sorted(one.severity))
    of = f" ({', '.join(one.severity)})" if one.severity else ""
    within = f"{one.within}{' business' if one.basis == 'business' else ''}"
    side = "within" if one.upper else "not before"
    return Subject(
        ("deadline", one.action, side, *severity), (one.within, one.basis), f"{one.action}{of} {side} {within}"
    )


def _version(one: SupportedVersion) -> Subject | None:
    said = "supported" if one.supported else "not supported"
    return Subject(("version", one.version.casefold()), (said,), f"{one.version} is {said}")


def _bounty(one: Bounty) -> Subject | None:
    if one.strength == "discretion":
        return None
    said = "no bounty is paid" if one.strength == "refusal" else "bounties are paid"
    return Subject(("bounty",), (said,), said)


def _recurrence(one: Recurrence) -> Subject | None:
    if not one.every or one.action == "other" or one.severity:
        return None
    return Subject(("rhythm", one.action, one.subject, *one.tools), (one.every,), f"{one.action} every {one.every}")


_TOLD: dict[type[Commitment], Callable[..., Subject | None]] = {
    Deadline: _deadline,
    SupportedVersion: _version,
    Bounty: _bounty,
    Recurrence: _recurrence,
}
