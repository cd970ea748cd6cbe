"""What everybody reads: the advisories of an organisation, and each in every format. No account is looked at."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from troth.formats import advisory_html, advisory_markdown
from troth_desk import clock
from troth_desk.people.access import public
from troth_desk.publishing import addresses, formats, queries, record
from troth_desk.publishing.models import Advisory
from troth_desk.publishing.serving import organisation_of, served
from troth_desk.tenants import queries as tenants

PAGE = 50


@public
@require_safe
def listed(request: HttpRequest, organisation: str) -> HttpResponse:
    """Which advisories are there? The newest first, with where programs read them."""
    found = organisation_of(request)
    project = tenants.project(found, request.GET["project"]) if request.GET.get("project") else None
    if request.GET.get("project") and project is None:
        raise Http404("There is no such project here.")
    page = Paginator(queries.public(found, clock.now(), project), PAGE).get_page(request.GET.get("page"))
    shown = zip(page, record.each(page), strict=True)
    rows = [(one, told, advisory_markdown.severity_words(told)) for one, told in shown]
    context = {
        "organisation": found,
        "page": page,
        "rows": rows,
        "only": project,
        "projects": list(tenants.projects(found)),
        "zone": found.zone,
        "at": clock.now(),
        "provider": addresses.provider(found),
    }
    return render(request, "publishing/public_list.html", context)


@public
@require_safe
def advisory(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    """What is wrong, for whom, and what can be done about it?"""
    found = _published(request, reference)
    told = record.public(found)
    files = [one for one in formats.every(told) if not one.reasons and one.form.name != "html"]
    context = {
        "organisation": found.project.organisation,
        "advisory": found,
        "told": told,
        "rendered": SafeString(advisory_html.fragment(told)),  # nosec B703 - the writer leaves no HTML of people
        "files": files,
        "zone": found.project.organisation.zone,
        "at": clock.now(),
    }
    return render(request, "publishing/public_advisory.html", context)


@public
@require_safe
def file(request: HttpRequest, organisation: str, reference: str, name: str) -> HttpResponseBase:
    """One format of it, under an address that stays."""
    told = record.public(_published(request, reference))
    found = formats.by_file(told, name)
    if found is None:
        raise Http404("This advisory has no such file.")
    return served(request, found.content, media(found.form.media_type), told.modified)


def media(type_: str) -> str:
    """``type_`` with its encoding, where it is text."""
    return f"{type_}; charset=utf-8" if type_.startswith("text/") else type_


def _published(request: HttpRequest, reference: str) -> Advisory:
    found = queries.public(organisation_of(request), clock.now()).filter(reference=reference).first()
    if found is None:
        raise Http404("There is no such advisory.")
    return found
