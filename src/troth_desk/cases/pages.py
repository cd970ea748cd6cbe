"""The page of a case: where does this report stand?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth_desk import clock
from troth_desk.cases import beside, queries
from troth_desk.cases.models import BountyDecision, Case, DutyState, Transition
from troth_desk.cases.timeline import Item
from troth_desk.deadlines import queries as deadlines
from troth_desk.deadlines.models import Clock
from troth_desk.ledger import queries as ledger
from troth_desk.people import access
from troth_desk.people import queries as people
from troth_desk.people.access import TeamRequest


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing of the timeline with how it looks: ``kind`` its classes, ``seqs`` the ledger entries of its instant.

    ``clock`` and ``event`` ("started", "broken", "met", "stopped") are of clocks alone; ``started`` are the clocks that
    began at the same instant, which are told together.
    """

    item: Item
    kind: str
    seqs: Sequence[int]
    clock: Clock | None = None
    event: str = ""
    started: Sequence[Clock] = ()

    @property
    def report(self) -> bool:
        """Whether this is where the report came in: its words stand here."""
        return isinstance(self.item.row, Transition) and not self.item.row.before


@require_safe
@access.member()
def case(request: TeamRequest, organisation: str, reference: str) -> HttpResponse:
    """Where does this report stand?"""
    found = queries.case(request.organisation, reference)
    if found is None:
        raise Http404("There is no such case in this organisation.")
    return render(request, "cases/case.html", page(request, found, clock.now()))


def page(request: TeamRequest, found: Case, at: datetime) -> dict[str, Any]:
    """What the page shows, also after a form that was refused."""
    duties = list(queries.duties(found))
    panels = beside.panels(found)
    clocks = list(deadlines.clocks_of(request.organisation, found.subject))
    return {
        "at": at,
        "case": found,
        "works": request.membership.role in access.WORK,
        "moves": queries.legal_moves(found, at),
        "blocked": queries.blocked_moves(found, at),
        "stages": queries.stages(found),
        "policy_stages": queries.policy_stages(found),
        "open_clocks": [one for one in clocks if one.state in ("running", "paused")],
        "paused": any(one.state == "paused" for one in clocks),
        "ended_clocks": [one for one in clocks if one.state not in ("running", "paused")],
        "embargo": queries.embargo(found),
        "timeline": shown(found, queries.timeline(found, outside=False)),
        "participants": list(queries.participants(found)),
        "duties": duties,
        "open_duties": [one for one in duties if one.state == DutyState.OPEN],
        "alarms": queries.alarms(request.organisation).filter(case=found),
        "bounties": BountyDecision.objects.filter(organisation=request.organisation, case=found),
        "files": _files(found),
        "panels": [panel for panel in panels if panel.template],
        "reach": " ".join(filter(None, (panel.reach for panel in panels))),
        "mails": _mails(found),
        "members": people.members(request.organisation),
    }


def shown(found: Case, items: Sequence[Item]) -> list[Shown]:
    """The timeline with its looks and the marks of the ledger; what happened at one instant is told once."""
    seqs: dict[datetime, list[int]] = {}
    for entry in ledger.entries(found.organisation_id, found.subject):
        seqs.setdefault(entry.at, []).append(entry.seq)
    told: list[Shown] = []
    for item in items:
        one = _shown(item, seqs.get(item.at, ()))
        last = told[-1] if told else None
        if last is None or last.item.at != item.at:
            told.append(one)
            continue
        one = replace(one, seqs=())
        if one.event == "started" and last.event:
            told[-1] = replace(last, started=(*last.started, *one.started))
        else:
            told.append(one)
    return told


def _shown(item: Item, seqs: Sequence[int]) -> Shown:
    if isinstance(item.row, Clock):
        event = _event(item.row, item.at)
        standing = {"broken": "broken", "met": "broken" if item.row.breached_at else "kept"}.get(event, "")
        started = (item.row,) if event == "started" else ()
        return Shown(item, f"clock {standing}".strip(), seqs, item.row, event, started)
    kind = "internal" if item.kind == "note" else item.kind
    side = item.side if item.kind == "message" or (item.kind == "move" and item.side == "reporter") else ""
    return Shown(item, f"{kind} {side}".strip(), seqs)


def _event(row: Clock, at: datetime) -> str:
    """Which event of a clock happened at ``at``."""
    events = {row.started_at: "started", row.breached_at: "broken", row.met_at: "met", row.stopped_at: "stopped"}
    return events.get(at, "started")


def _mails(found: Case) -> list[Model]:
    """The mails of the case; their app is above this one as well."""
    mails = getattr(found, "mails", None)
    return list(mails.order_by("taken_at", "pk").select_related("spoken")) if mails is not None else []


def _files(found: Case) -> list[Model]:
    """What came with the report; the app of reports is above this one, so it is reached from the case."""
    files = getattr(found, "attachments", None)
    return list(files.order_by("at", "pk")) if files is not None else []
