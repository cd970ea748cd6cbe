"""go.mod: the modules that are built, and the Go that builds them (https://go.dev/ref/mod#go-mod-file).

Since Go 1.17 it names every module that packages of the main module need ("lazy loading"); before, only those that are
needed directly and a few others.
"""

from __future__ import annotations

import posixpath
import re

from troth.evidence.lockfiles.go_modules import RELEASE, Directive, directives, full, hashes
from troth.evidence.lockfiles.reader import Entry, Locked, Reader, gap, locked
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.package import GO

_PSEUDO = re.compile(r".*[.-]\d{14}-([0-9a-f]{12})(?:\+incompatible)?")
_VERBS = frozenset(
    {"module", "go", "toolchain", "require", "replace", "exclude", "retract", "tool", "godebug", "ignore"}
)


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file, and the go.sum beside it for checksums."""
    found = tuple(directives(text.split("\n")))
    gaps = [
        gap(path, "a directive", f"{directive.verb[:40]} is no directive of go.mod", directive.line)
        for directive in found
        if directive.verb not in _VERBS
    ]
    beside = posixpath.join(posixpath.dirname(path), "go.sum")
    sums = hashes(repository.text(beside) or "") if beside in repository.path_set else {}
    entries = _toolchain(found)
    replaced = _replacements(found)
    excluded = {directive.words[:2] for directive in found if directive.verb == "exclude"}
    for directive in found:
        if directive.verb != "require":
            continue
        if len(directive.words) != 2:
            gaps.append(gap(path, "a requirement", "not a module and its version", directive.line))
            continue
        if directive.words in excluded:
            gaps.append(gap(path, directive.words[0], f"{directive.words[1]} is excluded", directive.line))
            continue
        entries.append(_entry(repository, path, directive, replaced))
    for entry in entries:
        digest = sums.get((entry.name, entry.version))
        entry.checksums = (digest,) if digest else ()
    gaps += _completeness(path, found)
    return locked(path, GO, entries, gaps)


def _completeness(path: str, found: tuple[Directive, ...]) -> list[Gap]:
    if full(found) or not any(directive.verb in ("module", "require", "go") for directive in found):
        return []
    reason = "before Go 1.17 go.mod does not name the modules that others need; go.sum names more than are built"
    line = next((directive.line for directive in found if directive.verb == "go"), None)
    return [gap(path, "all modules", reason, line)]


def _toolchain(found: tuple[Directive, ...]) -> list[Entry]:
    """The standard library, and the toolchain where a line names it: what is at least used to build."""
    entries = []
    lines = {
        directive.verb: directive
        for directive in reversed(found)
        if directive.verb in ("go", "toolchain") and len(directive.words) == 1 and RELEASE.fullmatch(directive.words[0])
    }
    chosen = lines.get("toolchain") or lines.get("go")
    for name, directive in (("stdlib", chosen), ("toolchain", lines.get("toolchain"))):
        if directive is not None:
            entries.append(
                Entry(
                    name=name,
                    version=directive.words[0].removeprefix("go"),
                    line=directive.line,
                    text=f"{directive.verb} {directive.words[0]}",
                    origin="toolchain",
                    direct=True,
                    scope="runtime" if name == "stdlib" else "build",
                )
            )
    return entries


def _replacements(found: tuple[Directive, ...]) -> dict[tuple[str, ...], Directive]:
    """Replacements by what they replace: (module,) or (module, version)."""
    replaced = {}
    for directive in found:
        if directive.verb == "replace" and "=>" in directive.words:
            arrow = directive.words.index("=>")
            if arrow in (1, 2) and directive.words[arrow + 1 :]:
                replaced[directive.words[:arrow]] = directive
    return replaced


def _entry(
    repository: Repository,
    path: str,
    directive: Directive,
    replaced: dict[tuple[str, ...], Directive],
) -> Entry:
    name, version = directive.words
    entry = Entry(
        name=name,
        version=version,
        line=directive.line,
        text=f"{name} {version}",
        direct=not directive.comment.startswith("indirect"),
    )
    replacement = replaced.get((name, version)) or replaced.get((name,))
    if replacement is not None:
        by = replacement.words[replacement.words.index("=>") + 1 :]
        if len(by) > 1:
            entry.name, entry.version = by[0], by[1]
        else:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), by[0]))
            inside = posixpath.join(target, "go.mod").removeprefix("./") in repository.path_set
            entry.version = ""
            entry.origin = "workspace" if inside else "path"
            entry.why = f"replaced by the folder {by[0]}, which is not in the tree"
        entry.line, entry.text = replacement.line, " ".join(replacement.words)
    pseudo = _PSEUDO.fullmatch(entry.version)
    entry.commit = pseudo[1] if pseudo else ""
    return entry


READER = Reader(
    globs=("go.mod",),
    ecosystem=GO,
    read=read,
    entries="every `require` as `replace` leaves it; `go` as `stdlib`, `toolchain` as `stdlib` and `toolchain`",
    direct="partly",
    checksums="yes",
    cannot="what brings an indirect module in; before Go 1.17 most of these; which Go is used, beyond the oldest",
)
