"""What a project tells Troth in ``troth.toml`` beside its waivers."""

from __future__ import annotations

import msgspec

from troth.terms.attestation import Rules
from troth.terms.severity import Unknown
from troth.terms.span import Span
from troth.terms.waiver import LONGEST


class Named(msgspec.Struct, frozen=True):
    """A word of a list in the file, and its line."""

    value: str
    span: Span


class Stray(msgspec.Struct, frozen=True, kw_only=True):
    """A key that Troth does not know, and the real one that it resembles ("" for none)."""

    name: str
    span: Span
    nearest: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one ``troth.toml``.

    ``longest`` are the days that a waiver may last (``[waivers] longest``). ``licences`` are the SPDX ids or
    expressions that dependencies may have (``[licences] allow``), None where the file has no such list; ``crypto`` the
    libraries that the project vouches for (``[crypto] allow``). ``unknown`` is what a severity means that nobody
    knows (``[severity] unknown``); ``attestations`` what is asked of those (``[attestations]``). ``junit`` and
    ``go_test`` are globs of test reports inside of the tree (``[reports]``). ``desk_key`` is
    the file of the desk's public key inside of the tree, ``desk_project`` how the desk calls this project (``[desk]``).
    ``strays`` are keys without effect.
    """

    span: Span
    longest: int = LONGEST
    licences: tuple[Named, ...] | None = None
    crypto: tuple[Named, ...] = ()
    unknown: Unknown = Unknown.UNSAID
    attestations: Rules = Rules()
    junit: tuple[Named, ...] = ()
    go_test: tuple[Named, ...] = ()
    desk_key: str = ""
    desk_project: str = ""
    strays: tuple[Stray, ...] = ()
