"""The audit pack: what an auditor asks for, to look at and to take along."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from troth_desk import clock
from troth_desk.faces.instants import FIRST
from troth_desk.ledger import queries as ledger
from troth_desk.ledger import signing
from troth_desk.people import access, monitoring
from troth_desk.people.access import TeamRequest, actor_of, project_of
from troth_desk.reporting import gathering, packing, periods
from troth_desk.reporting.periods import Period
from troth_desk.tenants.models import Project

A_YEAR = timedelta(days=364)


@require_GET
@access.member()
def page(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """What does the pack hold, and how is it verified?"""
    found, at = project_of(request, project), clock.now()
    period, fault = _period(request, found)
    context = {
        "at": at,
        "project": found,
        "period": period,
        "name": periods.name(period.begins, period.ends),
        "fault": fault,
        "sections": gathering.sections(found, period, at),
        "newest": ledger.newest(found.organisation_id),
        "key_id": signing.key_id(),
    }
    return render(request, "reporting/pack.html", context, status=422 if fault else 200)


@require_GET
@access.member()
def archive(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """The pack as a ZIP; owners are told that it was taken out."""
    found, at = project_of(request, project), clock.now()
    period, _ = _period(request, found)
    data = packing.archive(found, period, at, packing.pack(found, period, at))
    member = request.membership
    place = monitoring.place_of(request)
    monitoring.exported(request.organisation, "audit pack", by=actor_of(member), at=at, member=member, place=place)
    answer = HttpResponse(data, content_type="application/zip")
    name = f"{found.organisation.slug}-{found.slug}-audit-{period.begins}-{period.ends}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _period(request: TeamRequest, project: Project) -> tuple[Period, str]:
    """The days that are asked for, else the last year; and what is wrong with what was asked."""
    zone = project.organisation.zone
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    usual = Period(today - A_YEAR, today, zone)
    begins, ends = request.GET.get("begins", ""), request.GET.get("ends", "")
    if not begins and not ends:
        return usual, ""
    try:
        asked = Period(date.fromisoformat(begins), date.fromisoformat(ends), zone)
    except ValueError:
        return usual, "Both days are needed, as 2026-11-25. Shown is the last year."
    lies = date(FIRST, 1, 1) <= asked.begins <= min(asked.ends, today)
    if not lies or asked.ends - asked.begins > periods.LONGEST:
        return usual, "The days lie the wrong way round, ahead, or more than three years apart. Shown is the last year."
    return asked, ""
