"""What ``troth init`` took up into the register of commitments."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Sequence

from troth.report.drift import INDENT, counted, summary, told
from troth.report.manner import Manner
from troth.report.plain import plain, wrap
from troth.terms.drift import Drifted
from troth.terms.waiver import REGISTER

SHOWN = 20
"""Differences that are told without ``-v``."""


def render(
    drifted: Sequence[Drifted],
    documents: Iterable[str],
    asides: Collection[str],
    manner: Manner,
    *,
    new: bool,
    touched: bool,
    cut: int,
    ignored: bool,
) -> str:
    """The whole text, ending in a newline.

    ``asides`` are ids of entries of which something became a comment. ``new``: there was no register; ``touched``: it
    was written; ``cut`` entries were taken out; ``ignored``: git ignores it.
    """
    named = ", ".join(plain(document) for document in documents)
    where = "" if manner.path == "." else f" {shlex.quote(manner.path)}"
    tail = where + "".join(f" --policy {shlex.quote(policy)}" for policy in manner.policies)
    if new:
        lines = wrap(f"{REGISTER} is written: {counted(len(drifted), 'promise')} of {named}.", manner.columns)
        lines[0] = manner.paint.strong(lines[0])
        lines += wrap(
            "Correct what was misread, silence what is no promise, name the proof where you know it.", manner.columns
        )
        next_ = f"Next: troth check{tail}, then troth init --accept-current{tail} where only changes should speak."
    elif not touched:
        lines = wrap(f"{REGISTER} is up to date with {named}; nothing was changed.", manner.columns)
        next_ = f"Next: troth check{tail}"
    else:
        what = summary(drifted) or (counted(cut, "entry taken out") if cut else "lines and places only")
        lines = wrap(f"{REGISTER} is brought up to date with {named}: {what}", manner.columns)
        lines[0] = manner.paint.strong(lines[0])
        shown = drifted if manner.verbose else drifted[:SHOWN]
        for one in shown:
            lines += told(one, manner)
            if one.id in asides:
                lines += [INDENT + line for line in wrap("what was written of the former words is a comment now", 60)]
        if len(drifted) > len(shown):
            lines.append(f"  and {len(drifted) - len(shown)} more (-v)")
        if any(one.turn == "gone" for one in drifted) and not cut:
            lines += ["", *wrap("Entries that are gone stay, with the day; --prune takes them out.", manner.columns)]
        next_ = f"Next: git diff {REGISTER}"
    if ignored:
        lines += ["", *wrap(f"git ignores {REGISTER}, so no check sees it: take it out of .gitignore.", manner.columns)]
    return "\n".join([*lines, "", *wrap(next_, manner.columns)]) + "\n"
