"""Advisories in RustSec's own format, both ways: Markdown that opens with a block of TOML.

The format is that of https://github.com/RustSec/advisory-db (``crates/NAME/RUSTSEC-YYYY-NNNN.md``). It is turned into
the tree of an OSV record by the rules of RustSec's own export: affected is what neither ``patched`` nor ``unaffected``
names; a day stands for its noon in UTC.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from typing import Any

from troth.formats.osv import BadRecordError, usable_id
from troth.formats.version_req import LOWEST, BadRequirementError, Stretch, check, complement, stretch
from troth.terms.advisory import Advisory

LARGEST = 1024 * 1024
"""Characters of the largest advisory that is read."""
_FRONT = re.compile(r"\s*```toml[ \t]*\n(.*?)\n```[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"\s*# +([^\n]+)\n?")
_NESTED = re.compile(r"[\[{]{40}|(?:[\w-]+\s*\.\s*){40}")
"""Deeper than any advisory: tomllib walks by recursion."""
_CVSS = re.compile(r"CVSS:(?:3\.[01]|4\.0)(?:/[A-Z]{1,3}:[A-Z])+")
_ADDRESS = re.compile(r"https?://[!-~]+")
_WORD = re.compile(r"[a-z0-9][a-z0-9_-]*")
_CRATE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")


def read(text: str) -> dict[str, Any]:
    """The advisory as the tree of an OSV record.

    Raises:
        BadRecordError: it has not that form.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    match = _FRONT.match(text) if len(text) <= LARGEST else None
    if match is None:
        raise BadRecordError("does not open with a block of TOML")
    front = _toml(match[1])
    about = _table(front, "advisory")
    versions = _table(front, "versions")
    affected = _table(front, "affected")
    title = _TITLE.match(text, match.end())
    return _tree(about, versions, affected, title[1].strip() if title else "", text[(title or match).end() :].strip())


def write(advisory: Advisory, document: dict[str, Any]) -> str:
    """``advisory`` in RustSec's format, as cargo-deny and cargo-audit read it; ``document`` is its OSV record.

    Raises:
        BadRecordError: its ranges or names have no form there.
    """
    entries = [entry for entry in advisory.affected if entry.package.ecosystem == "crates.io"]
    names = {entry.package.name for entry in entries}
    if len(names) != 1 or not _CRATE.fullmatch(name := names.pop()):
        raise BadRecordError("RustSec's format has one crate a record")
    if advisory.published is None:
        raise BadRecordError("RustSec's format needs the day of publication")
    affected = [each for entry in entries for each in ranges(entry.ranges)]
    first, *more = [each for each in advisory.references if _ADDRESS.fullmatch(each)] or [""]
    lines = ["[advisory]", f"id = {_quoted(advisory.id)}", f"package = {_quoted(name)}"]
    lines.append(f"date = {_quoted(advisory.published.date().isoformat())}")
    if advisory.withdrawn:
        lines.append(f"withdrawn = {_quoted(advisory.withdrawn.date().isoformat())}")
    lines += [f"url = {_quoted(first)}"] if first else []
    lines += [f"references = {_list(more)}"] if more else []
    lines += [f"informational = {_quoted(advisory.informational)}"] if advisory.informational else []
    lines += [f"cvss = {_quoted(vector)}" for vector in _vectors(advisory)[:1]]
    lines += [f"aliases = {_list(advisory.aliases)}"] if advisory.aliases else []
    lines += [f"related = {_list(advisory.related)}"] if advisory.related else []
    lines += _licence(document)
    systems = sorted({system for entry in entries for system in entry.os if _WORD.fullmatch(system)})
    machines = sorted({machine for entry in entries for machine in entry.arch if _WORD.fullmatch(machine)})
    if systems or machines:
        lines += ["", "[affected]"]
        lines += [f"os = {_list(systems)}"] if systems else []
        lines += [f"arch = {_list(machines)}"] if machines else []
    patched, unaffected = _requirements(affected)
    lines += ["", "[versions]", f"patched = {_list(patched)}"]
    lines += [f"unaffected = {_list(unaffected)}"] if unaffected else []
    title = " ".join(advisory.summary.split()) or advisory.id
    return "\n".join(["```toml", *lines, "```", "", f"# {title}", "", advisory.details.strip(), ""])


def ranges(written: tuple[Any, ...]) -> list[Stretch]:
    """The stretches that SEMVER ranges of an OSV record cover.

    Raises:
        BadRecordError: they hold what is no semantic version.
    """
    found = []
    try:
        for each in written:
            if each.type == "GIT":
                continue
            start: str | None = None
            for event in each.events:
                version = LOWEST if event.version == "0" else event.version
                check(version)
                if event.kind == "introduced":
                    start = version
                elif event.kind == "fixed" and start is not None:
                    found.append(Stretch(start, version))
                    start = None
                else:
                    raise BadRecordError(f"{event.kind} has no form in RustSec's requirements")
            if start is not None:
                found.append(Stretch(start))
    except BadRequirementError as error:
        raise BadRecordError(str(error)) from None
    return found


