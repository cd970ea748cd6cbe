"""What is coming, and was it done? The pages that show it; what people do there is in ``views``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from troth_desk import clock
from troth_desk.files.serving import handed_out
from troth_desk.files.uploads import vault
from troth_desk.files.vault import DamagedFileError
from troth_desk.people import access
from troth_desk.people.access import TeamRequest
from troth_desk.people.models import Membership, Role
from troth_desk.policies import queries as policies
from troth_desk.reviews import kinds, prefill, proposals, queries
from troth_desk.reviews.forms import BeforeForm, DoneForm, TakeForm
from troth_desk.reviews.models import Obligation, Occasion, OccasionState
from troth_desk.scans import queries as scans
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation, Project

SOON = timedelta(days=14)
PAGE = 100
HISTORY = 24
"""Occasions of the history that a page shows; older ones by pages."""
RESULTS = 12
"""Newest results that can be named as evidence."""


@dataclass(frozen=True, slots=True)
class Row:
    """An occasion in a list: with the words of its period."""

    occasion: Occasion
    label: str
    begun: bool


@require_GET
@access.member()
def agenda(request: TeamRequest, organisation: str) -> HttpResponse:
    """What is to be done next, by the day on which it is due."""
    at, chosen = clock.now(), _filters(request)
    found = _chosen(request, chosen)
    waiting = queries.to_do(found)
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    rows = [_row(one, request.organisation.zone, at) for one in page]
    groups = (
        ("Overdue", [row for row in rows if row.occasion.due_at and row.occasion.due_at < at]),
        ("To be done now", [row for row in rows if row.begun and row.occasion.due_at and row.occasion.due_at >= at]),
        ("Not begun yet", [row for row in rows if not row.begun]),
    )
    untimed = _narrowed(queries.untimed(request.organisation), chosen, request.membership)
    context = {
        "at": at,
        "groups": [(name, group) for name, group in groups if group],
        "page": page,
        "overdue": waiting.filter(due_at__lt=at).count(),
        "soon": waiting.filter(due_at__gte=at, due_at__lt=at + SOON, starts_at__lte=at).count(),
        "missed": _missed(found, at),
        "untimed": _with_tallies(request.organisation, list(untimed[:PAGE])),
        "waiting": _waiting(request.organisation),
        "nothing": not queries.obligations(request.organisation, ended=None).exists(),
        **_around(request, chosen),
    }
    return render(request, "reviews/agenda.html", context)


@require_GET
@access.member()
def month(request: TeamRequest, organisation: str) -> HttpResponse:
    """The same as a month."""
    at, chosen = clock.now(), _filters(request)
    zone = request.organisation.zone
    shown = queries.month(_chosen(request, chosen), _month(request.GET.get("month", ""), at), at, zone)
    context = {"at": at, "month": shown, **_around(request, chosen)}
    return render(request, "reviews/month.html", context)


@require_GET
@access.member()
def policy(request: TeamRequest, organisation: str) -> HttpResponse:
    """What do our policies say comes round, and is it kept here?"""
    return policy_page(request)


def policy_page(request: TeamRequest, wrong: Mapping[int, TakeForm] | None = None, status: int = 200) -> HttpResponse:
    """The page of what policies say; ``wrong`` are forms that were not understood, by the promise they are about."""
    at = clock.now()
    members = _members(request.organisation)
    parts = []
    for project in tenants.projects(request.organisation):
        if policies.current_version(project) is None:
            continue
        offered = [
            (one, (wrong or {}).get(one.promise.pk) or take_form(one, at, project, members))
            for one in proposals.proposals(project)
        ]
        taken = sorted(proposals.taken(project).values(), key=lambda one: one.pk)
        parts.append((project, offered, taken, queries.automatic(project)))
    handles = access.Rule("members", access.WORK).allows(Role(request.membership.role), "POST")
    context = {"at": at, "parts": parts, "handles": handles}
    return render(request, "reviews/policy.html", context, status=status)


def take_form(proposal: proposals.Proposal, at: datetime, project: Project, members: Any, data: Any = None) -> TakeForm:
    """The form by which ``proposal`` is taken on."""
    return TakeForm(
        data,
        initial={"promise": proposal.promise.pk},
        every=proposal.every if proposal.kept else "",
        at=at,
        zone=project.organisation.zone,
        members=members,
        auto_id=f"id_{proposal.promise.pk}_%s",
    )


@require_GET
@access.member()
def review(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """What comes round here, what is to be done now, and was it done before?"""
    return review_page(request, one(request, reference))


def review_page(
    request: TeamRequest,
    obligation: Obligation,
    *,
    done: DoneForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of ``obligation``, with the form that was not understood."""
    at, zone = clock.now(), request.organisation.zone
    history = queries.occasions(obligation).exclude(state=OccasionState.OPEN)
    page = Paginator(history, HISTORY).get_page(request.GET.get("page"))
    current = queries.open_occasion(obligation)
    handles = access.Rule("members", access.WORK).allows(Role(request.membership.role), "POST")
    context = {
        "at": at,
        "obligation": obligation,
        "kind": kinds.kind(obligation.kind),
        "current": _row(current, zone, at) if current else None,
        "history": [(one, queries.label(one, zone)) for one in page],
        "page": page,
        "tally": queries.tallies(request.organisation, [obligation]).get(obligation.pk, queries.Tally()),
        "handles": handles,
        "done": done or DoneForm(results=results(obligation)),
        "before": BeforeForm(),
        "prefill": prefill.of(obligation, at) if obligation.kind == "dependency_review" else None,
    }
    return render(request, "reviews/review.html", context, status=status)


