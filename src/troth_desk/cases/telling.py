"""How a case is told to programs: shapes of the interface, and the rows in them. Notes have no shape here."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from ninja import Schema

from troth_desk.cases import queries
from troth_desk.cases.models import Case, Duty, Embargo, Message, Participant
from troth_desk.cases.stages import Stage
from troth_desk.deadlines import queries as deadlines
from troth_desk.deadlines.models import Clock


class CaseTold(Schema):
    """A case in a list."""

    id: str
    project: str
    title: str
    state: str
    held: str
    held_reason: str
    severity: str
    cvss_vector: str
    cvss_score: float | None
    received_at: datetime
    acknowledged_at: datetime | None
    closed_at: datetime | None
    public_at: datetime | None
    duplicate_of: str
    policy: int | None


class ClockTold(Schema):
    """A clock, with the sentence that started it. ``overdue`` is computed for now."""

    action: str
    state: str
    document: str
    version: int
    line: int
    sentence: str
    severity: str
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    breached_at: datetime | None
    stopped_at: datetime | None
    overdue: bool


class StageTold(Schema):
    """A stage of what reporters were told to expect."""

    action: str
    name: str
    standing: str
    done_at: datetime | None


class PolicyStageTold(Schema):
    """A stage that the policy itself names, in its words."""

    name: str
    document: str
    line: int
    sentence: str
    standing: str
    done_at: datetime | None


class MessageTold(Schema):
    """A message. ``side`` is "team", "desk", or the part of who wrote it."""

    id: int
    side: str
    body: str
    at: datetime


class ParticipantTold(Schema):
    """Somebody from outside."""

    id: int
    role: str
    contact: str
    credit: str
    credit_name: str
    joined_at: datetime
    left_at: datetime | None


class EmbargoTold(Schema):
    """Where the embargo stands. ``binds`` is computed for now."""

    state: str
    binds: bool
    until: datetime | None
    proposed_until: datetime | None
    answer_by: datetime | None
    ended_at: datetime | None
    ended_reason: str


class DutyTold(Schema):
    """What the policy promises for a severity, and what became of it."""

    id: int
    kind: str
    severity: str
    words: str
    document: str
    line: int
    state: str
    record: str
    collected_for: date | None
    done_at: datetime | None


class MoveTold(Schema):
    """A legal move; ``asks`` names the field it needs, or is empty."""

    to: str
    label: str
    asks: str


class WholeCase(CaseTold):
    """A case with everything that programs may read of it."""

    description: str
    steps: str
    impact: str
    suggested_fix: str
    answers: dict[str, str]
    rejected_reason: str
    clocks: list[ClockTold]
    stages: list[StageTold]
    policy_stages: list[PolicyStageTold]
    messages: list[MessageTold]
    participants: list[ParticipantTold]
    embargo: EmbargoTold | None
    duties: list[DutyTold]
    moves: list[MoveTold]


def case_told(case: Case) -> dict[str, Any]:
    """A case as ``CaseTold``."""
    return {
        "id": case.reference,
        "project": case.project.slug,
        "title": case.title,
        "state": case.state,
        "held": case.held,
        "held_reason": case.held_reason,
        "severity": case.severity,
        "cvss_vector": case.cvss_vector,
        "cvss_score": None if case.cvss_score is None else float(case.cvss_score),
        "received_at": case.received_at,
        "acknowledged_at": case.acknowledged_at,
        "closed_at": case.closed_at,
        "public_at": case.public_at,
        "duplicate_of": case.duplicate_of.reference if case.duplicate_of else "",
        "policy": case.policy.number if case.policy else None,
    }


def whole_case(case: Case, at: datetime) -> dict[str, Any]:
    """A case as ``WholeCase``, seen at ``at``."""
    embargo = queries.embargo(case)
    messages = Message.objects.filter(organisation_id=case.organisation_id, case=case).select_related("participant")
    return case_told(case) | {
        "description": case.description,
        "steps": case.steps,
        "impact": case.impact,
        "suggested_fix": case.suggested_fix,
        "answers": {str(name): str(words) for name, words in case.answers.items()},
        "rejected_reason": case.rejected_reason,
        "clocks": [clock_told(one, at) for one in deadlines.clocks_of(case.project.organisation, case.subject)],
        "stages": [stage_told(one) for one in queries.stages(case)],
        "policy_stages": [asdict(one) for one in queries.policy_stages(case)],
        "messages": [message_told(one) for one in messages],
        "participants": [participant_told(one) for one in queries.participants(case)],
        "embargo": embargo_told(embargo, at) if embargo else None,
        "duties": [duty_told(one) for one in queries.duties(case)],
        "moves": [{"to": one.to.value, "label": one.label, "asks": one.asks} for one in queries.legal_moves(case, at)],
    }


def clock_told(clock: Clock, at: datetime) -> dict[str, Any]:
    """A clock as ``ClockTold``, seen at ``at``."""
    named = {name: getattr(clock, name) for name in ClockTold.model_fields if name != "overdue"}
    return named | {"overdue": deadlines.overdue(clock, at)}


def stage_told(stage: Stage) -> dict[str, Any]:
    """A stage as ``StageTold``."""
    return {name: getattr(stage, name) for name in StageTold.model_fields}


def message_told(message: Message) -> dict[str, Any]:
    """A message as ``MessageTold``."""
    side = "team" if message.member_id else message.participant.role if message.participant else "desk"
    return {"id": message.pk, "side": side, "body": message.body, "at": message.at}


def participant_told(participant: Participant) -> dict[str, Any]:
    """A participant as ``ParticipantTold``."""
    return {name: getattr(participant, name) for name in ParticipantTold.model_fields}


def embargo_told(embargo: Embargo, at: datetime) -> dict[str, Any]:
    """An embargo as ``EmbargoTold``, seen at ``at``."""
    named = {name: getattr(embargo, name) for name in EmbargoTold.model_fields if name != "binds"}
    return named | {"binds": queries.embargo_binds(embargo, at)}


def duty_told(duty: Duty) -> dict[str, Any]:
    """A promised thing as ``DutyTold``."""
    return {name: getattr(duty, name) for name in DutyTold.model_fields}
