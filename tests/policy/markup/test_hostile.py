"""No format raises, whatever stands in a document; lines stay within it; time stays in proportion."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.policy.document import Document, parse
from troth.terms.lines import CAP, LONGEST_LINE, MOST_LINES, split

PATHS = ("a.md", "a.rst", "a.adoc", "a.txt", "security.txt", "a.html", "a")
PARTS = st.sampled_from(
    [
        "\n", "\n\n", " ", "    ", "\t", "\r", "\r\n", "\u2028", "\x0b", "\x0c", "\x85", "\x00", "a", "We fix.", "1.", "- ", "* ", "** ", ". ",
        "= ", "== ", "=====", "-----", "~~~~", "+---+---+", "+===+", "| a | b |", "|===", "|a |b", "::", "x::", ".. ", ".. note::", ".. _a: b",
        ".. |a| replace:: |b|", "|a|", "`", "``", "`a <b>`_", "a_", "a__", ":ref:`a`", ":a: b", ".. code::", ".. list-table::", ".. csv-table::",
        "   :header: a", "[source,sh]", "----", "....", "++++", "====", "[cols=2*]", "{a}", ":a: {a}", "include::a[]", "<<a>>", "https://a.example[",
        "<", ">", "<p>", "</p>", "<ul>", "<li>", "<ol start=9>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<pre>", "</pre>", "<a href=b>",
        "</a>", "<b>", "</b>", "<!--", "-->", "<script>", "<h1>", "</h1>", "<br>", "<dl>", "<dt>", "<dd>", "&nbsp;", "&#10;", "<nav>", "</nav>",
        "Contact: ", "mailto:a@b.example", "# ", "-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP SIGNATURE-----", "**", "*", "__", "_", "\\",
        "Version  Supported", "-------  ---------", "$ a", "\n+\n", ".Title\n", "[start=4]", "1.1 Title\n\n", ".. only:: a\n\n   ",
        ".. versionadded:: 1\n   ", ".. dropdown:: a\n   :b: c\n\n   ", "<li value=7>", "<table role=none>", "include::a[]\n", "....\n", ">>> a", "é", "漢字。", "\ud800",
    ]
)  # fmt: skip


def within(found: Document, text: str) -> None:
    assert found.lines == len(split(text))
    for each in found.statements:
        assert 1 <= (each.span.line or 0) <= found.lines
        assert (each.span.end_line or 1) <= found.lines
        assert list(each.breaks) == sorted(each.breaks)
        assert all(0 <= link.start <= len(each.text) for link in each.links)
    for span in found.unread:
        assert 1 <= (span.line or 0) <= found.lines


@pytest.mark.parametrize("path", PATHS)
@given(parts=st.lists(PARTS, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_heap_of_marks_is_read(path: str, parts: list[str]) -> None:
    text = "".join(parts)
    within(parse(path, text), text)


@pytest.mark.parametrize("path", PATHS)
@given(text=st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(path: str, text: str) -> None:
    within(parse(path, text), text)


HOSTILE = {
    "brackets": "[" * 100_000,
    "backticks": "`" * 100_000,
    "lonely backticks": "`a " * 30_000,
    "stars": "*" * 100_000,
    "spaced stars": " *a" * 30_000,
    "underscores": "a_" * 50_000,
    "pipes": "|" * 100_000,
    "angles": "<" * 100_000,
    "open links": "<a " * 33_000,
    "open comments": "<!--" * 25_000,
    "divisions": "<div>" * 20_000,
    "items": "<ul><li>" * 12_000,
    "cells": "<table>" + "<tr><td>x<td>y" * 8_000,
    "tables": "<table><tr><td>" * 6_000,
    "bold": "<b>" * 30_000,
    "links": "<a href=x>y" * 9_000,
    "colons": ":" * 100_000,
    "equals": "=" * 100_000,
    "dashes": "-" * 100_000,
    "dots": "." * 100_000,
    "open quotes": ("https://a.example[" * 6_000),
    "attributes": ":a: b\n" + "{a}" * 30_000,
    "lines of titles": "a\n=\n\n" * 4_000,
    "lines of bullets": "- a\n" * 8_000,
    "stairs": "".join(" " * depth + "- a\n" for depth in range(400)),
    "quotes": "".join(" " * depth + "a\n\n" for depth in range(300)),
    "grid": "+---+---+\n" + "| a | b |\n+---+---+\n" * 3_000,
    "wide grid": "+" + "-+" * 2_000 + "\n|" + " |" * 2_000 + "\n+" + "-+" * 2_000 + "\n",
    "columns": "== ==\n" + "a  b\n" * 5_000 + "== ==\n",
    "unknown directives": ".. foo::\n\n   x\n\n" * 2_000,
    "nested directives": "".join("   " * depth + ".. foo::\n\n" for depth in range(60)) + "   " * 60 + "x\n",
    "directives of Sphinx": ".. only:: a\n\n   x\n\n.. versionadded:: 1 x\n\n" * 2_000,
    "nested directives of Sphinx": "".join("   " * depth + ".. only:: a\n\n" for depth in range(19))
    + "   " * 19
    + "x\n",
    "columns of text": "A  B\n-- --\n" * 4_000,
    "typed commands": "$ a\n" * 15_000,
    "numbered titles": "1. A\n\n" * 3_000,
    "attached blocks": "* a\n+\n--\nb\n\n" * 1_500,
    "underlined": "ab\n--\n\n" * 4_000,
    "tables of layout": "<table><tr><td><h1>a</h1></table>" * 3_000,
    "substitutions": "".join(f".. |a{n}| replace:: |a{n + 1}| |a{n + 1}|\n" for n in range(2_000)) + "|a0|\n",
    "targets": ".. _a: b_\n.. _b: a_\n" * 2_000 + "a_ b_ " * 2_000,
    "open listings": "----\na\n====\n....\n" * 5_000,
    "open tables": "|===\n|a\n" * 8_000,
    "labels": "a:: " * 20_000,
    "terms": "a::\n\n" * 9_000,
    "fields": "Contact: mailto:a@b.example\n" * 8_000,
    "comments": "# a\n" * 15_000,
    "line ends": "\n" * 100_000,
    "spaces": " " * 100_000,
    "indented": "\t" * 50_000 + "a",
}


@pytest.mark.parametrize("path", PATHS[:-1])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_take_little_time(path: str, name: str) -> None:
    text = HOSTILE[name]
    wrapped = "\n".join(text[start : start + 10_000] for start in range(0, len(text), 10_000))
    before = time.process_time()
    within(parse(path, wrapped), wrapped)
    assert time.process_time() - before < 6


LONG = {
    "one paragraph": "We fix. " * 60_000,
    "sentences that do not end": "e.g. a " * 60_000,
    "sentences over lines": "We fix.\n" * 15_000,
}


@pytest.mark.parametrize("path", ["a.md", "a.html"])
@pytest.mark.parametrize("name", LONG)
def test_long_paragraphs_are_read_in_proportion(path: str, name: str) -> None:
    text = LONG[name]
    wrapped = "\n".join(text[start : start + 10_000] for start in range(0, len(text), 10_000))
    before = time.process_time()
    within(parse(path, wrapped), wrapped)
    assert time.process_time() - before < 6


@pytest.mark.parametrize("path", PATHS)
def test_caps_show_as_unread(path: str) -> None:
    long = parse(path, "We fix.\n" + "a" * (LONGEST_LINE + 1) + "\nWe fix.\n")
    assert [each.line for each in long.unread] == [2]
    many = parse(path, "We fix.\n" + "\n" * (MOST_LINES + 9) + "We fix.\n")
    assert many.unread[-1].line == MOST_LINES + 1
    assert "not read from here on" in many.unread[-1].text
    assert [each.span.line for each in many.statements] == [1] * len(many.statements)
    line = "a" * 10_000
    much = parse(path, f"{line}\n\n" * (CAP // len(line) + 20))
    assert "not read from here on" in much.unread[-1].text


def test_only_line_ends_end_lines() -> None:
    assert parse("a", "a\u2028b\x85c\x0bd\x0ce\x1df\rg\r\nh\ni").lines == 4


def test_what_docutils_says_is_not_what_the_document_says() -> None:
    found = parse("a.rst", ":Mail: write to :nobody:`us`\n\nTerm\n  see :nobody:`us` and `x\n").statements
    assert found
    assert not any("ERROR" in each.text or "WARNING" in each.text or "<string>" in each.text for each in found)


def test_comments_and_passages_of_asciidoc_promise_nothing() -> None:
    text = "= T\n\n////\nWe fix within 1 hour.\n\n== No\n////\n\nYes.\n\n++++\n<p>no</p>\n++++\nAlso.\n\n////\nno\n"
    assert [(each.text, each.span.line) for each in parse("a.adoc", text).statements] == [
        ("T", 1),
        ("Yes.", 9),
        ("Also.", 14),
    ]


def test_attributes_of_asciidoc_do_not_grow_without_bound() -> None:
    text = f":a: {'x' * 200}\n\n{'{a}' * 6_000}\n"
    assert sum(len(each.text) for each in parse("a.adoc", text).statements) < 40_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p>One.<br>Two.<br>Three.</p>\n<p>Four.", [("One.", 1), ("Two.", 1), ("Three.", 1), ("Four.", 2)]),
        ("<ul><li>one<li>two</ul>\n<p>Three.", [("one", 1), ("two", 1), ("Three.", 2)]),
        ("<p\n id=a>One.</p><p>Two&#10;and.</p>\n<p>Three.", [("One.", 2), ("Two and.", 2), ("Three.", 3)]),
        ("<p>One <!-- a\nb --> more <i>two\nthree. Four.</i>", [("One more two three.", 1), ("Four.", 3)]),
        ("<table><tr><th>V<th>S<tr><td>1.x<td>yes\n<tr><td>2.x<td>no</table>", [("1.x | yes", 1), ("2.x | no", 2)]),
    ],
)
def test_lines_of_pages(text: str, said: list[tuple[str, int]]) -> None:
    assert [(" ".join(each.text.split()), each.span.line) for each in parse("a.html", text).statements] == said
