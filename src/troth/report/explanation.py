"""One promise explained as a colleague would: the sentence, what it takes to prove it, what was found, what is open."""

from __future__ import annotations

from collections.abc import Mapping

from troth.report import entries
from troth.report.paint import MARKS, WORDS, Paint
from troth.report.plain import plain, wrap
from troth.report.words import promise
from troth.terms.answer import Fact
from troth.terms.result import Judged
from troth.terms.verdict import Standing, Verdict

INDENT = 2


def render(judged: Judged, page: Mapping[str, str], columns: int, paint: Paint, *, verbose: bool) -> str:
    """The whole text. ``page`` maps the headings of the control's page to their words; it may be empty."""
    verdict = judged.verdict
    lines = [*_head(judged, columns, paint), ""]
    lines += _paragraph("What is promised", page.get("What is promised", ""), columns, paint)
    lines += _paragraph("Why it matters", page.get("Why it matters", ""), columns, paint)
    lines += _paragraph("What counts as proof", page.get("What counts as evidence", ""), columns, paint)
    lines += _found(verdict, columns, paint, verbose=verbose)
    lines += _hidden(verdict, columns, paint)
    lines += _change(verdict, page.get("How it is judged", ""), columns, paint)
    return "\n".join(lines).rstrip() + "\n"


def _head(judged: Judged, columns: int, paint: Paint) -> list[str]:
    commitment = judged.verdict.commitment
    standing = judged.verdict.standing
    word = paint.standing(f"{MARKS[standing]} {WORDS[standing]}", standing) + (", accepted" if judged.accepted else "")
    under = f", under {' › '.join(plain(heading) for heading in commitment.heading)}" if commitment.heading else ""
    again = plain(", ".join(map(str, commitment.also)))
    quoted = wrap(f"“{plain(commitment.sentence)}”", columns - INDENT)
    return [
        f"{entries.number(judged)}  {paint.strong(promise(commitment))}: {word}",
        *_indented(quoted),
        *_indented(wrap(f"{plain(str(commitment.span))}{under}", columns - INDENT)),
        *_indented(wrap(f"said too at {again}", columns - INDENT) if again else []),
        *_indented(wrap(f"id: {judged.id}", columns - INDENT)),
    ]


def _paragraph(title: str, text: str, columns: int, paint: Paint) -> list[str]:
    if not text:
        return []
    lines: list[str] = []
    for part in text.split("\n\n"):
        lines += _indented(wrap(plain(part), columns - INDENT))
    return [paint.strong(title), *lines, ""]


def _found(verdict: Verdict, columns: int, paint: Paint, *, verbose: bool) -> list[str]:
    lines = [paint.strong("What I found"), *_indented(wrap(_sentence(verdict.reason), columns - INDENT))]
    lines += entries.facts(verdict.because, columns, verbose=verbose, said=verdict.reason, indent=INDENT + 2)
    return [*lines, ""]


def _hidden(verdict: Verdict, columns: int, paint: Paint) -> list[str]:
    if not verdict.gaps:
        return []
    lines = [paint.strong("What I could not see")]
    for gap in verdict.gaps:
        lines += _indented(wrap(f"{plain(gap.wanted)}: {plain(gap.reason)}", columns - INDENT))
    return [*lines, ""]


def _change(verdict: Verdict, rules: str, columns: int, paint: Paint) -> list[str]:
    lines = [paint.strong("What would change my mind")]
    told = [_sentence(verdict.next.text)] if verdict.next else []
    if verdict.next and verdict.next.command:
        told.append(verdict.next.command)
    if not told:
        told = [_otherwise(verdict)]
    for one in told:
        lines += _indented(wrap(plain(one), columns - INDENT))
    return [*lines, "", *_paragraph("How it is judged", rules, columns, paint)]


def _otherwise(verdict: Verdict) -> str:
    proof: tuple[Fact, ...] = verdict.because
    if verdict.standing is Standing.KEPT:
        return f"If {proof[0].span} no longer said so, or something contradicted it."
    if verdict.standing is Standing.NOTED:
        return "Nothing: advice and discretion are read and listed, never judged."
    return "A fact of the kind named above, at the commit that is checked."


def _sentence(text: str) -> str:
    text = plain(text)
    return text if text.endswith((".", "!", "?")) or not text else f"{text[:1].upper()}{text[1:]}."


def _indented(lines: list[str]) -> list[str]:
    return [" " * INDENT + line for line in lines]
