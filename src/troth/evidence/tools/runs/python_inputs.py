"""What pip-audit can be given of a tree: requirements files as they are, lockfiles as the packages that they name."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import msgspec
from packaging.requirements import InvalidRequirement, Requirement

from troth.evidence.manifests.python_line import LONGEST
from troth.evidence.manifests.requirements import logical_lines
from troth.evidence.repository import Repository

LOCKS = ("uv.lock", "poetry.lock", "pdm.lock")
PYLOCK = ("pylock.toml", "pylock.*.toml")
REQUIREMENTS = ("requirements*.txt", "*-requirements.txt", "*_requirements.txt", "*.requirements.txt",
                "requirements/*.txt", "*/requirements/*.txt")  # fmt: skip
FOREIGN = frozenset({"node_modules", "vendor", "site-packages", ".venv", "venv"})
_INCLUDE = re.compile(r"(?P<flag>-r|-c|--requirem\w*|--c\w*)(?:\s*=\s*|\s+|(?=[^-\s=]))(?P<target>.+)")
"""``-r FILE`` and ``-c FILE``; pip takes shortened names of options too."""
_HARMLESS = re.compile(r"--(?:pre|prefer-binary|require-hashes)")
"""Options that choose no source of packages and no form of them."""
_ARCHIVES = (".whl", ".zip", ".tar", ".tgz", ".gz", ".bz2", ".tbz", ".xz", ".txz", ".tlz", ".lz", ".lzma")
_HASH = re.compile(r"\s--hash[=\s]\s*\S+")
_WORD = re.compile(r"[A-Za-z0-9./~$]|-e|--e")
"""How a line begins that names a package, a folder or an address."""


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
    """Files by their names, and all that they include: without pip, pip-audit does not follow ``-r``."""
    named = filter(_ours, repository.matching(*REQUIREMENTS))
    for path in _closure(repository, named, lambda flag: not flag.startswith(("-c", "--c"))):
        if any(_WORD.match(line) for line in _lines(repository, path)):
            yield Input(path=path, kind="requirements", hashed="--hash=" in (repository.text(path) or ""))


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
    return _closure(repository, (path,), _both)


def outside(repository: Repository, path: str) -> tuple[str, ...]:
    """What ``path`` and its includes include that is not in the tree."""
    found = (target for one in included(repository, path) for _, target in _includes(repository, one))
    return tuple(dict.fromkeys(target for target in found if target not in repository.path_set))


def builds(repository: Repository, path: str) -> bool:
    """Whether resolving ``path`` could build something, or fetch from where the tree says.

    pip builds what is a folder, a repository or an address, whatever it is told about wheels, and so it does for what a
    package of another index needs; ``--no-binary`` undoes ``PIP_ONLY_BINARY``. So only names with versions pass, and
    options that choose nothing of this.
    """
    lines = (line for one in included(repository, path) for line in _lines(repository, one))
    return bool(outside(repository, path)) or not all(map(_harmless, lines))


def _harmless(line: str) -> bool:
    if _INCLUDE.fullmatch(line) or _HARMLESS.fullmatch(line):
        return True
    try:
        found = Requirement(_HASH.sub("", line)[:LONGEST])
    except InvalidRequirement:
        return False
    return found.url is None and not found.name.endswith(_ARCHIVES)


def _both(_: str) -> bool:
    return True


def _closure(repository: Repository, paths: Iterable[str], follows: Callable[[str], bool]) -> tuple[str, ...]:
    """``paths`` and what they include, each file read once."""
    seen: dict[str, None] = {}
    waiting = list(paths)
    while waiting:
        one = waiting.pop()
        if one in seen or one not in repository.path_set:
            continue
        seen[one] = None
        waiting += [target for flag, target in _includes(repository, one) if follows(flag)]
    return tuple(seen)


def _includes(repository: Repository, path: str) -> Iterator[tuple[str, str]]:
    """Option and path of each line that includes a file; what leads out of the tree stays as written."""
    for line in _lines(repository, path):
        found = _INCLUDE.fullmatch(line)
        if found:
            target = found["target"].strip().strip("\"'")
            yield found["flag"], _joined(path.rpartition("/")[0], target)


def _joined(folder: str, name: str) -> str:
    if "://" in name or name.startswith(("/", "~", "file:")):
        return name
    joined = posixpath.normpath(posixpath.join(folder, name))
    return name if joined.startswith("..") else joined


def _lines(repository: Repository, path: str) -> tuple[str, ...]:
    """Logical lines as pip sees them: it ends lines wherever ``str.splitlines`` does, also at form feeds."""
    text = repository.text(path) or ""
    return tuple(line for _, _, line in logical_lines(tuple(text.splitlines())))
