"""A run of words with its emphasis and links, and the sentences in it that promise something marked.

A sentence is found by its letters and digits alone: what the reader took out of the markup (marks, breaks of lines,
doubled spaces) makes no difference. One that is not found that way (a row of a table, words that HTML hides) marks
the whole run, so that no promise is lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec
from markdown_it.token import Token

from troth.report.html.links import Links, closed, opened
from troth.report.html.marks import Mark, classes, letters, margin, target
from troth.report.html.tags import Html, closing, html, join, opening, tag

KNOWN = {"strong": "strong", "em": "em", "s": "s"}
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]{0,300})"|'([^']{0,300})')""", re.IGNORECASE)
_END = re.compile(r"[^\w\n]*")
"""What may follow the last letter of a sentence and belongs to it: signs in code, closing marks."""
_NEXT = " \t([{<\"'“‘«-–*"
"""What opens the words behind a sentence."""
FEW = 24
"""Letters that tell the start of a sentence whose end is not found."""


class _Piece(msgspec.Struct):
    """One token of the run, the words it shows, and where they start in the run."""

    token: Token
    words: str
    start: int


def render(children: Iterable[Token], marks: Sequence[Mark], links: Links) -> tuple[Html, list[Mark]]:
    """The run ``children``, with ``marks`` where their words stand; and these in the order of the words."""
    run = _Run(list(children), marks, links)
    return run.html(), run.order


def words_of(children: Iterable[Token]) -> str:
    """The words that ``children`` show."""
    return "".join(_words(token) for token in children)


def plainly(text: str) -> list[Token]:
    """``text`` as a run without any markup."""
    return [Token("text", "", 0, content=text)]


def _words(token: Token) -> str:
    if token.type in {"text", "code_inline", "text_special"}:
        return token.content
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    if token.type == "image":
        return words_of(token.children or ()) or "image"
    if token.type == "html_inline" and token.content[:4].lower() == "<img":
        alt = _ALT.search(token.content)
        return (alt[1] or alt[2] or "image") if alt else "image"
    return ""


