"""What a proof turned out to be, once it was verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


class NotAProofError(ValueError):
    """It is not what it says it is; the message says what is wrong, for people."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof whose signature is true.

    ``what`` names its kind ("facts of a desk"), ``of`` whose it is; ``says`` are lines for people. ``documents`` are
    the texts that it speaks of, by name, as SHA-256. ``valid_until`` is its end, None where it has none. ``signer`` is
    the id of the key.
    """

    what: str
    of: str
    says: tuple[str, ...]
    signer: str = ""
    issued_at: datetime | None = None
    valid_until: datetime | None = None
    documents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is signed under a payload type. ``read`` gives None where it is of another kind under the same type.

    ``read`` raises ``NotAProofError`` for what contradicts itself.
    """

    payload_type: str
    read: Callable[[bytes], Proof | None]
