"""Template text that nobody filled in."""

from __future__ import annotations

import re

from troth.evidence.documents.fences import unfenced
from troth.evidence.scene import Scene
from troth.terms import wants
from troth.terms.answer import Answer
from troth.terms.contacts import placeholder
from troth.terms.span import Span, excerpt

MOST = 20
"""Lines that are named of one document."""
_FIELD = re.compile(
    r"\[(?:insert|your|add|enter|provide|replace|specify|describe)\b[^\]\n]{1,80}\](?!\()"
    r"|\[(?:e-?mail(?: address)?|project[ _-]?name|company(?:[ _-]?name)?|security[ _-]?e-?mail)\](?![(\[:])"
    r"|<(?:insert|your)[ _-][^>\n]{1,60}>"
    r"|\(replace with [^)\n]{1,60}\)"
    r"|\b(?:TODO|FIXME)\b\s*[:(]|<!--\s*(?:TODO|FIXME|TEMPLATE)\b",
    re.IGNORECASE,
)
_GUIDE = re.compile(
    r"^\s*use this section to tell people\b|^\s*tell them where to go, how often\b"
    r"|\breplace (?:this|the) (?:text|section|placeholder)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_LINK = re.compile(r"https?://[^\s)>\]\"'`]{1,300}")
_INDENTED = re.compile(r"(?: {4}|\t)\s*[\w$.]")
_CODE = re.compile(r"`[^`\n]*`")


def left_overs(scene: Scene, want: wants.LeftOvers) -> Answer[Span]:
    """Lines with fields to fill in, instructions of a template, or addresses that are nobody's; code is left out."""
    repository = scene.repository
    if want.document not in repository.path_set:
        return Answer()
    found = []
    for number, line in unfenced(repository.lines(want.document)):
        if not _INDENTED.match(line) and is_left_over(line[:4000]):
            found.append(Span(want.document, number, excerpt(line)))
        if len(found) >= MOST:
            break
    return Answer(found=tuple(found), gaps=repository.gaps_of((want.document,)), read=(want.document,))


def is_left_over(line: str) -> bool:
    """Whether a line of prose still holds the text of a template."""
    prose = _CODE.sub(" ", line)
    return bool(
        _FIELD.search(prose)
        or _GUIDE.search(prose)
        or any(placeholder("email", address) for address in _MAIL.findall(prose))
        or any(placeholder("url", address.rstrip(".,;")) for address in _LINK.findall(prose))
    )
