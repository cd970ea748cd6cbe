"""Writing to the ledger: one function, called inside the transaction of the action that it tells of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.db import connection, transaction

from troth.formats.proof.ledger import CHECKPOINT
from troth_desk.ledger import signing
from troth_desk.ledger.actor import Actor
from troth_desk.ledger.models import NOTHING_BEFORE, Checkpoint, Entry, Head

Plain = str | int | bool | None | list[str]
"""What an entry may hold: ids, states, dates, digests. No names, addresses or words of people."""
Said = tuple[str, str, Mapping[str, Plain]]
"""Action, subject and detail of an entry."""
FORMAT = 1
"""Version of what entries and checkpoints hold."""
EVERY = 100
"""Entries from one checkpoint to the next; the worker signs one in between where entries are few."""
LONGEST = 300
"""Characters of the longest text in an entry: ids and states are short, words of people have no place here."""

# Written out: every action of the desk waits for these two, and putting them together took longer than running them.
_GROW = "UPDATE ledger_head SET seq = seq + %s WHERE organisation_id = %s"
_LAST = (
    "SELECT seq, (SELECT digest FROM ledger_entry WHERE organisation_id = ledger_head.organisation_id"
    " AND seq = ledger_head.seq - %s) FROM ledger_head WHERE organisation_id = %s"
)


def take_turn(organisation_id: int) -> None:
    """Wait until nobody else writes for ``organisation_id``, and let others wait until this transaction ends.

    Every entry does so. What changes rows that others change too does it before the first of them: who held a row and
    waited for the ledger would wait for ever for whoever holds the ledger and waits for that row. On SQLite a file has
    one writer, and nothing is left to wait for.
    """
    Head.objects.select_for_update().filter(organisation_id=organisation_id).first()


def record(
    organisation_id: int, action: str, subject: str, detail: Mapping[str, Plain], *, by: Actor, at: datetime
) -> Entry:
    """Append an entry to the chain of ``organisation_id``; the first and every ``EVERY``-th are signed.

    ``action`` is "thing.verb" ("case.moved"), ``subject`` "kind:id" ("case:TR-7K3MQ9TD"), ``at`` aware.

    Raises:
        RuntimeError: outside of a transaction.
        ValueError: ``at`` has no zone, or ``detail`` holds what has no place in a ledger.
    """
    return record_all(organisation_id, [(action, subject, detail)], by=by, at=at)[0]


def record_all(organisation_id: int, said: Sequence[Said], *, by: Actor, at: datetime) -> list[Entry]:
    """Append several entries of one actor and instant, as ``record`` would one after the other; raises what it does."""
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger entry is written in the transaction of what it tells of")
    if not said:
        return []
    instant, details = _instant(at), [_plain(detail) for _, _, detail in said]
    seq, digest = _next_place(organisation_id, len(said))
    entries = []
    for (action, subject, _), detail in zip(said, details, strict=True):
        body: dict[str, Any] = {
            "ledger": FORMAT,
            "organisation": organisation_id,
            "seq": seq,
            "at": instant,
            "action": action,
            "subject": subject,
            "by": str(by),
            "detail": detail,
        }
        text = rfc8785.dumps(body).decode()
        previous, digest = digest, digest_of(digest, text)
        entries.append(
            Entry(
                organisation_id=organisation_id,
                seq=seq,
                at=at,
                action=action,
                subject=subject,
                body=text,
                previous=previous,
                digest=digest,
            )
        )
        seq += 1
    Entry.objects.bulk_create(entries, batch_size=500)
    for entry in entries:
        if signed_at(entry.seq):
            _sign(entry, at)
    return entries


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


def _next_place(organisation_id: int, number: int) -> tuple[int, str]:
    """The first of the next ``number`` places and the digest of the entry before; others wait for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_GROW, [number, organisation_id])
        if not cursor.rowcount:
            Head.objects.get_or_create(organisation_id=organisation_id)
            cursor.execute(_GROW, [number, organisation_id])
        cursor.execute(_LAST, [number, organisation_id])
        seq, previous = cursor.fetchone()
    return int(seq) - number + 1, previous or NOTHING_BEFORE


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
