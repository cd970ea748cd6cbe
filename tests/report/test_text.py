from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results import acknowledged, fact, judged, loose, pin, result, supported, tool_runs, whole
from troth.report.manner import Manner
from troth.report.paint import Paint
from troth.report.plain import width
from troth.report.text import render
from troth.terms.commitment import Tool
from troth.terms.result import Result
from troth.terms.span import Span
from troth.terms.verdict import Standing

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def said(result_: Result, **manner: object) -> str:
    return render(result_, 1.42, Manner(**manner))  # type: ignore[arg-type]


def test_says_everything_in_its_order() -> None:
    assert said(whole()) == (
        "harbour @53ae8179   1 broken · 1 at risk · 1 kept                          1.4 s\n"
        "Not seen: 18 git links without .gitmodules; hosted settings\n"
        "\n"
        "✕ BROKEN\n"
        " L9    == for fastapi, uvicorn\n"
        "       20 of 28 lines looser\n"
        "       services/s0/requirements.txt:4  fastapi~=0.104.1 → ==0.104.1\n"
        "       services/s1/requirements.txt:4  fastapi~=0.104.1 → ==0.104.1\n"
        "       services/s2/requirements.txt:4  fastapi~=0.104.1 → ==0.104.1\n"
        "       and 17 more (-v)\n"
        "       → write == in these lines\n"
        "\n"
        "◐ AT RISK\n"
        " L12   bandit runs in CI\n"
        "       runs, and blocks nothing\n"
        "       ci.yml:8  continue-on-error: true\n"
        "       ci.yml:7  bandit -r .\n"
        "\n"
        "○ UNPROVEN    1 needs the desk (list: -v)\n"
        "\n"
        "● KEPT        L5\n"
        "\n"
        "1 finding beside the promises (list: -v)\n"
        "\n"
        "Next: troth explain pin-critical\n"
    )


def test_tools_that_were_run_are_named_and_none_where_none_was() -> None:
    ran = msgspec.structs.replace(whole(), started=("bandit", "ruff"))
    lines = said(ran).splitlines()
    assert lines[2] == "Ran on a copy of the tree: bandit, ruff (--no-tools runs none)"
    assert "Ran on" not in said(whole())
    assert "Ran on" not in said(ran, quiet=True)


def test_a_line_that_promises_more_says_which_of_it_is_kept() -> None:
    gosec = Tool(span=Span("SECURITY.md", 12, "gosec and codeql run in CI."), name="gosec")
    held = judged(gosec, Standing.KEPT, "gosec runs on push", fact("ci.yml", 9, "gosec runs here"), name="tool-gosec")
    assert "● KEPT        L5 L12 (gosec)\n" in said(result(supported(), tool_runs(), held))


def test_a_line_that_is_kept_as_a_whole_is_only_numbered() -> None:
    gosec = Tool(span=Span("SECURITY.md", 5, "gosec runs in CI."), name="gosec")
    held = judged(gosec, Standing.KEPT, "gosec runs on push", fact("ci.yml", 9, "gosec runs here"), name="tool-gosec")
    assert "● KEPT        L5\n" in said(result(supported(), tool_runs(), held))


def test_colour_changes_no_word() -> None:
    painted = said(whole(), paint=Paint(on=True))
    assert "\x1b[" in painted
    assert ANSI.sub("", painted) == said(whole())


def test_quiet_is_the_first_line() -> None:
    assert said(whole(), quiet=True) == said(whole()).splitlines(keepends=True)[0]


def test_verbose_lists_all_of_it() -> None:
    told = said(whole(), verbose=True)
    assert told.count("fastapi~=0.104.1") == 20
    assert "more (-v)" not in told
    assert "L29   reports acknowledged within 48 hours – no record of reports" in told
    assert "README.md:3  the link leads nowhere [dead-link]" in told
    assert "L40 advice and discretion" in told


def test_one_cause_is_told_once() -> None:
    told = said(result(loose(2, 9, "one"), loose(2, 87, "two")))
    assert told.count("2 of 28 lines looser") == 1
    assert " L9 " in told
    assert " L87 " in told


def test_several_documents_are_told_apart() -> None:
    both = result(loose(1, document="A.md"), loose(2, document="B.md"), supported(), documents=("A.md", "B.md"))
    told = said(both)
    assert told.index("\n A.md\n") < told.index("1 of 28") < told.index("\n B.md\n") < told.index("2 of 28")


def test_nothing_broken_is_said_first() -> None:
    first, *_ = said(result(supported(), acknowledged())).splitlines()
    assert "nothing broken · 1 kept" in first


def test_no_promise_says_so_and_what_next() -> None:
    assert "No promise was found in SECURITY.md" in said(result())


def test_a_policy_that_refers_to_another_place_says_where() -> None:
    def told(text: str) -> str:
        found = result()
        readings = tuple(msgspec.structs.replace(one, text=text) for one in found.readings)
        return " ".join(said(msgspec.structs.replace(found, readings=readings)).split())

    url = "https://github.com/harbour/community/blob/main/SECURITY.md"
    assert f"No promise was found in SECURITY.md, which refers to {url}. Next: save" in told(f"See [ours]({url}).")
    assert "refers to" not in told("Lamps are green (https://harbour.example.org/lamps).")
    assert "refers to" not in told(f"See {url}. " + "Ferries go every hour. " * 20)


def test_next_repeats_what_was_asked() -> None:
    told = said(result(tool_runs()), path="my checkout", policies=("docs/SECURITY.md",))
    assert "Next: troth explain tool-bandit 'my checkout' --policy docs/SECURITY.md" in " ".join(told.split())


@pytest.mark.parametrize("payload", ["\x1b]0;owned\x07", "\x9b31m", "a\u202egnp.exe", "\ud800", "x\ny\rz", "\x00"])
def test_nothing_of_the_tree_steers_the_terminal(payload: str) -> None:
    evil = judged(
        pin(), Standing.BROKEN, f"reason {payload}", fact(f"dir{payload}/f", 1, payload, weakness=True), step=payload
    )
    told = said(result(evil), verbose=True)
    told.encode()
    assert not set(told.replace("\n", "")) & {"\x1b", "\x9b", "\x07", "\u202e", "\x00", "\r", "\ud800"}
    assert "reason" in told


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.integers(40, 100))
def test_no_line_is_wider_than_the_terminal(path: str, text: str, columns: int) -> None:
    evil = judged(pin(), Standing.BROKEN, text or "-", fact(path, 3, text, weakness=True), step=text)
    for line in said(result(evil, supported()), columns=columns).splitlines():
        assert width(line) <= columns, line


def test_wide_characters_count_two_columns() -> None:
    evil = judged(pin(), Standing.BROKEN, "港" * 90, fact("港/" * 60, 3, "湾" * 70, weakness=True))
    assert all(width(line) <= 80 for line in said(result(evil)).splitlines())
