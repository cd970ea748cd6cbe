"""What ``troth init`` took up into the register of commitments."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

import msgspec

from troth.report.drift import INDENT, counted, summary, told
from troth.report.manner import Manner
from troth.report.plain import plain, wrap
from troth.terms.drift import Drifted
from troth.terms.waiver import REGISTER

SHOWN = 20
"""Differences that are told without ``-v``."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What was done with the register.

    ``new``: there was none; ``touched``: it was written; ``cut`` entries were taken out; ``ignored``: git ignores it;
    ``last``: nothing is told after it. ``asides`` are ids of entries of which something became a comment.
    """

    new: bool
    touched: bool
    cut: int = 0
    ignored: bool = False
    last: bool = True
    asides: frozenset[str] = frozenset()


def render(drifted: Sequence[Drifted], documents: Iterable[str], done: Done, manner: Manner) -> str:
    """The whole text, ending in a newline."""
    named = ", ".join(plain(document) for document in documents)
    where = "" if manner.path == "." else f" {shlex.quote(manner.path)}"
    tail = where + "".join(f" --policy {shlex.quote(policy)}" for policy in manner.policies)
    if done.new:
        lines = wrap(f"{REGISTER} is written: {counted(len(drifted), 'promise')} of {named}.", manner.columns)
        lines[0] = manner.paint.strong(lines[0])
        lines += wrap(
            "Correct what was misread, silence what is no promise, name the proof where you know it.", manner.columns
        )
        next_ = f"Next: troth check{tail}, then troth init --accept-current{tail} where only changes should speak."
    elif not done.touched:
        lines = wrap(f"{REGISTER} is up to date with {named}; nothing was changed.", manner.columns)
        next_ = f"Next: troth check{tail}"
    else:
        what = summary(drifted) or (counted(done.cut, "entry taken out") if done.cut else "lines and places only")
        lines = wrap(f"{REGISTER} is brought up to date with {named}: {what}", manner.columns)
        lines[0] = manner.paint.strong(lines[0])
        shown = drifted if manner.verbose else drifted[:SHOWN]
        for one in shown:
            lines += told(one, manner)
            if one.id in done.asides:
                lines += [INDENT + line for line in wrap("what was written of the former words is a comment now", 60)]
        if len(drifted) > len(shown):
            lines.append(f"  and {len(drifted) - len(shown)} more (-v)")
        if any(one.turn == "gone" for one in drifted) and not done.cut:
            lines += ["", *wrap("Entries that are gone stay, with the day; --prune takes them out.", manner.columns)]
        next_ = f"Next: git diff {REGISTER}"
    if done.ignored:
        lines += ["", *wrap(f"git ignores {REGISTER}, so no check sees it: take it out of .gitignore.", manner.columns)]
    return "\n".join([*lines, "", *(wrap(next_, manner.columns) if done.last else ())]) + "\n"
