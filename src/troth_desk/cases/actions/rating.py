"""A case is rated, and its severity does what the policy says: clocks, promised actions, whom it tells."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from troth_desk.cases import promised, scoring
from troth_desk.cases.actions import alarms, duties, embargo
from troth_desk.cases.actions.writing import Plain, claim, entry
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case, Duty, DutyKind, DutyState, Rating, State, rank
from troth_desk.cases.states import RANK
from troth_desk.deadlines import queries as deadlines
from troth_desk.ledger.actor import Actor
from troth_desk.notices import actions as notices
from troth_desk.policies import queries as policies
from troth_desk.policies.responses import Response, Telling, responses

UNRATED = frozenset({State.REJECTED, State.DUPLICATE, State.CLOSED})
"""States in which a rating would set off what nobody owes."""


@transaction.atomic
def rate(case: Case, vector: str, *, by: Actor, at: datetime) -> Rating:
    """Rate ``case`` by a vector of CVSS 3.1 or 4.0, in the band of the policy that its reporter was told of.

    Where the severity rises, what the policy promises for it is set off: clocks start or tighten, promised actions are
    owed, whom it names is told. Where it falls nothing that was promised is taken away.
    """
    scored = scoring.score(vector)
    claim(case, at=at)
    if case.state in UNRATED:
        raise Refused(f"The case is {case.get_state_display()}: open it again before you rate it.")
    bands = policies.bands(case.policy) if case.policy else []
    banded = scoring.banded(scored.score, bands)
    before = promised.worst_rating(case)
    rating = Rating.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        vector=scored.vector,
        score=scored.score,
        severity=banded.severity,
        document=banded.band.document if banded.band else "",
        line=banded.band.line if banded.band else 0,
        actor=str(by),
        at=at,
    )
    changed = {
        "severity": banded.severity,
        "cvss_vector": scored.vector,
        "cvss_score": scored.score,
        "ranked": rank(scored.score),
    }
    Case.objects.filter(pk=case.pk, organisation_id=case.organisation_id).update(**changed)
    for name, value in changed.items():
        setattr(case, name, value)
    detail: dict[str, Plain] = {
        "rating": rating.pk,
        "severity": banded.severity,
        "score": str(scored.score),
        "vector": scored.vector,
    }
    entry(case, "case.rated", detail, by=by, at=at)
    _set_off(case, before, by=by, at=at)
    return rating


def _set_off(case: Case, before: str, *, by: Actor, at: datetime) -> None:
    """What the severity brings. ``before`` is the highest one until now: below it only communications are added."""
    response = responses(case.policy).get(case.severity) if case.policy else None
    if RANK[case.severity] > RANK[before]:
        if response:
            _owe_actions(case, response, by=by, at=at)
        promised.rated(case, response, by=by, at=at)
        _superseded(case, by=by, at=at)
        embargo.propose_default(case, at=at)
        if case.severity == "critical":
            alarms.call_named(case, by=by, at=at)
    if response:
        _tell(case, response, by=by, at=at)


def _superseded(case: Case, *, by: Actor, at: datetime) -> None:
    """The actions of a lower severity whose time gave way to the stricter one are no longer owed."""
    lower = Duty.objects.filter(
        organisation_id=case.organisation_id, case=case, kind=DutyKind.ACTION, state=DutyState.OPEN
    ).exclude(severity=case.severity)
    for duty in lower:
        if promised.responding(case, duty.severity) or not _responds(case):
            continue
        duty.state, duty.done_at, duty.actor = DutyState.WITHDRAWN, at, str(by)
        duty.record = f"The severity is {case.severity} now: what is promised for it is owed instead."
        duty.save()
        entry(case, "duty.withdrawn", {"duties": [str(duty.pk)], "because": "raised"}, by=by, at=at)


def _responds(case: Case) -> bool:
    return promised.responding(case, case.severity)


def _owe_actions(case: Case, response: Response, *, by: Actor, at: datetime) -> None:
    for words in response.actions:
        _owe(case, DutyKind.ACTION, response.severity, words.text, words.document, words.line, by=by, at=at)


def _owe(
    case: Case, kind: str, severity: str, text: str, document: str, line: int, *, by: Actor, at: datetime
) -> Duty | None:
    """A new duty, or None where the same line was owed before."""
    version = case.policy.number if case.policy else 0
    duty, made = Duty.objects.get_or_create(
        organisation_id=case.organisation_id,
        case=case,
        kind=kind,
        severity=severity,
        document=document,
        line=line,
        words=text,
        version=version,
        defaults={"at": at},
    )
    if not made:
        return None
    entry(case, "duty.owed", {"duty": duty.pk, "kind": kind, "document": document, "line": line}, by=by, at=at)
    return duty


def _tell(case: Case, response: Response, *, by: Actor, at: datetime) -> None:
    """Tell the teams that the policy names; what is for users, the public or a report is left to people, as a duty."""
    for telling in response.tellings:
        words = telling.words
        duty = _owe(
            case, DutyKind.COMMUNICATION, response.severity, words.text, words.document, words.line, by=by, at=at
        )
        if duty is None:
            continue
        if telling.every:
            duty.collected_for = period_end(case, telling.every, at)
            duty.save(update_fields=("collected_for",))
        elif telling.groups and not telling.outside:
            _tell_groups(case, duty, telling, at=at)


def _tell_groups(case: Case, duty: Duty, telling: Telling, *, at: datetime) -> None:
    """Write the notices. The duty stays open: a notice that nobody has read has told nobody anything."""
    duty.group = ", ".join(telling.groups)[:60]
    duty.save(update_fields=("group",))
    for group in telling.groups:
        notices.tell(
            case.project.organisation,
            key=f"{duties.notice_key(duty)}{group}",
            subject=case.subject,
            group=group,
            title=f"{case.reference} is rated {duty.severity}",
            body=f"Line {duty.line} of {duty.document} promises: “{duty.words}”. The case was rated {duty.severity} "
            f"({case.cvss_score}); what is promised for it stands on its page.",
            at=at,
        )


def period_end(case: Case, every: str, at: datetime) -> date:
    """The last day of the calendar period that ``at`` falls into, in the team's zone: quarter, month, week or year."""
    day = at.astimezone(deadlines.terms(case.project.organisation).zone).date()
    if every == "P1W":
        return day + timedelta(days=6 - day.weekday())
    months = {"P1M": 1, "P3M": 3, "P1Y": 12}[every]
    last = (day.month - 1) // months * months + months
    following = date(day.year + last // 12, last % 12 + 1, 1)
    return following - timedelta(days=1)
