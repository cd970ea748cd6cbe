"""Where an author breaks lines says nothing: a paragraph reads the same however wide it is set."""

from __future__ import annotations

import textwrap

import pytest

from troth.evidence import tools
from troth.policy.document import parse
from troth.policy.reader import read

PARAGRAPHS = (
    "## Keeping the harbour",
    (
        "Tokens of ferrymen are kept encrypted in the vault. The gate validates all input, owns persistence and process"
        " boundaries, and keeps data of passengers local. All logs are **encrypted at rest** and kept for a year."
    ),
    (
        "If a breach is confirmed, we **notify the harbour office within 72 hours** of that. See the [plan for"
        " incidents](docs/plan.md) for more."
    ),
    "## Times",
    "- Reports: we acknowledge within **2 business days**, and fix **critical flaws** within **14 days** of that.",
)


def told(text: str) -> list[str]:
    read_ones = read("SECURITY.md", text, tools.NAMES).commitments
    return sorted(
        f"{one.kind} {getattr(one, 'within', '')} {getattr(one, 'topic', '')} {one.span.text}" for one in read_ones
    )


@pytest.mark.parametrize("width", [24, 40, 61, 72])
def test_a_paragraph_reads_the_same_however_wide_it_is_set(width: int) -> None:
    wrapped = [
        textwrap.fill(each, width, break_on_hyphens=False, subsequent_indent="  " * each.startswith("-"))
        for each in PARAGRAPHS
    ]
    assert len(told("\n\n".join(PARAGRAPHS))) >= 4
    assert told("\n\n".join(wrapped)) == told("\n\n".join(PARAGRAPHS))


def lines(text: str) -> list[tuple[int | None, str]]:
    return [(each.span.line, each.text) for each in parse("SECURITY.md", text).statements]


def test_bold_words_in_a_sentence_begin_none() -> None:
    assert lines("Keys are\n**never** shared.\n**Owner:** the crew\n") == [
        (1, "Keys are never shared."),
        (3, "Owner: the crew"),
    ]


def test_bold_labels_on_a_line_tell_as_many_things() -> None:
    assert lines("**Version:** 2 **Last\nReview:** May **Owner**: crew\n\nWe **do** it **Owner:** so.\n") == [
        (1, "Version: 2"),
        (1, "Last Review: May"),
        (2, "Owner: crew"),
        (4, "We do it Owner: so."),
    ]


def test_the_words_of_a_link_are_one_line() -> None:
    link = parse("SECURITY.md", "See the [plan\nof the quay](plan.md).\n").statements[0].links[0]
    assert link.label == "plan of the quay"


def test_printed_boxes_are_boxes() -> None:
    found = parse("SECURITY.md", "- ☐ Rate limits\n- ☒ Logs\n- [x] Keys\n- ☕ Coffee\n").statements
    assert [(each.text, each.boxed, each.ticked) for each in found] == [
        ("Rate limits", True, False),
        ("Logs", True, True),
        ("Keys", True, True),
        ("☕ Coffee", False, False),
    ]
