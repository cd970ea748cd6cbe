"""What the example has on paper: a report that everybody may read, a draft, and something a law asked to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.reporting import actions, periods
from troth_desk.tenants.models import Project

WORDS = """\
One report of a high severity was fixed well before its time. One report was answered late: it came in on a holiday.

In the next months we look at how files of users are opened."""


def play(projects: Mapping[str, Project], cast: Mapping[str, Membership], about: str, at: datetime) -> None:
    """``about`` is the case that was thought to be exploited, "case:TR-…"."""
    owner, responder = cast["owner"], cast["responder"]
    lighthouse, ferry = projects["lighthouse"], projects["ferry"]
    begins, ends = _last_month(at, lighthouse)
    report = actions.make(lighthouse, begins, ends, by=actor_of(responder), at=at, member=responder)
    actions.write(report, WORDS, by=actor_of(responder), at=at)
    actions.approve(report, by=actor_of(owner), at=at, member=owner)
    actions.issue(report, by=actor_of(responder), at=at)
    actions.publish(report, shown=True, by=actor_of(owner), at=at)
    today = at.astimezone(ZoneInfo(ferry.organisation.zone)).date()
    actions.make(ferry, *periods.last_quarter(today), by=actor_of(responder), at=at, member=responder)
    statute = actions.choose(lighthouse, "eu-cra-article-14", by=actor_of(owner), at=at)
    aware = at - timedelta(hours=3)
    matter = actions.aware(statute, about, "vulnerability", aware, by=actor_of(responder), at=at)
    actions.tell(matter, "cra-early-warning", by=actor_of(responder), at=at)
    actions.close(matter, "Nobody had used it: the log was of our own test.", by=actor_of(responder), at=at)


def _last_month(at: datetime, project: Project) -> tuple[date, date]:
    today = at.astimezone(ZoneInfo(project.organisation.zone)).date()
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
