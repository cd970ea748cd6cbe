"""What a project is made of: components that its lockfiles and manifests name, each with its line."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from troth.terms.answer import Gap
from troth.terms.package import Package
from troth.terms.span import Span

Origin = Literal["registry", "git", "path", "url", "workspace", "toolchain", "unknown"]


class Component(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One package in one version, as one file names it.

    ``version`` is as written and "" where the file gives none (then a gap says so too). ``direct`` is None where the
    file cannot tell. ``via`` is one shortest path of introduction by names, the direct dependency first, empty for
    direct ones and where it cannot be told. ``scope`` is "" where it cannot be told. ``registry`` is the address of a
    registry other than the usual one. ``checksums`` are "algorithm:hex". ``licence`` is the expression that the file
    declares. ``own`` is false where the file stands among other people's code or test data, or in a submodule: it says
    nothing of what the project itself uses.
    """

    package: Package
    version: str
    purl: str
    span: Span
    direct: bool | None = None
    via: tuple[str, ...] = ()
    scope: Literal["", "runtime", "development", "test", "build", "optional"] = ""
    origin: Origin = "registry"
    registry: str = ""
    commit: str = ""
    checksums: tuple[str, ...] = ()
    licence: str = ""
    own: bool = True


class Inventoried(msgspec.Struct, frozen=True, kw_only=True):
    """One lockfile, the kind of its format ("cargo_lock", "" where nothing reads it), and what it names.

    ``gaps`` are what stays hidden; ``notes`` hide nothing: they say why a file adds no component, or what its
    components do not mean.
    """

    path: str
    kind: str
    components: tuple[Component, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[Gap, ...] = ()


class Tenure(msgspec.Struct, frozen=True, kw_only=True):
    """How long one lockfile named one version of a package, by the history of the checked commit.

    ``since`` and ``until`` are commit times (UTC), ``until`` None where it still does; ``entered_by`` and ``left_by``
    are full commit hashes. ``known_from_start`` is false where the history ends before the version entered (a shallow
    clone), so that ``since`` is only the latest possible time. The line of ``component`` is the one that it had when it
    was last written.
    """

    component: Component
    since: datetime
    entered_by: str
    until: datetime | None = None
    left_by: str = ""
    known_from_start: bool = True
