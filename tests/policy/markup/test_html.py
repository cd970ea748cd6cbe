"""HTML: lists as their page counts them, tables that lay out, pages too deep."""

from __future__ import annotations

from troth.policy.document import Document, parse


def html(text: str) -> Document:
    return parse("security.html", text)


def test_lists_count_as_the_page_says() -> None:
    found = html("<p>We:<ol start=3><li>three<ul><li>deep</ul><li value=9>nine<p>more</ol>After.").statements
    assert [(each.form, each.depth, each.ordinal, each.text) for each in found] == [
        ("sentence", 0, None, "We:"),
        ("bullet", 1, 3, "three"),
        ("bullet", 2, None, "deep"),
        ("bullet", 1, 9, "nine"),
        ("sentence", 1, 9, "more"),
        ("sentence", 0, None, "After."),
    ]


def test_numbers_that_are_none_count_for_nothing() -> None:
    assert [each.ordinal for each in html("<ol start=x><li value=99999999999>a<li value=-1>b</ol>").statements] == [
        1,
        2,
    ]


def test_tables_of_layout_are_no_rows() -> None:
    found = html(
        "<table><tr><th>V<th>S<tr><th>1.x<td>yes\n<tr><td>2.x<td><p>no</p><p>never</p></table>"
        "<table><tr><td><h2>Title</h2><p>Text.<td>More.</table><table><tr><td>Alone.</table>"
        "<table role=presentation><tr><td>One.<td>Two.</table>"
    ).statements
    assert [(each.form, each.cells or each.text, each.span.line) for each in found] == [
        ("row", (("V", "1.x"), ("S", "yes")), 1),
        ("row", (("V", "2.x"), ("S", "no never")), 2),
        ("heading", "Title", 2),
        ("sentence", "Text.", 2),
        ("sentence", "More.", 2),
        ("sentence", "Alone.", 2),
        ("sentence", "One.", 2),
        ("sentence", "Two.", 2),
    ]


def test_too_deep_a_page_says_so() -> None:
    found = html("<p>We read.</p>\n" + "<div>" * 3_000 + "We fix.")
    assert found.statements[0].text == "We read."
    assert [(each.line, "nested too deeply" in each.text) for each in found.unread] == [(2, True)]
    assert not html("<p>We read.</p>").unread
