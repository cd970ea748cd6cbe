"""Pages of the channels: who hears of advisories, by which way, and how far each letter has come."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth_desk import clock
from troth_desk.cases.machine import Refused
from troth_desk.channels import actions, letters, queries
from troth_desk.channels.forms import ContactForm, EarlyForm, ListForm
from troth_desk.channels.importing import cell
from troth_desk.channels.models import Contact, Ended, There
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of, project_of
from troth_desk.people.models import Role
from troth_desk.publishing import queries as publishing
from troth_desk.publishing.models import Advisory
from troth_desk.tenants.models import Project

PAGE = 100
UNPROCESSABLE = 422


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """Does everybody hear of it who should? Lists of known users, and each advisory's ways."""
    found = Paginator(publishing.advisories(request.organisation), 25).get_page(request.GET.get("page"))
    rows = []
    for one in found:
        stands = queries.stands(one)
        rows.append((one, queries.draft(one), len(stands), sum(each.mark == "broken" for each in stands)))
    content = {"projects": queries.counted(request.organisation), "rows": rows, "page": found}
    return render(request, "channels/index.html", content)


@require_GET
@access.member()
def contacts(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Who is told of the advisories of a project? The list, and a form for one more."""
    return _contacts(request, project_of(request, project), ContactForm(), ListForm())


@require_POST
@access.member(access.WORK)
def add(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Tell one more."""
    found = project_of(request, project)
    form = ContactForm(request.POST)
    if form.is_valid() and _added(request, found, form):
        return redirect("channels:contacts", organisation, project)
    return _contacts(request, found, form, ListForm())


@require_POST
@access.member(access.WORK)
def take_list(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Add a list of contacts."""
    found = project_of(request, project)
    form = ListForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            new, known = actions.import_contacts(found, form.rows, by=actor_of(request.membership), at=clock.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{new} added, {known} brought up to date. Nobody was taken off the list.")
            return redirect("channels:contacts", organisation, project)
    return _contacts(request, found, ContactForm(), form)


@require_GET
@access.member()
def as_list(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """The list as CSV, as it can be read again."""
    found = project_of(request, project)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "address", "product", "early", "note"])
    for one in queries.contacts(found):
        texts = (one.name, one.address, one.product, "yes" if one.early else "no", one.early_note)
        writer.writerow([cell(text) for text in texts])
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="contacts-{found.slug}.csv"'
    return answer


@require_GET
@access.member()
def contact(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Who is this, what did they agree to, and what were they told?"""
    return _shown(request, _contact(request, pk), None)


@require_POST
@access.member(access.WORK)
def change(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Bring up to date what is known of them."""
    found = _contact(request, pk)
    form = ContactForm(request.POST)
    if found.ended_at is not None:
        messages.error(request, "They are told nothing any more; add them again where they wish it.")
        return redirect("channels:contact", organisation, pk)
    if form.is_valid():
        if form.cleaned_data["address"].lower() != found.address.lower():
            form.add_error("address", "Another address is another contact: add it, and end this one.")
        elif _added(request, found.project, form):
            return redirect("channels:contact", organisation, pk)
    return _shown(request, found, form)


def _shown(request: TeamRequest, found: Contact, given: ContactForm | None) -> HttpResponse:
    key = queries.certificate(request.organisation, found)
    form = given or ContactForm.of(found, key.armoured if key else "")
    content = {
        "contact": found,
        "project": found.project,
        "key": key,
        "form": form,
        "works": Role(request.membership.role) in access.WORK,
        "sendings": found.sendings.filter(organisation=request.organisation).select_related("advisory")[:PAGE],
    }
    return render(request, "channels/contact.html", content, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@access.member(access.WORK)
def end(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Tell them nothing any more."""
    found = _contact(request, pk)
    actions.end_contact(found, Ended.REMOVED, by=actor_of(request.membership), at=clock.now())
    messages.success(request, f"{found.name} is told nothing any more.")
    return redirect("channels:contacts", organisation, found.project.slug)


@require_GET
@access.member()
def advisory(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """Who has heard of this advisory? Its draft on GitHub, and each letter with how far it has come."""
    return _advisory(request, _found(request, reference), EarlyForm())


@require_POST
@access.member(access.REVIEW)
def early(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """Tell those who agreed to it before the world."""
    found = _found(request, reference)
    form = EarlyForm(request.POST)
    if form.is_valid():
        try:
            written, refused = actions.give_early_notice(
                found, form.cleaned_data["reason"], by=actor_of(request.membership), at=clock.now()
            )
        except Refused as why:
            form.add_error(None, str(why))
        else:
            more = f" {refused} could not be written; each says why." if refused else ""
            messages.success(request, f"{written} early notice{'s' if written != 1 else ''} written, encrypted.{more}")
            return redirect("channels:advisory", organisation, reference)
    return _advisory(request, found, form, UNPROCESSABLE)


@require_POST
@access.member(access.WORK)
def github(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """Make the draft, ask for a CVE id, say whether it is published there, or try again now."""
    found = _found(request, reference)
    by, at, do = actor_of(request.membership), clock.now(), request.POST.get("do", "")
    draft = queries.draft(found)
    try:
        if do == "draft":
            actions.begin_draft(found, by=by, at=at)
            messages.success(request, "The draft is made within a minute; load this page again to see it.")
        elif draft is None:
            raise Http404("There is no draft.")
        elif do == "cve":
            actions.ask_for_cve(draft, by=by, at=at)
            messages.success(request, "GitHub is asked for a CVE id; its answer takes a day or more, and is told here.")
        elif do in ("follow", "hold"):
            actions.publish_there(draft, publishes=do == "follow", by=by, at=at)
        elif do == "again":
            actions.look_soon(draft, at=at)
            messages.success(request, "It is tried again within a minute.")
        else:
            raise Http404("There is no such step.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("channels:advisory", organisation, reference)


@require_http_methods(["GET", "POST"])
@access.public
def leave(request: HttpRequest, organisation: str, token: str) -> HttpResponse:
    """A known user ends the letters by the link in one. Opening it changes nothing: mail programs open links too."""
    team: Any = getattr(request, "organisation")  # noqa: B009 - the middleware put it there
    pk = letters.leaving(token)
    found = queries.contact(team, pk) if pk is not None else None
    if found is None:
        raise Http404("This link is not one of this desk's.")
    if request.method == "POST":
        actions.end_contact(found, Ended.LEFT, by=SYSTEM, at=clock.now())
        return redirect("channels:leave", organisation, token)
    return render(request, "channels/leave.html", {"contact": found, "project": found.project, "organisation": team})


def _contacts(request: TeamRequest, found: Project, form: ContactForm, listed: ListForm) -> HttpResponse:
    page = Paginator(queries.contacts(found), PAGE).get_page(request.GET.get("page"))
    keys = queries.keys(request.organisation, page)
    content = {
        "project": found,
        "page": page,
        "rows": [(one, keys.get(one.pk)) for one in page],
        "ended": queries.ended(found)[:PAGE],
        "form": form,
        "list_form": listed,
        "works": Role(request.membership.role) in access.WORK,
    }
    status = UNPROCESSABLE if form.errors or listed.errors else 200
    return render(request, "channels/contacts.html", content, status=status)


def _advisory(request: TeamRequest, found: Advisory, form: EarlyForm, status: int = 200) -> HttpResponse:
    stands = queries.stands(found)
    draft = queries.draft(found)
    role = Role(request.membership.role)
    content = {
        "advisory": found,
        "draft": draft,
        "there": There(draft.there).label if draft else "",
        "source": queries.source(found.project),
        "stands": stands,
        "failed": sum(one.mark == "broken" for one in stands),
        "gone": sum(one.mark == "kept" for one in stands),
        "contacts": queries.contacts(found.project).count(),
        "early": len(queries.early(found)) if found.published_at is None and found.withdrawn_at is None else 0,
        "form": form,
        "works": role in access.WORK,
        "approves": role in access.REVIEW,
    }
    return render(request, "channels/advisory.html", content, status=status)


def _added(request: TeamRequest, project: Project, form: ContactForm) -> bool:
    at, by = clock.now(), actor_of(request.membership)
    try:
        kept = actions.add_contact(project, form.row, by=by, at=at)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    actions.give_key(kept, form.cleaned_data["key"], by=by, at=at)
    messages.success(request, f"{kept.name} is told of each advisory from now on.")
    return True


def _contact(request: TeamRequest, pk: int) -> Contact:
    found = queries.contact(request.organisation, pk)
    if found is None:
        raise Http404("There is no such contact here.")
    return found


def _found(request: TeamRequest, reference: str) -> Advisory:
    found = publishing.advisory(request.organisation, reference)
    if found is None:
        raise Http404("There is no such advisory here.")
    return found
