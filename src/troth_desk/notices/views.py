"""What was said to whom, who read it, what became of the mail; and who is meant by a group."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from troth_desk import clock
from troth_desk.notices import actions, queries
from troth_desk.notices.forms import GroupForm
from troth_desk.notices.models import Delivery, Notice
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of
from troth_desk.people.models import Membership, Role

PAGE = 50
"""Notices of one page."""
SHOWS = {"unread": "Unread", "all": "All", "failed": "Mail that failed"}


@require_GET
@access.member()
def notices(request: TeamRequest, organisation: str) -> HttpResponse:
    """What have I not read yet?"""
    show = request.GET.get("show", "unread")
    show = show if show in SHOWS else "unread"
    found = {
        "unread": queries.unread(request.organisation, request.membership),
        "all": queries.notices(request.organisation),
        "failed": queries.with_failures(request.organisation),
    }[show]
    return render(
        request,
        "notices/notices.html",
        {
            "at": clock.now(),
            "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "show": show,
            "shows": SHOWS.items(),
            "failures": queries.with_failures(request.organisation).count(),
            "mail": queries.mail_is_set_up(),
            "pace": queries.pace_of(request.membership).label,
            "works": _may(request, access.WORK),
        },
    )


@require_POST
@access.member(access.WORK, access.REVIEW)
def read(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Somebody has read it."""
    notice = get_object_or_404(Notice, organisation=request.organisation, pk=pk)
    if actions.read(notice, member=request.membership, by=actor_of(request.membership), at=clock.now()):
        messages.success(request, f"Noted that you have read: {notice.title}")
    else:
        messages.info(request, "Somebody had read it before you.")
    return redirect("notices:notices", organisation)


@require_POST
@access.member(access.WORK)
def try_again(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Send a mail again that was given up."""
    delivery = get_object_or_404(Delivery.objects.select_related("notice"), organisation=request.organisation, pk=pk)
    if actions.try_again(delivery, by=actor_of(request.membership), at=clock.now()):
        messages.success(request, "It is tried again within a minute.")
    else:
        messages.info(request, "That mail was not given up.")
    return redirect("notices:notices", organisation)


@require_GET
@access.member()
def groups(request: TeamRequest, organisation: str) -> HttpResponse:
    """Whom does the policy mean?"""
    return _groups(request)


@require_POST
@access.member(access.OWN)
def set_group(request: TeamRequest, organisation: str) -> HttpResponse:
    """Say who is meant by a name."""
    form = GroupForm(request.POST, people=_people(request))
    if not form.is_valid():
        return _groups(request, form)
    group = actions.set_group(
        request.organisation,
        form.cleaned_data["name"],
        address=form.cleaned_data["address"],
        members=form.chosen,
        by=actor_of(request.membership),
        at=clock.now(),
    )
    messages.success(request, f"Kept: who is meant by “{group.name}”.")
    return redirect("notices:groups", organisation)


def _groups(request: TeamRequest, form: GroupForm | None = None) -> HttpResponse:
    found = list(queries.groups(request.organisation))
    wanted = request.GET.get("group", "")
    chosen = next((group for group in found if group.name == wanted), None)
    initial = {
        "name": chosen.name if chosen else wanted[:60],
        "address": chosen.address if chosen else "",
        "members": [one.member_id for one in chosen.people.all()] if chosen else [],
    }
    context = {
        "groups": found,
        "named": queries.named_without_people(request.organisation),
        "form": form or GroupForm(initial=initial, people=_people(request)),
        "chosen": chosen,
        "owns": _may(request, access.OWN),
    }
    return render(request, "notices/groups.html", context, status=422 if form else 200)


def _people(request: TeamRequest) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation=request.organisation, ended_at__isnull=True).select_related("user")


def _may(request: TeamRequest, roles: frozenset[Role]) -> bool:
    return access.Rule("members", roles).allows(Role(request.membership.role), "POST")
