from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from troth.report.plain import cut, plain, shorten, width, wrap


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
