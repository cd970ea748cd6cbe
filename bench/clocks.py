"""How long do a million open clocks take? What is due next, and a full sweep; on SQLite, or PostgreSQL where it runs.

    python bench/clocks.py
    scripts/on_postgres.sh python bench/clocks.py

Prints JSON: milliseconds of "what is due next" (median and worst of 50), seconds of sweeps that find nothing, 1,000
breaches and 1,000 warnings, and 20,000 breaches (a worker that was away for long), and how the database goes about it.
"""

# ruff: noqa: E402, S608 - Django is set up before its models are imported; the SQL holds nobody's words
from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parents[1] / "tests")  # in place of this folder, whose desk.py hides theirs
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from troth_desk.deadlines import actions, breaches, queries
from troth_desk.deadlines.models import Clock
from troth_desk.notices.models import Notice
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
COLUMNS = (
    "organisation_id, project_id, subject, action, commitment, document, version, line, sentence, within, basis, "
    "strength, cadence, terms, severity, round, state, started_at, due_at, warn_at, paused_for, stopped_reason"
)
ROW = (
    "{org}, {project}, 'case:TR-' || n, 'acknowledge', 'deadline-acknowledge', 'SECURITY.md', 1, 29, "
    "'Acknowledgment: Within 48 hours of your report', 'PT48H', 'calendar', 'promise', {false}, "
    "'{{\"zone\": \"Europe/Berlin\"}}', '', 1, 'running', {started}, {due}, {warn}, {zero}, ''"
)


def fill(organisation: Organisation, project: Project, number: int) -> None:
    """``number`` clocks, due in the 90 days after ``AT`` + 1 h, warned of a quarter of 48 h before."""
    if connection.vendor == "postgresql":
        due = f"timestamptz '{AT.isoformat()}' + interval '13 hours' + n * interval '7.7 seconds'"
        source = f"FROM generate_series(1, {number}) n"
        shape = {"false": "false", "zero": "interval '0'", "due": due}
        shape |= {"started": f"{due} - interval '48 hours'", "warn": f"{due} - interval '12 hours'"}
    else:
        start = AT.replace(tzinfo=None).isoformat(sep=" ")
        source = (
            f"FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {number}) SELECT n FROM c)"
        )

        def later(seconds: int) -> str:
            return f"strftime('%Y-%m-%d %H:%M:%f000', '{start}', '+{seconds} seconds', '+' || (n * 7.7) || ' seconds')"

        shape = {"false": "0", "zero": "0", "due": later(13 * 3600)}
        shape |= {"started": later(0), "warn": later(3600)}
    row = ROW.format(org=organisation.pk, project=project.pk, **shape)
    with scope.inside(organisation), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO deadlines_clock ({COLUMNS}) SELECT {row} {source}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(work: Any) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def sweep_of(organisation: Organisation, at: datetime) -> dict[str, Any]:
    """A full sweep, timed."""
    seconds, swept = timed(lambda: actions.sweep(organisation, at))
    return {"seconds": round(seconds, 3), "breached": swept.breached, "warned": swept.warned}


def plans(organisation: Organisation) -> dict[str, str]:
    """How the database finds them."""
    with scope.inside(organisation):
        return {
            "due next": Clock.objects.filter(organisation=organisation, state="running")
            .order_by("due_at", "id")[:50]
            .explain(),
            "to break": breaches.to_break(organisation, AT).order_by("due_at")[:500].explain(),
            "to warn": breaches.to_warn(organisation, AT).order_by("warn_at")[:500].explain(),
        }


def main(number: int) -> None:
    """Fill, measure, print."""
    if connection.vendor == "postgresql":
        connection.creation.create_test_db(verbosity=0, serialize=False)  # a database of its own, of the owner's
    else:
        call_command("migrate", verbosity=0)
    organisation = Organisation.objects.create(slug="bench", name="Bench", zone="Europe/Berlin", created_at=AT)
    with scope.inside(organisation):
        project = Project.objects.create(organisation=organisation, slug="bench", name="Bench", created_at=AT)
    filling, _ = timed(lambda: fill(organisation, project, number))
    with scope.inside(organisation):
        next_up = [timed(lambda: queries.due_next(organisation, AT, 50))[0] * 1000 for _ in range(50)]
    step = timedelta(seconds=7.7)
    said = {
        "database": connection.vendor,
        "open clocks": number,
        "seconds to fill": round(filling, 1),
        "due next, ms": {"median": round(median(next_up), 2), "worst": round(max(next_up), 2)},
        "nothing to do": sweep_of(organisation, AT),
        "1,000 warnings": sweep_of(organisation, AT + timedelta(hours=1) + 1000.5 * step),
        "12 hours of warnings": sweep_of(organisation, AT + timedelta(hours=13)),
        "1,000 breaches and 1,000 warnings": sweep_of(organisation, AT + timedelta(hours=13) + 1000.5 * step),
        "20,000 breaches after an outage": sweep_of(organisation, AT + timedelta(hours=13) + 21000.5 * step),
        "nothing to do after it": sweep_of(organisation, AT + timedelta(hours=13) + 21000.5 * step),
    }
    with scope.inside(organisation):
        again = [timed(lambda: queries.due_next(organisation, AT, 50))[0] * 1000 for _ in range(50)]
        said["due next with 21,000 overdue, ms"] = {"median": round(median(again), 2), "worst": round(max(again), 2)}
        said["notices"] = Notice.objects.filter(organisation=organisation).count()
    print(json.dumps(said, indent=2))
    for name, plan in plans(organisation).items():
        print(f"\n{name}\n{plan}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
