"""The page of reports that are handed in on GitHub."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from troth_desk import clock
from troth_desk.channels import sources
from troth_desk.hosted import actions, queries
from troth_desk.hosted.models import Watch
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of
from troth_desk.people.models import Role


@require_GET
@access.member()
def hosted(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which reports are handed in on GitHub, and are they seen?"""
    content = {
        "looked": queries.looked(request.organisation),
        "unread": sources.sources().unread,
        "states": queries.states(),
        "every": int(actions.EVERY.total_seconds()) // 60,
        "works": Role(request.membership.role) in access.WORK,
    }
    return render(request, "hosted/hosted.html", content)


@require_POST
@access.member(access.WORK)
def look(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Look again soon."""
    watch = Watch.objects.filter(organisation=request.organisation, pk=pk).first()
    if watch is None:
        raise Http404("There is no such repository.")
    actions.look_soon(request.organisation, watch, by=actor_of(request.membership), at=clock.now())
    messages.success(request, "It is looked at within a minute. Load this page again to see how it went.")
    return redirect("hosted:hosted", organisation)
