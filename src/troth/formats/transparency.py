"""How a desk shows everybody that promises are kept: an in-toto Statement v1 in a signed envelope.

Statement: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md; envelope: ``formats.dsse``. The
subject are the documents of the policy, by the SHA-256 of their text. It tells less than the facts that a check takes
(``formats.desk_facts``): nothing of what runs now, since a report under embargo would show by it, and no times of fewer
than three. So it is a predicate of its own, and no control judges by it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from troth.formats.desk_facts import PAYLOAD, STATEMENT, Count, Digest, Instant, Name, NotFactsError, Sentence, Subject

PREDICATE = "urn:troth:transparency:v1"
MOST = 5_000
"""Promises of one statement; more are refused."""
FEWEST = 3
"""Times decided below which no times are told: they would tell of single reports."""

__all__ = ("FEWEST", "PAYLOAD", "PREDICATE", "Ledger", "Promise", "Shown", "Statement", "parse", "written")


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """One promise. ``standing`` is "kept", "at_risk", "broken" or "unproven".

    ``n`` times it was decided in the period: ``kept`` as promised, ``late`` late or not done; ``median`` and ``p90``
    are seconds from start to done. All are None where no record counts it.
    """

    id: Name
    document: Name
    line: Count
    sentence: Sentence
    standing: Name
    n: Count | None = None
    kept: Count | None = None
    late: Count | None = None
    median: Count | None = None
    p90: Count | None = None


class Ledger(msgspec.Struct, frozen=True):
    """Where the ledger of the desk stood: whoever keeps it can later show that its end was cut off."""

    entries: Count
    digest: Digest


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The predicate. ``since`` and ``until`` bound the period of the numbers; ``checked`` is the newest check's day."""

    organisation: Name
    project: Name
    name: Name
    desk: Name
    key: Name
    policy: Count
    issued_at: Instant
    since: Instant
    until: Instant
    promises: Annotated[tuple[Promise, ...], msgspec.Meta(max_length=MOST)]
    checked: Instant | None = None
    ledger: Ledger | None = None


class Statement(msgspec.Struct, frozen=True):
    """What is signed."""

    subject: Annotated[tuple[Subject, ...], msgspec.Meta(min_length=1, max_length=1_000)]
    predicate: Shown


class _Head(msgspec.Struct, rename={"type": "_type", "predicate_type": "predicateType"}):
    type: str
    predicate_type: str


def parse(payload: bytes) -> Statement:
    """The statement that ``payload`` holds.

    Raises:
        NotFactsError: it is another one, none at all, or contradicts itself.
    """
    try:
        head = msgspec.json.decode(payload, type=_Head)
        if (head.type, head.predicate_type) != (STATEMENT, PREDICATE):
            raise NotFactsError(f"it states something else: {head.predicate_type[:100]!r}")
        statement = msgspec.json.decode(payload, type=Statement)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotFactsError(f"it is no statement of a desk: {str(error)[:160]}") from None
    shown = statement.predicate
    if not shown.since < shown.until <= shown.issued_at:
        raise NotFactsError("it contradicts itself: its period and its issue are out of order")
    for one in shown.promises:
        wrong = _contradiction(one)
        if wrong:
            raise NotFactsError(f"it contradicts itself: {wrong} ({one.id})")
    return statement


def _contradiction(one: Promise) -> str:
    counts = (one.n, one.kept, one.late)
    if any(each is None for each in counts):
        return "" if counts == (None,) * 3 and one.median is None else "some of its numbers are missing"
    if (one.kept or 0) + (one.late or 0) > (one.n or 0):
        return f"{one.kept} kept and {one.late} late are more than {one.n}"
    if (one.median is None) != (one.p90 is None) or (one.median or 0) > (one.p90 or 0):
        return "the median is longer than what nine of ten took"
    return ""


def written(statement: Statement) -> dict[str, Any]:
    """The statement as JSON values, ready to be signed; instants are UTC in ISO 8601 with "Z"."""
    found = msgspec.to_builtins(statement, builtin_types=(datetime,))
    told: dict[str, Any] = _plain({"_type": STATEMENT, "predicateType": PREDICATE, **found})
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
