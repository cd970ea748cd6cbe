"""Regular expressions that files of a tree bring along, where matching them takes no long time.

Python's ``re`` goes back over what it tried: a repeated group, or many repeats behind each other, can take for ever. So
only these are taken: repeats of single characters, one on each way through the pattern (two where it starts with
``^``), and few ways through it: each ``?`` doubles them, and each group with ``|`` multiplies them by its options.
"""

from __future__ import annotations

import re

import msgspec

LONGEST = 4_000
_MOST_WAYS = 1_024
_ATOM = re.compile(r"\\[^\d]|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\()\[\]|*+?{}]", re.DOTALL)
_OPENING = re.compile(r"\((?:\?(?:[:=!]|<[=!]|P<\w+>|[aimsux]+:))?(?!\?)")
_QUANTIFIER = re.compile(r"(?:([*+]|\{\d*,?\d*\})|(\?))[?+]?")
_WHOLE = re.compile(r"\((?:\?:)?(?!\?)(.*)\)\$?", re.DOTALL)
_FLAGS = re.compile(r"\s*\(\?[aimsux]+\)\s*")
_COMMENT = re.compile(r"(?m)(?:^|\s)#.*$")


class Plain(msgspec.Struct, frozen=True):
    """An expression that takes no long time: ``ways`` through it, each of ``degree`` loops over what is searched."""

    found: re.Pattern[str]
    ways: int
    degree: int

    def work(self, length: int) -> int:
        """The most steps that a search through ``length`` characters takes."""
        steps = self.ways * max(1, length)
        return steps * max(1, length) ** (self.degree - 1) if self.degree > 1 else steps


def compiled(text: str) -> re.Pattern[str] | None:
    """``text`` to search with; None where it is no expression, or could take long."""
    plain = measured(text)
    return plain.found if plain else None


def measured(text: str) -> Plain | None:
    """The same with what a search costs."""
    if len(text) > LONGEST:
        return None
    flags = _FLAGS.match(text)
    body = text[flags.end() :] if flags else text
    verbose = flags is not None and "x" in flags.group()
    if verbose:
        body = _COMMENT.sub("", body).lstrip()
    text_read = "".join(body.split()) if verbose else body
    inner, grouped = _alternatives(text_read)
    reader = _Reader(inner)
    cost = reader.whole()
    anchored = text_read.startswith("^") and (grouped or reader.branches == 1)
    if cost is None or cost.ways > _MOST_WAYS or cost.repeats > (2 if anchored else 1):
        return None
    try:
        return Plain(re.compile(text), cost.ways, cost.repeats + (not anchored))
    except (re.error, OverflowError, RecursionError):
        return None


def _alternatives(body: str) -> tuple[str, bool]:
    """``body`` behind its ``^``, or what stands in the one group that is all of it, and whether there is one."""
    inner = body.removeprefix("^")
    whole = _WHOLE.fullmatch(inner)
    if whole and _closes_last(inner):
        return whole[1], True
    return inner, False


def _closes_last(text: str) -> bool:
    """Whether the group that ``text`` begins with ends with it."""
    depth = at = 0
    while at < len(text):
        atom = _ATOM.match(text, at)
        depth += {"(": 1, ")": -1}.get(text[at], 0) if not atom else 0
        at = atom.end() if atom else at + 1
        if not depth:
            return text[at:] in ("", "$")
    return False


class _Cost(msgspec.Struct, frozen=True):
    """How often matching may have to choose: ``repeats`` without a bound, and ``ways`` beside them."""

    repeats: int = 0
    ways: int = 1


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.branches = 1
        """Alternatives of the whole text."""

    def whole(self) -> _Cost | None:
        """The cost of the whole text; None where some part of it may take long, or is not known here."""
        found = self._ways(0)
        return found if self.at == len(self.text) else None

    def _ways(self, depth: int) -> _Cost | None:
        """Alternatives: the dearest counts for repeats, all for the ways."""
        repeats = ways = 0
        while True:
            one = self._row(depth)
            if one is None:
                return None
            repeats, ways = max(repeats, one.repeats), ways + one.ways
            if not self.text.startswith("|", self.at):
                return _Cost(repeats, ways)
            self.branches += not depth
            self.at += 1

    def _rests(self, at: int) -> bool:
        """Whether the repeat at ``at`` is ``.*`` at the end of a way: it takes all that is left at once."""
        end = self.text.startswith("$", at + 1)
        return self.text.startswith(".*", at - 1) and self.text[at + 1 + end : at + 2 + end] in ("", "|")

    def _row(self, depth: int) -> _Cost | None:
        """What stands behind each other, up to ``|``, ``)`` or the end."""
        repeats, ways = 0, 1
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            opening = _OPENING.match(self.text, self.at)
            inner = _Cost()
            if opening:
                self.at = opening.end()
                within = self._ways(depth + 1) if depth < 20 else None
                if within is None or not self.text.startswith(")", self.at):
                    return None
                self.at += 1
                inner = within
            else:
                atom = _ATOM.match(self.text, self.at)
                if not atom:
                    return None
                self.at = atom.end()
            how = _QUANTIFIER.match(self.text, self.at)
            if how:
                self.at = how.end()
                if how.group(1) and opening:
                    return None
                if not depth and self._rests(how.start()):
                    continue
                inner = _Cost(inner.repeats + bool(how.group(1)), inner.ways + bool(how.group(2)))
            repeats, ways = repeats + inner.repeats, min(ways * inner.ways, _MOST_WAYS + 1)
        return _Cost(repeats, ways)
