"""Which of our components is known to be weak, and what is not watched? Pages of what projects are made of."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from troth_desk import clock
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of, project_of
from troth_desk.people.models import Role
from troth_desk.tenants import queries as tenants
from troth_desk.watch import actions, queries, reading, showing
from troth_desk.watch.forms import InventoryForm
from troth_desk.watch.models import Origin, Part
from troth_desk.watch.refusal import RefusedInventoryError

PAGE = 100
PROJECTS = 50
"""Projects of one page: each costs a few queries."""
LISTS = 12
MONTH = timedelta(days=30)


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which of our components is known to be weak? All projects, and where a package is used."""
    asked = request.GET.get("q", "").strip()[:100]
    at = clock.now()
    page = Paginator(tenants.projects(request.organisation), PROJECTS).get_page(request.GET.get("page"))
    content = {
        "asked": asked,
        "users": showing.users(request.organisation, asked) if asked else [],
        "most": showing.MOST_USERS,
        "rows": showing.overview(request.organisation, list(page), at),
        "page": page,
        "watching": queries.watching(request.organisation),
        "comparisons": queries.comparisons(request.organisation)[:5],
        "at": at,
    }
    return render(request, "watch/index.html", content)


@require_GET
@access.member()
def project(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Which components of one project are known to be weak, and which does nobody watch?"""
    found, at = project_of(request, project), clock.now()
    asked = request.GET.get("q", "").strip()[:100]
    listed = _listed(queries.parts(found), asked)
    watched = queries.watched(found, at)
    content = {
        "project": found,
        "at": at,
        "asked": asked,
        "watched": watched,
        "known": showing.known(found),
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")),
        "lists": queries.inventories(found)[:LISTS],
        "changes": queries.changes(found, at - MONTH) if watched.inventories else None,
        "works": Role(request.membership.role) in access.WORK,
        "address": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "watch/project.html", content)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def upload(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Take a list of components by hand."""
    found = project_of(request, project)
    form = InventoryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            brought = reading.read(*form.content())
            taken = actions.take(
                found,
                brought,
                source=form.cleaned_data["source"],
                origin=Origin.UPLOAD,
                by=actor_of(request.membership),
                at=clock.now(),
            )
        except RefusedInventoryError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, said(taken))
            return redirect("watch:project", organisation, found.slug)
    content = {"project": found, "form": form}
    return render(request, "watch/upload.html", content, status=422 if form.errors else 200)


def said(taken: actions.Taken) -> str:
    """What became of a list, in a sentence or two."""
    name = f"The list “{taken.inventory.source}”"
    if taken.older:
        return f"{name} is older than the one of {taken.inventory.made_at:%-d %B %Y}, which stays."
    if not taken.new:
        return f"{name} is the same as before: it is confirmed."
    weak = f"{taken.found} known weakness{'es' * (taken.found != 1)} came with it" if taken.found else ""
    looked = weak or "no known weakness came with it"
    count, added, removed = taken.inventory.components, taken.inventory.added, taken.inventory.removed
    words = f"{name} names {count:,} component{'s' * (count != 1)}; {added:,} new, {removed:,} gone; "
    return words + (f"nobody could look them up yet: {taken.unwatched}" if taken.unwatched else f"{looked}.")


def _listed(parts: QuerySet[Part], asked: str) -> QuerySet[Part]:
    return parts.filter(release__package__name__icontains=asked) if asked else parts
