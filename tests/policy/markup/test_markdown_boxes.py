"""Words in boxes of Markdown are read on their lines, as words."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from troth.policy.document import parse
from troth.policy.markup import markdown_boxes

WORDS = "We answer within 48 hours."


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (f'!!! note "Times"\n\n    {WORDS}\n', 3),
        (f'=== "Mail"\n\n    {WORDS}\n', 3),
        (f"```{{note}}\n:class: tip\n{WORDS}\n```\n", 3),
    ],
)
def test_words_in_boxes_are_words(source: str, line: int) -> None:
    found = [each for each in parse("SECURITY.md", source).statements if each.text == WORDS]
    assert [(each.form, each.span.line) for each in found] == [("sentence", line)]


@pytest.mark.parametrize(
    "source",
    [f"```{{code-block}} sh\n{WORDS}\n```\n", f"Text.\n\n    {WORDS}\n", f"~~~\n```{{note}}\n{WORDS}\n```\n~~~\n"],
)
def test_code_stays_code(source: str) -> None:
    assert {each.form for each in parse("SECURITY.md", source).statements if each.text == WORDS} == {"code"}


def steps(lines: list[str]) -> int:
    """How many lines of the module run for ``lines``: work, which no busy machine makes more."""
    counted = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal counted
        counted += event == "line" and frame.f_code.co_filename == markdown_boxes.__file__
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        markdown_boxes.opened(lines)
    finally:
        sys.settrace(before)
    return counted


@pytest.mark.parametrize(
    "shape",
    [
        ("```{note}", "```"),
        ("```{note}",),
        ("```{note}", "~~~"),
        ("~~~{tip}", ":class: a", "~~~"),
        ('!!! note "A"', "    " + WORDS),
        ("```{note}", "!!! tip", "", "```"),
    ],
)
def test_twice_the_lines_are_twice_the_work(shape: tuple[str, ...]) -> None:
    few, many = ([line for line in shape for _ in range(number)] for number in (150, 300))
    assert 0 < steps(many) < 2.2 * steps(few)
