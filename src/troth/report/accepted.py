"""What the baseline accepts, in one counted line, and what is better than it by now."""

from __future__ import annotations

import shlex

from troth.report import entries
from troth.report.manner import Manner
from troth.report.paint import WORDS
from troth.report.plain import wrap
from troth.terms.result import Result
from troth.terms.verdict import Standing

AGAINST = (Standing.BROKEN, Standing.AT_RISK)
INDENT = 14
"""Columns of the title, as those of the other sections."""


def headed(result: Result) -> list[str]:
    """What the first line says of it: "9 accepted"; nothing where nothing is."""
    number = len(result.accepted)
    return [f"{number} accepted"] if number else []


def told(result: Result, manner: Manner) -> list[str]:
    """How many are accepted, by their standing and since when; each on a line with ``-v``."""
    held = result.baseline
    if held is None:
        return []
    lines: list[str] = []
    chosen = [judged for standing in AGAINST for judged in result.of(standing) if judged.accepted]
    if chosen:
        counts = ((sum(one.verdict.standing is standing for one in chosen), WORDS[standing]) for standing in AGAINST)
        said = " · ".join(f"{number} {word}" for number, word in counts if number)
        tail = "" if manner.verbose else " (list: -v)"
        first, *rest = wrap(f"{said}, as of {held.on}{tail}", manner.columns - INDENT)
        lines += ["", f"{manner.paint.strong('· ACCEPTED')}{' ' * (INDENT - 10)}{first}"]
        lines += [" " * INDENT + line for line in rest]
    if manner.verbose:
        lines += entries.listed(chosen, manner.columns, documents=len(result.readings) > 1)
    if held.better:
        number = len(held.better)
        verb = "promise stands" if number == 1 else "promises stand"
        where = "" if manner.path == "." else f" {shlex.quote(manner.path)}"
        where += "".join(f" --policy {shlex.quote(policy)}" for policy in manner.policies)
        said = f"{number} {verb} better than accepted: troth init --accept-current{where} tightens the baseline."
        lines += [*([] if lines else [""]), *wrap(said, manner.columns)]
    return lines
