"""Who saw the same? Names findings so that moved lines keep them, and joins what several tools say of one weakness."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from troth.evidence.tools.weaknesses import canonical, categories
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.seen.weaknesses import Weakness, Witness

NEAR = 2
"""Lines that two tools may lie apart and mean the same place: one points at a call, the other at its argument."""
LONGEST_PLACE = 50
"""Lines of a place that are looked at; a finding over more is known by its first ones."""
SECRET = "secret"
"""The ``group`` of findings that are secrets; their ``fingerprint`` is that of the value where the tool gives one."""
SECRET_TOOLS = frozenset({"betterleaks", "gitleaks", "kingfisher", "trufflehog", "detect-secrets"})
HARD_CODED = frozenset({"CWE-259", "CWE-321", "CWE-798"})
"""Passwords and keys in source: what secret scanners look for (MITRE CWE 259, 321, 798)."""
VULNERABLE_PART = ("CWE-1035", "CWE-1395")
"""Components with known vulnerabilities, as the OWASP Top 10 of 2021 and of 2025 name them."""
POLICY = frozenset({"bans", "licenses", "sources"})
"""Checks of cargo-deny that ask for no weakness."""
Kind = Literal["dependency", "source", "secret", "policy"]
_SEPARATORS = re.compile(r"[-_.]+")


def named(tool: str, findings: Iterable[ToolFinding]) -> tuple[ToolFinding, ...]:
    """``findings`` of ``tool``, each with a fingerprint unless it has one.

    For source it is made of the path, the rule, the words of the line and how many alike stood before it: lines above
    may come and go. For a dependency it is made of its name and the advisory: it holds over versions.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    done = []
    for finding in findings:
        if finding.fingerprint:
            done.append(finding)
            continue
        parts = _parts(tool, finding)
        seen[parts] += 1
        done.append(msgspec.structs.replace(finding, fingerprint=_digest(*parts, str(seen[parts]))))
    return tuple(done)


def _parts(tool: str, finding: ToolFinding) -> tuple[str, ...]:
    if finding.package:
        return ("dependency", _package(finding), finding.group if finding.group in POLICY else "", _advisory(finding))
    path = finding.span.path if finding.span else ""
    words = " ".join(finding.span.text.split()) if finding.span else ""
    return ("source", path, canonical(tool, finding.rule), words)


def _advisory(finding: ToolFinding) -> str:
    """The id by which most call it: a CVE where there is one."""
    names = sorted({finding.rule, *finding.aliases})
    return next((name for name in names if name.startswith("CVE-")), names[0])


def _package(finding: ToolFinding) -> str:
    return _SEPARATORS.sub("-", finding.package).lower()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", errors="replace")).hexdigest()[:32]


def merge(runs: Iterable[ToolRun]) -> tuple[Weakness, ...]:
    """What ``runs`` found, each weakness once, with all who saw it.

    Dependencies are the same by package, version and an id in common; secrets by the fingerprint of the value or by
    their line; source by path, a rule or CWE in common, and lines no more than ``NEAR`` apart. Two findings of one run
    are never taken for the same source weakness.
    """
    witnesses = tuple(
        Witness(tool=run.tool, version=run.version, directory=run.directory, finding=finding)
        for run in runs
        for finding in run.findings
    )
    groups: list[list[Witness]] = [
        *_dependencies(one for one in witnesses if kind(one) == "dependency"),
        *_places(tuple(one for one in witnesses if kind(one) in ("source", "secret"))),
        *([one] for one in witnesses if kind(one) == "policy"),
    ]
    return tuple(sorted(map(_weakness, groups), key=_order))


def kind(witness: Witness) -> Kind:
    """What sort of weakness a finding is about."""
    finding = witness.finding
    if finding.group in POLICY:
        return "policy"
    if finding.package:
        return "dependency"
    return "secret" if finding.group == SECRET or witness.tool in SECRET_TOOLS else "source"


def _dependencies(witnesses: Iterable[Witness]) -> Iterator[list[Witness]]:
    """Groups of the same package, version and alias group; ids are joined transitively."""
    groups: dict[tuple[str, str], list[tuple[set[str], list[Witness]]]] = {}
    for witness in witnesses:
        finding = witness.finding
        known = groups.setdefault((_package(finding), finding.version.removeprefix("v")), [])
        ids = {finding.rule, *finding.aliases}
        alike = [group for group in known if not ids.isdisjoint(group[0])]
        for group in alike:
            known.remove(group)
        members = [one for group in alike for one in group[1]]
        known.append((ids.union(*(group[0] for group in alike)), [*members, witness]))
    for listed in groups.values():
        yield from (members for _, members in listed)


