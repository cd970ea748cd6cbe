"""The receipt of a report: what came, when, and what is promised now, signed by the desk.

It names no person and holds no secret: a reporter can show it to anybody. The report itself stands in it as a digest,
which whoever has the report can make again: SHA-256 of the canonical JSON (RFC 8785) of ``reported``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import rfc8785

from troth.formats.proof.receipt import PAYLOAD as PAYLOAD_TYPE
from troth_desk.cases.actions import Report
from troth_desk.cases.models import Case
from troth_desk.deadlines.models import Clock
from troth_desk.files.uploads import Sealed

NO_ACKNOWLEDGEMENT = (
    "Made by the desk at once, by no person: this receipt proves that the report arrived. "
    "It is not the acknowledgement that the policy promises; the clock of that runs until a person answers."
)


__all__ = ("NO_ACKNOWLEDGEMENT", "PAYLOAD_TYPE", "instant", "payload", "promised", "report_digest", "reported")


def promised(clocks: Iterable[Clock]) -> list[dict[str, Any]]:
    """What runs now, the first due first, as the API and the receipt tell it."""
    return [
        {
            "document": clock.document,
            "line": clock.line,
            "sentence": clock.sentence,
            "action": clock.action,
            "due": instant(clock.due_at),
        }
        for clock in sorted(clocks, key=lambda clock: (clock.due_at, clock.line))
    ]


def payload(
    case: Case, report: Report, files: Sequence[Sealed], clocks: Sequence[Clock], *, desk: str
) -> dict[str, Any]:
    """What is signed. ``desk`` is the address that the desk has."""
    return {
        "receipt": 1,
        "desk": desk,
        "organisation": case.organisation.slug,
        "project": case.project.slug,
        "id": case.reference,
        "received_at": instant(case.received_at),
        "report_sha256": report_digest(report),
        "files": [{"name": each.name, "size": each.size, "sha256": each.sha256} for each in files],
        "policy_version": case.policy.number if case.policy else 0,
        "promises": promised(clocks),
        "says": NO_ACKNOWLEDGEMENT,
    }


def reported(report: Report) -> dict[str, Any]:
    """What was reported, without who reported it."""
    return {
        "title": report.title,
        "description": report.description,
        "steps": report.steps,
        "impact": report.impact,
        "suggested_fix": report.suggested_fix,
        "answers": dict(report.answers),
    }


def report_digest(report: Report) -> str:
    """SHA-256 in hexadecimal of the canonical JSON of ``reported``."""
    return hashlib.sha256(rfc8785.dumps(reported(report))).hexdigest()


def instant(at: datetime) -> str:
    """RFC 3339 in UTC, to the second: "2026-03-04T09:00:00Z"."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
