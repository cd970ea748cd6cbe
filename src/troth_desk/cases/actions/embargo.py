"""The embargo of a case: proposed, agreed to by each side, changed, ended; its rules are in ``cases.agreement``.

The team is one side, the participants are the other. It holds once the team and every reporter who is still there
have agreed; vendors, coordinators and observers are asked, and who declines is told nothing further.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from troth.terms.time.due import due
from troth_desk.cases import agreement
from troth_desk.cases.actions.writing import claim, entry, reporter, within_bounds
from troth_desk.cases.agreement import OPEN, Terms
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case, Consent, Embargo, EmbargoStep, Participant, State
from troth_desk.cases.promised import worst_rating
from troth_desk.cases.states import ConsentState, EmbargoState, Part
from troth_desk.deadlines import actions as clocks
from troth_desk.deadlines import queries as deadlines
from troth_desk.ledger.actor import SYSTEM, Actor, ActorKind
from troth_desk.notices import actions as notices
from troth_desk.policies.models import Promise

LONGEST_REASON = 300
KNOWN = frozenset({State.DISCLOSED, State.CLOSED, State.REJECTED, State.DUPLICATE})
"""States in which there is nothing to agree on."""


def embargo_of(case: Case) -> Embargo:
    """The embargo of a case, made where it has none yet."""
    return Embargo.objects.get_or_create(organisation_id=case.organisation_id, case=case)[0]


def terms_of(embargo: Embargo) -> Terms:
    """Where it stands."""
    return Terms(EmbargoState(embargo.state), embargo.until, embargo.proposed_until)


@transaction.atomic
def propose_embargo(case: Case, until: datetime, *, by: Actor, at: datetime) -> Embargo:
    """Propose to keep silent until ``until``: a first proposal, a counter-proposal, or a change of what holds.

    Raises ``Refused`` where the weakness is public, where the embargo is over, and on an end that is none.
    """
    try:
        until = until.astimezone(UTC)
    except OverflowError:
        raise Refused("No calendar reaches that day: choose another.") from None
    claim(case, at=at)
    embargo = embargo_of(case)
    terms = terms_of(embargo)
    refusal = agreement.refusal(terms, until, public=_public(case), at=at)
    if refusal:
        raise Refused(refusal)
    if terms.state in OPEN and _sides_differ(embargo, by) and _everybody_else_agrees(embargo, by):
        longer = str(by) if terms.proposed is None or until >= terms.proposed else embargo.proposed_by
        _keep(embargo, agreement.countered(terms, until), "countered", by=by, at=at, proposer=longer)
        return embargo
    after = agreement.proposed(terms, until)
    _propose(embargo, after, by=by, at=at)
    _settle(embargo, by=by, at=at)
    return embargo


def _propose(embargo: Embargo, after: Terms, *, by: Actor, at: datetime, step: str = "proposed") -> None:
    embargo.team_agreed = by.kind != ActorKind.REPORTER
    embargo.proposed_by, embargo.proposed_at = str(by), at
    embargo.answer_by = at + agreement.ANSWER_WITHIN
    _write(embargo, after, step, by=by, at=at)
    for participant in _present(embargo.case):
        mine = by.kind == ActorKind.REPORTER and by.id == str(participant.pk)
        _consent(embargo, participant, ConsentState.AGREED if mine else ConsentState.INVITED, at=at)


def _consent(embargo: Embargo, participant: Participant, state: str, *, at: datetime) -> None:
    """What a participant says now. Who agreed to the old terms and has not answered to the new ones has "lapsed"."""
    consent, made = Consent.objects.get_or_create(
        organisation_id=embargo.organisation_id,
        embargo=embargo,
        participant=participant,
        defaults={"state": state, "at": at, "until": embargo.proposed_until if state == ConsentState.AGREED else None},
    )
    if made:
        return
    signed = consent.state in {ConsentState.AGREED, ConsentState.LAPSED}
    if state == ConsentState.INVITED and signed and embargo.state == EmbargoState.REVISE:
        state = ConsentState.LAPSED
    consent.state, consent.at = state, at
    if state == ConsentState.AGREED:
        consent.until = embargo.proposed_until or embargo.until
    consent.save(update_fields=("state", "at", "until"))


@transaction.atomic
def answer_embargo(participant: Participant, agree: bool, *, by: Actor, at: datetime) -> Embargo:  # noqa: FBT001
    """A participant agrees to what is proposed (or holds, where they came later), or declines it."""
    case = claim(participant.case, at=at)
    embargo = embargo_of(case)
    _answerable(case, embargo, at)
    if participant.left_at is not None:
        raise Refused("They have left this case.")
    _consent(embargo, participant, ConsentState.AGREED if agree else ConsentState.DECLINED, at=at)
    _step(embargo, "agreed" if agree else "declined", by=by, at=at, until=embargo.proposed_until or embargo.until)
    detail = {"participant": participant.pk, "agrees": agree}
    entry(case, "embargo.answered", detail, by=by, at=at)
    if not agree and participant.role == Part.REPORTER and terms_of(embargo).state in OPEN:
        _keep(embargo, agreement.declined(terms_of(embargo)), "off", by=by, at=at)
    elif agree:
        _settle(embargo, by=by, at=at)
    return embargo


@transaction.atomic
def answer_embargo_for_team(case: Case, agree: bool, *, by: Actor, at: datetime) -> Embargo:  # noqa: FBT001
    """The team agrees to what a participant proposed, or declines it."""
    claim(case, at=at)
    embargo = embargo_of(case)
    _answerable(case, embargo, at)
    if terms_of(embargo).state not in OPEN:
        raise Refused("Nothing is proposed that waits for an answer.")
    _step(embargo, "agreed" if agree else "declined", by=by, at=at, until=embargo.proposed_until)
    entry(case, "embargo.answered", {"participant": None, "agrees": agree}, by=by, at=at)
    if not agree:
        _keep(embargo, agreement.declined(terms_of(embargo)), "off", by=by, at=at)
        return embargo
    embargo.team_agreed = True
    embargo.save(update_fields=("team_agreed",))
    _settle(embargo, by=by, at=at)
    return embargo


def _answerable(case: Case, embargo: Embargo, at: datetime) -> None:
    state = terms_of(embargo).state
    if _public(case):
        raise Refused("The weakness is public: there is nothing left to keep silent about.")
    if state in {EmbargoState.NONE, EmbargoState.EXITED}:
        raise Refused("No embargo is proposed, and none holds.")
    if state == EmbargoState.PROPOSED and embargo.proposed_until is not None and embargo.proposed_until <= at:
        raise Refused("The day that was proposed is over: propose a later one.")


@transaction.atomic
def end_embargo(case: Case, reason: str, *, by: Actor, at: datetime, public: bool = False) -> Embargo:
    """End the embargo now, or take back a proposal, for ``reason``. ``public``: because the world knows (a leak).

    A leak ends it at once, whatever was agreed, and no other can be proposed. Everybody who takes part is told.
    """
    claim(case, at=at)
    embargo = embargo_of(case)
    said = within_bounds(reason, LONGEST_REASON, "the reason")
    state = terms_of(embargo).state
    if state in {EmbargoState.NONE, EmbargoState.EXITED} and not public:
        raise Refused("No embargo is proposed, and none holds.")
    if public and case.public_at is None:
        Case.objects.filter(pk=case.pk, organisation_id=case.organisation_id).update(public_at=at, public_reason=said)
        case.public_at, case.public_reason = at, said
        entry(case, "case.public", {}, by=by, at=at)
    if state != EmbargoState.EXITED:
        _end(embargo, said, by=by, at=at)
    return embargo


def _end(embargo: Embargo, reason: str, *, by: Actor, at: datetime) -> None:
    embargo.ended_at, embargo.ended_reason = at, reason
    _keep(embargo, agreement.ended(terms_of(embargo)), "ended", by=by, at=at, reason=reason)
    _tell(embargo, "ended", "The embargo is over", "It has ended; the reason stands on the page of the case.", at=at)


def propose_default(case: Case, *, at: datetime) -> Embargo | None:
    """Propose, in the team's name, the window that the policy publishes, where it applies and none was proposed yet.

    The default counts from the receipt. Nothing is proposed where its end has passed or the weakness is public.
    """
    promise = default_window(case)
    if promise is None or _public(case):
        return None
    embargo = embargo_of(case)
    if embargo.state != EmbargoState.NONE or embargo.history.exists():
        return None
    until = window_end(case, promise)
    if until is None or until <= at:
        return None
    embargo.document, embargo.line, embargo.sentence = promise.document, promise.line, promise.sentence
    embargo.default_until = until
    _propose(embargo, agreement.proposed(terms_of(embargo), until), by=SYSTEM, at=at)
    return embargo


def default_window(case: Case) -> Promise | None:
    """The promise that says how long the policy asks for silence; for the severity of the case before a general one."""
    if case.policy is None:
        return None
    severity = worst_rating(case)
    found = clocks.windows(case.policy)
    fitting = [one for one in found if not one.severities or severity in one.severities]
    return min(fitting, key=lambda one: (not one.severities, one.line), default=None)


def window_end(case: Case, promise: Promise) -> datetime | None:
    """The end of the published window, counted from the receipt in the team's zone; None where it has no length."""
    terms = deadlines.terms(case.project.organisation)
    return due(case.received_at.astimezone(terms.zone), promise.within, "calendar", terms.working)


