"""The record of an advisory of one's own as JSON: to keep it, and to bind an approval to exactly this content.

The same record gives the same bytes: fields in the order of the type, no white space, instants in UTC. Digests are over
those bytes. A field that is added later with a default is left out while it has it, so old digests stay what they are.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import msgspec

from troth.terms.own_advisory import OwnAdvisory

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest record that is read."""


class BadOwnAdvisoryError(ValueError):
    """The bytes are no record; the message says why, on one line."""


def written(advisory: OwnAdvisory) -> bytes:
    """The record, canonical."""
    return msgspec.json.encode(_in_utc(msgspec.to_builtins(advisory, builtin_types=(datetime,))))


def read(content: bytes) -> OwnAdvisory:
    """The record that ``written`` wrote.

    Raises:
        BadOwnAdvisoryError: it is too large, no JSON, or lacks or has what a record has not.
    """
    if len(content) > LARGEST:
        raise BadOwnAdvisoryError(f"larger than {LARGEST // (1024 * 1024)} MiB")
    try:
        return msgspec.json.decode(content, type=OwnAdvisory)
    except RecursionError:
        raise BadOwnAdvisoryError("nested too deeply") from None
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadOwnAdvisoryError(" ".join(str(error).split())) from None


def digest(advisory: OwnAdvisory) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal digits: changes with every change of the content."""
    return hashlib.sha256(written(advisory)).hexdigest()


def _in_utc(value: Any) -> Any:
    """One instant is written in one way, whatever zone it was told in."""
    if isinstance(value, dict):
        return {key: _in_utc(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_in_utc(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value
