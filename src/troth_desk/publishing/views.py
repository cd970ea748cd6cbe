"""The team's pages: what will the world read? The list, the editor beside what is read, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth_desk import clock
from troth_desk.cases import queries as cases
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case
from troth_desk.cases.models import State as CaseState
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of, project_of
from troth_desk.people.models import Role
from troth_desk.publishing import actions, checking, forms, page, queries
from troth_desk.publishing.models import Advisory, State
from troth_desk.publishing.window import window
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Project

PAGE = 50
MOST_CASES = 20
UNPROCESSABLE = 422
LOOKS = access.WORK | access.REVIEW
"""Those who may review."""
_READY = (CaseState.ACCEPTED, CaseState.FIXING, CaseState.FIX_READY)


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """What will the world read? All advisories, and cases that have none yet."""
    filters = {name: request.GET.get(name, "") for name in queries.FILTERS}
    found = Paginator(queries.advisories(request.organisation, filters), PAGE).get_page(request.GET.get("page"))
    standings = queries.standings(request.organisation, list(found))
    without = cases.cases(request.organisation).filter(state__in=_READY, advisories__isnull=True, held="")
    context = {
        "page": found,
        "rows": [(one, standings[one.pk]) for one in found],
        "filters": filters,
        "states": State.choices,
        "projects": list(tenants.projects(request.organisation)),
        "cases": list(without.order_by("-ranked", "received_at")[:MOST_CASES]),
        "waiting": queries.waiting(request.organisation).count(),
        "works": Role(request.membership.role) in access.WORK,
    }
    return render(request, "publishing/index.html", context)


@require_POST
@access.member(access.WORK)
def begin(request: TeamRequest, organisation: str) -> HttpResponse:
    """Begin an advisory, from a case or for a project."""
    case = _case(request)
    project = case.project if case else tenants.project(request.organisation, request.POST.get("project", ""))
    if project is None:
        raise Http404("There is no such project here.")
    try:
        made = actions.begin(project, case, by=actor_of(request.membership), at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("publishing:index", organisation)
    return redirect("publishing:advisory", organisation, made.reference)


@require_GET
@access.member()
def advisory(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """The editor beside what the world reads, with its checks and formats."""
    found = _advisory(request, reference)
    editor = forms.Editor(queries.written(found), published=found.published_at is not None)
    return _shown(request, found, editor, clock.now())


@require_POST
@access.member(access.WORK)
def write(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """Write down what the editor holds."""
    found = _advisory(request, reference)
    at = clock.now()
    editor = forms.Editor(queries.written(found), published=found.published_at is not None, data=request.POST)
    if editor.is_valid():
        seen = request.POST.get("seen", "")
        try:
            actions.write(found, editor.written(), seen=seen, by=actor_of(request.membership), at=at)
        except Refused as refused:
            editor.words.add_error(None, str(refused))
            found.refresh_from_db()
        else:
            messages.success(request, "It is written down.")
            return redirect("publishing:advisory", organisation, found.reference)
    return _shown(request, found, editor, at, status=UNPROCESSABLE)


def _shown(
    request: TeamRequest, found: Advisory, editor: forms.Editor, at: datetime, status: int = 200
) -> HttpResponse:
    context = page.whole(found, request.membership, at, request.GET.get("format", "")) | {"editor": editor}
    return render(request, "publishing/advisory.html", context, status=status)


@require_GET
@access.member()
def file(request: TeamRequest, organisation: str, reference: str, name: str) -> HttpResponse:
    """One format of what is being written, to look at before the world does."""
    found = _advisory(request, reference)
    written = page.file(found, name, clock.now())
    if written is None:
        raise Http404("There is no such format.")
    if written.reasons:
        return HttpResponse("\n".join(written.reasons), status=409, content_type="text/plain; charset=utf-8")
    response = HttpResponse(written.content, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{written.file}"'
    return response


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done: ``title`` names it, ``button`` is pressed, ``done`` is said afterwards."""

    title: str
    button: str
    done: str
    form: Callable[[Advisory, Any], django_forms.Form]
    act: Callable[[Advisory, Any, TeamRequest, datetime], object]
    roles: frozenset[Role]
    says: str = ""


def _none(_: Advisory, data: Any) -> django_forms.Form:
    return django_forms.Form(data)


def _reason(_: Advisory, data: Any) -> django_forms.Form:
    return forms.ReasonForm(data)


def _withdrawing(_: Advisory, data: Any) -> django_forms.Form:
    return forms.WithdrawForm(data)


def _fix(advisory: Advisory, data: Any) -> django_forms.Form:
    return forms.FixForm(data, zone=advisory.project.organisation.zone, initial={"release": advisory.fix_release})


def _scheduling(advisory: Advisory, data: Any) -> django_forms.Form:
    zone = advisory.project.organisation.zone
    earliest = checking.earliest(advisory, clock.now())
    return forms.ScheduleForm(data, zone=zone, initial={"publish_at": page.next_minute(earliest, zone)})


def _publishing(_: Advisory, data: Any) -> django_forms.Form:
    return forms.PublishForm(data)


def _review(found: Advisory, _: Any, request: TeamRequest, at: datetime) -> object:
    return actions.review(found, request.POST.get("digest", ""), by=actor_of(request.membership), at=at)


