"""How did we do, on paper? Reports of a project, from draft to what everybody may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth_desk import clock
from troth_desk.people import access, monitoring
from troth_desk.people.access import TeamRequest, actor_of
from troth_desk.reporting import actions, content, pdf, periods, queries
from troth_desk.reporting.content import Told
from troth_desk.reporting.forms import PeriodForm, WordsForm, days
from troth_desk.reporting.models import Report, State
from troth_desk.reporting.refusal import RefusedReportError
from troth_desk.reporting.sections import collected
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation, Project

PAPERS = {"a4": "a4", "letter": "us-letter"}
PUBLIC_SECONDS = 300


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which report is next, and where are those that went out?"""
    return _index(request, PeriodForm(request.organisation, initial=_proposed(request.organisation)))


@require_POST
@access.member(access.WORK)
def make(request: TeamRequest, organisation: str) -> HttpResponse:
    """Begin a report."""
    form = PeriodForm(request.organisation, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.make(
                given["project"],
                given["begins"],
                given["ends"],
                by=actor_of(request.membership),
                at=clock.now(),
                member=request.membership,
            )
        except RefusedReportError as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            return HttpResponseRedirect(_address(made))
    return _index(request, form)


@require_GET
@access.member()
def report(request: TeamRequest, organisation: str, project: str, number: int) -> HttpResponse:
    """What does this report tell, and where does it stand?"""
    return _page(request, _report(request.organisation, project, number))


@require_http_methods(["POST"])
@access.member(access.WORK)
def write(request: TeamRequest, organisation: str, project: str, number: int) -> HttpResponse:
    """Keep what the team says."""
    found = _report(request.organisation, project, number)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    given = form.cleaned_data
    return _done(
        request,
        found,
        lambda: actions.write(
            found, given["words"], title=given["title"], by=actor_of(request.membership), at=clock.now()
        ),
        "Kept.",
    )


@require_POST
@access.member(access.REVIEW)
def approve(request: TeamRequest, organisation: str, project: str, number: int) -> HttpResponse:
    """Freeze what it tells."""
    found = _report(request.organisation, project, number)
    member = request.membership
    says = "Approved: what it tells is frozen, and its digest stands in the ledger."
    return _done(
        request, found, lambda: actions.approve(found, by=actor_of(member), at=clock.now(), member=member), says
    )


@require_POST
@access.member(access.REVIEW)
def take_back(request: TeamRequest, organisation: str, project: str, number: int) -> HttpResponse:
    """Make it a draft again."""
    found = _report(request.organisation, project, number)
    says = "It is a draft again, and is gathered anew."
    return _done(
        request, found, lambda: actions.take_back(found, by=actor_of(request.membership), at=clock.now()), says
    )


@require_POST
@access.member(access.WORK)
def issue(request: TeamRequest, organisation: str, project: str, number: int) -> HttpResponse:
    """Let it go out."""
    found = _report(request.organisation, project, number)
    try:
        told = actions.issue(found, by=actor_of(request.membership), at=clock.now())
    except RefusedReportError as refused:
        return _page(request, found, refused=str(refused))
    cases = f" {told} case{'' if told == 1 else 's'} that waited for it {'is' if told == 1 else 'are'} told of."
    messages.success(request, f"It is out.{cases if told else ''}")
    return HttpResponseRedirect(_address(found))


@require_POST
@access.member(access.OWN)
def publish(request: TeamRequest, organisation: str, project: str, number: int) -> HttpResponse:
    """Let everybody read it, or nobody outside any more."""
    found = _report(request.organisation, project, number)
    shown = request.POST.get("shown") == "yes"
    says = (
        "Everybody can read it now, without what concerns single reports." if shown else "Only the team reads it now."
    )
    return _done(
        request,
        found,
        lambda: actions.publish(found, shown=shown, by=actor_of(request.membership), at=clock.now()),
        says,
    )


@require_GET
@access.member()
def paper(request: TeamRequest, organisation: str, project: str, number: int) -> HttpResponse:
    """The report as PDF; owners are told that it was taken out."""
    found = _report(request.organisation, project, number)
    answer = _pdf(request, queries.told(found, clock.now()), f"{found.project.slug}-report-{found.number}.pdf")
    if answer.status_code == 200:
        member = request.membership
        place = monitoring.place_of(request)
        by = actor_of(member)
        monitoring.exported(request.organisation, "report", by=by, at=clock.now(), member=member, place=place)
    return answer


@require_GET
@access.public
def public_list(request: HttpRequest, organisation: str, project: str) -> HttpResponse:
    """Which reports did the team publish?"""
    found = _opened(request, project)
    reports = list(queries.published(found))
    if not reports:
        raise Http404("There is no such page.")
    return _cached(render(request, "reporting/public_list.html", {"project": found, "reports": reports}))


@require_GET
@access.public
def public_report(request: HttpRequest, organisation: str, project: str, number: int) -> HttpResponse:
    """One of them, without what concerns single reports."""
    found = _published(request, project, number)
    context = {"project": found.project, "report": found, "told": content.outside(content.thawed(found.content))}
    return _cached(render(request, "reporting/public_report.html", context))


@require_GET
@access.public
def public_paper(request: HttpRequest, organisation: str, project: str, number: int) -> HttpResponse:
    """The same as PDF."""
    found = _published(request, project, number)
    told = content.outside(content.thawed(found.content))
    return _cached(_pdf(request, told, f"{found.project.slug}-report-{found.number}.pdf"))


def _index(request: TeamRequest, form: PeriodForm) -> HttpResponse:
    projects = list(tenants.projects(request.organisation))
    rows = [(project, list(queries.reports(project)[:40])) for project in projects]
    waiting = [(project, one) for project in projects for one in collected.waiting(project, _today(project))]
    context = {"projects": projects, "rows": rows, "form": form, "waiting": waiting,
               "may": request.membership.role in access.WORK}  # fmt: skip
    return render(request, "reporting/index.html", context, status=422 if form.errors else 200)


def _page(request: TeamRequest, found: Report, form: WordsForm | None = None, refused: str = "") -> HttpResponse:
    at = clock.now()
    role = request.membership.role
    form = form or WordsForm(initial={"title": found.title, "words": found.words})
    context = {
        "at": at,
        "project": found.project,
        "report": found,
        "told": queries.told(found, at),
        "whole": found.state == State.DRAFT or queries.unchanged(found),
        "ended": at >= periods.Period(found.begins, found.ends, found.project.organisation.zone).until,
        "form": form if found.state == State.DRAFT and role in access.WORK else None,
        "refused": refused,
        "may_work": role in access.WORK,
        "may_review": role in access.REVIEW,
        "may_own": role in access.OWN,
    }
    return render(request, "reporting/report.html", context, status=422 if form.errors else 409 if refused else 200)


def _done(request: TeamRequest, found: Report, act: Callable[[], object], says: str) -> HttpResponse:
    try:
        act()
    except RefusedReportError as refused:
        return _page(request, found, refused=str(refused))
    messages.success(request, says)
    return HttpResponseRedirect(_address(found))


def _pdf(request: HttpRequest, told: Told, name: str) -> HttpResponse:
    wanted = PAPERS.get(request.GET.get("paper", "a4"), "a4")
    try:
        data = pdf.render(told, wanted)
    except pdf.NoTypesetterError as missing:
        return HttpResponse(str(missing), status=501, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cached(answer: HttpResponse) -> HttpResponse:
    if answer.status_code == 200:
        answer["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return answer


def _proposed(organisation: Organisation) -> dict[str, str]:
    """The quarter that ended last."""
    today = clock.now().astimezone(ZoneInfo(organisation.zone)).date()
    return days(*periods.last_quarter(today))


def _today(project: Project) -> date:
    return clock.now().astimezone(ZoneInfo(project.organisation.zone)).date()


def _report(organisation: Organisation, slug: str, number: int) -> Report:
    project = tenants.project(organisation, slug)
    found = queries.report(project, number) if project else None
    if found is None:
        raise Http404("There is no such report here.")
    return found


def _opened(request: HttpRequest, slug: str) -> Project:
    organisation: Organisation | None = getattr(request, "organisation", None)
    found = tenants.project(organisation, slug) if organisation else None
    if found is None:
        raise Http404("There is no such page.")
    return found


def _published(request: HttpRequest, slug: str, number: int) -> Report:
    found = queries.report(_opened(request, slug), number)
    if found is None or not found.public or found.state != State.ISSUED:
        raise Http404("There is no such report.")
    return found


def _address(report: Report) -> str:
    names = {"organisation": report.project.organisation.slug, "project": report.project.slug, "number": report.number}
    return reverse("reporting:report", kwargs=names)
