"""A check as a badge: how many promises are kept, and what is not, as an SVG of its own.

It asks nobody for anything: no font, style or picture from elsewhere. Its width is that of its words in DejaVu Sans, to
which the text is fitted whatever the reader's font. The tooltip says the rest: date, commit, unproven ones.
"""

from __future__ import annotations

import html

from troth.report import summary
from troth.report.manner import Manner
from troth.terms.result import Result
from troth.terms.verdict import Standing

LABEL = "promises"
GREEN, AMBER, RED, GREY, DARK = "#1a7f37", "#8a5a00", "#b3261e", "#57606a", "#3d444d"
"""White on each reads at 4.5 : 1 or more (WCAG 2.2, 1.4.3)."""
SIZE, PADDING, HEIGHT = 11, 6, 20
_WIDTHS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz0123456789 ·,",
        (
            6.7, 7.0, 6.0, 7.0, 6.8, 3.8, 7.0, 7.0, 3.1, 3.1, 6.4, 3.1, 10.7, 7.0, 6.7, 7.0, 7.0, 4.3, 5.7, 4.3, 7.0,
            6.5, 9.0, 6.5, 6.5, 5.8, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 3.5, 3.5, 3.5,
        ),
        strict=True,
    )
)  # fmt: skip
"""Advance of each character that a badge can hold, in pixels at 11 px."""


def render(result: Result, _seconds: float, _manner: Manner) -> str:
    """The SVG."""
    words, colour = message(result)
    left, right = (round(_width(text)) + 2 * PADDING for text in (LABEL, words))
    whole = left + right
    told = html.escape(summary.whole(result))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{HEIGHT}" viewBox="0 0 {whole} {HEIGHT}"'
        f' role="img" aria-label="{LABEL}: {words}">\n'
        f"  <title>{LABEL}: {words}</title>\n"
        f"  <desc>{told}</desc>\n"
        f'  <clipPath id="r"><rect width="{whole}" height="{HEIGHT}" rx="3"/></clipPath>\n'
        f'  <g clip-path="url(#r)"><rect width="{left}" height="{HEIGHT}" fill="{DARK}"/>'
        f'<rect x="{left}" width="{right}" height="{HEIGHT}" fill="{colour}"/></g>\n'
        f'  <g fill="#fff" font-family="DejaVu Sans,Verdana,Geneva,sans-serif" font-size="{SIZE}">'
        f"{_text(PADDING, LABEL)}{_text(left + PADDING, words)}</g>\n"
        "</svg>\n"
    )


def message(result: Result) -> tuple[str, str]:
    """The words of the badge and their colour: "14 of 25 kept · 2 broken". What is unproven is not kept."""
    counts = result.counts()
    whole = sum(counts[each] for each in Standing if each is not Standing.NOTED)
    if not whole:
        return "none found", GREY
    kept, broken, weak = (counts[each] for each in (Standing.KEPT, Standing.BROKEN, Standing.AT_RISK))
    parts = [f"{kept} of {whole} kept"]
    parts += [f"{broken} broken"] if broken else []
    parts += [f"{weak} at risk"] if weak else []
    colour = RED if broken else AMBER if weak else GREEN if kept else GREY
    return " · ".join(parts), colour


def _width(text: str) -> float:
    return sum(_WIDTHS[character] for character in text)


def _text(x: int, text: str) -> str:
    return f'<text x="{x}" y="14" textLength="{round(_width(text))}" lengthAdjust="spacingAndGlyphs">{text}</text>'
