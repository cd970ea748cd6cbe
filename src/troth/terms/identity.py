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
    """Kind and key fields of ``commitment``, as a slug; what is usual adds nothing to it."""
    parts = [commitment.kind]
    for name in commitment.key:
        value = getattr(commitment, name)
        if isinstance(value, tuple):
            value = " ".join(str(item) for item in value)
        if value not in ("", None):
            parts.append(str(value))
    parts += [str(value) for name in commitment.beside if (value := getattr(commitment, name)) not in ("", "calendar")]
    return slug(" ".join(parts))[:LONGEST].strip("-")


def identify(commitments: Iterable[Commitment], reserved: Iterable[str] = ()) -> tuple[str, ...]:
    """Return one id per commitment, in order: the one that ``troth.toml`` gives it, else its stem.

    The second with the same stem ends in ``-2``. Ids that are given, or ``reserved`` for what is gone, are taken before
    any is made.
    """
    given = tuple(commitments)
    ids: list[str] = [""] * len(given)
    taken = set(reserved) - {one.named for one in given}
    numbers: Counter[str] = Counter()
    named = [number for number, one in enumerate(given) if one.named]
    for number in (*named, *(number for number, one in enumerate(given) if not one.named)):
        base = given[number].named or stem(given[number])
        numbers[base] += 1
        while (name := base if numbers[base] == 1 else f"{base}-{numbers[base]}") in taken:
            numbers[base] += 1  # another commitment is called so, or its stem ends in this very number
        ids[number] = name
        taken.add(name)
    return tuple(ids)
