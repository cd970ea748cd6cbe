from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.html.page import Page, checked, page, practice, said, verdict
from troth.terms.result import Judged
from troth.terms.verdict import Standing

SENTENCE = "We scan all code weekly."


def broken(line: int, sentence: str = SENTENCE, name: str = "practice-measure") -> Judged:
    return verdict(practice(line, sentence), name=name)


def marked(text: str, *judged: Judged, markup: str = "markdown") -> list[str]:
    """The words of ``text`` that are marked as promises, those of one mark joined."""
    shown = said(checked(text, *judged, markup=markup))
    doc = shown[shown.index('class="doc"') : shown.index('<section id="~how"')] if "~how" in shown else shown
    return re.findall(r'<span class="p [^"]*"[^>]*>([^<]*)</span>', doc)


def test_a_sentence_in_a_paragraph() -> None:
    assert marked(f"First this. {SENTENCE} Then that.\n", broken(1)) == [SENTENCE]


def test_a_sentence_over_lines_and_marks() -> None:
    text = "First. We **scan** `all`\ncode [weekly](https://example.org).\n"
    assert "".join(marked(text, broken(2, "We scan `all` code weekly."))) == "We scan allcode weekly."


def test_two_promises_in_the_same_words_have_two_marks() -> None:
    made = page(checked(SENTENCE, broken(1, name="one"), verdict(practice(1, SENTENCE), Standing.KEPT, "two")))
    assert [each["href"] for each in made.all("a", "mark")] == ["#one", "#two"]
    assert made.all("span", "p")[0]["class"] == "p broken has-broken has-kept"


def test_a_mark_never_stands_in_a_link() -> None:
    text = "[We scan all code](https://example.org) weekly.\n"
    shown = said(checked(text, broken(1)))
    assert shown.index('class="mark broken') < shown.index('<a href="https://example.org"')


def test_the_sentence_ends_with_its_signs() -> None:
    assert "".join(marked("Pinned with `==`. Next.\n", broken(1, "Pinned with `==`."))) == "Pinned with ==."


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# We scan all code weekly.\n", 1),
        ("- one\n  - We scan all code weekly.\n", 2),
        ("> We scan all code weekly.\n", 1),
        ("| a | b |\n| - | - |\n| We scan | weekly |\n", 3),
        ("```sh\nmake\nscan --all\n```\n", 3),
        ("    scan --all\n", 1),
        ("<p>We scan all code weekly.</p>\n", 1),
        ("<!-- hidden\nWe scan all code weekly. -->\n", 2),
        ("---\ntitle: x\n---\n\nWe scan all code weekly.\n", 5),
        ("1. a\n\n   We scan all code weekly.\n2. b\n", 3),
        ("Nothing here.\n", 40),
        ("", 1),
    ],
)
def test_every_promise_has_its_evidence_once(text: str, line: int) -> None:
    made = page(checked(text, broken(line)))
    assert made.ids.count("practice-measure") == 1
    assert [each for each in made.all("a") if each.get("href") == "#practice-measure"]
    assert not made.unbalanced


def test_a_row_is_marked_whole_in_a_column_of_its_own() -> None:
    made = page(checked("| a | b |\n| - | - |\n| 1.x | yes |\n", broken(3, "1.x: yes")))
    assert made.all("tr", "p")
    assert made.all("td", "at")


def test_comments_and_tags_of_the_document_are_no_markup() -> None:
    made = page(checked('Hi <!-- secret plan --> <b onclick="x()">you</b><br>there <script>alert(1)</script>\n'))
    assert "secret plan" not in made.text
    assert len(made.all("script")) == 1
    assert not [each for _, each in made.elements if any(name.startswith("on") for name in each)]


def test_values_with_the_form_of_a_secret_are_covered() -> None:
    token = "ghp_" + "a1B2" * 9
    assert token not in said(checked(f"Use {token} here.\n"))


def test_levels_of_headings_leave_none_out() -> None:
    made = page(checked("#### Deep\n\n# Top\n\n### Third\n"))
    levels = [
        int(name[1]) for name, each in made.elements if name in {"h3", "h4", "h5", "h6"} and "in-text" in each["class"]
    ]
    assert levels == [3, 3, 4]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["# ", "- ", "1. ", "> ", "| a | b |\n|---|---|\n| ", " |", "```\n", "<div>", "</div>", "<!--", "-->", "**", "`", "[", "](", ")", "![",
             "<script>", "</section>", "&lt;", "\n", "\n\n", "    ", "We scan all code weekly.", "a", "<a href=x>", "---\n", "\u202e", "\x00", "~~"]
        ),
        max_size=40,
    ),
    st.integers(1, 12),
    st.sampled_from(["markdown", "html", "restructuredtext", "text"]),
)  # fmt: skip
def test_no_document_becomes_markup_of_the_page(parts: list[str], line: int, markup: str) -> None:
    made = page(checked("".join(parts), broken(line), markup=markup))
    assert not made.unbalanced
    assert not made.open
    assert len(made.all("script")) == 1
    assert len(made.all("style")) == 2
    assert len(made.ids) == len(set(made.ids))
    assert made.ids.count("practice-measure") == 1


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text(min_size=1, max_size=60))
def test_any_text_with_any_sentence(text: str, sentence: str) -> None:
    made = page(checked(text, broken(1, sentence)))
    assert not made.unbalanced
    assert made.ids.count("practice-measure") == 1


@pytest.mark.parametrize(
    "piece", ["[", "![", "`", "*a ", "_", "<", "&", "](", "> ", "- ", "| ", "~~", "<!--", "[a](b", "<a ", "\\", "**a*"]
)
def test_hostile_documents_take_no_time(piece: str) -> None:
    start = time.perf_counter()
    made = said(checked(piece * (200_000 // len(piece)), broken(1)))
    assert time.perf_counter() - start < 20
    assert isinstance(Page(made[:1000]), Page)


def test_other_formats_are_shown_as_they_were_written() -> None:
    text = "Title\n=====\n\nFirst. We scan ``all`` code\nweekly. More.\n"
    assert "".join(marked(text, broken(4), markup="restructuredtext")) == "We scan ``all`` code\nweekly."


def test_html_documents_are_shown_by_their_words() -> None:
    text = "<html><style>p{}</style>\n<p>We scan <b>all</b>\ncode weekly.</p><script>x()</script>\n"
    made = page(checked(text, broken(2), markup="html"))
    assert "x()" not in made.text
    assert "p{}" not in made.text
    assert "".join(marked(text, broken(2), markup="html")) == "We scan all\ncode weekly."


def test_items_of_a_list_stand_by_themselves() -> None:
    text = "First:\n\n* One does so.\n* We scan all code\n  weekly.\n"
    made = page(checked(text, broken(4), markup="restructuredtext"))
    assert [each["class"] for each in made.all("p", "as-written")] == [
        "as-written",
        "as-written item",
        "as-written item",
    ]
    assert marked(text, broken(4), markup="restructuredtext") == ["We scan all code\n  weekly."]
