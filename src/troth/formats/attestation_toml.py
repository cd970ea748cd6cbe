"""What people attest, in ``attestations/*.toml``: read and written.

TOML 1.0, UTF-8 (https://toml.io/en/v1.0.0)::

    [[attestation]]
    name = "recurrence-drill-p6m"
    by = "R. Pilot <pilot@example.org>"
    what = "The crew ran the recovery drill."
    on = 2026-11-26
    until = 2027-05-26          # optional
    note = "minutes: wiki/42"   # optional

    [[attestation.promise]]
    id = "recurrence-drill-p6m"
    document = "SECURITY.md"    # optional
    sentence = "We run a recovery drill twice a year."

An entry without a name, an author, a statement or a day is none, and so is one with a key that is not known here: what
was meant to narrow it must not be lost.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from troth.formats.troth_toml import day
from troth.terms.answer import Gap
from troth.terms.attestation import About, Attestation
from troth.terms.span import Span

Path = tuple[str | int, ...]
Place = Callable[[Path], Span]
"""Where the value at a path stands: its line, or the nearest line around it."""
TABLE = "attestation"
HEAD = """\
# What a person vouches for, reviewed like code. A signature beside this file covers each of its bytes: write a new
# file instead of editing it. Written by `troth attest`; docs: attestations.
"""
LONGEST_TEXT = 2_000
"""Characters of the longest value."""
MOST = 500
"""Entries of one file, and promises of one entry, that are read."""
NEEDED = ("name", "by", "what", "on")
_KEYS = ("name", "by", "what", "on", "until", "note", "promise")
_PROMISE = ("id", "document", "sentence")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One attestation as it is written."""

    name: str
    by: str
    what: str
    on: date
    until: date | None = None
    note: str = ""
    about: tuple[About, ...] = ()


def read(tables: Mapping[str, Any], place: Place) -> tuple[tuple[Attestation, ...], tuple[Gap, ...]]:
    """The attestations of the parsed ``tables`` of one file, and a gap for each entry that is none."""
    entries = tables.get(TABLE)
    if entries is None:
        return (), ()
    if not isinstance(entries, list):
        return (), (_gap("attestations are written [[attestation]]", place((TABLE,))),)
    found, gaps = list[Attestation](), list[Gap]()
    for number, entry in enumerate(entries[:MOST]):
        path: Path = (TABLE, number)
        wrong = _wrong(entry)
        if wrong:
            gaps.append(_gap(wrong, place(path)))
        else:
            found.append(_attestation(entry, place((*path, "what"))))
    if len(entries) > MOST:
        gaps.append(_gap(f"only {MOST} attestations of a file are read", place((TABLE, MOST))))
    return tuple(found), tuple(gaps)


def _attestation(entry: Mapping[str, Any], span: Span) -> Attestation:
    return Attestation(
        name=entry["name"].strip(),
        by=" ".join(entry["by"].split()),
        what=" ".join(entry["what"].split()),
        on=day(entry["on"]) or date.max,  # never the latter: _wrong has looked
        span=span,
        until=day(entry.get("until")),
        note=entry.get("note", "").strip(),
        about=tuple(
            About(id=one["id"].strip(), sentence=one["sentence"].strip(), document=one.get("document", "").strip())
            for one in entry.get("promise", ())
        ),
    )


def _wrong(entry: object) -> str:
    """Why ``entry`` is no attestation; "" where it is one."""
    if not isinstance(entry, dict):
        return "attestations are written [[attestation]]"
    for key in entry:
        if key not in _KEYS:
            return f"attests nothing while it has the key {_near(key, _KEYS)}"
    for key in NEEDED:
        if key not in entry:
            return f"attests nothing without {'a day (on)' if key == 'on' else key}"
    for key in ("name", "by", "what", "note"):
        if key in entry and not _is_text(entry[key], empty=key == "note"):
            return f"{key} should be text in quotes, of at most {LONGEST_TEXT} characters"
    for key in ("on", "until"):
        if key in entry and day(entry[key]) is None:
            return f"{key} should be a date such as 2026-12-31"
    return _wrong_promises(entry.get("promise", []))


def _wrong_promises(promises: object) -> str:
    if not isinstance(promises, list) or not all(isinstance(one, dict) for one in promises):
        return "its promises are written [[attestation.promise]]"
    if len(promises) > MOST:
        return f"it speaks of more than {MOST} promises"
    for one in promises:
        for key in one:
            if key not in _PROMISE:
                return f"attests nothing while a promise has the key {_near(key, _PROMISE)}"
        if not _is_text(one.get("id")):
            return "a promise has no id"
        if not _is_text(one.get("sentence")):
            return "a promise has no sentence: ids alone bind nothing, since sentences change"
        if "document" in one and not _is_text(one["document"], empty=True):
            return "document should be text in quotes"
    return ""


def _is_text(value: object, *, empty: bool = False) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and (empty or bool(value.strip()))


def _near(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key[:100].lower(), list(known), 1)
    return f"{key[:100]!r}" + (f"; did you mean {near[0]}?" if near else "")


def _gap(reason: str, span: Span) -> Gap:
    return Gap(wanted=f"attestation at {span}", reason=reason, span=span)


# ---- writing


def write(records: Iterable[Record]) -> str:
    """A file of ``records``; read again it says the same."""
    return HEAD + "".join(f"\n{_written(record)}" for record in records)


def _written(record: Record) -> str:
    lines = [f"[[{TABLE}]]", f"name = {text(record.name)}", f"by = {text(record.by)}", f"what = {text(record.what)}"]
    lines.append(f"on = {record.on.isoformat()}")
    lines += [f"until = {record.until.isoformat()}"] if record.until else []
    lines += [f"note = {text(record.note)}"] if record.note else []
    for one in record.about:
        lines += ["", f"[[{TABLE}.promise]]", f"id = {text(one.id)}"]
        lines += [f"document = {text(one.document)}"] if one.document else []
        lines.append(f"sentence = {text(one.sentence)}")
    return "\n".join(lines) + "\n"


def text(value: str) -> str:
    """A basic string of TOML 1.0: JSON's escapes are among its own; DEL must be escaped too."""
    whole = value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
