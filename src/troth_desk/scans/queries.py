"""Reads of pushed results. The first argument belongs to the organisation that asks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import QuerySet

from troth.formats import told_result
from troth.formats.told_result import ToldAudit, ToldCheck
from troth.terms.activity import Activity
from troth.terms.seen.results import AuditRecord
from troth.terms.span import Span
from troth_desk.scans.models import PROMPT, Kind, Scan
from troth_desk.scans.pushed import AHEAD
from troth_desk.tenants.models import Organisation, Project

RECORDS = "the desk's history of audits"
"""Where facts of pushed audits say that they were seen."""
MOST_DAYS = 800
"""Days of history that a rhythm is read from."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the agenda, from Monday ``begin``: what came in it. ``passed`` is false for the one that runs."""

    begin: date
    scans: tuple[Scan, ...]
    passed: bool

    @property
    def gap(self) -> bool:
        """Whether it went by without a result that counts."""
        return self.passed and not any(scan.prompt for scan in self.scans)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something ran against how often it was promised: ``kept`` of ``whole`` periods of ``days`` each.

    ``ran`` are the days that count, oldest first; ``missed`` the first days of periods without any.
    """

    days: int
    kept: int
    whole: int
    ran: tuple[date, ...]
    missed: tuple[date, ...]


def scans(project: Project) -> QuerySet[Scan]:
    """All results of ``project``, the newest first, without their documents."""
    return Scan.objects.filter(organisation_id=project.organisation_id, project=project).defer("document")


def scan(organisation: Organisation, pk: int) -> Scan | None:
    """The result of that number."""
    return Scan.objects.filter(organisation=organisation, pk=pk).select_related("project", "policy").first()


def newest_check(project: Project) -> Scan | None:
    """The newest result of a check; of those of one day the one that came last."""
    of_project = Scan.objects.filter(organisation_id=project.organisation_id, project=project, kind=Kind.CHECK)
    return of_project.order_by("-at", "-received_at", "-id").select_related("policy").first()


def told(scan: Scan) -> ToldCheck | ToldAudit:
    """The result itself."""
    return _told(scan.pk, scan.digest, scan.document)


@lru_cache(maxsize=4)
def _told(_pk: int, _digest: str, document: str) -> ToldCheck | ToldAudit:
    return told_result.read(json.loads(document))


def agenda(project: Project, at: datetime, weeks: int) -> list[Week]:
    """The last ``weeks`` weeks up to ``at``, the newest first, each with its results; none before the first result."""
    this = _monday(at.date())
    begin = this - WEEK * (weeks - 1)
    found: defaultdict[date, list[Scan]] = defaultdict(list)
    for one in scans(project).filter(at__date__gte=begin).select_related("key"):
        found[_monday(one.at.date())].append(one)
    first = scans(project).order_by("at").values_list("at", flat=True).first()
    if first is None:
        return []
    begin = max(begin, _monday(first.date()))
    count = (this - begin).days // 7 + 1
    return [
        Week(monday, tuple(found.get(monday, ())), monday != this)
        for monday in (this - WEEK * number for number in range(count))
    ]


def audit_records(project: Project, at: datetime) -> tuple[AuditRecord, ...]:
    """The days on which tools ran whole, as a check takes them from its own history: what a rhythm is judged by."""
    from troth.evidence.tools.index import by_name  # all tools: half a second that no start needs

    found: defaultdict[str, dict[date, date | None]] = defaultdict(dict)
    since = at - timedelta(days=MOST_DAYS)
    for one in scans(project).filter(kind=Kind.AUDIT, at__gte=since, at__lte=at).order_by("at"):
        for tool in one.tools if one.prompt else ():
            # what was kept of unchanged inputs was confirmed by the audit; a report is as old as itself
            ran = one.at if tool["how"] == "kept" else datetime.fromisoformat(tool["at"])
            if tool["whole"] and timedelta() <= one.received_at - ran + AHEAD and one.received_at - ran <= PROMPT:
                _note(found[tool["tool"]], ran.date(), tool.get("advised", ""))
    return tuple(
        AuditRecord(
            tool=name,
            activities=known.activities,
            days=tuple(sorted(days)),
            span=Span(RECORDS),
            advised={day: advised for day, advised in days.items() if advised is not None},
        )
        for name, days in sorted(found.items())
        if (known := by_name(name)) is not None
    )


def _note(days: dict[date, date | None], day: date, advised: str) -> None:
    """Of several runs of a day, one that asked advisories of its own makes the day of local ones needless."""
    given = date.fromisoformat(advised) if advised else None
    before = days.get(day, date.min)
    days[day] = None if given is None or before is None else max(given, before)


def rhythm(records: Sequence[AuditRecord], every: timedelta, at: datetime, most: int = 12) -> Rhythm:
    """How many of the last ``most`` periods had a day on which one of ``records`` ran.

    Periods follow each other from the first day on record, weeks from its Monday; the one that runs counts once it has
    a run, and is not missed before it has passed.
    """
    length = max(1, every.days)
    days = sorted({day for record in records for day in record.days})
    if not days:
        return Rhythm(length, 0, 0, (), ())
    begin = _monday(days[0]) if length == WEEK.days else days[0]
    today = at.date()
    kept, missed = 0, list[date]()
    count = (today - begin).days // length + 1
    for number in range(max(0, count - most), count):
        start = begin + timedelta(days=length * number)
        end = start + timedelta(days=length)
        if any(start <= day < end for day in days):
            kept += 1
        elif end <= today:
            missed.append(start)
    shown = tuple(day for day in days if day >= begin + timedelta(days=length * max(0, count - most)))
    return Rhythm(length, kept, kept + len(missed), shown, tuple(missed))


def activities(records: Sequence[AuditRecord]) -> frozenset[Activity]:
    """What the tools of ``records`` do."""
    return frozenset(activity for record in records for activity in record.activities)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
