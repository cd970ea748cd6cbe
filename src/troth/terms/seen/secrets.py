"""Secrets that were seen, told without a letter of them."""

from __future__ import annotations

from typing import Literal

import msgspec

from troth.terms.span import Span

Grade = Literal["certain", "possible"]


class SeenSecret(msgspec.Struct, frozen=True, kw_only=True):
    """One value that looks like a secret, at one place.

    ``rule`` is the engine's name for what it is; ``fingerprint`` names the value over files and lines
    ("secret:3f…"). ``grade`` is *certain* where the value proves itself (``why`` says by what) and *possible* where
    only its surroundings suggest it. ``excuse`` says why it is none ("a published sample key"), "" where it counts.
    ``where`` is the checked tree, its past, or objects that no commit reaches any more. ``witnesses`` are the engines
    that found it. The ``text`` of ``span`` holds nothing of the value.
    """

    rule: str
    span: Span
    fingerprint: str
    grade: Grade
    why: str = ""
    excuse: str = ""
    where: Literal["tree", "history", "unreachable"] = "tree"
    witnesses: tuple[str, ...] = ()


class SecretScan(msgspec.Struct, frozen=True, kw_only=True):
    """One look through the whole tree, and through its past where ``history`` says so.

    ``engine`` is its name with its version. ``files`` and ``binaries`` count what was looked through in the tree, the
    latter without text in them; ``blobs`` the further contents that only the past holds. ``loose`` are exceptions of
    the tree that let nearly everything pass.
    """

    engine: str
    files: int
    binaries: int = 0
    history: bool = False
    blobs: int = 0
    secrets: tuple[SeenSecret, ...] = ()
    loose: tuple[Span, ...] = ()
