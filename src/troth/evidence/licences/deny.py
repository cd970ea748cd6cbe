"""The allow-list of cargo-deny: ``[licenses]`` of deny.toml (cargo-deny 0.20, book, "licenses")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troth.evidence import places
from troth.evidence.repository import Repository
from troth.terms.answer import Answer
from troth.terms.seen.licences import LicenceException, LicenceList
from troth.terms.settings import Named
from troth.terms.span import Span, excerpt

FILES = ("deny.toml", ".deny.toml")
REMOVED = ("unlicensed", "deny", "copyleft", "allow-osi-fsf-free", "default")
"""Keys of ``[licenses]`` that cargo-deny no longer knows: with one of them it refuses the file."""
MOST = 1_000
"""Licences and exceptions of one file that are read."""


def lists(repository: Repository) -> Answer[LicenceList]:
    """Every allow-list of the tree; a file that cannot be read is a gap."""
    paths = repository.matching(*FILES)
    found = [one for path in paths for one in _of(repository, path)]
    return Answer(found=tuple(found), gaps=repository.gaps_of(paths), read=paths)


def _of(repository: Repository, path: str) -> Iterator[LicenceList]:
    tables = repository.toml(path)
    if tables is None:
        return
    table = tables.get("licenses")
    licenses: dict[str, Any] = table if isinstance(table, dict) else {}
    lines = repository.toml_lines(path)

    def place(*keys: str | int) -> Span:
        line = _line(lines, keys)
        words = repository.lines(path)
        return Span(path, line, excerpt(words[line - 1]) if line and line <= len(words) else "")

    yield LicenceList(
        tool="cargo-deny",
        span=place("licenses", "allow") if table is not None else Span(path),
        allow=tuple(
            Named(text.strip(), place("licenses", "allow", number))
            for number, text in _items(licenses.get("allow"))
            if isinstance(text, str) and text.strip()
        ),
        exceptions=tuple(
            LicenceException(
                package=_crate(entry),
                allow=tuple(one for _, one in _items(entry.get("allow")) if isinstance(one, str)),
                span=place("licenses", "exceptions", number),
                explained=_commented(repository, path, _line(lines, ("licenses", "exceptions", number))),
            )
            for number, entry in _items(licenses.get("exceptions"))
            if isinstance(entry, dict)
        ),
        removed=tuple(Named(key, place("licenses", key)) for key in REMOVED if key in licenses),
    )


def _items(value: Any) -> Iterator[tuple[int, Any]]:
    return enumerate(value[:MOST] if isinstance(value, list) else ())


def _crate(entry: dict[str, Any]) -> str:
    name = entry.get("crate", entry.get("name"))
    return name.strip() if isinstance(name, str) else ""


def _line(lines: Any, keys: places.Path) -> int | None:
    return next((lines[keys[:end]] for end in range(len(keys), 0, -1) if keys[:end] in lines), None)


def _commented(repository: Repository, path: str, line: int | None) -> bool:
    words = repository.lines(path)
    if line is None or line > len(words):
        return False
    return "#" in words[line - 1] or (line > 1 and words[line - 2].strip().startswith("#"))
