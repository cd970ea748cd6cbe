"""CVSS vectors of versions 2.0, 3.0, 3.1 and 4.0 (https://www.first.org/cvss/), scored by the library ``cvss``."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module

import msgspec

LONGEST = 512
"""Characters of the longest vector that is read; with every optional metric a vector of 4.0 has 200."""
_FORM = re.compile(r"(?:CVSS:(?P<version>[0-9]\.[0-9])/)?[A-Za-z]{1,3}:[A-Za-z]+(?:/[A-Za-z]{1,3}:[A-Za-z]+)*/?")
_READERS = {"2.0": "CVSS2", "3.0": "CVSS3", "3.1": "CVSS3", "4.0": "CVSS4"}


class Scored(msgspec.Struct, frozen=True):
    """The base score, from 0.0 to 10.0, by ``version`` of CVSS ("3.1")."""

    version: str
    score: float


@lru_cache(maxsize=8_192)
def scored(vector: str) -> Scored | None:
    """The base score of a vector, or None where it is none, lacks a mandatory metric or has one that is unknown.

    A vector without the prefix "CVSS:" is of version 2.0, which has none; the library takes 35 ms to load at first use.
    """
    bare = vector.strip().removeprefix("(").removesuffix(")") if len(vector) <= LONGEST else ""
    match = _FORM.fullmatch(bare)
    version = (match["version"] or "2.0") if match else ""
    if version not in _READERS:
        return None
    library = import_module("cvss")
    try:
        score = float(getattr(library, _READERS[version])(bare.removesuffix("/")).base_score)
    except (library.CVSSError, ArithmeticError, LookupError, TypeError, ValueError):
        return None  # the library raises its own errors for most, and what Python raises for the rest
    return Scored(version, score)
