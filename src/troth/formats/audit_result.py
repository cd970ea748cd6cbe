"""The result of ``troth audit --format json``, schema 1: what would run, what came of it, where it left off."""

from __future__ import annotations

from typing import Any

import msgspec

from troth import __version__
from troth.formats import json_text
from troth.terms.answer import Gap
from troth.terms.audit import Audit, Outcome, Planned
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.seen.weaknesses import Weakness
from troth.terms.span import Span

SCHEMA = 1


def encode(audit: Audit, exit_code: int | None) -> bytes:
    """``audit`` as JSON; ``exit_code`` is None for a mere list of what would run."""
    document: dict[str, Any] = {
        "troth": __version__,
        "schema": SCHEMA,
        "audited": {
            "root": audit.root,
            "commit": audit.commit,
            "at": audit.at.isoformat(),
            "documents": list(audit.documents),
        },
        "untrusted": audit.untrusted,
        "sandbox": audit.sandbox or None,
        "advisories": audit.advisories or None,
        "plan": [_planned(each) for each in audit.planned],
    }
    if exit_code is not None:
        document |= {
            "tools": [_outcome(each) for each in audit.outcomes],
            "weaknesses": [_weakness(each) for each in audit.weaknesses],
            "summary": {
                "whole": audit.whole,
                "fail_on": audit.fail_on,
                "counted": audit.counted,
                "exit_code": exit_code,
                "seconds": round(audit.seconds, 3),
            },
        }
    return json_text.printed(document)


def _planned(planned: Planned) -> dict[str, Any]:
    return {
        "tool": planned.tool,
        "state": planned.state.value,
        "reason": planned.reason,
        "promised_by": [_place(span) for span in planned.sentences],
        "for_work": planned.for_work or None,
        "runs": [list(call) for call in planned.calls],
        "lines": [
            {
                "line": line.line,
                "words": list(line.words),
                "left_out": list(line.left_out),
                "refused": line.refused or None,
            }
            for line in planned.lines
        ],
        "program": planned.program or None,
        "version": planned.version or None,
        "install": planned.install or None,
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "tool": outcome.tool,
        "how": outcome.how,
        "at": outcome.at.isoformat(),
        "seconds": round(outcome.seconds, 3),
        "whole": outcome.whole,
        "counted": outcome.counted,
        "sandboxed": outcome.sandboxed,
        "configured": list(outcome.configured),
        "report": outcome.report or None,
        "not_kept": outcome.not_kept or None,
        "runs": [_run(run) for run in outcome.runs],
        "gaps": [_gap(gap) for gap in outcome.gaps],
    }


def _run(run: ToolRun) -> dict[str, Any]:
    return {
        "argv": list(run.argv),
        "said": run.said or None,
        "directory": run.directory,
        "version": run.version,
        "database": run.database or None,
        "at": run.at.isoformat(),
        "scanned": run.scanned,
        "exit_code": run.exit_code,
        "seconds": round(run.seconds, 3),
        "inputs": run.inputs or None,
        "written": list(run.written),
        "findings": [_finding(each) for each in run.findings],
    }


def _finding(finding: ToolFinding) -> dict[str, Any]:
    told = msgspec.structs.asdict(finding)
    told["span"] = _place(finding.span) if finding.span else None
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def _weakness(weakness: Weakness) -> dict[str, Any]:
    return {
        "fingerprint": weakness.fingerprint,
        "kind": weakness.kind,
        "counts": weakness.counts,
        "span": _place(weakness.finding.span) if weakness.finding.span else None,
        "text": weakness.finding.text,
        "cwes": list(weakness.cwes),
        "aliases": list(weakness.aliases),
        "owasp": [str(category) for category in weakness.categories],
        "witnesses": [
            {"tool": one.tool, "version": one.version, "rule": one.finding.rule, "severity": one.finding.severity}
            for one in weakness.witnesses
        ],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {"wanted": gap.wanted, "reason": gap.reason, "path": gap.span.path if gap.span else None}


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "text": span.text}
