"""What Markdown holds and its page does not say: comments of what makes pages of it, examples, lonely footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy.hidden import blanked

COMMENTS = tuple(
    (re.compile(begins), re.compile(ends))
    for begins, ends in (
        (r"\{\{?-?\s{0,3}/\*", r"\*/\s{0,3}-?\}\}?"),
        (r"\{%-?\s{0,3}comment\b[^%\n]{0,80}%\}", r"\{%-?\s{0,3}endcomment\s{0,3}-?%\}"),
        (r"\{\{[<%]\s{0,3}comment\s{0,3}[>%]\}\}", r"\{\{[<%]\s{0,3}/\s{0,3}comment\s{0,3}[>%]\}\}"),
        (r"\{#\s", r"#\}"),
    )
)
"""How comments begin and end: of MDX and Hugo, of Liquid, of Docsy, of Jinja."""
SIGN = re.compile(r"\{[{%/#]|^\s{0,3}(?:>\s?)?(?:!!!|\?\?\?|:::|\[!example|\[\^)", re.MULTILINE | re.IGNORECASE)
"""What stands in all that is looked for here."""
FENCE = re.compile(r"^\s{0,3}(?:>\s?)*(`{3,}|~{3,})")
CODE = re.compile(r"(?<!`)(`{1,2})(?!`)[^`\n]{1,300}\1(?!`)")
SAMPLE = r"(?:\w{1,20} )?(?:bad |good )?(?:examples?|samples?)\b"
ADMONITION = re.compile(rf"^(\s*)(?:!!!|\?\?\?\+?)\s{{1,4}}(?:example\b|[\w -]{{1,40}}\"{SAMPLE})", re.IGNORECASE)
CONTAINER = re.compile(
    rf"^\s{{0,3}}(:{{3,9}})\s{{0,4}}(?:\{{?example\b|[\w{{}}-]{{1,40}}\s{{0,4}}\[?{SAMPLE})", re.IGNORECASE
)
CALLOUT = re.compile(r"^\s{0,3}>\s?\[!example\]", re.IGNORECASE)
NOTE = re.compile(r"^\s{0,3}\[\^([^\]\s]{1,60})\]:")
REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\](?!:)|(?<=\S)\[\^([^\]\s]{1,60})\]")


def said(lines: Sequence[str]) -> Sequence[str]:
    """``lines``, as many, without what the page does not say."""
    text = "\n".join(lines)
    if not SIGN.search(text):
        return lines
    words = _words(lines)
    out = blanked(text, _comments("\n".join(words))).split("\n")
    for start, end in _blocks(words):
        out[start:end] = [""] * (end - start)
    return out


def _words(lines: Sequence[str]) -> list[str]:
    """``lines`` with blanks for code."""
    out: list[str] = []
    fence = ""
    for line in lines:
        mark = FENCE.match(line)
        if fence:
            out.append(" " * len(line))
            fence = "" if mark and mark[1].startswith(fence) and not line[mark.end() :].strip() else fence
        elif mark:
            out.append(" " * len(line))
            fence = mark[1]
        else:
            out.append(CODE.sub(lambda code: " " * len(code[0]), line) if "`" in line else line)
    return out


def _comments(text: str) -> list[tuple[int, int]]:
    """Where comments start and end, in order; one that is not closed is none."""
    found: list[tuple[int, int]] = []
    for begins, ends in COMMENTS:
        at = 0
        while opening := begins.search(text, at):
            closing = ends.search(text, opening.end())
            if closing is None:
                break
            at = closing.end()
            found.append((opening.start(), at))
    out: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return out


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where blocks of examples, and notes that nothing refers to, start and end."""
    used = {name for line in lines if "[^" in line for pair in REFERENCE.findall(line) for name in pair}
    lonely: set[str] = set()
    """Marks of containers that nothing closes from here on."""
    at = 0
    while at < len(lines):
        line = lines[at]
        start = at
        at += 1
        if admonition := ADMONITION.match(line):
            at = _inside(lines, at, len(admonition[1]) + 1)
        elif (container := CONTAINER.match(line)) and container[1] not in lonely:
            end = next((n for n in range(at, len(lines)) if lines[n].strip() == container[1]), None)
            if end is None:
                lonely.add(container[1])
                continue
            at = end + 1
        elif CALLOUT.match(line):
            at = next((n for n in range(at, len(lines)) if not lines[n].lstrip().startswith(">")), len(lines))
        elif (note := NOTE.match(line)) and note[1] not in used:
            while at < len(lines) and lines[at].strip() and not NOTE.match(lines[at]):
                at += 1
            at = _inside(lines, at, 2)
        else:
            continue
        yield start, at


def _inside(lines: Sequence[str], at: int, indent: int) -> int:
    """Where lines from ``at`` on end that are set in by ``indent`` or empty."""
    end = at
    while at < len(lines) and (not lines[at].strip() or lines[at][:indent].isspace()):
        at += 1
        end = at if lines[at - 1].strip() else end
    return end
