"""Do we keep our word? The team's page, and what everybody may see."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.contrib import messages
from django.core.cache import cache as kept
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from troth_desk import clock
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of, project_of
from troth_desk.promises import actions, counting, judging, page, status
from troth_desk.scans import queries as scans
from troth_desk.scans.models import Kind
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation, Project

WINDOWS = (30, 90, 365, 1095)
"""Days that the numbers may reach back."""
CHECKS = 24
"""Earlier checks whose standings are shown."""
PUBLIC_SECONDS = 60
"""How long what everybody sees is kept: a badge is asked for by every reader of a README."""
ASSETS = {"report.css": "text/css", "report.js": "text/javascript"}
_FILES = {"report.css": "text.css", "report.js": "page.js"}


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which projects promise something? The only one at once."""
    projects = list(tenants.projects(request.organisation))
    if len(projects) == 1:
        return redirect("promises:project", organisation=organisation, project=projects[0].slug)
    return render(request, "promises/index.html", {"projects": projects})


@require_GET
@access.member()
def project(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Do we keep our word? The policy's text, each promise with its standing, numbers and evidence."""
    found = project_of(request, project)
    at = clock.now()
    window = _window(request)
    stood = judging.stood(found, at, timedelta(days=window), kept=True)
    context: dict[str, object] = {
        "at": at,
        "project": found,
        "stood": stood,
        "window": window,
        "windows": WINDOWS,
        "may_open": request.membership.role in access.OWN,
        "status_address": whole(_public("promises:status", found)),
        "badge": _public("promises:badge", found),
        "badge_address": whole(_public("promises:badge", found)),
    }
    if stood is not None:
        earlier = list(scans.scans(found).filter(kind=Kind.CHECK)[:CHECKS])
        context |= {"parts": page.parts(stood, earlier), "search": page.search()}
    return render(request, "promises/project.html", context)


@require_POST
@access.member(access.OWN)
def status_page(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Open or close the page and the badge that everybody sees."""
    found = project_of(request, project)
    shown = request.POST.get("shown") == "yes"
    if actions.show_status(found, shown=shown, by=actor_of(request.membership), at=clock.now()):
        kept.delete(_key(found))
        said = "Everybody can see how the promises stand now." if shown else "The status page and the badge are closed."
        messages.success(request, said)
    return redirect("promises:project", organisation=organisation, project=project)


@require_GET
@access.public
def status_of(request: HttpRequest, organisation: str, project: str) -> HttpResponse:
    """Are the promises kept? For everybody, where the team opened it."""
    found = _opened(request, project)
    response = render(request, "promises/status.html", {"project": found, "seen": _seen(found)})
    response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return response


@require_GET
@access.public
def numbers(request: HttpRequest, organisation: str, project: str) -> HttpResponse:
    """The same for programs: each promise, how often it was kept, how long it took, over which time."""
    return _told(request, project, lambda seen: seen.told)


@require_GET
@access.public
def proof(request: HttpRequest, organisation: str, project: str) -> HttpResponse:
    """The same signed, to be kept and verified elsewhere by ``troth verify``."""
    return _told(request, project, lambda seen: seen.proof)


@require_GET
@access.public
def badge_svg(request: HttpRequest, organisation: str, project: str) -> HttpResponse:
    """The badge as a picture."""
    return _badge(request, project, "svg")


@require_GET
@access.public
def badge_of(request: HttpRequest, organisation: str, project: str) -> HttpResponse:
    """The badge as shields.io's endpoint badge asks for it."""
    return _badge(request, project, "json")


@require_GET
@access.public
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """Style and script of the report, which the page of promises shares with ``troth check --format html``."""
    if name not in ASSETS:
        raise Http404("There is no such file.")
    content = _asset(name)
    response = HttpResponse(content, content_type=f"{ASSETS[name]}; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    return response


@cache
def _asset(name: str) -> bytes:
    return files("troth.report.html").joinpath(_FILES[name]).read_bytes()


def _told(request: HttpRequest, slug: str, of: Callable[[status.Seen], dict[str, Any]]) -> HttpResponse:
    seen = _seen(_opened(request, slug))
    if seen is None:
        raise Http404("There is no policy here yet.")
    response = JsonResponse(of(seen), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _badge(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    seen = _seen(_opened(request, slug))
    if seen is None:
        raise Http404("There is no policy here yet.")
    kind = {"svg": "image/svg+xml; charset=utf-8", "json": "application/json"}[form]
    response = HttpResponse(seen.svg if form == "svg" else seen.json, content_type=kind)
    response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _seen(project: Project) -> status.Seen | None:
    """What everybody sees of ``project``, made at most once a minute."""
    told: status.Seen | None = kept.get(_key(project))
    if told is None:
        stood = judging.stood(project, clock.now(), kept=True)
        if stood is None:
            return None
        told = status.seen(stood)
        kept.set(_key(project), told, PUBLIC_SECONDS)
    return told


def _key(project: Project) -> str:
    return f"promises.seen.{project.organisation_id}.{project.pk}"


def _opened(request: HttpRequest, slug: str) -> Project:
    """The project whose status everybody may see; one that is closed looks like one that is not there."""
    organisation: Organisation | None = getattr(request, "organisation", None)
    found = tenants.project(organisation, slug) if organisation else None
    if found is None or not found.status_page:
        raise Http404("There is no such page.")
    return found


def _public(name: str, project: Project) -> str:
    return reverse(name, kwargs={"organisation": project.organisation.slug, "project": project.slug})


def _window(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in set(map(str, WINDOWS)) else counting.WINDOW.days
