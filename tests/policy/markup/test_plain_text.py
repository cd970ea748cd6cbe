"""Plain text: titles that are numbered, tables in columns, commands."""

from __future__ import annotations

import pytest

from troth.policy.document import parse
from troth.policy.reader import read
from troth.terms.commitment import Contact, Deadline
from troth.terms.statement import Statement


def text(source: str) -> tuple[Statement, ...]:
    return parse("SECURITY.txt", source).statements


def test_numbered_titles_are_no_list() -> None:
    found = text("1. Scope\n\nWe read all.\n\n1.1 Products\n\nThese.\n\n2. Steps\n\nWe wait.\n")
    assert [(each.form, each.depth, each.text) for each in found] == [
        ("heading", 2, "1. Scope"),
        ("sentence", 0, "We read all."),
        ("heading", 3, "1.1 Products"),
        ("sentence", 0, "These."),
        ("heading", 2, "2. Steps"),
        ("sentence", 0, "We wait."),
    ]


def test_numbered_lists_are_no_titles() -> None:
    found = text("We do this.\n\n1. Write to us\n\n2. Wait\n\n3. Read on\n\nThen all is well.\n")
    assert [(each.form, each.ordinal, each.span.line) for each in found] == [
        ("sentence", None, 1),
        ("bullet", 1, 3),
        ("bullet", 2, 5),
        ("bullet", 3, 7),
        ("sentence", None, 9),
    ]


def test_underlines_tell_the_level() -> None:
    assert [each.depth for each in text("A\n===\n\nB\n---\n\n***\nC\n***\n")] == [1, 2, 2]


def test_columns_are_tables() -> None:
    found = text(
        "Ours:\nVersion    Supported\n-------    ---------\n1.x        yes\n< 1.0      no\n\nText.\n\n"
        "+----+----+\n| V  | S  |\n+====+====+\n| 1  | y  |\n+----+----+\n| 2  | n  |\n+----+----+\n"
    )
    assert [(each.cells or each.text, each.span.line) for each in found] == [
        ("Ours:", 1),
        ((("Version", "1.x"), ("Supported", "yes")), 4),
        ((("Version", "< 1.0"), ("Supported", "no")), 5),
        ("Text.", 7),
        ((("V", "1"), ("S", "y")), 12),
        ((("V", "2"), ("S", "n")), 14),
    ]


def test_columns_without_a_rule_are_tables() -> None:
    found = text(
        "Times\n\nSeverity   Fix\ncritical   7 days\nhigh       30 days\nlow        90 days\n\n"
        "  critical\t7 days\n  high    \t30 days\n  low     \t90 days\n"
    )
    assert [(each.cells or each.text, each.span.line) for each in found] == [
        ("Times", 1),
        ((("Severity", "critical"), ("Fix", "7 days")), 4),
        ((("Severity", "high"), ("Fix", "30 days")), 5),
        ((("Severity", "low"), ("Fix", "90 days")), 6),
        ((("", "critical"), ("", "7 days")), 8),
        ((("", "high"), ("", "30 days")), 9),
        ((("", "low"), ("", "90 days")), 10),
    ]
    read_of = read("a.txt", "Times\n\nSeverity   Fix\ncritical   7 days\nhigh       30 days\nlow        90 days\n")
    assert [(each.severity, each.within) for each in read_of.commitments if isinstance(each, Deadline)] == [
        (("critical",), "P7D"),
        (("high",), "P30D"),
        (("low",), "P90D"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "We answer  within 2 days\nand we fix  all flaws\nwithin a week  or two.\n",
        "We answer.  We fix.\nWe tell.    We go.\n",
        "A harbour  of ours\nB harbour  of ours\nC harbour  of ours\nand more of it.\n",
        "- one  two\n- six  ten\n- one  two\n",
    ],
)
def test_wide_blanks_alone_make_no_table(source: str) -> None:
    assert not any(each.form == "row" for each in text(source))


