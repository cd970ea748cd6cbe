"""What the tree and this machine say of licences: allow-lists, and the licence that each dependency declares."""

from __future__ import annotations

from typing import Literal

import msgspec

from troth.terms.package import Package
from troth.terms.settings import Named
from troth.terms.span import Span


class LicenceException(msgspec.Struct, frozen=True, kw_only=True):
    """Licences that one package may have beyond the list. ``explained``: a reason or a comment stands beside it."""

    package: str
    allow: tuple[str, ...]
    span: Span
    explained: bool


class LicenceList(msgspec.Struct, frozen=True, kw_only=True):
    """An allow-list in a tool's own file. ``removed`` are keys with which the tool refuses the whole file.

    ``takes_reasons`` says whether an exception of this tool has a field for its reason.
    """

    tool: str
    span: Span
    allow: tuple[Named, ...]
    exceptions: tuple[LicenceException, ...] = ()
    removed: tuple[Named, ...] = ()
    takes_reasons: bool = False


class DeclaredLicence(msgspec.Struct, frozen=True, kw_only=True):
    """What one dependency says its licence is.

    ``text`` is as declared; ``how`` grades it: an expression in its metadata, in a lockfile, a classifier or name, or
    the text of its licence file, recognised. ``span`` is the line that names the dependency.
    """

    package: Package
    version: str
    text: str
    span: Span
    how: Literal["lockfile", "metadata", "classifier", "licence file"]
