"""go.mod and go.work (https://go.dev/ref/mod#go-mod-file)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

import msgspec

from troth.evidence.manifests.reader import Found, Reader, place
from troth.evidence.repository import Repository
from troth.terms.seen.manifests import Requirement, Toolchain

_OPEN = re.compile(r"(?P<verb>[a-z]+)\s*\(\s*")
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`|[^\s"`()]+')


class Directive(msgspec.Struct, frozen=True):
    """One directive: its verb, its words and what its comment says."""

    verb: str
    words: tuple[str, ...]
    line: int
    comment: str


def read(repository: Repository, path: str) -> Found:
    """Read requirements with what replaces them, and the lines that choose the version of Go."""
    found = tuple(directives(repository.lines(path)))
    replacements = {}
    for directive in found:
        if directive.verb == "replace" and "=>" in directive.words:
            arrow = directive.words.index("=>")
            if directive.words[:arrow] and directive.words[arrow + 1 :]:
                replacements[directive.words[0]] = directive.words[arrow + 1 :]
    requirements = tuple(
        _requirement(repository, path, directive, replacements.get(directive.words[0], ()))
        for directive in found
        if directive.verb == "require" and len(directive.words) == 2
    )
    workspace = posixpath.basename(path) == "go.work"
    toolchains = tuple(
        Toolchain(
            language="go",
            version=directive.words[0].removeprefix("go"),
            span=place(repository, path, directive.line),
            origin="go-directive" if directive.verb == "go" else "toolchain-directive",
            primary=directive.verb == "go" and not workspace,
        )
        for directive in found
        if directive.verb in ("go", "toolchain") and len(directive.words) == 1 and directive.words[0] != "default"
    )
    return Found(requirements=requirements, toolchains=toolchains)


def _requirement(repository: Repository, path: str, directive: Directive, replacement: tuple[str, ...]) -> Requirement:
    name, version = directive.words
    local = bool(replacement) and replacement[0].startswith((".", "/"))
    return Requirement(
        ecosystem="go",
        name=name,
        constraint=replacement[1] if len(replacement) > 1 else version,
        span=place(repository, path, directive.line),
        source="path" if local else "index",
        indirect=directive.comment.startswith("indirect"),
    )


def directives(lines: Iterable[str]) -> Iterator[Directive]:
    """Directives of go.mod and go.work, those in blocks too."""
    verb = ""
    for number, line in enumerate(lines, 1):
        code, _, comment = line.partition("//")
        code, comment = code.strip(), comment.strip()
        opens = _OPEN.fullmatch(code)
        if opens:
            verb = opens["verb"]
        elif code == ")":
            verb = ""
        elif code:
            words = tuple(word.strip('"`') for word in _WORD.findall(code))
            if verb and words:
                yield Directive(verb, words, number, comment)
            elif len(words) > 1:
                yield Directive(words[0], words[1:], number, comment)


READER = Reader(ecosystem="go", globs=("go.mod", "go.work"), read=read, gives=("go",))
