"""What the source says: unsafe sites of Rust code and the lints of each crate."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
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
    excludes it. ``without`` are target roots that lack the attribute which others of the crate have. ``published`` is
    false where the manifest keeps the crate from any registry.
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
    published: bool = True


class ReviewRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A dated record that the content with ``digest`` was reviewed. ``site`` is where it stood then ("path:line")."""

    digest: str
    by: str
    span: Span
    on: date | None = None
    site: str = ""


def reviewed(sites: Iterable[UnsafeSite], records: Iterable[ReviewRecord]) -> dict[UnsafeSite, ReviewRecord]:
    """Which of ``sites`` were reviewed, and by which record.

    A record serves one site: the same words at a second place are another site, whose surroundings nobody looked at. Of
    several sites with its digest it serves the one where it was made, then one in the same file, then the first.
    """
    found: dict[UnsafeSite, ReviewRecord] = {}
    every, left = tuple(sites), list(records)
    for of_site, of_record in _NEARNESS:
        free: dict[tuple[str, str], deque[UnsafeSite]] = defaultdict(deque)
        for site in every:
            if site not in found:
                free[site.digest, of_site(site)].append(site)
        unused = []
        for record in left:
            same = free.get((record.digest, of_record(record)))
            if same:
                found[same.popleft()] = record
            else:
                unused.append(record)
        left = unused
    return found


_NEARNESS: tuple[tuple[Callable[[UnsafeSite], str], Callable[[ReviewRecord], str]], ...] = (
    (lambda site: str(site.span), lambda record: record.site),
    (lambda site: site.span.path, lambda record: record.site.rpartition(":")[0]),
    (lambda _: "", lambda _: ""),
)
"""What a site and a record have in common, the nearest first: their place, their file, nothing but the content."""
