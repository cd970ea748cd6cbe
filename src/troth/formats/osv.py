"""Advisories in the OSV format, schema 1.7 (https://ossf.github.io/osv-schema/), as JSON or as the tree it stands for.

What decides whether a version is affected must have the form that the schema gives it, or the record is refused;
what only describes (summary, references, details of a database) is taken as far as it makes sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from troth.terms.advisory import Advisory, Affected, Event, Import, Range, Vector
from troth.terms.package import package

LARGEST = 16 * 1024 * 1024
"""Bytes of the largest record that is read."""
MOST_ALIASES = 1_000
"""Names of one weakness; a record with more is no record of one weakness."""
FIRST_YEAR = 1980
"""Instants before it are no instants: copies of the Go database hold 0001-01-01 where nobody filled one in."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,127}")
_KINDS: tuple[Literal["introduced", "fixed", "last_affected", "limit"], ...] = (
    "introduced",
    "fixed",
    "last_affected",
    "limit",
)
_TYPES: dict[str, Literal["SEMVER", "ECOSYSTEM", "GIT"]] = {
    "SEMVER": "SEMVER",
    "ECOSYSTEM": "ECOSYSTEM",
    "GIT": "GIT",
}
_FIRST = ("FIX", "ADVISORY", "REPORT")
"""Kinds of references that are told first."""


class BadRecordError(ValueError):
    """A record that cannot be read; the message says what is wrong with it, on one line."""


class _Package(msgspec.Struct):
    ecosystem: str = ""
    name: str = ""


class _Range(msgspec.Struct):
    type: str
    events: list[dict[str, str]] = []
    repo: str | None = None


class _Affected(msgspec.Struct):
    package: _Package | None = None
    ranges: list[_Range] | None = None
    versions: list[str] | None = None
    severity: Any = None
    ecosystem_specific: Any = None
    database_specific: Any = None


class _Record(msgspec.Struct):
    id: str
    modified: Any = None
    published: Any = None
    withdrawn: str | None = None
    aliases: list[str] | None = None
    related: Any = None
    upstream: Any = None
    summary: Any = None
    details: Any = None
    severity: Any = None
    affected: list[_Affected] | None = None
    references: Any = None
    database_specific: Any = None


_DECODER = msgspec.json.Decoder(_Record)


def read(content: bytes) -> Advisory:
    """The advisory that the JSON ``content`` holds.

    Raises:
        BadRecordError: it is no JSON, or not an OSV record.
    """
    if len(content) > LARGEST:
        raise BadRecordError(f"larger than {LARGEST // (1024 * 1024)} MiB")
    try:
        return _advisory(_DECODER.decode(content))
    except RecursionError:
        raise BadRecordError("nested too deeply") from None
    except (msgspec.MsgspecError, UnicodeError, OverflowError) as error:
        raise BadRecordError(" ".join(str(error).split())) from None


def from_tree(tree: object) -> Advisory:
    """The advisory that ``tree`` stands for: dicts, lists and values as a reader of JSON gives them.

    Raises:
        BadRecordError: it is not an OSV record.
    """
    try:
        return _advisory(msgspec.convert(tree, _Record))
    except RecursionError:
        raise BadRecordError("nested too deeply") from None
    except (msgspec.MsgspecError, UnicodeError, OverflowError) as error:
        raise BadRecordError(" ".join(str(error).split())) from None


def usable_id(text: str) -> bool:
    """Whether ``text`` is the name of a record: it becomes the name of a file, so it has no separators."""
    return _ID.fullmatch(text) is not None and ".." not in text


