"""What the CI of the example pushed: a check a week of each project, audits of Ferry with one week left out, lists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from troth.formats import audit_result, check_result
from troth.terms.audit import Audit, Outcome
from troth.terms.seen.results import ToolRun
from troth.terms.source import Source
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.reading import digest
from troth_desk.project.example import story, watching
from troth_desk.scans import actions, pushed
from troth_desk.tenants.models import Project

WEEK = timedelta(days=7)
CHECKS, AUDITS = 4, 12
"""Weeks that are told of."""
MISSED = 5
"""The week, counted back from now, in which the audits of Ferry did not run."""
TOOLS = ("pip-audit", "bandit", "govulncheck", "gosec")


def push_all(projects: Mapping[str, Project], now: datetime) -> int:
    """Keep everything that was pushed before ``now``; how many results that are."""
    results = [
        *((slug, at, check(slug, at)) for slug in projects for at in _weeks(now, CHECKS)),
        *(("ferry", at, audit(at)) for week, at in enumerate(_weeks(now, AUDITS)) if week != MISSED),
    ]
    for slug, at, result in sorted(results, key=lambda one: one[1]):
        document = {"path": "SECURITY.md", "digest": digest(story.policy(slug))}
        body = json.dumps({"project": slug, "result": json.loads(result), "documents": [document]}).encode()
        actions.keep(projects[slug], pushed.read(body), by=SYSTEM, at=at)
    watching.take_all(projects, now)
    return len(results)


def _weeks(now: datetime, count: int) -> Iterator[datetime]:
    """An instant in each of the last ``count`` weeks, the newest first."""
    for week in range(count):
        yield now - timedelta(hours=6) - week * WEEK


def check(slug: str, at: datetime) -> bytes:
    """What ``troth check --json`` says of the example project."""
    from troth import pipeline  # with the first example, not with every start
    from troth.evidence.gather import Scene
    from troth.evidence.given import GivenFiles

    scene = Scene(repository=GivenFiles(story.tree(slug)), at=at.date())
    return check_result.encode(pipeline.check([Source(path="SECURITY.md", text=story.policy(slug))], scene))


def audit(at: datetime) -> bytes:
    """What ``troth audit --json`` says of one run of each tool over Ferry, without findings."""
    outcomes = tuple(
        Outcome(
            tool=tool,
            how="run",
            at=at,
            seconds=1.0,
            runs=(ToolRun(tool=tool, argv=(tool,), directory=".", version="", at=at, scanned=3, findings=()),),
        )
        for tool in TOOLS
    )
    return audit_result.encode(
        Audit(root="ferry", commit="", at=at, documents=("SECURITY.md",), planned=(), outcomes=outcomes), 0
    )
