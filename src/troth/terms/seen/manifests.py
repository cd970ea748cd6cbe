"""What the project depends on and calls itself: requirements, toolchains, versions, releases."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from troth.terms.span import Span

Scope = Literal["runtime", "development", "test", "build", "optional"]


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """One dependency line of a manifest.

    ``name`` is normalised for its ecosystem ("pypi", "go", "cargo", "npm", "docker", "github-actions");
    ``constraint`` is the version part as written ("~=0.104.1", "^1.2", "" for none). ``hashed``: the line carries a
    hash or digest. ``source`` is "index", "git", "path", "url" or "workspace". ``constrains`` marks lines of a
    constraints file, ``indirect`` those that a tool wrote for the dependencies of dependencies. ``variable`` marks
    values that cannot be told from the file (``${VERSION}``).
    """

    ecosystem: str
    name: str
    constraint: str
    span: Span
    scope: Scope = "runtime"
    hashed: bool = False
    source: str = "index"
    constrains: bool = False
    indirect: bool = False
    extras: tuple[str, ...] = ()
    variable: bool = False


class Lockfile(msgspec.Struct, frozen=True, kw_only=True):
    """A lockfile in the tree. ``hashed``: every entry carries a checksum."""

    ecosystem: str
    span: Span
    hashed: bool


class Toolchain(msgspec.Struct, frozen=True, kw_only=True):
    """A line that says which version of a language is used.

    ``origin``: "go-directive", "toolchain-directive", "docker-image", "setup-action", "rust-toolchain", "rust-version",
    "requires-python", "python-version", "engines", "ci-image", "tool-versions", "download". ``primary`` lines are the
    manifest's own; the others may override it. ``verified`` is for downloads: a checksum of the archive is checked.
    """

    language: str
    version: str
    span: Span
    origin: str
    primary: bool
    verified: bool | None = None
    variable: bool = False


class DeclaredVersion(msgspec.Struct, frozen=True, kw_only=True):
    """The version that a manifest of the project gives itself."""

    package: str
    version: str
    span: Span
    published: bool = True


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A version tag. ``span.path`` is ``tag:<name>``."""

    tag: str
    version: str
    span: Span
    at: date | None = None
    prerelease: bool = False
    package: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A manifest file and the ecosystem it belongs to."""

    ecosystem: str
    span: Span
