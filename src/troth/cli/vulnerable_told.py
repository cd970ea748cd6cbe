"""What ``troth vulnerable --json`` says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from troth.advisories.weak_packages import WeakPackage
from troth.formats import json_text
from troth.terms.answer import Gap
from troth.terms.seen.vulnerabilities import AdvisoryData, Vulnerability
from troth.terms.waiver import Waiver


def as_json(
    root: str,
    weak: Sequence[WeakPackage],
    told: tuple[AdvisoryData, Sequence[Gap], Sequence[tuple[Vulnerability, Waiver]], int, date],
) -> bytes:
    """The whole answer; one entry for each package and version, all lines of it in ``places``."""
    data, gaps, passed, components, today = told
    value = {
        "root": root,
        "at": today,
        "advisories": data,
        "components": components,
        "packages": [_package(one) for one in weak],
        "waived": [
            {**_weakness(one), "package": one.component.package.name, "waiver": str(by.span), "until": by.until}
            for one, by in passed
        ],
        "gaps": [_gap(gap) for gap in gaps],
    }
    return json_text.printed(value)


def _package(one: WeakPackage) -> dict[str, Any]:
    return {
        "name": one.package.name,
        "ecosystem": one.package.ecosystem,
        "version": one.version,
        "purl": one.components[0].purl,
        "places": [
            {
                "file": component.span.path,
                "line": component.span.line,
                "direct": component.direct,
                "via": component.via,
                "scope": component.scope,
                "own": component.own,
            }
            for component in one.components
        ],
        "upgrade": one.upgrade,
        "vulnerabilities": [_weakness(found) for found in one.vulnerabilities],
    }


def _weakness(found: Vulnerability) -> dict[str, Any]:
    return {
        "id": found.id,
        "aliases": found.aliases,
        "summary": found.summary,
        "severity": found.severity,
        "fixed": found.fixed,
        "published": found.published,
        "modified": found.modified,
        "informational": found.informational,
        "only_if": found.only_if,
        "known_exploited": found.known_exploited,
        "epss": found.epss,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "wanted": gap.wanted,
        "reason": gap.reason,
        "file": gap.span.path if gap.span else None,
        "line": gap.span.line if gap.span else None,
    }
