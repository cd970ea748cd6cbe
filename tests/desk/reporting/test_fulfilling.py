"""A report that goes out does what the policy promises of such reports, where its days cover the rhythm."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Membership
from troth_desk.reporting import actions, gathering, periods
from troth_desk.reporting.models import Report
from troth_desk.reviews import actions as reviews
from troth_desk.reviews import queries
from troth_desk.reviews.models import Obligation, OccasionState
from troth_desk.tenants.models import Project


@pytest.fixture
def quarterly(ours: Project, now: datetime) -> Obligation:
    """Since the beginning of the quarter that runs."""
    begun = datetime.combine(date(2026, 10, 1), now.timetz())
    return reviews.oblige(ours, title="Security report", kind="report", origin="team", every="P3M", by=SYSTEM, at=begun)


def issued(project: Project, begins: date, ends: date, now: datetime, member: Membership) -> Report:
    report = actions.make(project, begins, ends, by=SYSTEM, at=now)
    actions.approve(report, by=member.actor, at=now, member=member)
    actions.issue(report, by=SYSTEM, at=now)
    return report


def test_a_quarter_fulfils_the_quarterly_report(
    ours: Project, quarterly: Obligation, now: datetime, reviewer: Membership
) -> None:
    report = issued(ours, date(2026, 7, 1), date(2026, 9, 30), now, reviewer)
    [done] = queries.occasions(quarterly).filter(state=OccasionState.DONE)
    assert report.digest in done.words
    assert all(item["done"] for item in done.checklist)
    period = periods.Period(date(2026, 10, 1), date(2026, 12, 31), "Europe/Berlin")
    [section] = [one for one in gathering.sections(ours, period, now) if one.name == "reviews"]
    assert dict(section.figures)["done"] == "1"


@pytest.mark.parametrize(
    ("begins", "ends"), [(date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 1, 1), date(2026, 3, 31))]
)
def test_a_month_or_a_time_long_past_does_not(
    ours: Project, quarterly: Obligation, now: datetime, reviewer: Membership, begins: date, ends: date
) -> None:
    issued(ours, begins, ends, now, reviewer)
    assert not queries.occasions(quarterly).filter(state=OccasionState.DONE).exists()


def test_what_is_done_regularly_is_done_once_more(ours: Project, now: datetime, reviewer: Membership) -> None:
    regular = reviews.oblige(ours, title="Reports", kind="report", origin="team", by=SYSTEM, at=now)
    issued(ours, date(2026, 9, 1), date(2026, 9, 30), now, reviewer)
    assert queries.occasions(regular).filter(state=OccasionState.DONE).count() == 1


def test_other_obligations_are_not_touched(ours: Project, now: datetime, reviewer: Membership) -> None:
    other = reviews.oblige(ours, title="Training", kind="training", origin="team", by=SYSTEM, at=now)
    issued(ours, date(2026, 7, 1), date(2026, 9, 30), now, reviewer)
    assert not queries.occasions(other).filter(state=OccasionState.DONE).exists()
