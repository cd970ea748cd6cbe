"""Tells the story to a desk: each step is the action that people use, at its own instant, with the sweeps between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from troth_desk.cases import actions as cases
from troth_desk.cases import queries as case_reads
from troth_desk.cases.models import Alarm, Case, Duty, DutyKind, DutyState, Participant
from troth_desk.deadlines import actions as deadlines
from troth_desk.files.uploads import Sealed, vault
from troth_desk.findings.models import Finding, Import
from troth_desk.intake import actions as intake
from troth_desk.ledger.actions import record
from troth_desk.ledger.actor import SYSTEM, Actor, ActorKind
from troth_desk.notices.models import Delivery
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.project.example import advising, finding, incidents, paper, reviewing, scanning, story
from troth_desk.project.example.story import Step
from troth_desk.reviews.models import Obligation
from troth_desk.tenants import actions as tenants
from troth_desk.tenants.models import Organisation, Project

SWEEP = timedelta(hours=24)
"""How often the desk looked at its clocks."""


class LoadedError(Exception):
    """The example, or something of its name, is there already; the message says what to do."""


@dataclass(slots=True)
class Telling:
    """A story half told. ``cast`` is who plays which role, ``found`` the cases by the number of their report."""

    organisation: Organisation
    cast: Mapping[str, Membership]
    projects: Mapping[str, Project]
    now: datetime
    found: dict[int, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def case(self, number: int) -> Case:
        """The case of report ``number`` as it stands."""
        return Case.objects.select_related("project__organisation", "policy").get(
            organisation=self.organisation, reference=self.found[number]
        )


def load(organisation: Organisation, cast: Mapping[str, Membership], *, by: Actor, at: datetime) -> int:
    """Fill ``organisation`` with the example, all of it or nothing; the number of reports.

    ``cast`` names a member for "owner" and "responder". Raises ``LoadedError`` where a project of the same address
    is there.
    """
    taken = Project.objects.filter(organisation=organisation, slug__in=story.PROJECTS)
    if taken.exists():
        raise LoadedError("The example is there already. Remove it first: troth-desk example remove.")
    with transaction.atomic():
        telling = Telling(organisation, cast, _projects(organisation, at), at)
        swept = at - story.BEGAN
        for step in story.steps(at):
            while swept + SWEEP < step.at:
                swept += SWEEP
                _sweep(organisation, swept)
            _sweep(organisation, step.at)
            swept = step.at
            VERBS[step.verb](telling, step)
        _sweep(organisation, at)
        scanning.push_all(telling.projects, at)
        reviewing.review_all(organisation, telling.projects, cast, at)
        finding.tell_all(telling.projects, cast, at)
        began = incidents.play(telling.projects, cast, at)
        _sweep(organisation, at)
        about = [*_subjects(telling), *(one.subject for one in began)]
        Delivery.objects.filter(organisation=organisation, notice__subject__in=about).delete()
        advising.tell_all(organisation, cast, at)
        paper.play(telling.projects, cast, telling.case(min(telling.found)).subject, at)
        Delivery.objects.filter(organisation=organisation, notice__subject__in=_subjects(telling)).delete()
        record(organisation.pk, "example.loaded", f"organisation:{organisation.pk}", {}, by=by, at=at)
    return len(telling.found)


def _subjects(telling: Telling) -> list[str]:
    """Whom example notices are about: nobody is mailed about them."""
    reviews = Obligation.objects.filter(organisation=telling.organisation, project__in=telling.projects.values())
    findings = Finding.objects.filter(organisation=telling.organisation, project__in=telling.projects.values())
    imports = Import.objects.filter(organisation=telling.organisation, stream__project__in=telling.projects.values())
    cases = (f"case:{reference}" for reference in telling.found.values())
    return [*cases, *(one.subject for found in (reviews, findings, imports) for one in found)]


def _projects(organisation: Organisation, at: datetime) -> dict[str, Project]:
    began = at - story.BEGAN
    projects = {}
    for slug, name in story.PROJECTS.items():
        made = tenants.begin_project(organisation, slug, name, by=SYSTEM, at=began)
        Project.objects.filter(pk=made.pk, organisation=organisation).update(example=True)
        import_texts(made, {"SECURITY.md": story.earlier_policy(slug)}, by=SYSTEM, at=began)
        import_texts(made, {"SECURITY.md": story.policy(slug)}, by=SYSTEM, at=at - story.SECOND_VERSION)
        projects[slug] = made
    return projects


def _sweep(organisation: Organisation, at: datetime) -> None:
    deadlines.sweep(organisation, at)
    cases.sweep(organisation, at)


def _sealed(name: str, text: str) -> Sealed:
    content = text.encode()
    with vault().writer() as writer:
        writer.write(content)
    return Sealed(name, writer.size, "text/plain", writer.sha256, writer.stored_as)


def _receive(telling: Telling, step: Step) -> None:
    told = step.told
    assert told is not None  # noqa: S101 - "receive" carries it
    received = intake.receive(
        telling.projects[told.project],
        cases.Report(told.title, told.description, told.steps, told.impact, told.suggested_fix, told.contact),
        origin=told.origin,
        by=Actor(ActorKind.REPORTER),
        at=step.at,
        files=[_sealed(told.file[0], told.file[1])] if told.file else [],
    )
    telling.found[step.number] = str(received.answer["id"])
    telling.names[told.name] = telling.found[step.number]


def _member(telling: Telling, step: Step) -> Membership:
    return telling.cast[step.who]


def _reporter(telling: Telling, step: Step) -> Participant:
    return Participant.objects.select_related("case__project__organisation", "case__policy").get(
        organisation=telling.organisation, case__reference=telling.found[step.number], role="reporter"
    )


def _by(telling: Telling, step: Step) -> Actor:
    return actor_of(_member(telling, step))


def _acknowledge(telling: Telling, step: Step) -> None:
    cases.move(telling.case(step.number), "acknowledged", by=_by(telling, step), at=step.at)


def _move(telling: Telling, step: Step) -> None:
    cases.move(telling.case(step.number), step.words, reason=step.more, by=_by(telling, step), at=step.at)


def _ask(telling: Telling, step: Step) -> None:
    member = _member(telling, step)
    case = telling.case(step.number)
    cases.move(case, "needs_info", information=step.words, member=member, by=actor_of(member), at=step.at)


def _duplicate(telling: Telling, step: Step) -> None:
    original = Case.objects.get(organisation=telling.organisation, reference=telling.names[step.words])
    cases.move(telling.case(step.number), "duplicate", duplicate_of=original, by=_by(telling, step), at=step.at)


def _say(telling: Telling, step: Step) -> None:
    member = _member(telling, step)
    cases.say(telling.case(step.number), step.words, member=member, by=actor_of(member), at=step.at)


def _answer(telling: Telling, step: Step) -> None:
    participant = _reporter(telling, step)
    cases.say(participant.case, step.words, participant=participant, by=cases.reporter(participant), at=step.at)


def _note(telling: Telling, step: Step) -> None:
    member = _member(telling, step)
    cases.note(telling.case(step.number), step.words, member=member, by=actor_of(member), at=step.at)


def _assign(telling: Telling, step: Step) -> None:
    cases.assign(telling.case(step.number), telling.cast[step.words], by=_by(telling, step), at=step.at)


def _rate(telling: Telling, step: Step) -> None:
    cases.rate(telling.case(step.number), step.words, by=_by(telling, step), at=step.at)


def _pause(telling: Telling, step: Step) -> None:
    subject = telling.case(step.number).subject
    deadlines.pause(telling.organisation, subject, step.words, by=_by(telling, step), at=step.at)


def _invite(telling: Telling, step: Step) -> None:
    cases.invite(telling.case(step.number), step.more, step.words, by=_by(telling, step), at=step.at)


def _embargo(telling: Telling, step: Step) -> None:
    """``words`` is when it ends, counted from the story's end."""
    until = telling.now + story.span(step.words)
    cases.propose_embargo(telling.case(step.number), until, by=_by(telling, step), at=step.at)


