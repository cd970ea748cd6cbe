"""How far standards are met, as OSCAL assessment results 1.2.1 (https://pages.nist.gov/OSCAL/).

Each standard is a result: its requirements are the controls, facts the observations, and each requirement that a
promise answers a finding, *satisfied* only where it is met. What no promise of a policy can show is excluded from the
review, not told as failed. Names (UUIDs) are made of the contents (RFC 9562, 5.5): the same result has the same.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from troth.formats.json_text import encodable, printed
from troth.report.plain import plain
from troth.standards.coverage import WORDS, Answer, Answered, Coverage, Covered

VERSION = "1.2.1"
NAMESPACE = uuid.UUID("5d0b9a52-6f0e-5c39-9d5e-1f5f1a1f0a77")
"""Of the names that are made here."""
_CONTROL = re.compile(r"[^\w.-]+")
METHODS = {"text": "EXAMINE", "configured": "EXAMINE", "record": "EXAMINE", "wired": "EXAMINE", "result": "TEST"}


def render(coverages: Sequence[Coverage], at: date, commit: str, version: str) -> bytes:
    """The whole document; ``version`` is that of Troth. Raises ``ValueError`` where there is no standard to tell."""
    if not coverages:
        raise ValueError("assessment results need at least one standard")
    noon = datetime.combine(at, time(), UTC).isoformat().replace("+00:00", "Z")
    plan = _name("plan", commit, noon)
    told = {
        "assessment-results": {
            "uuid": _name("results", commit, noon, *(each.standard.name for each in coverages)),
            "metadata": {
                "title": "Promises held against standards",
                "last-modified": noon,
                "version": commit or noon[:10],
                "oscal-version": VERSION,
                "props": [{"name": "troth-version", "ns": "https://troth.example/ns/oscal", "value": version}],
                "remarks": "Which promises of a security policy answer which requirement, and whether they are kept. "
                "Whether a standard is followed is the word of an assessor.",
            },
            "import-ap": {"href": f"#{plan}"},
            "results": [_result(each, noon, commit) for each in coverages],
            "back-matter": {
                "resources": [
                    {
                        "uuid": plan,
                        "title": "troth standards",
                        "description": "No plan of its own: every requirement is held against every promise.",
                    }
                ]
            },
        }
    }
    return printed(encodable(told))


def _result(coverage: Coverage, at: str, commit: str) -> dict[str, Any]:
    standard = coverage.standard
    reviewed = [one for one in coverage.covered if one.answered is not Answered.BEYOND]
    excluded = [one for one in coverage.covered if one.answered is Answered.BEYOND]
    selection: dict[str, Any] = {"include-controls": [{"control-id": control(one)} for one in reviewed]}
    if excluded:
        selection["exclude-controls"] = [{"control-id": control(one)} for one in excluded]
    observations: dict[str, dict[str, Any]] = {}
    for one in reviewed:
        for answer in one.answers:
            observations.setdefault(answer.judged.id, _observation(answer, standard.name, at, commit))
    told: dict[str, Any] = {
        "uuid": _name("result", standard.name, commit, at),
        "title": standard.title,
        "description": f"{standard.title}, {standard.source}, read {standard.read}. {standard.note}".strip(),
        "start": at,
        "reviewed-controls": {"control-selections": [selection]},
        "findings": [_finding(one, standard.name, at, commit) for one in reviewed],
    }
    if observations:
        told["observations"] = list(observations.values())
    return told


def control(one: Covered) -> str:
    """The id of a control: the number of the requirement as a token ("7.4.2" → "clause-7.4.2")."""
    number = _CONTROL.sub("-", one.requirement.number).strip("-")
    return f"clause-{number}" if number[:1].isdigit() else number


def _observation(answer: Answer, standard: str, at: str, commit: str) -> dict[str, Any]:
    verdict = answer.judged.verdict
    methods = sorted({METHODS[fact.kind.value] for fact in verdict.because}) or ["EXAMINE"]
    told: dict[str, Any] = {
        "uuid": _observed(answer, standard, at, commit),
        "title": answer.judged.id,
        "description": f"{verdict.commitment.span}: {plain(verdict.commitment.sentence)} "
        f"({verdict.standing.value}: {plain(verdict.reason)})",
        "methods": methods,
        "collected": at,
    }
    if verdict.because:
        told["relevant-evidence"] = [{"description": plain(f"{fact.span}: {fact.fact}")} for fact in verdict.because]
    return told


def _finding(one: Covered, standard: str, at: str, commit: str) -> dict[str, Any]:
    satisfied = one.answered is Answered.MET
    told: dict[str, Any] = {
        "uuid": _name("finding", standard, one.requirement.number, commit, at),
        "title": one.requirement.number,
        "description": one.requirement.says,
        "target": {
            "type": "objective-id",
            "target-id": control(one),
            "status": {
                "state": "satisfied" if satisfied else "not-satisfied",
                "reason": "pass" if satisfied else "fail" if one.answered is Answered.NOT_KEPT else "other",
                "remarks": WORDS[one.answered],
            },
        },
    }
    if one.answers:
        told["related-observations"] = [
            {"observation-uuid": _observed(answer, standard, at, commit)} for answer in one.answers
        ]
    return told


def _observed(answer: Answer, standard: str, at: str, commit: str) -> str:
    return _name("observation", standard, answer.judged.id, commit, at)


def _name(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(parts)))
