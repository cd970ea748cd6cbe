"""An incident begins: it gets the phases of the policy, the checklists of its playbook, and their clocks."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from troth_desk.cases.actions.opening import ALPHABET
from troth_desk.cases.models import Case
from troth_desk.incidents import phases as plans
from troth_desk.incidents import promised, queries
from troth_desk.incidents.actions.bounds import LONGEST_LINE, Refused, line, of_team, text, told
from troth_desk.incidents.actions.clocks import arm_tasks
from troth_desk.incidents.actions.working import attach, enrol
from troth_desk.incidents.models import (
    Criterion,
    Incident,
    Move,
    Origin,
    Part,
    Phase,
    Severity,
    SeverityChange,
    Task,
    TaskSource,
)
from troth_desk.incidents.phases import Planned
from troth_desk.incidents.playbooks import choosing
from troth_desk.incidents.playbooks.form import DETECTION, Item, Playbook, Section, Timed
from troth_desk.ledger.actions import Plain, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.notices.actions import tell
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Project

RATED = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
"""Severities of incidents, the highest first."""
TEAM = "security team"
LEAD = "Lead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What is known when an incident begins.

    ``incident_class`` is a name of the policy, "" for the general kind; ``severity`` "" is that of the playbook.
    ``playbook`` is the short name of one, "" for that of the class; ``hint`` are words by which one is looked for where
    there is no class.
    """

    title: str
    summary: str = ""
    incident_class: str = ""
    level: str = ""
    severity: str = ""
    exercise: bool = False
    happened_at: datetime | None = None
    detected_at: datetime | None = None
    systems: Sequence[str] = ()
    lead: Membership | None = None
    playbook: str = ""
    hint: str = ""


def reference() -> str:
    """A new name: "IN-" and eight random letters (39 bits)."""
    return "IN-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def open_incident(
    project: Project,
    declared: Declared,
    *,
    origin: Origin = Origin.HAND,
    case: Case | None = None,
    by: Actor,
    at: datetime,
) -> Incident:
    """Begin an incident, or an exercise, of ``project``; ``case`` belongs to it.

    Its phases are those of the policy as it stands, its checklists and clocks those of its playbook. The team is told.
    Raises ``Refused`` where the policy knows no such class or level, or a time lies ahead.
    """
    if case is not None and case.organisation_id != project.organisation_id:
        raise Refused("There is no such case here.", "case")
    said = queries.said(project)
    name, level = _known(declared.incident_class, said.classes, "class"), _known(declared.level, said.levels, "level")
    book = _book(project, declared, name)
    with transaction.atomic():
        take_turn(project.organisation_id)
        incident = _written(project, declared, said, book, name=name, level=level, origin=origin, at=at)
        of_team(incident, declared.lead)
        found = said.phases(name)
        _plan(incident, found, book.playbook if book else None, at)
        SeverityChange.objects.create(
            organisation_id=incident.organisation_id, incident=incident, after=incident.severity, actor=str(by), at=at
        )
        Move.objects.create(
            organisation_id=incident.organisation_id, incident=incident, before=0, after=1, actor=str(by), at=at
        )
        detail: dict[str, Plain] = {
            "project": project.pk,
            "policy": incident.policy.number if incident.policy else None,
            "origin": origin.value,
            "severity": incident.severity,
            "exercise": incident.exercise,
            "phases": len(found),
            "playbook": incident.playbook,
            "playbook_number": incident.playbook_number,
        }
        told(incident, "incident.opened", detail, by=by, at=at)
        for system in declared.systems:
            attach(incident, name=system, by=by, at=at)
        if case is not None:
            attach(incident, case=case, by=by, at=at)
        if declared.lead is not None:
            enrol(incident, LEAD, declared.lead, by=by, at=at)
        arm_tasks(incident, by=by, at=at)
        promised.start_sure(incident, by=by, at=at)
        _tell(incident, at)
    return incident


def _known(given: str, names: Iterable[plans.Named], what: str) -> str:
    if not given.strip():
        return ""
    found = next((one.name for one in names if plans.plain(one.name) == plans.plain(given)), "")
    if not found:
        raise Refused(f"The policy names no {what} “{given.strip()[:60]}”.", f"incident_{what}")
    return found


def _book(project: Project, declared: Declared, name: str) -> queries.Shown | None:
    books = queries.playbooks(project)
    if declared.playbook:
        if declared.playbook not in books:
            raise Refused("There is no playbook of this name.", "playbook")
        return books[declared.playbook]
    if not name and declared.hint:
        return books.get(choosing.chosen({slug: one.playbook for slug, one in books.items()}, declared.hint))
    return queries.playbook_for(project, name, books)


