"""Was the ledger changed by somebody who could? The chain and its signatures, walked from the first entry on.

What it sees: an entry that was changed, moved, put in or taken out; a checkpoint that was forged or is missing; and
with checkpoints that were kept elsewhere (``kept``), that the end was cut off or all of it was written anew. What it
cannot see: what whoever holds the private key wrote before anybody kept a checkpoint elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from troth.formats.proof.ledger import CHECKPOINT
from troth_desk.ledger import queries, signing
from troth_desk.ledger.actions import FORMAT, digest_of, signed_at
from troth_desk.ledger.models import NOTHING_BEFORE, Checkpoint, Entry, Head


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first place where the ledger is not what it was: entry ``seq`` and what is wrong with it."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries and checkpoints were walked until ``flaw``, or to the end where there is none."""

    entries: int
    checkpoints: int
    digest: str
    flaw: Flaw | None


def verify(organisation_id: int, keys: Sequence[str] | None = None, kept: Sequence[Mapping[str, Any]] = ()) -> Verified:
    """Walk the chain of ``organisation_id``; call it inside of a transaction where others may write.

    ``keys`` are public keys (PEM) that checkpoints may be signed by, the desk's own by default; ``kept`` are
    checkpoints (envelopes) that were kept elsewhere.
    """
    trusted = signing.trusted_keys() if keys is None else list(keys)
    signed = _Signed(organisation_id, trusted, kept)
    seq, digest = 0, NOTHING_BEFORE
    for entry in queries.entries(organisation_id).order_by("seq").iterator(chunk_size=2000):
        what = _wrong(entry, seq + 1, digest, organisation_id) or signed.wrong_at(entry)
        if what:
            return Verified(seq, signed.count, digest, Flaw(min(seq + 1, entry.seq), what))
        seq, digest = entry.seq, entry.digest
    flaw = signed.beyond(seq) or _counted(organisation_id, seq)
    return Verified(seq, signed.count, digest, flaw)


def _wrong(entry: Entry, seq: int, previous: str, organisation_id: int) -> str:
    """What is wrong with ``entry`` in its place, "" where nothing is."""
    if entry.seq != seq:
        return "it is missing" if entry.seq > seq else "another one stands in its place"
    if entry.previous != previous:
        return "it does not follow the one before it"
    if digest_of(entry.previous, entry.body) != entry.digest:
        return "its text or its digest was changed"
    try:
        said = json.loads(entry.body)
        at = datetime.fromisoformat(said["at"])
    except (ValueError, KeyError, TypeError):
        return "its text is none of the ledger's"
    if (said.get("organisation"), said.get("seq")) != (organisation_id, seq):
        return "it was written for another place"
    if (said.get("action"), said.get("subject"), at) != (entry.action, entry.subject, entry.at):
        return "what is shown of it (action, subject or time) is not what it says"
    return ""


def _counted(organisation_id: int, seq: int) -> Flaw | None:
    """Whether the desk counted more entries than there are."""
    counted = Head.objects.filter(organisation_id=organisation_id).values_list("seq", flat=True).first() or 0
    if counted == seq:
        return None
    return Flaw(seq + 1, f"it is missing: {counted} entries were counted, {seq} are there")


class _Signed:
    """Checkpoints, each held against the entry that it signs: those of the database in their order, those kept."""

    def __init__(self, organisation_id: int, keys: Sequence[str], kept: Iterable[Mapping[str, Any]]) -> None:
        self.count = 0
        self._organisation = organisation_id
        self._keys = keys
        self._stored = _ordered(organisation_id)
        self._next = next(self._stored, None)
        self._kept: dict[int, list[str]] = {}
        self._forged = ""
        for envelope in kept:
            said, why = self._read(envelope)
            if why:
                self._forged = f"a checkpoint that was kept elsewhere {why}"
            else:
                self._kept.setdefault(said["seq"], []).append(said["digest"])

    def wrong_at(self, entry: Entry) -> str:
        """What is wrong with the checkpoints of ``entry``, "" where nothing is."""
        if self._forged:
            return self._forged
        for digest in self._kept.pop(entry.seq, ()):
            if digest != entry.digest:
                return "a checkpoint that was kept elsewhere has another digest for it"
        if self._next is not None and self._next.seq < entry.seq:
            return "a checkpoint stands where it cannot"
        if self._next is None or self._next.seq != entry.seq:
            return "its checkpoint is missing" if signed_at(entry.seq) else ""
        stored, self._next = self._next, next(self._stored, None)
        try:
            envelope = json.loads(stored.envelope)
        except ValueError:
            return "its checkpoint cannot be read"
        said, why = self._read(envelope)
        if why:
            return f"its checkpoint {why}"
        if (said["seq"], said["digest"]) != (entry.seq, entry.digest) or stored.digest != entry.digest:
            return "its checkpoint has another digest for it"
        self.count += 1
        return ""

    def beyond(self, seq: int) -> Flaw | None:
        """What was signed behind the last entry ``seq``."""
        if self._forged:
            return Flaw(seq + 1, self._forged)
        if self._next is not None:
            return Flaw(seq + 1, f"it is missing: a checkpoint of entry {self._next.seq} was signed")
        if self._kept:
            return Flaw(seq + 1, f"it is missing: a checkpoint of entry {max(self._kept)} was kept elsewhere")
        return None

    def _read(self, envelope: object) -> tuple[dict[str, Any], str]:
        """What a checkpoint says, or why it is none of this chain."""
        if not isinstance(envelope, Mapping):
            return {}, "cannot be read"
        try:
            said = signing.verify(envelope, self._keys, payload_type=CHECKPOINT)
        except signing.BadSignature as error:
            return {}, f"is not signed by the desk: {error}"
        if said.get("ledger") != FORMAT or said.get("organisation") != self._organisation:
            return {}, "is one of another chain"
        if not isinstance(said.get("seq"), int) or not isinstance(said.get("digest"), str):
            return {}, "says no entry"
        return said, ""


def _ordered(organisation_id: int) -> Iterator[Checkpoint]:
    return queries.checkpoints(organisation_id).order_by("seq").iterator(chunk_size=500)
