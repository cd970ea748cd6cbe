"""Files that choose versions of languages and nothing else: .python-version, .nvmrc, .tool-versions, mise.toml."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from troth.evidence.manifests.pyproject import table
from troth.evidence.manifests.reader import Found, Reader, place
from troth.evidence.repository import Repository
from troth.terms.seen.manifests import Toolchain

_SINGLE = {".python-version": "python", ".nvmrc": "node", ".node-version": "node", ".go-version": "go"}
LANGUAGES = {
    "python": "python", "node": "node", "nodejs": "node", "go": "go", "golang": "go", "rust": "rust",
}  # fmt: skip
"""How version managers and images call the languages."""


def read(repository: Repository, path: str) -> Found:
    """Read whichever of these files it is."""
    name = posixpath.basename(path)
    if name in _SINGLE:
        return Found(toolchains=tuple(_single(repository, path, _SINGLE[name])))
    return Found(toolchains=tuple(_mise(repository, path) if name.endswith(".toml") else _asdf(repository, path)))


def _single(repository: Repository, path: str, language: str) -> Iterator[Toolchain]:
    origin = "python-version" if language == "python" else "tool-versions"
    for number, line in enumerate(repository.lines(path), 1):
        version = line.partition("#")[0].strip()
        if version:
            span = place(repository, path, number)
            version = version.removeprefix("v").removeprefix("go")
            yield Toolchain(language=language, version=version, span=span, origin=origin, primary=False)


def _asdf(repository: Repository, path: str) -> Iterator[Toolchain]:
    for number, line in enumerate(repository.lines(path), 1):
        words = line.partition("#")[0].split()
        if len(words) > 1 and words[0] in LANGUAGES:
            span = place(repository, path, number)
            yield Toolchain(
                language=LANGUAGES[words[0]], version=words[1], span=span, origin="tool-versions", primary=False
            )


def _mise(repository: Repository, path: str) -> Iterator[Toolchain]:
    lines = repository.toml_lines(path)
    for name, entry in table(repository.toml(path) or {}, "tools").items():
        for value in entry if isinstance(entry, list) else [entry]:
            version = value.get("version") if isinstance(value, dict) else value
            if name in LANGUAGES and isinstance(version, str):
                span = place(repository, path, lines.get(("tools", name)))
                yield Toolchain(
                    language=LANGUAGES[name], version=version, span=span, origin="tool-versions", primary=False
                )


READER = Reader(
    ecosystem="",
    globs=(*_SINGLE, ".tool-versions", "mise.toml", ".mise.toml"),
    read=read,
)
