"""Where the documents of a policy lie, by their names alone.

GitHub shows SECURITY.md of ``.github``, the root and ``docs``, first match first, and of an owner's ``.github``
repository where a repository has none of its own
(https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions). GitLab has no place of its
own for it; projects there keep it in the root or in ``.gitlab``. RFC 9116, section 3, puts security.txt under
``/.well-known/``, and into the root for compatibility.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

import msgspec

from troth.policy.belonging import SUPPORT
from troth.policy.localised import ENDINGS, Name, is_policy, is_sure, taken_apart
from troth.terms.source import Role

FOLDERS = (".github", "", "docs", ".gitlab", "doc")
"""Folders that hold a policy, in the order in which hosts look."""
SITES = ("", "public/", "static/", "www/", "docs/")
WELL_KNOWN = (*(f"{site}.well-known/security.txt" for site in SITES), "security.txt")
"""Where security.txt lies, as sites lay out their folders."""
SUPPORT_FOLDERS = (".github", "", "docs")
MOST_ELSEWHERE = 3
"""Policies in other places that are named where the usual ones have none."""
_FOREIGN = re.compile(
    r"(?:^|/)(?:\.(?!github/)[^/]+|node_modules|vendor|vendors|vendored|third[_-]party|external|deps|licen[cs]es|venv|site-packages"
    r"|target|dist|build|tests?|testdata|fixtures|examples?|samples?|templates?|archived?|legacy)/",
    re.IGNORECASE,
)
MOST_ENTRIES = 100_000
"""Entries of a folder that are looked at."""


class Place(msgspec.Struct, frozen=True):
    """A document by its path from the root of the tree, and why it is one."""

    path: str
    role: Role
    origin: str = ""


def usual(root: Path) -> tuple[Place, ...]:
    """Documents of the project itself: its policy first, then others, translations, security.txt, SUPPORT."""
    found = [*_policies(root), *_well_known(root)]
    return (*found, *support(root)) if found else ()


def _policies(root: Path) -> list[Place]:
    """The policy that hosts show, every other one, and their translations."""
    plain: list[tuple[str, Name]] = []
    translated: list[tuple[str, Name]] = []
    for folder in FOLDERS:
        named = [(file, taken_apart(file)) for file in _files(root, folder) if file != "security.txt"]
        chosen = [(file, name) for file, name in named if is_policy(name)]
        for file, name in sorted(chosen, key=lambda each: (_ending(each[1]), each[1].stem, each[0])):
            (translated if name.language else plain).append((_joined(folder, file), name))
    if not plain:
        plain, translated = translated[:1], translated[1:]
    places = [
        Place(path, "policy" if not number or is_sure(name) else "page") for number, (path, name) in enumerate(plain)
    ]
    return places + [Place(path, "translation", _original(path, plain)) for path, _ in translated]


def _ending(name: Name) -> int:
    return ENDINGS.index(name.ending) or len(ENDINGS)


def _original(path: str, plain: list[tuple[str, Name]]) -> str:
    """What ``path`` translates: the policy beside it, else the one that is shown."""
    folder = path.rpartition("/")[0]
    return next((other for other, _ in plain if other.rpartition("/")[0] == folder), plain[0][0])


def _well_known(root: Path) -> list[Place]:
    return [
        Place(path, "security.txt")
        for path in WELL_KNOWN
        if path.rpartition("/")[2] in _files(root, path.rpartition("/")[0])
    ]


def support(root: Path) -> list[Place]:
    """SUPPORT of the project, where it has one."""
    for folder in SUPPORT_FOLDERS:
        for file in _files(root, folder):
            name = taken_apart(file)
            if is_policy(name, SUPPORT) and name.stem.isupper() and not name.language:
                return [Place(_joined(folder, file), "support")]
    return []


def elsewhere(paths: Iterable[str]) -> list[str]:
    """Those of the ``paths`` of a tree that are called like a policy outside of the usual places, the nearest first.

    Other people's code, examples and templates have policies of their own.
    """
    found = []
    for path in paths:
        name = taken_apart(path.rpartition("/")[2])
        if is_policy(name) and is_sure(name) and not name.language and not _FOREIGN.search(path):
            found.append(path)
    return sorted(found, key=lambda path: (path.count("/"), path))[:MOST_ELSEWHERE]


def _files(root: Path, folder: str) -> list[str]:
    """Names of the regular files of a folder, sorted; links to files count, and are followed later, inside the tree."""
    try:
        with os.scandir(root / folder) as entries:
            names = [
                entry.name for _, entry in zip(range(MOST_ENTRIES), entries, strict=False) if _is_named(entry.name)
            ]
    except OSError:
        return []
    return sorted(name for name in names if _is_file(root / folder / name))


def _is_named(file: str) -> bool:
    return file.lower().startswith(("security", "support"))


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _joined(folder: str, file: str) -> str:
    return f"{folder}/{file}" if folder else file
