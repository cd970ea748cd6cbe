"""``troth.toml``: the register of waivers and of commitments, and what a project tells Troth, read and written.

TOML 1.0 (https://toml.io/en/v1.0.0). The tables and keys are those of ``TABLES``; ``docs/troth-toml.schema.json`` and
``docs/troth-toml.md`` publish them. A key that is not there is told with the one that it resembles. An entry of which a
part cannot be understood permits nothing: what was meant to narrow it must not be lost.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from troth.formats import troth_toml_commitments as commitments
from troth.terms.answer import Gap
from troth.terms.attestation import LASTS, Rules
from troth.terms.attestation import LONGEST as MOST_DAYS
from troth.terms.register import Entry
from troth.terms.settings import Named, Settings, Stray
from troth.terms.severity import Unknown
from troth.terms.span import Span
from troth.terms.waiver import LONGEST, REGISTER, Waiver

Path = tuple[str | int, ...]
Place = Callable[[Path], Span]
"""Where the value at a path stands: its line, or the nearest line around it."""
Type = Literal["text", "date", "texts", "days", "choice"]


class Field(msgspec.Struct, frozen=True):
    """One key: the type of its value, what it means in one line, whether an entry needs it, the words of a choice."""

    type: Type
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table. ``many`` is written ``[[name]]``; without ``fields`` another reader knows the keys."""

    about: str
    many: bool = False
    fields: Mapping[str, Field] = {}