def ask(case: Case, participant: Participant, *, at: datetime) -> None:
    """Ask somebody who has just come in to keep what is proposed or holds."""
    embargo = Embargo.objects.filter(organisation_id=case.organisation_id, case=case).first()
    if embargo is not None and embargo.state in {*agreement.BINDING, EmbargoState.PROPOSED}:
        _consent(embargo, participant, ConsentState.INVITED, at=at)


@transaction.atomic
def sweep_embargo(embargo: Embargo, at: datetime) -> list[str]:
    """Do what its times say: count silence, warn before the end, end it. The steps that were taken."""
    case = claim(embargo.case, at=at)
    embargo.refresh_from_db()
    taken: list[str] = []
    if embargo.state in OPEN and embargo.answer_by is not None and at >= embargo.answer_by:
        _count_silence(embargo, at)
        taken.append("silence")
    if embargo.state in agreement.BINDING and embargo.until is not None:
        if at >= embargo.until:
            _end(embargo, "its end has come", by=SYSTEM, at=at)
            taken.append("ended")
        elif at >= embargo.until - agreement.WARNING and embargo.warned_at is None:
            embargo.warned_at = at
            embargo.save(update_fields=("warned_at",))
            _warn(case, embargo, at)
            taken.append("warned")
    _late_ones(embargo, at)
    return taken


