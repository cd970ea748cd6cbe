"""Two lists of the desk: the triage queue with its rules, and what waits for the reports that the policy promises."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from troth_desk import clock
from troth_desk.cases import actions, queries, triage
from troth_desk.cases.actions import duties
from troth_desk.cases.queries import Collected
from troth_desk.people import access
from troth_desk.people.access import TeamRequest
from troth_desk.tenants.models import Project


class SentForm(forms.Form):
    """That a promised report went out."""

    record = forms.CharField(
        label="Which report told of these cases?",
        max_length=duties.LONGEST,
        help_text="Such as its title, its day, and where it was published.",
    )


@require_GET
@access.member(access.READ)
def queue(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which reports wait because they are doubtful, or seem to repeat another?"""
    held = queries.queue(request.organisation)
    return render(request, "cases/queue.html", {"held": held, "rules": triage.RULES})


@require_GET
@access.member(access.READ)
def collected(request: TeamRequest, organisation: str) -> HttpResponse:
    """What waits for the reports that the policy promises ("Quarterly security reports")?"""
    return _collected(request, SentForm(), "")


@require_POST
@access.member(access.WORK)
def report_sent(request: TeamRequest, organisation: str) -> HttpResponse:
    """Note that a promised report went out."""
    form, chosen = SentForm(request.POST), request.POST.get("report", "")
    if not form.is_valid():
        return _collected(request, form, chosen)
    found = next((one for project, one in _waiting(request) if _key(project, one) == chosen), None)
    if found is None:
        raise Http404("There is no such report.")
    by = access.actor_of(request.membership)
    told = actions.report_collected(found.duties, form.cleaned_data["record"], by=by, at=clock.now())
    messages.success(request, f"It is on record for {told} {'case' if told == 1 else 'cases'}.")
    return HttpResponseRedirect(reverse("cases:collected", args=(organisation,)))


def _waiting(request: TeamRequest) -> list[tuple[Project, Collected]]:
    projects = Project.objects.filter(organisation=request.organisation).order_by("name")
    return [(project, one) for project in projects for one in queries.collected(project)]


def _collected(request: TeamRequest, form: SentForm, chosen: str) -> HttpResponse:
    rows = []
    for project, one in _waiting(request):
        key = _key(project, one)
        rows.append((project, one, key, form if key == chosen else SentForm(auto_id=f"id_{key}_%s")))
    return render(request, "cases/collected.html", {"rows": rows}, status=422 if form.errors else 200)


def _key(project: Project, one: Collected) -> str:
    return f"{project.pk}:{one.ends}:{one.line}"
