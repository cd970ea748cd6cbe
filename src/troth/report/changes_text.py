"""What changed between two checks, for the terminal: what someone should look at first, on one screen."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from troth.report import entries
from troth.report.drift import counted, differs
from troth.report.manner import Manner
from troth.report.paint import MARKS, WORDS
from troth.report.plain import cut, plain, width, wrap
from troth.report.words import promise
from troth.terms.changes import Change, Changes
from troth.terms.result import Judged
from troth.terms.verdict import Finding, Standing

SHOWN = 10
"""Changes of one sort that are told without ``-v``."""
FACTS = 3
"""Facts of one change that are told without ``-v``."""
INDENT = " " * 9


def render_changes(changes: Changes, manner: Manner) -> str:
    """The whole text, each line within the columns, ending in a newline."""
    lines = _header(changes, manner)
    look = [change for change in changes.told if change.worse]
    rest = [change for change in changes.told if not change.worse]
    for title, chosen in (("LOOK AT", look), ("BESIDES", rest)):
        if chosen:
            lines += ["", manner.paint.strong(title), *_listed(chosen, manner)]
    lines += _findings("new", changes.new_findings, manner)
    lines += _findings("gone", changes.gone_findings, manner) if manner.verbose else []
    return "\n".join([*lines, "", *wrap(_next(look, manner), manner.columns)]) + "\n"


def _header(changes: Changes, manner: Manner) -> list[str]:
    name = plain(changes.after.root or "/")
    since = plain(changes.since) + (f" @{changes.before.commit[:8]}" if changes.before.commit else "")
    said = summary(changes) or "no promise changed, none stands otherwise"
    first, *rest = wrap(f"{name} since {since}: {said}", manner.columns)
    return [manner.paint.strong(first), *rest]


def summary(changes: Changes) -> str:
    """ "1 weaker · 1 worse · 2 new"; "" where nothing changed."""
    counts = {
        "promised less": sum(change.weakened for change in changes.told),
        "worse": sum(change.stands < 0 for change in changes.told),
        "better": sum(change.stands > 0 for change in changes.told),
        "new": sum(change.turn == "new" for change in changes.told),
        "said otherwise": sum(change.turn == "changed" and not change.weakened for change in changes.told),
    }
    broken = sum(change.turn == "new" and change.worse for change in changes.told)
    said = [f"{number} {words}" for words, number in counts.items() if number]
    return " · ".join(said) + (f" ({broken} of the new ones broken)" if broken else "")


def _listed(chosen: Sequence[Change], manner: Manner) -> Iterable[str]:
    shown = chosen if manner.verbose else chosen[:SHOWN]
    for change in shown:
        yield from _told(change, manner)
    if len(chosen) > len(shown):
        yield f"  and {len(chosen) - len(shown)} more (-v)"


def _told(change: Change, manner: Manner) -> Iterable[str]:
    one = change.after or change.before
    if one is None:
        return
    commitment = one.verdict.commitment
    label = f"  {entries.number(one):<6} "
    room = manner.columns - width(label) - width(_went(change, manner)) - 2
    words = manner.paint.strong(cut(promise(commitment), max(20, room)))
    yield f"{label}{words}: {_went(change, manner, painted=True)}"
    if change.turn == "gone":
        yield from _wrapped(f"said “{plain(commitment.sentence)}”", manner)
    yield from (INDENT + line for line in differs(change.differs, change.direction, manner.columns - len(INDENT)))
    if change.stands or change.turn == "new":
        yield from _wrapped(plain(one.verdict.reason), manner)
    facts = change.appeared if change.stands < 0 or change.turn == "new" else ()
    for fact in facts if manner.verbose else facts[:FACTS]:
        yield from entries.fact(fact.span, fact.fact, manner.columns, indent=len(INDENT))
    if len(facts) > FACTS and not manner.verbose:
        yield f"{INDENT}and {len(facts) - FACTS} more (-v)"


def _wrapped(text: str, manner: Manner) -> Iterable[str]:
    return (INDENT + line for line in wrap(text, manner.columns - len(INDENT)))


def _went(change: Change, manner: Manner, *, painted: bool = False) -> str:
    """How it stands: "kept → broken", "new, unproven", "gone, was kept"."""

    def word(judged: Judged) -> str:
        standing = judged.verdict.standing
        text = f"{MARKS[standing]} {WORDS[standing]}"
        return manner.paint.standing(text, standing) if painted else text

    if change.before is None and change.after is not None:
        return f"new, {word(change.after)}"
    if change.after is None and change.before is not None:
        return f"gone, was {word(change.before)}"
    if change.before is None or change.after is None:
        return ""
    before, after = change.before, change.after
    if before.verdict.standing is not after.verdict.standing:
        return f"{word(before)} → {word(after)}"
    if change.stands < 0:
        return (
            f"{word(after)}, by {counted(len(change.appeared), 'new fact')}"
            if change.appeared
            else f"{word(after)}, more"
        )
    if change.stands > 0:
        return f"{word(after)}, less than before"
    return f"{word(after)}, as before"


def _findings(what: str, findings: Sequence[Finding], manner: Manner) -> list[str]:
    if not findings:
        return []
    lines = ["", f"{counted(len(findings), 'finding')} beside the promises, {what}"]
    shown = findings if manner.verbose else findings[:FACTS]
    for finding in shown:
        lines += entries.fact(finding.span, f"{finding.text} [{finding.rule}]", manner.columns, indent=2)
    if len(findings) > len(shown):
        lines.append(f"  and {len(findings) - len(shown)} more (-v)")
    return lines


def _next(look: Sequence[Change], manner: Manner) -> str:
    where = "" if manner.path == "." else f" {shlex.quote(manner.path)}"
    tail = "".join(f" --policy {shlex.quote(policy)}" for policy in manner.policies)
    against = (Standing.BROKEN, Standing.AT_RISK)
    for change in look:
        if change.after is not None and change.after.verdict.standing in against:
            return f"Next: troth explain {change.after.id}{where}{tail}"
    if look:
        return "Next: if less is meant to be promised, say so in the change; if not, mend the document."
    return f"Next: troth check{where}{tail}"
