"""What happened to a case, in one line of time: for the team with everything, for people outside without notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from troth_desk.cases.models import (
    Alarm,
    BountyDecision,
    Case,
    Duty,
    EmbargoStep,
    Message,
    Note,
    Participant,
    Rating,
    State,
    Transition,
)
from troth_desk.cases.states import DutyState, Part, now_words
from troth_desk.deadlines import queries as deadlines
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import ActorKind
from troth_desk.people.models import Membership

TEAM, REPORTER, DESK = "team", "reporter", "desk"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened.

    ``kind`` is "move", "message", "note", "clock", "rating", "duty", "embargo", "bounty", "alarm" or "joined"; ``side``
    is "team", "reporter" (or another part) or "desk"; ``who`` names the person to the team and is empty for people
    outside. ``words`` says what happened, ``body`` is what a person wrote. ``inside``: only the team sees it.
    """

    at: datetime
    kind: str
    side: str
    words: str
    body: str = ""
    who: str = ""
    inside: bool = False
    row: object = None
    """The row it was made of, None for people outside."""


def timeline(case: Case, *, outside: bool) -> list[Item]:
    """Everything that happened, the first first. ``outside``: what reporters see; notes are not even read."""
    items = [
        *_moves(case),
        *_messages(case),
        *_ratings(case),
        *_embargo(case),
        *_clocks(case),
        *_joined(case),
        *_bounties(case),
    ]
    if outside:
        return sorted((_bare(one) for one in items if not one.inside), key=_order)
    items += [*_notes(case), *_duties(case), *_alarms(case)]
    names = _names(case)
    return sorted((_named(one, names) for one in items), key=_order)


def _order(item: Item) -> datetime:
    return item.at


def _bare(item: Item) -> Item:
    return Item(item.at, item.kind, item.side, item.words, item.body)


def _named(item: Item, names: dict[str, str]) -> Item:
    return Item(item.at, item.kind, item.side, item.words, item.body, names.get(item.who, ""), item.inside, item.row)


def _names(case: Case) -> dict[str, str]:
    members = Membership.objects.filter(organisation_id=case.organisation_id).select_related("user")
    return {f"{ActorKind.MEMBER}:{one.pk}": one.user.first_name or one.user.email for one in members}


def _side(actor: str) -> str:
    kind = actor.partition(":")[0]
    return {ActorKind.REPORTER: REPORTER, ActorKind.SYSTEM: DESK}.get(ActorKind(kind), TEAM) if kind else DESK


def _moves(case: Case) -> Iterator[Item]:
    for one in Transition.objects.filter(organisation_id=case.organisation_id, case=case):
        if not one.before:
            yield Item(
                one.at, "move", REPORTER if _side(one.actor) != TEAM else TEAM, "The report was received.", row=one
            )
            continue
        words = now_words(State(one.after))
        yield Item(one.at, "move", _side(one.actor), words, one.reason, one.actor, row=one)


def _messages(case: Case) -> Iterator[Item]:
    found = Message.objects.filter(organisation_id=case.organisation_id, case=case).select_related("participant")
    for one in found:
        side = TEAM if one.member_id else one.participant.role if one.participant else DESK
        who = f"{ActorKind.MEMBER}:{one.member_id}" if one.member_id else ""
        said = {TEAM: "The team wrote.", DESK: "The desk wrote."}.get(side, f"The {side} wrote.")
        yield Item(one.at, "message", side, said, one.body, who, row=one)


def _notes(case: Case) -> Iterator[Item]:
    for one in Note.objects.filter(organisation_id=case.organisation_id, case=case):
        who = f"{ActorKind.MEMBER}:{one.member_id}" if one.member_id else ""
        yield Item(one.at, "note", TEAM, "Internal note.", one.body, who, inside=True, row=one)


def _ratings(case: Case) -> Iterator[Item]:
    for one in Rating.objects.filter(organisation_id=case.organisation_id, case=case):
        band = f" by line {one.line} of {one.document}" if one.line else ""
        words = f"Rated {one.severity}{band}: {one.score} ({one.vector})."
        yield Item(one.at, "rating", _side(one.actor), words, who=one.actor, row=one)