def _count_silence(embargo: Embargo, at: datetime) -> None:
    """Nobody answered: a reporter's silence counts by the published default, everybody else's as a no."""
    default = embargo.default_until if embargo.default_until and embargo.default_until > at else None
    after = agreement.silent(terms_of(embargo), default if embargo.team_agreed else None)
    holds = after.state in agreement.BINDING and embargo.state == EmbargoState.PROPOSED
    step = "silence counted" if holds else "off"
    _keep(embargo, after, step, by=SYSTEM, at=at, proposer=embargo.proposed_by if holds else "")


def _late_ones(embargo: Embargo, at: datetime) -> None:
    """Who was asked to keep what holds and said nothing for the time has declined."""
    Consent.objects.filter(
        organisation_id=embargo.organisation_id,
        embargo=embargo,
        state=ConsentState.INVITED,
        at__lte=at - agreement.ANSWER_WITHIN,
    ).exclude(participant__role=Part.REPORTER).update(state=ConsentState.DECLINED, at=at)


def _settle(embargo: Embargo, *, by: Actor, at: datetime) -> None:
    """Let what is proposed hold once the team and every reporter agree."""
    if terms_of(embargo).state in OPEN and embargo.team_agreed and not _missing(embargo):
        _keep(embargo, agreement.agreed(terms_of(embargo)), "active", by=by, at=at)


def _missing(embargo: Embargo) -> list[Participant]:
    """The reporters who have not agreed to what is proposed."""
    agreed = set(embargo.consents.filter(state=ConsentState.AGREED).values_list("participant_id", flat=True))
    return [one for one in _reporters(embargo.case) if one.pk not in agreed]


def _reporters(case: Case) -> list[Participant]:
    return [one for one in _present(case) if one.role == Part.REPORTER]


def _sides_differ(embargo: Embargo, by: Actor) -> bool:
    return embargo.proposed_by.startswith(ActorKind.REPORTER) != (by.kind == ActorKind.REPORTER)


def _everybody_else_agrees(embargo: Embargo, by: Actor) -> bool:
    """Whether only the side of ``by`` was missing: its own proposal is then its word on the other's."""
    if by.kind != ActorKind.REPORTER:
        return not _missing(embargo)
    return embargo.team_agreed and all(str(one.pk) == by.id for one in _missing(embargo))


