"""The readable id of a commitment: what it is about, not where it stands, so that it survives edits of the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from troth.terms.commitment import Commitment

LONGEST = 60
"""Longest id before the number that tells twins apart, in characters."""


def slug(text: str) -> str:
    """Lower-case letters, digits and single dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def stem(commitment: Commitment) -> str:
    """Kind and key fields of ``commitment``, as a slug."""
    parts = [commitment.kind]
    for name in commitment.key:
        value = getattr(commitment, name)
        if isinstance(value, tuple):
            value = " ".join(str(item) for item in value)
        if value not in ("", None):
            parts.append(str(value))
    return slug(" ".join(parts))[:LONGEST].strip("-")


def identify(commitments: Iterable[Commitment]) -> tuple[str, ...]:
    """Return one id per commitment, in order; the second with the same stem ends in ``-2``."""
    numbers: Counter[str] = Counter()
    ids: dict[str, None] = {}
    for commitment in commitments:
        base = stem(commitment)
        numbers[base] += 1
        while (name := base if numbers[base] == 1 else f"{base}-{numbers[base]}") in ids:
            numbers[base] += 1  # the stem of another commitment ends in this very number
        ids[name] = None
    return tuple(ids)
