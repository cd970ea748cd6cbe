from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.report.plain import cut, fold, plain, shorten, width, wrap


def test_control_characters_become_visible() -> None:
    assert plain("a\x1b[31mb\x07\u202e") == "a\\x1b[31mb\\x07\\u202e"


def test_shorten_keeps_the_end() -> None:
    assert shorten("services/identity/requirements.txt:4", 20) == "…/requirements.txt:4"
    assert shorten("a.py:1", 20) == "a.py:1"


def test_cut_keeps_the_start() -> None:
    assert cut("one two three", 8) == "one two…"
    assert cut("港湾港湾", 5) == "港湾…"


def test_combining_characters_take_no_column() -> None:
    assert width("e\u0301") == 1


@settings(max_examples=100, deadline=None)
@given(st.text(), st.integers(2, 50))
def test_wrapping_loses_no_letter(text: str, columns: int) -> None:
    shown = plain(text)
    lines = wrap(shown, columns)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")
    assert all(width(line) <= columns for line in lines)


@pytest.mark.parametrize(
    ("text", "columns", "wanted"),
    [
        ("", 10, [""]),
        ("   ", 10, ["   "]),
        ("a   b", 10, ["a   b"]),
        ("- one two three", 9, ["- one two", "  three"]),
        ("    1. one two", 12, ["    1. one", "    two"]),
        ("漏洞报告，谢谢", 8, ["漏洞报", "告，谢谢"]),
        ("48 小时内回复", 8, ["48 小时", "内回复"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        (" " * 50 + "x", 10, ["     x"]),
        ("漏", 1, ["漏"]),
    ],
)
def test_fold_keeps_spacing_and_hangs(text: str, columns: int, wanted: list[str]) -> None:
    assert fold(text, columns) == wanted


@given(st.text(alphabet="ab -漏，\u0301 1.#", max_size=200), st.integers(4, 30))
def test_fold_loses_no_word_and_fits(text: str, columns: int) -> None:
    lines = fold(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= columns for line in lines)


def test_marks_that_take_no_column_are_counted_so() -> None:
    assert (width("e\u0301"), width("ที่"), width("⚠\ufe0f")) == (1, 1, 1)
