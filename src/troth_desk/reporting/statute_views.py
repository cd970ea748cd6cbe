"""What does the law ask us to tell, and by when? Off until a team chooses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.standards import statutes
from troth.standards.statutes import AWARE, Obligation
from troth_desk import clock
from troth_desk.deadlines import queries as clocks
from troth_desk.deadlines.models import Clock
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of
from troth_desk.reporting import actions, queries
from troth_desk.reporting.forms import MatterForm, ReasonForm, WhenForm, now
from troth_desk.reporting.models import Matter, Statute
from troth_desk.reporting.refusal import RefusedReportError
from troth_desk.tenants import queries as tenants


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation of a matter: its clock, None where it does not run yet, and the later end that may be allowed.

    ``outer`` is in words, in the zone of the organisation.
    """

    obligation: Obligation
    clock: Clock | None
    outer: str


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which laws are chosen, and what is to be told?"""
    chosen = list(queries.statutes(request.organisation))
    have = {(one.project_id, one.profile) for one in chosen}
    offered = [
        (project, one)
        for one in statutes.PROFILES
        for project in tenants.projects(request.organisation)
        if (project.pk, one.name) not in have
    ]
    context = {
        "at": clock.now(),
        "chosen": [(one, statutes.profile(one.profile)) for one in chosen],
        "offered": offered,
        "profiles": statutes.PROFILES,
        "matters": queries.matters(request.organisation)[:100],
        "may_own": request.membership.role in access.OWN,
        "may_work": request.membership.role in access.WORK,
    }
    return render(request, "reporting/statutes.html", context)


@require_POST
@access.member(access.OWN)
def choose(request: TeamRequest, organisation: str, project: str, profile: str) -> HttpResponse:
    """Be reminded, or not any more."""
    found = tenants.project(request.organisation, project)
    if found is None or statutes.profile(profile) is None:
        raise Http404("There is no such project or profile here.")
    by, at = actor_of(request.membership), clock.now()
    standing = queries.statute(found, profile)
    if request.POST.get("chosen") == "no":
        if standing is not None:
            actions.give_up(standing, by=by, at=at)
        messages.success(request, "No new clocks of it start any more.")
    else:
        actions.choose(found, profile, by=by, at=at)
        messages.success(request, "Chosen. Its clocks start once you say what you are aware of, and since when.")
    return HttpResponseRedirect(_index(organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@access.member(access.WORK)
def begin(request: TeamRequest, organisation: str, project: str, profile: str) -> HttpResponse:
    """Say what the team is aware of: its clocks start."""
    statute = _statute(request, project, profile)
    known = statutes.profile(statute.profile)
    if known is None:
        raise Http404("There is no such profile.")
    at = clock.now()
    zone = request.organisation.zone
    initial = {"aware_at": now(at, zone), "about": request.GET.get("about", "")[:30]}
    form = MatterForm(known, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        aware_at = given["aware_at"].replace(tzinfo=ZoneInfo(zone))
        try:
            matter = actions.aware(
                statute, given["about"], given["sort"], aware_at, by=actor_of(request.membership), at=at
            )
        except RefusedReportError as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            return HttpResponseRedirect(_address(organisation, matter))
    context = {"project": statute.project, "profile": known, "form": form}
    return render(request, "reporting/matter_begin.html", context, status=422 if form.errors else 200)


@require_GET
@access.member()
def matter(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """What is to be told of this, and by when?"""
    return _page(request, _matter(request, pk))


@require_POST
@access.member(access.WORK)
def tell(request: TeamRequest, organisation: str, pk: int, what: str) -> HttpResponse:
    """It was told."""
    found = _matter(request, pk)
    try:
        actions.tell(found, what, by=actor_of(request.membership), at=clock.now())
    except RefusedReportError as refused:
        return _page(request, found, str(refused))
    messages.success(request, "On record as told.")
    return HttpResponseRedirect(_address(organisation, found))


@require_POST
@access.member(access.WORK)
def happened(request: TeamRequest, organisation: str, pk: int, event: str) -> HttpResponse:
    """Something happened that a further clock counts from."""
    found = _matter(request, pk)
    form = WhenForm(request.POST)
    if not form.is_valid():
        return _page(request, found, "Say when that was: a day and a time.")
    when = form.cleaned_data["when"].replace(tzinfo=ZoneInfo(request.organisation.zone))
    try:
        actions.happened(found, event, when, by=actor_of(request.membership), at=clock.now())
    except RefusedReportError as refused:
        return _page(request, found, str(refused))
    messages.success(request, "On record; what counts from it runs.")
    return HttpResponseRedirect(_address(organisation, found))


@require_POST
@access.member(access.WORK)
def close(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Nothing more is to be told."""
    found = _matter(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, "Say why nothing is to be told any more, in up to 300 characters.")
    try:
        actions.close(found, form.cleaned_data["reason"], by=actor_of(request.membership), at=clock.now())
    except RefusedReportError as refused:
        return _page(request, found, str(refused))
    messages.success(request, "Closed: nothing of it is to be told any more.")
    return HttpResponseRedirect(_address(organisation, found))


