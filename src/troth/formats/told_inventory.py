"""What ``troth inventory --json`` printed, read back: components and what the lockfiles do not tell.

Whoever holds it may have changed it: everything is checked, and what is no inventory is a ``ValueError``.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from troth.terms.answer import Gap
from troth.terms.package import package
from troth.terms.seen.components import Component, Origin
from troth.terms.span import Span

MOST = 100_000
"""Components of one inventory; more are refused."""
Word = Annotated[str, msgspec.Meta(max_length=4_000)]


class _Component(msgspec.Struct, frozen=True, kw_only=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    version: Annotated[str, msgspec.Meta(max_length=200)] = ""
    purl: Word = ""
    file: Word = ""
    line: Annotated[int, msgspec.Meta(ge=0, le=2_000_000_000)] | None = None
    ecosystem: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    direct: bool | None = None
    via: tuple[Word, ...] = ()
    scope: Literal["", "runtime", "development", "test", "build", "optional"] = ""
    origin: Origin = "registry"
    licence: Word = ""
    own: bool = True


class _Gap(msgspec.Struct, frozen=True, kw_only=True):
    wanted: Word = ""
    reason: Word = ""
    file: Word | None = None
    line: Annotated[int, msgspec.Meta(ge=0, le=2_000_000_000)] | None = None
    hides: bool = True


class _File(msgspec.Struct, frozen=True, kw_only=True):
    file: Word
    format: Word | None = None
    components: Annotated[int, msgspec.Meta(ge=0)] = 0


class _Inventory(msgspec.Struct, frozen=True, kw_only=True):
    components: Annotated[tuple[_Component, ...], msgspec.Meta(max_length=MOST)]
    gaps: tuple[_Gap, ...] = ()
    files: tuple[_File, ...]


class ToldInventory(msgspec.Struct, frozen=True):
    """An inventory: what the files name, and what stays hidden of it."""

    components: tuple[Component, ...]
    gaps: tuple[Gap, ...]


def is_inventory(said: object) -> bool:
    """Whether a parsed JSON document looks like one."""
    return isinstance(said, dict) and "components" in said and "files" in said and "bomFormat" not in said


def read(said: Any) -> ToldInventory:
    """The inventory that ``said`` (parsed JSON) is.

    Raises:
        ValueError: it is none, or names more than ``MOST`` components.
    """
    if not is_inventory(said):
        raise ValueError("it is no result of troth inventory --json")
    try:
        told = msgspec.convert(said, _Inventory)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ValueError(str(error)) from None
    components = tuple(
        Component(
            package=package(one.ecosystem, one.name),
            version=one.version,
            purl=one.purl,
            span=Span(one.file, one.line),
            direct=one.direct,
            via=one.via,
            scope=one.scope,
            origin=one.origin,
            licence=one.licence,
            own=one.own,
        )
        for one in told.components
    )
    gaps = tuple(
        Gap(wanted=one.wanted, reason=one.reason, span=Span(one.file, one.line) if one.file else None)
        for one in told.gaps
        if one.hides
    )
    return ToldInventory(components, gaps)
