"""Dates by which a document says that it was reviewed, or must be again.

How days are written is told by ``terms.time.written_day``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from troth.evidence.documents.fences import unfenced
from troth.terms.time.written_day import WRITTEN, day_of

_LABEL = re.compile(
    r"(?P<next>\bnext[ _-]+(?:scheduled[ _-]+)?review(?:[ _-]+(?:date|due))?|\breview[ _-]+(?:due|by)\b)"
    r"|(?P<last>\b(?:last"
    r"|most[ _-]+recent(?:ly)?)[ _-]+(?:security[ _-]+)?review(?:ed)?(?:[ _-]+(?:date|on))?"
    r"|\breviewed(?:[ _-]+(?:on|at))?|\breview[ _-]+date)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\.(\d{1,2})\.(\d{1,2})(?!\d)")
"""Behind a label it is a day; elsewhere it may be a version."""
_OTHERS = (
    r"\b(?:librar(?:y|ies)|dependenc(?:y|ies)|packages?|crates?|modules?|code|vendors?|suppliers?|tools?|keys?|access|"
    r"accounts?|permissions|pull requests?|patch(?:es)?|components?|advisor(?:y|ies)|findings?)\b"
)
_OF_OTHERS = re.compile(rf"{_OTHERS}[^.|;:]*$", re.IGNORECASE)
"""In front of a label: it was not the document that was reviewed."""
_PAPER = (
    r"(?:polic(?:y|ies)|documents?|documentation|pages?|plan|procedures?|standard|guide(?:lines?)?|handbook|manual|"
    r"playbook|runbook|statement|charter)\b"
)
_OF_THE_DOCUMENT = re.compile(
    rf"\bcode of (?:conduct|practice|ethics)\b|{_OTHERS}[ -](?:(?!(?:in|on|of|to|by|for|with|under|from|per|at|as|the|"
    rf"this|that|our|its?|is|are|was|were|has|have|been)\b)[\w&]+[ -]){{0,4}}{_PAPER}|"
    rf"(?<!\bin )(?<!\bby )(?<!\bunder )(?<!\bper )\b(?:the|this|our|whole|entire) (?:[\w-]+ )?{_PAPER} "
    r"(?:on|for|of|about|governing|covering|regarding|concerning) (?:[\w&-]+[ ,]{1,2}){1,8}?"
    r"(?=[^\w|]*$|(?:is|was|has|will|must|shall|should) (?:\w+ ){0,2}$)",
    re.IGNORECASE,
)
"""Words for other things in the name of a document: "Access control policy", "this policy on access is …"."""
BEFORE = 200
"""Characters in front of a label that tell what was reviewed."""
WINDOW = 60
"""Characters after the label in which its date stands."""

Review = tuple[Literal["last", "next"], date, int]


def reviews(lines: Sequence[str]) -> tuple[Review, ...]:
    """Review dates of a document: which, when, and on which line (from 1). Those in fenced code are examples."""
    found: list[Review] = []
    for number, line in unfenced(lines):
        for match in _LABEL.finditer(line[:2000]):
            if _OF_OTHERS.search(_OF_THE_DOCUMENT.sub("", line[max(0, match.start() - BEFORE) : match.start()])):
                continue
            when = date_in(line[match.end() : match.end() + WINDOW])
            if when is not None:
                found.append(("next" if match["next"] else "last", when, number))
    return tuple(found)


def date_in(text: str) -> date | None:
    """The first date in ``text``, the last day of the month where it names no day; None where there is none."""
    said = _YEAR_FIRST.sub(r"\1-\2-\3", text)
    match = WRITTEN.search(said)
    while match:
        found = day_of(match.groupdict(), bound=False)
        if found is not None:
            return found
        match = WRITTEN.search(said, match.start() + 1)  # of "31 February 2026" the month is left
    return None
