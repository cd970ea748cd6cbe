"""What the source says: unsafe sites of Rust code and the lints of each crate."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from troth.terms.span import Span


class UnsafeSite(msgspec.Struct, frozen=True, kw_only=True):
    """One ``unsafe`` block, function, impl, trait or extern block, by syntax tree.

    ``explained``: a SAFETY comment or a ``# Safety`` doc section belongs to it. ``digest`` is of its content, so that a
    review record can name what was reviewed. ``test`` marks test code.
    """

    form: Literal["block", "fn", "impl", "trait", "extern", "macro", "attribute"]
    crate: str
    span: Span
    explained: bool
    digest: str
    test: bool = False


class CrateLints(msgspec.Struct, frozen=True, kw_only=True):
    """The level of ``unsafe_code`` for one crate and where it is set. ``level`` is "" where nothing sets it.

    ``origin``: "attribute", "lints", "workspace". ``allowed_below`` are ``allow`` attributes under a ``deny``.
    ``inherits`` is false where the crate does not take over the workspace's lints; ``member`` where the workspace
    excludes it. ``without`` are target roots that lack the attribute which others of the crate have.
    """

    crate: str
    span: Span
    level: Literal["", "allow", "warn", "deny", "forbid"]
    set_at: Span | None = None
    origin: str = ""
    allowed_below: tuple[Span, ...] = ()
    inherits: bool = False
    member: bool = True
    without: tuple[Span, ...] = ()


class ReviewRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A signed or dated record that the content with ``digest`` was reviewed."""

    digest: str
    by: str
    span: Span
    on: date | None = None
