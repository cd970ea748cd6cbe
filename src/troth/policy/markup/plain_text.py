"""Plain text: titles by number, case, underline or standing alone; tables in columns; commands behind ``$``.

The lines are written as Markdown, one for one, so that every line keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy import blocks
from troth.policy.markup.markup import Markup
from troth.policy.markup.tokens import code
from troth.terms.statement import Statement

UNDERLINE = re.compile(r"^\s*([=\-~*#_^])\1{2,}\s*$")
LEVELS = {"=": 1, "#": 1, "-": 2, "*": 2, "~": 3, "^": 3, "_": 3}
"""Of titles, by what underlines them."""
TITLE = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+)?[A-Z\d][^.!?;]{1,70}?:?$")
NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+[^\W\d_].{1,90}(?<![.,;:!?])$")
SHOUTED = re.compile(r"^[^a-z]*[A-Z]{3}[^a-z]*$")
MARKER = re.compile(r"^\s*(?:[-*+•‣o]|\d{1,3}[.)]|\([a-z\d]{1,2}\))\s+")
COUNTED = re.compile(r"^\s*(\d{1,3})[.)]\s")
BULLET = re.compile(r"^(\s*)[•‣o](?=\s)")
COMMAND = re.compile(r"^\s*\$ \S")
"""A command as it is typed."""
TYPED = "<!--$-->"
"""Stands for a command while the rest is read: it may end a paragraph and begin another, as the command does."""
BARE = 9
"""Level of a title that nothing marks."""
WHOLE = re.compile(r"\b(?:polic(?:y|ies)|security|process|plan|procedures?|handbook)\W*$", re.IGNORECASE)
"""What the name of a whole document ends with."""
CODE = re.compile(
    r"(?://|#\s?\S|\$ |[{}\]<]|\[(?!\d+\] )|@\w+\s*$|[\w.]{1,40}(?: \w{1,40})?\s?[:=]=?[\"'{\[(]|[A-Z_\d]{3,40}=)"
    r"|.{0,300}(?:[;{}\\]|\w\([^()]{0,80}\)\s?:?)$"
)
"""Lines as programs have them, and sentences hardly."""
RULE = re.compile(r"^\s*[|+]?[ \t]?[-=]{2,}(?:(?: {1,8}|\t|[ \t]?[|+][ \t]?)[-=]{2,})+[ \t]?[|+]?\s*$")
"""What stands below the names of columns: a line for each."""
GAP = re.compile(r"[ \t]*\|[ \t]*|[ \t]{2,}|\t")
COLUMN = re.compile(r"(?:^ ?|(?<=  ))\S")
"""How a column begins where no rule tells."""


def _statements(path: str, lines: Sequence[str], offset: int) -> Iterator[Statement]:
    tokens, references = blocks.parsed(rewritten(lines))
    for at, token in enumerate(tokens):
        if token.type == "html_block" and token.map and token.content.strip() == TYPED:
            tokens[at] = code(lines[token.map[0]].strip(), "", token.map[0])
    yield from blocks.walk(path, tokens, references, offset)


def rewritten(lines: Sequence[str]) -> list[str]:
    """The lines as Markdown, as many as there were."""
    out: list[str] = []
    listing = False
    inside = ""
    set_in = 0
    """By how much the list at hand is set in as a whole."""
    underlined = any(_underlined(number, lines) for number in range(len(lines)))
    typed = _typed(lines)
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    counted: int | None = None
    """Number of the item before, None where no numbered list is open."""
    while len(out) < len(lines):
        number = len(out)
        line = lines[number]
        text = line.strip()
        level = 0 if not text or COMMAND.match(line) else _level(number, lines, counted)
        if table := _table(lines, number) or _aligned(lines, number):
            out += table
            listing, counted = False, None
        elif number in typed and not listing:
            out += lines[number : typed[number]]
        elif UNDERLINE.match(line) or RULE.match(line):
            out.append("")
        elif level:
            if level == BARE:
                level = 1 if number == first and _names_all(number, lines) else 6 if underlined else 2
            out.append(f"{'#' * level} {text.rstrip(':')}")
            listing, counted = False, None
        elif COMMAND.match(line):
            out.append(f"{inside if listing else ''}{TYPED}")
        elif MARKER.match(line):
            number_of = COUNTED.match(line)
            counted = int(number_of[1]) if number_of else counted
            indent = len(line) - len(line.lstrip())
            if not listing:
                set_in = indent
            item = line[min(set_in, indent) :]
            inside = " " * (len(item) - len(MARKER.sub("", item)))
            out.append(BULLET.sub(r"\1-", item))
            listing = True
        else:
            indent = len(line) - len(line.lstrip())
            ends = not lines[number - 1].strip() and indent <= set_in
            listing = listing and (not text or (line[:1].isspace() and not ends))
            counted = counted if listing else None
            out.append(line[min(set_in, indent) :] if listing else text)
    return out


def _typed(lines: Sequence[str]) -> dict[int, int]:
    """Where blocks of code begin and end: set in by four blanks below an empty line, and marked as programs are."""
    found: dict[int, int] = {}
    at = 0
    while at < len(lines):
        start = at
        at += 1
        if not lines[start].strip() or not _set_in(lines[start]) or (start and lines[start - 1].strip()):
            continue
        while at < len(lines) and (not lines[at].strip() or _set_in(lines[at])):
            at += 1
        block = [line.strip() for line in lines[start:at] if line.strip()]
        if sum(bool(CODE.match(line)) for line in block) * 2 >= len(block):
            found[start] = start + next(n for n in range(at - start, 0, -1) if lines[start + n - 1].strip())
    return found


def _set_in(line: str) -> bool:
    return line.startswith(("    ", "\t"))


def _level(number: int, lines: Sequence[str], counted: int | None) -> int:
    """Level of the title on a line, 0 where none is: numbered, underlined, in capitals, or short and alone."""
    text = lines[number].strip()
    before = lines[number - 1].strip() if number else ""
    following = lines[number + 1].strip() if number + 1 < len(lines) else ""
    clear = not before or bool(UNDERLINE.match(before))
    if level := _underlined(number, lines):
        return level
    after = next((each.strip() for each in lines[number + 1 : number + 4] if each.strip()), "")
    alone = clear and not following and bool(after)
    numbered = NUMBERED.match(text)
    if alone and numbered and len(text.split()) <= 9 and not lines[number][0].isspace():
        if not _counts_on(numbered["number"], after, counted):
            return 2 + numbered["number"].count(".")
        return 0
    if MARKER.match(lines[number]):
        return 0
    if SHOUTED.match(text) and len(text) < 80 and not before:
        return 2
    return BARE if alone and TITLE.match(text) and len(text.split()) <= 8 and "@" not in text else 0


def _names_all(number: int, lines: Sequence[str]) -> bool:
    """Whether a first title is that of the whole text: by its name, or since the next title stands right below it."""
    after = next((at for at in range(number + 1, min(len(lines), number + 4)) if lines[at].strip()), number)
    return bool(WHOLE.search(lines[number])) or (after > number and _level(after, lines, None) > 0)


def _underlined(number: int, lines: Sequence[str]) -> int:
    """Level of the title on a line that the line below it marks, 0 where none does; a number may stand before it."""
    mark = UNDERLINE.match(lines[number + 1]) if number + 1 < len(lines) else None
    text = lines[number].strip()
    if mark is None or not text or UNDERLINE.match(text):
        return 0
    before = lines[number - 1].strip() if number else ""
    counts = COUNTED.match(text) and abs(len(text) - len(lines[number + 1].strip())) <= 2
    if (before and not UNDERLINE.match(before)) or (MARKER.match(text) and not counts):
        return 0
    return LEVELS[mark[1]]


def _counts_on(number: str, after: str, counted: int | None) -> bool:
    """Whether a numbered line is an item of a list: the item before or behind it bears the next number."""
    following = COUNTED.match(after)
    return number.isdigit() and (counted == int(number) - 1 or following is not None)


def _table(lines: Sequence[str], start: int) -> list[str]:
    """A table in columns whose names stand at ``start``, a rule below them, to the next empty line; [] for none."""
    if start + 1 >= len(lines) or not RULE.match(lines[start + 1]) or RULE.match(lines[start]):
        return []
    header = _cells(lines[start])
    if len(header) < 2:
        return []
    out = [_row(header), f"|{'---|' * len(header)}"]
    for line in lines[start + 2 :]:
        if not line.strip():
            break
        out.append(_row([] if RULE.match(line) or UNDERLINE.match(line) else _cells(line)))
    return out


def _aligned(lines: Sequence[str], start: int) -> list[str]:
    """A table without a rule: lines between empty ones, parted at the same places.

    Blocks read a row of names as the header where no value stands in it.
    """
    if start and lines[start - 1].strip():
        return []
    columns = _columns(lines[start])
    if len(columns) < 2 or MARKER.match(lines[start]) or COMMAND.match(lines[start]):
        return []
    end = next((at for at in range(start, len(lines)) if _columns(lines[at]) != columns), len(lines))
    cells = [_cells(line) for line in lines[start:end]]
    if len(cells) < 3 or (end < len(lines) and lines[end].strip()) or any(len(row) != len(columns) for row in cells):
        return []
    return [_row(row) for row in cells]


def _columns(line: str) -> list[int]:
    """Where the columns of a line begin; wide blanks part them."""
    return [each.start() for each in COLUMN.finditer(line.expandtabs())][:40]


def _cells(line: str) -> list[str]:
    return GAP.split(line.strip().strip("|").strip())[:40]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


MARKUP = Markup(name="text", statements=_statements, suffixes=(".txt", ".text"))
