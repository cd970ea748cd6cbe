"""How promises stand by the desk's records (VERDICTS §3, deadline): kept, at risk, broken, and unproven for all else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from controls.golden import AT_RISK, BROKEN, KEPT, NOTED, TODAY, UNPROVEN
from desk_envelopes import AT, POLICY, SENTENCE, promise, statement
from troth import controls
from troth.controls import desk_record, recurrence
from troth.controls.recorded import length
from troth.formats import desk_facts
from troth.terms.answer import Answer, Answers, Class, Gap
from troth.terms.commitment import (
    Bounty,
    Commitment,
    CoordinatedDisclosure,
    Deadline,
    DisclosureStep,
    Recurrence,
)
from troth.terms.seen.desk import DeskRecord
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict
from troth.terms.wants import DeskRecords

DAY = timedelta(days=1)
SPAN = Span("SECURITY.md", 5, SENTENCE)
ACKNOWLEDGE = Deadline(span=SPAN, action="acknowledge", within="PT48H")
MAINTENANCE = Recurrence(
    span=Span("SECURITY.md", 9, "Low: fixed in regular maintenance."), action="patching", every="", severity=("low",)
)
UPDATE = Recurrence(span=Span("SECURITY.md", 7, POLICY.splitlines()[6]), action="update", every="P7D")


def records(*told: desk_facts.Promise) -> Answer[DeskRecord]:
    return Answer(found=desk_facts.records(statement(*told), "facts.json"), read=("facts.json",))


def judged(commitment: Commitment, answer: Answer[DeskRecord]) -> Verdict:
    control = controls.control_of(commitment)
    assert control in (desk_record.CONTROL, recurrence.CONTROL)
    return controls.judge(commitment, Answers({DeskRecords(document="SECURITY.md"): answer}), TODAY)


def of(commitment: Commitment, **numbers: Any) -> desk_facts.Promise:
    given = {
        "id": "x",
        "kind": commitment.kind,
        "line": commitment.span.line,
        "sentence": commitment.sentence,
        "terms": desk_facts.terms(commitment),
    }
    return promise(**(given | numbers))


NONE = {"n": 0, "kept": 0, "median": None, "p90": None, "first": None, "last": None}

CASES: tuple[tuple[str, dict[str, Any], Standing, str], ...] = (
    ("all in time", {}, KEPT, "41 times as promised since 2025-11-20"),
    ("once in time", {"n": 1, "kept": 1}, KEPT, "once as promised"),
    ("one running past its warning", {"warned": 1}, AT_RISK, "1 of 2 running is past the warning"),
    ("two running past their warning", {"warned": 2}, AT_RISK, "2 of 2 running are past the warning"),
    ("the first ever, past its warning", {**NONE, "running": 1, "warned": 1}, AT_RISK, "1 of 1 running"),
    ("in time by a pause alone", {"paused": 1}, AT_RISK, "1 of 43 not late only because the clock stood still"),
    ("the only one, paused", {**NONE, "running": 1, "paused": 1}, AT_RISK, "1 of 1 not late only because"),
    ("late, and others paused", {"kept": 40, "late": 1, "paused": 1}, BROKEN, "1 of 41 late"),
    ("one late", {"kept": 40, "late": 1}, BROKEN, "1 of 41 late since 2025-11-20"),
    ("late, and others past their warning", {"kept": 40, "late": 1, "warned": 2}, BROKEN, "late"),
    ("overdue now", {"kept": 40, "late": 1, "overdue": 1}, BROKEN, "1 of 41 late since 2025-11-20, 1 overdue now"),
    ("nothing decided", {**NONE, "running": 0}, UNPROVEN, "no case since 2025-11-20 shows it"),
    ("nothing decided, one running", {**NONE, "running": 1}, UNPROVEN, "no case"),
    ("not all of it shown", {"kept": 30}, UNPROVEN, "30 of 41 shown since 2025-11-20"),
)


@pytest.mark.parametrize(
    ("numbers", "standing", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_golden(numbers: dict[str, Any], standing: Standing, words: str) -> None:
    verdict = judged(ACKNOWLEDGE, records(of(ACKNOWLEDGE, **numbers)))
    assert (verdict.standing, words in verdict.reason) == (standing, True), verdict.reason
    assert all(fact.kind is Class.RECORD and fact.span.path == "facts.json" for fact in verdict.because)
    assert verdict.because or verdict.gaps
    assert standing is KEPT or verdict.next
    assert standing is not UNPROVEN or verdict.settles == "desk"


@pytest.mark.parametrize(
    ("numbers", "standing", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_rhythm_of_updates_is_judged_alike(numbers: dict[str, Any], standing: Standing, words: str) -> None:
    verdict = judged(UPDATE, records(of(UPDATE, **numbers)))
    assert (verdict.standing, words in verdict.reason) == (standing, True)


def test_a_verdict_tells_numbers_and_times() -> None:
    (fact,) = judged(ACKNOWLEDGE, records(of(ACKNOWLEDGE))).because
    assert fact.fact == (
        "desk of Harbour: 41 of 41 as promised since 2025-11-20; half within 5 h, nine of ten within 20 h"
    )


def test_a_target_that_was_missed_is_at_risk() -> None:
    aimed = Deadline(span=SPAN, action="acknowledge", within="PT48H", strength="target")
    verdict = judged(aimed, records(of(aimed, kept=40, late=1)))
    assert (verdict.standing, "aimed for" in verdict.reason) == (AT_RISK, True)


@pytest.mark.parametrize("strength", ["discretion", "refusal"])
def test_what_is_not_owed_is_not_judged_by_records(strength: Any) -> None:
    free = Deadline(span=SPAN, action="acknowledge", within="PT48H", strength=strength)
    assert judged(free, records(of(free, kept=0, late=41))).standing is (NOTED if strength == "discretion" else KEPT)


def test_a_condition_that_has_not_come_true_stays_unproven() -> None:
    later = Deadline(span=SPAN, action="acknowledge", within="PT48H", condition="once 1.0 is out")
    assert judged(later, records(of(later))).standing is UNPROVEN


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"sentence": "We acknowledge every report within 48 hours, mostly."}, "another sentence"),
        ({"terms": {"action": "acknowledge", "within": "PT72H", "basis": "calendar"}}, "say nothing of this promise"),
        ({"terms": {"action": "assess", "within": "PT48H", "basis": "calendar"}}, "say nothing of this promise"),
        ({"terms": {"action": "acknowledge", "within": "PT48H", "basis": "business"}}, "say nothing of this promise"),
        ({"kind": "recurrence"}, "say nothing of this promise"),
    ],
)
def test_facts_of_another_promise_prove_nothing(changed: dict[str, Any], reason: str) -> None:
    verdict = judged(ACKNOWLEDGE, records(promise(**changed)))
    assert (verdict.standing, verdict.because) == (UNPROVEN, ())
    assert reason in verdict.gaps[0].reason


def test_the_same_sentence_may_stand_elsewhere_with_other_spaces() -> None:
    also = Deadline(
        span=Span("docs/SECURITY.md", 9, "Answer: 48 hours"),
        also=(Span("SECURITY.md", 5, SENTENCE),),
        action="acknowledge",
        within="PT48H",
    )
    answers = Answers(
        {DeskRecords(document="docs/SECURITY.md"): records(promise(sentence=SENTENCE.replace(" ", "\n")))}
    )
    assert controls.judge(also, answers, TODAY).standing is KEPT


def test_of_two_records_of_one_promise_the_worse_speaks() -> None:
    verdict = judged(ACKNOWLEDGE, records(promise(), promise(line=9, kept=40, late=1)))
    assert verdict.standing is BROKEN


def test_facts_that_do_not_count_are_told() -> None:
    gap = Gap(wanted="facts of the desk", reason="they ended on 2026-11-10", span=Span("facts.json"))
    for commitment in (ACKNOWLEDGE, UPDATE):
        verdict = judged(commitment, Answer(gaps=(gap,), read=("facts.json",)))
        assert (verdict.standing, verdict.gaps, verdict.settles) == (UNPROVEN, (gap,), "desk")


def test_without_facts_it_stays_as_it_was() -> None:
    assert judged(ACKNOWLEDGE, Answer()).reason == "no record says how long it took"
    assert judged(UPDATE, Answer()).reason == "no desk facts"


@pytest.mark.parametrize(
    "commitment",
    [
        Bounty(span=SPAN),
        CoordinatedDisclosure(span=SPAN),
        DisclosureStep(span=SPAN, name="verification"),
    ],
    ids=lambda one: one.kind,
)
def test_what_no_clock_measures_is_judged_by_what_the_records_show(commitment: Commitment) -> None:
    assert judged(commitment, records(of(commitment))).standing is KEPT
    assert judged(commitment, records(of(commitment, kept=40))).standing is UNPROVEN
    assert judged(commitment, records(promise())).standing is UNPROVEN


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"), (30, "30 s"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"), (18_060, "5 h 1 min"),
        (86_400, "1 d"), (86_460, "1 d"), (190_800, "2 d 5 h"), (8_640_000, "100 d"),
    ],
)  # fmt: skip
def test_lengths_are_told_in_two_units(seconds: int, words: str) -> None:
    assert length(seconds) == words


FIX = Deadline(
    span=Span("SECURITY.md", 9, "Reported weaknesses are fixed within 90 days."), action="fix", within="P90D"
)


@pytest.mark.parametrize(
    ("numbers", "standing"),
    [({}, KEPT), ({"kept": 40, "late": 1}, BROKEN), (NONE, UNPROVEN)],
    ids=["kept", "late", "none"],
)
def test_fixes_of_what_people_report_are_judged_by_the_desk(numbers: dict[str, Any], standing: Standing) -> None:
    assert controls.wants(FIX) == (DeskRecords(document="SECURITY.md"),)
    answers = Answers({DeskRecords(document="SECURITY.md"): records(of(FIX, **numbers))})
    assert controls.judge(FIX, answers, TODAY).standing is standing


def test_without_facts_a_fix_of_reports_is_left_to_the_desk() -> None:
    verdict = controls.judge(FIX, Answers({DeskRecords(document="SECURITY.md"): Answer()}), TODAY)
    assert (verdict.standing, verdict.settles) == (UNPROVEN, "desk")


@pytest.mark.parametrize(
    ("numbers", "standing", "words"),
    [
        ({"n": 1, "kept": 1, "first": AT, "last": AT}, UNPROVEN, "done once on record: no rhythm yet"),
        ({"n": 3, "kept": 3, "first": AT - DAY, "last": AT - DAY}, UNPROVEN, "done 3 times on record"),
        ({"n": 3, "kept": 3, "first": AT - 300 * DAY, "last": AT - 299 * DAY}, UNPROVEN, "no rhythm yet"),
        ({"n": 3, "kept": 3, "first": AT - 300 * DAY, "last": AT - 2 * DAY}, KEPT, "3 times as promised"),
        ({"n": 3, "kept": 2, "late": 1}, BROKEN, "1 of 3 late"),
    ],
)
def test_what_is_done_regularly_for_a_severity_needs_more_than_one_day(
    numbers: dict[str, Any], standing: Standing, words: str
) -> None:
    """It has no period; done once it was done, and not yet regularly."""
    verdict = judged(MAINTENANCE, records(of(MAINTENANCE, **numbers)))
    assert verdict.standing is standing
    assert words in verdict.reason


def test_nobody_asks_cases_for_a_training() -> None:
    training = Recurrence(
        span=Span("SECURITY.md", 9, "Security training is held quarterly."), action="training", every="P3M"
    )
    assert "no record since" in judged(training, records(of(training, **NONE, running=1))).reason
    assert "no case since" in judged(MAINTENANCE, records(of(MAINTENANCE, **NONE, running=0))).reason
