"""Where a repository keeps its policy: the usual places, companions of the policy, and documents that continue it."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from troth.policy.document import parse
from troth.policy.section import Role, roles
from troth.policy.words.sieve import SIEVE
from troth.terms.statement import Statement

FOLDERS = (".github", "", "docs", ".gitlab", "doc")
"""Where hosts and people look for a policy, those first that GitHub shows first.

https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions
"""
_SUFFIX = r"\.(?:md|markdown|rst|adoc|asciidoc|txt|html?)"
ENDING = rf"(?:[._-][a-z]{{2}}(?:[-_][a-z]{{2,4}})?{_SUFFIX}|{_SUFFIX})?"
"""What stands behind the name: a suffix, and before it the language of a translation (SECURITY.de.md)."""
POLICY = re.compile(rf"^security(?:[-_ ]?policy)?{ENDING}$", re.IGNORECASE)
SUPPORT = re.compile(rf"^support{ENDING}$", re.IGNORECASE)
CONTACTS = re.compile(r"^security\.txt$", re.IGNORECASE)
WELL_KNOWN = (".well-known", "public/.well-known", "static/.well-known", "www/.well-known", "docs/.well-known")
"""Folders of security.txt (RFC 9116 §3), as sites lay them out."""
CONTINUES = re.compile(
    r"incident[-_ ]?response|disclosure|vulnerabilit\w+[-_ ](?:management|handling|response|policy|process|program)|"
    r"security[-_ ](?:policy|process|procedures?|response|practices|measures|guidelines|support|program\w*)|"
    r"supported?[-_ ]versions|(?:support|release|patch|embargo|maintenance)[-_ ](?:policy|process|management)|"
    r"bug[-_ ]?bounty|threat[-_ ]?model|response[-_ ](?:plan|times)|severity",
    re.IGNORECASE,
)
"""Names and link texts of documents that continue a policy."""
OTHERWISE = re.compile(
    r"^(?:readme|contributing|changelog|history|licen[cs]e|code[-_]of[-_]conduct|install|authors)\b", re.IGNORECASE
)
READABLE = re.compile(r"\.(?:md|markdown|rst|adoc|asciidoc|txt)$", re.IGNORECASE)
DEEPEST = 2
"""Links that are followed from the policy."""
MOST = 12
"""Documents that continue a policy and are read."""
LEFT = Role.USERS | Role.SCOPE | Role.HISTORY | Role.FUTURE
"""Sections whose links lead to other matters."""


def policies(root: Path) -> list[str]:
    """Policies of the tree at ``root`` in the usual places, relative to it; empty where there is none."""
    found = [name for folder in FOLDERS for name in _named(root, folder, POLICY)]
    found += [
        name
        for folder in ("", *WELL_KNOWN)
        for name in _named(root, folder, re.compile(r"^security\.txt$", re.IGNORECASE))
    ]
    return list(dict.fromkeys(found))


def companions(root: Path) -> list[str]:
    """Documents that speak of support, and so of versions and answers, beside a policy."""
    return [name for folder in FOLDERS for name in _named(root, folder, SUPPORT)]


def organisation(root: Path) -> Path | None:
    """The checkout of the organisation's ``.github`` repository, where it stands beside the one at ``root``."""
    beside = Path(os.path.realpath(root)).parent / ".github"
    return beside if (beside / ".git").exists() and policies(beside) else None


def continued(root: Path, path: str, text: str) -> Iterator[str]:
    """Documents of the tree that the policy at ``path`` links to as part of itself."""
    for statement in parse(path, text).statements:
        if _of_other_matters(statement):
            continue
        for link in statement.links:
            name = target(path, link.url)
            if name and CONTINUES.search(f"{posixpath.basename(name)} {link.label}") and _inside(root, name):
                yield name


def target(path: str, url: str) -> str:
    """The document of the tree that ``url`` leads to from the document ``path``; "" where it leads elsewhere."""
    plain = url.split("#", 1)[0].split("?", 1)[0]
    if not plain or re.match(r"[a-zA-Z][\w+.-]*:|//", plain) or not READABLE.search(plain):
        return ""
    below = plain.lstrip("/") if plain.startswith("/") else posixpath.join(posixpath.dirname(path), plain)
    name = posixpath.normpath(below)
    return "" if name.startswith("../") or OTHERWISE.match(posixpath.basename(name)) else name


def _of_other_matters(statement: Statement) -> bool:
    return any(roles(SIEVE.sift(title)) & LEFT for title in statement.heading)


def _inside(root: Path, name: str) -> bool:
    """Whether ``name`` is a file of the tree; links that lead out of it are none."""
    try:
        real = Path(os.path.realpath(root / name))
        return real.is_file() and real.is_relative_to(Path(os.path.realpath(root)))
    except (OSError, ValueError):
        return False


def _named(root: Path, folder: str, pattern: re.Pattern[str]) -> list[str]:
    """Files of ``folder`` whose names match, the shortest first: a policy before its translations."""
    try:
        entries = [entry.name for entry in (root / folder).iterdir() if pattern.match(entry.name) and entry.is_file()]
    except OSError:
        return []
    return [posixpath.join(folder, name) for name in sorted(entries, key=lambda name: (len(name), name))]
