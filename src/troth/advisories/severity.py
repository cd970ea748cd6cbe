"""How bad is a weakness? Asked of every record under its names, for most databases say nothing (Go never does).

* Within one record the newest version of CVSS counts: who writes 4.0 beside 3.1 means it to replace the older one.
  Of several vectors of that version the highest counts.
* Between records the highest score counts, of whatever version from 3.0 on: two databases that disagree have both
  looked, and a promise about critical weaknesses is about the worst that anyone found. CVSS 2.0 counts only where no
  record has anything newer: its bands were other ones (it knows no *critical*).
* Where there is no score at all, the worst word of any database counts ("HIGH", "MODERATE", "Important").
* Else the severity is *unknown*, which is a value of its own and never *none*.

Withdrawn records are not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from troth.formats import cvss
from troth.terms.advisory import Advisory, Vector
from troth.terms.package import Package
from troth.terms.severity import ORDER, UNKNOWN, Assessed, Rating, rated

_WORDS = {
    "none": Rating.NONE,
    "negligible": Rating.LOW,
    "low": Rating.LOW,
    "minor": Rating.LOW,
    "medium": Rating.MEDIUM,
    "moderate": Rating.MEDIUM,
    "high": Rating.HIGH,
    "important": Rating.HIGH,
    "critical": Rating.CRITICAL,
}
"""Words of GitHub (MODERATE), Red Hat and SUSE (Important), Ubuntu (negligible) beside those of CVSS."""
_OLD = "2.0"


def assess(records: Iterable[Advisory], package: Package | None = None) -> Assessed:
    """The severity of the weakness that ``records`` speak of, for ``package`` where they differ by package."""
    live = sorted((record for record in records if not record.withdrawn), key=lambda record: record.id)
    scores = [found for record in live if (found := _score(record, package)) is not None]
    if scores:
        newer = [found for found in scores if found[0] != _OLD] or scores
        _, best = max(newer, key=lambda found: (found[1].score or 0.0, found[0]))
        return best
    words = [worded for record in live if (worded := _word(record, package)) is not None]
    return max(words, key=lambda worded: ORDER.index(worded.rating), default=UNKNOWN)


def _score(record: Advisory, package: Package | None) -> tuple[str, Assessed] | None:
    read = [(found, vector) for vector in _vectors(record, package) if (found := cvss.scored(vector.score)) is not None]
    if not read:
        return None
    found, vector = max(read, key=lambda pair: (pair[0].version, pair[0].score))
    return found.version, Assessed(rating=rated(found.score), score=found.score, vector=vector.score, by=record.id)


def _word(record: Advisory, package: Package | None) -> Assessed | None:
    words = (record.word, *(vector.score for vector in _vectors(record, package)))
    ratings = [rating for word in words if (rating := _WORDS.get(word.strip().lower())) is not None]
    return Assessed(rating=max(ratings, key=ORDER.index), by=record.id) if ratings else None


def _vectors(record: Advisory, package: Package | None) -> Iterator[Vector]:
    """Those of the record, and those of its entries for ``package``, or of all where it has none for it."""
    yield from record.severity
    mine = [entry for entry in record.affected if package is not None and _named(entry.package, package)]
    for entry in mine or record.affected:
        yield from entry.severity


def _named(one: Package, other: Package) -> bool:
    return one.base == other.base and one.name == other.name
