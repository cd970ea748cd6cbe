"""What the desk's records say of a promise: no control, but what the controls of such promises share.

Kept: all that was owed and decided in the window was done as promised, and nothing that runs is past its warning. At
risk: something that runs is past its warning, or was in time only because its clock stood still: no policy that says
"within 48 hours" says "but for pauses". Broken: something was late, or is overdue now. Unproven: nothing of it
was decided yet, or not all of it can be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

import msgspec

from troth.formats.desk_facts import same_words, terms
from troth.terms.answer import Answer, Answers, Class, Fact, Gap
from troth.terms.commitment import AdvisoryChannel, Commitment, IncidentClass, IncidentPhase, Practice, Recurrence
from troth.terms.seen.desk import DeskRecord
from troth.terms.verdict import WORST_FIRST, Standing, Step, Verdict
from troth.terms.wants import DeskRecords

WANTED = "the desk's record of it"
_REGULAR = 2
"""Times on record before anything can be called regular."""
_A_MONTH = timedelta(days=31)
"""What was done within a month is not long ago, however close the times before lie together."""
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def wants(commitment: Commitment) -> DeskRecords:
    """What to ask the world for."""
    return DeskRecords(document=commitment.span.path)


def judge(commitment: Commitment, answers: Answers) -> Verdict | None:
    """The verdict by the desk's facts; None where none were handed in."""
    answer = answers[wants(commitment)]
    if not answer.found and not answer.gaps and not answer.read:
        return None
    found = [one for one in answer.found if _is_of(one, commitment)]
    if not found:
        gaps = answer.gaps or (_missing(commitment, answer),)
        return _unproven(commitment, "the desk's facts do not count for it", gaps)
    return min((_judged(commitment, one) for one in found), key=lambda each: WORST_FIRST.index(each.standing))


def records_of(commitment: Commitment, answers: Answers) -> tuple[DeskRecord, ...]:
    """What a desk has on record of ``commitment``; nothing where no facts were handed in, or none are of it."""
    return tuple(one for one in answers[wants(commitment)].found if _is_of(one, commitment))


def _is_of(record: DeskRecord, commitment: Commitment) -> bool:
    return (
        record.kind == commitment.kind
        and record.terms == _terms(commitment)
        and any(same_words(record.sentence, sentence) for sentence in commitment.sentences)
    )


def _terms(commitment: Commitment) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(terms(commitment).items()))


def _missing(commitment: Commitment, answer: Answer[DeskRecord]) -> Gap:
    """Why no record is of it: that of another sentence is named."""
    alike = [one for one in answer.found if one.kind == commitment.kind and one.terms == _terms(commitment)]
    if alike:
        return Gap(
            wanted=WANTED,
            reason=f"the facts are of another sentence: “{alike[0].sentence[:160]}”",
            span=alike[0].span,
        )
    span = answer.found[0].span if answer.found else None
    return Gap(wanted=WANTED, reason="the facts say nothing of this promise", span=span)


def _judged(commitment: Commitment, record: DeskRecord) -> Verdict:
    since = f"since {record.since.date()}"
    undecided = record.n - record.kept - record.late
    done = _fact(record, f"{record.kept} of {record.n} as promised {since}{_practised(record)}{_times(record)}")
    if record.late:
        words = f"{record.late} of {record.n} late {since}" + (f", {record.overdue} overdue now" * bool(record.overdue))
        weak = _fact(record, f"{words}{_times(record)}", weakness=True)
        return Verdict(commitment=commitment, standing=Standing.BROKEN, reason=words, because=(weak,), next=_LATE)
    if record.paused:
        words = f"{record.paused} of {record.n + record.running} not late only because the clock stood still {since}"
        weak = _fact(record, words, weakness=True)
        because = (done, weak) if record.n else (weak,)
        return Verdict(commitment=commitment, standing=Standing.AT_RISK, reason=words, because=because, next=_PAUSED)
    if record.warned:
        words = f"{record.warned} of {record.running} running {'is' if record.warned == 1 else 'are'} past the warning"
        weak = _fact(record, words, weakness=True)
        because = (done, weak) if record.n else (weak,)
        return Verdict(commitment=commitment, standing=Standing.AT_RISK, reason=words, because=because, next=_WARNED)
    if not record.n:
        running = f"; {record.running} running" if record.running else ""
        gap = Gap(wanted=WANTED, reason=f"nothing of it was decided {since}{running}", span=record.span)
        return _unproven(commitment, f"no {_what(commitment)} {since} shows it", (gap,))
    if undecided:
        gap = Gap(
            wanted=WANTED, reason=f"of {undecided} of {record.n} the desk cannot say that it was done", span=record.span
        )
        return _unproven(commitment, f"{record.kept} of {record.n} shown {since}", (gap,), (done,))
    reason = f"{'once' if record.n == 1 else f'{record.n} times'} as promised {since}{_practised(record)}"
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason=reason, because=(done,))


