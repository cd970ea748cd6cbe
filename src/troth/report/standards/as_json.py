"""How far standards are met, as JSON: requirement ← promises ← evidence. ``schema`` counts up where it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from troth.formats.json_text import encodable, printed
from troth.standards.coverage import Answer, Coverage, Covered

SCHEMA = 1


def render(coverages: Sequence[Coverage], at: date, commit: str, version: str) -> bytes:
    """The whole document; ``version`` is that of Troth."""
    return printed(encodable(builtins(coverages, at, commit, version)))


def builtins(coverages: Sequence[Coverage], at: date, commit: str, version: str) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "troth": version,
        "schema": SCHEMA,
        "at": at.isoformat(),
        "commit": commit or None,
        "standards": [_coverage(each) for each in coverages],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    standard = coverage.standard
    return {
        "name": standard.name,
        "title": standard.title,
        "edition": standard.edition,
        "published": standard.published,
        "source": standard.source,
        "read": standard.read,
        "rights": standard.rights,
        "note": standard.note,
        "promised": [one.id for one in coverage.promised],
        "summary": {each.value: count for each, count in coverage.counts.items()},
        "requirements": [_covered(one) for one in coverage.covered],
    }


def _covered(one: Covered) -> dict[str, Any]:
    requirement = one.requirement
    return {
        "number": requirement.number,
        "says": requirement.says,
        "levels": list(requirement.levels),
        "weight": requirement.weight,
        "answered": one.answered.value,
        "parts_not_promised": one.open_groups,
        "promises": [_answer(answer) for answer in one.answers],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    verdict = answer.judged.verdict
    commitment = verdict.commitment
    return {
        "id": answer.judged.id,
        "kind": commitment.kind,
        "document": commitment.span.path,
        "line": commitment.span.line,
        "sentence": commitment.sentence,
        "standing": verdict.standing.value,
        "reason": verdict.reason,
        "whole": answer.whole,
        "by_its_words": answer.said,
        "because": [
            {
                "fact": fact.fact,
                "class": fact.kind.value,
                "path": fact.span.path,
                "line": fact.span.line,
                "at": fact.at.isoformat() if fact.at else None,
            }
            for fact in verdict.because
        ],
    }
