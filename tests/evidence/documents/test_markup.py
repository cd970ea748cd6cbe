from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.documents.markup import anchor, anchors, content_words, prose, targets


def test_targets_of_links_images_definitions_and_html() -> None:
    text = (
        'See [a](a.md) and [b](<b.md> "B") ![c](c.png)\n'
        "[d]: d.md 'D'\n"
        '<a href="e.md">E</a> <img alt="" src="f.png">\n'
        "`[no](code.md)` [paren](g_(1).md)\n"
    )
    assert list(targets(text.split("\n"))) == [
        ("a.md", 1), ("b.md", 1), ("c.png", 1), ("d.md", 2), ("e.md", 3), ("f.png", 3), ("g_(1).md", 4),
    ]  # fmt: skip


def test_code_blocks_and_comments_hold_no_links() -> None:
    text = "```\n[a](a.md)\n```\n~~~md\n[b](b.md)\n```\n~~~\n<!-- [c](c.md)\n[d](d.md) --> [e](e.md)\n[f](f.md)"
    assert [target for target, _ in targets(text.split("\n"))] == ["e.md", "f.md"]


@pytest.mark.parametrize(
    ("title", "name"),
    [("Our Plan", "our-plan"), ("1. What's *next*?", "1-whats-next"), ("[Link](x.md) here", "link-here"), ("Über uns", "über-uns")],
)  # fmt: skip
def test_anchors_follow_github(title: str, name: str) -> None:
    assert anchor(title) == name


def test_all_kinds_of_anchors() -> None:
    lines = ["# Plan", "## Plan", "Steps", "-----", '<a id="own"></a>', "```", "# not this", "```"]
    assert anchors(lines) == {"plan", "plan-1", "steps", "own"}


def test_words_of_content_only() -> None:
    assert content_words("---\ntitle: a b c\n---\n# One two\n\nthree four <!-- five\nsix -->\n") == 2


@pytest.mark.parametrize(
    "line",
    [
        "](" * 200_000,
        "[a](" * 100_000,
        "`" * 400_000,
        "<a " * 200_000,
        "<!--" * 100_000,
        "(" * 500_000,
        '](a "x' * 40_000,
    ],
)
def test_hostile_lines_end_soon(line: str) -> None:
    started = time.process_time()
    list(targets([line] * 40))
    content_words(line)
    anchors([line, "# " + line])
    assert time.process_time() - started < 10


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="[]()<>!`#-=ab \n/~\"'", max_size=120))
def test_lines_stay_lines(text: str) -> None:
    lines = text.split("\n")
    assert all(1 <= number <= len(lines) for number, _ in prose(lines))
    assert all(1 <= number <= len(lines) and target for target, number in targets(lines))


def test_what_is_still_to_come_is_no_content() -> None:
    assert content_words("# Threat model\n\nTODO\n\n- TBD: list the assets\n\n_Coming soon!_\n\nTo be written.\n") == 0
    assert content_words("# Threat model\n\nTODO\n\nAttackers can read todo lists.\n") == 5
