"""The check result as JSON, schema 1: what ``troth check --format json`` prints (``docs/check-result.schema.json``)."""

from __future__ import annotations

from typing import Any

from troth import __version__
from troth.formats import commitment_json, json_text
from troth.formats.selectors import written
from troth.terms.answer import Fact, Gap
from troth.terms.result import Judged, Result
from troth.terms.selector import Selector
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.verdict import Finding, Step

SCHEMA = 1
"""Raised when a field goes or changes its meaning; new fields do not raise it."""


def encode(result: Result) -> bytes:
    """``result`` as indented UTF-8 JSON that ends in a newline. Broken code points become U+FFFD."""
    return json_text.printed(json_text.encodable(builtins(result)))


def builtins(result: Result) -> dict[str, Any]:
    """``result`` as plain dicts and lists, in the order of the schema."""
    return {
        "troth": __version__,
        "schema": SCHEMA,
        "checked": {
            "root": result.root,
            "commit": result.commit,
            "at": result.at.isoformat(),
            "documents": [_document(reading) for reading in result.readings],
        },
        "verdicts": [_verdict(judged) for judged in result.judged],
        "findings": [_finding(finding) for finding in result.findings],
        "unread": [
            {"document": reading.document, "line": span.line, "text": span.text}
            for reading in result.readings
            for span in reading.unread
        ],
        "not_seen": [{"text": seen.text, "paths": list(seen.paths)} for seen in result.not_seen],
        "baseline": _baseline(result),
        "summary": summary(result),
    }


def summary(result: Result) -> dict[str, int]:
    """Counts of verdicts by standing, of those that are accepted, of findings and of what was not understood."""
    counts: dict[str, int] = {standing.value: number for standing, number in result.counts().items()}
    counts["accepted"] = len(result.accepted)
    counts["findings"] = len(result.findings)
    counts["unread"] = sum(len(reading.unread) for reading in result.readings)
    return counts


def _document(reading: Reading) -> dict[str, Any]:
    cited = reading.cited
    return {
        "path": reading.document,
        "statements": reading.statements,
        "role": reading.role,
        "cited": _place(cited) if cited else None,
        "origin": reading.origin,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    also = [_place(span) for span in finding.also]
    return {
        "rule": finding.rule,
        **_place(finding.span),
        "text": finding.text,
        "also": also,
        "accepted": finding.accepted,
    }


def _baseline(result: Result) -> dict[str, Any] | None:
    held = result.baseline
    return None if held is None else {"on": held.on.isoformat(), "better": list(held.better)}


def _verdict(judged: Judged) -> dict[str, Any]:
    verdict = judged.verdict
    commitment = verdict.commitment
    return {
        "id": judged.id,
        "document": commitment.span.path,
        "sentence": commitment.sentence,
        **commitment_json.fields(commitment),
        "standing": verdict.standing.value,
        "reason": verdict.reason,
        "because": [_fact(fact) for fact in (*_weak(verdict.because), *_strong(verdict.because))],
        "gaps": [_gap(gap) for gap in verdict.gaps],
        "next": _step(verdict.next),
        "settles": verdict.settles,
        "control": verdict.control,
        "accepted": judged.accepted,
        **({"evidence": [_proof(each) for each in commitment.evidence]} if commitment.evidence else {}),
    }


def _proof(selector: Selector) -> dict[str, Any]:
    """A selector as ``troth.toml`` has it, and its line there."""
    return {**written(selector), "at": str(selector.span)}


def _weak(facts: tuple[Fact, ...]) -> list[Fact]:
    return [fact for fact in facts if fact.weakness]


def _strong(facts: tuple[Fact, ...]) -> list[Fact]:
    return [fact for fact in facts if not fact.weakness]


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "fact": fact.fact,
        "class": fact.kind.value,
        **_place(fact.span),
        "text": fact.span.text,
        "at": fact.at.isoformat() if fact.at else None,
        **({"against": True} if fact.weakness else {}),
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {"wanted": gap.wanted, "reason": gap.reason}


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line}


def _step(step: Step | None) -> dict[str, str] | None:
    return None if step is None else {"text": step.text, "command": step.command}
