"""The page of the calendar: when does the team work?"""

from __future__ import annotations

from itertools import groupby
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from troth_desk import clock
from troth_desk.deadlines import calendars, queries
from troth_desk.deadlines.calendars import NoHolidaysKnownError
from troth_desk.deadlines.forms import DAYS, Day, Read, Week
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of
from troth_desk.people.models import Role

READ_AHEAD = 2
"""Years after this one that the form proposes to read."""


@require_GET
@access.member()
def calendar(request: TeamRequest, organisation: str) -> HttpResponse:
    """When does the team work?"""
    return _page(request)


@require_POST
@access.member(access.OWN)
def week(request: TeamRequest, organisation: str) -> HttpResponse:
    """Set zone and working days."""
    form = Week(request.POST)
    if not form.is_valid():
        return _page(request, week=form)
    calendars.set_week(
        request.organisation,
        zone=form.cleaned_data["zone"],
        days=form.cleaned_data["days"],
        by=actor_of(request.membership),
        at=clock.now(),
    )
    messages.success(request, "Kept. Clocks that run already stay as they were armed.")
    return redirect("deadlines:calendar", organisation)


@require_POST
@access.member(access.OWN)
def read(request: TeamRequest, organisation: str) -> HttpResponse:
    """Read the holidays of a place."""
    form = Read(request.POST)
    if not form.is_valid():
        return _page(request, read=form)
    try:
        added = calendars.read_holidays(
            request.organisation,
            form.country,
            form.subdivision,
            form.cleaned_data["first_year"],
            form.cleaned_data["last_year"],
            by=actor_of(request.membership),
            at=clock.now(),
        )
    except NoHolidaysKnownError as unknown:
        form.add_error("place", str(unknown))
        return _page(request, read=form)
    messages.success(request, f"{added} holidays were added. Look through them: the list is yours now.")
    return redirect("deadlines:calendar", organisation)


@require_POST
@access.member(access.OWN)
def add(request: TeamRequest, organisation: str) -> HttpResponse:
    """Add one day."""
    form = Day(request.POST)
    if not form.is_valid():
        return _page(request, day=form)
    day, name = form.cleaned_data["day"], form.cleaned_data["name"]
    calendars.add_holiday(request.organisation, day, name, by=actor_of(request.membership), at=clock.now())
    messages.success(request, f"{day:%d %b %Y} is a holiday now.")
    return redirect("deadlines:calendar", organisation)


@require_POST
@access.member(access.OWN)
def remove(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Remove one day."""
    if not calendars.remove_holiday(request.organisation, pk, by=actor_of(request.membership), at=clock.now()):
        raise Http404("no such day")
    messages.success(request, "The team works on that day now.")
    return redirect("deadlines:calendar", organisation)


def _page(
    request: TeamRequest, *, week: Week | None = None, read: Read | None = None, day: Day | None = None
) -> HttpResponse:
    """The page, with the form that was not understood; then it answers 422."""
    at = clock.now()
    found = queries.calendar(request.organisation)
    days = queries.holidays(request.organisation)
    years = [(year, list(of_year)) for year, of_year in groupby(days, key=lambda one: one.day.year)]
    wrong = week or read or day
    names = dict(DAYS)
    working = calendars.WEEK if found is None else tuple(found.working_days)
    owns = access.Rule("members", access.OWN).allows(Role(request.membership.role), "POST")
    context: dict[str, object] = {
        "at": at,
        "calendar": found,
        "owns": owns,
        "working": ", ".join(names[number] for number in working),
        "years": [(year, of_year, year >= at.year) for year, of_year in years],
        "week": week or Week(initial={"zone": request.organisation.zone, "days": list(working)}),
        "day": day or Day(),
        "zones": sorted(available_timezones()),
    }
    if owns:
        place = "" if found is None else "-".join(filter(None, (found.country, found.subdivision)))
        initial = {"place": place, "first_year": at.year, "last_year": at.year + READ_AHEAD}
        context["read"] = read or Read(initial=initial)
    return render(request, "deadlines/calendar.html", context, status=422 if wrong else 200)
