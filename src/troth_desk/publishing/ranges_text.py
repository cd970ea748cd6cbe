"""Versions as people write them, one range a line, and as records keep them.

``>= 1.0, < 1.4.2`` is fixed in 1.4.2, ``>= 1.0, <= 1.4.1`` is affected up to 1.4.1, ``< 1.4.2`` from the beginning,
``>= 1.0`` still is, ``= 1.3.0`` is a single version, ``*`` are all. A range of commits is ``git ADDRESS FROM < FIX``,
with ``0`` for the first commit. What is written so is read to the same ranges again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from troth.terms.advisory import Event, Range

MOST = 200
"""Lines of one product."""
SEMVER = frozenset({"npm", "crates.io", "Go", "Hex", "Pub", "SwiftURL", "Swift", "NuGet", "GitHub Actions", ""})
"""Ecosystems whose versions OSV orders as SEMVER; "" is a product of no registry."""
_PART = re.compile(r"(?P<sign>>=|<=|<|=|==|>)\s*(?P<version>[^\s,<>=*]{1,100})")
_GIT = re.compile(
    r"git\s+(?P<repo>https?://\S{1,300})\s+(?P<first>0|[0-9a-f]{40}|[0-9a-f]{64})"
    r"(?:\s+(?P<sign><=|<)\s+(?P<last>[0-9a-f]{40}|[0-9a-f]{64}))?"
)
_ENDS: dict[str, Literal["fixed", "last_affected"]] = {"<": "fixed", "<=": "last_affected"}
_SIGNS = {"fixed": "<", "last_affected": "<="}


class UnreadableError(ValueError):
    """A line that says no versions; the message says what to write, for people."""


def read(text: str, ecosystem: str) -> tuple[tuple[Range, ...], tuple[str, ...]]:
    """The ranges and the single versions that ``text`` says of a package of ``ecosystem``.

    Raises:
        UnreadableError: a line says no versions.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise UnreadableError(f"At most {MOST} lines.")
    ranges, versions = list[Range](), list[str]()
    kind: Literal["SEMVER", "ECOSYSTEM"] = "SEMVER" if ecosystem.partition(":")[0] in SEMVER else "ECOSYSTEM"
    for line in lines:
        if line.startswith("git "):
            ranges.append(_git(line))
            continue
        parts = _parts(line)
        if [sign for sign, _ in parts] == ["="]:
            versions.append(parts[0][1])
        else:
            ranges.append(Range(type=kind, events=tuple(_events(line, parts))))
    return tuple(ranges), tuple(dict.fromkeys(versions))


def written(ranges: Sequence[Range], versions: Sequence[str]) -> str:
    """The same as lines."""
    return "\n".join([*(line for one in ranges for line in _lines(one)), *(f"= {each}" for each in versions)])


def _git(line: str) -> Range:
    found = _GIT.fullmatch(line)
    if found is None:
        raise UnreadableError(
            f"{line[:80]!r} is no range of commits: write git https://example.org/repository 0 < and the whole hash."
        )
    events = [Event("introduced", found["first"])]
    if found["sign"]:
        events.append(Event(_ENDS[found["sign"]], found["last"]))
    return Range(type="GIT", events=tuple(events), repo=found["repo"])


def _parts(line: str) -> list[tuple[str, str]]:
    if line == "*":
        return []
    parts = [_PART.fullmatch(part.strip()) for part in line.split(",")]
    if not all(parts):
        raise UnreadableError(f"{line[:80]!r} says no versions: write >= 1.0, < 1.4.2, or = 1.3.0, or * for all.")
    return [(part["sign"].replace("==", "="), part["version"]) for part in parts if part]


def _events(line: str, parts: Sequence[tuple[str, str]]) -> Iterator[Event]:
    signs = [sign for sign, _ in parts]
    if ">" in signs:
        raise UnreadableError(f"{line[:80]!r}: no record can say “after”; name the first version that is affected.")
    begins = [version for sign, version in parts if sign == ">="]
    ends = [(sign, version) for sign, version in parts if sign in _ENDS]
    if "=" in signs or len(begins) > 1 or len(ends) > 1:
        raise UnreadableError(f"{line[:80]!r} says two things: one range a line, or a single version after “=”.")
    yield Event("introduced", begins[0] if begins else "0")
    for sign, version in ends:
        yield Event(_ENDS[sign], version)


def _lines(one: Range) -> Iterator[str]:
    first: str | None = None
    for event in one.events:
        if event.kind == "introduced":
            if first is not None:
                yield _line(one, first, "", "")
            first = event.version
        elif event.kind in _SIGNS:
            yield _line(one, first or "0", _SIGNS[event.kind], event.version)
            first = None
    if first is not None:
        yield _line(one, first, "", "")


def _line(one: Range, first: str, sign: str, last: str) -> str:
    if one.type == "GIT":
        return f"git {one.repo} {first}" + (f" {sign} {last}" if sign else "")
    parts = [f">= {first}"] if first != "0" else []
    if sign:
        parts.append(f"{sign} {last}")
    return ", ".join(parts) or "*"
