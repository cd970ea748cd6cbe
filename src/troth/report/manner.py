"""How a check is to be said: what every format is given beside the result."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping

import msgspec

from troth.report.paint import Paint


def no_page(_: str) -> Mapping[str, str]:
    """No words on any control."""
    return {}


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How to say it. ``path`` and ``policies`` are what was asked for, to be repeated in the next command.

    ``failing`` are the standings that make the exit code 1, and "finding" where findings do. ``page`` gives the words
    on a control under their headings. ``prefix`` is where the checked folder lies in its checkout ("" at its top);
    ``repository`` is the address of the repository and ``files`` that of its files, to be followed by a commit and a
    path; both "" where they are not known.
    """

    paint: Paint = Paint()
    columns: int = 80
    verbose: bool = False
    quiet: bool = False
    path: str = "."
    policies: tuple[str, ...] = ()
    failing: tuple[str, ...] = ("broken",)
    page: Callable[[str], Mapping[str, str]] = no_page
    prefix: str = ""
    repository: str = ""
    files: str = ""

    @property
    def again(self) -> str:
        """The words that name the same tree and the same documents in another command of Troth."""
        where = () if self.path == "." else (self.path,)
        words = (*where, *(word for policy in self.policies for word in ("--policy", policy)))
        return "".join(f" {shlex.quote(word)}" for word in words)
