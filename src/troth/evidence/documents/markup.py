"""The little of Markdown that links need: targets with their lines, headings as anchors, words of content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.evidence.documents.fences import unfenced

LONGEST_LINE = 20_000
"""Characters of a line that are looked at."""
_CODE = re.compile(r"(?<!`)(`{1,9})(?!`)[^`]{0,2000}(?<!`)\1(?!`)")
_INLINE = re.compile(r"\]\(\s*<?((?:[^()\s<>]|\([^()\s<>]*\))+)>?(?:\s{1,9}[\"'(][^\n]{0,300}?)?\s{0,9}\)")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]^]+\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?\s*$")
_HTML = re.compile(r"<(?:a|img)\b[^<>]{0,500}?\b(?:href|src)\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,2000})[\"']", re.IGNORECASE)
_TO_COME = re.compile(
    r"[\W_]*(?:todo|tbd|tba|wip|fixme|coming soon|work in progress|under construction|"
    r"to be (?:written|done|added|defined|determined))(?![^\W_])[^.]{0,60}[\W_]*$",
    re.IGNORECASE,
)
"""A line that stands for content that nobody wrote yet."""
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(?:=+|-+)\s*$")
_NAMED = re.compile(r"\b(?:id|name)\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_WORD = re.compile(r"\w+")


def prose(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines outside of code blocks and comments, with their numbers from 1."""
    comment = False
    for number, whole in unfenced(lines):
        line = whole[:LONGEST_LINE]
        if comment:
            before, end, after = line.partition("-->")
            comment, line = not end, after if end else ""
        while "<!--" in line:
            before, _, rest = line.partition("<!--")
            _, end, after = rest.partition("-->")
            line, comment = before + after, not end
        yield number, line


def targets(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Targets of links and images, with the line each stands on."""
    for number, line in prose(lines):
        text = _CODE.sub(" ", line)
        for pattern in (_INLINE, _DEFINITION, _HTML):
            for match in pattern.finditer(text):
                yield match[1], number


def anchors(lines: Sequence[str]) -> frozenset[str]:
    """Names that ``#name`` can lead to: headings by GitHub's rule, and ids written in HTML."""
    found: set[str] = set()
    before = ""
    for _, line in prose(lines):
        heading = _HEADING.match(line)
        title = heading[1] if heading else before if _UNDERLINE.match(line) else ""
        if title.strip():
            name = anchor(title)
            number = 0
            while (name if not number else f"{name}-{number}") in found:
                number += 1
            found.add(name if not number else f"{name}-{number}")
        found.update(_NAMED.findall(line))
        before = line
    return frozenset(found)


def anchor(title: str) -> str:
    """The anchor of a heading: lower-case, punctuation dropped, blanks to dashes."""
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", title)
    plain = re.sub(r"<[^>]*>|:\w+:", "", plain)
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", plain.strip().lower()))


def headings(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Headings of a document, with their lines."""
    for number, line in prose(lines):
        heading = _HEADING.match(line)
        if heading:
            yield number, heading[1]


def to_come(line: str) -> bool:
    """Whether a line only stands for content that nobody wrote yet."""
    return _TO_COME.match(line[:LONGEST_LINE]) is not None


def content_words(text: str) -> int:
    """Words of a text besides headings, comments, front matter and lines that say that the content is still to come."""
    body = re.sub(r"\A---\n.*?\n---\n", "", _COMMENT.sub(" ", text), flags=re.DOTALL)
    return sum(
        len(_WORD.findall(line))
        for line in body.split("\n")
        if not _HEADING.match(line[:LONGEST_LINE]) and not to_come(line)
    )
