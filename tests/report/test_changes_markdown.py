from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from report.nasty import PAYLOADS, TEXTS, evil
from report.test_github import commands
from report.test_markdown import PARSER, inner
from results import acknowledged, loose, result, supported, tool_runs, whole
from troth.report import changes_github, changes_markdown
from troth.report.changes_formats import FORMATS
from troth.report.manner import Manner
from troth.terms.changes import Changes, compare
from troth.terms.commitment import Deadline
from troth.terms.result import Judged, Result
from troth.terms.span import Span


def slower() -> Judged:
    one = acknowledged()
    span = Span("SECURITY.md", 31, "We acknowledge within 14 days.")
    late = Deadline(span=span, action="acknowledge", within="P14D", heading=("Security", "Reporting"))
    return msgspec.structs.replace(one, verdict=msgspec.structs.replace(one.verdict, commitment=late))


def comment(before: Result, after: Result, **manner: object) -> str:
    return changes_markdown.render_changes(compare(before, after, "main"), Manner(**manner))  # type: ignore[arg-type]


def annotated(before: Result, after: Result) -> list[tuple[str, dict[str, str], str]]:
    return commands(changes_github.render_changes(compare(before, after, "main"), Manner()))


def test_where_nothing_changed_it_is_one_line() -> None:
    told = comment(whole(), whole())
    assert told == f"{changes_markdown.MARKER}\n{changes_markdown.NOTHING}\n"


def test_only_what_changed_is_told_the_worse_first() -> None:
    before = result(loose(1), tool_runs(), acknowledged())
    after = result(loose(3), tool_runs(), slower(), supported())
    told = comment(before, after)
    assert told.startswith(f"{changes_markdown.MARKER}\n### What this change does to the promises\n\n**")
    assert "within: 48 hours → 14 days (weaker)" in told
    assert "✕ broken, by more than before" in told
    assert "services/s2/requirements.txt:4" in told
    assert "services/s0/requirements.txt" not in told
    assert "bandit" not in told
    assert told.index("Look at:") < told.index("14 days") < told.index("Besides:") < told.index("1.x supported")
    assert "new, ● kept" in told
    assert "<sub>Since `main` at 53ae8179. Checked on 25 November 2026" in told
    assert "hosted settings" in told


def test_what_is_gone_is_quoted_from_the_older_commit() -> None:
    before = msgspec.structs.replace(result(acknowledged()), commit="a" * 40)
    told = comment(before, result(), files="https://host.example/o/r/blob/")
    assert f"https://host.example/o/r/blob/{'a' * 40}/SECURITY.md#L29" in told
    assert "gone, was ○ unproven" in told
    assert "it said “We acknowledge within 48 hours.”" in told


def test_new_findings_are_told_and_gone_ones_counted() -> None:
    with_finding = result(findings=whole().findings)
    assert "1 new finding beside the promises:" in comment(result(), with_finding)
    assert "1 finding is gone." in comment(with_finding, result(supported()))


def test_a_comment_stays_within_what_github_takes() -> None:
    many = result(*(loose(3, line, f"pin-{line}", f"d{line}.md") for line in range(1, 3000)))
    told = comment(result(), many)
    assert len(told) < 65_536
    assert re.search(r"- and \d+ more\n", told)
    assert told.endswith("</sub>\n")


def test_only_what_is_worse_is_annotated() -> None:
    (error, group, end) = annotated(result(tool_runs()), result(loose(1), tool_runs(), supported()))
    assert (error[0], error[1]["file"]) == ("error", "SECURITY.md")
    assert error[1]["title"] == "== for fastapi, uvicorn: new, ✕ broken"
    assert (group[0], end[0]) == ("group", "endgroup")
    (worse, *_) = annotated(result(loose(1)), result(loose(2)))
    assert (worse[0], worse[1]["file"]) == ("error", "services/s1/requirements.txt")
    (weaker, *_) = annotated(result(acknowledged()), result(slower()))
    assert (weaker[0], weaker[1]["line"]) == ("warning", "31")
    assert weaker[2] == "within: 48 hours → 14 days (weaker)"
    (gone, *_) = annotated(result(acknowledged()), result())
    assert gone[1]["line"] == "1"
    assert annotated(result(loose(2)), result(loose(2)))[0][0] == "group"


def turned(path: str, words: str) -> tuple[Changes, ...]:
    full, none = evil(path, words), result()
    return compare(none, full, words), compare(full, none, words)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_words_of_the_tree_stay_words(path: str, words: str) -> None:
    for changes in turned(path, words):
        told = changes_markdown.render_changes(changes, Manner())
        tokens = PARSER.parse(told)
        blocks = [token.content.strip() for token in tokens if token.type == "html_block"]
        assert blocks == [changes_markdown.MARKER]
        tags = [token.content for token in inner(tokens) if token.type == "html_inline"]
        assert tags == ([] if changes_markdown.NOTHING in told else ["<sub>", "</sub>"])
        assert not [token for token in inner(tokens) if token.type == "image"]
        links = [str(token.attrs["href"]) for token in inner(tokens) if token.type == "link_open"]
        assert not [address for address in links if re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", address)]
        found = commands(changes_github.render_changes(changes, Manner()))
        assert {name for name, _, _ in found} <= {"error", "warning", "group", "endgroup"}


@pytest.mark.parametrize("words", PAYLOADS)
def test_nobody_is_called_and_no_issue_is_marked(words: str) -> None:
    for changes in turned("SECURITY.md", words):
        shown = re.sub(r"<code>.*?</code>", "", PARSER.render(changes_markdown.render_changes(changes, Manner())))
        assert not re.search(r"@\w|GH-\d|[^&]#\d", shown)


def test_every_format_of_changes_has_its_module() -> None:
    assert {"markdown", "github"} <= set(FORMATS)
