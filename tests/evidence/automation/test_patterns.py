"""Patterns that a tree brings along are searched only where that cannot take long."""

from __future__ import annotations

import re
import time

import pytest

from troth.evidence.automation import patterns

LONG = "a" * 200


@pytest.mark.parametrize(
    "text",
    [
        r"^src/",
        r"\.(py|pyi)$",
        r"^(a/.*|b/.*|c/.*\.py)$",
        r"(?x)^( a/.* | b\.py )$",
        "(?x)^(\n  a/.*  # the quay (old)\n  | b/.*\n)$",
        r"^(?!src/).*$",
        r"^(?!.*test).*\.py$",
        r"(?i)readme",
        r"^(?:requirements)?[\w-]*\.txt$",
        r".*/migrations/.*",
        r".*/migrations/.*$",
        "(?x)^(\n  .*/migrations/.*|\n  .*/\\.venv.*/.*|\n  .*-lock\\.json\n)$",
        r"^(?:a/.*b/.*|c)$",
        r"colou?r",
        r"^(src|tests|docs)/.*\.(py|pyi|toml|yaml|yml)$",
        r"\.(png|jpg|gif|svg|ico|woff|woff2|ttf|eot|pdf)$",
        "(?x)^(" + "|".join(f"quay{number}/.*" for number in range(200)) + ")$",
        r"a{2,3}",
    ],
)
def test_what_is_searched_as_it_stands(text: str) -> None:
    found = patterns.compiled(text)
    assert found is not None
    assert found.pattern == text
    start = time.perf_counter()
    for _ in range(50):
        found.search(LONG + "!")
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        r"^(a+)+$",
        r"(x|x)*",
        r"(a*)*b",
        r"a*a*a*b",
        r"^a*a*a*b",
        r".*a.*b",
        r"^a*a*b|a*a*b",
        r"(.*a.*)b",
        r"(.*a.*)(b)",
        r"^(a.*b.*c.*d|e)f",
        r"(a?){30}a{30}",
        "a?" * 30 + "a" * 30,
        "(a|a)" * 24 + "b",
        "(?:a|a|aa)" * 12 + "b",
        "(a|(a|(a|a)))" * 8 + "b",
        "(a|b?)" * 10 + "c",
        r"(.)\1",
        r"(?P<q>a)(?P=q)",
        "[",
        "(",
        ")",
        "a" * 5_000,
        "(" * 60 + ")" * 60,
    ],
)
def test_what_may_take_long_is_left(text: str) -> None:
    assert patterns.compiled(text) is None


def test_a_class_is_one_character() -> None:
    found = patterns.compiled(r"^[*+(|]+[]x]$")
    assert found is not None
    assert re.search(found, "(*]")


def test_each_option_of_a_group_is_a_way() -> None:
    plain = patterns.measured(r"^(a|b|c)(d|e)f?.*g$")
    assert plain is not None
    assert (plain.ways, plain.degree) == (3 * 2 * 2, 1)
    assert plain.work(10) == 120
    free = patterns.measured(r"x[a/]*y")
    assert free is not None
    assert free.work(10) == 100
