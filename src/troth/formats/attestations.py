"""Attestations: what a person vouches for, in TOML files of the tree that are reviewed like code.

One file a kind in ``attestations/``; so far ``unsafe.toml`` with ``[[review]]`` entries. An entry is added at the end,
and all else stays as it is written, so that the change of the file is the entry.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from datetime import date

import msgspec

FOLDER = "attestations"
UNSAFE = f"{FOLDER}/unsafe.toml"
HEAD = """\
# Reviews of unsafe code, each bound to the content of one site: change the site and its review is void.
# Written by `troth attest unsafe`; docs: attestations.
"""


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One review of one unsafe site. ``site`` is where it stands ("path:line"), ``form`` what it is ("block")."""

    digest: str
    by: str
    on: date
    site: str
    form: str
    note: str = ""


class UneditableError(ValueError):
    """The file cannot be added to; the message says why."""


def with_reviews(text: str, reviews: Iterable[Review]) -> str:
    """``text`` of ``unsafe.toml`` with ``reviews`` at its end.

    Raises:
        UneditableError: ``text`` is no TOML, or its reviews are no ``[[review]]`` tables.
    """
    before = _entries(text)
    added = list(reviews)
    start = text if text.strip() else HEAD
    changed = start.rstrip("\n") + "\n" + "".join(f"\n{_written(review)}" for review in added)
    after = _entries(changed)
    if len(after) != len(before) + len(added):
        raise UneditableError("its reviews are not written as [[review]] tables")
    return changed


def _entries(text: str) -> list[object]:
    try:
        entries = tomllib.loads(text.replace("\r\n", "\n")).get("review", [])
    except (ValueError, RecursionError) as error:
        raise UneditableError(f"not valid TOML: {str(error)[:120]}") from None
    if not isinstance(entries, list):
        raise UneditableError("its reviews are not written as [[review]] tables")
    return entries


def _written(review: Review) -> str:
    lines = [
        "[[review]]",
        f"digest = {_text(review.digest)}",
        f"by = {_text(review.by)}",
        f"on = {review.on.isoformat()}",
        f"site = {_text(review.site)}",
        f"form = {_text(review.form)}",
    ]
    lines += [f"note = {_text(review.note)}"] if review.note else []
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    """A basic string of TOML 1.0: JSON's escapes are among its own; DEL must be escaped too."""
    whole = value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
