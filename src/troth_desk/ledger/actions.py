"""Writing to the ledger: one function, called inside the transaction of the action that it tells of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.db import connection, transaction

from troth_desk.ledger import signing
from troth_desk.ledger.actor import Actor
from troth_desk.ledger.models import NOTHING_BEFORE, Checkpoint, Entry, Head

Plain = str | int | bool | None | list[str]
"""What an entry may hold: ids, states, dates, digests. No names, addresses or words of people."""
CHECKPOINT = "application/vnd.troth.ledger-checkpoint+json"
"""The type of what is signed at a checkpoint."""
FORMAT = 1
"""Version of what entries and checkpoints hold."""
EVERY = 100
"""Entries from one checkpoint to the next; the worker signs one in between where entries are few."""
LONGEST = 300
"""Characters of the longest text in an entry: ids and states are short, words of people have no place here."""

# Written out: every action of the desk waits for these two, and putting them together took longer than running them.
_GROW = "UPDATE ledger_head SET seq = seq + 1 WHERE organisation_id = %s"
_LAST = (
    "SELECT seq, (SELECT digest FROM ledger_entry WHERE organisation_id = ledger_head.organisation_id"
    " AND seq = ledger_head.seq - 1) FROM ledger_head WHERE organisation_id = %s"
)


def record(
    organisation_id: int, action: str, subject: str, detail: Mapping[str, Plain], *, by: Actor, at: datetime
) -> Entry:
    """Append an entry to the chain of ``organisation_id``; the first and every ``EVERY``-th are signed.

    ``action`` is "thing.verb" ("case.moved"), ``subject`` "kind:id" ("case:TR-7K3MQ9TD"), ``at`` aware.

    Raises:
        RuntimeError: outside of a transaction.
        ValueError: ``at`` has no zone, or ``detail`` holds what has no place in a ledger.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger entry is written in the transaction of what it tells of")
    body: dict[str, Any] = {
        "ledger": FORMAT,
        "organisation": organisation_id,
        "at": _instant(at),
        "action": action,
        "subject": subject,
        "by": str(by),
        "detail": _plain(detail),
    }
    seq, previous = _next_place(organisation_id)
    text = rfc8785.dumps({**body, "seq": seq}).decode()
    entry = Entry.objects.create(
        organisation_id=organisation_id,
        seq=seq,
        at=at,
        action=action,
        subject=subject,
        body=text,
        previous=previous,
        digest=digest_of(previous, text),
    )
    if signed_at(seq):
        _sign(entry, at)
    return entry


def signed_at(seq: int) -> bool:
    """Whether entry ``seq`` has its checkpoint from the start: the first one, and each ``EVERY``-th."""
    return seq == 1 or seq % EVERY == 0


def checkpoint(organisation_id: int, *, at: datetime) -> Checkpoint | None:
    """Sign the chain of ``organisation_id`` as it stands; None where nothing came since it was signed last."""
    with transaction.atomic():
        newest = Entry.objects.filter(organisation_id=organisation_id).order_by("-seq").first()
        if newest is None or Checkpoint.objects.filter(organisation_id=organisation_id, seq=newest.seq).exists():
            return None
        return _sign(newest, at)


def signed_head(entry: Entry, at: datetime) -> dict[str, Any]:
    """The envelope that says: at ``at`` the chain went up to ``entry``. It is not stored."""
    return signing.envelope(
        CHECKPOINT,
        {
            "ledger": FORMAT,
            "organisation": entry.organisation_id,
            "seq": entry.seq,
            "digest": entry.digest,
            "at": _instant(at),
        },
    )


def digest_of(previous: str, body: str) -> str:
    """What the chain holds of an entry: SHA-256 over the digest before it, a line end, and its text (hexadecimal)."""
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def _sign(entry: Entry, at: datetime) -> Checkpoint:
    """A checkpoint at ``entry``; the same one where another process signed it meanwhile."""
    envelope = rfc8785.dumps(signed_head(entry, at)).decode()
    made, _ = Checkpoint.objects.get_or_create(
        organisation_id=entry.organisation_id,
        seq=entry.seq,
        defaults={"at": at, "digest": entry.digest, "envelope": envelope},
    )
    return made


def _next_place(organisation_id: int) -> tuple[int, str]:
    """The place of the next entry and the digest of the one before it; others wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_GROW, [organisation_id])
        if not cursor.rowcount:
            Head.objects.get_or_create(organisation_id=organisation_id)
            cursor.execute(_GROW, [organisation_id])
        cursor.execute(_LAST, [organisation_id])
        seq, previous = cursor.fetchone()
    return int(seq), previous or NOTHING_BEFORE


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("an instant without a zone has no place in the ledger")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(detail: Mapping[str, Plain]) -> dict[str, Plain]:
    for name, value in detail.items():
        words = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str | int | None) for each in words):
            raise ValueError(f"{name} holds {type(value).__name__}; the ledger holds ids, states, digests and dates")
        if any(isinstance(each, str) and len(each) > LONGEST for each in words):
            raise ValueError(f"{name} is longer than {LONGEST} characters: words of people have no place in the ledger")
    return dict(detail)
