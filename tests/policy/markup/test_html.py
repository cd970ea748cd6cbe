"""HTML: lists as their page counts them, tables that lay out, pages too deep."""

from __future__ import annotations

import pytest

from troth.policy.document import Document, parse
from troth.policy.reader import read


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


def test_terms_stand_before_their_descriptions() -> None:
    found = html(
        "<dl><dt>Bug bounty</dt><dd>None.</dd>\n<dt>Fix<dd><p>30 days</p><p>or less</p>\n<dd>40 days"
        "<dt>A</dt>\n<dt><b>B:</b></dt><dd>Both.</dd><dt>List<dd><ul><li>one</ul><dt>Alone</dl>After."
    ).statements
    assert [(each.form, each.depth, each.span.line, each.text) for each in found] == [
        ("bullet", 1, 1, "Bug bounty: None."),
        ("bullet", 1, 2, "Fix: 30 days"),
        ("sentence", 0, 2, "or less"),
        ("bullet", 1, 3, "Fix: 40 days"),
        ("bullet", 1, 4, "A, B: Both."),
        ("sentence", 0, 4, "List:"),
        ("bullet", 1, 4, "one"),
        ("sentence", 0, 4, "Alone:"),
        ("sentence", 0, 4, "After."),
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.html", "<html><dl>\n<dt>Bug bounty</dt>\n<dd>None.</dd>\n<dt>Fix</dt>\n<dd>30 days</dd></dl></html>"),
        ("a.md", "<dl>\n<dt>Bug bounty</dt>\n<dd>None.</dd>\n<dt>Fix</dt>\n<dd>30 days</dd>\n</dl>\n"),
        ("a.md", "<dl><dt>Bug bounty<dd>None.\n<dt>\nFix\n<dd>\n30 days</dl>\n"),
    ],
)
def test_a_term_and_its_description_are_one_promise(path: str, text: str) -> None:
    found = read(path, text).commitments
    assert [(each.kind, each.strength, each.span.line) for each in found] == [
        ("bounty", "refusal", 3 if "\n<dd>N" in text else 1),
        ("deadline", "promise", 5),
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.html", "<html><p>Contact<br>security@foo.example</p></html>"),
        (
            "a.html",
            "<html><p><b>Contact:</b><br/>\n<a href='mailto:security@foo.example'>security@foo.example</a></html>",
        ),
        ("a.md", "Contact  \nsecurity@foo.example\n"),
        ("a.md", "**Contact**\\\n<security@foo.example>\n"),
    ],
)
def test_an_address_belongs_to_the_name_above_it(path: str, text: str) -> None:
    (found,) = read(path, text).commitments
    assert (found.kind, found.span.line) == ("contact", text.count("\n", 0, text.index("security@")) + 1)


def test_a_line_break_joins_no_sentences() -> None:
    found = html(
        "<p>We answer.<br>security@foo.example<br>We are few<br>We mend flaws</p><p>A<br></p><p>b@c.example</p>"
    )
    assert [each.text for each in found.statements] == [
        "We answer.",
        "security@foo.example",
        "We are few",
        "We mend flaws",
        "A",
        "b@c.example",
    ]


def test_too_deep_a_page_says_so() -> None:
    found = html("<p>We read.</p>\n" + "<div>" * 3_000 + "We fix.")
    assert found.statements[0].text == "We read."
    assert [(each.line, "nested too deeply" in each.text) for each in found.unread] == [(2, True)]
    assert not html("<p>We read.</p>").unread


def test_cells_that_span_say_the_same_in_all_their_places() -> None:
    found = html(
        "<table><thead><tr><th rowspan=2>Severity<th colspan=2>Times<tr><th>Answer<th>Fix</thead>"
        "<tr><td>high<td rowspan=2>3 days<td>30 days<tr><td>medium<td>90 days<tr><td colspan=3>All firm."
        "</table><table><tr><td>Port<td>3 days</table>"
    ).statements
    assert [each.cells for each in found] == [
        (("Severity", "high"), ("Times Answer", "3 days"), ("Times Fix", "30 days")),
        (("Severity", "medium"), ("Times Answer", "3 days"), ("Times Fix", "90 days")),
        (("Severity", "All firm."),),
        (("", "Port"), ("", "3 days")),
    ]


def test_spans_are_bounded() -> None:
    wide = "<tr>" + "<td colspan=99999 rowspan=99999>x" * 300
    found = html(f"<table><tr><td>1<td>2{wide * 100}</table>").statements
    assert max(len(each.cells) for each in found) <= 40
    assert sum(len(each.text) for each in found) < 20_000


def test_boxes_are_ticked_or_not() -> None:
    found = html(
        "<ul><li><input type=checkbox checked> Logs are kept<li><input type=checkbox><label>Hulls are signed</label></ul>"
        "<p><input type=CHECKBOX> Ropes are counted</p><p><input type=text> A name</p>"
    ).statements
    assert [(each.form, each.text, each.boxed, each.ticked) for each in found] == [
        ("bullet", "Logs are kept", True, True),
        ("bullet", "Hulls are signed", True, False),
        ("bullet", "Ropes are counted", True, False),
        ("sentence", "A name", False, False),
    ]
