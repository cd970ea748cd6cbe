"""How bad is it? A score, the band it falls into, and who says so; never silently absent."""

from __future__ import annotations

import enum

import msgspec


class Rating(enum.StrEnum):
    """Bands of CVSS (FIRST, CVSS v3.1 and v4.0, "Qualitative Severity Rating Scale"), and *unknown*."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"
    UNKNOWN = "unknown"


class Unknown(enum.StrEnum):
    """What the project says that an unknown severity means; where it says nothing, it counts, and breaks no promise."""

    UNSAID = ""
    BREACHING = "breaching"
    IGNORED = "ignored"

    @property
    def counts(self) -> bool:
        """Whether it is at or above every level."""
        return self is not Unknown.IGNORED


ORDER = (Rating.NONE, Rating.LOW, Rating.MEDIUM, Rating.HIGH, Rating.CRITICAL)
"""The known bands, mildest first."""


class Assessed(msgspec.Struct, frozen=True, kw_only=True):
    """A severity and where it comes from.

    ``score`` is None where only a word is known or nothing; ``vector`` is the one that gave the score; ``by`` is the id
    of the record that carries it, which may be an alias of the one that was asked about.
    """

    rating: Rating
    score: float | None = None
    vector: str = ""
    by: str = ""


UNKNOWN = Assessed(rating=Rating.UNKNOWN)


def rated(score: float) -> Rating:
    """The band of a CVSS score from 0.0 to 10.0: 0 none, to 3.9 low, to 6.9 medium, to 8.9 high, to 10 critical."""
    bounds = ((9.0, Rating.CRITICAL), (7.0, Rating.HIGH), (4.0, Rating.MEDIUM), (0.1, Rating.LOW))
    return next((rating for least, rating in bounds if score >= least), Rating.NONE)


def reaches(rating: Rating, least: Rating, *, unknown_counts: bool = True) -> bool:
    """Whether ``rating`` is at or above ``least``; *unknown* is unless the policy says otherwise."""
    if rating is Rating.UNKNOWN:
        return unknown_counts
    return ORDER.index(rating) >= ORDER.index(least)
