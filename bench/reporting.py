"""A quarterly report and an audit pack of a project with many findings: each within two seconds.

    python bench/reporting.py [FINDINGS]                               on SQLite
    scripts/on_postgres.sh python bench/reporting.py [FINDINGS]        on PostgreSQL

100,000 findings in half a year, one in three gone again, with the policy and clocks of a thousand reports beside them.
Exit code 1 where one takes longer; the median of three is told.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median

import desk_rows
from ledger import prepared

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BUDGET = 2.0
"""Seconds."""
CASES = 1_000
SEVERITIES = ("critical", "high", "medium", "low", "unknown")


def main(count: int) -> int:
    """Print the figures; the exit code."""
    vendor = prepared()
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.people.models import Membership, Role
    from troth_desk.policies.actions import import_texts
    from troth_desk.reporting import actions, gathering, packing
    from troth_desk.reporting.content import frozen
    from troth_desk.tenants import scope
    from troth_desk.tenants.actions import begin_project, found_organisation

    organisation = found_organisation("bench", "Bench", by=SYSTEM, at=AT - timedelta(days=1200))
    with scope.inside(organisation):
        from django.contrib.auth.models import User

        project = begin_project(organisation, "bench", "Bench", by=SYSTEM, at=AT - timedelta(days=1200))
        import_texts(project, {"SECURITY.md": desk_rows.POLICY}, by=SYSTEM, at=AT - timedelta(days=1190))
        user = User.objects.create_user("owner", "owner@example.org")
        member = Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER, created_at=AT)
        desk = desk_rows.desk(organisation, project, (member, member, member))
    desk_rows.add(desk, CASES, 0, AT)
    with scope.inside(organisation):
        found(project, count)
        report = actions.make(project, date(2026, 7, 1), date(2026, 9, 30), by=SYSTEM, at=AT)
        period = gathering.period(report)
        slowest = 0.0
        for what, work in (
            ("a report", lambda: frozen(gathering.gather(report, AT))),
            ("an audit pack", lambda: packing.archive(project, period, AT, packing.pack(project, period, AT))),
        ):
            took = median(timed(work) for _ in range(3))
            slowest = max(slowest, took)
            print(f"{vendor}: {what} with {count:,} findings and {CASES:,} cases: {took:.2f} s of the processor")
    return int(slowest > BUDGET)


def found(project: object, count: int) -> None:
    """``count`` findings, written in bulk."""
    from django.db import connection

    from troth_desk.findings.models import Finding, Stream

    organisation = project.organisation_id  # type: ignore[attr-defined]
    stream = Stream.objects.create(organisation_id=organisation, project=project, source="sarif", tool="bench")
    for start in range(0, count, 5_000):
        Finding.objects.bulk_create(
            Finding(
                organisation_id=organisation,
                project=project,
                stream=stream,
                identity=f"{number:032x}",
                identity_version=1,
                kind="code",
                tool="bench",
                rule=f"R{number % 50}",
                severity=SEVERITIES[number % len(SEVERITIES)],
                live=number % 3 != 0,
                first_seen_at=AT - timedelta(hours=number % 4400),
                gone_at=AT - timedelta(hours=number % 2200) if number % 3 == 0 else None,
            )
            for number in range(start, min(start + 5_000, count))
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "ANALYZE findings_finding")


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor that ``work`` takes in this process: the machine may have other work."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
