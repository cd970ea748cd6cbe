"""One button that loads the example, and one that removes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from troth_desk import clock
from troth_desk.people import access, queries
from troth_desk.people.access import TeamRequest
from troth_desk.people.models import Role
from troth_desk.project.example import play, removal


@require_POST
@access.member(access.OWN)
def example(request: TeamRequest, organisation: str) -> HttpResponse:
    """Load it or remove it, as the button says; the owner who asks plays the owner."""
    by = access.actor_of(request.membership)
    if request.POST.get("do") == "remove":
        gone = removal.remove(request.organisation, by=by, at=clock.now())
        messages.success(request, f"{gone} example reports are removed. The ledger still tells of them.")
        return redirect("today:set_up", organisation=organisation)
    responder = queries.members(request.organisation, Role.RESPONDER).first() or request.membership
    try:
        cast = {"owner": request.membership, "responder": responder}
        count = play.load(request.organisation, cast, by=by, at=clock.now())
    except play.LoadedError:
        messages.error(request, "The example, or a project of the same address, is here already.")
        return redirect("today:set_up", organisation=organisation)
    messages.success(request, f"{count} example reports are loaded. Remove them here when you have seen enough.")
    return redirect("today:today", organisation=organisation)
