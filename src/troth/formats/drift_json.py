"""Where documents and register have parted, and what changed between two checks, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from troth.formats import commitment_json, json_text
from troth.terms.changes import Change, Changes
from troth.terms.drift import Drifted
from troth.terms.result import Judged
from troth.terms.verdict import Finding

SCHEMA = 1
"""Raised when a field goes or changes its meaning; new fields do not raise it."""


def encode_drift(drifted: Sequence[Drifted], documents: Sequence[str], entries: int) -> bytes:
    """``{"schema", "documents", "entries", "drift": [{"turn", "id", …}]}``."""
    said = {
        "schema": SCHEMA,
        "documents": list(documents),
        "entries": entries,
        "drift": [told(one) for one in drifted],
    }
    return json_text.printed(json_text.encodable(said))


def encode_changes(changes: Changes) -> bytes:
    """``{"schema", "since", "before", "after", "worse", "changes", "new_findings", "gone_findings"}``.

    Of the changes those that stayed the same are left out; "worse" counts those at which someone should look.
    """
    said = {
        "schema": SCHEMA,
        "since": changes.since,
        "before": {"commit": changes.before.commit, "promises": len(changes.before.judged)},
        "after": {"commit": changes.after.commit, "promises": len(changes.after.judged)},
        "worse": len(changes.worse),
        "changes": [_change(change) for change in changes.told],
        "new_findings": [_finding(finding) for finding in changes.new_findings],
        "gone_findings": [_finding(finding) for finding in changes.gone_findings],
    }
    return json_text.printed(json_text.encodable(said))


def told(one: Drifted) -> dict[str, Any]:
    """One difference between documents and register."""
    place = one.commitment.span if one.commitment else None
    return {
        "turn": one.turn,
        "id": one.id,
        "document": place.path if place else one.entry.document if one.entry else "",
        "line": place.line if place else one.entry.line if one.entry else None,
        "sentence": one.commitment.sentence if one.commitment else None,
        "registered": one.entry.sentence if one.entry else None,
        "differs": _differs(one.differs),
        "direction": one.direction,
        "lapsed": list(one.lapsed),
        "commitment": commitment_json.fields(one.commitment) if one.commitment else None,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "turn": change.turn,
        "worse": change.worse,
        "weakened": change.weakened,
        "before": _judged(change.before),
        "after": _judged(change.after),
        "differs": _differs(change.differs),
        "direction": change.direction,
        "appeared": [{"fact": fact.fact, "path": fact.span.path, "line": fact.span.line} for fact in change.appeared],
        "vanished": [{"fact": fact.fact, "path": fact.span.path, "line": fact.span.line} for fact in change.vanished],
    }


def _judged(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    verdict = judged.verdict
    span = verdict.commitment.span
    return {
        "id": judged.id,
        "document": span.path,
        "line": span.line,
        "sentence": span.text,
        "kind": verdict.commitment.kind,
        "standing": verdict.standing.value,
        "reason": verdict.reason,
    }


def _differs(differs: Sequence[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"field": name, "before": before, "after": after} for name, before, after in differs]


def _finding(finding: Finding) -> dict[str, Any]:
    return {"rule": finding.rule, "path": finding.span.path, "line": finding.span.line, "text": finding.text}
