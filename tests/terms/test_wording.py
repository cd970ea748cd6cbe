from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.terms.wording import alike, numbers, plainly


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We will answer within **48 hours**.", "we will  answer within 48 hours"),
        ('See [the policy](docs/a.md "title")', "See the policy"),
        ("- Use `bandit`", "Use bandit"),
        ("1. Triage", "Triage"),
        ("It’s “safe” – really", 'It\'s "safe" - really'),
        ("_Never_ commit snake_case_names", "never commit snake_case_names"),
    ],
)
def test_marks_and_white_space_are_no_words(one: str, other: str) -> None:
    assert plainly(one) == plainly(other)


def test_words_are_words() -> None:
    assert plainly("within 48 hours") != plainly("within 14 days")
    assert plainly("snake_case") != plainly("snakecase")


def test_figures_and_denials_weigh() -> None:
    assert numbers("five tries") == numbers("some tries")
    assert numbers("5 tries") != numbers("10 tries")
    assert numbers("we do pay") != numbers("we do not pay")


@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_a_measure(one: str, other: str) -> None:
    assert alike(one, one) == 1
    assert alike(one, other) == alike(other, one)
    assert 0 <= alike(one, other) <= 1
    assert plainly(plainly(one)) == plainly(plainly(plainly(one)))
