"""Blocks of Markdown that its page does not show: an element that one block opens hides those after it, up to its end.

The blocks are laid out as the page that they become, with a blank for every character that is no tag of it, and the
page is read as a browser reads it. Who writes Markdown may name a tag without marking it as code: one that nothing
closes hides nothing by its name, and in a paragraph those are words that GitHub prints as such (GFM §6.11).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from troth.policy.hidden import TAG, UNDRAWN, blanked, hidden

SUSPECT = re.compile(
    rf"<!--|<[!?]|<(?:{'|'.join(sorted(UNDRAWN | {'dialog', 'svg'}))})(?=[\s/>])|\bhidden\b|\bstyle\s*=", re.IGNORECASE
)
"""What a document says that hides anything; most say none of it."""
MARK = re.compile(r"\\[!-/:-@\[-`{-~]|`+|<(?:!--|/?[a-z])?", re.IGNORECASE)
"""What can begin, or keep from beginning, a tag in a paragraph."""
PRINTED = frozenset("iframe noembed noframes plaintext script style textarea title xmp".split())  # noqa: SIM905
"""Elements whose tags are words of a paragraph."""
VERBATIM = frozenset({"fence", "code_block"})


def drawn(tokens: list[Token]) -> list[Token]:
    """``tokens`` of a document without what its page hides."""
    if not any(SUSPECT.search(token.content) for token in tokens if token.type in {"html_block", "inline"}):
        return tokens
    page, places = _page(tokens)
    gone: set[int] = set()
    found = iter(hidden(page, sure=frozenset()))
    start, end = next(found, (len(page), len(page)))
    for number, (begin, stop) in places.items():
        inside: list[tuple[int, int]] = []
        while start < stop:
            inside.append((max(start, begin) - begin, min(end, stop) - begin))
            if end >= stop:
                break
            start, end = next(found, (len(page), len(page)))
        inside = [(low, high) for low, high in inside if low < high]
        if inside == [(0, stop - begin)]:
            gone |= _whole(tokens, number)
        if inside and tokens[number].type not in VERBATIM:
            tokens[number].content = blanked(tokens[number].content, inside)
    return [token for number, token in enumerate(tokens) if number not in gone]


def _whole(tokens: Sequence[Token], number: int) -> set[int]:
    """The tokens that go with one that is hidden as a whole; a cell of a table stays, empty, in its column."""
    before = tokens[number - 1].type if number else ""
    if tokens[number].type != "inline":
        return {number}
    if before == "heading_open":
        return {number - 1, number, number + 1}
    return {number} if before == "paragraph_open" else set()


def _page(tokens: Sequence[Token]) -> tuple[str, dict[int, tuple[int, int]]]:
    """The page of ``tokens``, and where in it the words of each stand."""
    parts: list[str] = []
    places: dict[int, tuple[int, int]] = {}
    at = 0
    for number, token in enumerate(tokens):
        before, words, behind = _drawn(token)
        parts += (before, words, behind)
        if words:
            places[number] = (at + len(before), at + len(before) + len(words))
        at += len(before) + len(words) + len(behind)
    return "".join(parts), places


def _drawn(token: Token) -> tuple[str, str, str]:
    """What stands for ``token`` on the page: a tag before its words, these, and a tag behind them."""
    if token.type == "html_block":
        return "", token.content, ""
    if token.type == "inline":
        return "", _tags_alone(token.content), ""
    if token.type in VERBATIM:
        return "<pre>", " ", "</pre>"
    if token.hidden or not token.tag:
        return "", "", ""
    return ("</" if token.nesting < 0 else "<") + token.tag + ">", "", ""


def _tags_alone(content: str) -> str:
    """``content`` of a paragraph with blanks for all that is no tag and no comment."""
    if "<" not in content:
        return " " * len(content)
    parts: list[str] = []
    end = 0
    for start, stop in _tags(content):
        parts += (" " * (start - end), content[start:stop])
        end = stop
    return "".join((*parts, " " * (len(content) - end)))


def _tags(content: str) -> Iterator[tuple[int, int]]:
    """Where tags and comments of a paragraph start and end: those in code, and those behind a backslash, are none."""
    ticks: dict[int, list[int]] = {}
    for run in re.finditer(r"`+", content):
        ticks.setdefault(len(run[0]), []).append(run.start())
    last_comment = content.rfind("-->")
    at = 0
    while mark := MARK.search(content, at):
        at = mark.end()
        if mark[0][0] == "`":
            runs = ticks.get(len(mark[0]), [])
            closing = bisect_right(runs, mark.start())
            at = runs[closing] + len(mark[0]) if closing < len(runs) else at
        elif mark[0] == "<!--" and last_comment >= at:
            at = content.index("-->", at) + 3
            yield mark.start(), at
        elif tag := TAG.match(content, mark.start()):
            at = tag.end()
            if tag[2].lower() not in PRINTED:
                yield mark.start(), at
