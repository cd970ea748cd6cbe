"""What is accepted stays so while nothing new speaks against it; the baseline may only improve."""

from __future__ import annotations

import contextlib
from datetime import date
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.formats import baseline as form
from troth.terms.answer import Class, Fact
from troth.terms.baseline import AGAINST, Baseline, hold, tighten
from troth.terms.commitment import Deadline, Pin, Practice, Tool
from troth.terms.result import Judged, Result
from troth.terms.span import Span
from troth.terms.verdict import Finding, Standing, Verdict

DAY = date(2026, 11, 26)
PIN = Pin(span=Span("SECURITY.md", 9, "We pin every dependency."), what="all", rule="==")
BANDIT = Tool(span=Span("SECURITY.md", 12, "We run bandit."), name="bandit")


def offender(text: str, line: int = 1, path: str = "requirements.txt", *, weakness: bool = True) -> Fact:
    return Fact(fact=f"{text} is looser", kind=Class.CONFIGURED, span=Span(path, line, text), weakness=weakness)


def judged(
    one: Pin | Tool | Practice | Deadline, standing: Standing, *facts: Fact, reason: str = "so", name: str = ""
) -> Judged:
    proof = (offender("proof", weakness=False),) if standing is Standing.KEPT else ()
    verdict = Verdict(commitment=one, standing=standing, reason=reason, because=(*facts, *proof))
    return Judged(id=name or one.kind, verdict=verdict)


def result(*judged: Judged, findings: tuple[Finding, ...] = (), at: date = DAY) -> Result:
    return Result(root="tide", commit="", at=at, readings=(), judged=judged, findings=findings)


def baseline(*judged: Judged, findings: tuple[Finding, ...] = ()) -> Baseline:
    """What was accepted, through the file."""
    return form.decode(form.encode(tighten(result(*judged, findings=findings), None).baseline).encode())


def accepted(now: Judged, then: Judged) -> bool:
    (one,) = hold(result(now), baseline(then)).judged
    return one.accepted


BROKEN = judged(PIN, Standing.BROKEN, offender("flask>=2", 3), offender("django>=4", 7))


def test_what_stands_as_it_stood_is_accepted_and_speaks_no_more() -> None:
    held = hold(result(BROKEN), baseline(BROKEN))
    assert held.accepted == held.judged
    assert held.speaking.judged == ()
    assert held.baseline is not None
    assert (held.baseline.on, held.baseline.better) == (DAY, ())


def test_moved_lines_and_another_order_are_nothing_new() -> None:
    assert accepted(judged(PIN, Standing.BROKEN, offender("django>=4", 70), offender("flask>=2", 33)), BROKEN)


def test_a_new_offender_speaks_and_stands_first() -> None:
    now = judged(PIN, Standing.BROKEN, *BROKEN.verdict.because, offender("rich>=1", 9))
    (one,) = hold(result(now), baseline(BROKEN)).judged
    assert not one.accepted
    assert one.known == 2
    assert one.verdict.because[0] == offender("rich>=1", 9)


def test_two_equal_weaknesses_count() -> None:
    now = judged(PIN, Standing.BROKEN, *BROKEN.verdict.because, offender("flask>=2", 99))
    assert not accepted(now, BROKEN)
    assert accepted(now, now)


def test_another_file_or_a_changed_line_is_another_weakness() -> None:
    assert not accepted(judged(PIN, Standing.BROKEN, offender("flask>=2", 3, "dev.txt")), BROKEN)
    assert not accepted(judged(PIN, Standing.BROKEN, offender("flask>=3", 3)), BROKEN)


def test_days_and_versions_in_what_is_said_change_nothing() -> None:
    def lapsed(words: str) -> Judged:
        fact = Fact(fact=words, kind=Class.WIRED, span=Span("deny.toml", 3, "id"), weakness=True)
        return judged(BANDIT, Standing.BROKEN, fact)

    assert accepted(
        lapsed("newest commit is of 2027-01-02, see ci.yml:18"), lapsed("newest commit is of 2026-08-16, see ci.yml:9")
    )
    assert accepted(lapsed("ring 0.17.15: no audit"), lapsed("ring 0.17.14: no audit"))
    assert not accepted(lapsed("RUSTSEC-2026-0002 matches"), lapsed("RUSTSEC-2026-0001 matches"))


def test_more_than_are_cited_speak() -> None:
    then, now = (
        judged(PIN, Standing.BROKEN, offender("a"), reason=f"{count} of 90 lines looser") for count in (40, 41)
    )
    assert not accepted(now, then)
    assert accepted(then, now)


