"""What ``troth init --accept-current`` accepted, and what it did not."""

from __future__ import annotations

import shlex

from troth.report import entries
from troth.report.drift import counted
from troth.report.manner import Manner
from troth.report.paint import WORDS
from troth.report.plain import wrap
from troth.terms.baseline import AGAINST, BASELINE, Baseline, Tightened, hold
from troth.terms.result import Result

SHOWN = 10
"""Promises of one sort that are told without ``-v``."""


def render(
    result: Result, old: Baseline | None, new: Tightened, manner: Manner, *, written: bool, ignored: bool
) -> str:
    """The whole text, ending in a newline. ``written``: the file was; ``ignored``: git ignores it."""
    lines = wrap(_head(result, old, new, written=written), manner.columns)
    lines[0] = manner.paint.strong(lines[0])
    if old is not None:
        better = hold(result, old).baseline
        names = better.better if better else ()
        lines += _listed("better than accepted", names, result, manner)
        lines += _listed("worse than accepted, and not accepted", new.worse, result, manner)
        if new.findings:
            lines += ["", f"{counted(len(new.findings), 'finding')} beside the promises are new, and not accepted"]
            for finding in new.findings if manner.verbose else new.findings[:SHOWN]:
                lines += entries.fact(finding.span, f"{finding.text} [{finding.rule}]", manner.columns, indent=2)
    if ignored:
        lines += ["", *wrap(f"git ignores {BASELINE}, so no check sees it: take it out of .gitignore.", manner.columns)]
    tail = "" if manner.path == "." else f" {shlex.quote(manner.path)}"
    tail += "".join(f" --policy {shlex.quote(policy)}" for policy in manner.policies)
    if new.worse or new.findings:
        next_ = f'Next: mend what is worse, or troth init --accept-current{tail} --loosen "why"'
    else:
        next_ = f"Next: commit it. troth check{tail} tells only what changes from here."
    return "\n".join([*lines, "", *wrap(next_, manner.columns)]) + "\n"


def _head(result: Result, old: Baseline | None, new: Tightened, *, written: bool) -> str:
    counts = {standing: sum(one.standing is standing for one in new.baseline.promises) for standing in AGAINST}
    held = " and ".join(f"{number} {WORDS[standing]}" for standing, number in counts.items() if number)
    verb = "is" if sum(counts.values()) == 1 else "are"
    facts = sum(len(one.weaknesses) for one in new.baseline.promises)
    told = f"{held} {verb} accepted ({counted(facts, 'fact')} against them)" if held else "nothing is broken or at risk"
    if new.baseline.findings:
        told += f", and {counted(len(new.baseline.findings), 'finding')}"
    if old is None:
        return f"{BASELINE} is written: {told}, as of {result.at}."
    if not written:
        return f"{BASELINE} stays as it is: {told}, as of {old.on}."
    loosened = len(new.baseline.loosened) > len(old.loosened)
    return f"{BASELINE} is {'loosened' if loosened else 'brought up to date'}: {told}."


def _listed(what: str, names: tuple[str, ...], result: Result, manner: Manner) -> list[str]:
    chosen = [judged for judged in result.judged if judged.id in names]
    if not chosen:
        return []
    lines = ["", f"{counted(len(chosen), 'promise')} {what}"]
    shown = chosen if manner.verbose else chosen[:SHOWN]
    lines += entries.listed(shown, manner.columns, documents=len(result.readings) > 1)
    if len(chosen) > len(shown):
        lines.append(f"  and {len(chosen) - len(shown)} more (-v)")
    return lines
