"""What is seen of weaknesses of the project itself: advisories that are known of it, and its release notes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from troth.terms.package import Package
from troth.terms.span import Span


class OwnPackage(msgspec.Struct, frozen=True, kw_only=True):
    """A package that a manifest of the tree says it is; ``repository`` is where the tree comes from, "" if unknown."""

    package: Package
    span: Span
    repository: str = ""


class OwnWeakness(msgspec.Struct, frozen=True, kw_only=True):
    """A weakness of the project itself for which there is a fix.

    ``names`` are all of its names, ``fixed`` the versions with the fix, ``published`` when it was told to the world.
    ``known_by`` says who tells: "advisories" are published databases, "desk" the signed facts of a desk.
    """

    names: tuple[str, ...]
    fixed: tuple[str, ...]
    published: datetime | None
    known_by: Literal["advisories", "desk"]
    span: Span


class NotesSection(msgspec.Struct, frozen=True, kw_only=True):
    """A release in a file of release notes: its ``version``, and whether it speaks of security at all."""

    version: str
    security: bool
    span: Span


class NotesFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of release notes. ``named`` are the names of weaknesses that stand in it, each with its first line."""

    span: Span
    named: tuple[tuple[str, Span], ...] = ()
    sections: tuple[NotesSection, ...] = ()
