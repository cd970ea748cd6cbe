"""Text into statements: forms, headings, lead-ins, lines."""

from __future__ import annotations

from troth.policy.document import parse
from troth.terms.statement import Statement


def statements(text: str) -> list[Statement]:
    return list(parse("x", text).statements)


def test_forms_headings_and_leads() -> None:
    found = statements(
        "# A\n\n## B\n\nWe run:\n\n- one\n- two\n  - deep\n\n| h | k |\n|---|---|\n| v | w |\n\n```ini\nkey = 1\n```\n"
    )
    assert [(each.form, each.span.line) for each in found] == [
        ("heading", 1), ("heading", 3), ("sentence", 5), ("bullet", 7), ("bullet", 8), ("bullet", 9), ("row", 13), ("code", 16),
    ]  # fmt: skip
    assert found[3].heading == ("A", "B")
    assert found[3].lead == "We run:"
    assert "two" in found[5].lead
    assert found[6].cells == (("h", "v"), ("k", "w"))
    assert found[7].language == "ini"


def test_sentences_of_a_paragraph_know_their_lines() -> None:
    found = statements("One sentence\nover lines. Another\none, e.g. this.")
    assert [(each.text, each.span.line, each.span.end_line) for each in found] == [
        ("One sentence over lines.", 1, 2),
        ("Another one, e.g. this.", 2, 3),
    ]
    assert found[1].at(len("Another ")).line == 3


def test_marks_go_and_links_stay() -> None:
    (found,) = statements("See **the** [plan](docs/plan.md) and `code` at <https://harbour.example.org>.")
    assert found.text == "See the plan and `code` at https://harbour.example.org."
    assert [(each.label, each.url) for each in found.links] == [
        ("plan", "docs/plan.md"),
        ("https://harbour.example.org", "https://harbour.example.org"),
    ]


def test_a_bold_line_opens_a_section_of_its_own() -> None:
    assert statements("# A\n\n**Critical issues**\n\n- fast")[-1].heading == ("A", "Critical issues")


def test_front_matter_and_comments_say_nothing() -> None:
    assert [each.text for each in statements("---\ntitle: x\n---\n\n<!-- we promise\nnothing -->\n\nText.")] == [
        "Text."
    ]


def test_a_byte_order_mark_hides_no_heading() -> None:
    assert statements("\ufeff# Title")[0].form == "heading"


def test_lists_nest_deeply_without_harm() -> None:
    assert len(statements("".join("  " * depth + "- a\n" for depth in range(300)))) > 10


def test_characters_that_only_tell_where_lines_end_are_not_read() -> None:
    found = parse("SECURITY.md", "We ac\u00adknowl\u00adedge at quay\u200b@harbour.example\u2060.\n").statements
    assert [each.text for each in found] == ["We acknowledge at quay@harbour.example."]