TABLES: Mapping[str, Table] = {
    "waiver": Table(
        about="A permitted exception.",
        many=True,
        fields={
            "target": Field(
                "text",
                "What may pass: an advisory id or an alias, TOOL:RULE, secret:FINGERPRINT, licence:PACKAGE or "
                "package:PACKAGE.",
                required=True,
            ),
            "reason": Field("text", "Why.", required=True),
            "owner": Field("text", "Who answers for it.", required=True),
            "link": Field("text", "Where it is tracked."),
            "granted": Field("date", "The day from which it holds."),
            "until": Field(
                "date", "The last day on which it holds; without it the waiver permits nothing.", required=True
            ),
            "tool": Field("text", "The one tool for which it holds; all where it is left out."),
            "path": Field("text", "A glob of the files for which it holds; all where it is left out."),
            "package": Field("text", "The one package for which it holds: NAME, NAME@VERSION or a purl."),
        },
    ),
    "waivers": Table(
        about="Rules for all waivers.",
        fields={"longest": Field("days", f"How long a waiver may last, as PnD or PnW (default: P{LONGEST}D).")},
    ),
    "licences": Table(
        about="The licence policy.",
        fields={"allow": Field("texts", "SPDX ids and expressions that dependencies may have.")},
    ),
    "crypto": Table(
        about="The cryptography policy.",
        fields={"allow": Field("texts", "Libraries that the project vouches for.")},
    ),
    "severity": Table(
        about="How bad counts as too bad.",
        fields={
            "unknown": Field(
                "choice",
                "What a severity that nobody knows means: breaching the worst, ignored nothing (default: it counts, "
                "and breaks no time).",
                choices=tuple(filter(None, Unknown)),
            )
        },
    ),
    "attestations": Table(
        about="Rules for all attestations.",
        fields={
            "lasts": Field("days", f"How long one without an end holds, as PnD or PnW (default: P{LASTS}D)."),
            "longest": Field("days", f"After how long any has ended, as PnD or PnW (default: P{MOST_DAYS}D)."),
            "signed": Field(
                "choice",
                "Whether one without a good signature is none: required or optional (default: optional, told as "
                "unsigned).",
                choices=("required", "optional"),
            ),
        },
    ),
    "reports": Table(
        about="Test reports that a check takes results from, in folders that git ignores too.",
        fields={
            "junit": Field("texts", "Paths or globs of JUnit reports, inside of the tree."),
            "go_test": Field("texts", "Paths or globs of what go test -json printed, inside of the tree."),
        },
    ),
    "desk": Table(
        about="The desk whose signed facts count.",
        fields={
            "key": Field("text", "File of the desk's public key, inside of the tree (default: desk-key.pem)."),
            "project": Field("text", "How the desk calls this project: ORGANISATION/PROJECT."),
        },
    ),
    "review": Table(about="A recorded review of unsafe code.", many=True),
    commitments.TABLE: Table(about="A promise of the policy, and what people say of it.", many=True),
}
"""Every table that something reads."""
NEAR = 0.6
"""How alike (``difflib`` ratio) a real key must be to be named as the one that was meant."""
MOST = 10_000
"""Waivers, and commitments, that are read."""
LONGEST_TEXT = 4_000
"""Characters of the longest text; longer ones are no text for people."""
_DAYS = re.compile(r"P(?:(\d{1,5})W)?(?:(\d{1,5})D)?")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?")
_WORDS: Mapping[Type, str] = {
    "text": "text in quotes",
    "date": "a date such as 2026-12-31",
    "texts": "a list of texts",
    "days": 'a length of time such as "P90D"',
}


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says: waivers, settings, commitments, and what of it could not be understood."""

    waivers: tuple[Waiver, ...]
    settings: Settings
    commitments: tuple[Entry, ...] = ()
    gaps: tuple[Gap, ...] = ()


def read(tables: Mapping[str, Any], place: Place) -> Register:
    """What the parsed ``tables`` say; ``place`` tells where each value stands."""
    strays: list[Stray] = []
    gaps: list[Gap] = []
    for name, value in tables.items():
        table = TABLES.get(name)
        if table is None:
            strays.append(_stray(name, (name,), TABLES, place))
        elif not _shaped(value, table):
            written = f"[[{name}]]" if table.many else f"[{name}]"
            gaps.append(_gap(name, f"it is written {written}", place((name,))))
    waivers = []
    for path, entry in _entries(tables, "waiver"):
        strays += _strays(entry, path, TABLES["waiver"], place)
        values, wrong = _values(entry, path, TABLES["waiver"], place)
        gaps += wrong
        unknown = set(entry) - set(TABLES["waiver"].fields)
        if not wrong and unknown:
            gaps.append(_gap(_told(path), f"permits nothing while it has the key {min(unknown)}", place(path)))
        elif not wrong:
            waivers.append(Waiver(span=place((*path, "target")), **values))
    said = commitments.read(_entries(tables, commitments.TABLE), place)
    gaps += said.gaps
    strays += [_stray(str(path[-1]), path, dict.fromkeys(known), place) for path, known in said.strays]
    settings = _settings(tables, place, strays, gaps)
    return Register(waivers=tuple(waivers), settings=settings, commitments=said.entries, gaps=tuple(gaps))


def _settings(tables: Mapping[str, Any], place: Place, strays: list[Stray], gaps: list[Gap]) -> Settings:
    found: dict[str, dict[str, Any]] = {}
    for name in ("waivers", "licences", "crypto", "severity", "attestations", "reports", "desk"):
        entry = tables.get(name)
        if isinstance(entry, dict):
            strays += _strays(entry, (name,), TABLES[name], place)
            found[name], wrong = _values(entry, (name,), TABLES[name], place)
            gaps += wrong
    attesting = found.get("attestations", {})
    licences, crypto = (found.get(name, {}).get("allow") for name in ("licences", "crypto"))
    reports = found.get("reports", {})
    return Settings(
        span=Span(REGISTER),
        longest=found.get("waivers", {}).get("longest", LONGEST),
        licences=None if licences is None else _named(licences, ("licences", "allow"), place),
        crypto=_named(crypto or (), ("crypto", "allow"), place),
        unknown=Unknown(found.get("severity", {}).get("unknown", "")),
        attestations=Rules(
            lasts=attesting.get("lasts", LASTS),
            longest=attesting.get("longest", MOST_DAYS),
            signed=attesting.get("signed") == "required",
        ),
        junit=_named(reports.get("junit") or (), ("reports", "junit"), place),
        go_test=_named(reports.get("go_test") or (), ("reports", "go_test"), place),
        desk_key=found.get("desk", {}).get("key", ""),
        desk_project=found.get("desk", {}).get("project", ""),
        strays=tuple(strays),
    )


def _shaped(value: Any, table: Table) -> bool:
    if table.many:
        return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)
    return isinstance(value, dict)


def _entries(tables: Mapping[str, Any], name: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    value = tables.get(name)
    for number, entry in enumerate(value[:MOST] if isinstance(value, list) else ()):
        if isinstance(entry, dict):
            yield (name, number), entry


def _values(entry: Mapping[str, Any], path: Path, table: Table, place: Place) -> tuple[dict[str, Any], tuple[Gap, ...]]:
    """The values of the keys that are known, and a gap for each that is not of its type, and for a missing target."""
    values: dict[str, Any] = {}
    gaps = []
    for name, field in table.fields.items():
        if name not in entry:
            continue
        found = _value(entry[name], field)
        if found is None:
            gaps.append(_gap(_told((*path, name)), f"should be {_wanted(field)}", place((*path, name))))
        else:
            values[name] = found
    if path[0] == "waiver" and "target" not in entry:
        gaps.append(_gap(_told(path), "has no target", place(path)))
    return values, tuple(gaps)


def _wanted(field: Field) -> str:
    return _WORDS.get(field.type) or " or ".join(f'"{word}"' for word in field.choices)


def _value(value: Any, field: Field) -> Any:
    """``value`` as ``field`` holds it; None where it is none."""
    if field.type == "choice":
        return value if isinstance(value, str) and value in field.choices else None
    if field.type == "text":
        return (value.strip() or None) if isinstance(value, str) and len(value) <= LONGEST_TEXT else None
    if field.type == "date":
        return day(value)
    if field.type == "days":
        return days(value) if isinstance(value, str) else None
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        return None
    return tuple(item.strip() for item in value)


def day(value: object) -> date | None:
    """A date of TOML, or one written as text (ISO 8601); None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value.strip()):
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def days(text: str) -> int | None:
    """Days of a duration in weeks and days ("P90D", "P2W"); None for anything else, and for no time at all."""
    match = _DAYS.fullmatch(text.strip())
    weeks, rest = (int(number or 0) for number in match.groups()) if match else (0, 0)
    return weeks * 7 + rest or None


def _named(values: tuple[str, ...], path: Path, place: Place) -> tuple[Named, ...]:
    return tuple(Named(value, place((*path, number))) for number, value in enumerate(values))


def _strays(entry: Mapping[str, Any], path: Path, table: Table, place: Place) -> Iterator[Stray]:
    for name in entry:
        if name not in table.fields:
            yield _stray(name, (*path, name), table.fields, place)


def _stray(name: str, path: Path, known: Mapping[str, Any], place: Place) -> Stray:
    near = difflib.get_close_matches(name[:100].lower(), list(known), 1, NEAR)
    dotted = ".".join(part for part in path if isinstance(part, str))
    return Stray(name=dotted[:200], span=place(path), nearest=near[0] if near else "")


def _told(path: Path) -> str:
    """ "waiver 2, until" for the path to it."""
    name, *rest = path
    number = next((part + 1 for part in rest if isinstance(part, int)), None)
    last = rest[-1] if rest and isinstance(rest[-1], str) else ""
    return f"{name}{f' {number}' if number else ''}{f', {last}' if last else ''}"


def _gap(what: str, reason: str, span: Span) -> Gap:
    return Gap(wanted=f"{REGISTER}: {what}", reason=reason, span=span)
