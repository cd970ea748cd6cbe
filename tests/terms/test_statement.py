"""A statement knows the line of each of its words, and keeps its sentence whole."""

from __future__ import annotations

from troth.terms.span import EXCERPT, SENTENCE, Span, excerpt
from troth.terms.statement import Statement


def test_a_long_sentence_keeps_its_end() -> None:
    words = "word " * 100 + "in `.github/workflows/scan.yml`."
    statement = Statement(form="sentence", span=Span("SECURITY.md", 7, excerpt(words)), text=words)
    assert len(statement.span.text) == EXCERPT
    assert statement.at(0).text.endswith("`.github/workflows/scan.yml`.")


def test_an_endless_sentence_is_cut() -> None:
    statement = Statement(form="sentence", span=Span("SECURITY.md", 7), text="word " * 5_000)
    assert len(statement.at(0).text) == SENTENCE


def test_the_line_is_that_of_the_word() -> None:
    statement = Statement(form="sentence", span=Span("SECURITY.md", 7), text="one two three", breaks=(4, 8))
    assert [statement.at(offset).line for offset in (0, 5, 9)] == [7, 8, 9]
