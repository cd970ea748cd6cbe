"""Pages of policies: what is said, since when, what changed, and what was armed under it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from troth_desk import clock
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of, project_of
from troth_desk.policies import actions, pull, queries
from troth_desk.policies.forms import Pull, Remove, Upload
from troth_desk.policies.models import PolicyVersion
from troth_desk.policies.refusal import RefusedTextsError
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Project


def _version(project: Project, number: int) -> PolicyVersion:
    found = queries.version(project, number)
    if found is None:
        raise Http404("There is no such version.")
    return found


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which policies are there? The one of the only project at once."""
    projects = list(tenants.projects(request.organisation))
    if len(projects) == 1:
        return redirect("policies:project", organisation=organisation, project=projects[0].slug)
    rows = [(project, queries.current_version(project)) for project in projects]
    return render(request, "policies/index.html", {"rows": rows})


@require_GET
@access.member()
def project(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """What does the policy of the project say, and since when?"""
    return _page(request, project_of(request, project), Upload(), Pull())


@require_POST
@access.member(access.OWN)
def upload(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """A document handed in by an owner."""
    found = project_of(request, project)
    form = Upload(request.POST, request.FILES)
    if form.is_valid():
        said = form.cleaned_data
        try:
            texts = actions.changed(queries.current_version(found), {said["path"]: said["text"]})
            before = queries.current_version(found)
            after = actions.import_documents(
                found, texts, by=actor_of(request.membership), at=clock.now(), origin="upload"
            )
        except RefusedTextsError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, found, before, after)
    return _page(request, found, form, Pull())


@require_POST
@access.member(access.OWN)
def pull_document(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """A document from an address that an owner names, pulled again every six hours from then on."""
    found = project_of(request, project)
    form = Pull(request.POST)
    if form.is_valid():
        at = clock.now()
        try:
            document = pull.pull(form.cleaned_data["url"].strip())
            path = form.cleaned_data["path"].strip() or document.path
            before = queries.current_version(found)
            after = actions.import_documents(
                found,
                actions.changed(before, {path: document.text}),
                by=actor_of(request.membership),
                at=at,
                origin="pull",
            )
            actions.follow(found, path, document.url, by=actor_of(request.membership), at=at)
        except RefusedTextsError as error:
            form.add_error("url", str(error))
        else:
            return _done(request, found, before, after)
    return _page(request, found, Upload(), form)


@require_POST
@access.member(access.OWN)
def remove(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """A document is part of the policy no more; what it promised stays in the versions that had it."""
    found = project_of(request, project)
    form = Remove(request.POST)
    before = queries.current_version(found)
    if not form.is_valid() or before is None:
        raise Http404("There is no such document.")
    try:
        texts = actions.changed(before, {}, without=(form.cleaned_data["path"],))
        after = actions.import_documents(found, texts, by=actor_of(request.membership), at=clock.now(), origin="upload")
    except RefusedTextsError as error:
        messages.error(request, str(error))
        return redirect("policies:project", organisation=organisation, project=project)
    return _done(request, found, before, after)


@require_GET
@access.member()
def version(request: TeamRequest, organisation: str, project: str, number: int) -> HttpResponse:
    """What did this version say, what did it change, and what was armed under it?"""
    found = project_of(request, project)
    one = _version(found, number)
    against = _against(request, found, one)
    changes = queries.drift(against, one) if against else None
    return render(
        request,
        "policies/version.html",
        {
            "project": found,
            "version": one,
            "current": queries.current_version(found),
            "until": queries.until(one),
            "against": against,
            "versions": [other for other in queries.versions(found)[:100] if other.number != number],
            "changes": [queries.told(change) for change in changes.told] if changes else [],
            "tells": queries.tells(changes) if changes else [],
            "texts": queries.texts(one),
            "promises": queries.promises(one),
            "armed": queries.armed(one),
            "cases": one.cases.filter(organisation=request.organisation).order_by("-received_at")[:200],
        },
    )


@require_GET
@access.member()
def text(request: TeamRequest, organisation: str, project: str, number: int, pk: int) -> HttpResponse:
    """A document as it was, as plain text."""
    one = _version(project_of(request, project), number)
    found = next((each for each in queries.texts(one) if each.pk == pk), None)
    if found is None:
        raise Http404("There is no such document.")
    response = HttpResponse(found.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _against(request: TeamRequest, project: Project, one: PolicyVersion) -> PolicyVersion | None:
    """The version to compare with: the one that is asked for, else the one before."""
    asked = request.GET.get("against", "")
    if asked.isdecimal() and len(asked) < 10:
        return _version(project, int(asked))
    return queries.versions(project).filter(number__lt=one.number).first()


def _page(request: TeamRequest, project: Project, upload: Upload, pulled: Pull) -> HttpResponse:
    current = queries.current_version(project)
    context = {
        "project": project,
        "current": current,
        "texts": queries.texts(current) if current else [],
        "versions": queries.counted_versions(project)[:100],
        "upload": upload,
        "pull": pulled,
        "may_change": request.membership.role in access.OWN,
    }
    failed = upload.errors or pulled.errors
    return render(request, "policies/project.html", context, status=422 if failed else 200)


def _done(request: TeamRequest, project: Project, before: PolicyVersion | None, after: PolicyVersion) -> HttpResponse:
    kwargs = {"organisation": request.organisation.slug, "project": project.slug}
    if before == after:
        messages.info(request, f"These are the texts of version {after.number}, which stands. Nothing changed.")
        return redirect(reverse("policies:project", kwargs=kwargs))
    count = queries.promises(after).count()
    messages.success(request, f"Version {after.number} holds from now on, with {count} promises.")
    return redirect(reverse("policies:version", kwargs={**kwargs, "number": after.number}))
