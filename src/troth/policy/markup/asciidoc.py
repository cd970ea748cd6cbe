"""AsciiDoc: titles, nested lists, blocks, attributes and tables, written as Markdown line for line.

No library reads AsciiDoc in Python; the syntax is that of docs.asciidoctor.org/asciidoc/latest. Nothing is included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy import blocks
from troth.policy.markup.markup import Markup
from troth.terms.statement import Statement

TITLE = re.compile(r"^(={1,6})\s+(\S.*)$")
ATTRIBUTE = re.compile(r"^:(!?[\w-]{1,60}!?):(?:\s+(.*))?$")
USED = re.compile(r"\{([\w-]{1,60})\}")
LIST = re.compile(r"^\s*(?:(\*{1,5})|(\.{1,5})|(-)|(\d{1,3}\.))\s+(?=\S)")
DEFINED = re.compile(r"^(\S[^:]{0,80})::(?:\s+(.*))?$")
LISTING = re.compile(r"^(?:-{4,}|\.{4,}|`{3,})$")
FENCE = re.compile(r"^(?:={4,}|\*{4,}|_{4,}|-{2})$")
UNSAID = re.compile(r"^(?:/{4,}|\+{4,})$")
"""What stands around comments, and around what is passed through unread."""
MOST_USED = 50
"""Attributes that are put into one line, so that no line grows without bound."""
OPTIONS = re.compile(r"^\[(?P<words>[^\]]{0,300})\]$")
ADMONITION = re.compile(r"^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+")
MACRO = re.compile(r"^(?:image|video|audio|include|toc|ifdef|ifndef|ifeval|endif)::")
STRONG = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*(?![\w*])")
CROSS = re.compile(r"<<[^,<>]{1,100},\s*([^<>]{1,200})>>|xref:[^\[\s]{1,200}\[([^\]]{0,200})\]")
TABLE = "|==="
CELL = re.compile(r"(?:^|\s)(?:\d+[.+*]?\d*[+*])?[<^>.]*[aehlmsv]?\|")


def _statements(path: str, lines: Sequence[str], offset: int) -> Iterator[Statement]:
    yield from blocks.statements(path, rewritten(lines), offset)


def rewritten(lines: Sequence[str]) -> list[str]:
    """The lines as Markdown, as many as there were."""
    out: list[str] = []
    attributes: dict[str, str] = {}
    language = ""
    number = 0
    while number < len(lines):
        line = lines[number].rstrip()
        if line == TABLE:
            rows = _table(lines, number)
            out += rows
            number += len(rows)
            continue
        if UNSAID.match(line):
            out += [""] * _length(lines, number)
            number = len(out)
            continue
        if LISTING.match(line):
            block = _listing(lines, number, language)
            out += block
            number += len(block)
            language = ""
            continue
        options = OPTIONS.match(line)
        language = _language(options["words"]) if options else language if not line else ""
        out.append(_line(line, attributes))
        number += 1
    return out


def _line(line: str, attributes: dict[str, str]) -> str:
    attribute = ATTRIBUTE.match(line)
    if attribute:
        attributes[attribute[1].lower()] = (attribute[2] or "")[:200]
        return ""
    if FENCE.match(line) or OPTIONS.match(line) or MACRO.match(line) or line.startswith("//") or line == "+":
        return ""
    line = USED.sub(lambda match: attributes.get(match[1].lower(), match[0]), line, count=MOST_USED)
    title = TITLE.match(line)
    if title:
        return f"{'#' * len(title[1])} {title[2]}"
    defined = DEFINED.match(line)
    if defined:
        return f"- **{defined[1]}**: {defined[2] or ''}".rstrip()
    return _inline(_listed(ADMONITION.sub("", line)))


def _listed(line: str) -> str:
    marker = LIST.match(line)
    if not marker:
        return f"**{line[1:]}**" if re.match(r"^\.[A-Z]\S", line) and len(line) < 90 else line.lstrip()
    depth = len(marker[1] or marker[2] or "-") - 1
    mark = "-" if marker[1] or marker[3] else "1."
    return f"{'   ' * depth}{mark} {line[marker.end() :]}"


def _inline(line: str) -> str:
    line = CROSS.sub(lambda match: match[1] or match[2] or "", line)
    return STRONG.sub(r"**\1**", line)


def _language(words: str) -> str:
    parts = [each.strip() for each in words.split(",")]
    return parts[1].lower() if len(parts) > 1 and parts[0] in {"source", ""} else ""


def _length(lines: Sequence[str], start: int) -> int:
    """Lines of the block whose mark stands at ``start``; it ends with the document where nothing ends it."""
    mark = lines[start].rstrip()
    end = next((n for n in range(start + 1, len(lines)) if lines[n].rstrip() == mark), len(lines) - 1)
    return end - start + 1


def _listing(lines: Sequence[str], start: int, language: str) -> list[str]:
    """A block of code, its marks written as fences; it ends with the document where nothing ends it."""
    mark = lines[start].rstrip()
    out = [f"~~~~~~ {language}".rstrip()]
    for line in lines[start + 1 :]:
        if line.rstrip() == mark:
            return [*out, "~~~~~~"]
        out.append("" if line.startswith("~~~~~~") else line)
    return out


def _table(lines: Sequence[str], start: int) -> list[str]:
    """A table: its first row is taken for the header and stands where its mark stood, the rule in its place."""
    end = next((n for n in range(start + 1, len(lines)) if lines[n].rstrip() == TABLE), len(lines))
    cells = [(n, cell) for n in range(start + 1, end) for cell in _cells(lines[n])]
    if not cells:
        return [""] * (min(end + 1, len(lines)) - start)
    first = cells[0][0]
    columns = max(1, sum(1 for n, _ in cells if n == first))
    columns = columns if columns > 1 else _given(lines[start - 1] if start else "") or _run(lines, first, end)
    rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
    at_line = {row[0][0]: row for row in rows}
    blank = f"|{' |' * columns}"
    out = [_row([cell for _, cell in rows[0]], columns)]
    for number in range(start + 1, end):
        if number == first:
            out.append(f"|{'---|' * columns}")
        else:
            row = at_line.get(number)
            out.append(_row([cell for _, cell in row], columns) if row else blank)
    return [*out, ""] if end < len(lines) else out


def _cells(line: str) -> list[str]:
    if "|" not in line:
        return []
    return [_inline(each.strip()) for each in CELL.split(line)[1:]]


def _given(options: str) -> int:
    """Columns that a line of options gives: ``[cols="1,2"]``, ``[cols="3*"]``."""
    match = re.search(r"cols\s*=\s*\"?([^\"\]]{1,100})", options)
    if not match:
        return 0
    times = re.match(r"(\d{1,2})\*", match[1])
    return min(40, int(times[1]) if times else match[1].count(",") + 1)


def _run(lines: Sequence[str], first: int, end: int) -> int:
    """Columns of a table that has one cell a line: as many as stand before the first empty line."""
    return next((n - first for n in range(first, end) if not lines[n].strip()), end - first) or 1


def _row(cells: Sequence[str], columns: int) -> str:
    padded = [*cells, *[""] * (columns - len(cells))]
    return f"| {' | '.join(each.replace('|', ' ') for each in padded)} |"


def _sniffed(lines: Sequence[str]) -> bool:
    """Whether titles are marked with ``=`` and nothing is marked as Markdown marks it."""
    titles = sum(bool(TITLE.match(line)) for line in lines)
    other = any(line.startswith(("# ", "## ", "```")) or "](" in line for line in lines)
    return titles >= 2 and not other


MARKUP = Markup(name="asciidoc", statements=_statements, suffixes=(".adoc", ".asciidoc"), sniff=_sniffed)
