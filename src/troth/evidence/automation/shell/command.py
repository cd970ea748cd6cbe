"""A simple command as a script runs it, and the options of the shell that runs it."""

from __future__ import annotations

import msgspec


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How the shell is started: ``-e`` and ``-o pipefail`` (POSIX.1-2024, 2.15 "set")."""

    errexit: bool = False
    pipefail: bool = False


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One simple command. ``row`` counts lines of the text from 0.

    ``softened`` is the row of what takes its failure away, None where its failure fails the text. ``directory`` is
    where ``cd`` has led, relative to the start. ``outputs`` are the files that its output is sent to.
    ``needs`` are the files without which it is not reached, as ``if [ -f FILE ]`` asks. ``asked`` is
    the condition on a variable, which does not hold as far as can be seen, that it stands behind.
    """

    argv: tuple[str, ...]
    row: int
    softened: int | None = None
    directory: str = ""
    environment: tuple[tuple[str, str], ...] = ()
    outputs: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    asked: str = ""
