"""One file, or a text that would be one, made into a ``Configuration``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from troth.evidence.configuration import exceptions, powerless
from troth.evidence.configuration.forms import Form, forms_for, label
from troth.evidence.configuration.schema import Schema, check
from troth.evidence.lined import LONGEST_LINE, Document, parse
from troth.evidence.structured import MalformedError, split_lines
from troth.terms.answer import Gap
from troth.terms.seen.automation import Configuration, Key
from troth.terms.span import Span, excerpt
from troth.terms.waiver import Waiver


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Text of a configuration: ``path`` decides its format, ``shown`` and ``offset`` where its lines are cited."""

    path: str
    text: str
    shown: str = ""
    offset: int = 0

    @property
    def cited(self) -> str:
        """The file whose lines are cited."""
        return self.shown or self.path


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one source: a configuration with the name by which invocations load it, or a gap, or nothing."""

    configuration: Configuration | None = None
    name: str = ""
    needs: str = ""
    alone: bool = True
    gap: Gap | None = None


def read(tool: str, source: Source, at: date) -> Read:
    """Read ``source`` as configuration of ``tool``; nothing where a shared file has no table of it."""
    if source.path.rsplit("/", 1)[-1] == ".trivyignore":
        document = Document(value=None, places=(), items={}, lines=tuple(split_lines(source.text)))
        lapsed = tuple(exceptions.lapsed(_waivers(tool, source, document), at))
        span = _start(source, 1, document.lines)
        return Read(configuration=Configuration(tool=tool, span=span, lapsed=lapsed), name=source.path)
    forms = tuple(forms_for(tool, source.path))
    if not forms:
        return Read(configuration=Configuration(tool=tool, span=Span(source.cited)), name=source.path)
    trouble = ""
    for form in forms:
        if form.unread:
            lines = tuple(split_lines(source.text))
            span = _start(source, 1, lines) if source.shown else Span(source.cited)
            dead = Configuration(tool=tool, span=span, readable=False, why_dead=form.unread)
            return Read(configuration=dead, name=source.path)
        try:
            document = parse(source.text, form.form)
        except MalformedError as error:
            trouble = str(error)
            continue
        table = _below(document.value, form)
        if table is not None:
            return _configuration(tool, source, form, document, table, at)
    if trouble:
        gap = Gap(wanted=f"{tool}: {source.path}", reason=trouble, span=Span(source.cited))
        return Read(gap=gap, name=source.path)
    return Read()


def read_printed(tool: str, source: Source, at: date) -> Read:
    """Read a text that a document prints, which may be one line of a file: a key is dead only where that is certain.

    A line that stands without its table is alive if the tool knows its key in any place.
    """
    forms = tuple(forms_for(tool, source.path))
    if not forms or any(form.unread for form in forms[:1]):
        return read(tool, source, at)
    form, text = forms[0], source.text
    if form.form == "ini" and form.root and "[" not in text and "=" in text:
        added = Source(path=source.path, text=f"[{form.root[0]}]\n{text}", shown=source.cited, offset=source.offset - 1)
        return read(tool, added, at)
    whole = read(tool, source, at)
    keys = whole.configuration.keys if whole.configuration else ()
    if any(key.alive for key in keys) or (keys and form.root and whole.configuration):
        return whole
    loose = tuple(fragment_keys(form, source)) if form.schema is not None else ()
    configuration = Configuration(tool=tool, span=_start(source, 1, tuple(split_lines(text))), keys=loose)
    return Read(configuration=configuration, name=label(source.path, form), needs=form.needs, alone=form.alone)


def fragment_keys(form: Form, source: Source) -> Iterator[Key]:
    """Keys of single lines; dead only where the tool knows no such key anywhere and a real one is plainly meant."""
    names = all_names(form.schema or {})
    meant = {name.rpartition(".")[2]: real for name, real in form.meant.items()}
    gone = {name.rpartition(".")[2]: reason for name, reason in form.removed.items()}
    for number, whole in enumerate(split_lines(source.text)[:MOST_LINES], 1):
        line = whole[:LONGEST_LINE]
        found = _KEY.match(line)
        if not found:
            continue
        name = found.group(1)
        near = meant.get(name) or next(iter(difflib.get_close_matches(name.lower(), sorted(names), 1, PLAIN)), "")
        dead = name not in names and bool(near or name in gone)
        span = Span(source.cited, number + source.offset, excerpt(line))
        reason = (gone.get(name) or "unknown key, ignored") if dead else ""
        yield Key(name=name, span=span, alive=not dead, nearest=near if dead else "", reason=reason)


_KEY = re.compile(r"""^\s*(?:-\s+)?["']?([A-Za-z#][\w.#-]*)["']?\s*[:=]""")
MOST_LINES = 2_000
"""Lines of a printed text that are looked at."""
PLAIN = 0.8
"""How alike a real key must be for a line without its table to be called dead."""


def all_names(schema: Schema) -> frozenset[str]:
    """Every key that ``schema`` knows, at any level."""
    found = set(schema)
    for below in schema.values():
        if below is not None:
            found |= all_names(below)
    return frozenset(found)


def _below(value: Any, form: Form) -> Any:
    """The table of the tool; None where the file has none, or is no mapping at all."""
    for key in form.root:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) or (value is not None and form.form == "json") else None


def _configuration(tool: str, source: Source, form: Form, document: Document, table: Any, at: date) -> Read:
    root = document.line(*form.root) if form.root else None
    keys: tuple[Key, ...] = ()
    if form.schema is not None:
        keys = check(
            document,
            form.schema,
            source.cited,
            root=form.root,
            meant=form.meant,
            removed=form.removed,
            offset=source.offset,
        )
    waivers = _waivers(tool, source, document)
    configuration = Configuration(
        tool=tool,
        span=_start(source, root, document.lines) if root or source.shown else Span(source.cited),
        keys=keys,
        cannot_fail=powerless.cannot_fail(tool, table),
        deprecated=powerless.deprecated(tool, table),
        lapsed=tuple(exceptions.lapsed(waivers, at)),
        unexplained=tuple(exceptions.unexplained(tool, source.path, waivers)),
    )
    return Read(configuration=configuration, name=label(source.path, form), needs=form.needs, alone=form.alone)


def _waivers(tool: str, source: Source, document: Document) -> tuple[Waiver, ...]:
    return exceptions.of(tool, document, source.path, source.cited, source.offset)


def _start(source: Source, line: int | None, lines: tuple[str, ...]) -> Span:
    number = line or 1
    return Span(
        source.cited, number + source.offset, excerpt(lines[number - 1][:LONGEST_LINE]) if number <= len(lines) else ""
    )
