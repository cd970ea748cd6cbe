"""The legs of a matrix, written out as GitHub does (docs.github.com, ``jobs.<job_id>.strategy.matrix``)."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from troth.evidence.automation.github.values import Unknown, Value

MOST_LEGS = 64
UNKNOWN = Unknown("the matrix is worked out while the workflow runs")


def legs(matrix: Any) -> list[Value]:
    """One map per leg; a single ``None`` where there is no matrix, a single unknown where it is computed.

    None at all where an axis is empty or every combination is excluded: GitHub starts no such job.
    """
    if matrix is None:
        return [None]
    if not isinstance(matrix, dict):
        return [UNKNOWN]
    include, exclude = matrix.get("include"), matrix.get("exclude")
    axes = {name: values for name, values in matrix.items() if name not in ("include", "exclude")}
    if not all(isinstance(values, list) for values in axes.values()) or isinstance(include, str):
        return [UNKNOWN]
    if not all(axes.values()):
        return []
    combined: list[dict[str, Any]] = []
    for values in itertools.islice(itertools.product(*axes.values()), MOST_LEGS):
        leg = dict(zip(axes, values, strict=True))
        if not any(_matches(leg, rule) for rule in exclude or [] if isinstance(rule, dict)):
            combined.append(leg)
    found = combined if axes else []
    extra: list[dict[str, Any]] = []
    for rule in include or [] if isinstance(include, list) else []:
        if not isinstance(rule, dict):
            continue
        own = {name: value for name, value in rule.items() if name in axes}
        fitting = [leg for leg in found if axes and _matches(leg, own)]
        for leg in fitting:
            leg.update(rule)
        if not fitting:
            extra.append(dict(rule))
    every: list[Value] = [*found, *extra]
    return every[:MOST_LEGS] if axes or every else [None]


def _matches(leg: Mapping[str, Any], rule: Mapping[str, Any]) -> bool:
    return all(leg.get(name) == value for name, value in rule.items())
