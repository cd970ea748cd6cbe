"""A report that goes out does what the policy promises of such reports: the occasion of its obligation is done."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth.terms.time.period import longest
from troth_desk.ledger.actor import Actor
from troth_desk.reporting.models import Report
from troth_desk.reviews import actions as reviews
from troth_desk.reviews import queries
from troth_desk.reviews.actions import Given
from troth_desk.reviews.models import Obligation, Occasion

KIND = "report"
SHORTER = 3
"""Days by which a period of the calendar can be shorter than its longest: a quarter of 90 beside one of 92."""


def fulfil(report: Report, *, by: Actor, at: datetime) -> list[Occasion]:
    """The occasions that are done by ``report``: of obligations to report whose rhythm its days cover.

    A report of a shorter time than the rhythm, or of a time long past, fulfils none; neither does one the period of
    whose occasion has not begun.
    """
    done = []
    given = Given(words=f"{report.title} was issued (report {report.number}, SHA-256 {report.digest}).")
    mine = queries.obligations(report.project.organisation).filter(project=report.project, kind=KIND, by_machine=False)
    for obligation in mine.select_related("project__organisation"):
        if not obligation.every and not obligation.once:
            done.append(reviews.do_untimed(obligation, given, by=by, at=at))
            continue
        occasion = queries.open_occasion(obligation)
        if occasion is not None and occasion.starts_at <= at and _covers(report, obligation, occasion):
            every = range(len(occasion.checklist))
            done.append(reviews.do(occasion, given, by=by, at=at, ticked=every if report.approved_by_id else ()))
    return done


def _covers(report: Report, obligation: Obligation, occasion: Occasion) -> bool:
    """Whether the days of ``report`` are those of one period of ``obligation``, and the last ones."""
    days = longest(obligation.every)
    if obligation.once or not days:
        return True
    told = (report.ends - report.begins).days + 1
    return told + SHORTER >= days and report.ends >= occasion.starts_at.date() - timedelta(days=days)
