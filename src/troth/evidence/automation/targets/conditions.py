"""Which branch of the conditions around a line of a Makefile is read (GNU Make manual, 7.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_ASKED = re.compile(r"""^ *(else +)?(ifeq|ifneq)\s*(?:\((.*?),(.*)\)|(["'])(.*?)\5\s+(["'])(.*?)\7)\s*(?:#.*)?$""")
_DEFINED = re.compile(r"^ *(?:else +)?(ifdef|ifndef)\s+([\w.-]+)\s*(?:#.*)?$")
_OPENS = re.compile(r"^ *if(?:eq|neq|def|ndef)\b")
_TURNS = re.compile(r"^ *else\b")
_ENDS = re.compile(r"^ *endif\b")
_LONGEST_CONDITION = 500

Known = Callable[[str], str | None]
"""What a text comes to where everything in it is certain, else None."""


class Branches:
    """The conditions that are open. What the surroundings may set is not compared, so that both branches are read."""

    def __init__(self) -> None:
        self.around: list[tuple[bool | None, bool | None]] = []
        """Of each condition: whether this branch is on, and whether a former one was; None where that is open."""
        self.last: list[bool] = []
        """Of each condition: whether this is the branch for all other cases."""

    @property
    def off(self) -> bool:
        """Whether make surely passes over the line."""
        return any(on is False for on, _ in self.around)

    @property
    def open(self) -> bool:
        """Whether it cannot be told that make reads the line."""
        return any(on is None for on, _ in self.around)

    def turn(self, text: str, known: Known) -> bool:
        """Take in a line; false where it belongs to no condition."""
        if _OPENS.match(text):
            held = _holds(text, known)
            self.around.append((held, held))
            self.last.append(False)
        elif _TURNS.match(text) and self.around:
            _, before = self.around[-1]
            self.last[-1] = not re.match(r"^ *else +if", text)
            held = True if self.last[-1] else _holds(text, known)
            on = False if before or held is False else None if before is None else held
            self.around[-1] = (on, _either((before, held)))
        elif _ENDS.match(text) and self.around:
            self.around.pop()
            self.last.pop()
        else:
            return False
        return True


def _either(held: Iterable[bool | None]) -> bool | None:
    told = tuple(held)
    return True if True in told else None if None in told else False


def _holds(text: str, known: Known) -> bool | None:
    """Whether what a condition compares is equal, or differs, as it asks; None where that is open."""
    if len(text) >= _LONGEST_CONDITION:
        return None
    defined = _DEFINED.match(text)
    if defined:
        value = known(f"$({defined[2]})")
        return None if value is None else bool(value) is (defined[1] == "ifdef")
    found = _ASKED.match(text)
    if not found:
        return None
    one, other = (found[3], found[4]) if found[3] is not None else (found[6], found[8])
    told, against = known(one.strip()), known(other.strip())
    if told is None or against is None:
        return None
    return (told.strip() == against.strip()) is (found[2] == "ifeq")