_LATE = Step(text="A breach stays in the record until the window has passed it; say in the policy what can be kept.")
_WARNED = Step(text="Do what is owed before its time is over: the desk's Today page lists it first.")
_PAUSED = Step(text="Let clocks stand still only where the policy says that they do, or say in the policy when.")


def _unproven(commitment: Commitment, reason: str, gaps: Sequence[Gap], because: tuple[Fact, ...] = ()) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        because=because,
        gaps=tuple(gaps),
        next=Step(text="Facts of the desk that count prove it.", command="troth-desk facts > desk-facts.json"),
        settles="desk",
    )


def _fact(record: DeskRecord, words: str, *, weakness: bool = False) -> Fact:
    return Fact(
        fact=f"desk of {record.project}: {words}",
        kind=Class.RECORD,
        span=record.span,
        at=record.until.date(),
        weakness=weakness,
    )


def _what(commitment: Commitment) -> str:
    """What such a promise is shown by."""
    if isinstance(commitment, IncidentClass | IncidentPhase):
        return "incident"
    for_reports = commitment.action == "update" or commitment.severity if isinstance(commitment, Recurrence) else True
    return "case" if for_reports and not isinstance(commitment, Practice | AdvisoryChannel) else "record"


def _practised(record: DeskRecord) -> str:
    """How much of it was an exercise: that shows it too, and is said."""
    if not record.exercises:
        return ""
    return ", in exercises alone" if record.exercises == record.kept else f", {record.exercises} of them in exercises"


def _times(record: DeskRecord) -> str:
    if record.median is None or record.p90 is None:
        return ""
    return f"; half within {length(record.median)}, nine of ten within {length(record.p90)}"


def length(seconds: int) -> str:
    """A length of time in at most two units: "2 d 5 h", "40 min", "30 s"."""
    parts = []
    rest = seconds
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}")
        if parts and (len(parts) == 2 or not count):
            break
    return " ".join(parts) or f"{seconds} s"


def nobody(commitment: Commitment, reason: str, settles: Literal["desk", "people"]) -> Verdict:
    """Unproven: no record says when it was last done; ``settles`` is who could say."""
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        settles=settles,
        next=Step(text="A dated, signed record of the last time would prove it."),
    )


def rhythm(commitment: Recurrence, answers: Answers, seen: Verdict | None) -> Verdict | None:
    """What a desk that keeps it has on record; None where it says nothing of it, or nothing more than ``seen`` does.

    What it has on record and cannot decide yet leaves the question to people, or to what was seen of the tree.
    """
    records = records_of(commitment, answers)
    verdict = judge(commitment, answers) if records else None
    if verdict is None:
        return None
    verdict = regular(commitment, answers, verdict, "people")
    if verdict.standing is not Standing.UNPROVEN:
        return verdict
    if seen is not None:
        return msgspec.structs.replace(seen, gaps=(*seen.gaps, *verdict.gaps))
    return msgspec.structs.replace(verdict, settles="people")


def regular(commitment: Recurrence, answers: Answers, verdict: Verdict, settles: Literal["desk", "people"]) -> Verdict:
    """``verdict``, but unproven where it is kept by records that show no rhythm of a sentence without a period."""
    records = records_of(commitment, answers)
    if verdict.standing is not Standing.KEPT or commitment.every or not records or any(map(_regular, records)):
        return verdict
    gap = Gap(wanted=WANTED, reason="once, or long ago, is not regularly", span=records[0].span)
    times = "once" if records[0].n == 1 else f"{records[0].n} times"
    unproven = nobody(commitment, f"done {times} on record: no rhythm yet", settles)
    return msgspec.structs.replace(unproven, gaps=(gap,))


def _regular(record: DeskRecord) -> bool:
    """Whether it goes on: on two days or more, the last of them no longer ago than twice their usual distance."""
    if record.n < _REGULAR or record.first is None or record.last is None:
        return False
    apart = (record.last - record.first) / (record.n - 1)
    return record.last.date() > record.first.date() and record.until - record.last <= max(2 * apart, _A_MONTH)
