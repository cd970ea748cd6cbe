"""What people decide about findings, one or many at a time: what that means for their clocks stands here alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from troth_desk.cases import scoring
from troth_desk.cases.machine import Refused
from troth_desk.deadlines import actions as deadlines
from troth_desk.findings import counting
from troth_desk.findings.actions import owing
from troth_desk.findings.actions.closing import met, running
from troth_desk.findings.models import Event, Finding
from troth_desk.findings.refusal import RefusedError
from troth_desk.findings.states import LIVE, Justification, Severity, State, rank
from troth_desk.ledger.actions import Plain, Said, record_all, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership
from troth_desk.policies import queries as policies
from troth_desk.tenants.models import Organisation, Project

MOST = 5_000
"""Findings that are decided at a time."""
LONGEST = 2_000
"""Characters of a reason."""
AT_ONCE = 100
DECISIONS = (State.ACCEPTED, State.NOT_AFFECTED, State.FALSE_POSITIVE, State.FIXED, State.OPEN)
"""What can be decided; a waiver is asked for, and silence is the tool's."""
_OVER = (State.NOT_AFFECTED, State.FALSE_POSITIVE)
_ENTRY = 500
"""Ids in one entry of the ledger."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided. ``reason`` is for the team; ``words`` go into the VEX document, with ``justification``."""

    state: State
    reason: str = ""
    words: str = ""
    justification: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """How many were changed, and how many were left as they are: waived, gone, or decided so already."""

    changed: int
    left: int


@transaction.atomic
def decide(
    organisation: Organisation, findings: Iterable[int], decision: Decision, *, by: Actor, at: datetime
) -> Decided:
    """Decide about ``findings`` (ids); what is waived keeps its waiver, what is gone is not to be fixed any more.

    Raises:
        RefusedError: the decision needs a reason or a justification, or these are too many.
    """
    decision = checked(decision)
    wanted = _wanted(findings)
    take_turn(organisation.pk)
    rows = _rows(organisation, wanted).exclude(state=State.WAIVED)
    same = {"state": decision.state, "justification": decision.justification, "words": decision.words}
    rows = rows.exclude(**same)
    if decision.state not in _OVER:
        rows = rows.filter(gone_at=None)
    changed = list(rows.order_by("pk").values_list("pk", "project_id"))
    pks = [pk for pk, _ in changed]
    chosen = _rows(organisation, pks)
    chosen.update(**same, decided_at=at, live=decision.state in LIVE)  # what is gone was left out above
    _clocks(organisation, chosen, pks, decision, by=by, at=at)
    told(organisation, pks, decision.state, decision.reason, by=by, at=at)
    for number in sorted({project for _, project in changed}):
        counting.note(Project.objects.select_related("organisation").get(organisation=organisation, pk=number), at)
    return Decided(len(pks), len(wanted) - len(pks))


def checked(decision: Decision) -> Decision:
    """``decision`` without blanks at its ends.

    Raises:
        RefusedError: something is missing or too long.
    """
    reason, words = (" ".join(text.replace("\0", "").split()) for text in (decision.reason, decision.words))
    if decision.state not in DECISIONS:
        raise RefusedError("Decide that it is to be fixed, fixed, not affected, a false positive, or open again.")
    if max(len(reason), len(words)) > LONGEST:
        raise RefusedError(f"That is too long: at most {LONGEST:,} characters.")
    if decision.state == State.NOT_AFFECTED and decision.justification not in Justification.values:
        raise RefusedError("Say why the product is not affected: choose one of the five justifications of VEX.")
    if decision.state != State.ACCEPTED and not reason:
        raise RefusedError("Say why: whoever looks at it in a year wants to know.")
    justification = decision.justification if decision.state == State.NOT_AFFECTED else ""
    return Decision(decision.state, reason, words, justification)


def _clocks(
    organisation: Organisation,
    chosen: QuerySet[Finding],
    pks: Sequence[int],
    decision: Decision,
    *,
    by: Actor,
    at: datetime,
) -> None:
    if decision.state == State.FIXED:
        met(organisation, pks, by=by, at=at)
    elif decision.state in _OVER:
        why = "not affected" if decision.state == State.NOT_AFFECTED else "a false positive"
        for subject in running(organisation, pks):
            deadlines.stop(organisation, subject, f"decided: {why}", by=by, at=at)
        chosen.update(owes=False)
    else:
        if decision.state == State.ACCEPTED:
            chosen.filter(counts_from=None).update(counts_from=at)
        chosen.exclude(counts_from=None).update(owes=True)
        owing.settle(organisation, by=by, at=at, most=AT_ONCE)


