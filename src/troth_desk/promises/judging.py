"""How each promise stands: by the newest check that CI pushed and by the desk's own records, through the same controls.

What only the repository can show is taken from the check, as it was judged there. What the desk has records of (times
of reports, days of audits) is judged here by the same controls, which are given these records as the answers to what
they ask. What is kept by its text alone is at risk where the policy says otherwise elsewhere, by the comparison that
``troth check`` makes. Nothing is judged by rules of the desk's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from troth import controls
from troth.controls.recurrence import able, promised_days
from troth.formats.told_result import ToldCheck
from troth.terms.answer import Answer, Answers, Gap, Want
from troth.terms.attestation import same_words
from troth.terms.commitment import Commitment, Recurrence
from troth.terms.result import Judged, Result
from troth.terms.seen.desk import DeskRecord
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import AuditRecords
from troth_desk.deadlines.numbers import Numbers
from troth_desk.policies import contradictions
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion
from troth_desk.promises import counting
from troth_desk.promises.counting import WINDOW
from troth_desk.proofs import facts
from troth_desk.scans import queries as scans
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Project

FRESH = timedelta(days=31)
"""For how long a check tells how a tree is: what was kept in an older one is no longer known to be."""
RECORDS = frozenset({scans.RECORDS, facts.RECORDS})
"""Where facts say that they were seen that the desk has itself."""
DECIDED = Step(text="The next case that it speaks of decides it, and counts here.")
UNSEEN = Gap(wanted="the repository", reason="the desk sees no repository; CI pushes what a check found")


@dataclass(frozen=True, slots=True)
class Stood:
    """How the promises of ``version`` stand at ``at``.

    ``check`` is the newest result that was pushed, ``told`` what it says; ``numbers`` are those of the desk's clocks in
    ``window`` as of ``counted_at``, ``records`` what the controls judged by, ``rhythms`` those of audits;
    numbers and rhythms by id of the promise.
    """

    project: Project
    version: PolicyVersion
    at: datetime
    window: timedelta
    result: Result
    check: Scan | None
    told: ToldCheck | None
    numbers: Mapping[str, Numbers]
    records: tuple[DeskRecord, ...]
    rhythms: Mapping[str, scans.Rhythm]
    counted_at: datetime

    @property
    def stale(self) -> bool:
        """Whether the newest check is too old to tell how the repository is."""
        return self.check is not None and self.at - self.check.at > FRESH


def stood(project: Project, at: datetime, window: timedelta = WINDOW, *, kept: bool = False) -> Stood | None:
    """How the promises of ``project`` stand at ``at``; None where it has no policy yet.

    ``kept``: on a large desk by numbers that were counted a while ago (see ``counting``).
    """
    version = policies.current_version(project)
    if version is None:
        return None
    check = scans.newest_check(project)
    told = scans.told(check) if check else None
    told = told if isinstance(told, ToldCheck) else None
    pushed = {one.id: one for one in told.judged} if told else {}
    said = policies.commitments(version)
    counted = counting.counted(project, version, at, window) if kept else counting.fresh(project, at, window)
    desk = _Desk(project, {one.span.path for one in said.values()}, at, counted.records)
    opposed = contradictions.of(version)
    judged = tuple(
        Judged(
            id=name,
            verdict=opposed.unsettle(_verdict(one, pushed.get(name), desk, check, at)),
            accepted=name in pushed and pushed[name].accepted,
        )
        for name, one in said.items()
    )
    result = Result(
        root=project.name,
        commit=check.commit if check else "",
        at=at.date(),
        readings=policies.readings(version),
        judged=judged,
        findings=opposed.findings(told.findings if told else ()),
        not_seen=told.not_seen if told else (),
    )
    return Stood(
        project=project,
        version=version,
        at=at,
        window=window,
        result=result,
        check=check,
        told=told,
        numbers=counted.numbers,
        records=counted.records,
        rhythms=_rhythms(said, desk, at),
        counted_at=counted.at,
    )


class _Desk:
    """What the desk can answer of what controls ask."""

    def __init__(
        self, project: Project, documents: Iterable[str], at: datetime, records: tuple[DeskRecord, ...]
    ) -> None:
        self.records = scans.audit_records(project, at)
        self.today = at.date()
        self._known: dict[Want[Any], Answer[Any]] = {
            AuditRecords(): Answer(found=self.records),
            **facts.answers(records, documents),
        }

    def judge(self, commitment: Commitment) -> tuple[Verdict, bool]:
        """The verdict by the desk's records, and whether the desk could answer all that was asked."""
        wants = controls.wants(commitment)
        answers = Answers({want: self._known.get(want, Answer(gaps=(UNSEEN,))) for want in wants})
        verdict = controls.soften(controls.judge(commitment, answers, self.today))
        return verdict, all(want in self._known for want in wants)