def _approve(found: Advisory, _: Any, request: TeamRequest, at: datetime) -> object:
    return actions.approve(found, request.POST.get("digest", ""), by=actor_of(request.membership), at=at)


def _send_back(found: Advisory, form: Any, request: TeamRequest, at: datetime) -> object:
    return actions.send_back(found, form.cleaned_data["reason"], by=actor_of(request.membership), at=at)


def _record_fix(found: Advisory, form: Any, request: TeamRequest, at: datetime) -> object:
    released = form.instant("released_at")
    return actions.record_fix(found, form.cleaned_data["release"], released, by=actor_of(request.membership), at=at)


def _schedule(found: Advisory, form: Any, request: TeamRequest, at: datetime) -> object:
    why = form.cleaned_data["early_reason"]
    return actions.schedule(found, form.instant("publish_at"), by=actor_of(request.membership), at=at, early_reason=why)


def _unschedule(found: Advisory, _: Any, request: TeamRequest, at: datetime) -> object:
    return actions.unschedule(found, by=actor_of(request.membership), at=at)


def _publish(found: Advisory, form: Any, request: TeamRequest, at: datetime) -> object:
    why = form.cleaned_data["early_reason"]
    return actions.publish(found, by=actor_of(request.membership), at=at, early_reason=why)


def _withdraw(found: Advisory, form: Any, request: TeamRequest, at: datetime) -> object:
    return actions.withdraw(found, form.cleaned_data["reason"], by=actor_of(request.membership), at=at)


ACTS = {
    "review": Act(
        "Review", "It is right", "It is reviewed. Next: somebody approves it.", _none, _review, LOOKS,
        "You say that you read it, that it is true, and that it names nobody who does not wish it.",
    ),
    "approve": Act(
        "Approve", "The world may read this", "It is approved. Next: publish it, or schedule it.", _none, _approve,
        access.REVIEW, "You approve exactly what stands here: any change takes it back.",
    ),
    "send-back": Act("Send back", "Send it back", "It is a draft again.", _reason, _send_back, LOOKS),
    "fix": Act(
        "Record the release of the fix", "Keep it", "It is on record.", _fix, _record_fix, access.WORK,
        "Users have their time to update from then on.",
    ),
    "schedule": Act(
        "Schedule the publication", "Schedule it", "The worker publishes it then.", _scheduling, _schedule, access.WORK,
        "The desk publishes it at that instant, once. The embargo and the time of users are waited for.",
    ),
    "unschedule": Act(
        "Schedule it no more", "Schedule it no more", "It waits for you.", _none, _unschedule, access.WORK
    ),
    "publish": Act(
        "Publish", "Publish it now", "Everybody can read it.", _publishing, _publish, access.WORK,
        "Everybody reads it from now on, in every format. Its case is disclosed.",
    ),
    "withdraw": Act(
        "Withdraw", "Withdraw it", "It is withdrawn.", _withdrawing, _withdraw, access.REVIEW,
        "What was published stays readable, marked as withdrawn.",
    ),
}  # fmt: skip


def acting(name: str) -> Callable[..., HttpResponseBase]:
    """The view of one of ``ACTS``: a page with one form, which works alone and from the page of the advisory."""
    asked = ACTS[name]

    @require_http_methods(["GET", "POST"])
    @access.member(asked.roles)
    def view(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
        return _act(request, _advisory(request, reference), asked)

    return view


def _act(request: TeamRequest, found: Advisory, asked: Act) -> HttpResponse:
    form = asked.form(found, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                asked.act(found, form, request, clock.now())
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, asked.done)
                return HttpResponseRedirect(page.address(found))
        status = UNPROCESSABLE
    found.refresh_from_db()
    context = {
        "advisory": found,
        "act": asked,
        "form": form,
        "digest": queries.digest(found),
        "back": page.address(found),
    }
    return render(request, "publishing/act.html", context, status=status)


@require_GET
@access.member()
def publisher(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Who publishes, and how: what the advisories of a project have in common."""
    found = project_of(request, project)
    return _publisher(request, found, forms.PublisherForm(instance=queries.publisher(found)))


@require_POST
@access.member(access.OWN)
def settle(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Settle it."""
    found = project_of(request, project)
    form = forms.PublisherForm(request.POST, instance=queries.publisher(found))
    if not form.is_valid():
        return _publisher(request, found, form, UNPROCESSABLE)
    actions.settle(found, dict(form.cleaned_data), by=actor_of(request.membership), at=clock.now())
    messages.success(request, "It is settled; advisories that begin from now on go by it.")
    return redirect("publishing:publisher", organisation, found.slug)


def _publisher(request: TeamRequest, found: Project, form: forms.PublisherForm, status: int = 200) -> HttpResponse:
    owns = Role(request.membership.role) in access.OWN
    context = {"project": found, "form": form, "owns": owns, "given": window(found)}
    return render(request, "publishing/publisher.html", context, status=status)


def _case(request: TeamRequest) -> Case | None:
    reference = request.POST.get("case", "")
    if not reference:
        return None
    found = cases.case(request.organisation, reference)
    if found is None:
        raise Http404("There is no such case here.")
    return found


def _advisory(request: TeamRequest, reference: str) -> Advisory:
    found = queries.advisory(request.organisation, reference)
    if found is None:
        raise Http404("There is no such advisory here.")
    return found