@require_safe
@access.member(access.READ)
def download(request: TeamRequest, organisation: str, reference: str, pk: int) -> HttpResponseBase:
    """A file that shows that something was done, as bytes and nothing else, once all of it was proven."""
    found = queries.file(request.organisation, reference, pk)
    if found is None:
        raise Http404("There is no such file here.")
    try:
        vault().prove(found.stored_as, found.sha256)
    except DamagedFileError as damage:
        context = {"file": found, "obligation": found.occasion.obligation, "says": str(damage)}
        return render(request, "reviews/damaged.html", context, status=500)
    return handed_out(found)


def one(request: TeamRequest, reference: str) -> Obligation:
    """The obligation of that reference; raises ``Http404``."""
    found = queries.obligation(request.organisation, reference)
    if found is None:
        raise Http404("There is no such review here.")
    return found


def results(obligation: Obligation) -> list[Any]:
    """The newest results of the project, which can be named as evidence."""
    return list(scans.scans(obligation.project)[:RESULTS])


def _members(organisation: Organisation) -> QuerySet[Membership]:
    found = Membership.objects.filter(organisation=organisation, ended_at=None)
    return found.select_related("user").order_by("pk")


members_of = _members


def _filters(request: TeamRequest) -> dict[str, str]:
    said = {name: request.GET.get(name, "").replace("\0", "")[:60] for name in ("project", "kind", "owner")}
    said["kind"] = said["kind"] if said["kind"] in kinds.KINDS else ""
    said["owner"] = said["owner"] if said["owner"] == "me" else ""
    return said


def _chosen(request: TeamRequest, chosen: Mapping[str, str]) -> QuerySet[Occasion]:
    owner = request.membership.pk if chosen["owner"] == "me" else None
    return queries.calendar(request.organisation, project=chosen["project"], kind=chosen["kind"], owner=owner)


def _narrowed(found: QuerySet[Obligation], chosen: Mapping[str, str], member: Membership) -> QuerySet[Obligation]:
    if chosen["project"]:
        found = found.filter(project__slug=chosen["project"])
    if chosen["kind"]:
        found = found.filter(kind=chosen["kind"])
    return found.filter(owner=member) if chosen["owner"] == "me" else found


def _around(request: TeamRequest, chosen: Mapping[str, str]) -> dict[str, Any]:
    """What both views of the calendar have around them: the filters, and who may add."""
    return {
        "chosen": chosen,
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "projects": tenants.projects(request.organisation),
        "kinds": list(kinds.KINDS.values()),
        "handles": access.Rule("members", access.WORK).allows(Role(request.membership.role), "POST"),
    }


def _row(occasion: Occasion, zone: str, at: datetime) -> Row:
    return Row(occasion, queries.label(occasion, zone), occasion.starts_at <= at)


def _missed(found: QuerySet[Occasion], at: datetime) -> int:
    """Periods of the last year that were missed, and not done since."""
    return found.filter(state=OccasionState.MISSED, due_at__gte=at - timedelta(days=365)).count()


def _with_tallies(organisation: Organisation, shown: list[Obligation]) -> list[tuple[Obligation, queries.Tally]]:
    tallies = queries.tallies(organisation, shown)
    return [(one, tallies.get(one.pk, queries.Tally())) for one in shown]


def _waiting(organisation: Organisation) -> int:
    """How many things policies say come round that are not taken on."""
    return sum(len(proposals.proposals(project)) for project in tenants.projects(organisation))


def _month(given: str, at: datetime) -> date:
    try:
        found = date.fromisoformat(f"{given}-01")
    except ValueError:
        return at.date()
    return found if 1990 <= found.year <= 2200 else at.date()
