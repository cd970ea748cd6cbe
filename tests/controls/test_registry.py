"""What holds for every control alike: strength, conditions, and kinds that nothing judges yet."""

from __future__ import annotations

from datetime import date

import pytest

from troth.controls import CONTROLS, control_of, judge, wants
from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact
from troth.terms.commitment import Bounty, Commitment, Credit, Deadline, Guidance, Standard
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict

AT = Span("SECURITY.md", 7, "We credit reporters.")
NOBODY = Answers({})
TODAY = date(2026, 11, 25)


def broken(commitment: Commitment, _: Answers, __: date) -> Verdict:
    fact = Fact(fact="it is not so", kind=Class.CONFIGURED, span=Span("a", 1), weakness=True)
    return Verdict(commitment=commitment, standing=Standing.BROKEN, reason="it is not so", because=(fact,))


STRICT = (Control(name="strict", judges=lambda _: True, wants=lambda _: (), judge=broken),)


@pytest.mark.parametrize(
    "commitment",
    [Credit(span=AT), Standard(span=AT, name="cvss"), Deadline(span=AT, action="fix", within="P30D")],
    ids=lambda commitment: str(commitment.kind),
)
def test_a_kind_without_a_control_is_unproven(commitment: Commitment) -> None:
    verdict = judge(commitment, NOBODY, TODAY, controls=())
    assert (verdict.standing, verdict.reason, verdict.settles) == (Standing.UNPROVEN, "not judged yet", "later")


def test_advice_and_discretion_are_noted_and_ask_nothing() -> None:
    for commitment in (Guidance(span=AT), Bounty(span=AT, strength="discretion")):
        assert judge(commitment, NOBODY, TODAY, controls=STRICT).standing is Standing.NOTED
        assert wants(commitment) == ()


def test_a_condition_that_has_not_come_is_unproven() -> None:
    verdict = judge(Credit(span=AT, condition="once 1.0 is out"), NOBODY, TODAY, controls=STRICT)
    assert (verdict.standing, verdict.reason) == (Standing.UNPROVEN, "not due yet: once 1.0 is out")


@pytest.mark.parametrize(
    ("condition", "came"),
    [
        ("by 2031", False),
        ("by the end of Q1 2026", True),
        ("By 2025", True),
        ("from 2031 on", False),
        ("from 2025 onwards", True),
        ("as of Q1 2026", True),
    ],
)
def test_a_year_that_is_over_is_no_condition(condition: str, came: bool) -> None:
    verdict = judge(Credit(span=AT, condition=condition), NOBODY, TODAY, controls=STRICT)
    assert (verdict.reason == f"not due yet: {condition}") is not came


@pytest.mark.parametrize(("strength", "standing"), [("promise", Standing.BROKEN), ("target", Standing.AT_RISK)])
def test_a_contradicted_target_is_at_risk(strength: str, standing: Standing) -> None:
    verdict = judge(Credit(span=AT, strength=strength), NOBODY, TODAY, controls=STRICT)  # type: ignore[arg-type]
    assert (verdict.standing, verdict.control) == (standing, "strict")


def test_the_first_control_that_accepts_judges() -> None:
    assert control_of(Credit(span=AT), STRICT) is STRICT[0]
    assert control_of(Credit(span=AT), ()) is None
    assert len({control.name for control in CONTROLS}) == len(CONTROLS)
