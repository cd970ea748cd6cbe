"""The pages that show incidents: what is happening, and what is next?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from troth_desk import clock
from troth_desk.deadlines import queries as deadlines
from troth_desk.deadlines import subjects
from troth_desk.deadlines.models import Clock
from troth_desk.incidents import promised, queries
from troth_desk.incidents.forms import NoteForm
from troth_desk.incidents.models import Incident, Part, Phase, Review, ReviewAction, State, Task, TaskState
from troth_desk.incidents.playbooks import reading
from troth_desk.incidents.playbooks.form import Playbook, UnusablePlaybookError
from troth_desk.incidents.timeline import timeline
from troth_desk.people import access
from troth_desk.people.access import TeamRequest
from troth_desk.reviews import queries as reviews
from troth_desk.tenants import queries as tenants

PAGE = 50
MARKS = {"done": "●", "running": "▸", "left with a reason": "◐", "left out": "–", "to come": "○"}


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase in the line of phases, with how it stands."""

    phase: Phase
    standing: str

    @property
    def mark(self) -> str:
        """Beside the word, never alone."""
        return MARKS[self.standing]


def stages(incident: Incident, phases: Sequence[Phase]) -> list[Stage]:
    """How each phase stands."""
    return [Stage(phase, _standing(incident, phase)) for phase in phases]


def _standing(incident: Incident, phase: Phase) -> str:
    if incident.state == State.OPEN and phase.ordinal == incident.phase:
        return "running"
    if phase.complete:
        return "done"
    if phase.left_at is not None:
        return "left with a reason"
    return "left out" if phase.ordinal < incident.phase or incident.state == State.CLOSED else "to come"


@require_safe
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """What is happening?"""
    wanted = {name: request.GET[name] for name in queries.FILTERS if request.GET.get(name)}
    wanted.setdefault("state", State.OPEN)
    filters = {name: value for name, value in wanted.items() if value != "all"}
    page = Paginator(queries.incidents(request.organisation, filters), PAGE).get_page(request.GET.get("page"))
    phases = queries.lines_of_phases(request.organisation, list(page))
    clocks = deadlines.next_clocks(request.organisation, [one.subject for one in page])
    rows = [(one, stages(one, phases[one.pk]), clocks.get(one.subject)) for one in page]
    context = {
        "at": clock.now(),
        "page": page,
        "rows": rows,
        "wanted": wanted,
        "any": queries.incidents(request.organisation).exists(),
        "works": request.membership.role in access.WORK,
        "projects": tenants.projects(request.organisation),
        "query": urlencode(wanted),
    }
    return render(request, "incidents/index.html", context)


@require_safe
@access.member()
def incident(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """Where does it stand, and what is next?"""
    return render(request, "incidents/incident.html", page_of(request, found_incident(request, reference)))


@require_safe
@access.member()
def playbook(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """The playbook as it was when the incident began."""
    found = found_incident(request, reference)
    context = {"incident": found, "book": _book(found)}
    return render(request, "incidents/playbook_then.html", context)


def found_incident(request: TeamRequest, reference: str) -> Incident:
    """The incident of that reference; raises ``Http404`` where the organisation has none."""
    found = queries.incident(request.organisation, reference)
    if found is None:
        raise Http404("There is no such incident here.")
    return found


def _book(incident: Incident) -> Playbook | None:
    try:
        return reading.read(incident.playbook_text) if incident.playbook_text else None
    except UnusablePlaybookError:
        return None


def page_of(request: TeamRequest, found: Incident, at: datetime | None = None) -> dict[str, Any]:
    """What the page shows."""
    phases = queries.phases(found)
    present = next(phase for phase in phases if phase.ordinal == found.phase)
    criteria = list(present.criteria.all())
    tasks = list(queries.tasks(found))
    clocks = list(deadlines.open_clocks(request.organisation, found.subject))
    book = _book(found)
    held = list(queries.roles(found))
    return {
        "at": at or clock.now(),
        "incident": found,
        "works": request.membership.role in access.WORK,
        "stages": stages(found, phases),
        "present": present,
        "enter": [one for one in criteria if one.part == Part.ENTER],
        "leave": [one for one in criteria if one.part == Part.LEAVE],
        "unmet": sum(one.ticked_at is None for one in criteria if one.part == Part.LEAVE),
        "tasks": [one for one in tasks if one.phase_id == present.pk and one.source != "clock"],
        "beside": [one for one in tasks if _runs_beside(one)],
        "earlier": [one for one in tasks if _left_open(one, present)],
        "next": next((phase for phase in phases if phase.ordinal == found.phase + 1), None),
        "clocks": clocks,
        "promised": [one for one in clocks if one.promise_id is not None],
        "offered": _offered(found, clocks),
        "timeline": timeline(found),
        "roles": held,
        "open_roles": _open_roles(book, held),
        "affected": list(found.affected.select_related("case").order_by("added_at", "pk")),
        "alerts": list(found.alerts.order_by("first_at", "pk")),
        "communications": found.communications.count(),
        "outcomes": _outcomes(found),
        "review": Review.objects.filter(organisation=request.organisation, incident=found).first(),
        "note": NoteForm(incident=found, auto_id="note-%s"),
        "questions": book.questions if book else (),
        "notes": _notes(book, present),
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the review found to be done: where it stands among the reviews, and when it was done there."""

    action: ReviewAction
    address: str
    done_at: datetime | None


def _outcomes(incident: Incident) -> list[Outcome]:
    found = ReviewAction.objects.filter(organisation_id=incident.organisation_id, review__incident=incident)
    named = {one.obligation: one for one in found.select_related("owner__user")}
    organisation = incident.project.organisation
    told = subjects.described(organisation, [f"review:{reference}" for reference in named])
    shown = []
    for reference, action in named.items():
        obligation = reviews.obligation(organisation, reference)
        done = reviews.occasions(obligation).exclude(done_at=None).first() if obligation else None
        subject = told.get(f"review:{reference}")
        address = subject.address if subject and _answers(subject.address) else ""
        shown.append(Outcome(action, address, done.done_at if done else None))
    return shown


def _answers(address: str) -> bool:
    """Whether there is such a page."""
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def _runs_beside(task: Task) -> bool:
    return (task.phase_id is None or task.source == "clock") and (
        task.due_at is not None or task.phase_id is None or task.state != TaskState.OPEN
    )


def _left_open(task: Task, present: Phase) -> bool:
    return (
        task.state == TaskState.OPEN
        and task.phase is not None
        and task.phase.ordinal < present.ordinal
        and task.source != "clock"
    )


def _offered(incident: Incident, clocks: Sequence[Clock]) -> list[promised.Owed]:
    """Promises to tell of which a person says whether they apply: none of them runs, and none was settled."""
    known = set(
        deadlines.clocks_of(incident.project.organisation, incident.subject).values_list("promise_id", flat=True)
    )
    return (
        [one for one in promised.owed(incident) if one.promise.pk not in known] if incident.state == State.OPEN else []
    )


def _open_roles(book: Playbook | None, held: Sequence[Any]) -> list[tuple[str, str]]:
    """Roles of the playbook that nobody has."""
    taken = {one.role.casefold() for one in held}
    return [(role.name, role.says) for role in (book.roles if book else ()) if role.name.casefold() not in taken]


def _notes(book: Playbook | None, present: Phase) -> str:
    found = [one.notes for one in (book.sections if book else ()) if one.name.casefold() == present.name.casefold()]
    return "\n\n".join(filter(None, found))
