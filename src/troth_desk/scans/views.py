"""Did what is promised run, and when? The history of checks and audits that came in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from troth.controls.recurrence import able, promised_days
from troth.formats.told_result import ToldCheck
from troth.report import words
from troth.terms.commitment import Recurrence
from troth.terms.verdict import WORST_FIRST
from troth_desk import clock
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, project_of
from troth_desk.policies import queries as policies
from troth_desk.scans import queries
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Project

WEEKS = 12
PAGE = 50


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which projects send results? The only one at once."""
    projects = list(tenants.projects(request.organisation))
    if len(projects) == 1:
        return redirect("scans:project", organisation=organisation, project=projects[0].slug)
    rows = [(one, queries.scans(one).first()) for one in projects]
    return render(request, "scans/index.html", {"rows": rows})


@require_GET
@access.member()
def project(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """What came in, week by week, and how often each promised rhythm was kept."""
    found = project_of(request, project)
    at = clock.now()
    page = Paginator(queries.scans(found).select_related("policy"), PAGE).get_page(request.GET.get("page"))
    context = {
        "at": at,
        "project": found,
        "weeks": queries.agenda(found, at, WEEKS),
        "rhythms": _rhythms(found, at),
        "page": page,
        "address": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "scans/project.html", context)


@require_GET
@access.member()
def scan(request: TeamRequest, organisation: str, project: str, pk: int) -> HttpResponse:
    """One result: what it found."""
    found = project_of(request, project)
    one = queries.scan(request.organisation, pk)
    if one is None or one.project_id != found.pk:
        raise Http404("There is no such result.")
    told = queries.told(one)
    rows = []
    if isinstance(told, ToldCheck):
        order = sorted(told.judged, key=lambda judged: WORST_FIRST.index(judged.verdict.standing))
        rows = [(judged, words.promise(judged.verdict.commitment)) for judged in order]
    return render(request, "scans/scan.html", {"project": found, "scan": one, "told": told, "rows": rows})


def _rhythms(project: Project, at: datetime) -> list[tuple[Recurrence, queries.Rhythm]]:
    """Each recurrence that audits can prove, with how it was kept, those without any record too."""
    version = policies.current_version(project)
    if version is None:
        return []
    records = queries.audit_records(project, at)
    found = []
    for one in policies.commitments(version).values():
        days = promised_days(one) if isinstance(one, Recurrence) and not one.silenced else None
        if isinstance(one, Recurrence) and days:
            found.append((one, queries.rhythm(able(one, records), timedelta(days=days), at)))
    return found
