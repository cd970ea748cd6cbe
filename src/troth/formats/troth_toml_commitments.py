"""``[[commitment]]`` of ``troth.toml``: the register of commitments (``docs/troth-toml.md``).

The names and values of the fields are those of ``commitment_json``. An entry of which a part cannot be understood is
told and changes nothing; a key that nothing reads is told and changes nothing either, the rest of its entry holds.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec

from troth.formats import selectors
from troth.formats.commitment_json import CLASSES
from troth.terms.answer import Gap
from troth.terms.commitment import Commitment
from troth.terms.meaning import names
from troth.terms.register import Entry
from troth.terms.selector import Selector
from troth.terms.span import SENTENCE, Span
from troth.terms.time.period import length
from troth.terms.waiver import REGISTER

TABLE = "commitment"
Path = tuple[str | int, ...]
Place = Callable[[Path], Span]

OWN: Mapping[str, str] = {
    "id": "Its name, which it keeps however the document is edited: letters, digits, dots, dashes.",
    "document": "The file that says it; any of the policy where it is left out.",
    "line": "The line on which it stood last. It only tells people where to look.",
    "under": "The heading right above it. It helps to find the sentence again after edits.",
    "sentence": "The words of the promise, white space and marks of Markdown apart. While the document says them, "
    "the rest of the entry holds.",
    "kind": "What sort of promise it is.",
    "silence": "Why this sentence is no promise: it is noted and never judged.",
    "evidence": "What proves it: a list of proofs, each `{ test = … }`, `{ literal = …, file = … }`, `{ file = … }`, "
    "`{ ci_job = … }`, `{ junit = … }` or `{ attestation = … }`.",
    "gone": "The day on which `troth init` found that no document says it any more.",
}
"""The keys of every entry; beside them stand the fields of its kind."""
NEEDED = ("id", "sentence", "kind")
LONGEST_ID = 100
LONGEST_TEXT = 4_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TIMES = frozenset({"within", "every", "earliest"})


class Read(msgspec.Struct, frozen=True):
    """Entries, keys without effect (their path, and the names among which the meant one is), and what is wrong."""

    entries: tuple[Entry, ...] = ()
    strays: tuple[tuple[Path, tuple[str, ...]], ...] = ()
    gaps: tuple[Gap, ...] = ()


def read(tables: Iterable[tuple[Path, Mapping[str, Any]]], place: Place) -> Read:
    """The entries of ``tables``, each with its path in the file; ``place`` tells where a value stands."""
    entries: dict[str, Entry] = {}
    strays: list[tuple[Path, tuple[str, ...]]] = []
    gaps: list[Gap] = []
    for path, table in tables:
        known = {**dict.fromkeys(OWN), **dict.fromkeys(_fields(str(table.get("kind"))))}
        strays += [((*path, name), tuple(known)) for name in table if name not in known]
        try:
            entry, wrong = _entry(path, table, place)
            gaps += wrong
            _unlike(entry, entries.get(entry.id))
        except _WrongError as error:
            what = f"{path[0]} {int(path[-1]) + 1}" + (f", {error.key}" if error.key else "")
            gaps.append(Gap(wanted=f"{REGISTER}: {what}", reason=error.reason, span=place((*path, error.key))))
        else:
            entries[entry.id] = entry
    return Read(tuple(entries.values()), tuple(strays), tuple(gaps))


class _WrongError(ValueError):
    """Something that cannot be understood: the key, and the reason in words that follow it."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key, self.reason = key, reason


def _entry(path: Path, table: Mapping[str, Any], place: Place) -> tuple[Entry, tuple[Gap, ...]]:
    for name in NEEDED:
        if name not in table:
            raise _WrongError("", f"has no {name}")
    kind = CLASSES.get(table["kind"]) if isinstance(table["kind"], str) else None
    if kind is None:
        near = difflib.get_close_matches(str(table["kind"])[:100].lower(), list(CLASSES), 1)
        raise _WrongError("kind", f"is none that Troth knows{f'; did you mean {near[0]}?' if near else ''}")
    found = [
        (attribute, _value(kind, attribute, name, table[name]))
        for name, attribute in _fields(table["kind"]).items()
        if name in table
    ]
    proofs, wrong = _evidence(path, table, place)
    entry = Entry(
        id=_id(table["id"]),
        sentence=_text("sentence", table["sentence"]),
        kind=table["kind"],
        span=place((*path, "id")),
        document=_text("document", table.get("document", ""), empty=True),
        line=_line(table.get("line")),
        under=_text("under", table.get("under", ""), empty=True),
        fields=tuple(found),
        silence=_text("silence", table["silence"]) if "silence" in table else "",
        evidence=proofs,
        gone=_day(table.get("gone")),
    )
    return entry, wrong


def _unlike(entry: Entry, other: Entry | None) -> None:
    if other is not None:
        raise _WrongError("id", f"is {entry.id}, as that of another entry at {other.span}")


def _evidence(path: Path, table: Mapping[str, Any], place: Place) -> tuple[tuple[Selector, ...], tuple[Gap, ...]]:
    if "evidence" not in table:
        return (), ()
    return selectors.read(table["evidence"], lambda below: place((*path, "evidence", *below)))


@cache
def _fields(kind: str) -> Mapping[str, str]:
    """Name in the file → attribute, of every field of ``kind``; none for no kind."""
    return {told: name for name, told in names(CLASSES[kind])} if kind in CLASSES else {}


def _value(kind: type[Commitment], attribute: str, name: str, value: Any) -> Any:
    """``value`` as the field holds it."""
    field = next(each for each in msgspec.structs.fields(kind) if each.name == attribute)
    if name == "place" and isinstance(value, str):
        value = [value]
    if isinstance(value, list) and len(value) > LONGEST_TEXT:
        raise _WrongError(name, "is too long")
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and len(text) > LONGEST_TEXT:
            raise _WrongError(name, f"is longer than {LONGEST_TEXT} characters")
    try:
        found = msgspec.convert(value, field.type)
    except msgspec.ValidationError as error:
        raise _WrongError(name, f"is of another type: {str(error).partition(' - at ')[0]}") from None
    if attribute in _TIMES and found and len(length(found)) == 2:
        raise _WrongError(name, 'should be a length of time such as "PT48H" or "P14D"')
    return found


def _id(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_ID or not _ID.fullmatch(value):
        raise _WrongError(
            "id", f"should be one word of letters, digits, dots and dashes, of at most {LONGEST_ID} characters"
        )
    return value


def _text(name: str, value: Any, *, empty: bool = False) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _WrongError(name, f"should be text in quotes, of at most {LONGEST_TEXT} characters")
    text = " ".join(value.split())
    if not text and not empty:
        raise _WrongError(name, "says nothing")
    return text if name != "sentence" else text[:SENTENCE]


def _line(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10_000_000:
        raise _WrongError("line", "should be the number of a line")
    return value


def _day(value: Any) -> date | None:
    if value is None:
        return None
    if type(value) is not date:
        raise _WrongError("gone", "should be a date such as 2026-12-31")
    return value
