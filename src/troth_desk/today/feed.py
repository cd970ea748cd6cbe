"""What is due as a calendar (RFC 5545), for calendar programs: references, promises and instants, no words of reports.

Whoever hosts the calendar reads it, so the titles of cases stay on the desk. An entry is a quarter of an hour that ends
when the thing is due, and keeps its UID, so that a calendar moves it when a pause moves the date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from troth_desk.cases.models import Case, Embargo
from troth_desk.cases.states import EmbargoState
from troth_desk.deadlines import subjects as others
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.deadlines.subjects import Subject
from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation
from troth_desk.today import words
from troth_desk.today.models import CalendarLink

MOST = 1_000
"""Entries of a calendar: what is due first."""
LENGTH = timedelta(minutes=15)
"""An entry without a length is shown as none by some programs."""
REFRESH = timedelta(minutes=30)
"""How often programs are asked to ask again (RFC 7986 §5.7)."""


@dataclass(frozen=True, slots=True)
class Due:
    """One entry. ``uid`` stays the same as long as it is the same thing."""

    uid: str
    at: datetime
    summary: str
    description: str
    url: str


def link_of(organisation: Organisation, digest: str) -> CalendarLink | None:
    """The standing address of that digest whose member is still one."""
    found = CalendarLink.objects.filter(organisation=organisation, digest=digest, revoked_at=None)
    return found.filter(member__ended_at=None).select_related("member__user").first()


def links(organisation: Organisation) -> QuerySet[CalendarLink]:
    """Every standing address."""
    found = CalendarLink.objects.filter(organisation=organisation, revoked_at=None, member__ended_at=None)
    return found.select_related("member__user")


def due(organisation: Organisation, at: datetime, *, link: CalendarLink) -> list[Due]:
    """What ``link`` shows at ``at``, what is due first in front, at most ``MOST`` entries."""
    return sorted((*_clocks(organisation, at, link), *_embargoes(organisation, link)), key=lambda one: one.at)[:MOST]


def _clocks(organisation: Organisation, at: datetime, link: CalendarLink) -> Iterator[Due]:
    running = Clock.objects.filter(organisation=organisation, state=ClockState.RUNNING).order_by("due_at", "id")
    if link.mine:
        mine = Case.objects.filter(organisation=organisation, owner=link.member)
        subjects = mine.annotate(named=Concat(Value("case:"), "reference")).order_by().values("named")
        running = running.filter(Q(subject__in=subjects) | Q(subject__in=others.of_member(link.member)))
    shown = list(running[:MOST])
    known = others.described(organisation, (clock.subject for clock in shown))
    for clock in shown:
        name, page = _thing(organisation, clock, known.get(clock.subject))
        late = "overdue: " if clock.due_at < at else ""
        aims = "aims at" if clock.strength == "target" else "promises"
        yield Due(
            uid=f"clock-{clock.pk}",
            at=clock.due_at,
            summary=f"{name} {late}{words.owed(clock)}",
            description=f"{clock.document} line {clock.line} {aims}: “{clock.sentence}”" if clock.document else "",
            url=page,
        )


def _thing(organisation: Organisation, clock: Clock, known: Subject | None) -> tuple[str, str]:
    """What the clock runs for, without words of reports or of the team, and its page."""
    if known is not None:
        return known.reference, whole(known.address)
    kind, _, reference = clock.subject.partition(":")
    return (reference, _page(organisation, reference)) if kind == "case" else (clock.subject, _page(organisation, ""))


def _embargoes(organisation: Organisation, link: CalendarLink) -> Iterator[Due]:
    found = Embargo.objects.filter(organisation=organisation).select_related("case")
    held = found.filter(state__in=(EmbargoState.ACTIVE, EmbargoState.REVISE, EmbargoState.PROPOSED))
    for embargo in held.filter(case__owner=link.member) if link.mine else held:
        page = _page(organisation, embargo.case.reference)
        name = embargo.case.reference
        if embargo.until is not None and embargo.state != EmbargoState.PROPOSED:
            yield Due(f"embargo-{embargo.pk}", embargo.until, f"{name} The embargo ends", "", page)
        if embargo.proposed_until is not None and embargo.answer_by is not None:
            said = "An end of the embargo is proposed; who is silent is counted by what was published."
            yield Due(f"embargo-{embargo.pk}-answer", embargo.answer_by, f"{name} Answer to the embargo", said, page)


def _page(organisation: Organisation, reference: str) -> str:
    return whole(f"/o/{organisation.slug}/cases/{reference}/" if reference else f"/o/{organisation.slug}/")


def tag(entries: Sequence[Due]) -> str:
    """An entity tag of what is due: the same as long as nothing changed."""
    said = "\n".join(f"{one.uid} {one.at.isoformat()} {one.summary} {one.description}" for one in entries)
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def written(organisation: Organisation, entries: Sequence[Due], at: datetime, *, mine: bool) -> bytes:
    """The calendar as programs read it."""
    from icalendar import Calendar, Event  # late: it is a twentieth of a second, and only this page needs it

    name = f"{organisation.name}: what is due" + (" of mine" if mine else "")
    calendar = Calendar()
    calendar.add("prodid", "-//Troth//Troth desk//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT30M")
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    for one in entries:
        event = Event()
        event.add("uid", f"{one.uid}@{host}")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", one.at.astimezone(UTC) - LENGTH)
        event.add("dtend", one.at.astimezone(UTC))
        event.add("summary", one.summary)
        event.add("description", "\n".join(part for part in (one.description, one.url) if part))
        event.add("url", one.url)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
