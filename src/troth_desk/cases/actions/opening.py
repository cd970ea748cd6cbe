"""A report comes in: the case, its reporter, the secret of their link, and the clocks that start."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from troth_desk.cases import promised, triage
from troth_desk.cases.actions import embargo
from troth_desk.cases.actions.taking_part import join
from troth_desk.cases.actions.writing import digest, entry, within_bounds
from troth_desk.cases.models import Case, Participant, State, Transition
from troth_desk.cases.states import Part
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import Actor
from troth_desk.policies import queries as policies
from troth_desk.tenants.models import Project

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that are not taken for each other when they are read aloud."""
LONGEST_TITLE = 300
LONGEST_TEXT = 100_000
"""Characters of each text of a report."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports. ``contact`` is empty where they are anonymous; ``answers`` are fields of the policy."""

    title: str
    description: str = ""
    steps: str = ""
    impact: str = ""
    suggested_fix: str = ""
    contact: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """All that it says of the weakness, by which the same report is recognised."""
        told = (self.title, self.description, self.steps, self.impact, self.suggested_fix, *self.answers.values())
        return " ".join(" ".join(told).casefold().split())


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case. ``link_secret`` is told this once: only its digest is kept."""

    case: Case
    participant: Participant
    link_secret: str
    clocks: Sequence[Clock]


@transaction.atomic
def open_case(
    project: Project, report: Report, *, origin: str, by: Actor, at: datetime, received_at: datetime | None = None
) -> Opened:
    """Open a case for ``report``, received at ``at``, and start the clocks of what the policy promises now.

    ``received_at`` is when it reached us where the desk only has it now (it lay in a mailbox, or on another host): the
    clocks count from then, and the ledger says both. An instant behind ``at`` is taken for ``at``.
    A report that looks doubtful or seems to repeat another is marked for the triage queue; its clocks start all the
    same. Raises ``Refused`` on a report without a title or with a text that is too long.
    """
    received = min(received_at or at, at)
    case = _written(project, report, origin, received, at)
    Transition.objects.create(
        organisation_id=case.organisation_id, case=case, after=State.RECEIVED, actor=str(by), at=received
    )
    participant, secret = join(case, Part.REPORTER, report.contact, at=received)
    entry(
        case,
        "case.opened",
        {
            "project": project.pk,
            "origin": origin,
            "policy": case.policy.number if case.policy else None,
            "digest": case.digest,
            "participant": participant.pk,
            "held": case.held,
            "resembles": case.resembles.reference if case.resembles else "",
            **({"received_at": received.isoformat()} if received != at else {}),
        },
        by=by,
        at=at,
    )
    clocks = promised.arm_owed(case, by=by, at=at)
    embargo.propose_default(case, at=at)
    return Opened(case, participant, secret, clocks)


def _written(project: Project, report: Report, origin: str, received: datetime, at: datetime) -> Case:
    case = Case(
        organisation_id=project.organisation_id,
        project=project,
        policy=policies.current_version(project),
        reference=reference(),
        title=within_bounds(report.title, LONGEST_TITLE, "the title"),
        description=_bounded(report.description, "the description"),
        steps=_bounded(report.steps, "the steps"),
        impact=_bounded(report.impact, "the impact"),
        suggested_fix=_bounded(report.suggested_fix, "the suggested fix"),
        answers={name: _bounded(words, name) for name, words in report.answers.items()},
        origin=origin,
        received_at=received,
        changed_at=at,
        digest=digest(report.words),
    )
    found = triage.doubt(case)
    if found:
        case.held, case.held_reason, case.resembles = found.held, found.reason, found.resembles
    case.save()
    return case


def _bounded(words: str, name: str) -> str:
    return within_bounds(words, LONGEST_TEXT, name) if words.strip() else ""


def reference() -> str:
    """A new public id: "TR-" and eight random letters (39 bits), so that nobody finds a case by counting."""
    return "TR-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
