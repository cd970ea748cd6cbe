"""What edits would do to the promises, in two lines, and the next command."""

from __future__ import annotations

import re
from collections import Counter

from troth.report.plain import wrap
from troth.terms.result import Result

_WORDS = {"at_risk": "at risk"}


def summary(
    before: Result, after: Result, *, edits: int, columns: int, written: bool, again: str, command: str = "fix"
) -> str:
    """How promises turn, and what to type next. ``again`` are the words of the call that its repetition needs."""
    if not edits:
        return "\n".join(wrap(f"Nothing here that troth {command} could mend.", columns)) + "\n"
    files = f"{edits} file{'s' * (edits > 1)}"
    turns = _turns(before, after)
    told = f"{files} {'written' if written else 'would change'}; {turns}."
    following = (
        f"Next: look at git status and git diff, run your tests, then troth check{_of_check(again)}"
        if written
        else f"Nothing is written yet. Next: troth {command}{again} --write"
    )
    return "\n".join([*wrap(told, columns), *wrap(following, columns)]) + "\n"


def _turns(before: Result, after: Result) -> str:
    stood = {one.id: one.verdict.standing for one in before.judged}
    turned = Counter(
        (stood[one.id], one.verdict.standing)
        for one in after.judged
        if one.id in stood and stood[one.id] is not one.verdict.standing
    )
    parts = [
        f"{count} promise{'s' * (count > 1)} from {_word(old)} to {_word(new)}" for (old, new), count in turned.items()
    ]
    gone = sum(one.id not in {other.id for other in after.judged} for one in before.judged)
    if gone:
        parts.append(f"{gone} said otherwise in the document")
    findings = len(before.findings) - len(after.findings)
    if findings > 0:
        parts.append(f"{findings} finding{'s' * (findings > 1)} fewer")
    return "checked again in memory: " + (", ".join(parts) or "no standing changes yet")


def _word(standing: str) -> str:
    return _WORDS.get(standing, standing)


def _of_check(again: str) -> str:
    return re.split(r" --(?:only|skip|with)\b", again, maxsplit=1)[0]
