"""The shape of a native form: a file in which a tool is told what to let pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from troth.evidence.lined import LONGEST_LINE, Document, parse
from troth.evidence.structured import split_lines
from troth.evidence.waivers import dates
from troth.terms.span import Span, excerpt
from troth.terms.waiver import Waiver

MOST = 10_000
"""Exceptions of one file that are looked at."""
LONGEST_WORD = 300
"""Characters of a target, path or package that are kept: enough to tell it, too few to fill a page."""
MOST_ABOVE = 60
"""Lines of a comment above an entry that are looked at."""
Writing = Literal["toml", "yaml", "json", "lines", "xml"]
_MARKS: Mapping[str, str] = {"toml": "#", "yaml": "#", "lines": "#"}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One exception as its file has it: ``target`` as in ``Waiver``, and where it stands.

    ``place`` is the path to it in the document, or ``line`` its line where the file has no structure of its own.
    ``until`` is what the field for a date holds, "" where it holds none.
    """

    target: str
    place: tuple[str | int, ...] = ()
    line: int | None = None
    reason: str = ""
    until: str = ""
    granted: str = ""
    path: str = ""
    package: str = ""


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of file lets findings of ``tool`` pass.

    ``files`` are file names and globs. ``date_field`` and ``reason_field`` name the keys for a date and a reason, ""
    where the form has none; then a comment beside or above an entry is its reason. ``per_folder``: it holds for files
    in its own folder only. A file without the word ``marked`` holds none and is not parsed.
    """

    name: str
    tool: str
    files: tuple[str, ...]
    writing: Writing
    read: Callable[[Document], Iterator[Entry]]
    date_field: str = ""
    reason_field: str = ""
    per_folder: bool = False
    marked: str = ""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a text stands: its path, and the file and the lines before it that are cited, where another shows it."""

    path: str
    cited: str = ""
    offset: int = 0


def document_of(form: Form, text: str) -> Document:
    """``text`` as ``form`` is written.

    Raises:
        MalformedError: it is not of that form; the message is the reason for a gap.
    """
    if form.writing in ("toml", "yaml", "json"):
        return parse(text, form.writing)
    return Document(value=text, places=(), items={}, lines=tuple(split_lines(text)))


def waivers_of(form: Form, document: Document, source: Source) -> tuple[Waiver, ...]:
    """Every exception in ``document``, with the dates that its fields, its reason or its comments tell."""
    entries = (entry for entry, _ in zip(form.read(document), range(MOST), strict=False))
    return tuple(_waiver(form, entry, document, source) for entry in entries if entry.target)


def _waiver(form: Form, entry: Entry, document: Document, source: Source) -> Waiver:
    line = entry.line or document.line(*entry.place)
    mark = _MARKS.get(form.writing, "")
    reason = entry.reason or comment_of(document, line, mark)
    words = f"{entry.reason}\n{comment_of(document, line, mark, wide=True)}"
    fixed = day(entry.until)
    told = dates.until(words) if fixed is None else None
    folder = source.path.rpartition("/")[0]
    return Waiver(
        target=entry.target[:LONGEST_WORD],
        span=Span(source.cited or source.path, line + source.offset if line else None, excerpt(document.text(line))),
        tool=form.tool,
        reason=excerpt(reason, 2_000),
        granted=day(entry.granted) or dates.granted(words),
        until=fixed or (told.day if told else None),
        path=entry.path[:LONGEST_WORD] or (f"{folder}/*" if form.per_folder and folder else ""),
        package=entry.package[:LONGEST_WORD],
        dateless_form=not form.date_field,
        said=told.words if told else "",
        form=form.name,
    )


def comment_of(document: Document, line: int | None, mark: str, *, wide: bool = False) -> str:
    """The comment on ``line`` and the one right above it, without marks; ``wide``: past blank lines too."""
    if not mark or not line:
        return ""
    own = document.text(line)
    found = [own.split(f" {mark}", 1)[1]] if f" {mark}" in own and not own.lstrip().startswith(mark) else []
    above = []
    for number in range(line - 1, max(line - 1 - MOST_ABOVE, 0), -1):
        text = document.text(number).strip()
        if not text.startswith(mark) and not (wide and not text):
            break
        above.append(text.lstrip(mark).strip())
    return " ".join([*reversed(above), *found]).strip()


def day(text: str) -> date | None:
    """The day that a field of a date holds ("2026-12-31", "2026-12-31T00:00:00Z"); None where it holds none."""
    match = _ISO.match(text.strip())
    try:
        return date.fromisoformat(match.group()) if match else None
    except ValueError:
        return None


def items(value: Any) -> Iterator[tuple[int, Any]]:
    """Items of a list with their positions; nothing for anything else."""
    if isinstance(value, list):
        yield from enumerate(value)


def pairs(value: Any) -> Iterator[tuple[str, Any]]:
    """Keys and values of a mapping; nothing for anything else."""
    if isinstance(value, dict):
        yield from ((str(key), inner) for key, inner in value.items())


def section(value: Any, *names: str) -> Any:
    """What stands below ``names``; None where something is missing or no mapping."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def text(value: Any) -> str:
    """A word, number or date as text; "" for anything else."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18 else ""


__all__ = [
    "LONGEST_LINE", "Document", "Entry", "Form", "Source", "comment_of", "day", "document_of", "items", "pairs",
    "section", "text", "waivers_of",
]  # fmt: skip
