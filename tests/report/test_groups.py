from __future__ import annotations

from results import acknowledged, fact, judged, loose, pin, tool_runs
from troth.report.groups import by_cause, by_document, by_settlement
from troth.terms.commitment import Tool
from troth.terms.result import Judged
from troth.terms.span import Span
from troth.terms.verdict import Standing


def test_settlements_come_cheapest_first() -> None:
    desk = acknowledged()
    unknown = tool_runs()
    assert [words for words, _ in by_settlement([desk, unknown])] == ["need the desk", "need somebody to look"]


def test_causes_differ_by_their_facts() -> None:
    assert [len(same) for same in by_cause([loose(1), loose(2), loose(1, 87)])] == [2, 1]


def test_documents_keep_their_order() -> None:
    assert [d for d, _ in by_document([loose(1, document="B"), loose(1, document="A"), loose(1, document="B")])] == [
        "B",
        "A",
    ]


def test_what_waits_is_told_apart() -> None:
    waiting = Tool(
        span=Span("SECURITY.md", 3, "Once 1.0 is out we run it."), name="bandit", condition="once 1.0 is out"
    )
    bare = Tool(span=Span("SECURITY.md", 4, "We run it."), name="bandit")
    told = [judged(one, Standing.UNPROVEN, "later", settles="later") for one in (waiting, bare)]
    assert [words for words, _ in by_settlement(told)] == ["are not due yet", "are not judged yet"]


def test_the_line_of_the_promise_is_no_cause_of_its_own() -> None:
    def never_read(line: int) -> Judged:
        return judged(
            pin(line), Standing.BROKEN, "never read", fact("SECURITY.md", line, "reads no YAML", weakness=True)
        )

    assert [len(same) for same in by_cause([never_read(103), never_read(105)])] == [2]
