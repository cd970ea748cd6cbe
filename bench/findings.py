"""How long does it take to bring in 100,000 results, again and again, and to show them? On SQLite, or PostgreSQL.

    python bench/findings.py
    scripts/on_postgres.sh python bench/findings.py

Prints JSON: seconds of a SARIF log of 100,000 results that is new, the same findings on other lines, and one of which a
tenth is gone and a tenth is new, by the clock and of this process (without PostgreSQL's own); milliseconds of the list
as people filter it (median and 95th percentile of 40, and the median of this process); peak memory in MiB. ``RESULTS``
is another number of results.
"""

# ruff: noqa: E402 - Django is set up before its models are imported
from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parents[1] / "tests")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from troth_desk.findings import counting, filters, queries, trend, uploads
from troth_desk.ledger.actor import SYSTEM
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
NUMBER = int(os.environ.get("RESULTS", "100000"))
LEVELS = ("error", "warning", "note")


def log(numbers: range, moved: int = 0) -> bytes:
    """A log of one result for each of ``numbers``, ``moved`` lines further down."""
    results = [
        {
            "ruleId": f"R{number % 400}",
            "level": LEVELS[number % 3],
            "message": {"text": f"This call of the shell number {number} takes words that came from outside."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": f"src/part{number % 97}/file{number // 20}.py"},
                        "region": {"startLine": number % 900 + 1 + moved, "snippet": {"text": f"run(words[{number}])"}},
                    }
                }
            ],
            "properties": {"security-severity": str((number * 7 % 100) / 10)},
        }
        for number in numbers
    ]
    tool = {"driver": {"name": "scanner", "version": "1.0"}}
    return json.dumps({"version": "2.1.0", "runs": [{"tool": tool, "results": results}]}).encode()


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds that ``work`` takes: by the clock, and of the processor in this process."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - busy


def seconds(took: tuple[float, float]) -> dict[str, float]:
    """Both as they are printed."""
    return {"clock": round(took[0], 2), "process": round(took[1], 2)}


def lists(organisation: Organisation, project: Project) -> dict[str, dict[str, float]]:
    """Milliseconds of a page of the list and what stands around it, by what is asked for."""
    asked: dict[str, dict[str, str]] = {
        "to do": {},
        "of a project": {"project": project.slug},
        "critical": {"severity": "critical"},
        "all": {"show": "all"},
        "a word": {"q": f"file{NUMBER // 20 - 1}.py"},
        "far down": {"page": str(max(1, min(200, NUMBER // 50)))},
    }
    found = {}
    for name, given in asked.items():

        def shown(given: dict[str, str] = given) -> None:
            rows = filters.found(organisation, filters.filters(given), None, AT)
            page = filters.page(rows, given.get("page", ""))
            queries.to_do(organisation)
            trend.chart(trend.rows(counting.weeks(organisation, None, AT)))
            assert page.findings  # noqa: S101 - a bench of nothing would be fast

        took = [timed(shown) for _ in range(40)]
        clock = sorted(one[0] * 1000 for one in took)
        found[name] = {
            "median": round(median(clock), 1),
            "p95": round(clock[37], 1),
            "process": round(median(one[1] for one in took) * 1000, 1),
        }
    return found


def main() -> None:
    """Everything, once."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    call_command("migrate", verbosity=0)
    organisation = Organisation.objects.create(slug="bench", name="Bench", created_at=AT)
    with scope.inside(organisation):
        project = Project.objects.create(organisation=organisation, slug="bench", name="Bench", created_at=AT)
    told: dict[str, Any] = {"database": connection.vendor, "results": NUMBER}
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    steps = {
        "new": (range(NUMBER), 0),
        "the same on other lines": (range(NUMBER), 40),
        "the same again": (range(NUMBER), 40),
        "a tenth gone, a tenth new": (range(NUMBER // 10, NUMBER + NUMBER // 10), 40),
    }
    for day, (name, (numbers, moved)) in enumerate(steps.items()):
        data = log(numbers, moved) + b" " * day
        at = AT + timedelta(hours=day)
        with scope.inside(organisation):
            took = timed(lambda: uploads.take(project, data, by=SYSTEM, at=at))  # noqa: B023
        told[name] = seconds(took)
    told["MiB"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) // 1024
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    with scope.inside(organisation):
        told["list, ms"] = lists(organisation, project)
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