@transaction.atomic
def respond(finding: Finding, words: str, *, by: Actor, at: datetime) -> None:
    """Say what was done at once for ``finding``: it meets the time to respond that stands beside a promised action.

    Raises:
        RefusedError: nothing was said.
    """
    said = " ".join(words.replace("\0", "").split())[:LONGEST]
    if not said:
        raise RefusedError("Say what was done: a patch, or what keeps attackers off until there is one.")
    take_turn(finding.organisation_id)
    deadlines.meet(finding.project.organisation, finding.subject, owing.RESPOND, by=by, at=at)
    told(finding.project.organisation, [finding.pk], "responded", said, by=by, at=at)


@transaction.atomic
def assign(
    organisation: Organisation, findings: Iterable[int], member: Membership | None, *, by: Actor, at: datetime
) -> int:
    """``member`` takes care of ``findings``; None: nobody does. How many."""
    wanted = _wanted(findings)
    take_turn(organisation.pk)
    rows = _rows(organisation, wanted).exclude(owner=member)
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    _rows(organisation, pks).update(owner=member)
    told(organisation, pks, "assigned" if member else "unassigned", "", by=by, at=at)
    return len(pks)


@transaction.atomic
def rate(finding: Finding, severity: str = "", vector: str = "", *, by: Actor, at: datetime) -> Finding:
    """A person says how bad it is, by a vector of CVSS or a word; tools do not change it any more.

    Raises:
        RefusedError: neither a severity nor a vector that can be read.
    """
    take_turn(finding.organisation_id)
    score = None
    if vector.strip():
        try:
            scored = scoring.score(vector)
        except Refused as error:
            raise RefusedError(str(error)) from None
        version = policies.current_version(finding.project)
        score, vector = scored.score, scored.vector
        severity = scoring.banded(score, policies.bands(version) if version else []).severity
    if severity not in Severity.values or severity == Severity.UNKNOWN:
        raise RefusedError("Choose how severe it is, or give a vector of CVSS.")
    raised = rank(severity) > rank(finding.severity)
    finding.severity, finding.score, finding.vector = severity, score, vector
    finding.rated, finding.rank = True, rank(severity)
    finding.owes = raised and finding.live and finding.counts_from is not None
    finding.save(update_fields=("severity", "score", "vector", "rated", "rank", "owes"))
    owing.settle(finding.project.organisation, by=by, at=at, most=AT_ONCE)
    told(finding.project.organisation, [finding.pk], "rated", severity, by=by, at=at)
    counting.note(finding.project, at)
    return finding


def told(organisation: Organisation, pks: Sequence[int], kind: str, words: str, *, by: Actor, at: datetime) -> None:
    """Put it on record, with each finding and in the ledger, that ``kind`` happened to ``pks``."""
    Event.objects.bulk_create(
        [
            Event(organisation=organisation, finding_id=pk, kind=kind, at=at, actor=str(by), words=words[:LONGEST])
            for pk in pks
        ],
        batch_size=1_000,
    )
    said: list[Said] = []
    for start in range(0, len(pks), _ENTRY):
        part = pks[start : start + _ENTRY]
        detail: dict[str, Plain] = {"step": str(kind), "number": len(part), "findings": [str(pk) for pk in part]}
        subject = f"finding:{part[0]}" if len(part) == 1 else f"organisation:{organisation.pk}"
        said.append(("findings.decided", subject, detail))
    record_all(organisation.pk, said, by=by, at=at)


def _rows(organisation: Organisation, pks: Sequence[int]) -> QuerySet[Finding]:
    return Finding.objects.filter(organisation=organisation, pk__in=pks)


def _wanted(findings: Iterable[int]) -> list[int]:
    wanted = sorted(set(findings))
    if not wanted:
        raise RefusedError("Choose at least one finding.")
    if len(wanted) > MOST:
        raise RefusedError(f"These are {len(wanted):,} findings; at most {MOST:,} are decided at a time.")
    return wanted