def _present(case: Case) -> list[Participant]:
    return list(Participant.objects.filter(organisation_id=case.organisation_id, case=case, left_at__isnull=True))


def _public(case: Case) -> bool:
    return case.public_at is not None or case.state in KNOWN


def _keep(
    embargo: Embargo, after: Terms, step: str, *, by: Actor, at: datetime, reason: str = "", proposer: str = ""
) -> None:
    """Write the new terms, and what they mean for those who agreed. ``proposer`` is whose the longer proposal is."""
    if after.until != embargo.until:
        embargo.warned_at = None
    if proposer:
        embargo.proposed_by, embargo.proposed_at = proposer, at
        embargo.answer_by = at + agreement.ANSWER_WITHIN
        embargo.team_agreed = not proposer.startswith(ActorKind.REPORTER)
    _write(embargo, after, step, by=by, at=at, reason=reason)
    if proposer and after.state in agreement.BINDING:
        for participant in _reporters(embargo.case):
            asked = after.state == EmbargoState.REVISE and proposer != str(reporter(participant))
            state = ConsentState.LAPSED if asked else ConsentState.AGREED
            _signed(embargo, participant, state, after.until, at=at)
    elif step == "off" and after.state == EmbargoState.ACTIVE:
        # The change is off: who agreed to the old terms is held to them.
        embargo.consents.filter(until__isnull=False).update(state=ConsentState.AGREED)


def _signed(embargo: Embargo, participant: Participant, state: str, until: datetime | None, *, at: datetime) -> None:
    Consent.objects.update_or_create(
        organisation_id=embargo.organisation_id,
        embargo=embargo,
        participant=participant,
        defaults={"state": state, "until": until, "at": at},
    )


def _write(embargo: Embargo, after: Terms, step: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    embargo.state, embargo.until, embargo.proposed_until = after.state, after.until, after.proposed
    if after.proposed is None:
        embargo.answer_by = None
    embargo.save()
    _step(embargo, step, by=by, at=at, until=after.proposed or after.until, reason=reason)
    detail = {
        "step": step,
        "state": after.state.value,
        "until": after.until.isoformat() if after.until else "",
        "proposed": after.proposed.isoformat() if after.proposed else "",
    }
    entry(embargo.case, "embargo.changed", detail, by=by, at=at)


def _step(
    embargo: Embargo, step: str, *, by: Actor, at: datetime, until: datetime | None = None, reason: str = ""
) -> None:
    EmbargoStep.objects.create(
        organisation_id=embargo.organisation_id,
        embargo=embargo,
        step=step,
        until=until,
        reason=reason,
        actor=str(by),
        at=at,
    )


def _warn(case: Case, embargo: Embargo, at: datetime) -> None:
    until = embargo.until
    said = f"The embargo of {case.reference} ends on {until:%Y-%m-%d %H:%M} UTC." if until else ""
    notices.tell(
        case.project.organisation,
        key=f"embargo-warning:{case.reference}:{until:%Y%m%d%H%M}",
        subject=case.subject,
        group="security team",
        title=f"{case.reference}: the embargo ends soon",
        body=f"{said} Publish by then, or propose a later end now: it holds only once everybody agrees.",
        at=at,
    )


def _tell(embargo: Embargo, what: str, title: str, body: str, *, at: datetime) -> None:
    """Tell everybody who takes part and left an address, and the team on the desk."""
    case = embargo.case
    number = embargo.history.count()
    notices.tell(
        case.project.organisation,
        key=f"embargo-{what}:{case.reference}:{number}",
        subject=case.subject,
        group="security team",
        title=f"{case.reference}: {title[0].lower()}{title[1:]}",
        body=body,
        at=at,
        urgent=what == "ended",
    )
    for participant in _present(case):
        if getattr(participant, "thread", None) is not None:
            continue  # the desk writes to them by mail already: they hear of it there, or asked for no more
        if "@" in participant.contact and " " not in participant.contact:
            notices.tell(
                case.project.organisation,
                key=f"embargo-{what}:{case.reference}:{number}:{participant.pk}",
                subject=case.subject,
                address=participant.contact[:254],
                title=f"{case.reference}: {title[0].lower()}{title[1:]}",
                body=body,
                at=at,
            )


__all__ = (
    "answer_embargo", "answer_embargo_for_team", "default_window", "embargo_of", "end_embargo", "propose_default",
    "propose_embargo", "sweep_embargo", "terms_of", "window_end",
)  # fmt: skip
