"""What was found, and what is to be done about it? The list, one finding, and decisions about one or many."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth_desk import clock
from troth_desk.cases.machine import Refused
from troth_desk.deadlines import queries as deadlines
from troth_desk.findings import actions, counting, filters, forms, queries, trend
from troth_desk.findings.actions.deciding import MOST, Decision
from troth_desk.findings.actions.waiving import Asked
from troth_desk.findings.models import Finding
from troth_desk.findings.refusal import RefusedError
from troth_desk.findings.states import Kind, Severity, State
from troth_desk.people import access
from troth_desk.people import queries as people
from troth_desk.people.access import TeamRequest
from troth_desk.tenants import queries as tenants

UNPROCESSABLE = 422
MOST_ROWS = 100_000
"""Rows of one CSV file."""


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """What is to be done, the worst first?"""
    at = clock.now()
    wanted = filters.filters(request.GET.dict())
    rows = filters.found(request.organisation, wanted, request.membership, at)
    projects = list(tenants.projects(request.organisation))
    project = next((one for one in projects if one.slug == wanted.project), None)
    weeks = trend.rows(counting.weeks(request.organisation, project, at))
    page = filters.page(request.organisation, rows, request.GET.get("page", ""))
    context = {
        "at": at,
        "wanted": wanted,
        "query": wanted.query,
        "page": page,
        "totals": queries.to_do(request.organisation, project),
        "chart": trend.chart(weeks),
        "weeks": weeks,
        "severities": [severity.label for severity in trend.SHOWN],
        "projects": projects,
        "tools": queries.tools(request.organisation),
        "members": list(people.members(request.organisation)),
        "works": request.membership.role in access.WORK,
        "choices": {
            "shows": filters.SHOWS.items(),
            "severities": Severity.choices,
            "kinds": Kind.choices,
            "states": State.choices,
            "onlys": filters.ONLYS.items(),
            "orders": filters.ORDERS.items(),
        },
        "anything": bool(page.findings) or queries.anything(request.organisation),
    }
    return render(request, "findings/index.html", context)


@require_GET
@access.member()
def as_csv(request: TeamRequest, organisation: str) -> HttpResponse:
    """The list as it is filtered, for a spreadsheet; no cell begins a formula."""
    wanted = filters.filters(request.GET.dict())
    rows = filters.found(request.organisation, wanted, request.membership, clock.now()).select_related("project")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number, one in enumerate(rows.iterator(chunk_size=2_000)):
        if number == MOST_ROWS:
            writer.writerow((f"only the first {MOST_ROWS} are here: narrow the filters",))
            break
        writer.writerow(map(_plain_cell, _cells(one)))
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="findings.csv"'
    return answer


COLUMNS = (
    "id", "project", "severity", "word of the tool", "state", "kind", "tool", "rule", "package", "version", "fixed",
    "path", "line", "first seen", "gone", "other ids", "text",
)  # fmt: skip


def _cells(one: Finding) -> tuple[object, ...]:
    return (
        one.pk, one.project.slug, one.severity, one.said, one.state, one.kind, one.tool, one.rule, one.package,
        one.version, " ".join(one.fixed), one.path, one.line or "", one.first_seen_at.isoformat(),
        one.gone_at.isoformat() if one.gone_at else "", " ".join(one.aliases), " ".join(one.text.split()),
    )  # fmt: skip


def _plain_cell(value: object) -> str:
    """Spreadsheets run cells that begin so (OWASP, "CSV Injection"): an apostrophe makes them text."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@require_GET
