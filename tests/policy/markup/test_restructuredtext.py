"""reStructuredText: directives of Sphinx, lines of titles, what is not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from troth.policy.document import Document, parse


def rst(text: str) -> Document:
    return parse("SECURITY.rst", text)


def test_titles_stand_on_their_own_line() -> None:
    found = rst("======\nPolicy\n======\n\nReports\n-------\n\n Mail\n~~~~~~\n\nText.\n").statements
    assert [(each.span.line, each.depth, each.text) for each in found if each.form == "heading"] == [
        (2, 1, "Policy"),
        (5, 2, "Reports"),
    ]
    assert found[-1].heading == ("Policy", "Reports")


def test_directives_of_sphinx_are_read() -> None:
    found = rst(
        "A\n=\n\n.. versionadded:: 2.0\n   :x: y\n\n   We added.\n\n   - one\n\n.. deprecated:: 1.0 Use another.\n\n"
        ".. versionchanged:: 3.0\n   We changed\n   it.\n\n.. only:: html\n\n   For readers.\n\n.. toctree::\n\n   promises\n"
        "\n.. tab-set::\n\n   .. tab-item:: Mail\n\n      Write to us.\n\n.. seealso:: Our plan.\n"
    ).statements
    assert [(each.form, each.span.line, each.text) for each in found] == [
        ("heading", 1, "A"),
        ("sentence", 7, "We added."),
        ("bullet", 9, "one"),
        ("sentence", 14, "We changed it."),
        ("sentence", 19, "For readers."),
        ("sentence", 27, "Mail"),
        ("sentence", 29, "Write to us."),
        ("sentence", 31, "Our plan."),
    ]


def test_fields_at_the_beginning_are_read() -> None:
    assert [each.text for each in rst(":Mail: security@example.org\n\nText.\n").statements][-1] == "Text."
    assert any("security@example.org" in each.text for each in rst(":Mail: security@example.org\n\nText.\n").statements)


def test_what_is_included_is_told_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "other.rst").write_text("We fix within 1 hour.\n", encoding="utf-8")
    found = rst(f"A\n\n.. include:: {tmp_path}/other.rst\n\n.. literalinclude:: {tmp_path}/other.rst\n\nText.\n")
    assert [each.text for each in found.statements] == ["A", "Text."]
    assert [(each.line, "included here" in each.text) for each in found.unread] == [(3, True), (5, True)]


@pytest.mark.parametrize(
    "text", ["".join(" " * depth + "- We fix.\n\n" for depth in range(0, 400, 2)), f"{'We fix. ' * 20}\n\n" * 3_000]
)
def test_what_docutils_is_not_given_is_read_as_plain_text_and_told(text: str) -> None:
    found = rst(text)
    assert found.statements
    assert "read as plain text" in found.unread[0].text


def test_terms_are_bullets_and_hold_what_stands_below_them() -> None:
    found = rst("Fix\n    within 5 days\n\n    - all\n\nReport : word\n    - by mail\n").statements
    assert [(each.form, each.depth, each.span.line, each.text) for each in found] == [
        ("bullet", 1, 1, "Fix: within 5 days"),
        ("bullet", 2, 4, "all"),
        ("bullet", 1, 6, "Report:"),
        ("bullet", 2, 7, "by mail"),
    ]


def test_half_a_character_becomes_a_whole_one() -> None:
    read = parse("policy.rst", ".. |x| unicode:: 0xD800\n\nWe answer |x| within two days.\n")
    assert [each.text.encode() for each in read.statements] == ["We answer \ufffd within two days.".encode()]


def test_rows_have_the_header_that_is_theirs_and_stand_on_their_lines() -> None:
    found = rst(
        'Lines\n=====\n\n.. csv-table:: Times\n   :header: Level, Answer\n\n   high, 1 day\n   low, "5 days, or less"\n\n'
        ".. list-table::\n   :stub-columns: 1\n\n   * - Supported\n     - 5.x\n   * - Unsupported\n     - 4.x\n\n"
        "+-----+-----+\n| A   | B   |\n+=====+=====+\n| 7.x | yes |\n+-----+     |\n| 6.x |     |\n+-----+-----+\n\n"
        ".. flat-table::\n   :header-rows: 1\n   :fill-cells:\n\n   * - Pier\n     - Open\n   * - 1\n     - no\n\n"
        ".. csv-table::\n   :file: more.csv\n"
    )
    assert [(each.span.line, each.cells) for each in found.statements if each.form == "row"] == [
        (7, (("Level", "high"), ("Answer", "1 day"))),
        (8, (("Level", "low"), ("Answer", "5 days, or less"))),
        (13, (("", "Supported"), ("", "5.x"))),
        (15, (("", "Unsupported"), ("", "4.x"))),
        (21, (("A", "7.x"), ("B", "yes"))),
        (23, (("A", "6.x"), ("B", "yes"))),
        (32, (("Pier", "1"), ("Open", "no"))),
    ]
    assert [each.text for each in found.unread] == ["more.csv is included here and not read"]
