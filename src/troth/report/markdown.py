"""A check as Markdown, for a pull request, a job summary or a wiki: one sentence, a table, then broken promises first.

Links lead to the lines on the host where it is known, else relative to the top of the checkout. Nothing of the tree
becomes markup (``markdown_text``).
"""

from __future__ import annotations

from collections.abc import Sequence

from troth.report import groups, summary
from troth.report.address import page
from troth.report.alerts import in_tree, short, title
from troth.report.manner import Manner
from troth.report.markdown_text import code, link, text
from troth.report.paint import MARKS, WORDS
from troth.terms.answer import Fact
from troth.terms.result import Judged, Result
from troth.terms.span import Span
from troth.terms.verdict import Standing, Step

MOST_FACTS = 3
"""Facts of one cause without ``-v``."""
MOST_SAME = 3
MOST_CAUSES = 200
"""Causes of one standing that are told: pages of GitHub end at about half a megabyte."""
MOST_LISTED = 1000
_COUNTED = (Standing.BROKEN, Standing.AT_RISK, Standing.KEPT, Standing.UNPROVEN, Standing.NOTED)


def render(result: Result, _seconds: float, manner: Manner) -> str:
    """The whole page, ending in a newline."""
    counts = result.counts()
    lines = [f"## Promises of {text(result.root or '/')}", "", f"**{text(summary.standings(result))}**"]
    lines += [text(summary.checked(result)), ""]
    lines += [
        f"| {' | '.join(f'{MARKS[each]} {WORDS[each]}' for each in _COUNTED)} |",
        f"|{'---:|' * len(_COUNTED)}",
        f"| {' | '.join(str(counts[each]) for each in _COUNTED)} |",
        "",
    ]
    for standing in (Standing.BROKEN, Standing.AT_RISK):
        lines += _told(result, standing, manner)
    lines += _unproven(result, manner)
    lines += _kept(result, manner)
    lines += _beside(result, manner)
    lines += [text(said) for said in (summary.not_seen(result),) if said]
    return "\n".join(lines).rstrip() + "\n"


def _told(result: Result, standing: Standing, manner: Manner) -> list[str]:
    """A section for the verdicts of ``standing``; what the baseline accepts is folded away."""
    chosen = result.of(standing)
    if not chosen:
        return []
    lines = [f"### {MARKS[standing]} {WORDS[standing].capitalize()}", ""]
    for accepted in (False, True):
        causes = groups.by_cause(one for one in chosen if one.accepted is accepted)
        told = [line for same in causes[:MOST_CAUSES] for line in _cause(same, result, manner)]
        told += [f"- and {len(causes) - MOST_CAUSES:,} more"] if len(causes) > MOST_CAUSES else []
        if told and accepted:
            number = sum(map(len, causes))
            told = _folded(f"{number} accepted by the baseline", told)
        lines += [*told, ""] if told else []
    return lines


def _cause(same: Sequence[Judged], result: Result, manner: Manner) -> list[str]:
    """The promises of one cause: each with its place, then why, the facts, and what mends it."""
    verdict = same[0].verdict
    heads = [_head(one, result, manner) for one in same[:MOST_SAME]]
    more = f" and {len(same) - MOST_SAME} more of the same cause" if len(same) > MOST_SAME else ""
    lines = [f"- {'; '.join(heads)}{more}  ", f"  {text(verdict.reason)}"]
    facts = sorted(verdict.because, key=lambda fact: not fact.weakness)
    shown = facts if manner.verbose else facts[:MOST_FACTS]
    lines += [f"  - {_fact(fact, verdict.reason, result, manner)}" for fact in shown]
    lines += [f"  - and {len(facts) - len(shown)} more"] if len(facts) > len(shown) else []
    if verdict.next:
        lines.append(f"  - → {step(verdict.next)}")
    return lines


def _head(one: Judged, result: Result, manner: Manner) -> str:
    span = one.verdict.commitment.span
    return f"{place(span, result, manner)} **{text(title(one))}**"


def _fact(fact: Fact, said: str, result: Result, manner: Manner) -> str:
    words = "" if fact.fact == said else fact.fact
    told = code(words or fact.span.text, 200)
    return f"{place(fact.span, result, manner)} {told}".rstrip()


def place(span: Span, result: Result, manner: Manner) -> str:
    """ "path:3" as a link to the line; a tag, or what lies elsewhere, as words."""
    label = code(str(span), 200)
    return link(label, page(span, result.commit, manner)) if in_tree(span) and label else label


def step(given: Step) -> str:
    """What mends it, with its command."""
    return f"{text(given.text)} {code(given.command)}".rstrip()


def _unproven(result: Result, manner: Manner) -> list[str]:
    chosen = result.of(Standing.UNPROVEN)
    if not chosen:
        return []
    sorted_out = groups.by_settlement(chosen)
    counts = " · ".join(groups.counted(words, len(judged)) for words, judged in sorted_out)
    lines = [f"### {MARKS[Standing.UNPROVEN]} Unproven", "", f"{counts}.", ""]
    listed = [
        f"- {_head(one, result, manner)} – {text(one.verdict.reason)}" for _, judged in sorted_out for one in judged
    ]
    return [*lines, *_folded(f"{len(chosen)} promises", _bounded(listed)), ""]


def _kept(result: Result, manner: Manner) -> list[str]:
    chosen = result.of(Standing.KEPT)
    if not chosen:
        return []
    listed = [f"- {_head(one, result, manner)} – {text(one.verdict.reason)}" for one in chosen]
    title = f"{len(chosen)} promise{'' if len(chosen) == 1 else 's'}"
    return [f"### {MARKS[Standing.KEPT]} Kept", "", *_folded(title, _bounded(listed)), ""]


def _beside(result: Result, manner: Manner) -> list[str]:
    told = summary.beside(result)
    if not told:
        return []
    listed = [f"- {place(each.span, result, manner)} {text(short(each.text))}" for each in result.findings]
    return [*(_folded(told.rstrip("."), _bounded(listed)) if listed else [told]), ""]


def _bounded(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_LISTED
    return [*lines[:MOST_LISTED], f"- and {more:,} more"] if more > 0 else lines


def _folded(title: str, lines: list[str]) -> list[str]:
    """``lines`` behind ``title``, which is ours; readers without HTML see both."""
    return [f"<details><summary>{title}</summary>", "", *lines, "", "</details>"]
