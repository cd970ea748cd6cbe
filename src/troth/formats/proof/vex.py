"""What a desk says of weaknesses in what a product is made of: OpenVEX, signed (``formats.openvex``)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from troth.formats.proof.proof import Kind, NotAProofError, Proof

PAYLOAD = "application/vnd.openvex+json"
"""Payload type of the envelope (DSSE 1.0)."""
Text = Annotated[str, msgspec.Meta(max_length=4_000)]


class _Weakness(msgspec.Struct):
    name: Text


class _Statement(msgspec.Struct):
    vulnerability: _Weakness
    status: Text


class _Document(msgspec.Struct, rename={"id": "@id"}):
    id: Text
    timestamp: datetime
    statements: Annotated[list[_Statement], msgspec.Meta(max_length=100_000)]


def _read(payload: bytes) -> Proof:
    try:
        document = msgspec.json.decode(payload, type=_Document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotAProofError(f"it is signed, but it is no OpenVEX document: {str(error)[:160]}") from None
    return Proof(
        what="statements on weaknesses (OpenVEX)",
        of=document.id,
        says=tuple(f"{each.vulnerability.name}: {each.status}" for each in document.statements),
        issued_at=document.timestamp,
    )


KIND = Kind(PAYLOAD, _read)
