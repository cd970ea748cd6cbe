from __future__ import annotations

import re
from urllib.parse import unquote

import msgspec
from hypothesis import HealthCheck, given, settings

from report.nasty import TEXTS, evil
from results import fact, judged, loose, pin, result, supported, tool_runs, whole
from troth.report import github
from troth.report.manner import Manner
from troth.terms.result import Result
from troth.terms.verdict import Standing

COMMANDS = {"error", "warning", "notice", "group", "endgroup"}


def said(given: Result, **manner: object) -> str:
    return github.render(given, 1.4, Manner(**manner))  # type: ignore[arg-type]


def commands(told: str) -> list[tuple[str, dict[str, str], str]]:
    """What the runner takes for commands: lines that open with ``::`` after white space; ``##[`` anywhere."""
    found = []
    for line in re.split(r"\r\n|\r|\n", told):
        assert "##[" not in line or line.lstrip().startswith("::")
        match = re.fullmatch(r"\s*::([^ :]+)(?: (.*?))?::(.*)", line)
        if match:
            pairs = [pair.partition("=") for pair in (match[2] or "").split(",") if pair]
            found.append((match[1], {key: unquote(value) for key, _, value in pairs}, unquote(match[3])))
    return found


def test_the_worst_come_first_each_at_its_line() -> None:
    (broken, weak, group, end) = commands(said(whole()))
    assert broken[0] == "error"
    assert broken[1] == {
        "file": "services/s0/requirements.txt", "line": "4", "title": "broken: == for fastapi, uvicorn",
    }  # fmt: skip
    assert broken[2].startswith("20 of 28 lines looser\nSECURITY.md:9: “Critical packages are pinned with ==.”\n")
    assert "and 9 more lines" in broken[2]
    assert broken[2].endswith("→ write == in these lines")
    assert (weak[0], weak[1]["file"], weak[1]["line"]) == ("warning", "ci.yml", "8")
    assert (group[0], end[0]) == ("group", "endgroup")


def test_the_log_holds_the_whole_check() -> None:
    told = said(whole())
    assert "Of 4 promises 1 is kept, 1 is at risk, 1 is broken and 1 is unproven. Checked on 25 November 2026" in told
    assert "Next: troth explain pin-critical" in told


def test_a_step_shows_ten_of_a_kind_and_the_last_counts_the_rest() -> None:
    many = result(*(loose(n, n, f"pin-{n}") for n in range(1, 15)))
    errors = [each for each in commands(said(many)) if each[0] == "error"]
    assert len(errors) == github.MOST
    assert errors[-1][1] == {}
    assert errors[-1][2].startswith("5 more are broken")
    exactly = result(*(loose(n, n, f"pin-{n}") for n in range(1, 11)))
    assert [each[1].get("line") for each in commands(said(exactly)) if each[0] == "error"].count(None) == 0


def test_paths_start_at_the_top_of_the_checkout() -> None:
    (first, *_) = commands(said(result(tool_runs()), prefix="apps/a"))
    assert first[1]["file"] == "apps/a/ci.yml"


def test_nothing_is_annotated_where_nothing_is_wrong() -> None:
    accepted = msgspec.structs.replace(loose(1), accepted=True)
    assert [each[0] for each in commands(said(result(supported(), accepted)))] == ["group", "endgroup"]


def test_findings_are_annotated_where_they_fail() -> None:
    assert "notice" not in [each[0] for each in commands(said(whole()))]
    assert "notice" in [each[0] for each in commands(said(whole(), failing=("broken", "finding")))]


def test_escapes_are_those_of_github() -> None:
    one = judged(pin(), Standing.BROKEN, "100% a,b:c", fact("a,b:c%.txt", 1, "x", weakness=True))
    first = said(result(one)).splitlines()[0]
    assert first.startswith(
        "::error file=a%2Cb%3Ac%25.txt,line=1,title=broken%3A == for fastapi%2C uvicorn::100%25 a,b:c%0A"
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_no_word_of_the_tree_becomes_a_command(path: str, words: str) -> None:
    told = said(evil(path, words), verbose=True, failing=("broken", "finding"))
    found = commands(told)
    assert {name for name, _, _ in found} <= COMMANDS
    assert all(set(properties) <= {"file", "line", "title"} for _, properties, _ in found)
    assert [name for name, _, _ in found].count("group") == [name for name, _, _ in found].count("endgroup") == 1
    assert told.endswith("\n::endgroup::\n")
