"""The ledger of a desk as it was exported (``docs/desk/ledger.md``), and checkpoints of it.

JSON Lines: ``{"entry": {"seq", "previous", "digest", "body"}}`` in their order, ``{"checkpoint": ENVELOPE}`` behind the
entry that it signs, and at the end ``{"head": ENVELOPE}``. The digest of an entry is the SHA-256 of the one before, a
line end, and its body; so whoever changes one has to change all behind it, and the signatures say what they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Annotated

import msgspec

from troth.formats import dsse
from troth.formats.proof.proof import Kind, NotAProofError, Proof

CHECKPOINT = "application/vnd.troth.ledger-checkpoint+json"
"""Payload type of a checkpoint."""
NOTHING_BEFORE = "0" * 64
STEP = 1_000
"""Entries from one word of progress to the next."""
LONGEST = 256 * 1024
"""Characters of the longest line that is read."""
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Seq = Annotated[int, msgspec.Meta(ge=1)]


class _Entry(msgspec.Struct):
    seq: Seq
    previous: Digest
    digest: Digest
    body: str


class _Line(msgspec.Struct):
    entry: _Entry | None = None
    checkpoint: dsse.Envelope | None = None
    head: dsse.Envelope | None = None


class _Body(msgspec.Struct):
    organisation: int
    seq: Seq
    at: datetime
    action: str


class Checkpoint(msgspec.Struct, frozen=True):
    """What a checkpoint says: at ``at`` the chain of ``organisation`` went up to entry ``seq`` with that digest."""

    ledger: int
    organisation: int
    seq: Seq
    digest: Digest
    at: datetime | None = None


def checkpoint(payload: bytes) -> Checkpoint:
    """The checkpoint that ``payload`` holds; raises ``NotAProofError``."""
    try:
        return msgspec.json.decode(payload, type=Checkpoint)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotAProofError(f"it is no checkpoint of a ledger: {str(error)[:160]}") from None


def _read(payload: bytes) -> Proof:
    said = checkpoint(payload)
    return Proof(
        what="checkpoint of a ledger",
        of=f"organisation {said.organisation}",
        says=(f"{said.seq} entries, the last one with the digest {said.digest}",),
        issued_at=said.at,
    )


KIND = Kind(CHECKPOINT, _read)


class _Chain:
    """The chain as far as it was read."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = keys
        self.seq, self.digest, self.organisation = 0, NOTHING_BEFORE, 0
        self.first: datetime | None = None
        self.last: datetime | None = None
        self.checkpoints = 0
        self.signer = ""
        self.head: Checkpoint | None = None

    def entry(self, entry: _Entry) -> None:
        """One entry more, in its place."""
        if self.head is not None:
            raise NotAProofError(f"entry {entry.seq} stands behind the signed end")
        if entry.seq != self.seq + 1:
            raise NotAProofError(f"entry {self.seq + 1} is missing: entry {entry.seq} stands in its place")
        if entry.previous != self.digest:
            raise NotAProofError(f"entry {entry.seq} does not follow the one before it")
        text = f"{entry.previous}\n{entry.body}".encode("utf-8", "surrogatepass")
        if hashlib.sha256(text).hexdigest() != entry.digest:
            raise NotAProofError(f"entry {entry.seq}: its text or its digest was changed")
        try:
            body = msgspec.json.decode(entry.body, type=_Body)
        except (msgspec.MsgspecError, RecursionError):
            raise NotAProofError(f"entry {entry.seq}: its text is none of a ledger's") from None
        if body.seq != entry.seq or (self.organisation or body.organisation) != body.organisation:
            raise NotAProofError(f"entry {entry.seq} was written for another place")
        self.seq, self.digest, self.organisation = entry.seq, entry.digest, body.organisation
        self.first, self.last = self.first or body.at, body.at

    def signed(self, envelope: dsse.Envelope, *, head: bool) -> None:
        """A checkpoint, held against the entry that it stands behind."""
        where = f"the {'end' if head else 'checkpoint'} behind entry {self.seq}"
        if envelope.payloadType != CHECKPOINT:
            raise NotAProofError(f"{where} is something else: {envelope.payloadType[:100]}")
        try:
            self.signer = dsse.verify(envelope, self.keys)
        except (dsse.BadSignatureError, dsse.NotAnEnvelopeError) as error:
            raise NotAProofError(f"{where}: {error}") from None
        said = checkpoint(envelope.content)  # its base64 was read when it was verified
        if (said.seq, said.digest, said.organisation) != (self.seq, self.digest, self.organisation):
            raise NotAProofError(f"{where} says another digest, another number or another ledger")
        self.checkpoints += 1
        self.head = said if head else self.head


def looks_like_one(first_line: str) -> bool:
    """Whether a file that begins with ``first_line`` is an exported ledger."""
    return first_line.lstrip().startswith('{"entry":')


def verify(lines: Iterable[str], keys: Sequence[str], progress: Callable[[int], None] = lambda _: None) -> Proof:
    """The whole ledger, in one walk that keeps no line.

    Raises:
        NotAProofError: it was changed, or its end is not signed; the message names the first entry that is wrong.
    """
    chain = _Chain(keys)
    for number, text in enumerate(lines, 1):
        if len(text) > LONGEST:
            raise NotAProofError(f"line {number} is longer than any line of a ledger")
        try:
            line = msgspec.json.decode(text, type=_Line)
        except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
            raise NotAProofError(f"line {number} is none of a ledger: {str(error)[:120]}") from None
        if line.entry is not None:
            chain.entry(line.entry)
            if chain.seq % STEP == 0:
                progress(chain.seq)
        elif line.checkpoint is not None or line.head is not None:
            chain.signed(line.head or line.checkpoint, head=line.head is not None)  # type: ignore[arg-type]
        else:
            raise NotAProofError(f"line {number} is none of a ledger")
    if chain.head is None:
        raise NotAProofError(f"its end is missing: nothing signs entry {chain.seq} as the last one")
    span = f"{chain.seq} entries from {chain.first:%Y-%m-%d} to {chain.last:%Y-%m-%d}"
    return Proof(
        what="ledger of a desk",
        of=f"organisation {chain.organisation}",
        says=(f"{span}, {chain.checkpoints} signatures; the last digest is {chain.digest}",),
        signer=chain.signer,
        issued_at=chain.head.at,
    )