@access.member()
def finding(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """What is it, what was decided, and by when is something owed?"""
    return render(request, "findings/finding.html", _page(request, _found(request, pk)))


def _found(request: TeamRequest, pk: int) -> Finding:
    found = queries.finding(request.organisation, pk)
    if found is None:
        raise Http404("There is no such finding.")
    return found


def _page(request: TeamRequest, found: Finding, **more: Any) -> dict[str, Any]:
    clocks = list(deadlines.clocks_of(request.organisation, found.subject))
    running = [one for one in clocks if one.state in ("running", "paused")]
    return {
        "at": clock.now(),
        "finding": found,
        "clocks": running,
        "ended": [one for one in clocks if one not in running],
        "responds": any(one.action == "respond" for one in running),
        "events": queries.events(found),
        "sightings": list(found.sightings.select_related("stream")),
        "works": request.membership.role in access.WORK,
        "respond_form": forms.WordsForm(label="What was done at once?", prefix="respond"),
        "rate_form": forms.RateForm(initial={"severity": found.severity, "vector": found.vector}),
        "assign_form": forms.AssignForm(organisation=request.organisation, initial={"owner": found.owner_id}),
        **more,
    }


@require_POST
@access.member(access.WORK)
def respond(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Say what was done at once."""
    found = _found(request, pk)
    form = forms.WordsForm(request.POST, label="What was done at once?", prefix="respond")
    if form.is_valid():
        by = access.actor_of(request.membership)
        actions.respond(found, form.cleaned_data["words"], by=by, at=clock.now())
        return _done(request, found, "What was done is on record.")
    return render(request, "findings/finding.html", _page(request, found, respond_form=form), status=UNPROCESSABLE)


@require_POST
@access.member(access.WORK)
def rate(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Say how bad it is."""
    found = _found(request, pk)
    form = forms.RateForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            by = access.actor_of(request.membership)
            actions.rate(found, said["severity"], said["vector"], by=by, at=clock.now())
        except RefusedError as error:
            form.add_error("vector" if said["vector"] else "severity", str(error))
        else:
            return _done(request, found, f"It is {found.severity} now; tools do not change that any more.")
    return render(request, "findings/finding.html", _page(request, found, rate_form=form), status=UNPROCESSABLE)


@require_POST
@access.member(access.WORK)
def assign(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Say who takes care of it."""
    found = _found(request, pk)
    form = forms.AssignForm(request.POST, organisation=request.organisation)
    if not form.is_valid():
        return render(request, "findings/finding.html", _page(request, found, assign_form=form), status=UNPROCESSABLE)
    by = access.actor_of(request.membership)
    actions.assign(request.organisation, [pk], form.cleaned_data["owner"], by=by, at=clock.now())
    return _done(request, found, "That is on record.")


@require_POST
@access.member(access.WORK)
def make_case(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Make a case of it."""
    found = _found(request, pk)
    try:
        by = access.actor_of(request.membership)
        case = actions.make_case(found, member=request.membership, by=by, at=clock.now())
    except (RefusedError, Refused) as error:
        messages.error(request, str(error))
        return redirect("findings:finding", organisation=organisation, pk=pk)
    messages.success(request, "It is a case now. Its clocks run as for every report.")
    return HttpResponseRedirect(f"/o/{organisation}/cases/{case.reference}/")


def _done(request: HttpRequest, found: Finding, says: str) -> HttpResponse:
    messages.success(request, says)
    return redirect("findings:finding", organisation=found.project.organisation.slug, pk=found.pk)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def decide(request: TeamRequest, organisation: str) -> HttpResponse:
    """Decide about the findings that were chosen in the list, or about all that its filters show."""
    chosen = _chosen(request)
    form = forms.DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        decision = Decision(State(said["state"]), said["reason"], said["words"], said["justification"])
        try:
            by = access.actor_of(request.membership)
            done = actions.decide(request.organisation, chosen, decision, by=by, at=clock.now())
        except RefusedError as error:
            justified = said["state"] == State.NOT_AFFECTED and not said["justification"]
            form.add_error("justification" if justified else "reason", str(error))
        else:
            left = f" {done.left} stayed as they are: waived, gone, or decided so already." if done.left else ""
            messages.success(request, f"{done.changed} decided: {State(said['state']).label}.{left}")
            return _back(request, organisation, chosen)
    context = _choice(request, chosen, form, "Decide", "Keep the decision")
    return render(request, "findings/choice.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def waive(request: TeamRequest, organisation: str) -> HttpResponse:
    """Ask that findings are left as they are until a day."""
    chosen = _chosen(request)
    form = forms.WaiveForm(
        request.POST or None, organisation=request.organisation, initial={"owner": request.membership.pk}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = Asked(said["reason"], form.ends(), said["owner"], said["link"])
        rows = Finding.objects.filter(organisation=request.organisation, pk__in=chosen).select_related("project")
        projects = {one.project for one in rows}
        if len(projects) != 1:
            form.add_error(None, "Choose findings of one project: each has its own waivers.")
            return render(request, "findings/choice.html", _waiving(request, chosen, form), status=UNPROCESSABLE)
        try:
            by = access.actor_of(request.membership)
            waiver = actions.ask(projects.pop(), chosen, asked, member=request.membership, by=by, at=clock.now())
        except RefusedError as error:
            form.add_error("until" if "waiver" in str(error).lower() else "reason", str(error))
        else:
            messages.success(request, "It waits for another person to approve it. Until then nothing has changed.")
            return redirect("findings:waiver", organisation=organisation, pk=waiver.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "findings/choice.html", _waiving(request, chosen, form), status=status)


def _waiving(request: TeamRequest, chosen: Sequence[int], form: forms.WaiveForm) -> dict[str, Any]:
    return _choice(request, chosen, form, "Ask for a waiver", "Ask for it")


def _chosen(request: TeamRequest) -> Sequence[int]:
    """The ids that were chosen, of this organisation alone; with ``all`` those that the filters show.

    Raises ``Http404`` where none of them is here.
    """
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    if given.get("all"):
        wanted = filters.filters(request.GET.dict())
        rows = filters.found(request.organisation, wanted, request.membership, clock.now())
        return list(rows.values_list("pk", flat=True)[: MOST + 1])
    numbers = [int(each) for each in given.getlist("finding")[: MOST + 1] if each.isascii() and each.isdigit()]
    numbers = [number for number in numbers if number < 2**62]
    found = Finding.objects.filter(organisation=request.organisation, pk__in=numbers)
    pks = list(found.order_by("-rank", "-pk").values_list("pk", flat=True))
    if numbers and not pks:
        raise Http404("There are no such findings here.")
    return pks


def _choice(request: TeamRequest, chosen: Sequence[int], form: Any, title: str, button: str) -> dict[str, Any]:
    every = bool((request.POST if request.method == "POST" else request.GET).get("all"))
    rows = Finding.objects.filter(organisation=request.organisation, pk__in=chosen[:20]).select_related("project")
    return {
        "title": title,
        "button": button,
        "form": form,
        "number": len(chosen),
        "most": MOST,
        "too_many": len(chosen) > MOST,
        "shown": list(rows.order_by("-rank", "-pk")),
        "chosen": [] if every else chosen,
        "every": every,
        "query": request.GET.urlencode() if every else "",
    }


def _back(request: TeamRequest, organisation: str, chosen: Sequence[int]) -> HttpResponse:
    if len(chosen) == 1:
        return redirect("findings:finding", organisation=organisation, pk=chosen[0])
    given = filters.filters(request.GET.dict()).query
    return HttpResponseRedirect(f"/o/{organisation}/findings/{'?' + given if given else ''}")
