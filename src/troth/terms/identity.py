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
    seen: Counter[str] = Counter()
    ids = []
    for commitment in commitments:
        base = stem(commitment)
        seen[base] += 1
        ids.append(base if seen[base] == 1 else f"{base}-{seen[base]}")
    return tuple(ids)
