"""A named piece of work that files of the tree define: a make target, a recipe, an environment, a script, a hook."""

from __future__ import annotations

import msgspec

from troth.evidence.automation.context import Script
from troth.evidence.automation.shell import Options
from troth.terms.answer import Gap
from troth.terms.seen.automation import Filter
from troth.terms.span import Span


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a target does.

    Either ``script`` is run by a shell started with ``options``, or ``argv`` is run directly, or ``calls`` names other
    targets of the same file. ``ignored`` is the line that takes a failure away, ``directory`` where it happens.
    ``doubt`` says why it may not be done.
    """

    span: Span
    script: Script | None = None
    options: Options = Options()
    argv: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    ignored: Span | None = None
    directory: str = ""
    doubt: Gap | None = None


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """``system`` and ``path`` say which kind of file defines it, ``by_default`` that it is done where none is named.

    ``doubts`` say why it may do nothing, or other than what stands there, ``idle`` why it surely does nothing;
    ``gaps`` are what its file may hold and does not show, ``given`` variables of the command line.
    """

    system: str
    path: str
    name: str
    span: Span
    steps: tuple[Step, ...] = ()
    directory: str = ""
    environment: tuple[tuple[str, str], ...] = ()
    ignored: Span | None = None
    by_default: bool = True
    doubts: tuple[Gap, ...] = ()
    idle: Filter | None = None
    gaps: tuple[Gap, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
