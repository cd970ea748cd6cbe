"""Makefiles: rules, their prerequisites and recipes, as GNU Make reads them without running it."""

from __future__ import annotations

import posixpath
import re

from troth.evidence.automation.context import Script, span_at
from troth.evidence.automation.shell import Options
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository

FILES = ("GNUmakefile", "makefile", "Makefile")
"""Names that make looks for, in its order (GNU Make manual, 3.2)."""
MOST_LINES = 50_000
_RULE = re.compile(r"^(?P<names>[^\s:#=][^:#=]*?)\s*::?(?![:=])\s*(?P<rest>[^=].*|)$")
_VARIABLE = re.compile(
    r"^\s*(?:export\s+|override\s+)*(?P<name>[\w.-]+)\s*(?P<how>::?:?=|\?=|\+=|!=|=)\s*(?P<value>.*)$"
)
_REFERENCE = re.compile(r"\$\(([^()]*)\)|\$\{([^{}]*)\}|\$([@<^*?%])")
_DIRECTIVE = re.compile(r"^\s*(ifeq|ifneq|ifdef|ifndef|else|endif|export|unexport|vpath|undefine)\b")
_ASKED = re.compile(r"""^ *(else +)?(ifeq|ifneq)\s*(?:\((.*?),(.*)\)|(["'])(.*?)\5\s+(["'])(.*?)\7)\s*(?:#.*)?$""")
_OPENS = re.compile(r"^ *if(?:eq|neq|def|ndef)\b")
_TURNS = re.compile(r"^ *else\b")
_LONGEST_CONDITION = 500
_LONGEST_TEXT = 20_000
_DEEPEST = 8
"""Variables in the values of variables that are filled in."""
_BRACKET = re.compile(r"[(){}]")
_ENDS = re.compile(r"^ *endif\b")
_INCLUDE = re.compile(r"^\s*-?s?include\s+(.+)$")
_WHICH = re.compile(r"^shell\s+(?:command\s+-v|which|type\s+-[pP])\s+([\w./-]+)")
_BUILT_IN = {"MAKE": "make", "CURDIR": ".", "PWD": ".", "SHELL": "/bin/sh", "PYTHON": "python", "GO": "go",
             "CARGO": "cargo", "NPM": "npm", "DOCKER": "docker"}  # fmt: skip
"""Values of variables that a Makefile takes from make itself or from its surroundings."""


def read(repository: Repository, path: str) -> tuple[Target, ...]:
    """The targets of the Makefile ``path`` and the files it includes, the default goal first."""
    reader = _Reader(repository)
    reader.file(path, 0)
    targets = tuple(reader.finish())
    goal = reader.variables.get(".DEFAULT_GOAL", "")
    return tuple(sorted(targets, key=lambda target: target.name != goal)) if goal else targets


