"""What a person vouches for, where no machine can see."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from troth.terms.span import Span

Signature = Literal["", "good", "unknown", "bad"]
"""Of an attestation: none, by a key that the project names, by a key that it does not name, or one that does not fit
what is signed."""


class Attestation(msgspec.Struct, frozen=True, kw_only=True):
    """``by`` says that ``what`` was true or done ``on`` that day, and holds it for true ``until`` then.

    ``name`` is how ``troth.toml`` points at it; ``promises`` are ids of the commitments it speaks of. ``signer`` tells
    whose key signed it, where one did. ``span`` is its place in the tree.
    """

    name: str
    by: str
    what: str
    on: date
    span: Span
    until: date | None = None
    note: str = ""
    promises: tuple[str, ...] = ()
    signature: Signature = ""
    signer: str = ""
