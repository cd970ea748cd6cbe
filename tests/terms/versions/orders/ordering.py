"""What the test of every order asks: rising lists rise, equals are equal, nonsense is refused, the order is total."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import strategies as st

from troth.terms.versions.orders import key_of
from troth.terms.versions.unreadable import UnreadableVersionError


def rises(ecosystem: str, versions: Iterable[str]) -> None:
    """Every version comes before every later one, not only before the next."""
    key = key_of(ecosystem)
    for low, high in combinations(versions, 2):
        assert key(low) < key(high), f"{low} < {high}"
        assert not key(high) < key(low)
        assert key(low) != key(high)


def equal(ecosystem: str, *versions: str) -> None:
    key = key_of(ecosystem)
    for one, other in pairwise(versions):
        assert key(one) == key(other), f"{one} = {other}"
        assert hash(key(one)) == hash(key(other))


def refuses(ecosystem: str, *versions: str) -> None:
    for version in (*versions, "", "9" * 1_001):
        with pytest.raises(UnreadableVersionError):
            key_of(ecosystem)(version)


def versions(*pieces: str) -> st.SearchStrategy[list[str]]:
    """Three or four texts that are put together from ``pieces``, most of them versions."""
    return st.lists(st.lists(st.sampled_from(pieces), min_size=1, max_size=7).map("".join), min_size=3, max_size=4)


def total(ecosystem: str, texts: Iterable[str]) -> None:
    """Exactly one of <, =, > between any two, and all of them transitive; what is refused is refused always."""
    keys = []
    for text in texts:
        try:
            keys.append(key_of(ecosystem)(text))
        except UnreadableVersionError:
            refuses(ecosystem, text)
    for one, other in permutations(keys, 2):
        assert [one < other, one == other, one > other].count(True) == 1
    for one, other, third in permutations(keys, 3):
        if one <= other <= third:
            assert one <= third