def _agree(telling: Telling, step: Step) -> None:
    participant = _reporter(telling, step)
    cases.answer_embargo(participant, agree=True, by=cases.reporter(participant), at=step.at)


def _end_embargo(telling: Telling, step: Step) -> None:
    cases.end_embargo(telling.case(step.number), step.words, by=_by(telling, step), at=step.at)


def _leak(telling: Telling, step: Step) -> None:
    cases.end_embargo(telling.case(step.number), step.words, public=True, by=_by(telling, step), at=step.at)


def _credit(telling: Telling, step: Step) -> None:
    participant = _reporter(telling, step)
    cases.prefer_credit(participant, step.more, step.words, by=cases.reporter(participant), at=step.at)


def _bounty(telling: Telling, step: Step) -> None:
    """``more`` is the decision and, where one is granted, the amount."""
    member = _member(telling, step)
    decision, _, amount = step.more.partition(" ")
    case = telling.case(step.number)
    cases.decide_bounty(
        case, decision, reason=step.words, amount=amount, member=member, by=actor_of(member), at=step.at
    )


def _tick(telling: Telling, step: Step) -> None:
    """Every promised action that is still open."""
    _settle(telling, step, DutyKind.ACTION)


def _told(telling: Telling, step: Step) -> None:
    """Everybody whom the policy says will be told."""
    _settle(telling, step, DutyKind.COMMUNICATION)


def _settle(telling: Telling, step: Step, kind: str) -> None:
    case = telling.case(step.number)
    for duty in case_reads.duties(case).filter(kind=kind, state=DutyState.OPEN):
        cases.tick(_fresh(duty), step.words, by=_by(telling, step), at=step.at)


def _fresh(duty: Duty) -> Duty:
    return Duty.objects.select_related("case__project__organisation", "case__policy").get(pk=duty.pk)


def _emergency_taken(telling: Telling, step: Step) -> None:
    member = _member(telling, step)
    called = Alarm.objects.filter(organisation=telling.organisation, case__reference=telling.found[step.number])
    for alarm in called.filter(taken_at=None).select_related("case__project__organisation"):
        cases.answer_emergency(alarm, member, by=actor_of(member), at=step.at)


VERBS: Mapping[str, Callable[[Telling, Step], None]] = {
    "receive": _receive,
    "acknowledge": _acknowledge,
    "move": _move,
    "ask": _ask,
    "duplicate": _duplicate,
    "say": _say,
    "answer": _answer,
    "note": _note,
    "assign": _assign,
    "rate": _rate,
    "pause": _pause,
    "invite": _invite,
    "embargo": _embargo,
    "agree": _agree,
    "end_embargo": _end_embargo,
    "leak": _leak,
    "credit": _credit,
    "bounty": _bounty,
    "tick": _tick,
    "told": _told,
    "emergency_taken": _emergency_taken,
}
"""What each verb of the story does."""
