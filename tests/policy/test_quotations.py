"""What somebody else is quoted with is not the word of the project, however a format marks quotations."""

from __future__ import annotations

import pytest

from troth.policy.reader import read

FIX = "We fix critical issues within 7 days."


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", f"> {FIX}\n>\n> — Acme Corp\n"),
        ("a.md", f"> {FIX}\n> -- *Jane Doe*, Acme\n"),
        ("a.md", f"> {FIX}\n\n— [Acme Corp](https://acme.example)\n"),
        ("a.md", f"Acme says:\n\n> {FIX}\n"),
        ("a.md", f"As Acme Corp writes:\n\n<blockquote>{FIX}</blockquote>\n"),
        ("a.md", f"Somebody else writes:\n\n<blockquote>\n\n{FIX}\n\n</blockquote>\n"),
        ("a.md", f"Acme says: “{FIX}”\n"),
        ("a.md", f'Acme says: "We answer. {FIX}"\n'),
        ("a.md", f"Others say <q>{FIX}</q>\n"),
        ("a.md", f"“{FIX}”\n— Acme\n"),
        ("a.rst", f".. epigraph::\n\n   {FIX}\n\n   -- Somebody\n"),
        ("a.rst", f"Text.\n\n   {FIX}\n\n   -- Jane Doe\n"),
        ("a.rst", f"Acme says:\n\n   {FIX}\n"),
        ("a.adoc", f"[quote, Somebody Else]\n____\n{FIX}\n____\n"),
        ("a.adoc", f"[quote, Somebody Else, A Book]\n{FIX}\n"),
        ("a.adoc", f'"{FIX}"\n-- Jane Doe\n'),
        ("a.html", f"<html><p>Acme says:</p><blockquote><p>{FIX}</p></blockquote></html>"),
        ("a.html", f"<html><blockquote><p>{FIX}</p><footer>Acme Corp</footer></blockquote></html>"),
        ("a.html", f"<html><blockquote><p>{FIX}</p><footer><p>Jane Doe, Acme</p></footer></blockquote></html>"),
        ("a.html", f"<html><figure><blockquote>{FIX}</blockquote><figcaption>Acme</figcaption></figure></html>"),
        ("a.html", f"<html><p>Others say <q>{FIX}</q></p></html>"),
    ],
)
def test_words_of_somebody_else_promise_nothing(path: str, text: str) -> None:
    assert read(path, text).commitments == ()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", f"> {FIX}\n"),
        ("a.md", f"> **Note**\n> {FIX}\n"),
        ("a.md", f"> {FIX}\n>\n> — the maintainers\n"),
        ("a.md", f"> {FIX}\n>\n> — The Ferry Security Team\n"),
        ("a.md", f"# Ferry\n\nFerry says:\n\n> {FIX}\n"),
        ("a.md", f"Our policy says:\n\n> {FIX}\n"),
        ("a.md", f"The Policy says:\n\n> {FIX}\n"),
        ("a.md", f"Acme says:\n\n> Hello.\n\n{FIX}\n"),
        ("a.md", f"Acme says:\n\n<blockquote>\n\nHello.\n\n</blockquote>\n\n## Times\n\n{FIX}\n"),
        ("a.md", f"{FIX}\n\n— Jane Doe\n"),
        ("a.md", f"</blockquote>\n\n> {FIX}\n"),
        ("a.rst", f"Text.\n\n   {FIX}\n"),
        ("a.rst", f".. epigraph::\n\n   Hello.\n\n   -- Somebody\n\n{FIX}\n"),
        ("a.adoc", f"[quote]\n____\n{FIX}\n____\n"),
        ("a.adoc", f"[quote, Somebody Else]\n____\nHello.\n____\n\n{FIX}\n"),
        ("a.adoc", f"[quote, Somebody Else]\nHello.\n\n{FIX}\n"),
        ("a.html", f"<html><blockquote>{FIX}</blockquote></html>"),
        ("a.html", f"<html><p>{FIX}</p><footer>Acme Corp</footer></html>"),
        ("a.html", f"<html><p>Acme says:</p><blockquote>Hello.</blockquote><h2>Times</h2><p>{FIX}</p></html>"),
    ],
)
def test_what_the_project_says_itself_is_heard(path: str, text: str) -> None:
    assert [each.kind for each in read(path, text).commitments] == ["deadline"]