def _verdict(commitment: Commitment, pushed: Judged | None, desk: _Desk, check: Scan | None, at: datetime) -> Verdict:
    """By whichever knows: the desk where it can answer all that is asked, else the check, where it has a word."""
    ours, whole = desk.judge(commitment)
    if whole and ours.control:
        return msgspec.structs.replace(ours, next=DECIDED) if ours.settles == "desk" else ours
    if ours.standing is Standing.NOTED:
        return ours
    theirs = _checked(commitment, pushed, check, at)
    recorded = ours.standing is not Standing.UNPROVEN and any(fact.span.path in RECORDS for fact in ours.because)
    if recorded and (ours.standing is Standing.BROKEN or theirs.standing is Standing.UNPROVEN or _slow(theirs)):
        return ours
    return theirs


def _slow(verdict: Verdict) -> bool:
    """Whether it is broken by how the tree is wired alone, which days on record outweigh, as in a check."""
    return verdict.standing is Standing.BROKEN and isinstance(verdict.commitment, Recurrence)


def _checked(commitment: Commitment, pushed: Judged | None, check: Scan | None, at: datetime) -> Verdict:
    """What the newest check says of ``commitment``, as far as it speaks of these words and is not too old."""
    if check is None:
        return _unproven(
            commitment,
            "no check of the repository has come in yet",
            Step(text="Let CI send one.", command="troth check --json | troth push - --to … --project …"),
        )
    day = check.at.date().isoformat()
    if pushed is None or not same_words(pushed.verdict.commitment.sentence, commitment.sentence):
        reason = f"the newest check ({day}) judged another text"
        return _unproven(commitment, reason, Step(text="The next check will judge this one."))
    verdict = msgspec.structs.replace(pushed.verdict, commitment=commitment)
    if verdict.standing is Standing.KEPT and at - check.at > FRESH:
        return _unproven(
            commitment,
            f"it was kept on {day}, and no check has come since: that is too long ago to tell",
            Step(text="Let CI send a new check."),
        )
    return verdict


def _unproven(commitment: Commitment, reason: str, step: Step) -> Verdict:
    standing = Standing.UNPROVEN
    return Verdict(commitment=commitment, standing=standing, reason=reason, next=step, settles="repository")


def _rhythms(said: Mapping[str, Commitment], desk: _Desk, at: datetime) -> dict[str, scans.Rhythm]:
    """The rhythm of audits beside each recurrence that they can prove."""
    found = {}
    for name, one in said.items():
        days = promised_days(one) if isinstance(one, Recurrence) else None
        records = able(one, desk.records) if isinstance(one, Recurrence) and days else ()
        if records and days:
            found[name] = scans.rhythm(records, timedelta(days=days), at)
    return found


def standings(project: Project, checks: Sequence[Scan], name: str) -> list[tuple[date, str]]:
    """How the promise ``name`` stood in each of ``checks`` that knew it, the oldest first."""
    return [(one.at.date(), one.standings[name]) for one in reversed(checks) if name in one.standings]
