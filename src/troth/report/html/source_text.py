"""A document that is no Markdown as it was written, line for line, each promise marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from troth.report.html import prose
from troth.report.html.links import Links
from troth.report.html.markdown import Evidence
from troth.report.html.marks import Mark, Marks
from troth.report.html.tags import Html, join, tag

MOST_LINES = 40
"""Lines of one stretch of text that is marked together."""
_ITEM = re.compile(r"\s{0,40}(?:[-*+•]|\d{1,3}[.)]|\(?[a-z]\))\s")
_HIDDEN = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>?")


def render(lines: Sequence[str], offset: int, marks: Marks, evidence: Evidence) -> Html:
    """``lines`` as they stand, before which ``offset`` lines of the document stand."""
    out: list[Html] = []
    for first, stretch in _stretches(lines):
        taken = marks.take(first + 1 + offset, first + len(stretch) + offset)
        text, order = prose.render(prose.plainly("\n".join(stretch)), taken, Links())
        out.append(tag("p", text, class_="as-written item" if _ITEM.match(stretch[0]) else "as-written"))
        shown: list[Mark] = [mark for mark in order if mark.judged is not None and not mark.again]
        if shown:
            out.append(evidence(shown, 2))
    return join(out)


def words_of_html(lines: Sequence[str]) -> list[str]:
    """The words of each line of an HTML document, as many lines as there were."""
    text = _HIDDEN.sub(lambda found: "\n" * found[0].count("\n"), "\n".join(lines))
    text = _TAG.sub(lambda found: "\n" * found[0].count("\n"), text)
    return [unescape(line).strip().replace("\n", " ") for line in text.split("\n")]


def _stretches(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines between empty ones, each item of a list by itself, with the index of their first line."""
    start: int | None = None
    for number in range(len(lines) + 1):
        blank = number == len(lines) or not lines[number].strip()
        if start is not None and (blank or number - start == MOST_LINES or _ITEM.match(lines[number])):
            yield start, list(lines[start:number])
            start = None
        if not blank and start is None:
            start = number
