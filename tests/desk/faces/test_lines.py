"""Words of people on pages: nothing that steers or hides is invisible, letters that look alike are named."""

from __future__ import annotations

import pytest

from troth_desk.faces.lines import Line, mixed, one_line, seen


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report\u202egpj.exe", "reportgpj.exe"),
        ("pay\u200bpal", "paypal"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("a\0b", "a␀b"),
        ("soft\u00adhyphen \U000e0041tag", "softhyphen tag"),
        ("न\u200dम", "न\u200dम"),
        ("e\u0301", "é"),
        ("\ud800x", "x"),
    ],
)
def test_a_line_keeps_what_can_be_seen(given: str, kept: str) -> None:
    assert one_line(given) == kept
    assert Line().clean(given) == kept


def test_a_line_of_nothing_but_hidden_marks_is_empty() -> None:
    field = Line(max_length=5)
    assert one_line("\u200b\u2066\u3164") == ""
    with pytest.raises(Exception, match="required"):
        field.clean("\u200b\u2066")


def test_a_text_shows_its_marks_by_their_numbers_and_stays_escaped() -> None:
    told = seen("if admin\u202e \u2066// <script>\u200b")
    assert "\u202e" not in told
    assert '<span class="mark" title="right-to-left override">U+202E</span>' in told
    assert "U+2066" in told
    assert "U+200B" in told
    assert "&lt;script&gt;" in told
    assert seen(None) == ""


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("p\u0430ypal", "Latin and Cyrillic"),
        ("g\u03bfogle.example", "Latin and Greek"),
        ("Москва Berlin", ""),
        ("Ωmega", "Latin and Greek"),
        ("plain words, 1 & 2", ""),
        ("ｐaypal", ""),
    ],
)
def test_letters_of_two_scripts_in_a_word_are_named(text: str, scripts: str) -> None:
    assert mixed(text) == scripts