def test_the_promise_may_be_reworded_and_not_changed() -> None:
    own = Fact(fact="runs nowhere", kind=Class.TEXT, span=BANDIT.span, weakness=True)
    reworded = msgspec.structs.replace(BANDIT, span=Span("docs/SECURITY.md", 4, "Every change is scanned with bandit."))
    again = msgspec.structs.replace(own, span=reworded.span)
    then = judged(BANDIT, Standing.BROKEN, own)
    assert accepted(judged(reworded, Standing.BROKEN, again), then)
    assert not accepted(judged(msgspec.structs.replace(reworded, universal=True), Standing.BROKEN, again), then)


def test_worse_than_accepted_speaks_and_better_is_told() -> None:
    at_risk = judged(PIN, Standing.AT_RISK, offender("flask>=2"))
    assert not accepted(BROKEN, at_risk)
    held = hold(result(judged(PIN, Standing.AT_RISK, offender("something else"))), baseline(BROKEN))
    assert held.judged[0].accepted
    assert held.baseline is not None
    assert held.baseline.better == ("pin",)


@pytest.mark.parametrize("then", [Standing.KEPT, Standing.UNPROVEN])
def test_what_was_not_broken_is_not_accepted_when_it_breaks(then: Standing) -> None:
    assert not accepted(BROKEN, judged(PIN, then))


def test_unproven_is_no_improvement_and_nothing_worse() -> None:
    unproven = judged(PIN, Standing.UNPROVEN)
    old = baseline(BROKEN)
    assert hold(result(unproven), old).baseline.better == ()  # type: ignore[union-attr]
    again = tighten(result(unproven), old)
    assert (again.baseline, again.worse) == (old, ())


def test_a_new_promise_is_not_accepted() -> None:
    held = hold(result(BROKEN, judged(BANDIT, Standing.BROKEN, offender("x"))), baseline(BROKEN))
    assert [one.accepted for one in held.judged] == [True, False]


def test_findings_are_accepted_one_for_one() -> None:
    def link(line: int) -> Finding:
        return Finding(rule="dead-link", span=Span("SECURITY.md", line, "see X"), text="X leads to nothing")

    held = hold(result(findings=(link(3), link(9))), baseline(findings=(link(5),)))
    assert [finding.accepted for finding in held.findings] == [True, False]
    again = tighten(result(findings=(link(3), link(9))), baseline(findings=(link(5),)))
    assert len(again.baseline.findings) == len(again.findings) == 1


def test_accepting_again_tightens_and_does_not_loosen() -> None:
    old = baseline(BROKEN)
    fewer = tighten(result(judged(PIN, Standing.BROKEN, offender("flask>=2"))), old)
    assert len(fewer.baseline.promises[0].weaknesses) == 1
    more = judged(PIN, Standing.BROKEN, *BROKEN.verdict.because, offender("rich>=1"))
    refused = tighten(result(more), old)
    assert (refused.worse, refused.baseline) == (("pin",), old)
    loosened = tighten(result(more), old, "a release is due")
    assert loosened.worse == ()
    assert len(loosened.baseline.promises[0].weaknesses) == 3
    assert (loosened.baseline.loosened[0].reason, loosened.baseline.loosened[0].promises) == (
        "a release is due",
        ("pin",),
    )


def test_a_new_promise_that_is_broken_is_not_accepted_without_a_reason() -> None:
    new = judged(BANDIT, Standing.BROKEN, offender("x"))
    refused = tighten(result(BROKEN, new), baseline(BROKEN))
    assert refused.worse == ("tool",)
    assert [one.id for one in refused.baseline.promises] == ["pin"]
    assert len(tighten(result(BROKEN, new), baseline(BROKEN), "why").baseline.promises) == 2


def test_where_nothing_changed_the_day_stays() -> None:
    later = tighten(result(BROKEN, at=date(2027, 1, 1)), baseline(BROKEN))
    assert later.baseline.on == DAY


TEXTS = st.sampled_from(["flask>=2", "django>=4", "rich>=1", "click"])
OFFENDERS = st.lists(
    st.builds(offender, TEXTS, st.integers(1, 90), st.sampled_from(["a.txt", "b.txt"])), min_size=1, max_size=6
)


