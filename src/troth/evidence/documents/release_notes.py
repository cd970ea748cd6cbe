"""Files of release notes: which weaknesses they name, and which releases they tell of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.evidence.scene import Scene
from troth.terms.answer import Answer
from troth.terms.seen.own_advisories import NotesFile, NotesSection
from troth.terms.span import Span
from troth.terms.wants import ReleaseNotes

MOST_FILES = 300
MOST_NAMES = 5_000
MOST_SECTIONS = 5_000
GLOBS = (
    "CHANGELOG*", "Changelog*", "changelog*", "CHANGES*", "Changes*", "HISTORY*", "History*", "NEWS*", "RELEASES*",
    "RELEASE*NOTES*", "release*notes*", "Release*Notes*",
)  # fmt: skip
_FOLDERS = re.compile(r"(?:^|/)(?:release[-_]?notes?|changelogs?|changes|releases)/[^/]+$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"(?:^|/)(?:tests?|testdata|fixtures?|examples?|samples?|vendor|third[-_]party|node_modules|external)/",
    re.IGNORECASE,
)
"""Folders whose notes are of something else."""
_TEXT = (".md", ".markdown", ".rst", ".txt", ".adoc", ".org", "")
_NAME = re.compile(
    r"\b(?:CVE-[0-9]{4}-[0-9]{4,19}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|x_[A-Za-z0-9][A-Za-z0-9._-]{2,100}"
    r"|(?:PYSEC|RUSTSEC|GO|OSV|MAL|TROVE|DLA|DSA)-[0-9]{4}-[0-9]{1,8})",
)
_HEADING = re.compile(r"^(?:#{1,4}\s|=+\s|\[?v?[0-9]+\.[0-9])")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,}|~{3,}|\^{3,})\s*$")
_VERSION = re.compile(r"(?<![\w.])v?([0-9]+(?:\.[0-9]+){1,3}(?:[-+.]?[a-zA-Z][\w.+-]{0,30})?)(?![\w])")
_SECURITY = re.compile(r"\b(?:securit\w*|vulnerab\w*|CVE-|GHSA-|advisor\w+|exploit\w*)", re.IGNORECASE)


def release_notes(scene: Scene, _: ReleaseNotes) -> Answer[NotesFile]:
    """Every file of release notes, the nearest to the root first."""
    repository = scene.repository
    paths = [path for path in repository.matching(*GLOBS) if _is_text(path)]
    paths += [path for path in repository.paths if _FOLDERS.search(path) and _is_text(path)]
    own = [path for path in dict.fromkeys(paths) if not _ELSEWHERE.search(path)]
    own.sort(key=lambda path: (path.count("/"), path))
    found, read = list[NotesFile](), own[:MOST_FILES]
    for path in read:
        lines = repository.lines(path)
        if lines:
            found.append(
                NotesFile(span=Span(path), named=tuple(_named(path, lines)), sections=tuple(_sections(path, lines)))
            )
    return Answer(found=tuple(found), gaps=repository.gaps_of(read), read=tuple(read))


def _is_text(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    ending = f".{name.rpartition('.')[2]}" if "." in name else ""
    return ending in _TEXT


def _named(path: str, lines: tuple[str, ...]) -> Iterator[tuple[str, Span]]:
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        for found in _NAME.finditer(line[:2_000]):
            name = found[0].rstrip(".-_")
            if name not in seen and len(seen) < MOST_NAMES:
                seen.add(name)
                yield name, Span(path, number, line.strip()[:200])


def _sections(path: str, lines: tuple[str, ...]) -> Iterator[NotesSection]:
    """From one heading that names a version to the next."""
    heads = [
        (number, found[1])
        for number, line in enumerate(lines)
        if (_HEADING.match(line) or _underlined(lines, number)) and (found := _VERSION.search(line[:300]))
    ][:MOST_SECTIONS]
    for place, (number, version) in enumerate(heads):
        end = heads[place + 1][0] if place + 1 < len(heads) else len(lines)
        speaks = any(_SECURITY.search(line[:2_000]) for line in lines[number:end])
        yield NotesSection(version=version, security=speaks, span=Span(path, number + 1, lines[number].strip()[:200]))


def _underlined(lines: tuple[str, ...], number: int) -> bool:
    return number + 1 < len(lines) and bool(lines[number].strip()) and bool(_UNDERLINE.match(lines[number + 1]))