_EMBARGO = {
    "proposed": "An embargo until {until} is proposed.",
    "countered": "Two ends were proposed; the shorter one holds.",
    "agreed": "Agreed to the embargo until {until}.",
    "declined": "Declined the embargo until {until}.",
    "active": "The embargo holds until {until}.",
    "off": "The proposal is off.",
    "silence counted": "Nobody answered; the published default counts. The embargo holds until {until}.",
    "ended": "The embargo is over.",
}


def _embargo(case: Case) -> Iterator[Item]:
    for one in EmbargoStep.objects.filter(organisation_id=case.organisation_id, embargo__case=case):
        until = f"{one.until:%Y-%m-%d %H:%M} UTC" if one.until else "its end"
        words = _EMBARGO[one.step].format(until=until)
        yield Item(one.at, "embargo", _side(one.actor), words, one.reason, one.actor, row=one)


def _clocks(case: Case) -> Iterator[Item]:
    for one in deadlines.clocks_of(case.project.organisation, case.subject):
        yield from _clock(one)


def _clock(clock: Clock) -> Iterator[Item]:
    quoted = f"line {clock.line} of {clock.document}: “{clock.sentence}”"
    due = f"{clock.due_at:%Y-%m-%d %H:%M} UTC"
    yield Item(clock.started_at, "clock", DESK, f"Counted from here, due {due}: {quoted}.", row=clock)
    if clock.breached_at:
        yield Item(clock.breached_at, "clock", DESK, f"Not done in time: {quoted}.", row=clock)
    if clock.met_at:
        late = " late" if clock.breached_at else ""
        yield Item(clock.met_at, "clock", DESK, f"Done{late}: {quoted}.", row=clock)
    if clock.stopped_at:
        yield Item(clock.stopped_at, "clock", DESK, f"No longer owed ({clock.stopped_reason}): {quoted}.", row=clock)


def _joined(case: Case) -> Iterator[Item]:
    for one in Participant.objects.filter(organisation_id=case.organisation_id, case=case):
        if one.joined_at > case.received_at:
            article = "An" if one.role == Part.OBSERVER else "A"
            yield Item(one.joined_at, "joined", TEAM, f"{article} {one.role} takes part.", row=one)
        if one.left_at:
            yield Item(one.left_at, "joined", one.role, f"The {one.role} has left.", row=one)


def _duties(case: Case) -> Iterator[Item]:
    for one in Duty.objects.filter(organisation_id=case.organisation_id, case=case):
        promised = f"line {one.line} of {one.document} promises “{one.words}”"
        yield Item(one.at, "duty", DESK, f"For {one.severity} {promised}.", inside=True, row=one)
        if one.done_at:
            done = "Done" if one.state == DutyState.DONE else "Does not apply"
            yield Item(one.done_at, "duty", _side(one.actor), f"{done}: {promised}.", one.record, one.actor, True, one)  # noqa: FBT003


def _bounties(case: Case) -> Iterable[Item]:
    for one in BountyDecision.objects.filter(organisation_id=case.organisation_id, case=case):
        who = f"{ActorKind.MEMBER}:{one.member_id}" if one.member_id else ""
        amount = f" ({one.amount})" if one.amount else ""
        yield Item(one.at, "bounty", TEAM, f"Bounty {one.decision}{amount}.", one.reason, who, row=one)


def _alarms(case: Case) -> Iterable[Item]:
    for one in Alarm.objects.filter(organisation_id=case.organisation_id, case=case):
        raised = "The alarm was raised: a notice is on the desk for the emergency contact."
        yield Item(one.raised_at, "alarm", DESK, raised, one.reason, inside=True, row=one)
        if one.taken_at:
            who = f"{ActorKind.MEMBER}:{one.taken_by_id}"
            yield Item(one.taken_at, "alarm", TEAM, "The alarm was answered.", who=who, inside=True, row=one)
