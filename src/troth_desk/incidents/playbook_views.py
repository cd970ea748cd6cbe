"""Playbooks: what do we do when it happens? Shown, edited, taken out and brought in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from troth_desk import clock
from troth_desk.incidents import actions, archive, forms, queries
from troth_desk.incidents.actions import Refused
from troth_desk.incidents.playbooks import shipping
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, project_of
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Project

UNPROCESSABLE = 422
NEW = """\
# Phishing

For: phishing, stolen credentials
Severity: medium

What this is for, in a sentence.

## Roles

- Lead: decides, and does nothing else

## Detection

- [ ] Take the lead, and say so (Lead, within 15 minutes)

## Containment

- [ ] What has to be stopped first

### Leave when

- It does not spread any more.

## Afterwards

- Review within 5 business days
"""
"""What a new playbook begins with."""


@require_safe
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """Of which project? The only one at once."""
    projects = list(tenants.projects(request.organisation))
    if len(projects) == 1:
        return redirect("incidents:playbooks", organisation=organisation, project=projects[0].slug)
    rows = [(one, queries.playbooks(one)) for one in projects]
    return render(request, "incidents/projects.html", {"rows": rows})


@require_safe
@access.member()
def playbooks(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Which playbook is for which class?"""
    found = project_of(request, project)
    books = queries.playbooks(found)
    said = queries.said(found)
    context = {
        "project": found,
        "books": list(books.values()),
        "classes": [(one, queries.playbook_for(found, one.name, books)) for one in said.classes],
        "phases": said.phases(""),
        "works": request.membership.role in access.WORK,
        "folder": archive.FOLDER,
        "form": forms.ImportForm(),
    }
    return render(request, "incidents/playbooks.html", context)


@require_safe
@access.member()
def playbook(request: TeamRequest, organisation: str, project: str, slug: str) -> HttpResponse:
    """What do we do when it happens?"""
    found, shown = _shown(request, project, slug)
    context = {
        "project": found,
        "shown": shown,
        "book": shown.playbook,
        "shipped": slug in shipping.SHIPPED,
        "works": request.membership.role in access.WORK,
    }
    return render(request, "incidents/playbook.html", context)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def edit(request: TeamRequest, organisation: str, project: str, slug: str) -> HttpResponse:
    """Write it anew: the next version."""
    found, shown = _shown(request, project, slug)
    form = forms.PlaybookForm(request.POST or None, initial={"text": shown.text})
    if request.method == "POST" and form.is_valid() and _kept(request, found, slug, form):
        return HttpResponseRedirect(_address(found, slug))
    context = {"project": found, "shown": shown, "form": form, "back": _address(found, slug)}
    return render(request, "incidents/edit.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def new(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Write one for another class."""
    found = project_of(request, project)
    form = forms.NewPlaybookForm(request.POST or None, initial={"text": NEW})
    if request.method == "POST" and form.is_valid():
        slug = form.cleaned_data["slug"].lower()
        if slug in queries.playbooks(found):
            form.add_error("slug", "There is one of this name already: change that one.")
        elif _kept(request, found, slug, form):
            return HttpResponseRedirect(_address(found, slug))
    back = reverse("incidents:playbooks", args=(found.organisation.slug, found.slug))
    context = {"project": found, "shown": None, "form": form, "back": back}
    return render(request, "incidents/edit.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _kept(request: TeamRequest, project: Project, slug: str, form: forms.PlaybookForm) -> bool:
    """Whether it could be kept; else the form says why not."""
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    try:
        made = actions.keep_playbook(project, slug, text, by=access.actor_of(request.membership), at=clock.now())
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    messages.success(request, "Nothing was changed." if made is None else f"Version {made.number} is kept.")
    return True


@require_POST
@access.member(access.WORK)
def retire(request: TeamRequest, organisation: str, project: str, slug: str) -> HttpResponse:
    """There is no such playbook any more; incidents that began with it keep it."""
    found, _ = _shown(request, project, slug)
    try:
        actions.retire_playbook(found, slug, by=access.actor_of(request.membership), at=clock.now())
        messages.success(request, "The playbook is retired.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("incidents:playbooks", organisation=organisation, project=project)


@require_POST
@access.member(access.WORK)
def shipped(request: TeamRequest, organisation: str, project: str, slug: str) -> HttpResponse:
    """Back to the words that came with the desk, as a new version."""
    found = project_of(request, project)
    text = shipping.text(slug)
    if not text:
        raise Http404("No playbook of this name comes with the desk.")
    made = actions.keep_playbook(found, slug, text, by=access.actor_of(request.membership), at=clock.now())
    messages.success(request, "It is as it came with the desk." if made else "Nothing was changed.")
    return HttpResponseRedirect(_address(found, slug))


@require_GET
@access.member()
def export(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """All of them as a ZIP, for the repository."""
    found = project_of(request, project)
    content = archive.packed({slug: one.text for slug, one in queries.playbooks(found).items()})
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="playbooks-{found.slug}.zip"'
    return answer


@require_POST
@access.member(access.WORK)
def bring(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Take in what a repository has."""
    found = project_of(request, project)
    form = forms.ImportForm(request.POST, request.FILES)
    back = redirect("incidents:playbooks", organisation=organisation, project=project)
    if not form.is_valid():
        messages.error(request, "Choose a ZIP of Markdown files, or one file.")
        return back
    given = form.cleaned_data["archive"]
    try:
        texts = archive.unpacked(given.name or "", given.read(archive.LARGEST_ARCHIVE + 1))
    except archive.UnusableArchiveError as error:
        messages.error(request, str(error))
        return back
    brought = actions.bring_playbooks(found, texts, by=access.actor_of(request.membership), at=clock.now())
    _say(request, brought)
    return back


def _say(request: TeamRequest, brought: Any) -> None:
    if brought.kept:
        messages.success(request, f"Kept: {', '.join(brought.kept)}.")
    if brought.same:
        messages.info(request, f"As they were: {', '.join(brought.same)}.")
    for slug, why in brought.refused:
        messages.error(request, f"{slug}: {why}")


def _address(project: Project, slug: str) -> str:
    return reverse("incidents:playbook", args=(project.organisation.slug, project.slug, slug))


def _shown(request: TeamRequest, project: str, slug: str) -> tuple[Project, queries.Shown]:
    found = project_of(request, project)
    shown = queries.playbook(found, slug)
    if shown is None:
        raise Http404("There is no such playbook here.")
    return found, shown
