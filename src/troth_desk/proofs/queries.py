"""What can be shown of the desk's records: cases with their clocks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from troth_desk.cases.models import Case
from troth_desk.deadlines import queries as clocks
from troth_desk.deadlines.models import Clock
from troth_desk.tenants.models import Organisation

BATCH = 500
"""Cases whose clocks are read at once."""


def cases(organisation: Organisation, at: datetime) -> Iterator[dict[str, Any]]:
    """Every case in the order of its receipt, as JSON values: ``id, title, received_at, state, clocks`` and more.

    Instants are UTC in ISO 8601. ``overdue`` is computed at ``at``. No words of the report but its title, no contact.
    """
    found = Case.objects.filter(organisation=organisation).select_related("project", "policy")
    last = 0
    while batch := list(found.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        subjects = [f"case:{case.reference}" for case in batch]
        armed = Clock.objects.filter(organisation=organisation, subject__in=subjects).order_by(
            "subject", "due_at", "id"
        )
        by_case = {subject: list(each) for subject, each in groupby(armed, lambda clock: clock.subject)}
        for case, subject in zip(batch, subjects, strict=True):
            yield _case(case, by_case.get(subject, []), at)


def lines(organisation: Organisation, at: datetime) -> Iterator[str]:
    """The same as JSON Lines."""
    for each in cases(organisation, at):
        yield json.dumps(each, ensure_ascii=False) + "\n"


def _case(case: Case, armed: list[Clock], at: datetime) -> dict[str, Any]:
    return {
        "id": case.reference,
        "title": case.title,
        "received_at": _instant(case.received_at),
        "state": case.state,
        "project": case.project.slug,
        "severity": case.severity,
        "policy_version": case.policy.number if case.policy else None,
        "clocks": [_clock(clock, at) for clock in armed],
    }


def _clock(clock: Clock, at: datetime) -> dict[str, Any]:
    return {
        "action": clock.action,
        "document": clock.document,
        "version": clock.version,
        "line": clock.line,
        "sentence": clock.sentence,
        "round": clock.round,
        "state": clock.state,
        "started_at": _instant(clock.started_at),
        "due": _instant(clock.due_at),
        "met_at": _instant(clock.met_at),
        "stopped_at": _instant(clock.stopped_at),
        "breached_at": _instant(clock.breached_at),
        "overdue": clocks.overdue(clock, at),
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")
