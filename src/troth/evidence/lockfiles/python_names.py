"""What lockfiles of Python write alike: names, indexes, repositories, groups."""

from __future__ import annotations

import re

from troth.evidence.lockfiles.reader import ComponentScope, Entry
from troth.evidence.manifests.reader import scope_of_word
from troth.formats.purl import placeholder
from troth.terms.package import PYPI, package

_USUAL = re.compile(r"https?://(?:www\.|files\.)?(?:pypi\.org|pypi\.python\.org|pythonhosted\.org)(?:/.*)?")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")


def key(name: str) -> str:
    """``name`` as PEP 503 normalises it."""
    return package(PYPI, name).name


def registry(index: str) -> str:
    """The address of an index that is not the usual one, else ""."""
    return "" if not index or _USUAL.fullmatch(index) or placeholder(index) else index


def add_git(entry: Entry, address: str, commit: str = "") -> None:
    """Say that ``entry`` comes from a git repository: "https://host/x.git?rev=main#0123…"."""
    base, _, fragment = address.partition("#")
    commit = commit or fragment
    entry.origin, entry.address = "git", base.partition("?")[0].removeprefix("git+")
    if _COMMIT.fullmatch(commit):
        entry.commit = commit


def scope_of_group(group: str) -> ComponentScope:
    """Of a dependency group by its name: groups are not installed with the package (PEP 735), so not for production."""
    found = scope_of_word(group)
    return "development" if found in (None, "optional") else found
