"""The list of all waivers, what needs a hand first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from troth.report.paint import Paint
from troth.report.plain import cut, plain, width
from troth.terms.answer import Gap
from troth.terms.verdict import Standing
from troth.terms.waiver import Waiver

SOON = 14
"""Days before its end from which a waiver is told to end soon."""
EMPTY = """\
No exception is granted anywhere: not in troth.toml, not in a tool's own file, not on a command line.
To grant one:  troth waive RUSTSEC-2026-0001 --until 2026-12-31 --reason "no fix yet, not reachable"
"""
NOTE = (
    "What has lapsed or has no end counts for nothing here; tools go on obeying their own files.",
    'Renew it:  troth waive TARGET --until DATE --reason "why"',
)
_ORDER = ("lapsed", "no date", "matches nothing", "not yet", "ends soon", "in force", "for good")
_STANDINGS = {
    "lapsed": Standing.BROKEN,
    "no date": Standing.BROKEN,
    "matches nothing": Standing.AT_RISK,
    "not yet": Standing.AT_RISK,
    "ends soon": Standing.AT_RISK,
    "in force": Standing.KEPT,
    "for good": Standing.NOTED,
}


class _Row(msgspec.Struct, frozen=True):
    """One line of the list: its state, the words of it, and what it is about."""

    state: str
    words: str
    target: str
    place: str
    rest: str
    number: int = 1


def render(
    waivers: tuple[Waiver, ...],
    unmatched: Iterable[Waiver],
    gaps: tuple[Gap, ...],
    at: date,
    columns: int,
    paint: Paint,
) -> str:
    """All ``waivers`` as they stand on ``at``; recorded secrets of a tool's own file are one line a file."""
    if not waivers and not gaps:
        return EMPTY
    idle = frozenset(unmatched)
    rows = _gathered(_row(waiver, at, idle) for waiver in waivers if not _recorded(waiver))
    rows.sort(key=lambda row: _ORDER.index(row.state))
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.state] += row.number
    counted = " · ".join(f"{counts[state]} {state}" for state in _ORDER if counts[state])
    number = sum(counts.values())
    lines = [paint.strong(f"{number or 'No'} exception{'s' * (number != 1)}") + (f"   {counted}" if counted else "")]
    lines += [""] if rows else []
    wide = [max((width(getattr(row, name)) for row in rows), default=0) for name in ("words", "target", "place")]
    for row in rows:
        state = paint.standing(_padded(row.words, wide[0]), _STANDINGS[row.state])
        line = f"{_padded(row.target, min(wide[1], 44))}  {_padded(row.place, min(wide[2], 44))}  {row.rest}".rstrip()
        lines.append(f"  {state}  {cut(line, max(columns - wide[0] - 4, 20))}")
    secrets = Counter(waiver.span.path for waiver in waivers if _recorded(waiver))
    if secrets:
        lines += ["", *(f"  {number} recorded finding{'' if number == 1 else 's'} of secrets in {plain(path)}"
                        for path, number in sorted(secrets.items()))]  # fmt: skip
    if gaps:
        lines += ["", paint.strong("Not understood"), *(f"  {_gap(gap)}" for gap in gaps)]
    if counts["lapsed"] or counts["no date"]:
        lines += ["", *NOTE]
    return "\n".join(lines) + "\n"


def _row(waiver: Waiver, at: date, idle: frozenset[Waiver]) -> _Row:
    state: str = waiver.state(at)
    left = waiver.days_left(at)
    if state == "lapsed":
        words = f"lapsed {waiver.until}"
    elif waiver.until is None and not waiver.must_end:
        state = words = "for good"
    elif waiver in idle:
        state = words = "matches nothing"
    elif state == "in force":
        state = "ends soon" if left <= SOON else state
        words = "ends today" if not left else f"ends in {left} day{'' if left == 1 else 's'}"
    else:
        words = f"from {waiver.granted}" if state == "not yet" else state
    named = waiver.target.endswith(f":{waiver.package}")
    limits = [
        f"in {waiver.package}" if waiver.package and not named else "",
        f"at {waiver.path}" if waiver.path else "",
    ]
    by = waiver.tool if not waiver.native or waiver.form == "command line" else ""  # other files tell it by their name
    rest = [by, *filter(None, limits), waiver.owner.partition(" <")[0]]
    return _Row(
        state, words, plain(waiver.target), plain(str(waiver.span)), plain(" · ".join(part for part in rest if part))
    )


def _gathered(rows: Iterable[_Row]) -> list[_Row]:
    """``rows`` with those that stand for good in one file for one rule as one, and those of one line as one."""
    found: dict[tuple[str, str, str], _Row] = {}
    for row in rows:
        place = row.place.rpartition(":")[0] if row.state == "for good" else row.place
        key = (row.state, row.target, place)
        old = found.get(key)
        if old is None:
            found[key] = row
        else:
            number = old.number + 1
            found[key] = msgspec.structs.replace(old, number=number, rest=f"{number} of them")
    return list(found.values())


def _recorded(waiver: Waiver) -> bool:
    return waiver.native and waiver.kind == "secret"


def _padded(text: str, columns: int) -> str:
    short = cut(text, columns)
    return short + " " * (columns - width(short))


def _gap(gap: Gap) -> str:
    place = f"{gap.span}: " if gap.span and gap.span.line else ""
    return plain(f"{place}{gap.wanted.removeprefix('troth.toml: ')}: {gap.reason}")
