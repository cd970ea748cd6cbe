from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from troth.terms.attestation import About, Attestation, Rules, ends, is_near, signed, void
from troth.terms.span import Span

ON, TODAY = date(2026, 11, 1), date(2026, 11, 25)
ONE = Attestation(
    name="drill",
    by="R. Pilot",
    what="The crew ran the drill.",
    on=ON,
    span=Span("attestations/a.toml", 3),
    about=(About(id="recurrence-drill", sentence="We *drill* twice a year."),),
)


def but(**fields: object) -> Attestation:
    return msgspec.structs.replace(ONE, **fields)


def test_an_end_that_is_not_said_comes_all_the_same() -> None:
    assert ends(ONE, Rules()) == date(2027, 11, 2)
    assert ends(but(until=date(2026, 12, 1)), Rules()) == date(2026, 12, 1)
    assert ends(but(until=date(2099, 1, 1)), Rules(longest=10)) == date(2026, 11, 11)
    assert ends(but(on=date.max), Rules()) == date.max


@pytest.mark.parametrize(
    ("one", "rules", "told"),
    [
        (ONE, Rules(), ""),
        (but(signature="unknown"), Rules(), ""),
        (but(signature="bad", remark="other bytes"), Rules(), "its signature is bad: other bytes"),
        (but(on=date(2026, 11, 26)), Rules(), "it is of 2026-11-26, a day to come"),
        (but(until=date(2026, 11, 24)), Rules(), "it ended on 2026-11-24"),
        (but(until=TODAY), Rules(), ""),
        (but(until=date(2026, 10, 1)), Rules(), "before it was made"),
        (ONE, Rules(lasts=20), "it ended on 2026-11-21"),
        (ONE, Rules(signed=True), "asks for a good signature, and it is unsigned"),
        (but(signature="unknown"), Rules(signed=True), "by a key that the project does not name"),
        (but(signature="good"), Rules(signed=True), ""),
    ],
)
def test_when_it_counts(one: Attestation, rules: Rules, told: str) -> None:
    assert told in void(one, TODAY, rules)
    assert bool(void(one, TODAY, rules)) == bool(told)


@pytest.mark.parametrize(("on", "until", "near"), [
    (date(2026, 1, 1), TODAY + timedelta(days=30), True),
    (date(2026, 1, 1), TODAY + timedelta(days=31), False),
    (TODAY - timedelta(days=8), TODAY + timedelta(days=2), True),
    (TODAY - timedelta(days=7), TODAY + timedelta(days=3), False),
])  # fmt: skip
def test_its_end_is_near_in_its_last_fifth_and_never_before_thirty_days(on: date, until: date, near: bool) -> None:
    assert is_near(until, but(on=on), TODAY) is near


def test_the_sentence_binds() -> None:
    assert ONE.speaks_of("recurrence-drill", ("We drill  twice a\nyear.",))
    assert not ONE.speaks_of("recurrence-drill", ("We drill once a year.",))
    assert not ONE.speaks_of("recurrence-drill-2", ("We drill twice a year.",))
    assert not but(about=(About(id="recurrence-drill"),)).speaks_of("recurrence-drill", ("",))


def test_how_it_is_signed() -> None:
    assert signed(ONE) == "unsigned"
    assert signed(but(signature="good", signer="pilot@example.org")) == "signed by pilot@example.org"
    assert "does not name" in signed(but(signature="unknown"))
