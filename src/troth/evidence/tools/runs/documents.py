"""Reads what tools write: typed, bounded, and refused as a whole where it is not what it should be."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from troth.evidence.repository import Repository
from troth.terms.span import Span, excerpt

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest document that is read."""
T = TypeVar("T")
_RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def decode(data: bytes, form: type[T]) -> T:
    """``data`` as JSON of ``form``; keys that the form does not name are left out.

    Raises:
        ValueError: it is too large, no JSON, or holds other types than the form.
    """
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 2**20} MiB")
    try:
        return msgspec.json.decode(data, type=form)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def plain(text: str) -> str:
    """``text`` without colours and control characters: what a tool wrote must not steer a terminal."""
    return _CONTROL.sub(" ", _COLOUR.sub("", text))


def lines(text: str) -> tuple[int | None, int | None]:
    """First and last line of "12-15" or "12" (gosec writes lines as text); None where it is no line, or line 0."""
    found = _RANGE.fullmatch(text)
    if not found:
        return None, None
    first = int(found[1]) or None
    return first, int(found[2]) if first and found[2] else None


def below(root: str, name: str, directory: str = "") -> str:
    """The path in the checked tree of ``name``, as a tool says it that ran in ``directory`` of a copy at ``root``."""
    name = name.replace("\\", "/").removeprefix("file://")
    top = root.rstrip("/") + "/"
    if root and name.startswith(top):
        return name[len(top) :]
    name = name.removeprefix("./")
    return f"{directory}/{name}" if directory and not name.startswith("/") else name


def place(repository: Repository, path: str, line: int | None, end_line: int | None = None) -> Span:
    """A line of the checked tree with the words that stand there."""
    rows = repository.lines(path) if line is not None and path in repository.path_set else ()
    text = rows[line - 1] if line is not None and 0 < line <= len(rows) else ""
    return Span(path, line, excerpt(plain(text)), end_line)
