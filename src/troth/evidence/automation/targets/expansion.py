"""Variables and functions of make, filled in as GNU Make does, where that is certain (manual, chapters 6 and 8).

What cannot be told (the output of a program, what stands in a file) becomes ``UNKNOWN``, one word that no command has.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

UNKNOWN = "__make__"
LONGEST_TEXT = 20_000
DEEPEST = 40
"""Variables and functions one inside the other that are filled in."""
MOST_STEPS = 5_000
MOST_OF_A_LINE = 20
"""Variables and functions that are filled in for one Makefile, and for each of its lines."""
_MOST_WORK = 4_000_000
"""Letters of two arguments, the one for each of the other: texts that grow by each other stay small."""
_CLOSES = {"(": ")", "{": "}"}
_MARK = re.compile(r"\$|[(){}]")
_FUNCTION = re.compile(r"([a-z-]+)[ \t\n]+(.*)", re.DOTALL)
_WHICH = re.compile(r"(?:command\s+-v|which|type\s+-[pP])\s+([\w./-]+)(?:\s+2?>+\s*/dev/null)*")
_CHANGED = re.compile(r"([^:]+):([^=]*)=(.*)", re.DOTALL)
BUILT_IN = {"MAKE": "make", "CURDIR": ".", "PWD": ".", "SHELL": "/bin/sh", "PYTHON": "python", "GO": "go",
            "CARGO": "cargo", "NPM": "npm", "DOCKER": "docker", "MAKECMDGOALS": UNKNOWN}  # fmt: skip
"""Values of variables that a Makefile takes from make itself or from its surroundings."""


class Variable(msgspec.Struct, frozen=True):
    """``simple`` ones are filled in when they are set, others each time they are used."""

    text: str
    simple: bool = False


class Expansion:
    """The variables of one Makefile. ``files`` finds those of the tree, ``evaluate`` reads text as a Makefile."""

    def __init__(self, files: Callable[[str], Sequence[str]], evaluate: Callable[[str], None]) -> None:
        self.variables: dict[str, Variable] = {}
        self.files = files
        self.evaluate = evaluate
        self.steps = 0
        self.most = MOST_STEPS
        self.used: set[str] = set()
        """Names that were looked up since it was last emptied."""

    def fill(self, text: str, local: Mapping[str, str] | None = None, depth: int = 0) -> str:
        """``text`` with all that it refers to."""
        if "$" not in text:
            return text[:LONGEST_TEXT]
        self.steps += 1
        if depth > DEEPEST or self.steps > self.most:
            return UNKNOWN
        parts, at, size = list[str](), 0, 0
        while at < len(text) and size < LONGEST_TEXT:
            mark = text.find("$", at)
            if mark < 0 or mark + 1 >= len(text):
                parts.append(text[at:])
                break
            parts.append(text[at:mark])
            opener = text[mark + 1]
            if opener == "$":
                part, at = "$", mark + 2
            elif opener in _CLOSES:
                end = _end(text, mark + 2, opener)
                part = self._reference(text[mark + 2 : end], local or {}, depth) if end > 0 else UNKNOWN
                at = end + 1 if end > 0 else len(text)
            else:
                part, at = self._value(opener, local or {}, depth), mark + 2
            parts.append(part)
            size += len(part)
        return "".join(parts)[:LONGEST_TEXT]

    def _reference(self, inside: str, local: Mapping[str, str], depth: int) -> str:
        called = _FUNCTION.match(inside)
        if called:
            return self._function(called[1], called[2], local, depth + 1)
        changed = _CHANGED.fullmatch(inside)
        if changed:
            name, old, new = (self.fill(part, local, depth + 1) for part in changed.groups())
            old, new = (old, new) if "%" in old else (f"%{old}", f"%{new}")
            return _replaced(old, new, self._value(name, local, depth))
        return self._value(self.fill(inside, local, depth + 1), local, depth)

    def _value(self, name: str, local: Mapping[str, str], depth: int) -> str:
        self.used.add(name)
        if name in local:
            return local[name]
        if name[:-1] in local and name[-1:] in "DF":
            parts = [posixpath.split(word) for word in local[name[:-1]].split()]
            return " ".join(folder or "." if name[-1] == "D" else file for folder, file in parts)
        found = self.variables.get(name)
        if found is None:
            return UNKNOWN if UNKNOWN in name else BUILT_IN.get(name, "")
        return found.text if found.simple else self.fill(found.text, local, depth + 1)

    def _function(self, name: str, rest: str, local: Mapping[str, str], depth: int) -> str:
        raw = _arguments(rest)
        if name in ("foreach", "if", "or", "and", "call"):
            return getattr(self, f"_{name}")(raw, local, depth)  # type: ignore[no-any-return]
        if name == "eval":
            self.evaluate(self.fill(rest, local, depth))
            return ""
        given = [self.fill(one, local, depth) for one in raw]
        if name == "shell":
            asked = ",".join(given).strip()
            which = _WHICH.fullmatch(asked)
            return "." if asked == "pwd" else which[1] if which else UNKNOWN
        if name == "wildcard":
            found = [self.files(word) for word in ",".join(given).split()]
            return " ".join(path for files in found for path in files or (UNKNOWN,))  # a step may make it first
        if name in ("info", "warning", "error"):
            return ""
        longest, *shorter = sorted(map(len, given), reverse=True)
        if name not in _TEXT or longest * next(iter(shorter), 1) > _MOST_WORK:
            return UNKNOWN
        try:
            return _TEXT[name](given)
        except (IndexError, ValueError):
            return UNKNOWN

    def _foreach(self, raw: Sequence[str], local: Mapping[str, str], depth: int) -> str:
        if len(raw) < 3:
            return UNKNOWN
        name, words, body = self.fill(raw[0], local, depth).strip(), self.fill(raw[1], local, depth), ",".join(raw[2:])
        parts, size = list[str](), 0
        for word in words.split():
            parts.append(self.fill(body, {**local, name: word}, depth))
            size += len(parts[-1])
            if size > LONGEST_TEXT:
                return UNKNOWN
        return " ".join(parts)

    def _if(self, raw: Sequence[str], local: Mapping[str, str], depth: int) -> str:
        """One of the two where the condition is certain: a variable that nothing sets may be set from outside."""
        self.used, before = set(), self.used
        asked, used = self.fill(raw[0].strip(), local, depth), self.used
        self.used = before | used
        yes, no = (self.fill(raw[at], local, depth) if len(raw) > at else "" for at in (1, 2))
        open_ = UNKNOWN in asked or (not asked and any(name not in self.variables for name in used - set(local)))
        if open_:
            return "" if not (yes + no).strip("@+ ") else yes if yes == no else UNKNOWN
        return yes if asked else no

    def _or(self, raw: Sequence[str], local: Mapping[str, str], depth: int) -> str:
        return next((told for one in raw if (told := self.fill(one.strip(), local, depth))), "")

    def _and(self, raw: Sequence[str], local: Mapping[str, str], depth: int) -> str:
        told = [self.fill(one.strip(), local, depth) for one in raw]
        return told[-1] if all(told) else ""

    def _call(self, raw: Sequence[str], local: Mapping[str, str], depth: int) -> str:
        name, *given = (self.fill(one, local, depth) for one in raw)
        found = self.variables.get(name.strip())
        self.used.add(name.strip())
        if found is None:
            return UNKNOWN
        numbered = {str(at): "" for at in range(1, 10)} | {str(at): one for at, one in enumerate(given, 1)}
        return found.text if found.simple else self.fill(found.text, {**local, **numbered, "0": name}, depth)


def _end(text: str, start: int, opener: str) -> int:
    """Where the bracket that was opened before ``start`` is closed; -1 where it is not."""
    depth, closer = 1, _CLOSES[opener]
    for found in _MARK.finditer(text, start):
        depth += (found.group() == opener) - (found.group() == closer)
        if depth == 0:
            return found.start()
    return -1


def _arguments(rest: str) -> list[str]:
    """The arguments of a function: commas inside brackets divide none."""
    found, depth, start = [], 0, 0
    for at, mark in enumerate(rest):
        depth += (mark in "({") - (mark in ")}")
        if mark == "," and depth <= 0:
            found.append(rest[start:at])
            start = at + 1
    return [*found, rest[start:]]


def stem(pattern: str, word: str) -> str | None:
    """What ``%`` of ``pattern`` stands for in ``word``; None where it does not fit."""
    before, percent, behind = pattern.partition("%")
    if not percent:
        return "" if pattern == word else None
    fits = len(word) >= len(before) + len(behind) and word.startswith(before) and word.endswith(behind)
    return word[len(before) : len(word) - len(behind)] if fits else None


def _replaced(old: str, new: str, text: str) -> str:
    found = []
    for word in text.split():
        inner = stem(old, word)
        found.append(word if inner is None else new.replace("%", inner, 1))
    return " ".join(found)


def _filtered(given: Sequence[str], *, keep: bool) -> str:
    patterns = given[0].split()
    return " ".join(w for w in given[1].split() if any(stem(p, w) is not None for p in patterns) is keep)


def _each(change: Callable[[str], str]) -> Callable[[Sequence[str]], str]:
    return lambda given: " ".join(change(word) for word in ",".join(given).split())


def _joined(given: Sequence[str]) -> str:
    ones, others = given[0].split(), given[1].split()
    length = max(len(ones), len(others))
    pairs = zip(ones + [""] * (length - len(ones)), others + [""] * (length - len(others)), strict=True)
    return " ".join(one + other for one, other in pairs)


def _from_to(given: Sequence[str]) -> str:
    return " ".join(given[2].split()[max(int(given[0]) - 1, 0) : int(given[1])])


_TEXT: dict[str, Callable[[Sequence[str]], str]] = {
    "addprefix": lambda given: " ".join(given[0] + word for word in given[1].split()),
    "addsuffix": lambda given: " ".join(word + given[0] for word in given[1].split()),
    "patsubst": lambda given: _replaced(given[0], given[1], ",".join(given[2:])),
    "subst": lambda given: ",".join(given[2:]).replace(given[0], given[1]) if given[0] else given[2],
    "filter": lambda given: _filtered(given, keep=True),
    "filter-out": lambda given: _filtered(given, keep=False),
    "findstring": lambda given: given[0] if given[0] in given[1] else "",
    "sort": lambda given: " ".join(sorted(set(",".join(given).split()))),
    "strip": _each(str),
    "firstword": lambda given: " ".join(given[0].split()[:1]),
    "lastword": lambda given: " ".join(given[0].split()[-1:]),
    "word": lambda given: given[1].split()[int(given[0]) - 1],
    "wordlist": _from_to,
    "words": lambda given: str(len(given[0].split())),
    "join": _joined,
    "notdir": _each(lambda word: word.rpartition("/")[2]),
    "dir": _each(lambda word: word.rpartition("/")[0] + "/" if "/" in word else "./"),
    "basename": _each(lambda word: posixpath.splitext(word)[0]),
    "suffix": _each(lambda word: posixpath.splitext(word)[1]),
    "abspath": _each(str),
    "realpath": _each(str),
}
"""Functions that work on their arguments alone (manual, 8.2 and 8.3)."""
