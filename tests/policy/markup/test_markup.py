"""The same policy in every format makes the same commitments, each on its line; garbage in any format is read too."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence import tools
from troth.formats.commitment_json import to_json
from troth.policy.document import parse
from troth.policy.markup import MARKUPS, markup_of
from troth.policy.reader import read
from troth.terms.lines import split

TWINS = Path(__file__).parent / "twins"
NAMES = {
    "markdown": "policy.md",
    "restructuredtext": "policy.rst",
    "asciidoc": "policy.adoc",
    "text": "policy.txt",
    "html": "policy.html",
    "security.txt": "security.txt",
}
COMPARED = (
    "kind",
    "action",
    "within",
    "basis",
    "severity",
    "version",
    "supported",
    "channel",
    "value",
    "name",
    "every",
)


def said(name: str) -> list[dict[str, Any]]:
    text = (TWINS / name).read_text(encoding="utf-8")
    return [to_json(one) for one in read(name, text, tools.NAMES).commitments]


def facts(name: str) -> set[tuple[str, ...]]:
    return {tuple(f"{field}={one[field]}" for field in COMPARED if field in one) for one in said(name)}


def test_every_format_has_a_twin() -> None:
    assert set(NAMES) == {each.name for each in MARKUPS}


@pytest.mark.parametrize("name", ["policy.rst", "policy.adoc", "policy.html", "policy.txt"])
def test_a_twin_makes_the_same_commitments(name: str) -> None:
    assert facts(name) == facts("policy.md")


@pytest.mark.parametrize("name", sorted(NAMES.values()))
def test_each_commitment_stands_on_the_line_that_says_it(name: str) -> None:
    lines = split((TWINS / name).read_text(encoding="utf-8"))
    for one in said(name):
        words = {
            "deadline": one.get("within", "x").strip("PTDHWM"),
            "supported_version": one.get("version", ""),
            "tool": one.get("name", ""),
            "contact": str(one.get("value", "")).split("@")[0],
            "public_issue_ban": "public issues",
        }.get(one["kind"], "")
        near = " ".join(lines[one["line"] - 1 : one["line"] + (3 if name == "policy.html" else 1)]).replace(
            "{email}", "security"
        )
        assert words in near, (one, near)


def test_the_policy_of_a_security_txt_is_no_contact() -> None:
    text = "Contact: https://example.org/report\nPolicy: https://example.org/disclosure\nHiring: https://example.org/jobs\n"
    told = read("security.txt", text).commitments
    assert [(one.kind, one.span.line) for one in told] == [("contact", 1)]


def test_security_txt() -> None:
    told = {(one["kind"], one.get("channel"), one.get("value"), one["line"]) for one in said("security.txt")}
    assert told == {
        ("deadline", None, None, 5),
        ("contact", "email", "security@harbour.example.org", 6),
        ("contact", "url", "https://harbour.example.org/report", 7),
        ("contact", "phone", "+1-201-555-0123", 8),
        ("pgp", None, "https://harbour.example.org/pgp-key.txt", 9),
        ("credit", None, None, 10),
    }


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("SECURITY.md", "# Security\n\nWords.", "markdown"),
        ("SECURITY", "Security\n========\n\n.. note:: words\n", "restructuredtext"),
        ("0001.md", "Security\n========\n\nSee ``x`` and `y <https://example.org>`_.\n", "restructuredtext"),
        ("SECURITY.md", "Security\n========\n\nSee [y](https://example.org) and `x`.\n", "markdown"),
        ("SECURITY.md", "= Security\n\n== Reporting\n\nWords.\n", "asciidoc"),
        ("SECURITY.md", "<!DOCTYPE html>\n<html><body><p>x</p></body></html>", "html"),
        (".well-known/security.txt", "Contact: mailto:a@example.org", "security.txt"),
        ("x", "Contact: mailto:a@example.org\nExpires: 2030-01-01T00:00:00Z\n", "security.txt"),
        ("docs/SECURITY.txt", "Security", "text"),
        ("C:\\docs\\policy.RST", "Security", "restructuredtext"),
        ("SECURITY.md", "", "markdown"),
    ],
)
def test_the_format_is_told_by_name_or_by_marks(path: str, text: str, name: str) -> None:
    assert markup_of(path, split(text)).name == name


MARKS = st.sampled_from(
    ["=" * 8, "-" * 8, "|===", "|a |b", "----", ".. note::", "   x", "* y", "** z", ". one", "::", "<table><tr><td>a", "</ul>",
     "<li>", "<h2>", "[source,x]", "`a", "``b``", "`c <d>`_", ":e: f", "# g", "\t", "<a href='x", "&#99999999;", "+---+---+",
     "| a | b |", "+===+===+", "Contact: x", "-----BEGIN PGP SIGNED MESSAGE-----", "|x|_", "[1]_ .. [1] z", "within 48 hours"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(NAMES.values())), st.lists(MARKS | st.text(max_size=30), max_size=25))
def test_anything_is_read_in_any_format(name: str, parts: list[str]) -> None:
    text = "\n".join(parts)
    document = parse(name, text)
    for statement in document.statements:
        assert 1 <= (statement.span.line or 0) <= document.lines


@pytest.mark.parametrize("name", sorted(NAMES.values()))
@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "<ul><li>" * 20_000,
        "<b>" * 60_000,
        "*" * 100_000,
        "* a\n" * 15_000,
        "\n".join(" " * (number % 200) + "* a" for number in range(5_000)),
        "|===\n" + "|a" * 30_000,
        "`a <" * 30_000,
        "a\n" + "=" * 19_000,
        "> " * 9_000,
        ".. note::\n\n   " * 3_000,
        "|" * 100_000,
        "&" * 100_000,
    ],
    ids=range(13),
)
def test_hostile_documents_end(name: str, text: str) -> None:
    started = time.monotonic()
    parse(name, text)
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# S\n\n" + "We answer within 3 days.\n\n" * 50_000, None),
        ("# S\n\n" + "x" * 30_000 + "\n", 3),
        ("# S\n" + "\n" * 40_000 + "We answer within 3 days.\n", 20_001),
    ],
)
def test_what_is_not_read_to_its_end_is_told(text: str, line: int | None) -> None:
    unread = [span for span in read("SECURITY.md", text, ()).unread if "too long" in span.text]
    assert unread
    assert line is None or unread[0].line == line
