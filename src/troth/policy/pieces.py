"""A paragraph into pieces: lines that stand for themselves and sentences, each knowing where its lines start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypedDict, Unpack

import msgspec

from troth.policy.inline import Plain, plain
from troth.policy.sentences import sentences
from troth.terms.lines import NO_CHARACTER
from troth.terms.span import Span, excerpt
from troth.terms.statement import Statement, Target

OWN_LINE = re.compile(r"^\s*(?:\*\*|__|[✅❌✔✓☑⚠🔄📋•●▪→]|[-–] |[A-Z][\w-]*(?: [\w-]+){0,3}:(?:\s|$)|#)")
BOLD = re.compile(r"\s*(?:\*\*|__)")
LABEL = re.compile(r"(?:\*\*|__)(?=[^\s*_])[^*_]{1,60}(?::(?:\*\*|__)|(?:\*\*|__)\s?:)(?=\s)")
"""A bold name before what it has."""
ENDED = tuple(".!?:;*_>|")
"""What stands at the end of a line whose sentence does not go on."""
HARD_END = re.compile(r"(?:  +|\\|<br ?/?>)$")
NAME_ALONE = re.compile(r"[*_]{0,3}[^\W\d_][^.!?;,@\n]{1,40}?[*_: ]{0,5}(?:<br ?/?>|\\)?")
ADDRESS_ALONE = re.compile(
    r"\s*[\[<`*]{0,3}[\w.+-]{1,64}@[\w-]{1,60}\.[\w.-]{1,60}[\]>`*]{0,3}(?:\([^()\s]{0,200}\))?\s*"
)
BOLD_ONLY = re.compile(r"^\s*(\*\*|__)(?P<text>[^*_\n]{2,90}?)(?P<colon>:?)\1(?P<after>:?)\s*$")


Form = Literal["sentence", "bullet", "row", "code", "heading"]


class Piece(msgspec.Struct, frozen=True):
    """Plain words of one statement; ``line`` counts source lines from the start of the paragraph.

    ``start`` is that of the first sentence of the run that it belongs to.
    """

    plain: Plain
    line: int
    start: int = 0


def bold_heading(content: str) -> str:
    """The words of a paragraph that is nothing but a short bold title, else ""."""
    match = BOLD_ONLY.match(content)
    if not match or match["text"].rstrip()[-1:] in ".!?。！" or len(match["text"].split()) > 9:
        return ""
    return match["text"].strip()


def addressed(name: str, words: str) -> bool:
    """Whether ``words`` are an address that stands below what it is called."""
    return bool(ADDRESS_ALONE.fullmatch(words) and NAME_ALONE.fullmatch(name) and len(name.split()) <= 4)


def pieces(content: str, references: dict[str, str] | None = None, *, whole: bool = False) -> Iterator[Piece]:
    """Statements of one paragraph; ``whole`` keeps it in one."""
    if whole:
        yield Piece(plain(content, references), 0)
        return
    for line, chunk in _chunks(content):
        yield from _cut(plain(chunk, references), line)


def _cut(words: Plain, line: int) -> Iterator[Piece]:
    """``words`` by their sentences; a long paragraph is counted through once, not once a sentence."""
    source, links = words.text, words.links
    counted = nearest = 0
    first = line
    for start, text in sentences(source):
        begin = start + len(text) - len(text.lstrip())
        end = start + len(text.rstrip())
        line += source.count("\n", counted, begin)
        counted = begin
        while nearest < len(links) and links[nearest].start < begin:
            nearest += 1
        behind = nearest
        while behind < len(links) and links[behind].start <= end:
            behind += 1
        inside = tuple(Target(each.start - begin, each.label, each.url) for each in links[nearest:behind])
        bold = max(0, words.bold - begin) if begin == 0 else 0
        yield Piece(Plain(source[begin:end], inside, bold), line, first)


def _chunks(content: str) -> Iterator[tuple[int, str]]:
    """Runs of lines that belong together, with the number of their first line."""
    lines = content.split("\n")
    start = 0
    for number in range(1, len(lines)):
        ended = HARD_END.search(lines[number - 1]) and not addressed(lines[number - 1].rstrip(), lines[number])
        if ended or _begins(lines[number], lines[number - 1]):
            yield from _labelled("\n".join(lines[start:number]), start)
            start = number
    yield from _labelled("\n".join(lines[start:]), start)


def _begins(line: str, before: str) -> bool:
    """Whether a line stands for itself; bold words in the middle of a sentence may stand first on a line."""
    if not OWN_LINE.match(line):
        return False
    return not BOLD.match(line) or bool(
        LABEL.match(line.lstrip()) or BOLD.match(before) or before.rstrip().endswith(ENDED)
    )


def _labelled(chunk: str, line: int) -> Iterator[tuple[int, str]]:
    """``chunk``, which begins on ``line``, by its labels: "**Version:** 1 **Owner:** crew" tells two things."""
    if not LABEL.match(chunk):
        yield line, chunk
        return
    start = 0
    for label in LABEL.finditer(chunk):
        at = label.start()
        if at and chunk[at - 1].isspace():
            yield line, chunk[start:at].rstrip()
            line += chunk.count("\n", start, at)
            start = at
    yield line, chunk[start:]


class Setting(TypedDict, total=False):
    """What stands around a statement, by the names of its fields."""

    heading: tuple[str, ...]
    lead: str
    cells: tuple[tuple[str, str], ...]
    language: str
    depth: int
    ordinal: int | None
    block: int
    ticked: bool
    boxed: bool


def statement(path: str, form: Form, piece: Piece, line: int, **setting: Unpack[Setting]) -> Statement:
    """One statement from ``piece``, whose paragraph starts at ``line`` of the document."""
    text = NO_CHARACTER.sub("\ufffd", piece.plain.text)
    breaks = tuple(index + 1 for index, letter in enumerate(text) if letter == "\n") if "\n" in text else ()
    first = line + piece.line
    return Statement(
        form=form,
        span=Span(path=path, line=first, text=excerpt(text), end_line=first + len(breaks) if breaks else None),
        text=text.replace("\n", " ") if breaks else text,
        breaks=breaks,
        links=piece.plain.links,
        bold=piece.plain.bold,
        paragraph=line + piece.start,
        **setting,
    )