class _Reader:
    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.variables: dict[str, str] = {}
        self.rules: dict[str, tuple[str, int, list[str], list[tuple[str, str, int]]]] = {}
        self.oneshell = False
        self.ignored: dict[str, tuple[str, int]] = {}
        self.seen: set[str] = set()

    def file(self, path: str, depth: int) -> None:
        """Read one file into the rules."""
        if path in self.seen or depth > 5:
            return
        self.seen.add(path)
        lines = self.repository.lines(path)[:MOST_LINES]
        current: list[str] = []
        number, defining, branches = 0, False, _Branches()
        while number < len(lines):
            start, text = number, lines[number]
            recipe = text.startswith("\t") and bool(current)
            while text.endswith("\\") and number + 1 < len(lines):
                number += 1
                text += "\n" + lines[number]
            number += 1
            if defining or re.match(r"\s*define\b", text):
                defining = not re.match(r"\s*endef\b", text)
            elif branches.turn(text) or branches.off:
                continue
            elif recipe:
                for name in current:
                    self.rules[name][3].append((text[1:].replace("\n\t", "\n"), path, start + 1))
            elif text.strip() and not text.lstrip().startswith("#"):
                current = self._line(re.sub(r"\\\n\s*", " ", text), path, start + 1, depth, current)

    def _line(self, text: str, path: str, line: int, depth: int, current: list[str]) -> list[str]:
        include = _INCLUDE.match(text)
        if include:
            for name in self.expand(include.group(1)).split():
                self.file(posixpath.normpath(posixpath.join(posixpath.dirname(path), name)), depth + 1)
            return []
        variable = _VARIABLE.match(text)
        if variable and not text.startswith("\t"):
            self._assign(variable)
            return []
        if _DIRECTIVE.match(text):
            return current
        rule = _RULE.match(text)
        return self._rule(rule, path, line) if rule else []

    def _assign(self, found: re.Match[str]) -> None:
        name, value = found["name"], found["value"].split(" #", 1)[0].strip()
        if found["how"] == "!=":
            value = ""
        if found["how"] == "+=":
            value = f"{self.variables.get(name, '')} {value}".strip()
        if found["how"] != "?=" or name not in self.variables:
            self.variables[name] = value

    def _rule(self, rule: re.Match[str], path: str, line: int) -> list[str]:
        needs, _, inline = rule["rest"].partition(";")
        names = self.expand(rule["names"]).split()
        needed = [word for word in self.expand(needs.split("#", 1)[0]).split() if word != "|"]
        if names == [".ONESHELL"]:
            self.oneshell = True
        if names == [".IGNORE"]:
            self.ignored |= dict.fromkeys(needed or ["*"], (path, line))
        if all(name.startswith(".") and name.isupper() for name in (n.replace("_", "") for n in names)):
            return []
        if _VARIABLE.match(rule["rest"]):  # a variable of the target
            return []
        for name in names:
            entry = self.rules.setdefault(name, (path, line, [], []))
            entry[2].extend(needed)
            if inline.strip():
                entry[3].append((inline.strip(), path, line))
        return names

    def expand(self, text: str, target: str = "", depth: int = 0) -> str:
        """``text`` with variables filled in; functions of make become one opaque word."""
        if "$" not in text:
            return text

        def value(found: re.Match[str]) -> str:
            name = next((group for group in found.groups() if group is not None), "")
            if name in ("@", "*", "<", "^", "?", "%"):
                return target
            which = _WHICH.match(name)
            if which:
                return which.group(1)
            if re.search(r"[\s,]", name):
                return "__make__"
            return self.variables.get(name.split(":", 1)[0], _BUILT_IN.get(name, ""))

        held = text.replace("$$", "\0")
        filled = _REFERENCE.sub(value, held)[:_LONGEST_TEXT]
        if filled == held or depth > _DEEPEST:
            return _opaque(filled).replace("\0", "$")
        return self.expand(filled, target, depth + 1).replace("\0", "$")

    def finish(self) -> list[Target]:
        """The targets, once every variable is known."""
        flags = self.variables.get(".SHELLFLAGS", "")
        options = Options(errexit="e" in flags.split("-o")[0], pipefail="pipefail" in flags)
        return [self._target(name, *rule, options) for name, rule in self.rules.items()]

    def _target(
        self, name: str, path: str, line: int, needs: list[str], recipe: list[tuple[str, str, int]], options: Options
    ) -> Target:
        steps = [Step(span=span_at(self.repository, path, line), calls=tuple(needs))] if needs else []
        lines = _together(recipe) if self.oneshell else recipe
        for text, where, number in lines:
            bare = text.lstrip(" \t@+-")
            prefix = text[: len(text) - len(bare)]
            span = span_at(self.repository, where, number)
            shell = Script(self.expand(bare, name), where, number)
            steps.append(Step(span=span, script=shell, options=options, ignored=span if "-" in prefix else None))
        ignored = self.ignored.get(name) or self.ignored.get("*")
        return Target(
            system="make",
            path=path,
            name=name,
            span=span_at(self.repository, path, line),
            steps=tuple(steps),
            ignored=span_at(self.repository, *ignored) if ignored else None,
        )


def _opaque(text: str) -> str:
    """``text`` where each call of a function that brackets of other kinds keep from being read is one word."""
    parts, stacks, at, pairs = [], {"(": list[int](), "{": list[int]()}, 0, dict[int, int]()
    for found in _BRACKET.finditer(text):
        mark = found.group()
        if mark in stacks:
            stacks[mark].append(found.start())
        elif stack := stacks["(" if mark == ")" else "{"]:
            pairs[stack.pop()] = found.end()
    for opened in sorted(pairs):
        if opened > at and text[opened - 1] == "$":
            parts += [text[at : opened - 1], "__make__"]
            at = pairs[opened]
    return "".join([*parts, text[at:]])


class _Branches:
    """Which branch of the conditions around a line is read (GNU Make manual, 7.1).

    Only words are compared: what a variable holds may be said on the command line, so that both branches are read.
    """

    def __init__(self) -> None:
        self.around: list[tuple[bool, bool]] = []
        """Of each condition that is open: whether this branch is off, and whether a former one was surely on."""

    @property
    def off(self) -> bool:
        """Whether make surely passes over the line."""
        return any(off for off, _ in self.around)

    def turn(self, text: str) -> bool:
        """Take in a line; false where it belongs to no condition."""
        if _OPENS.match(text):
            held = _holds(text)
            self.around.append((held is False, held is True))
        elif _TURNS.match(text) and self.around:
            _, done = self.around[-1]
            held = _holds(text)
            plain = not re.match(r"^ *else +if", text)
            self.around[-1] = (done or (held is False and not plain), done or held is True)
        elif _ENDS.match(text) and self.around:
            self.around.pop()
        else:
            return False
        return True


def _holds(text: str) -> bool | None:
    """Whether the words that a condition compares are equal, or differ, as it asks; None where that is open."""
    found = _ASKED.match(text) if len(text) < _LONGEST_CONDITION else None
    if not found or "$" in text:
        return None
    one, other = (found[3], found[4]) if found[3] is not None else (found[6], found[8])
    return (one.strip() == other.strip()) is (found[2] == "ifeq")


def _together(recipe: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    if not recipe:
        return []
    return [("\n".join(text for text, _, _ in recipe), recipe[0][1], recipe[0][2])]
