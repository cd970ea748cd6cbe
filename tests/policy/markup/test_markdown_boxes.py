"""Words in boxes of Markdown are read on their lines, as words."""

from __future__ import annotations

import pytest

from troth.policy.document import parse

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
