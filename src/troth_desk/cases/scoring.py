"""How severe is it? CVSS vectors of versions 3.1 and 4.0 (https://www.first.org/cvss/), scored by the library ``cvss``.

The score is the overall one: with every metric that the vector gives. Which band it falls into is the policy's to say;
where the policy has no band for it, the qualitative rating scale of the standard decides (3.1 §5, 4.0 §6).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from troth_desk.cases.machine import Refused
from troth_desk.policies.queries import Band

VERSIONS = ("3.1", "4.0")
LONGEST = 200
"""Characters of the longest vector that is kept; one of 4.0 with every metric has about 190."""
SCALE = (("critical", 9.0, 10.0), ("high", 7.0, 8.9), ("medium", 4.0, 6.9), ("low", 0.1, 3.9), ("none", 0.0, 0.0))
"""The qualitative severity rating scale, alike in both versions."""
_FORM = re.compile(r"CVSS:(3\.1|4\.0)(?:/[A-Z]{1,3}:[A-Za-z]{1,5})+")


@dataclass(frozen=True, slots=True)
class Score:
    """What a vector says: ``vector`` in the order of the standard, the overall ``score``, the ``version``."""

    version: str
    vector: str
    score: Decimal


@dataclass(frozen=True, slots=True)
class Banded:
    """The severity of a score; ``band`` is the policy's, None where the rating scale of CVSS decided."""

    severity: str
    band: Band | None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a metric: "N" and "Network"."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of a version with its values; optional ones have "X", not defined."""

    key: str
    name: str
    mandatory: bool
    values: tuple[Value, ...]


def score(vector: str) -> Score:
    """The score of ``vector``; raises ``Refused`` with what is wrong with it."""
    bare = vector.strip().rstrip("/")
    match = _FORM.fullmatch(bare) if len(bare) <= LONGEST else None
    if match is None:
        raise Refused("Write a vector of CVSS 3.1 or 4.0, such as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.")
    library: Any = import_module("cvss")
    try:
        read = library.CVSS4(bare) if match[1] == "4.0" else library.CVSS3(bare)
        found = read.scores()[-1]
    except library.CVSSError as error:
        raise Refused(f"This vector is none of CVSS {match[1]}: {str(error)[:200]}") from error
    return Score(match[1], str(read.clean_vector()), Decimal(str(found)).quantize(Decimal("0.1")))


def composed(version: str, values: Mapping[str, str]) -> str:
    """The vector of one value for each metric, as a form sends them; what is not defined is left out.

    Raises ``Refused`` naming the metrics that are missing.
    """
    if version not in VERSIONS:
        raise Refused("Choose CVSS 3.1 or CVSS 4.0.")
    missing = [one.name for one in metrics(version) if one.mandatory and not values.get(one.key)]
    if missing:
        raise Refused(f"Choose a value for {', '.join(missing)}.")
    given = [(one.key, values.get(one.key, "X")) for one in metrics(version)]
    return f"CVSS:{version}/" + "/".join(f"{key}:{value}" for key, value in given if value not in {"", "X"})


@cache
def metrics(version: str) -> tuple[Metric, ...]:
    """The metrics of ``version`` in the order of the standard."""
    constants: Any = import_module("cvss.constants4" if version == "4.0" else "cvss.constants3")
    mandatory = set(constants.METRICS_MANDATORY)
    return tuple(
        Metric(
            key,
            str(name).replace("Req.", "Requirement"),
            key in mandatory,
            tuple(Value(letter, said) for letter, said in constants.METRICS_VALUE_NAMES[key].items()),
        )
        for key, name in constants.METRICS_ABBREVIATIONS.items()
    )


def banded(points: Decimal, bands: Sequence[Band]) -> Banded:
    """The severity of a score: by the policy's band that holds it, else by the rating scale of CVSS."""
    value = float(points)
    for band in sorted(bands, key=lambda one: -one.low):
        if band.low <= value <= band.high:
            return Banded(band.severity, band)
    name = next((word for word, low, high in SCALE if low <= value <= high), "none")
    return Banded(name, None)