def _written(
    project: Project,
    declared: Declared,
    said: queries.Said,
    book: queries.Shown | None,
    *,
    name: str,
    level: str,
    origin: Origin,
    at: datetime,
) -> Incident:
    severity = declared.severity or (book.playbook.severity if book else "") or Severity.MEDIUM
    if severity not in RATED:
        raise Refused("Choose critical, high, medium or low.", "severity")
    detected_at = declared.detected_at or at
    for each, field in ((declared.happened_at, "happened_at"), (detected_at, "detected_at")):
        if each is not None and each > at:
            raise Refused("That lies ahead: say when it was.", field)
    if declared.happened_at is not None and declared.happened_at > detected_at:
        raise Refused("It began before the team knew of it.", "happened_at")
    return Incident.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        policy=said.version,
        reference=reference(),
        title=line(declared.title, "in a few words what happens", "title"),
        summary=text(declared.summary, field="summary"),
        incident_class=name,
        level=level,
        severity=severity,
        exercise=declared.exercise,
        origin=origin,
        happened_at=declared.happened_at,
        detected_at=detected_at,
        opened_at=at,
        changed_at=at,
        playbook=book.slug if book else "",
        playbook_number=book.number if book else 0,
        playbook_text=book.text if book else "",
    )


def _plan(incident: Incident, found: Sequence[Planned], playbook: Playbook | None, at: datetime) -> None:
    """Write down its phases with their criteria, and the tasks and clocks of the playbook."""
    parts = (
        choosing.sections_of(playbook, [(one.name, one.kinds) for one in found]) if playbook else [[] for _ in found]
    )
    kept: dict[str, Phase] = {}
    for ordinal, (planned, sections) in enumerate(zip(found, parts, strict=True), 1):
        phase = Phase.objects.create(
            organisation_id=incident.organisation_id,
            incident=incident,
            ordinal=ordinal,
            name=planned.name[:200],
            kinds=list(planned.kinds),
            commitment=planned.commitment,
            document=planned.document,
            line=planned.line,
            sentence=planned.sentence,
            entered_at=at if ordinal == 1 else None,
        )
        kept |= {section.name.casefold(): phase for section in sections}
        _criteria(phase, planned, sections)
        tasks = [item for section in sections for item in section.tasks]
        Task.objects.bulk_create(_task(incident, phase, number, item, at) for number, item in enumerate(tasks, 1))
    timed = playbook.clocks if playbook else ()
    Task.objects.bulk_create(_clock(incident, number, one, kept, at) for number, one in enumerate(timed, 1))


def _criteria(phase: Phase, planned: Planned, sections: Sequence[Section]) -> None:
    """Those of the playbook, else those that such a phase has by default."""
    kinds = [plans.BY_NAME[name] for name in planned.kinds]
    enter = [words for one in sections for words in one.enter] or [words for kind in kinds[:1] for words in kind.enter]
    leave = [words for one in sections for words in one.leave] or [words for kind in kinds for words in kind.leave]
    asked = {Part.ENTER: enter or plans.OTHER_ENTER, Part.LEAVE: leave or plans.OTHER_LEAVE}
    Criterion.objects.bulk_create(
        Criterion(organisation_id=phase.organisation_id, phase=phase, part=part, ordinal=number, words=words)
        for part, found in asked.items()
        for number, words in enumerate(dict.fromkeys(found), 1)
    )


def _task(incident: Incident, phase: Phase, ordinal: int, item: Item, at: datetime) -> Task:
    return Task(
        organisation_id=incident.organisation_id,
        incident=incident,
        phase=phase,
        ordinal=ordinal,
        words=item.words,
        role=item.role,
        source=TaskSource.PLAYBOOK,
        within=item.within.iso if item.within else "",
        basis=item.within.basis if item.within else "",
        counts_from="phase" if item.within else "",
        added_at=at,
    )


def _clock(incident: Incident, ordinal: int, timed: Timed, kept: dict[str, Phase], at: datetime) -> Task:
    phase = None if timed.counts_from == DETECTION else kept.get(timed.counts_from.casefold())
    return Task(
        organisation_id=incident.organisation_id,
        incident=incident,
        phase=phase,
        ordinal=ordinal,
        words=timed.words,
        role=timed.role,
        source=TaskSource.CLOCK,
        within=timed.within.iso,
        basis=timed.within.basis,
        counts_from="phase" if phase else DETECTION,
        added_at=at,
    )


def _tell(incident: Incident, at: datetime) -> None:
    """The team hears of it, without a word of what happened: mails go out in clear."""
    what = "an exercise" if incident.exercise else "an incident"
    of = f" of the class {incident.incident_class}" if incident.incident_class else ""
    tell(
        incident.project.organisation,
        key=f"incident:{incident.pk}:opened",
        subject=incident.subject,
        group=TEAM,
        title=f"{incident.reference}: {what} has begun, {incident.severity}"[:LONGEST_LINE],
        body=f"It is {what}{of} of {incident.project.name}. Its page says what to do next.",
        at=at,
        urgent=incident.severity in RATED[:2] and not incident.exercise,
    )
