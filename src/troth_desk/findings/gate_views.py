"""Was it tested in staging before it went to production? Releases and what was recorded of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.controls.practice import shown_by_gates
from troth_desk import clock
from troth_desk.findings import actions, forms, queries
from troth_desk.findings.actions.gates import Told, barred
from troth_desk.findings.models import Release
from troth_desk.findings.refusal import RefusedError
from troth_desk.people import access
from troth_desk.people.access import TeamRequest
from troth_desk.policies import queries as policies
from troth_desk.tenants import queries as tenants

MOST = 200
UNPROCESSABLE = 422


@require_GET
@access.member()
def gates(request: TeamRequest, organisation: str) -> HttpResponse:
    """Every release: what is tested, what is in production, what went there untested."""
    projects = list(tenants.projects(request.organisation))
    versions = [version for one in projects if (version := policies.current_version(one))]
    promised = [one for version in versions for one in policies.commitments(version).values() if shown_by_gates(one)]
    context = {
        "at": clock.now(),
        "releases": list(queries.releases(request.organisation)[:MOST]),
        "promised": promised,
        "projects": projects,
        "works": request.membership.role in access.WORK,
        "address": f"{request.scheme}://{request.get_host()}",
        "most": MOST,
    }
    return render(request, "findings/gates.html", context)


@require_http_methods(["GET", "POST"])
@access.member(access.WORK)
def new(request: TeamRequest, organisation: str) -> HttpResponse:
    """Begin a release."""
    form = forms.ReleaseForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        release = actions.begin(
            said["project"],
            said["version"],
            commit=said["commit"],
            note=said["note"],
            by=access.actor_of(request.membership),
            at=clock.now(),
        )
        return redirect("findings:release", organisation=organisation, pk=release.pk)
    return render(request, "findings/release_new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


def _release(request: TeamRequest, pk: int) -> Release:
    found = queries.releases(request.organisation).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such release.")
    return found


@require_GET
@access.member()
def release(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Where one release stands."""
    return _page(request, _release(request, pk))


def _page(
    request: TeamRequest,
    found: Release,
    tested: forms.TestedForm | None = None,
    shipped: forms.ShippedForm | None = None,
) -> HttpResponse:
    at = clock.now()
    names = queries.called(request.organisation, [one.actor for one in found.passages.all()])
    refused = (tested is not None and tested.errors) or (shipped is not None and shipped.errors)
    context = {
        "at": at,
        "release": found,
        "passages": [(one, names[one.actor]) for one in found.passages.all()],
        "barred": barred(found, at),
        "works": request.membership.role in access.WORK,
        "tested_form": tested or forms.TestedForm(prefix="tested"),
        "shipped_form": shipped or forms.ShippedForm(prefix="shipped"),
    }
    return render(request, "findings/release.html", context, status=UNPROCESSABLE if refused else 200)


@require_POST
@access.member(access.WORK)
def tested(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Record a test in staging."""
    found, form = _release(request, pk), forms.TestedForm(request.POST, prefix="tested")
    if form.is_valid():
        said = form.cleaned_data
        told = Told(evidence=said["evidence"], passed=said["passed"] == "yes")
        try:
            actions.tested(found, told, by=access.actor_of(request.membership), at=clock.now())
        except RefusedError as error:
            form.add_error("evidence", str(error))
        else:
            messages.success(request, "The test is on record.")
            return redirect("findings:release", organisation=organisation, pk=pk)
    return _page(request, found, tested=form)


@require_POST
@access.member(access.WORK)
def shipped(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Record that it went to production."""
    found, form = _release(request, pk), forms.ShippedForm(request.POST, prefix="shipped")
    if form.is_valid():
        said = form.cleaned_data
        try:
            passage = actions.shipped(
                found,
                Told(evidence=said["evidence"]),
                said["reason"],
                by=access.actor_of(request.membership),
                at=clock.now(),
            )
        except RefusedError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(
                request,
                "It is kept as a breach of the order." if passage.untested else "It is on record as in production.",
            )
            return redirect("findings:release", organisation=organisation, pk=pk)
    return _page(request, found, shipped=form)
