"""The calendar of what is due: the page on which members make their addresses, and the calendar itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from troth_desk import clock
from troth_desk.people import access, queries
from troth_desk.people.access import TeamRequest, actor_of
from troth_desk.people.models import Role
from troth_desk.people.once import pop_once, show_once
from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation
from troth_desk.today import actions, feed

SECRET = "calendar"
"""The kind of secret that the page shows once."""


@require_GET
@access.member()
def feeds(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which calendars ask what is due?"""
    found = feed.links(request.organisation)
    owns = request.membership.role == Role.OWNER
    content = {
        "links": found if owns else found.filter(member=request.membership),
        "owns": owns,
        "may": request.membership.role != Role.AUDITOR,
        "once": pop_once(request, SECRET),
    }
    return render(request, "today/feeds.html", content)


@require_POST
@access.member(access.WORK, access.REVIEW)
@access.fresh("today:feeds")
def new_feed(request: TeamRequest, organisation: str) -> HttpResponse:
    """Make an address; the page shows it once."""
    mine = request.POST.get("what") == "mine"
    try:
        _, secret = actions.make_link(request.membership, mine=mine, by=actor_of(request.membership), at=clock.now())
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    else:
        address = reverse("today:feed", kwargs={"organisation": organisation, "token": secret})
        show_once(request, SECRET, whole(address), "what is due of mine" if mine else "everything that is due")
    return redirect("today:feeds", organisation)


@require_POST
@access.member(access.WORK, access.REVIEW)
def revoke_feed(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """End an address of one's own; an owner ends those of others too."""
    found = feed.links(request.organisation).filter(pk=pk).first()
    owns = request.membership.role == Role.OWNER
    if found is None or (found.member_id != request.membership.pk and not owns):
        raise Http404("There is no such address.")
    actions.revoke_link(found, by=actor_of(request.membership), at=clock.now())
    messages.success(request, "The address shows nothing any more. Calendars drop what they have at their next look.")
    return redirect("today:feeds", organisation)


@require_safe
@access.public
def calendar(request: HttpRequest, organisation: str, token: str) -> HttpResponse:
    """What is due, for whoever has a standing address."""
    asked: Organisation | None = getattr(request, "organisation", None)
    link = feed.link_of(asked, actions.digest(token)) if asked else None
    if asked is None or link is None or queries.second_factor_missing(link.member):
        raise Http404("There is no such calendar.")
    at = clock.now()
    actions.note_use(link, at=at)
    entries = feed.due(asked, at, link=link)
    tag = feed.tag(entries)
    if tag in (each.strip() for each in request.headers.get("If-None-Match", "").split(",")):
        response = HttpResponse(status=304)
    else:
        content = feed.written(asked, entries, at, mine=link.mine)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="due.ics"'
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