@settings(max_examples=150, deadline=None)
@given(OFFENDERS, st.randoms(use_true_random=False), st.integers(0, 50))
def test_whatever_moves_stays_accepted(facts: list[Fact], random: Random, by: int) -> None:
    moved = [
        msgspec.structs.replace(fact, span=msgspec.structs.replace(fact.span, line=(fact.span.line or 1) + by))
        for fact in facts
    ]
    random.shuffle(moved)
    assert accepted(judged(PIN, Standing.BROKEN, *moved), judged(PIN, Standing.BROKEN, *facts))


@settings(max_examples=150, deadline=None)
@given(OFFENDERS, st.builds(offender, TEXTS, st.integers(1, 90), st.sampled_from(["a.txt", "b.txt"])))
def test_one_more_always_speaks(facts: list[Fact], more: Fact) -> None:
    assert not accepted(judged(PIN, Standing.BROKEN, *facts, more), judged(PIN, Standing.BROKEN, *facts))
    assert accepted(judged(PIN, Standing.BROKEN, *facts), judged(PIN, Standing.BROKEN, *facts, more))


STANDINGS = st.sampled_from([Standing.BROKEN, Standing.AT_RISK, Standing.UNPROVEN, Standing.KEPT])
ONE = st.tuples(STANDINGS, OFFENDERS)


def some(rows: list[tuple[Standing, list[Fact]]]) -> Result:
    return result(*(
        judged(
            Practice(span=Span("SECURITY.md", number + 1, f"Measure {number} is taken."), topic=f"topic{number}"),
            standing, *(facts if standing in AGAINST else ()), name=f"practice-{number}",
        )
        for number, (standing, facts) in enumerate(rows)
    ))  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(ONE, max_size=4), st.lists(ONE, max_size=4))
def test_a_baseline_only_improves(
    first: list[tuple[Standing, list[Fact]]], second: list[tuple[Standing, list[Fact]]]
) -> None:
    """Whatever the tightened baseline accepts, the old one accepts too."""
    old = tighten(some(first), None).baseline
    new = tighten(some(second), old).baseline
    for rows in (first, second):
        now = some(rows)
        by_new = {one.id for one in hold(now, new).accepted}
        by_old = {one.id for one in hold(now, old).accepted}
        assert by_new <= by_old
    assert form.decode(form.encode(new).encode()) == new


MADE = form.encode(tighten(result(BROKEN, judged(BANDIT, Standing.KEPT)), None).baseline)
TAMPERED = [
    ("schema", '"schema": 1', '"schema": 2'),
    ("schema", '"schema": 1', '"schema": "1"'),
    ("noted", '"standing": "kept"', '"standing": "noted"'),
    ("kept and has weaknesses", '"standing": "broken"', '"standing": "kept"'),
    ("by nothing", '"standing": "kept"', '"standing": "broken"'),
    ("cannot be understood", '"standing": "kept"', '"standing": "fine"'),
    ("cannot be understood", '"on": "2026-11-26"', '"on": "soon"'),
    ("cannot be understood", '"kind": "pin"', '"knid": "pin"'),
    ("twice", '"id": "tool"', '"id": "pin"'),
    ("digest", '"means": "', '"means": "x'),
    ("no JSON", "{", "["),
    ("missing", '"id": "tool"', '"id": ""'),
]


@pytest.mark.parametrize(("reason", "old", "new"), TAMPERED)
def test_what_does_not_hold_together_is_refused(reason: str, old: str, new: str) -> None:
    assert old in MADE
    with pytest.raises(form.MalformedBaselineError, match=reason):
        form.decode(MADE.replace(old, new, 1).encode())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_garbage_is_refused_and_nothing_else_is_raised(data: st.DataObject) -> None:
    raw = MADE.encode()
    begin = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(begin, min(len(raw), begin + 40)))
    mutated = raw[:begin] + data.draw(st.binary(max_size=20)) + raw[end:]
    found = None
    with contextlib.suppress(form.MalformedBaselineError):
        found = form.decode(mutated)
    assert found is None or all(bool(one.weaknesses) == (one.standing in AGAINST) for one in found.promises)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"schema": 1}',
        b'{"schema":1,"on":"2026-11-26","x":1}',
    ],
)
def test_what_is_no_baseline_is_refused(data: bytes) -> None:
    with pytest.raises(form.MalformedBaselineError):
        form.decode(data)


def test_a_secret_is_not_written_and_known_again() -> None:
    secret = "ghp_" + "a1B2c3D4" * 4 + "e5F6"
    then = judged(PIN, Standing.BROKEN, offender(secret))
    assert secret not in form.encode(tighten(result(then), None).baseline)
    assert accepted(then, then)