def _places(witnesses: tuple[Witness, ...]) -> Iterator[list[Witness]]:
    """Groups of one place: first those that bear the same value or rule, then those that share a CWE.

    Only groups with a witness on a line nearby, or with the same value, are looked at: files with tens of thousands of
    findings stay cheap.
    """
    groups: list[list[Witness]] = []
    at: dict[tuple[str, int], list[int]] = {}
    valued: dict[tuple[str, str], list[int]] = {}
    for witness in witnesses:
        path = witness.finding.span.path if witness.finding.span else ""
        value = (path, witness.finding.fingerprint) if kind(witness) == "secret" else ("", "")
        rows = _rows(witness)
        near = {number for row in rows for number in at.get((path, row), ())}
        near.update(valued.get(value, ()) if value[1] else ())
        number = _best(witness, [(one, groups[one]) for one in sorted(near)])
        if number is None:
            number = len(groups)
            groups.append([])
        groups[number].append(witness)
        for row in rows:
            if number not in at.setdefault((path, row), []):
                at[path, row].append(number)
        if value[1]:
            valued.setdefault(value, []).append(number)
    yield from groups


def _rows(witness: Witness) -> range:
    """The lines on which a witness of the same place may stand."""
    lines = _lines(witness)
    if lines is None:
        return range(0)
    return range(max(lines[0] - NEAR, 1), min(lines[1], lines[0] + LONGEST_PLACE) + NEAR + 1)


def _best(witness: Witness, groups: Sequence[tuple[int, list[Witness]]]) -> int | None:
    """The number of the group that is most like ``witness``: by what they have in common, then by distance."""
    ranked = [
        (rank, number)
        for number, group in groups
        if (rank := min((_likeness(witness, other) for other in group), default=(9, 0)))[0] < 9
        and not any(_same_run(witness, other) for other in group)
    ]
    return min(ranked)[1] if ranked else None


def _same_run(one: Witness, other: Witness) -> bool:
    """Two findings of one tool are two; a secret scanner may tell one secret by several of its rules."""
    return (one.tool, one.directory) == (other.tool, other.directory) and not (
        kind(one) == kind(other) == "secret" and _lines(one) == _lines(other)
    )


def _likeness(one: Witness, other: Witness) -> tuple[int, int]:
    """How alike two findings of one path are: (0, …) most, (9, …) not at all; then lines apart."""
    first, second = one.finding, other.finding
    if kind(one) == kind(other) == "secret" and first.fingerprint and first.fingerprint == second.fingerprint:
        return 0, 0
    apart = _apart(_lines(one), _lines(other))
    if apart is None:
        return 9, 0
    if _secret(one) and _secret(other):
        return (1, apart) if apart == 0 and "secret" in (kind(one), kind(other)) else _by_rule(one, other, apart)
    return _by_rule(one, other, apart) if kind(one) == kind(other) else (9, 0)


def _by_rule(one: Witness, other: Witness, apart: int) -> tuple[int, int]:
    if apart > NEAR:
        return 9, 0
    if canonical(one.tool, one.finding.rule) == canonical(other.tool, other.finding.rule):
        return 1, apart
    return (2, apart) if set(one.finding.cwes) & set(other.finding.cwes) else (9, 0)


def _secret(witness: Witness) -> bool:
    return kind(witness) == "secret" or not HARD_CODED.isdisjoint(witness.finding.cwes)


def _lines(witness: Witness) -> tuple[int, int] | None:
    span = witness.finding.span
    return None if span is None or span.line is None else (span.line, max(span.line, span.end_line or 0))


def _apart(one: tuple[int, int] | None, other: tuple[int, int] | None) -> int | None:
    """Lines between two places, 0 where they touch; None where one of them names no line."""
    if one is None or other is None:
        return None
    return max(one[0] - other[1], other[0] - one[1], 0)


def _weakness(group: list[Witness]) -> Weakness:
    """Those that count first, then those that say most: a CWE, a severity."""
    ordered = sorted(group, key=lambda one: (bool(one.finding.suppressed), -_says(one.finding)))
    cwes = tuple(dict.fromkeys(cwe for one in ordered for cwe in one.finding.cwes))
    names = dict.fromkeys(name for one in ordered for name in (one.finding.rule, *one.finding.aliases))
    first = ordered[0]
    found: Kind = "secret" if any(kind(one) == "secret" for one in ordered) else kind(first)
    held = VULNERABLE_PART if found == "dependency" else cwes
    return Weakness(
        kind=found,
        fingerprint=first.finding.fingerprint,
        witnesses=tuple(ordered),
        cwes=cwes,
        aliases=tuple(name for name in names if name and name != first.finding.rule),
        categories=categories(held),
    )


def _says(finding: ToolFinding) -> int:
    return sum(map(bool, (finding.cwes, finding.severity, finding.confidence, finding.fixed, finding.aliases)))


def _order(weakness: Weakness) -> tuple[str, int, str, str]:
    span = weakness.finding.span
    return (span.path if span else "", (span.line or 0) if span else 0, weakness.finding.rule, weakness.fingerprint)
