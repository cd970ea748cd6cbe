"""requirements*.txt of pip: includes, constraints, hashes, continued lines (https://pip.pypa.io/en/stable/reference/requirements-file-format/)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from troth.evidence.manifests.python_line import LONGEST, requirement, source_of
from troth.evidence.manifests.reader import Found, Reader, place, scope_of_word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.seen.manifests import Requirement, Scope
from troth.terms.span import Span

MOST_LINES = 50_000
"""Lines of a file that are read; the rest is a gap."""
_COMMENT = re.compile(r"(?:^|\s)#.*")
_INCLUDE = re.compile(r"(?:-r|--requirement)(?:\s+|=)?(?P<target>\S+)")
_CONSTRAIN = re.compile(r"(?:-c|--constraint)(?:\s+|=)?(?P<target>\S+)")
_EDITABLE = re.compile(r"(?:-e|--editable)(?:\s+|=)?(?P<target>.+)")
_OPTIONS = re.compile(r"\s+--?[A-Za-z][A-Za-z-]*(?:[=\s]\S+)?(?=\s|$)")
_EGG = re.compile(r"[#&]egg=(?P<name>[A-Za-z0-9._-]+)")
_WHEEL = re.compile(r"(?P<name>[A-Za-z0-9._]+)-(?P<version>[0-9][^-]*)-[^/]*\.whl$")


def scope_of_file(path: str) -> Scope:
    """By its name: "requirements-dev.txt", "requirements/test.txt", "docs-requirements.txt"."""
    stem = posixpath.splitext(posixpath.basename(path))[0].lower()
    return scope_of_word(stem.replace("requirements", "").replace("constraints", "").strip("-_.") or "-") or "runtime"


def read(repository: Repository, path: str) -> Found:
    """Read one file. Files that it includes are read by themselves, those that other readers would not look at too."""
    source = path.removesuffix(".in")
    if path.endswith(".in") and f"{source}.txt" in repository.path_set:
        return Found()  # the compiled file beside it is what gets installed
    visit = _Visit(repository)
    visit.file(path, scope_of_file(path), constrains="constraint" in posixpath.basename(path).lower())
    return Found(requirements=tuple(visit.found), gaps=tuple(visit.gaps), also_read=tuple(sorted(visit.seen - {path})))


class _Visit:
    """One walk from a file through what it includes."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.found: list[Requirement] = []
        self.gaps: list[Gap] = []
        self.seen: set[str] = set()

    def file(self, path: str, scope: Scope, *, constrains: bool) -> None:
        waiting = [(path, scope, constrains)]
        while waiting:
            path, scope, constrains = waiting.pop()
            if path in self.seen:
                continue
            self.seen.add(path)
            lines = self.repository.lines(path)
            if len(lines) > MOST_LINES:
                self.gaps.append(Gap(wanted="all lines", reason=f"more than {MOST_LINES} lines", span=Span(path)))
            for begin, end, text in logical_lines(lines[:MOST_LINES]):
                span = place(self.repository, path, begin, end)
                included, constraining = _INCLUDE.fullmatch(text), _CONSTRAIN.fullmatch(text)
                target = self._target(included or constraining, span)
                if target:
                    waiting.append((target, scope, constrains or constraining is not None))
                elif not included and not constraining:
                    self._line(text, span, scope, constrains=constrains)

    def _target(self, match: re.Match[str] | None, span: Span) -> str:
        if match is None or "://" in match["target"]:
            return ""
        target = posixpath.normpath(posixpath.join(posixpath.dirname(span.path), match["target"].strip("\"'")))
        if target not in self.repository.path_set:
            self.gaps.append(Gap(wanted=match["target"], reason="included, but not in the tree", span=span))
            return ""
        return "" if is_listed(target) else target

    def _line(self, text: str, span: Span, scope: Scope, *, constrains: bool) -> None:
        editable = _EDITABLE.fullmatch(text)
        if text.startswith("-") and not editable:
            return
        hashed = "--hash" in text
        body = _OPTIONS.sub("", editable["target"] if editable else text).strip()
        read_line = requirement(body, span, scope=scope, hashed=hashed, constrains=constrains)
        read_line = read_line or _address(body, span, scope, hashed=hashed)
        if read_line is None:
            self.gaps.append(Gap(wanted="a dependency", reason="line that pip would not read", span=span))
        else:
            self.found.append(read_line)


def logical_lines(lines: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """First line, last line and text of each entry, without comments; a backslash at the end continues it."""
    begin, parts = 0, list[str]()
    for number, line in enumerate(lines, 1):
        begin = begin if parts else number
        continued = line.endswith("\\") and not line.lstrip().startswith("#")
        parts.append(_COMMENT.sub("", line[:-1] if continued else line))
        if continued and number < len(lines):
            continue
        text = " ".join(" ".join(parts).split())
        parts = []
        if text:
            yield begin, number, text


def is_listed(path: str) -> bool:
    """Whether the name alone makes it a requirements file, so that it is read without being included."""
    name, folder = posixpath.basename(path), posixpath.basename(posixpath.dirname(path))
    return bool(
        re.fullmatch(r"(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)", name)
        or (re.fullmatch(r"(?:requirements|constraints)\w*\.(?:txt|in)", name))
        or (folder == "requirements" and name.endswith((".txt", ".in")))
    )


def _address(body: str, span: Span, scope: Scope, *, hashed: bool) -> Requirement | None:
    """A URL, a version control address or a path without a name before it."""
    address = body.split(";", maxsplit=1)[0].strip()[:LONGEST]
    looks = "://" in address or address.startswith((".", "/", "~")) or address.endswith((".whl", ".tar.gz", ".zip"))
    if not looks:
        return None
    egg, wheel = _EGG.search(address), _WHEEL.search(address)
    name = egg["name"] if egg else wheel["name"] if wheel else address.split("#")[0].rstrip("/").rpartition("/")[2]
    reference = address.split("#")[0].rpartition("/")[2].partition("@")[2]
    source = source_of(address)
    return Requirement(
        ecosystem="pypi",
        name=name.partition("@")[0].removesuffix(".git").replace("_", "-").lower() or ".",
        constraint=f"=={wheel['version']}" if wheel else reference if source == "git" else "",
        span=span,
        scope=scope,
        hashed=hashed or "#sha256=" in address,
        source=source,
    )


READER = Reader(
    ecosystem="pypi",
    globs=(
        "*requirements*.txt", "*requirements*.in", "requirements/*.txt", "*/requirements/*.txt", "requirements/*.in",
        "*/requirements/*.in", "constraints*.txt", "*-constraints.txt",
    ),
    read=lambda repository, path: read(repository, path) if is_listed(path) else Found(),
    gives=("pypi",),
)  # fmt: skip
