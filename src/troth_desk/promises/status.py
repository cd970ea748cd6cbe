"""What everybody may see: each promise with its standing and numbers; no evidence, no reason, no case, no name.

Times of fewer than three reports are not told, since they would tell of single ones; neither is how many run now, since
a report under embargo would show by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from troth.formats.transparency import FEWEST, written
from troth.report import badge, badge_json
from troth.report.html.markdown import EMOJI
from troth.report.manner import Manner
from troth.terms.result import Judged, Result
from troth.terms.verdict import SAID_OTHERWISE, Standing, worst
from troth_desk.deadlines.numbers import Numbers
from troth_desk.faces import words
from troth_desk.promises import telling, transparency
from troth_desk.promises.judging import Stood

_MARKS = re.compile(r"[*`]+|(?<!\\w)_+|_+(?!\\w)")
_SHORT = re.compile(r":([a-z_]{1,40}):")
MOST = 400
"""Sentences on one page."""
HOW = {
    Standing.KEPT: "shown by the newest check of the repository",
    Standing.AT_RISK: "true by the newest check, and not held in place, or soon over",
    Standing.BROKEN: "contradicted by the newest check of the repository",
    Standing.UNPROVEN: "nothing shows it yet",
}
ELSEWHERE = "said here, and otherwise elsewhere in the policy"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence as outsiders see it, with the worst standing of what it promises, and what is known of it."""

    id: str
    sentence: str
    document: str
    line: int | None
    standing: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The whole page: how many promises are kept, those that the desk counts, the others, those that nothing shows."""

    kept: int
    whole: int
    counted: tuple[Line, ...]
    others: tuple[Line, ...]
    unproven: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that everybody may see of a project: page, badge in both forms, numbers, their proof."""

    status: Status
    version: int
    since: datetime
    checked: datetime | None
    days: int
    svg: str
    json: str
    told: dict[str, Any]
    proof: dict[str, Any]
    table: tuple[transparency.Row, ...]


def seen(stood: Stood) -> Seen:
    """What everybody may see of ``stood``."""
    result = public_result(stood)
    said = transparency.statement(stood)
    return Seen(
        status=status(stood),
        version=stood.version.number,
        since=stood.version.since,
        checked=stood.check.at if stood.check else None,
        days=stood.window.days,
        svg=badge.render(result, 0.0, Manner()),
        json=badge_json.render(result, 0.0, Manner()),
        told=written(said),
        proof=transparency.signed(said),
        table=transparency.table(said),
    )


def status(stood: Stood) -> Status:
    """What everybody may see of ``stood``. Advice, discretion and what is silenced are no promises, and left out."""
    judged = [one for one in stood.result.judged if one.verdict.standing is not Standing.NOTED]
    counted = [one for one in judged if _counted(one, stood)]
    rest = [one for one in judged if one not in counted]
    kept = sum(one.verdict.standing is Standing.KEPT for one in judged)
    return Status(
        kept,
        len(judged),
        _lines(counted, stood),
        _lines([one for one in rest if one.verdict.standing is not Standing.UNPROVEN], stood),
        _lines([one for one in rest if one.verdict.standing is Standing.UNPROVEN], stood),
    )


def public_result(stood: Stood) -> Result:
    """The result without what tells of the repository, for the badge."""
    return msgspec.structs.replace(stood.result, root="", commit="", readings=(), not_seen=(), findings=())


def _counted(one: Judged, stood: Stood) -> bool:
    numbers, rhythm = stood.numbers.get(one.id), stood.rhythms.get(one.id)
    return telling.counts(one) or bool(numbers and numbers.n) or bool(rhythm and rhythm.whole)


def _lines(judged: Sequence[Judged], stood: Stood) -> tuple[Line, ...]:
    """One line a sentence, however much it promises."""
    found: dict[tuple[str, int | None, str], list[Judged]] = {}
    for one in judged:
        span = one.verdict.commitment.span
        found.setdefault((span.path, span.line, span.text), []).append(one)
    return tuple(
        Line(
            id=same[0].id,
            sentence=_plain(text),
            document=path,
            line=line,
            standing=worst(one.verdict.standing for one in same).value,
            says=tuple(dict.fromkeys(_says(one, stood) for one in same)),
        )
        for (path, line, text), same in list(found.items())[:MOST]
    )


def _plain(sentence: str) -> str:
    """``sentence`` without the marks of Markdown, as the page of a check shows it."""
    shown = _SHORT.sub(lambda found: EMOJI.get(found[1], found[0]), sentence)
    return _MARKS.sub("", shown).strip()


def _says(one: Judged, stood: Stood) -> str:
    """The numbers in words, with their n and window; else how the standing came about, in general."""
    window = telling.window_words(stood.window)
    numbers = stood.numbers.get(one.id)
    if numbers is not None and numbers.n:
        return f"{numbers.kept} of {numbers.n} in time in {window}{_times(numbers)}"
    if telling.counts(one):
        return f"0 so far in {window}"
    rhythm = stood.rhythms.get(one.id)
    if rhythm is not None and rhythm.whole:
        return f"{rhythm.kept} of {rhythm.whole} {telling.unit(rhythm)} on record"
    return ELSEWHERE if one.verdict.reason == SAID_OTHERWISE else HOW.get(one.verdict.standing, "")


def _times(numbers: Numbers) -> str:
    if numbers.n < FEWEST:
        return "; times are told from three on"
    if numbers.median is None or numbers.p90 is None:
        return ""
    return f"; median {words.duration(numbers.median)}, 90th percentile {words.duration(numbers.p90)}"
