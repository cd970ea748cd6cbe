"""Audit packs of a desk (``docs/desk/reporting.md``): an archive whose list of files is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

import msgspec

from troth.formats import dsse
from troth.formats.proof.proof import NotAProofError, Proof

PAYLOAD = "application/vnd.troth.audit-pack+json"
"""Payload type of the signed list."""
LIST, PLAIN = "manifest.dsse.json", "manifest.json"
"""The signed list, and the same to be read."""
SIGNED = ("facts.dsse.json", "ledger-head.dsse.json")
"""Files of a pack that are proofs themselves."""
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class _Manifest(msgspec.Struct):
    organisation: str
    project: str
    begins: str
    ends: str
    at: datetime
    files: Annotated[dict[str, Digest], msgspec.Meta(max_length=10_000)]


def verify(signed: bytes, digests: Mapping[str, str], keys: Sequence[str]) -> Proof:
    """The pack whose signed list is ``signed`` and whose other files have those SHA-256.

    Raises:
        NotAProofError: the list is not signed by one of ``keys`` (PEM), or a file is missing, changed or not listed.
    """
    try:
        envelope = dsse.parse(signed)
        signer = dsse.verify(envelope, keys)
        if envelope.payloadType != PAYLOAD:
            raise NotAProofError(f"its list is of another type: {envelope.payloadType[:100]!r}")
        manifest = msgspec.json.decode(envelope.content, type=_Manifest)
    except (dsse.NotAnEnvelopeError, dsse.BadSignatureError) as error:
        raise NotAProofError(str(error)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotAProofError(f"its list cannot be read: {str(error)[:160]}") from None
    for name in sorted({*manifest.files, *digests}):
        if name not in digests:
            raise NotAProofError(f"{name} is missing")
        if name not in manifest.files:
            raise NotAProofError(f"{name} was put into it: nobody signed it")
        if manifest.files[name] != digests[name]:
            raise NotAProofError(f"{name} is not the file that was signed")
    return Proof(
        what="audit pack",
        of=f"{manifest.organisation}/{manifest.project}",
        says=(f"{len(manifest.files)} files of the time from {manifest.begins} to {manifest.ends}",),
        signer=signer,
        issued_at=manifest.at,
    )
