"""Words from outside: what is taken out, and what stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from troth_desk.files.names import LONGEST_NAME, file_name, one_line, whole_text


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\proof.png", "proof.png"),
        ("report\u202egpj.exe", "reportgpj.exe"),
        ('a"; filename="b.html', "a filename= b.html"),
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie x=1"),
        ("nul\0byte.txt", "nulbyte.txt"),
        ("...", "file"),
        ("", "file"),
        ("/", "file"),
        (".htaccess", "htaccess"),
        ("x" * 500 + ".tar.gz", "x" * (LONGEST_NAME - 3) + ".gz"),
        ("Bildschirmfoto 2026.png", "Bildschirmfoto 2026.png"),
    ],
)
def test_names_of_files(given_name: str, kept: str) -> None:
    assert file_name(given_name) == kept


@given(st.text())
@example("\u202e\u2066")
def test_no_name_leads_a_header_or_a_screen_astray(name: str) -> None:
    kept = file_name(name)
    assert 0 < len(kept) <= LONGEST_NAME
    assert not set(kept) & set("/\\\"'<>\r\n\0\u202e\u2066\u200b")
    assert all(unicodedata.category(each)[0] != "C" for each in kept)
    assert file_name(kept) == kept


@given(st.text())
def test_titles_are_one_line(text: str) -> None:
    kept = one_line(text)
    assert "\n" not in kept
    assert "\0" not in kept
    assert len(kept.splitlines()) <= 1


@given(st.text())
def test_texts_keep_their_words_and_lose_only_controls(text: str) -> None:
    kept = whole_text(text)
    assert "\0" not in kept
    assert "\r" not in kept
    kept.encode()  # no half of a character
    assert whole_text(kept) == kept


def test_texts_keep_marks_of_direction_and_html_as_they_are() -> None:
    assert whole_text("a\u202eb <script>\r\nx\0y\t1") == "a\u202eb <script>\nx␀y\t1"
