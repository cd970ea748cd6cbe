"""Tests of Go: ``./pkg TestName`` and ``./pkg TestName/sub_case``, the folder from the root, or its import path.

What is a test: https://pkg.go.dev/testing; how names of subtests are written: spaces become underscores (the same,
``T.Run``). Files are read by the lexical rules of the language, comments and strings apart.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import msgspec

from troth.evidence.repository import Repository
from troth.evidence.selectors.code import GO, by_style
from troth.evidence.selectors.there import there, unseen
from troth.terms.answer import Answer, Gap
from troth.terms.seen.proof import NamedTest
from troth.terms.span import Span, excerpt

NODE = re.compile(r"(?P<folder>\S+)\s+(?P<name>(?:Test|Fuzz|Example)\w*)(?:/(?P<sub>.+))?", re.DOTALL)
_MODULE = re.compile(r"^\s*module\s+\"?([^\s\"]+)", re.MULTILINE)
_BUILD = re.compile(r"//go:build\b|// \+build\b")
_SYSTEM = re.compile(
    r"_(?:windows|darwin|plan9|js|wasm|wasip1|freebsd|openbsd|netbsd|android|ios|solaris|aix)_test\.go$"
)
_NOTHING = re.compile(r"^\s*(?:t\.(?:Log|Parallel|Helper)\(.*\)|_ = [\w\".]+|return)\s*;?\s*$")
"""Lines of a test that can never fail it."""
_SKIP = re.compile(r"\.Skip(?:f|Now)?\(")
_RUN = re.compile(r"\.Run\(\s*(?!\")")
_NUMBERED = re.compile(r"#\d+$")
"""What ``T.Run`` and ``F.Fuzz`` add to a name that is there already, or that is none."""
_TEXT = re.compile(r"\"((?:[^\"\\]|\\.){0,300})\"|`([^`]{0,300})`")
MOST_FILES = 500


class _Function(msgspec.Struct, frozen=True):
    """One function of a test file: rows of its first line and of what follows its last, from 0."""

    path: str
    first: int
    end: int
    lines: tuple[str, ...]
    bare: tuple[str, ...]


def find(repository: Repository, node: str) -> Answer[NamedTest]:
    """The test that ``node`` names; nothing where it is gone, a gap where that cannot be told."""
    match = NODE.fullmatch(node.strip())
    folder = None if match is None else folder_of(repository, match["folder"])
    if match is None or folder is None:
        return Answer(gaps=unseen(repository, posixpath.normpath(match["folder"])) if match else ())
    paths = _files(repository, folder)
    functions = [one for path in paths for one in _functions(repository, path, match["name"])]
    gaps = (*repository.gaps_of(paths), *unseen(repository, folder))
    if not functions:
        return Answer(gaps=gaps, read=paths)
    function = functions[-1]
    span = _span(function, function.first)
    if match["sub"]:
        place = _subtest(repository, function, paths, match["sub"])
        if isinstance(place, Gap) or place is None:
            return Answer(gaps=(place,) if place else gaps, read=paths)
        span = place
    never, maybe = _marks(function)
    test = NamedTest(
        form="go",
        node=node,
        span=span,
        file=function.path,
        never=never,
        maybe=maybe,
        home=module_of(repository, folder),
    )
    return Answer(found=(test,), read=paths)


def nearest(repository: Repository, node: str) -> str:
    """How the test would be written that ``node`` names without its folder, or by its file; "" where there is none."""
    match = re.fullmatch(r"(?:\S+::)?((?:Test|Fuzz|Example)\w*)", node.strip())
    if match is None:
        return ""
    found = (path for path in repository.paths if path.endswith("_test.go"))
    for path, _ in zip(found, range(MOST_FILES), strict=False):
        if next(_functions(repository, path, match[1]), None) is not None:
            return f"./{posixpath.dirname(path)} {match[1]}"
    return ""


def folder_of(repository: Repository, written: str) -> str | None:
    """The folder of a package as people write it: a path from the root, or an import path; "" is the root."""
    folder = posixpath.normpath(written.removesuffix("/..."))
    if folder == ".":
        return ""
    if folder in repository.folders:
        return folder
    for path in repository.matching("go.mod"):
        name = module_name(repository, path)
        home = posixpath.dirname(path)
        if name and (folder == name or folder.startswith(f"{name}/")):
            inner = posixpath.normpath(posixpath.join(home, folder[len(name) :].lstrip("/")))
            inner = "" if inner == "." else inner
            if not inner or inner in repository.folders:
                return inner
    return None


def module_name(repository: Repository, path: str) -> str:
    """The name that a go.mod gives its module."""
    match = _MODULE.search(repository.text(path) or "")
    return match[1] if match else ""


def module_of(repository: Repository, folder: str) -> str:
    """The folder of the module that ``folder`` belongs to; "" for the root, or where there is none."""
    here = folder
    while here and posixpath.join(here, "go.mod") not in repository.path_set:
        here = posixpath.dirname(here)
    return here


def _files(repository: Repository, folder: str) -> tuple[str, ...]:
    prefix = f"{folder}/" if folder else ""
    found = (
        path
        for path in repository.paths
        if path.startswith(prefix) and path.endswith("_test.go") and "/" not in path[len(prefix) :]
    )
    return tuple(path for path, _ in zip(found, range(MOST_FILES), strict=False) if there(repository, path))


def _functions(repository: Repository, path: str, name: str) -> Iterator[_Function]:
    text = repository.text(path)
    if text is None or name not in text:
        return
    bare = by_style(text, GO, strings=False).lines
    arguments = r"\(\s*\)" if name.startswith("Example") else r"\(\s*\w+\s+\*(?:\w+\.)?[TF]\s*\)"
    head = re.compile(rf"func\s+{re.escape(name)}\s*{arguments}")
    for row, line in enumerate(bare):
        if head.match(line):
            end = next((at for at in range(row, len(bare)) if bare[at].startswith("}")), row)
            end = row if line.rstrip().endswith("}") else end
            yield _Function(path, row, end + 1, repository.lines(path), bare)


def _subtest(repository: Repository, function: _Function, paths: tuple[str, ...], wanted: str) -> Span | Gap | None:
    """Where the name of a subtest stands: a text of the function, of its file, or a method of a suite."""
    parts = [_NUMBERED.sub("", _written(part)) for part in wanted.split("/")]
    last = parts[-1]
    for path in (function.path, *(path for path in paths if path != function.path)):
        lines = repository.lines(path)
        code = by_style(repository.text(path) or "", GO).lines
        for row, line in enumerate(code):
            texts = (one or other for one, other in _TEXT.findall(line))
            if any(_written(text) in (last, "/".join(parts)) for text in texts):
                return Span(path, row + 1, excerpt(lines[row]))
            if re.match(rf"func\s+\(\s*\w+\s+\*?\w+\s*\)\s+{re.escape(last)}\s*\(", line):
                return Span(path, row + 1, excerpt(lines[row]))
    lines = function.lines[function.first : function.end]
    made = any(_RUN.search(line) for line in lines) or any(".Add(" in line or ".Fuzz(" in line for line in lines)
    made = made or not last  # of subtests without a name only the number is told
    if made:
        reason = "names of its subtests are worked out when it runs: a report that has it would show"
        return Gap(wanted=wanted, reason=reason, span=_span(function, function.first))
    return None


def _written(name: str) -> str:
    """A name as ``T.Run`` writes it."""
    return re.sub(r"\s", "_", name.replace('\\"', '"'))


def _marks(function: _Function) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    never, maybe = list[Span](), list[Span]()
    package = next((row for row, line in enumerate(function.bare) if line.startswith("package ")), 0)
    maybe += [_span(function, row) for row in range(package) if _BUILD.match(function.lines[row])]
    if _SYSTEM.search(function.path):
        maybe.append(Span(function.path))
    depth, body = 0, ""
    for row in range(function.first, function.end):
        line = function.bare[row]
        for match in _SKIP.finditer(line):
            before = depth + line[: match.start()].count("{") - line[: match.start()].count("}")
            (never if before == 1 else maybe).append(_span(function, row))
        depth += line.count("{") - line.count("}")
        body += f"{_NOTHING.sub('', line)}\n"
    if not body.partition("{")[2].rstrip().removesuffix("}").strip():
        never.append(_span(function, function.first))
    return tuple(never), tuple(maybe)


def _span(function: _Function, row: int) -> Span:
    return Span(function.path, row + 1, excerpt(function.lines[row]))
