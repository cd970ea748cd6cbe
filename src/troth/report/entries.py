"""One verdict in a report: its line, the promise, the reason, the facts with places, and the step that mends it."""

from __future__ import annotations

from collections.abc import Iterable

from troth.report.groups import by_document
from troth.report.paint import Paint
from troth.report.plain import cut, plain, shorten, width, wrap
from troth.report.words import promise
from troth.terms.answer import Fact
from troth.terms.result import Judged
from troth.terms.span import Span

MOST_FACTS = 3
"""Facts shown of one verdict without ``-v``."""
NUMBER = 6
"""Columns of "L123  "."""


def number(judged: Judged) -> str:
    """The line of the promise, as people write it: "L29"."""
    line = judged.verdict.commitment.span.line
    return "L?" if line is None else f"L{line}"


def entry(same: tuple[Judged, ...], columns: int, paint: Paint, *, verbose: bool, asked: str = "") -> list[str]:
    """Verdicts of one cause: each promise on its line, then reason, facts and next step once.

    ``asked`` is what a command of Troth needs to look at the same tree and documents.
    """
    verdict = same[0].verdict
    indent = " " * (NUMBER + 1)
    room = columns - len(indent)
    shown = same if verbose else same[:MOST_FACTS]
    lines = [_headed(one, columns, paint) for one in shown]
    if len(same) > len(shown):
        lines.append(f"{indent}and {len(same) - len(shown)} more promises of the same cause (-v)")
    lines += [indent + line for line in wrap(plain(verdict.reason), room)]
    if same[0].known:
        told = (
            f"new ones first; {same[0].known} of the facts against it {'is' if same[0].known == 1 else 'are'} accepted"
        )
        lines += [indent + line for line in wrap(told, room)]
    shown_facts = facts(verdict.because, columns, verbose=verbose, said=verdict.reason)
    lines += [paint.quiet(line) for line in shown_facts]
    again = [str(span) for span in verdict.commitment.also if span.path != verdict.commitment.span.path]
    if again:
        lines += [indent + line for line in wrap(f"said too at {plain(', '.join(again))}", room)]
    if verbose:
        for gap in verdict.gaps:
            lines += [indent + line for line in wrap(f"not seen: {plain(gap.wanted)}: {plain(gap.reason)}", room)]
    if verdict.next:
        command = completed(verdict.next.command, asked)
        step = plain(verdict.next.text) + (f"  {plain(command)}" if command else "")
        first, *rest = wrap(step, room - 2) or [""]
        lines += [f"{indent}→ {first}", *(f"{indent}  {line}" for line in rest)]
    return lines


def completed(command: str, asked: str) -> str:
    """``command`` with what it needs to look at the same tree and documents, where it is one that looks at a tree."""
    at_a_tree = command in ("troth fix", "troth check", "troth audit") or command.startswith("troth init --ci ")
    return f"{command}{asked}" if at_a_tree else command


def _headed(one: Judged, columns: int, paint: Paint) -> str:
    label = f" {number(one):<{NUMBER}}"
    return label + paint.strong(cut(promise(one.verdict.commitment), columns - width(label)))


def facts(
    because: tuple[Fact, ...], columns: int, *, verbose: bool, said: str = "", indent: int = NUMBER + 1
) -> list[str]:
    """Facts with their places, those that weaken or contradict first; long lists end in "and 17 more (-v)"."""
    ordered = sorted(because, key=lambda fact: not fact.weakness)
    shown = ordered if verbose else ordered[:MOST_FACTS]
    lines = []
    for one in shown:
        lines += fact(one.span, "" if one.fact == said else one.fact, columns, indent=indent)
    if len(ordered) > len(shown):
        lines.append(f"{' ' * indent}and {len(ordered) - len(shown)} more (-v)")
    return lines


def fact(span: Span, text: str, columns: int, *, indent: int) -> list[str]:
    """``path:line  text``; the text goes below its place where both do not fit."""
    room = columns - indent
    place = shorten(plain(str(span)), room)
    told = plain(text) or plain(span.text)
    space = " " * indent
    if width(place) + 2 + width(told) <= room:
        return [f"{space}{place}  {told}".rstrip()]
    return [f"{space}{place}", *(f"{space}  {line}" for line in wrap(told, room - 2)[:3])]


def listed(several: Iterable[Judged], columns: int, *, documents: bool) -> list[str]:
    """Verdicts on one or two lines each; ``documents`` puts the name of each document above its own."""
    lines: list[str] = []
    for document, own in by_document(several):
        lines += [f"  {plain(document)}"] if documents else []
        for one in own:
            lines += _line(one, columns)
    return lines


def _line(one: Judged, columns: int) -> list[str]:
    """Number, promise, and the reason."""
    label = f"  {number(one):<{NUMBER}}"
    told = f"{promise(one.verdict.commitment)} – {plain(one.verdict.reason)}"
    first, *rest = wrap(told, columns - width(label)) or [""]
    return [label + first, *(" " * width(label) + piece for piece in rest)]