def test_typed_commands_are_code() -> None:
    found = text("We run:\n  $ pip-audit\nand read.\n\n- one:\n  $ b | c\n\n  more\n")
    assert [(each.form, each.depth, each.text, each.span.line) for each in found] == [
        ("sentence", 0, "We run:", 1),
        ("code", 0, "$ pip-audit", 2),
        ("sentence", 0, "and read.", 3),
        ("bullet", 1, "one:", 5),
        ("code", 1, "$ b | c", 6),
        ("sentence", 1, "more", 8),
    ]


def depths(found: tuple[Statement, ...]) -> list[tuple[str, int, str]]:
    return [(each.form, each.depth, each.text) for each in found]


def test_underlined_titles_may_be_numbered() -> None:
    found = text(
        "1. Reports\n----------\n\nMail us.\n\n1.1 Times\n~~~~~~~~~\n\n1. Write.\n2. Wait.\n-----------------------\n"
    )
    assert depths(found)[:3] == [("heading", 2, "1. Reports"), ("sentence", 0, "Mail us."), ("heading", 3, "1.1 Times")]
    assert [each.form for each in found[3:]] == ["bullet", "bullet"]


def test_bare_titles_stand_below_underlined_ones() -> None:
    found = text("Harbour\n=======\n\nKeys\n----\n\nMeasures\n\nWe rotate keys.\n")
    assert found[-1].heading == ("Harbour", "Keys", "Measures")
    assert text("Harbour policy\n\nKeys\n\nWe rotate keys.\n")[-1].heading == ("Harbour policy", "Keys")
    assert text("Keys\n\nWe rotate keys.\n\nLogs\n\nWe keep logs.\n")[-1].heading == ("Logs",)


def test_code_that_is_set_in_is_code() -> None:
    found = text("so we run:\n\n    // limits are enforced\n    ferry.run(1);\n\n    moor()\n\nThen wait.\n")
    assert [(each.form, each.span.line) for each in found] == [
        ("sentence", 1),
        ("code", 3),
        ("code", 4),
        ("code", 6),
        ("sentence", 8),
    ]
    prose = text("so we say:\n\n    Reports are answered within 3 days.\n    Write to quay@harbour.example.\n")
    assert [each.form for each in prose] == ["sentence", "sentence", "sentence"]


def test_a_sentence_that_is_set_in_may_end_in_a_bracket() -> None:
    told = "Reporting\n\n    We answer reports within 3 days (business days)\n"
    assert [each.within for each in read("SECURITY.txt", told).commitments if isinstance(each, Deadline)] == ["P3D"]
    called = "Reporting\n\n    answer(reports, within 3 days)\n"
    assert not [each for each in read("SECURITY.txt", called).commitments if isinstance(each, Deadline)]


def test_a_list_that_is_set_in_as_a_whole_is_one_list_and_ends_at_words_that_are_set_in_less() -> None:
    found = parse(
        "a.txt", "Practice:\n\n  o  One thing.\n  o  Another thing.\n     And more.\n\n Words behind."
    ).statements
    deep = parse(
        "a.txt", "Practice:\n\n    o  One thing.\n    o  Another thing.\n       And more.\n\n  Words behind."
    ).statements
    assert [(each.form, each.depth, each.text) for each in found] == [
        (each.form, each.depth, each.text) for each in deep
    ]
    assert [(each.form, each.depth) for each in deep][-4:] == [
        ("bullet", 1),
        ("bullet", 1),
        ("sentence", 1),
        ("sentence", 0),
    ]


def test_a_note_in_square_brackets_is_no_code() -> None:
    listed = "Reporting\n\nReport flaws to:\n\n    [2] https://quay.example/report\n"
    assert [each.value for each in read("SECURITY.txt", listed).commitments if isinstance(each, Contact)]
    coded = "Reporting\n\nReport flaws to:\n\n    [quay] https://quay.example/report\n    [2]: quay()\n"
    assert not [each for each in read("SECURITY.txt", coded).commitments if isinstance(each, Contact)]