def instant(value: object) -> datetime | None:
    """``value`` (RFC 3339) in UTC; None for what is no instant or lies before ``FIRST_YEAR``."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        read_ = datetime.fromisoformat(value)
        aware = read_.replace(tzinfo=UTC) if read_.tzinfo is None else read_.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return aware if aware.year >= FIRST_YEAR else None


def _advisory(record: _Record) -> Advisory:
    if not usable_id(record.id):
        raise BadRecordError("its id is no name of a record")
    aliases = record.aliases or []
    if len(aliases) > MOST_ALIASES:
        raise BadRecordError(f"more than {MOST_ALIASES} aliases")
    affected = tuple(_affected(record.affected or []))
    return Advisory(
        id=record.id,
        modified=instant(record.modified),
        published=instant(record.published),
        withdrawn=_withdrawn(record.withdrawn),
        aliases=_names(aliases, record.id),
        related=_names(_words(record.related), record.id),
        upstream=_names(_words(record.upstream), record.id),
        summary=_text(record.summary),
        details=_text(record.details),
        severity=_vectors(record.severity),
        word=_word(record),
        cwes=tuple(_words(_at(record.database_specific, "cwe_ids"))),
        informational=_informational(record.affected or []),
        affected=affected,
        references=tuple(_references(record.references)),
    )


def _withdrawn(value: str | None) -> datetime | None:
    """When a record was withdrawn: a record that says so in a way that nobody can read is refused."""
    if not value:
        return None
    withdrawn = instant(value)
    if withdrawn is None:
        raise BadRecordError("withdrawn is no instant")
    return withdrawn


def _affected(entries: list[_Affected]) -> Iterator[Affected]:
    for entry in entries:
        named = entry.package
        if named is None or not named.name or not named.ecosystem:
            continue  # ranges of a repository alone: they concern commits, not packages
        if not _printable(named.ecosystem) or not _printable(named.name):
            raise BadRecordError("the name of a package holds control characters")
        affects = _at(entry.ecosystem_specific, "affects")
        yield Affected(
            package=package(named.ecosystem, named.name),
            ranges=tuple(_ranges(entry.ranges or [])),
            versions=tuple(entry.versions or ()),
            severity=_vectors(entry.severity),
            os=tuple(_words(_at(affects, "os"))),
            arch=tuple(_words(_at(affects, "arch"))),
            functions=tuple(_words(_at(affects, "functions"))),
            imports=tuple(_imports(_at(entry.ecosystem_specific, "imports"))),
            tagged=tuple(_tagged(_at(entry.ecosystem_specific, "custom_ranges"))),
        )


def _ranges(ranges: list[_Range]) -> Iterator[Range]:
    for each in ranges:
        kind = _TYPES.get(each.type)
        if kind is None:
            continue  # a type of a later schema; versions may still be listed
        events = tuple(event for written in each.events for event in _events(written))
        yield Range(type=kind, events=events, repo=each.repo or "")


def _events(written: dict[str, str]) -> Iterator[Event]:
    """Schema 1.7 has one key an object; records before 1.1 put several into one."""
    known = [Event(kind, written[kind]) for kind in _KINDS if kind in written]
    if not known:
        raise BadRecordError("an event that is neither introduced, fixed, last_affected nor limit")
    yield from known


def _tagged(value: object) -> Iterator[Range]:
    """Ranges of tags that Go does not take for versions; they decide nothing, so what is malformed is left out."""
    for each in value if isinstance(value, list) else ():
        listed = _at(each, "events")
        written = [event for event in (listed if isinstance(listed, list) else ()) if isinstance(event, dict)]
        events = [(kind, event.get(kind)) for event in written for kind in _KINDS]
        yield Range(
            type="ECOSYSTEM",
            events=tuple(Event(kind, version) for kind, version in events if isinstance(version, str) and version),
        )


def _imports(value: object) -> Iterator[Import]:
    for each in value if isinstance(value, list) else ():
        path = _text(_at(each, "path"))
        if path:
            yield Import(
                path=path,
                symbols=tuple(_words(_at(each, "symbols"))),
                goos=tuple(_words(_at(each, "goos"))),
                goarch=tuple(_words(_at(each, "goarch"))),
            )


def _vectors(value: object) -> tuple[Vector, ...]:
    pairs = [(_at(each, "type"), _at(each, "score")) for each in (value if isinstance(value, list) else ())]
    return tuple(Vector(kind, score) for kind, score in pairs if isinstance(kind, str) and isinstance(score, str))


def _word(record: _Record) -> str:
    """The severity as the database words it; GitHub's stands at the top, that of some others beside a package."""
    candidates = [_at(record.database_specific, "severity")]
    for entry in record.affected or []:
        candidates += [_at(entry.database_specific, "severity"), _at(entry.ecosystem_specific, "severity")]
    return next((word for word in candidates if isinstance(word, str) and word), "")


def _informational(entries: list[_Affected]) -> str:
    """RustSec's kind of record, where every entry has it."""
    kinds = [_at(entry.database_specific, "informational") for entry in entries]
    first = kinds[0] if kinds else None
    return first if isinstance(first, str) and all(kind == first for kind in kinds) else ""


def _references(value: object) -> Iterator[str]:
    listed = [each for each in (value if isinstance(value, list) else ()) if isinstance(_at(each, "url"), str)]
    rank = {kind: at for at, kind in enumerate(_FIRST)}
    listed.sort(key=lambda each: rank.get(str(_at(each, "type")), len(rank)))
    yield from dict.fromkeys(_at(each, "url") for each in listed)


def _names(values: list[str], own: str) -> tuple[str, ...]:
    """Names of records, each once, without the record's ``own``; what is no name is left out."""
    return tuple(dict.fromkeys(value for value in values if value != own and usable_id(value)))


def _at(value: object, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _words(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _printable(text: str) -> bool:
    return len(text) <= 1_000 and text.isprintable()
