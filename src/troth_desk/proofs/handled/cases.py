"""What cases show of promises that no clock measures: steps, agreed publication, rewards, what a severity sets off.

What a policy promises for a severity alone ("High: plan and implement fix", "development team notification") is owed by
each case of it as a duty: ticked it was done, withdrawn by somebody with a reason it is shown neither way, and no case
owes it any more whose severity rose above it. Only what the records show is counted. What advisories show (who was
credited, the release, publication) is told by ``handled.advisories``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch

from troth.terms.commitment import Bounty, Commitment, CoordinatedDisclosure, DisclosureStep, Recurrence
from troth_desk.cases.models import BountyDecision, Case, Consent, Duty, DutyState, Embargo, Transition
from troth_desk.cases.states import RANK, ConsentState, Part, State
from troth_desk.proofs.handled.counted import Handled
from troth_desk.tenants.models import Project

OVER = frozenset({State.DISCLOSED, State.CLOSED})
"""States in which an accepted report has been handled to its end."""
_STEPS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"^(?:private )?report(?:ed|ing)?$|^receipt$|^intake$"), frozenset({State.RECEIVED})),
    (re.compile(r"^acknowledg"), frozenset({State.ACKNOWLEDGED})),
    (re.compile(r"^(?:verif|assess|triag|confirm|investigat|validat|reproduc)"), frozenset({State.ACCEPTED})),
    (re.compile(r"^(?:fix|patch|remediat|mitigat)[a-z]*(?: (?:development|it))?$"), frozenset({State.FIX_READY})),
)
"""Names of steps, and the state that shows that the step was done."""


@dataclass(frozen=True, slots=True)
class Over:
    """A case that was accepted and is over: the states that it went through, and when."""

    case: Case
    at: datetime
    reached: Mapping[str, datetime]


def handled(project: Project, at: datetime, window: timedelta) -> Callable[[Commitment], Handled | None]:
    """What is known of a promise about the cases of ``project`` that were over in ``window``; None: nothing is."""
    over = list(over_in(project, at, window))

    def of(commitment: Commitment) -> Handled | None:
        shows = _shown_by(commitment)
        found = [(each, _done(owed)) for each in over if (owed := _owed(each, commitment, at))]
        if not found and shows is not None:
            found = [(each, shows(each)) for each in over if _meant(each, commitment)]
        if not found:
            return None
        return Handled(
            n=len(found),
            kept=sum(shown is True for _, shown in found),
            late=sum(shown is False for _, shown in found),
            first=min(each.at for each, _ in found),
            last=max(each.at for each, _ in found),
        )

    return of


def _shown_by(commitment: Commitment) -> Callable[[Over], bool | None] | None:
    """What a case shows of ``commitment``: done, not done, or None for neither; None where no case shows anything."""
    if isinstance(commitment, Bounty):
        return _rewarded
    if isinstance(commitment, CoordinatedDisclosure):
        return _agreed
    if isinstance(commitment, DisclosureStep):
        name = commitment.name.lower()
        state = next((states for pattern, states in _STEPS if pattern.search(name)), None)
        return None if state is None else lambda over: True if state & over.reached.keys() else None
    return None


def _meant(over: Over, commitment: Commitment) -> bool:
    """Whether a promise that names severities speaks of a case of this one."""
    severities = getattr(commitment, "severity", ())
    return not severities or over.case.severity in severities


def _owed(over: Over, commitment: Commitment, at: datetime) -> list[Duty]:
    """The duties of a case that are ``commitment``: its severity, and the words of its line.

    What has a period of its own is a clock's or a review's.
    """
    if not isinstance(commitment, DisclosureStep | Recurrence):
        return []
    if isinstance(commitment, Recurrence) and commitment.every:
        return []
    severities = commitment.severity
    said = [f" {_plain(sentence)} " for sentence in commitment.sentences]
    return [
        duty
        for duty in over.case.duties.all()
        if duty.severity in severities
        and duty.at <= at
        and any(f" {_plain(duty.words)} " in sentence for sentence in said)
        and not (duty.state == DutyState.WITHDRAWN and RANK[over.case.severity] > RANK[duty.severity])
    ]


def _done(owed: Iterable[Duty]) -> bool | None:
    """Done where it was ticked each time that it was owed; what is open or withdrawn shows neither."""
    return True if all(duty.state == DutyState.DONE for duty in owed) else None


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def _rewarded(over: Over) -> bool | None:
    """A reward that was granted; a decision against one is for people to read, not to be counted."""
    decisions = list(over.case.bounties.all())
    return True if decisions and decisions[-1].decision == "granted" else None


def _agreed(over: Over) -> bool | None:
    """Published when it was agreed with the reporter; before that end it is a breach.

    Neither where the reporter did not agree, or where the silence was ended before the day that was agreed: by a leak,
    or by the team alone, which is no agreement on another day.
    """
    disclosed = over.reached.get(State.DISCLOSED)
    embargo: Embargo | None = getattr(over.case, "embargo", None)
    if disclosed is None or embargo is None or embargo.until is None:
        return None
    reporters = [each for each in embargo.consents.all() if each.participant.role == Part.REPORTER]
    if not any(each.state == ConsentState.AGREED for each in reporters):
        return None
    if disclosed >= embargo.until:
        return True
    return None if embargo.ended_at is not None and embargo.ended_at <= disclosed else False


def over_in(project: Project, at: datetime, window: timedelta) -> Iterable[Over]:
    """The cases of ``project`` that were accepted, and over in ``window`` before ``at``."""
    moves = Transition.objects.filter(organisation_id=project.organisation_id, at__lte=at).order_by("at", "id")
    cases = Case.objects.filter(organisation_id=project.organisation_id, project=project, state__in=OVER, held="")
    cases = cases.filter(transitions__after__in=OVER, transitions__at__gte=at - window).distinct()
    consents = Consent.objects.filter(organisation_id=project.organisation_id).select_related("participant")
    bounties = BountyDecision.objects.filter(organisation_id=project.organisation_id, at__lte=at).order_by("at", "id")
    cases = cases.select_related("embargo").only("received_at", "embargo", "severity")
    cases = cases.prefetch_related(
        Prefetch("transitions", moves),
        Prefetch("embargo__consents", consents),
        Prefetch("bounties", bounties),
        Prefetch("duties", Duty.objects.filter(organisation_id=project.organisation_id)),
    )
    for case in cases.order_by("pk").iterator(chunk_size=500):
        reached: dict[str, datetime] = {State.RECEIVED: case.received_at}
        for move in case.transitions.all():
            reached.setdefault(move.after, move.at)
        ended = min((reached[state] for state in OVER if state in reached), default=None)
        if State.ACCEPTED in reached and ended is not None and at - window <= ended <= at:
            yield Over(case, ended, reached)
