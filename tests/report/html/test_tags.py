from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.html.page import Page
from troth.report.html.tags import Html, coded, html, join, opening, shown, tag


@given(st.text(), st.text())
def test_text_stays_text(words: str, value: str) -> None:
    made = Page(tag("p", words, title=value))
    assert [name for name, _ in made.elements] == ["p"]
    assert not made.unbalanced
    assert "".join(made.words).replace("\r\n", "\n").replace("\r", "\n") == shown(words).replace("\r\n", "\n").replace(
        "\r", "\n"
    )
    assert made.elements[0][1] == {"title": shown(value)}


@given(st.text(alphabet="<>&\"'`/!-abscript ="))
def test_markup_in_text_is_shown(words: str) -> None:
    made = Page(join([words, coded(words), html(words)]))
    assert {name for name, _ in made.elements} <= {"code"}
    assert not made.unbalanced


def test_html_is_not_escaped_twice() -> None:
    assert tag("p", tag("b", "a < b")) == "<p><b>a &lt; b</b></p>"
    assert html(html("&")) == "&amp;"


def test_characters_that_steer_are_shown_by_their_numbers() -> None:
    assert shown("a\u202eb\x1b\x00") == "a\\u202eb\\x1b\\x00"
    assert shown("tab\tand\nline") == "tab\tand\nline"
    assert shown("👩‍💻 żółw ✓") == "👩‍💻 żółw ✓"


def test_code_in_backticks() -> None:
    assert coded("run `a<b` now") == "run <code>a&lt;b</code> now"
    assert coded("one ` alone") == "one ` alone"
    assert coded("`a` and `b") == "<code>a</code> and `b"


def test_attributes_that_say_nothing_are_left_out() -> None:
    assert opening("a", href=None, hidden=False, class_="x") == '<a class="x">'
    assert opening("p", hidden=True, aria_label="y") == '<p hidden aria-label="y">'


def test_names_of_elements_are_not_taken_from_outside() -> None:
    with pytest.raises(ValueError, match="no name of an element"):
        opening("p onclick=x")
    assert isinstance(tag("p"), Html)
