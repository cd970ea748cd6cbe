"""What a change does to the promises, as a comment on a pull request: only what it changed, the worse first.

A hidden marker opens it, so that a bot finds its own comment and renews it. Where nothing changed it is one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from troth.report import summary as said
from troth.report.address import page
from troth.report.alerts import in_tree, short, title
from troth.report.changes_text import summary
from troth.report.manner import Manner
from troth.report.markdown import step
from troth.report.markdown_text import code, link, text
from troth.report.paint import MARKS, WORDS
from troth.terms.changes import AGAINST, Change, Changes
from troth.terms.result import Judged, Result
from troth.terms.span import Span
from troth.terms.verdict import Finding

MARKER = "<!-- troth: promises -->"
LARGEST = 60_000
"""Characters of a comment, below the 65,536 that GitHub takes."""
MOST_FACTS = 3
MOST_FINDINGS = 10
NOTHING = "This change leaves the promises as they are, and how they stand."


def render_changes(changes: Changes, manner: Manner) -> str:
    """The whole comment, ending in a newline."""
    if not changes.told and not changes.new_findings:
        return f"{MARKER}\n{NOTHING}\n"
    look = [change for change in changes.told if change.worse]
    rest = [change for change in changes.told if not change.worse]
    head = [MARKER, "### What this change does to the promises", ""]
    counts = summary(changes) or "No promise changed, and none stands otherwise."
    head += [f"**{text(counts)}**", ""]
    tail = [*_findings(changes, manner), "", f"<sub>{_foot(changes)}</sub>"]
    room = LARGEST - sum(map(len, (*head, *tail)))
    lines: list[str] = []
    for name, chosen in (("Look at", look), ("Besides", rest)):
        if chosen:
            told, room = _fitting([_told(change, changes, manner) for change in chosen], room)
            lines += [f"{name}:", "", *told, ""]
    return "\n".join([*head, *lines, *tail]) + "\n"


def went(change: Change) -> str:
    """How it stands: "kept → broken", "new, unproven", "gone, was kept"."""
    before, after = change.before, change.after
    if after is None:
        return f"gone, was {_word(before)}"
    if before is None:
        return f"new, {_word(after)}"
    if before.verdict.standing is not after.verdict.standing:
        return f"{_word(before)} → {_word(after)}"
    if change.stands < 0:
        return f"{_word(after)}, by more than before"
    return f"{_word(after)}, less than before" if change.stands > 0 else f"{_word(after)}, as before"


def differs(change: Change) -> list[str]:
    """What is said otherwise: "within: 48 hours → 14 days (weaker)"."""
    found = [f"{short(name)}: {short(before)} → {short(after)}" for name, before, after in change.differs]
    if found and change.direction:
        found[-1] += {"mixed": " (weaker in part)"}.get(change.direction, f" ({change.direction})")
    return found


def _word(judged: Judged | None) -> str:
    if judged is None:
        return "not said"
    standing = judged.verdict.standing
    return f"{MARKS[standing]} {WORDS[standing]}"


def _fitting(entries: Sequence[Sequence[str]], room: int) -> tuple[list[str], int]:
    """The first of ``entries`` that fit into ``room`` characters, a count of the others, and the room that is left."""
    lines: list[str] = []
    for number, entry in enumerate(entries):
        size = sum(len(line) + 1 for line in entry)
        if size > room:
            return [*lines, f"- and {len(entries) - number} more"], room
        lines += entry
        room -= size
    return lines, room


def _told(change: Change, changes: Changes, manner: Manner) -> list[str]:
    one = change.after or change.before
    if one is None:
        return []
    result = changes.after if change.after else changes.before
    commitment = one.verdict.commitment
    lines = [f"- {_place(commitment.span, result, manner)} **{text(title(one))}**: {text(went(change))}  "]
    details = [text(each) for each in differs(change)]
    if change.turn == "gone":
        details.append(f"it said “{text(commitment.sentence)}”")
    if change.after and (change.stands or change.turn == "new"):
        details.append(text(one.verdict.reason))
    lines += [f"  {'; '.join(details)}"] if details else []
    facts = change.appeared or (one.verdict.because if change.turn == "new" and one.verdict.standing in AGAINST else ())
    shown = facts[:MOST_FACTS] if change.worse else ()
    lines += [f"  - {_place(fact.span, result, manner)} {code(fact.fact, 200)}".rstrip() for fact in shown]
    lines += [f"  - and {len(facts) - MOST_FACTS} more"] if len(shown) < len(facts) and shown else []
    if change.worse and change.after and one.verdict.next and one.verdict.standing in AGAINST:
        lines.append(f"  - → {step(one.verdict.next)}")
    return lines


def _place(span: Span, result: Result, manner: Manner) -> str:
    label = code(str(span), 200)
    return link(label, page(span, result.commit, manner)) if in_tree(span) and label else label


def _findings(changes: Changes, manner: Manner) -> Iterable[str]:
    new: Sequence[Finding] = changes.new_findings
    if new:
        yield f"{len(new)} new finding{'' if len(new) == 1 else 's'} beside the promises:"
        yield ""
        for finding in new[:MOST_FINDINGS]:
            yield f"- {_place(finding.span, changes.after, manner)} {text(finding.text, 200)}"
        if len(new) > MOST_FINDINGS:
            yield f"- and {len(new) - MOST_FINDINGS} more"
    if changes.gone_findings:
        gone = len(changes.gone_findings)
        yield ""
        yield f"{gone} finding{' is' if gone == 1 else 's are'} gone."


def _foot(changes: Changes) -> str:
    """Since what, when, and what was not seen."""
    before = changes.before.commit[:8]
    since = f"Since {code(changes.since, 100)}{f' at {text(before)}' if before else ''}."
    return " ".join(filter(None, (since, text(said.checked(changes.after)), text(said.not_seen(changes.after)))))
