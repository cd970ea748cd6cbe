"""Who owes what to whom, and by when, in words for the reporter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from troth_desk.cases.models import Case, Consent, Embargo, Message, Participant
from troth_desk.cases.states import ConsentState, EmbargoState, State
from troth_desk.deadlines.models import Clock, ClockState

SAYS = {
    "acknowledge": "A person confirms that your report arrived",
    "assess": "You learn what we make of it",
    "update": "You hear from us again",
    "fix": "It is fixed",
    "respond": "We do what the policy says for its severity",
    "disclose": "It is published",
}


@dataclass(frozen=True, slots=True)
class Owed:
    """Something the team owes the reporter: what, and the clock with its sentence."""

    says: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class Owing:
    """Something the team waits for. ``by`` is None where nothing runs out; ``place`` is the part of the page for it."""

    says: str
    by: datetime | None
    otherwise: str
    place: str


def owed(clocks: Iterable[Clock]) -> Sequence[Owed]:
    """What is still owed to the reporter, the first due first; what was owed and is late stands among it."""
    running = [each for each in clocks if each.state in {ClockState.RUNNING, ClockState.PAUSED}]
    return [Owed(SAYS.get(each.action, each.action), each) for each in sorted(running, key=lambda each: each.due_at)]


def owing(case: Case, participant: Participant, embargo: Embargo | None, at: datetime) -> Sequence[Owing]:
    """What the reporter owes the team: an answer to a question, a word on the embargo."""
    found = []
    if case.state == State.NEEDS_INFO:
        asked = Message.objects.filter(organisation_id=case.organisation_id, case=case, member__isnull=False)
        last = asked.order_by("at", "id").last()
        since = f", asked {last.at:%d %B %Y}" if last else ""
        found.append(
            Owing(
                f"An answer to our question{since}",
                None,
                "Our own deadlines go on running meanwhile, unless a person pauses them and says why.",
                "conversation",
            )
        )
    if embargo is not None and question(participant, embargo):
        found.append(
            Owing(
                "Whether you keep silent until the day that is proposed",
                embargo.answer_by if embargo.answer_by and embargo.answer_by > at else None,
                "Without an answer what the policy publishes holds, and nothing beyond it.",
                "embargo",
            )
        )
    return found


def question(participant: Participant, embargo: Embargo | None) -> bool:
    """Whether the embargo waits for a word of this participant."""
    if embargo is None or embargo.state in {EmbargoState.NONE, EmbargoState.EXITED}:
        return False
    consent = Consent.objects.filter(
        organisation_id=embargo.organisation_id, embargo=embargo, participant=participant
    ).first()
    return consent is None or consent.state in {ConsentState.INVITED, ConsentState.LAPSED}
