"""A project with a policy that promises quarterly reports, reports of the last quarter, and an instant after it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from desk import scan_results
from troth_desk.cases import actions as cases
from troth_desk.cases.actions import Report as Words
from troth_desk.cases.models import Case
from troth_desk.deadlines import actions as clocks
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import actions as policies
from troth_desk.scans import actions as scans
from troth_desk.scans import pushed
from troth_desk.tenants.models import Project

POLICY = """\
# Security policy

Write to security@harbour.dev. We acknowledge every report within 48 hours.
We run `bandit` on every push.

## Severities

### Critical vulnerabilities (CVSS 9.0-10.0)
- **Response Time**: 24 hours
- **Action**: Immediate patch

### Low vulnerabilities (CVSS 0.1-3.9)
- **Response Time**: 2 weeks
- **Action**: Include in regular maintenance
- **Communication**: Quarterly security reports

We follow the OWASP Top 10.
"""
LOW = "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"
SECRET = "SECRETTITLE"


@pytest.fixture
def at() -> datetime:
    """Tuesday, 6 October 2026, 09:00 UTC: the third quarter has ended."""
    return datetime(2026, 10, 6, 9, tzinfo=UTC)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> datetime:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    cache.clear()
    return at


@pytest.fixture
def ours(project: Project, now: datetime) -> Project:
    """Its policy is of June; in August a low report came in and was acknowledged a day late, in September another."""
    policies.import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=datetime(2026, 6, 1, 9, tzinfo=UTC))
    told = pushed.read(scan_results.push(scan_results.check(now - timedelta(days=2)), project=project.slug))
    scans.keep(project, told, by=SYSTEM, at=now - timedelta(days=2))
    return project


def reported(project: Project, at: datetime, title: str = f"Low thing {SECRET}", *, late: bool = False) -> Case:
    """A report of ``at``, rated low, acknowledged in time or a day late."""
    case = cases.open_case(project, Words(title, "It is there.", "1.", "All"), origin="form", by=SYSTEM, at=at).case
    cases.rate(case, LOW, by=SYSTEM, at=at + timedelta(hours=1))
    clocks.meet(
        project.organisation, case.subject, "acknowledge", by=SYSTEM, at=at + timedelta(hours=72 if late else 3)
    )
    return case
