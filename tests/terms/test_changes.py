"""Two checks side by side."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from troth.terms.answer import Class, Fact
from troth.terms.changes import Change, Changes, compare
from troth.terms.commitment import Commitment, Deadline, Guidance, Practice, Tool
from troth.terms.result import Judged, Result
from troth.terms.span import Span
from troth.terms.verdict import Finding, Standing, Verdict

DAY = date(2026, 11, 26)


def at(line: int, text: str) -> Span:
    return Span("SECURITY.md", line, text)


def fact(words: str, path: str = "ci.yml", line: int = 1, text: str = "run: x", *, weakness: bool = True) -> Fact:
    return Fact(fact=words, kind=Class.WIRED, span=Span(path, line, text), weakness=weakness)


def judged(
    one: Commitment, standing: Standing = Standing.UNPROVEN, *facts: Fact, reason: str = "so", name: str = ""
) -> Judged:
    if standing is Standing.KEPT:
        facts = (fact("runs", weakness=False), *facts)
    elif standing in (Standing.BROKEN, Standing.AT_RISK) and not facts:
        facts = (fact("does not"),)
    return Judged(id=name or one.kind, verdict=Verdict(commitment=one, standing=standing, reason=reason, because=facts))


def result(*judged: Judged, findings: tuple[Finding, ...] = ()) -> Result:
    return Result(root="tide", commit="", at=DAY, readings=(), judged=judged, findings=findings)


ACK = Deadline(span=at(5, "We answer within 48 hours."), action="acknowledge", within="PT48H")
SLOW = msgspec.structs.replace(ACK, span=at(9, "We answer within 14 days."), within="P14D")
BANDIT = Tool(span=at(7, "We run bandit."), name="bandit")


def only(before: Result, after: Result) -> Change:
    (change,) = compare(before, after, "main").changes
    return change


def test_nothing_changed() -> None:
    one = result(judged(ACK), judged(BANDIT, Standing.BROKEN))
    changes = compare(one, one, "main")
    assert [change.turn for change in changes.changes] == ["same", "same"]
    assert changes.told == changes.worse == ()


def test_changed_field_by_field_and_weaker() -> None:
    change = only(result(judged(ACK)), result(judged(SLOW)))
    assert change.turn == "changed"
    assert change.differs == (("within", "48 hours", "14 days"),)
    assert (change.direction, change.worse) == ("weaker", True)
    back = only(result(judged(SLOW)), result(judged(ACK)))
    assert (back.direction, back.worse) == ("stronger", False)


def test_gone_is_weaker_and_new_is_not() -> None:
    changes = compare(result(judged(ACK)), result(judged(BANDIT)), "main")
    assert [(change.turn, change.worse) for change in changes.changes] == [("new", False), ("gone", True)]


def test_a_new_promise_that_is_broken_from_its_first_day_is_worse() -> None:
    change = only(result(), result(judged(BANDIT, Standing.BROKEN)))
    assert (change.turn, change.worse) == ("new", True)


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (Standing.KEPT, Standing.BROKEN, "worse"),
        (Standing.KEPT, Standing.UNPROVEN, "worse"),
        (Standing.UNPROVEN, Standing.AT_RISK, "worse"),
        (Standing.BROKEN, Standing.AT_RISK, "better"),
        (Standing.AT_RISK, Standing.KEPT, "better"),
        (Standing.NOTED, Standing.BROKEN, "same"),
    ],
)
def test_standings(before: Standing, after: Standing, turn: str) -> None:
    change = only(result(judged(BANDIT, before)), result(judged(BANDIT, after)))
    assert change.turn == turn
    assert change.worse == (turn == "worse")


def test_a_new_offender_is_worse_and_a_moved_line_is_not() -> None:
    first = fact("flask>=2", "requirements.txt", 3, "flask>=2")
    moved = fact("flask>=2", "requirements.txt", 30, "flask>=2")
    before = result(judged(BANDIT, Standing.BROKEN, first))
    assert only(before, result(judged(BANDIT, Standing.BROKEN, moved))).turn == "same"
    change = only(before, result(judged(BANDIT, Standing.BROKEN, moved, first)))
    assert (change.turn, change.appeared) == ("worse", (first,))
    assert only(result(judged(BANDIT, Standing.BROKEN, moved, first)), before).turn == "better"


def test_what_the_promise_itself_shows_moves_with_it() -> None:
    lower = msgspec.structs.replace(BANDIT, span=at(70, "We run `bandit`."))
    here, there = (
        fact("template text left in", one.span.path, one.span.line or 0, one.sentence) for one in (BANDIT, lower)
    )
    before = result(judged(BANDIT, Standing.BROKEN, here))
    change = only(before, result(judged(lower, Standing.BROKEN, there)))
    assert (change.turn, change.worse, change.appeared, change.vanished) == ("same", False, (), ())
    added = fact("dead link", "SECURITY.md", 70, lower.sentence)
    assert only(before, result(judged(lower, Standing.BROKEN, there, added))).appeared == (added,)


def test_more_than_are_cited_is_worse_too() -> None:
    few, many = (judged(BANDIT, Standing.BROKEN, reason=f"{number} of 90 lines looser") for number in (40, 41))
    assert only(result(few), result(many)).turn == "worse"
    assert only(result(many), result(few)).turn == "same"


def test_rewording_is_the_same_and_a_figure_is_not() -> None:
    limit = Practice(span=at(3, "Logins are limited to five tries."), topic="rate_limiting")
    reworded = msgspec.structs.replace(limit, span=at(4, "All logins are limited to five tries."))
    figure = msgspec.structs.replace(limit, span=at(4, "Logins are limited to 50 tries."))
    assert only(result(judged(limit)), result(judged(reworded))).turn == "same"
    change = only(result(judged(limit)), result(judged(figure)))
    assert change.differs == (("sentence", limit.sentence, figure.sentence),)


def test_silence_takes_a_promise_away() -> None:
    silent = msgspec.structs.replace(ACK, silenced="about pull requests")
    change = only(result(judged(ACK)), result(judged(silent, Standing.NOTED)))
    assert change.differs == (("silence", "none", "about pull requests"),)
    assert change.worse


def test_advice_to_users_is_no_promise() -> None:
    advice = Guidance(span=at(1, "Best practices"))
    assert compare(result(), result(judged(advice, Standing.NOTED)), "main").changes == ()


def test_findings_are_told_by_what_stands_there_and_twins_count() -> None:
    def link(line: int) -> Finding:
        return Finding(rule="dead-link", span=Span("SECURITY.md", line, "see X"), text="X leads to nothing")

    changes: Changes = compare(result(findings=(link(3),)), result(findings=(link(5), link(9))), "main")
    assert changes.new_findings == (link(9),)
    assert changes.gone_findings == ()
