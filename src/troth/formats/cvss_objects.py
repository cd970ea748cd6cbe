"""Vectors of CVSS as the objects that CSAF and CVE records hold: vector, base score and band.

Their schemas are those of FIRST (https://www.first.org/cvss/cvss-v3.1.json and its siblings): a vector, a base score
and, from 3.0 on, a band are demanded, everything else repeats the vector and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from troth.formats import cvss
from troth.terms.advisory import Vector
from troth.terms.severity import Rating, rated


def of_version(vectors: Iterable[Vector], *versions: str) -> tuple[Vector, cvss.Scored] | None:
    """The vector of one of ``versions`` ("3.0", "3.1") with the highest score; the later version of equal ones."""
    known = [
        (found, vector) for vector in vectors if (found := cvss.scored(vector.score)) and found.version in versions
    ]
    if not known:
        return None
    found, vector = max(known, key=lambda pair: (pair[0].score, pair[0].version))
    return vector, found


def best(vectors: Iterable[Vector]) -> tuple[Vector, cvss.Scored] | None:
    """The vector of the newest version, and of several of it the one with the highest score."""
    listed = tuple(vectors)
    for versions in (("4.0",), ("3.1",), ("3.0",), ("2.0",)):
        found = of_version(listed, *versions)
        if found is not None:
            return found
    return None


def band(vectors: Iterable[Vector]) -> Rating:
    """The band of the best vector, *unknown* where there is none that can be read."""
    found = best(vectors)
    return rated(found[1].score) if found else Rating.UNKNOWN


def spelled(vector: Vector, scored: cvss.Scored) -> dict[str, Any]:
    """The object that the schemas demand."""
    words = {"version": scored.version, "vectorString": vector.score.strip().strip("()"), "baseScore": scored.score}
    if scored.version != "2.0":
        words["baseSeverity"] = rated(scored.score).value.upper()
    return words