def _page(request: TeamRequest, found: Matter, refused: str = "") -> HttpResponse:
    profile = statutes.profile(found.statute.profile)
    at, zone = clock.now(), request.organisation.zone
    context = {
        "at": at,
        "matter": found,
        "project": found.statute.project,
        "profile": profile,
        "sort": dict(profile.sorts).get(found.sort, found.sort) if profile else found.sort,
        "owed": _owed(request, found),
        "events": [one for one in profile.events if _waits(found, one[0])] if profile else [],
        "now": now(at, zone),
        "refused": refused,
        "may": request.membership.role in access.WORK and found.closed_at is None,
    }
    return render(request, "reporting/matter.html", context, status=409 if refused else 200)


def _owed(request: TeamRequest, found: Matter) -> list[Owed]:
    profile = statutes.profile(found.statute.profile)
    zone = ZoneInfo(request.organisation.zone)
    running = {one.action: one for one in clocks.clocks_of(request.organisation, found.subject)}
    holidays = set(clocks.holidays(request.organisation).values_list("day", flat=True))
    told = []
    for one in profile.of(found.sort) if profile else ():
        armed = running.get(one.key)
        outer = statutes.outer(one, armed.started_at.astimezone(zone), holidays) if armed else None
        told.append(Owed(one, armed, _end_of_day(outer) if armed and outer and outer > armed.due_at else ""))
    return told


def _end_of_day(midnight: datetime) -> str:
    """Midnight as the end of the day before, as the regulation has it: "Mon 28 Dec 2026, 24:00"."""
    day = midnight.date() - timedelta(days=1)
    return f"{day:%a} {day.day} {day:%b %Y}, 24:00"


def _waits(found: Matter, event: str) -> bool:
    """Whether a clock of the matter counts from ``event``, which has not come."""
    profile = statutes.profile(found.statute.profile)
    counted = {one.since for one in profile.of(found.sort)} if profile else set()
    return event in counted - {AWARE} and event not in found.events


def _statute(request: TeamRequest, slug: str, profile: str) -> Statute:
    project = tenants.project(request.organisation, slug)
    found = queries.statute(project, profile) if project else None
    if found is None:
        raise Http404("That is not chosen here.")
    return found


def _matter(request: TeamRequest, pk: int) -> Matter:
    found = queries.matter(request.organisation, pk)
    if found is None:
        raise Http404("There is no such matter here.")
    return found


def _index(organisation: str) -> str:
    return reverse("reporting:statutes", kwargs={"organisation": organisation})


def _address(organisation: str, found: Matter) -> str:
    return reverse("reporting:matter", kwargs={"organisation": organisation, "pk": found.pk})
