"""What a change does to the promises, for GitHub Actions: what is worse as annotations, then the text, folded."""

from __future__ import annotations

import msgspec

from troth.report import changes_text
from troth.report.alerts import in_tree, short, stepped, title
from troth.report.changes_markdown import differs, went
from troth.report.github import command, limited, located, quiet
from troth.report.manner import Manner
from troth.report.paint import Paint
from troth.terms.changes import Change, Changes
from troth.terms.span import Span
from troth.terms.verdict import Standing


def render_changes(changes: Changes, manner: Manner) -> str:
    """Errors for what is broken now and was not so before, warnings for what is promised less or stands worse."""
    told = [(_kind(change), _annotation(change, manner)) for change in changes.worse]
    lines: list[str] = []
    for kind, words in (("error", "broken by this change"), ("warning", "weaker or worse by this change")):
        lines += limited([each for each_kind, each in told if each_kind == kind], kind, words)
    text = changes_text.render_changes(changes, msgspec.structs.replace(manner, paint=Paint()))
    return "\n".join([*lines, "::group::Promises", *map(quiet, text.splitlines()), "::endgroup::", ""])


def _kind(change: Change) -> str:
    broken = change.after is not None and change.after.verdict.standing is Standing.BROKEN
    return "error" if broken and (change.stands < 0 or change.turn == "new") else "warning"


def _annotation(change: Change, manner: Manner) -> str:
    one = change.after or change.before
    if one is None:
        return ""
    verdict = one.verdict
    parts = differs(change)
    if change.after is None:
        parts.append(f"it said: {short(verdict.commitment.sentence)}")
    elif change.stands < 0 or change.turn == "new":  # else it stands as before, and needs no mending
        parts.append(short(verdict.reason))
        parts += [f"{short(str(fact.span))}  {short(fact.fact)}" for fact in change.appeared[:3]]
        parts += [f"→ {stepped(verdict.next)}"] if verdict.next else []
    places = [fact.span for fact in change.appeared if in_tree(fact.span) and fact.span.line is not None]
    span = places[0] if places else verdict.commitment.span
    where = located(span if change.after else Span(span.path), manner)
    return command(_kind(change), where | {"title": f"{title(one)}: {went(change)}"}, "\n".join(parts))
