"""Today, the cases as a table and as a board, and the four questions of the set-up."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_POST

from troth_desk import clock
from troth_desk.cases.models import Severity, State
from troth_desk.people import access
from troth_desk.people import queries as people
from troth_desk.people.access import TeamRequest
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Project
from troth_desk.today import actions, lists, queries, set_up
from troth_desk.today.forms import KeepView
from troth_desk.today.models import SavedView

HIDDEN = "set_up_hidden"
"""Key of the session: this person does not want to be reminded of the set-up."""


@require_GET
@access.member()
def today(request: TeamRequest, organisation: str) -> HttpResponse:
    """What must I do next, and by when?"""
    at = clock.now()
    questions = set_up.questions(request.organisation)
    return render(
        request,
        "today/today.html",
        {
            "at": at,
            "day": queries.day(request.organisation, at),
            "key_ends": queries.key_ends(request.organisation, at),
            "open_questions": [one for one in questions if not one.answered],
            "remind": not request.session.get(HIDDEN) and any(not one.answered for one in questions),
        },
    )


@require_GET
@access.member()
def cases(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which reports are open? As a table."""
    at = clock.now()
    wanted = lists.filters(_said(request.GET))
    found = lists.cases(request.organisation, wanted, at, member=request.membership)
    page = lists.Pages(found, lists.PAGE).get_page(request.GET.get("page"))
    rows = lists.with_clocks(request.organisation, list(page.object_list))
    return render(request, "today/cases.html", _listed(request, wanted) | {"at": at, "page": page, "rows": rows})


@require_GET
@access.member()
def board(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which reports are open? By state."""
    at = clock.now()
    wanted = lists.filters(_said(request.GET))
    found = lists.cases(request.organisation, wanted, at, member=request.membership)
    columns = lists.board(request.organisation, found, wanted)
    return render(request, "today/board.html", _listed(request, wanted) | {"at": at, "columns": columns})


def _said(given: QueryDict) -> dict[str, str]:
    """The last value of each name."""
    return {name: str(given[name]) for name in given}


def _listed(request: TeamRequest, wanted: lists.Filters) -> dict[str, object]:
    """What table and board share: the filters, what they may be, and the views kept by name."""
    root = reverse("today:cases", kwargs={"organisation": request.organisation.slug})
    return {
        "wanted": wanted,
        "query": wanted.query,
        "as_table": f"{root}?{wanted.query}" if wanted.query else root,
        "as_board": f"{root}board/?{wanted.query}" if wanted.query else f"{root}board/",
        "shows": lists.SHOW.items(),
        "orders": lists.ORDER.items(),
        "onlys": lists.ONLY.items(),
        "states": State.choices,
        "severities": [*Severity.choices, ("unrated", "not rated")],
        "projects": Project.objects.filter(organisation=request.organisation).order_by("name"),
        "members": people.members(request.organisation),
        "views": SavedView.objects.filter(organisation=request.organisation, member=request.membership),
        "form": KeepView(initial={"query": wanted.query}),
    }


@require_POST
@access.member()
def keep_view(request: TeamRequest, organisation: str) -> HttpResponse:
    """Keep the filters by name."""
    form = KeepView(request.POST)
    wanted = lists.filters({})
    if form.is_valid():
        wanted = lists.filters(_said(QueryDict(form.cleaned_data["query"])))
        actions.keep_view(
            request.membership,
            form.cleaned_data["name"],
            wanted.query,
            by=access.actor_of(request.membership),
            at=clock.now(),
        )
        messages.success(request, f"The view “{form.cleaned_data['name']}” is kept. Only you see it.")
    else:
        messages.error(request, "A view needs a name of at most 60 characters.")
    root = reverse("today:cases", kwargs={"organisation": organisation})
    return redirect(f"{root}?{wanted.query}" if wanted.query else root)


@require_POST
@access.member()
def give_up_view(request: TeamRequest, organisation: str, view: int) -> HttpResponse:
    """Give a view up; one of somebody else is not there."""
    if not actions.give_up_view(request.membership, view, by=access.actor_of(request.membership), at=clock.now()):
        raise Http404("You keep no such view.")
    messages.success(request, "The view is given up. The cases are as they were.")
    return redirect("today:cases", organisation=organisation)


@require_GET
@access.member()
def set_up_page(request: TeamRequest, organisation: str) -> HttpResponse:
    """Four questions, each answered or not, each with where to answer it."""
    questions = set_up.questions(request.organisation)
    left = [one for one in questions if not one.answered]
    shown = {
        "questions": questions,
        "left": left,
        "example": _example(),
        "loaded": tenants.projects(request.organisation).filter(example=True).exists(),
    }
    return render(request, "today/set_up.html", shown)


@require_POST
@access.member()
def skip_set_up(request: TeamRequest, organisation: str) -> HttpResponse:
    """Be reminded no more, in this session."""
    request.session[HIDDEN] = True
    messages.info(request, "The set-up is put away. It stays under Settings.")
    return redirect("today:today", organisation=organisation)


@require_GET
@access.member()
def settings(request: TeamRequest, organisation: str) -> HttpResponse:
    """How do we work? The settings pages, each with its question."""
    return render(request, "today/settings.html", {})


def _example() -> str:
    """The name of the address that loads example data, where this desk has one."""
    try:
        reverse("example", kwargs={"organisation": "x"})
    except NoReverseMatch:
        return ""
    return "example"
