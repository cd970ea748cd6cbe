"""Pages of the audits that the desk makes itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth_desk import clock
from troth_desk.audits import actions, jobs, queries, sources
from troth_desk.audits.forms import Choice
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of, project_of
from troth_desk.people.models import Role
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import rounds

PAGE = 50


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which projects does the desk audit itself? The page of the only one at once."""
    projects = list(tenants.projects(request.organisation))
    if len(projects) == 1:
        return redirect("audits:project", organisation=organisation, project=projects[0].slug)
    rows = list(queries.standings(request.organisation))
    content = {"rows": rows, "made": sum(not one.why_not for one in rows), "unread": sources.sources().unread}
    return render(request, "audits/index.html", content)


@require_GET
@access.member()
def project(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Does the desk audit this project itself, and how did it go?"""
    found = project_of(request, project)
    role = Role(request.membership.role)
    content = {
        "project": found,
        "standing": queries.standing(request.organisation, found),
        "page": Paginator(queries.audits(found), PAGE).get_page(request.GET.get("page")),
        "works": role in access.WORK,
        "owns": role in access.OWN,
        "sandboxed": settings.AUDITS == "sandboxed",
    }
    return render(request, "audits/project.html", content)


@require_http_methods(["GET", "POST"])
@access.member(access.OWN)
def choose(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Where the repository lies, and how often it is audited."""
    found = project_of(request, project)
    standing = queries.standing(request.organisation, found)
    told = bool(standing.source and standing.source.told)
    plan = standing.plan
    begin = {"url": found.repository_url, "branch": plan.branch, "every": plan.every, "on": plan.on}
    form = Choice(request.POST or None, initial=begin, told=told)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.choose(
            found,
            url=said.get("url", found.repository_url),
            branch=said["branch"],
            every=said["every"],
            on=said["on"],
            by=actor_of(request.membership),
            at=clock.now(),
        )
        messages.success(request, f"Kept. This is how {found.name} is audited from now on.")
        return redirect("audits:project", organisation, project)
    return render(request, "audits/choose.html", {"project": found, "standing": standing, "form": form})


@require_POST
@access.member(access.WORK)
def run(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Audit it now."""
    found = project_of(request, project)
    try:
        actions.ask(found, by=actor_of(request.membership), at=clock.now())
    except actions.RefusedAuditError as refused:
        messages.error(request, str(refused))
    else:
        rounds.wake(request.organisation, jobs.NAME)
        messages.success(request, "An audit was asked for. A worker begins it as soon as it audits nothing else.")
    return redirect("audits:project", organisation, project)