class _Run:
    """One run on its way into HTML."""

    def __init__(self, children: list[Token], marks: Sequence[Mark], links: Links) -> None:
        self.links = links
        self.pieces: list[_Piece] = []
        at = 0
        for token in children:
            words = _words(token)
            self.pieces.append(_Piece(token, words, at))
            at += len(words)
        self.length = at
        self.whole = "".join(piece.words for piece in self.pieces)
        self.open_links: list[tuple[str, int]] = []
        self._place(marks)

    def _place(self, marks: Sequence[Mark]) -> None:
        """Where each mark begins and ends, and which cover each stretch between two edges."""
        ranges = _ranges(self.whole, marks)
        self.edges = sorted({0, self.length, *(edge for each in ranges for edge in each)})
        begin: dict[int, list[Mark]] = {}
        end: dict[int, list[Mark]] = {}
        for mark, (start, stop) in zip(marks, ranges, strict=True):
            begin.setdefault(start, []).append(mark)
            end.setdefault(stop, []).append(mark)
        self.waiting = sorted(begin.items())
        self.order = [mark for _, beginning in self.waiting for mark in beginning]
        self.covering: list[list[Mark]] = []
        active: dict[int, Mark] = {}
        for edge in self.edges[:-1]:
            for mark in end.get(edge, ()):
                active.pop(id(mark), None)
            active |= {id(mark): mark for mark in begin.get(edge, ()) if mark not in end.get(edge, ())}
            self.covering.append(list(active.values()))

    def html(self) -> Html:
        """The run as HTML."""
        out: list[str] = []
        ends = _ends([piece.token for piece in self.pieces])
        depth = 0
        for index, piece in enumerate(self.pieces):
            nesting = piece.token.nesting
            if depth == 0 and (nesting > 0 or (piece.words and piece.token.type != "text")):
                # a mark is a link, and cannot stand within one
                last = self.pieces[ends.get(index, index)]
                out.append(self._marks_before(last.start + len(last.words)))
            depth += nesting
            out.append(self._piece(piece, inside=depth > 0))
        out.append(self._marks_before(self.length + 1))
        out += [closed(self.links, url, self.whole[start:]) for url, start in reversed(self.open_links)]
        return Html("".join(out))

    def _marks_before(self, position: int) -> Html:
        out = []
        while self.waiting and self.waiting[0][0] < position:
            out.append(margin(self.waiting.pop(0)[1]))
        return join(out)

    def _piece(self, piece: _Piece, *, inside: bool) -> Html:
        token = piece.token
        if token.type in {"text", "text_special"}:
            return self._stretch(piece, free=not inside)
        if token.type == "code_inline":
            held = self._stretch(piece)
            return tag("code", held, class_="held" if "<span" in held else None)
        if token.type in {"softbreak", "hardbreak"}:
            return Html("\n") if token.type == "softbreak" else tag("br")
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
            self.open_links.append((address, piece.start))
            return opened(self.links, address)
        if token.type == "link_close" and self.open_links:
            address, start = self.open_links.pop()
            return closed(self.links, address, self.whole[start : piece.start])
        if token.type == "html_inline":
            return self._markup(piece)
        if token.type == "image":
            return self._image(piece, str(token.attrGet("src") or ""))
        name = KNOWN.get(token.type.rpartition("_")[0])
        if name is None:
            return Html("")
        return opening(name) if token.nesting > 0 else closing(name)

    def _markup(self, piece: _Piece) -> Html:
        """A tag in the run: breaks and images by their words, others leave no trace."""
        if _BREAK.match(piece.token.content):
            return tag("br")
        return tag("span", f"[{piece.words}]", class_="image") if piece.words else Html("")

    def _image(self, piece: _Piece, source: str) -> Html:
        """The words that stand for an image, which is not loaded; a link to it where there is none around it."""
        label = tag("span", f"[{piece.words}]", class_="image")
        if self.open_links or not self.links.to(source):
            return label
        return Html(opened(self.links, source) + label + closed(self.links, source, piece.words))

    def _stretch(self, piece: _Piece, *, free: bool = False) -> Html:
        """Words of one token, each stretch of them in the look of what covers it."""
        start, end = piece.start, piece.start + len(piece.words)
        out: list[Html] = []
        at = max(0, bisect_right(self.edges, start) - 1)
        while at < len(self.covering) and self.edges[at] < end:
            begin = max(start, self.edges[at])
            if free:
                out.append(self._marks_before(begin + 1))
            stretch = html(self.whole[begin : min(end, self.edges[at + 1])])
            covering = self.covering[at]
            if covering:
                stretch = tag("span", stretch, class_=classes(covering), data_to=target(covering))
            out.append(stretch)
            at += 1
        return join(out)


def _ends(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each token that opens something is closed."""
    ends: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(tokens):
        if token.nesting > 0:
            stack.append(index)
        elif token.nesting < 0 and stack:
            ends[stack.pop()] = index
    return ends | dict.fromkeys(stack, len(tokens) - 1)


def _ranges(whole: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """For each mark the start and end of its words in ``whole``."""
    if not marks:
        return []
    where = [index for index, letter in enumerate(whole) if letter.isalnum()]
    told = "".join(whole[index] for index in where)
    found: list[tuple[int, int]] = []
    hint = 0
    known: dict[str, tuple[int, int]] = {}
    for mark in marks:
        said = letters(mark.span.text)
        if said in known:
            found.append(known[said])
            continue
        at = told.find(said, hint) if said else -1
        at = told.find(said) if said and at < 0 else at
        if at < 0:
            at, said = _start(told, said)
        if at < 0:
            found.append((0, len(whole)))
            continue
        hint = at
        start, end = where[at], where[at + len(said) - 1] + 1
        ending = _END.match(whole, end)
        end += len(ending[0].rstrip(_NEXT)) if ending else 0
        known[letters(mark.span.text)] = (start, end)
        found.append((start, end))
    return _together(found, len(whole))


def _start(told: str, said: str) -> tuple[int, str]:
    """Where a sentence starts of which only the start is found, and as much of it as is."""
    at = told.find(said[:FEW]) if len(said) > FEW else -1
    if at < 0:
        return -1, ""
    same = next((n for n, (one, other) in enumerate(zip(told[at:], said, strict=False)) if one != other), len(said))
    return at, said[:same]


def _together(found: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Empty stretches are widened to the whole run, so that every mark covers something."""
    return [(start, end) if start < end else (0, length) for start, end in found]
