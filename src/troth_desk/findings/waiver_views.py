"""What is left as it is, why, and until when? Waivers, and their approval by a second person."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from troth_desk import clock
from troth_desk.findings import actions, forms, queries
from troth_desk.findings.actions.waiving import may_approve
from troth_desk.findings.models import Finding, Waiver
from troth_desk.findings.refusal import RefusedError
from troth_desk.people import access
from troth_desk.people.access import TeamRequest

MOST = 200


@require_GET
@access.member()
def waivers(request: TeamRequest, organisation: str) -> HttpResponse:
    """Those that wait for approval, those in force by their end, those that are over."""
    rows = list(queries.waivers(request.organisation)[:MOST])
    context = {
        "at": clock.now(),
        "waiting": [one for one in rows if one.stage == Waiver.Stage.ASKED],
        "held": [one for one in rows if one.stage == Waiver.Stage.APPROVED],
        "over": [one for one in rows if one.stage not in (Waiver.Stage.ASKED, Waiver.Stage.APPROVED)],
        "most": MOST,
        "cut": len(rows) == MOST,
    }
    return render(request, "findings/waivers.html", context)


def _waiver(request: TeamRequest, pk: int) -> Waiver:
    found = queries.waivers(request.organisation).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such waiver.")
    return found


@require_GET
@access.member()
def waiver(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """One waiver: for what, why, until when, and who said so."""
    return _page(request, _waiver(request, pk))


def _page(request: TeamRequest, found: Waiver, form: forms.WordsForm | None = None, status: int = 200) -> HttpResponse:
    rows = Finding.objects.filter(organisation=request.organisation, waiver=found).select_related("project")
    context = {
        "at": clock.now(),
        "waiver": found,
        "findings": list(rows.order_by("-rank", "-pk")[:MOST]),
        "barred": may_approve(found, request.membership),
        "works": request.membership.role in access.WORK,
        "form": form or forms.WordsForm(label="Why is it refused?"),
    }
    return render(request, "findings/waiver.html", context, status=status)


def _act(request: TeamRequest, pk: int, act: Callable[[Waiver], object], says: str) -> HttpResponse:
    found = _waiver(request, pk)
    try:
        act(found)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, says)
    return redirect("findings:waiver", organisation=request.organisation.slug, pk=pk)


@require_POST
@access.member(access.REVIEW)
def approve(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Let it hold."""
    by = access.actor_of(request.membership)
    return _act(
        request, pk, lambda one: actions.approve(one, member=request.membership, by=by, at=clock.now()), "It holds now."
    )


@require_POST
@access.member(access.REVIEW)
def refuse(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Refuse it, with a reason."""
    form = forms.WordsForm(request.POST, label="Why is it refused?")
    if not form.is_valid():
        return _page(request, _waiver(request, pk), form, 422)
    by, words = access.actor_of(request.membership), form.cleaned_data["words"]
    return _act(
        request,
        pk,
        lambda one: actions.refuse(one, words, member=request.membership, by=by, at=clock.now()),
        "It is refused. Its findings stay as they are.",
    )


@require_POST
@access.member(access.WORK)
def end(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """End it before its day, or take back what was asked."""
    by = access.actor_of(request.membership)
    return _act(request, pk, lambda one: actions.end(one, by=by, at=clock.now()), "It is over.")
