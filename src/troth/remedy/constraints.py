"""Where the constraint of a dependency stands in its file, to the character, by the format of the file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from troth.remedy.written import Written
from troth.terms.seen.manifests import Requirement

LONGEST = 20_000
"""Characters of the longest line that is looked at."""
MOST_LINES = 60
"""Lines of a table that are looked through for its version."""
_CLAUSE = r"(?:===?|[~!<>]=|[<>])[ \t]*[A-Za-z0-9.*+!_-]+"
_CLAUSES = rf"{_CLAUSE}(?:[ \t]*,[ \t]*{_CLAUSE})*"
_STRING = r"(?P<quote>[\"'])(?P<value>[^\"'\\\r\n]*)(?P=quote)"
_VERSION_KEY = re.compile(rf"(?:^|[{{,\s.])[\"']?version[\"']?\s*=\s*{_STRING}")
_VALUE = re.compile(rf"^\s*(?:[\w.-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*[\w-]+)*\s*=\s*{_STRING}")
_HEADER = re.compile(r"^\s*\[")
_TABLES = ("Cargo.toml", "Pipfile")
_PYTHON_QUOTED = ("pyproject.toml", "setup.py")
Place = tuple[int, int]


def places(written: Written, line: Requirement) -> tuple[Place, ...]:
    """Where the constraint of ``line`` begins and ends in ``written``; empty where that cannot be told for sure.

    Several places are the same dependency, written twice on one line. Where the line has no constraint, the place is
    empty and stands where one belongs.
    """
    begin, end = written.place(line.span.line, line.span.end_line)
    if line.span.line is None or end - begin > LONGEST:
        return ()
    name = posixpath.basename(written.path)
    if name == "package.json":
        return _fitting(written, line, _of_json(written, line, begin, end))
    if name in _TABLES:
        return _fitting(written, line, _of_table(written, line.span.line))
    if name in _PYTHON_QUOTED:
        quoted = _fitting(written, line, _of_words(written, line, begin, end, r"(?<=[\"'])[ \t]*"))
        return quoted or _fitting(written, line, _of_table(written, line.span.line))
    if name == "setup.cfg":
        return _fitting(written, line, _of_words(written, line, begin, end, r"(?:(?<=[=:])|^)[ \t]*"))
    return _fitting(written, line, _of_words(written, line, begin, end, r"^[ \t\ufeff]*"))


def _fitting(written: Written, line: Requirement, found: Iterator[Place]) -> tuple[Place, ...]:
    """Those of ``found`` that hold what was read there."""
    wanted = _bare(line.constraint)
    every = tuple(dict.fromkeys(found))
    fitting = tuple(place for place in every if _bare(written.text[place[0] : place[1]]) in (wanted, wanted or "*"))
    return fitting if line.ecosystem == "pypi" or len(fitting) == 1 else ()


def _bare(constraint: str) -> str:
    return re.sub(r"\s+", "", constraint).rstrip(",")


def _of_words(written: Written, line: Requirement, begin: int, end: int, before: str) -> Iterator[Place]:
    """As PEP 508 writes it: "name[extras] (>=1.0, <2) ; marker"."""
    spelled = r"[-_.]+".join(re.escape(part) for part in line.name.split("-"))
    pattern = re.compile(
        rf"{before}{spelled}(?![A-Za-z0-9._-])[ \t]*(?:\[[^\]\r\n]*\])?"
        rf"(?P<gap>[ \t]*\(?[ \t]*)(?P<constraint>{_CLAUSES})?",
        re.IGNORECASE | re.MULTILINE,
    )
    for match in pattern.finditer(written.text[begin:end]):
        if match["constraint"] is None:
            at = begin + match.start("gap")
            if not re.match(r"[ \t]*[@(]", written.text[at : at + 80]):
                yield at, at
        else:
            yield begin + match.start("constraint"), begin + match.end("constraint")


def _of_table(written: Written, number: int) -> Iterator[Place]:
    """As TOML tables have it: ``name = "1.0"``, ``name = { version = "1.0" }``, or a table of its own."""
    start = written.place(number)[0]
    text = written.line(number)
    if _HEADER.match(text):
        for below, content in written.lines(number + 1):
            if _HEADER.match(content) or below > number + MOST_LINES:
                return
            match = _VERSION_KEY.match(content)
            if match:
                yield _value(written.place(below)[0], match)
        return
    match = _VALUE.match(text) or _VERSION_KEY.search(text)
    if match:
        yield _value(start, match)


def _of_json(written: Written, line: Requirement, begin: int, end: int) -> Iterator[Place]:
    """The value of the dependency's key; of an alias ("npm:name@^1") the part behind the last "@"."""
    for match in re.finditer(r'"(?P<key>[^"\\\r\n]+)"\s*:\s*"(?P<value>[^"\\\r\n]*)"', written.text[begin:end]):
        start, value = begin + match.start("value"), match["value"]
        if value.startswith(f"npm:{line.name}@"):
            skip = len(f"npm:{line.name}@")
            yield start + skip, begin + match.end("value")
        elif match["key"] == line.name:
            yield start, begin + match.end("value")


def _value(start: int, match: re.Match[str]) -> Place:
    return start + match.start("value"), start + match.end("value")


def restyled(old: str, new: str) -> str:
    """``new``, a constraint without spaces, with the spaces of ``old`` around its operators and commas."""
    clauses = [re.fullmatch(r"(\s*)([~!<>=^]*)(\s*)(\S*)(\s*)", part) for part in old.split(",")]
    wanted = [re.fullmatch(r"([~!<>=^]*)(.*)", part) for part in new.split(",")]
    if not all(clauses) or not all(wanted) or len(wanted) > len(clauses):
        return new
    parts = []
    for given, given_new in zip(clauses, wanted, strict=False):
        assert given is not None and given_new is not None  # noqa: S101, PT018 -- for the type checker; looked above
        gap = given[3] if given_new[1] and given[2] else ""
        parts.append(f"{given[1]}{given_new[1]}{gap}{given_new[2]}")
    last = clauses[-1]
    return ",".join(parts) + (last[5] if last is not None else "")
