"""What pip-audit can be given of a tree: requirements files as they are, lockfiles as the packages that they name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from troth.evidence.repository import Repository

LOCKS = ("uv.lock", "poetry.lock", "pdm.lock")
PYLOCK = ("pylock.toml", "pylock.*.toml")
REQUIREMENTS = ("requirements*.txt", "*-requirements.txt", "*_requirements.txt", "*.requirements.txt",
                "requirements/*.txt", "*/requirements/*.txt")  # fmt: skip
FOREIGN = frozenset({"node_modules", "vendor", "site-packages", ".venv", "venv"})
_INCLUDE = re.compile(r"^\s*(?:-r|-c|--requirement|--constraint)[\s=]+(\S+)", re.MULTILINE)
_LOCAL = re.compile(
    r"^\s*(?:-e\b|--editable\b|\.{0,2}/|\.\s*$|[\w.-]*\s*(?:\[[^\]]*\])?\s*@\s|\w+\+|file:)", re.MULTILINE
)
_NAME = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


class Locked(msgspec.Struct, frozen=True, kw_only=True):
    """A package of a lockfile; ``elsewhere`` is its source where that is no index of packages."""

    name: str
    version: str
    elsewhere: str = ""


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """One file that is audited. ``locked`` are the packages of a lockfile that pip-audit cannot read itself."""

    path: str
    kind: Literal["requirements", "pylock", "lock"]
    hashed: bool = False
    locked: tuple[Locked, ...] = ()


def inputs(repository: Repository) -> tuple[Input, ...]:
    """Every file of the tree that names Python packages in versions, one by one."""
    return tuple(
        sorted((*_requirements(repository), *_pylocks(repository), *_locks(repository)), key=lambda one: one.path)
    )


def nothing_to_do(repository: Repository) -> str:
    """Why there is nothing to audit; "" where there is something."""
    files = repository.matching(*REQUIREMENTS, *PYLOCK, *LOCKS)
    return (
        "" if any(map(_ours, files)) else "no requirements file, pylock, uv.lock, poetry.lock or pdm.lock in the tree"
    )


def _ours(path: str) -> bool:
    return FOREIGN.isdisjoint(path.split("/")[:-1])


def _requirements(repository: Repository) -> Iterator[Input]:
    for path in filter(_ours, repository.matching(*REQUIREMENTS)):
        text = repository.text(path) or ""
        if any(_NAME.match(line) or _LOCAL.match(line) for line in text.splitlines()):
            yield Input(path=path, kind="requirements", hashed="--hash=" in text)


def _pylocks(repository: Repository) -> Iterator[Input]:
    for path in filter(_ours, repository.matching(*PYLOCK)):
        yield Input(path=path, kind="pylock")


def _locks(repository: Repository) -> Iterator[Input]:
    for path in filter(_ours, repository.matching(*LOCKS)):
        yield Input(path=path, kind="lock", locked=tuple(_locked(repository.toml(path))))


def _locked(document: dict[str, Any] | None) -> Iterator[Locked]:
    """Packages of ``[[package]]`` tables; the project itself and its workspace members are none."""
    entries = document.get("package") if document else None
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            continue
        source = entry.get("source")
        own = isinstance(source, dict) and {"editable", "virtual", "directory", "path"} & set(source)
        if own or "path" in entry:
            continue
        version = entry.get("version")
        yield Locked(
            name=entry["name"],
            version=version if isinstance(version, str) else "",
            elsewhere=_elsewhere(entry, source) or ("" if isinstance(version, str) and version else "no version"),
        )


def _elsewhere(entry: dict[str, Any], source: object) -> str:
    """The kind of a source that is no index: uv names it by its key, poetry by a type, pdm beside the package."""
    if isinstance(source, dict):
        word = source.get("type")
        if isinstance(word, str):
            return "" if word == "legacy" else word
        return next((name for name in ("git", "url") if name in source), "")
    return next((name for name in ("git", "url") if name in entry), "")


def as_pylock(locked: tuple[Locked, ...]) -> str:
    """The packages as a lockfile of PEP 751, which pip-audit can read: names and versions, nothing else."""
    pairs = [(json.dumps(one.name), json.dumps(one.version)) for one in locked if not one.elsewhere]
    rows = [f"[[packages]]\nname = {name}\nversion = {version}\n" for name, version in pairs]
    return 'lock-version = "1.0"\ncreated-by = "troth"\n\n' + "\n".join(rows)


def included(repository: Repository, path: str) -> tuple[str, ...]:
    """``path`` and all that it includes by ``-r`` and ``-c``, inside the tree."""
    seen: dict[str, None] = {}
    waiting = [path]
    while waiting:
        one = waiting.pop()
        if one in seen or one not in repository.path_set:
            continue
        seen[one] = None
        folder = one.rpartition("/")[0]
        waiting += [_joined(folder, name) for name in _INCLUDE.findall(repository.text(one) or "")]
    return tuple(seen)


def _joined(folder: str, name: str) -> str:
    parts: list[str] = folder.split("/") if folder else []
    for part in name.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def builds(repository: Repository, path: str) -> bool:
    """Whether resolving ``path`` would build something: local folders, repositories, addresses of archives."""
    return any(_LOCAL.search(_uncommented(repository.text(one) or "")) for one in included(repository, path))


def _uncommented(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
