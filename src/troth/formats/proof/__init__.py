"""Everything that a desk signs and hands out, verified without a desk: with the file and the public key alone.

One kind, one file, one line here. What is signed under a type that is unknown here is refused, not believed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from troth.formats import dsse
from troth.formats.proof import facts, ledger, receipt, shown, vex
from troth.formats.proof.proof import Kind, NotAProofError, Proof

KINDS: tuple[Kind, ...] = (facts.KIND, shown.KIND, receipt.KIND, ledger.KIND, vex.KIND)
"""Every kind of what is signed."""


def read(data: bytes, keys: Iterable[str]) -> Proof:
    """What the envelope in ``data`` proves, where one of ``keys`` (PEM) signed it.

    Raises:
        NotAProofError: it is no envelope, signed by nobody who is trusted, or of a kind that is unknown.
        NoCryptographyError: signatures cannot be verified here.
        ValueError: a key cannot be read.
    """
    try:
        envelope = dsse.parse(data)
        signer = dsse.verify(envelope, keys)
        payload = envelope.content
    except (dsse.NotAnEnvelopeError, dsse.BadSignatureError) as error:
        raise NotAProofError(str(error)) from None
    for kind in KINDS:
        found = kind.read(payload) if kind.payload_type == envelope.payloadType else None
        if found is not None:
            return replace(found, signer=signer)
    raise NotAProofError(f"it is signed, but what it is is unknown here: {envelope.payloadType[:100]!r}")
