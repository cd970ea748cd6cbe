"""Where the documents and the register of commitments have parted, for the terminal."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from troth.report.manner import Manner
from troth.report.plain import cut, plain, shorten, width, wrap
from troth.report.words import promise
from troth.terms.drift import Drifted
from troth.terms.waiver import REGISTER

TITLES = {"changed": "CHANGED", "new": "NEW", "back": "SAID AGAIN", "gone": "GONE"}
MARKS = {"changed": "~", "new": "+", "back": "+", "gone": "-"}
VERBS = {"changed": "changed", "new": "new", "back": "said again", "gone": "gone"}
SHOWN = 12
"""Differences of one sort that are told without ``-v``."""
INDENT = " " * 9


def render(drifted: Sequence[Drifted], documents: Iterable[str], entries: int, manner: Manner) -> str:
    """The whole text, each line within the columns, ending in a newline."""
    named = ", ".join(plain(document) for document in documents)
    if not drifted:
        lines = wrap(f"{named} and {REGISTER} say the same: {counted(entries, 'promise')}.", manner.columns)
        return "\n".join(lines) + "\n"
    lines = wrap(f"{named} and {REGISTER} have parted: {summary(drifted)}", manner.columns)
    lines[0] = manner.paint.strong(lines[0])
    for turn, title in TITLES.items():
        chosen = [one for one in drifted if one.turn == turn]
        if not chosen:
            continue
        lines += ["", manner.paint.strong(title)]
        shown = chosen if manner.verbose else chosen[:SHOWN]
        for one in shown:
            lines += told(one, manner)
        if len(chosen) > len(shown):
            lines.append(f"  and {len(chosen) - len(shown)} more (-v)")
    where = "" if manner.path == "." else f" {shlex.quote(manner.path)}"
    tail = "".join(f" --policy {shlex.quote(policy)}" for policy in manner.policies)
    next_ = f"Next: troth init{where}{tail} takes this up and keeps what you wrote, or mend the document."
    return "\n".join([*lines, "", *wrap(next_, manner.columns)]) + "\n"


def summary(drifted: Sequence[Drifted]) -> str:
    """ "2 changed · 1 new"."""
    counts = {turn: sum(one.turn == turn for one in drifted) for turn in TITLES}
    return " · ".join(f"{number} {VERBS[turn]}" for turn, number in counts.items() if number)


def told(one: Drifted, manner: Manner) -> list[str]:
    """One difference: mark, line, what is promised, its id; what changed, field by field; what holds no more."""
    label = f"{MARKS[one.turn]} {_line(one):<6} "
    words = _promise(one)
    room = manner.columns - width(label)
    lines = [label + manner.paint.strong(cut(words, room))]
    lines.append(manner.paint.quiet(INDENT + shorten(plain(one.id), manner.columns - len(INDENT))))
    lines += [INDENT + line for line in differs(one.differs, one.direction, manner.columns - len(INDENT))]
    if one.turn == "changed" and not one.differs and one.commitment and one.entry:
        lines += _quoted("said", one.entry.sentence, manner)
        lines += _quoted("says", one.commitment.sentence, manner)
    elif one.turn == "gone" and one.entry:
        lines += _quoted("said", one.entry.sentence, manner)
    if one.lapsed:
        lines += [INDENT + line for line in wrap(_lapsed(one), manner.columns - len(INDENT))]
    return lines


def differs(fields: Iterable[tuple[str, str, str]], direction: str, columns: int) -> list[str]:
    """ "within: 48 hours → 14 days (weaker)"."""
    said = [f"{plain(name)}: {plain(before)} → {plain(after)}" for name, before, after in fields]
    if said and direction:
        said[-1] += {"mixed": " (weaker in part)"}.get(direction, f" ({direction})")
    return [line for each in said for line in wrap(each, columns)]


def counted(number: int, noun: str) -> str:
    """ "1 promise", "2 promises"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _line(one: Drifted) -> str:
    line = one.commitment.span.line if one.commitment else one.entry.line if one.entry else None
    return f"L{line}" if line else "L?"


def _promise(one: Drifted) -> str:
    return promise(one.commitment) if one.commitment else plain(one.entry.sentence if one.entry else "")


def _lapsed(one: Drifted) -> str:
    said = "were said of other words and do" if len(one.lapsed) > 1 else "was said of other words and does"
    return f"its {' and its '.join(one.lapsed)} {said} not hold"


def _quoted(verb: str, sentence: str, manner: Manner) -> list[str]:
    return [INDENT + line for line in wrap(f"{verb} “{plain(sentence)}”", manner.columns - len(INDENT))]
