"""What came in, from which tool, and what did it change? Results, and SARIF logs that people hand in."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from troth_desk import clock
from troth_desk.findings import forms, queries, reading, uploads
from troth_desk.findings.models import Finding
from troth_desk.people import access
from troth_desk.people.access import TeamRequest
from troth_desk.tenants import queries as tenants

PAGE = 50
UNPROCESSABLE = 422


@require_GET
@access.member()
def results(request: TeamRequest, organisation: str) -> HttpResponse:
    """Every result, the newest first, and the form for one more."""
    return _results(request, forms.UploadForm(organisation=request.organisation))


def _results(request: TeamRequest, form: forms.UploadForm, status: int = 200) -> HttpResponse:
    page = Paginator(queries.imports(request.organisation), PAGE).get_page(request.GET.get("page"))
    context = {
        "at": clock.now(),
        "page": page,
        "form": form,
        "works": request.membership.role in access.WORK,
        "projects": list(tenants.projects(request.organisation)),
        "address": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "findings/results.html", context, status=status)


@require_POST
@access.member(access.WORK)
def upload(request: TeamRequest, organisation: str) -> HttpResponse:
    """Take a SARIF log."""
    form = forms.UploadForm(request.POST, request.FILES, organisation=request.organisation)
    if form.is_valid():
        said = form.cleaned_data
        try:
            brought = uploads.take(
                said["project"],
                said["file"].read(reading.LARGEST + 1),
                category=said["category"],
                looked=said["looked"],
                by=access.actor_of(request.membership),
                at=clock.now(),
            )
        except reading.UnreadableError as error:
            form.add_error("file", str(error))
        else:
            for one in brought:
                messages.success(request, uploads.says(one))
            if len(brought) == 1:
                return redirect("findings:result", organisation=organisation, pk=brought[0].brought.pk)
            return redirect("findings:results", organisation=organisation)
    return _results(request, form, UNPROCESSABLE)


@require_GET
@access.member()
def result(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """What one result changed."""
    found = queries.imports(request.organisation).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such result.")
    rows = Finding.objects.filter(organisation=request.organisation)
    new = rows.filter(stream__project=found.stream.project, first_import=found).order_by("-rank", "-pk")
    moved = rows.filter(events__brought=found).order_by("-rank", "-pk").distinct()
    context = {
        "at": clock.now(),
        "result": found,
        "who": queries.called(request.organisation, [found.actor])[found.actor],
        "new": list(new[:PAGE]),
        "back": list(moved.filter(events__kind="back", events__brought=found)[:PAGE]),
        "gone": list(moved.filter(events__kind="gone", events__brought=found)[:PAGE]),
        "most": PAGE,
    }
    return render(request, "findings/result.html", context)
