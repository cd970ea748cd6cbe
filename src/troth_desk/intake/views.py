"""Pages for everybody: what can be reported to, the report page, the text of the policy, security.txt."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from troth_desk import clock
from troth_desk.cases.actions import Refused
from troth_desk.cases.states import Origin
from troth_desk.files.limits import LARGEST_ALL, LARGEST_FILE, MOST_FILES, told_size
from troth_desk.intake import actions, contacts, own_key, preview, queries, security_txt
from troth_desk.intake.forms import ReportForm
from troth_desk.intake.requests import PublicRequest, private, receives_files, sending
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.people.access import public
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion, Promise
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation, Project

REPORTER = Actor(ActorKind.REPORTER)
"""Somebody who is no participant yet."""


def _asked_of_reporters(version: PolicyVersion) -> list[Promise]:
    """Sentences that are quoted above the form: not in public issues, and for how long silence is asked for."""
    return [*policies.promises(version, kind="public_issue_ban")[:1], *preview.wishes(version)]


@public
@never_cache
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The report page of the only project, a list where there are several, what to do next where there is none."""
    found = queries.open_projects()
    if len(found) == 1:
        return HttpResponseRedirect(_report_address(found[0].organisation, found[0].project))
    return render(request, "intake/front.html", {"open": found})


@public
@require_http_methods(["GET", "HEAD", "POST"])
@receives_files
def report(request: PublicRequest, organisation: str, project: str) -> HttpResponse:
    """What the policy promises, the fields it asks for; sends the reporter to their own page."""
    found = _project(request.organisation, project)
    version = policies.current_version(found)
    asked = policies.fields_asked(version)
    at = clock.now()
    if request.method != "POST":
        return _page(request, found, version, ReportForm(asked), at)
    form = ReportForm(asked, request.POST)
    problems = list(request.files.problems)
    if request.wait:
        return _page(request, found, version, form, at, wait=request.wait)
    if not form.is_valid() or problems:
        return _page(request, found, version, form, at, problems=problems, status=422)
    try:
        sent = _received(request, found, form, at)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, version, form, at, status=422)
    if not sent.again:
        request.files.taken()
    return private(HttpResponseRedirect(f"{sent.path}#receipt"))


@public
@require_safe
def policy(request: HttpRequest, organisation: str, project: str) -> HttpResponse:
    """The documents of the policy, line by line, so that each quoted line can be looked up."""
    found = _project(getattr(request, "organisation", None), project)
    version = policies.current_version(found)
    if version is None:
        raise Http404("This project has no policy yet.")
    said = {(promise.document, promise.line) for promise in policies.promises(version)}
    documents = [
        (
            text.document.path,
            [(number, line, (text.document.path, number) in said) for number, line in _lines(text.text)],
        )
        for text in policies.texts(version)
    ]
    return render(request, "intake/policy.html", {"project": found, "version": version, "documents": documents})


@public
@require_safe
def well_known(request: HttpRequest) -> HttpResponse:
    """security.txt as RFC 9116 says: plain text in UTF-8, contacts, an end."""
    text = security_txt.security_txt(clock.now())
    if text is None:
        raise Http404("There is no project yet that could be reported to.")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may list the report page and the status page, nothing that belongs to a case or to the team."""
    text = "User-agent: *\nDisallow: /case/\nDisallow: /o/\nDisallow: /accounts/\nDisallow: /api/\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _received(request: PublicRequest, project: Project, form: ReportForm, at: datetime) -> actions.Received:
    """The report is kept once, however often its form is sent; what was written anew in the same form is another."""

    def keep(key: str) -> actions.Received:
        return actions.receive(
            project, form.report(), origin=Origin.FORM, by=REPORTER, at=at, files=request.files.sealed, key=key
        )

    try:
        return keep(f"form:{sending(request)}")
    except actions.KeyTakenError:
        return keep("")


def _page(
    request: PublicRequest,
    project: Project,
    version: PolicyVersion | None,
    form: ReportForm,
    at: datetime,
    *,
    problems: list[str] | None = None,
    wait: int = 0,
    status: int = 200,
) -> HttpResponse:
    lines = preview.lines(request.organisation, version, at)
    context = {
        "organisation": request.organisation,
        "project": project,
        "version": version,
        "zone": request.organisation.zone,
        "at": at,
        "lines": lines[: preview.FIRST],
        "more": lines[preview.FIRST :],
        "contacts": contacts.contacts(version) if version else [],
        "linked_keys": contacts.linked_keys(version) if version else [],
        "own_key": own_key.at_hand(request.organisation, at),
        "bans": _asked_of_reporters(version) if version else [],
        "form": form,
        "sending": sending(request),
        "files": next((field for field in policies.fields_asked(version) if field.name == "files"), None),
        "problems": problems or [],
        "wait": wait,
        "limits": {
            "file": told_size(LARGEST_FILE),
            "all": told_size(LARGEST_ALL),
            "count": MOST_FILES,
        },
    }
    response = render(request, "intake/report.html", context, status=429 if wait else status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _project(organisation: Organisation | None, slug: str) -> Project:
    found = tenants.project(organisation, slug) if organisation else None
    if found is None:
        raise Http404("There is no such project on this desk.")
    return found


def _report_address(organisation: Organisation, project: Project) -> str:
    return reverse("intake:report", kwargs={"organisation": organisation.slug, "project": project.slug})


def _lines(text: str) -> list[tuple[int, str]]:
    return list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1))
