"""A requirement is met only by what is kept, and never further."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.evidence import tools
from troth.standards import STANDARDS
from troth.standards.coverage import Answered, cover
from troth.standards.standard import Requirement, Standard
from troth.terms.activity import Activity
from troth.terms.answer import Class, Fact
from troth.terms.commitment import Commitment, Contact, Deadline, Practice, Recurrence, Sbom, Tool
from troth.terms.commitment import Standard as Named
from troth.terms.result import Judged
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict

KEPT, AT_RISK, BROKEN, UNPROVEN, NOTED = (
    Standing.KEPT,
    Standing.AT_RISK,
    Standing.BROKEN,
    Standing.UNPROVEN,
    Standing.NOTED,
)
AT = Span("SECURITY.md", 7, "We do it.")
FACT = Fact(fact="seen", kind=Class.WIRED, span=Span("ci.yml", 3))
NUMBERS = itertools.count()


def judged(commitment: Commitment, standing: Standing) -> Judged:
    verdict = Verdict(commitment=commitment, standing=standing, reason="so it is", because=(FACT,))
    return Judged(id=f"promise-{next(NUMBERS)}", verdict=verdict)


def asked(whole: tuple[tuple[str, ...], ...] = (), part: tuple[str, ...] = ()) -> Standard:
    return Standard(
        name="own", title="Our own", edition="1", published="2026-01-01", source="https://example.org/",
        read="2026-11-26", rights="ours", answers=("own",),
        requirements=(Requirement(number="1", says="Something is done", whole=whole, part=part),),
    )  # fmt: skip


def answered(standard: Standard, *said: Judged) -> Answered:
    return cover(standard, said, tools.activities).covered[0].answered


FIX = (("deadline action=fix",),)


def fix(standing: Standing, *severity: str) -> Judged:
    return judged(Deadline(span=AT, action="fix", within="P30D", severity=severity), standing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("standing", "wholly", "in_part"),
    [
        (KEPT, Answered.MET, Answered.PARTLY),
        (AT_RISK, Answered.PARTLY, Answered.PARTLY),
        (BROKEN, Answered.NOT_KEPT, Answered.NOT_KEPT),
        (UNPROVEN, Answered.UNPROVEN, Answered.UNPROVEN),
        (NOTED, Answered.NOT_PROMISED, Answered.NOT_PROMISED),
    ],
)
def test_one_promise(standing: Standing, wholly: Answered, in_part: Answered) -> None:
    assert answered(asked(FIX), fix(standing)) is wholly
    assert answered(asked(part=FIX[0]), fix(standing)) is in_part


def test_nothing_said_and_nothing_that_could_be_said() -> None:
    assert answered(asked(FIX)) is Answered.NOT_PROMISED
    assert answered(asked(), fix(KEPT)) is Answered.BEYOND


def test_every_group_has_to_be_kept() -> None:
    both = asked((*FIX, ("sbom",)))
    bill = Sbom(span=AT, formats=("spdx",))
    assert answered(both, fix(KEPT)) is Answered.PARTLY
    assert answered(both, fix(KEPT), judged(bill, UNPROVEN)) is Answered.PARTLY
    assert answered(both, fix(KEPT), judged(bill, KEPT)) is Answered.MET


def test_what_is_kept_beside_what_is_broken_is_half_of_it() -> None:
    assert answered(asked(FIX), fix(KEPT), fix(BROKEN)) is Answered.PARTLY
    assert answered(asked(FIX), fix(KEPT), fix(UNPROVEN)) is Answered.MET


def test_some_severities_are_not_all() -> None:
    assert answered(asked(FIX), fix(KEPT, "critical")) is Answered.PARTLY
    assert answered(asked(FIX), fix(KEPT, "critical", "high"), fix(KEPT, "medium", "low")) is Answered.MET
    assert answered(asked((("deadline action=fix severity=critical",),)), fix(KEPT, "critical")) is Answered.MET


def test_a_sentence_is_enough_where_only_a_sentence_is_asked() -> None:
    said = asked((("said: contact",),))
    contact = Contact(span=AT, channel="email", value="security@example.org")
    assert answered(said, judged(contact, UNPROVEN)) is Answered.MET
    assert answered(said, judged(contact, BROKEN)) is Answered.NOT_KEPT
    assert answered(asked((("contact",),)), judged(contact, UNPROVEN)) is Answered.UNPROVEN
    assert answered(asked((("said: deadline action=fix",),)), fix(BROKEN)) is Answered.MET, (
        "a missed time is still said"
    )


@pytest.mark.parametrize("change", [{"strength": "refusal"}, {"strength": "discretion"}, {"silenced": "misread"}])
def test_what_is_not_owed_answers_nothing(change: dict[str, str]) -> None:
    promise = msgspec.structs.replace(Deadline(span=AT, action="fix", within="P30D"), **change)
    assert answered(asked(FIX), judged(promise, KEPT)) is Answered.NOT_PROMISED


def test_a_tool_answers_by_what_it_is_for_and_only_where_its_use_is_promised() -> None:
    scanning = asked((("tool activity=dependency_scanning",),))
    assert answered(scanning, judged(Tool(span=AT, name="pip-audit"), KEPT)) is Answered.MET
    assert answered(scanning, judged(Tool(span=AT, name="bandit"), KEPT)) is Answered.NOT_PROMISED
    documented = Tool(span=AT, name="pip-audit", claim="command", command="pip-audit")
    assert answered(scanning, judged(documented, KEPT)) is Answered.NOT_PROMISED


def test_lengths_are_compared_as_lengths() -> None:
    month = asked((("recurrence action=scan every=<P31D",),))
    for every, enough in (("P1W", True), ("P1M", True), ("P3M", False), ("", False)):
        found = answered(month, judged(Recurrence(span=AT, action="scan", every=every), KEPT))
        assert (found is Answered.MET) is enough, every
    fortnight = asked((("deadline action=assess within=<P14D",),))
    six = Deadline(span=AT, action="assess", within="P6D", basis="business")  # may be ten days, with two weekends
    for most, met in (("P9D", Answered.NOT_PROMISED), ("P10D", Answered.MET)):
        assert answered(asked(((f"deadline action=assess within=<{most}",),)), judged(six, KEPT)) is met
    eleven = Deadline(span=AT, action="assess", within="P11D", basis="business")
    assert answered(fortnight, judged(eleven, KEPT)) is Answered.NOT_PROMISED


def test_words_of_the_sentence() -> None:
    practice = Practice(span=Span("SECURITY.md", 3, "Fail closed on errors."), topic="other")
    assert answered(asked(part=("practice about=fail_closed",)), judged(practice, KEPT)) is Answered.PARTLY
    assert answered(asked(part=("practice about=fail_open",)), judged(practice, KEPT)) is Answered.NOT_PROMISED


def test_the_sentence_that_names_the_standard_proves_nothing_of_it() -> None:
    naming = judged(Named(span=AT, name="own"), KEPT)
    found = cover(asked(FIX), [naming], tools.activities)
    assert found.promised == (naming,)
    assert found.covered[0].answered is Answered.NOT_PROMISED


PROMISES = st.one_of(
    st.builds(
        Deadline,
        span=st.just(AT),
        action=st.sampled_from(["acknowledge", "assess", "fix", "disclose"]),
        within=st.sampled_from(["PT24H", "P5D", "P90D"]),
        severity=st.sampled_from([(), ("critical",), ("high", "medium", "low")]),
        strength=st.sampled_from(["promise", "target", "discretion", "refusal"]),
    ),
    st.builds(
        Practice,
        span=st.just(AT),
        topic=st.sampled_from(["secrets", "testing", "signing", "crypto_libraries"]),
        activity=st.sampled_from([None, *Activity]),
    ),
    st.builds(Tool, span=st.just(AT), name=st.sampled_from(["bandit", "pip-audit", "gitleaks", "cosign"])),
    st.builds(Contact, span=st.just(AT), channel=st.sampled_from(["email", "github"]), value=st.just("")),
    st.builds(Sbom, span=st.just(AT)),
)


@given(st.lists(st.tuples(PROMISES, st.sampled_from(list(Standing))), max_size=12))
def test_no_standard_is_met_further_than_what_is_kept(said: list[tuple[Commitment, Standing]]) -> None:
    found = [judged(promise, standing) for promise, standing in said]
    for standard in STANDARDS:
        coverage = cover(standard, found, tools.activities)
        assert sum(coverage.counts.values()) == len(standard.requirements)
        for one in coverage.covered:
            if one.answered in (Answered.MET, Answered.PARTLY):
                assert any(answer.standing in (KEPT, AT_RISK) for answer in one.answers)
            if one.answered is Answered.MET:
                assert not one.open_groups
                proven = [a for a in one.answers if a.said or a.judged.verdict.standing is KEPT]
                assert len(proven) >= 1
                assert all(a.judged.verdict.standing is not BROKEN or a.said for a in one.answers if a.whole)