def _tree(
    about: dict[str, Any], versions: dict[str, Any], affected: dict[str, Any], title: str, details: str
) -> dict[str, Any]:
    name, package = about.get("id"), about.get("package")
    if not isinstance(name, str) or not isinstance(package, str) or not usable_id(name):
        raise BadRecordError("has no id or no package")
    functions = affected.get("functions")
    links = [about.get("url"), *_words(about, "references")]
    cvss = about.get("cvss")
    kind = "CVSS_V4" if isinstance(cvss, str) and cvss.startswith("CVSS:4") else "CVSS_V3"
    tree = {
        "id": name,
        "published": _noon(about.get("date")),
        "withdrawn": _noon(about.get("withdrawn")),
        "aliases": _words(about, "aliases"),
        "related": _words(about, "related"),
        "summary": title,
        "details": details,
        "severity": [{"type": kind, "score": cvss}] if isinstance(cvss, str) else [],
        "affected": [
            {
                "package": {"ecosystem": "crates.io", "name": package, "purl": f"pkg:cargo/{package}"},
                "ecosystem_specific": {
                    "affects": {
                        "arch": _words(affected, "arch"),
                        "os": _words(affected, "os"),
                        "functions": list(functions) if isinstance(functions, dict) else [],
                    }
                },
                "database_specific": {
                    "categories": _words(about, "categories"),
                    "cvss": cvss if isinstance(cvss, str) else None,
                    "informational": _or_none(about.get("informational")),
                },
                "ranges": [{"type": "SEMVER", "events": _events(versions)}],
                "versions": [],
            }
        ],
        "references": [
            {"type": "ADVISORY", "url": f"https://rustsec.org/advisories/{name}.html"},
            *({"type": _kind(link), "url": link} for link in links if isinstance(link, str)),
        ],
        "database_specific": {"license": _or_none(about.get("license")) or "CC0-1.0"},
    }
    return {key: value for key, value in tree.items() if value is not None}


def _events(versions: dict[str, Any]) -> list[dict[str, str]]:
    try:
        safe = [stretch(each) for each in _words(versions, "patched") + _words(versions, "unaffected")]
    except BadRequirementError as error:
        raise BadRecordError(str(error)) from None
    events = []
    for each in complement(one for one in safe if one):
        events.append({"introduced": each.start})
        events += [{"fixed": each.end}] if each.end else []
    return events


def _requirements(affected: list[Stretch]) -> tuple[list[str], list[str]]:
    """What is not affected as requirements: ``patched`` and ``unaffected``."""
    patched, unaffected = [], []
    for each in complement(affected):
        if each.start == LOWEST:
            unaffected.append(f"< {each.end}" if each.end else ">= 0.0.0-0")
        else:
            patched.append(f">= {each.start}, < {each.end}" if each.end else f">= {each.start}")
    return patched, unaffected


def _toml(text: str) -> dict[str, Any]:
    if _NESTED.search(text):
        raise BadRecordError("nested too deeply")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise BadRecordError(f"its TOML cannot be read: {' '.join(str(error).split())[:120]}") from None


def _table(front: dict[str, Any], name: str) -> dict[str, Any]:
    table = front.get(name, {})
    if not isinstance(table, dict):
        raise BadRecordError(f"[{name}] is no table")
    return table


def _words(table: dict[str, Any], key: str) -> list[str]:
    """A list of strings; one that decides what is affected must be nothing else."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadRecordError(f"{key} is no list of strings")
    return value


def _noon(day: object) -> str | None:
    if isinstance(day, datetime.date):
        day = day.isoformat()[:10]
    if day is None:
        return None
    if not isinstance(day, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        raise BadRecordError("a date that is none")
    return f"{day}T12:00:00Z"


def _kind(link: str) -> str:
    if "/issues/" in link and link.startswith(("https://github.com/", "https://gitlab.")):
        return "REPORT"
    return "ADVISORY" if "/advisories/" in link else "WEB"


def _vectors(advisory: Advisory) -> list[str]:
    scores = [vector.score for vector in advisory.severity]
    return [score for score in scores if _CVSS.fullmatch(score)]


def _licence(document: dict[str, Any]) -> list[str]:
    specific = document.get("database_specific")
    licence = specific.get("license") if isinstance(specific, dict) else None
    return [f"license = {_quoted(licence)}"] if licence == "CC-BY-4.0" else []


def _or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _list(values: list[str] | tuple[str, ...]) -> str:
    return f"[{', '.join(_quoted(value) for value in values)}]"


def _quoted(text: str) -> str:
    """A basic string of TOML 1.0: JSON's escapes are among its own."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
