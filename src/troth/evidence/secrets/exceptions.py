"""What a tree itself lets pass: allow-lists and ignore files of gitleaks and betterleaks, a baseline, marks in lines.

- ``.gitleaks.toml`` and ``.betterleaks.toml``: https://github.com/gitleaks/gitleaks#configuration. Only allow-lists are
  read; rules, ``extend`` and paths to other files are not. Expressions are RE2 by Google's own library: linear in time.
- ``.gitleaksignore``: ``[commit:]path:rule:line``; ``.betterleaksignore``: SHA-256 of values.
- ``.secrets.baseline`` of detect-secrets: SHA-1 of values, ``is_secret`` where somebody looked at them.
- ``gitleaks:allow``, ``betterleaks:allow``, ``kingfisher:ignore``, ``pragma: allowlist secret`` in the line.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import ModuleType
from typing import Any

import msgspec

from troth.evidence.repository import Repository
from troth.evidence.secrets.value import Value
from troth.terms.answer import Gap
from troth.terms.span import Span

CONFIGURATIONS = (".gitleaks.toml", ".betterleaks.toml")
IGNORES = (".gitleaksignore", ".betterleaksignore")
BASELINE = ".secrets.baseline"
MARKS = ("gitleaks:allow", "betterleaks:allow", "kingfisher:ignore", "pragma: allowlist secret", "trufflehog:ignore")
MOST_LISTS = 200
MOST_EXPRESSIONS = 2_000
LONGEST_EXPRESSION = 2_000
LONGEST_LINE = 20_000
_MEMORY = 8 * 1024 * 1024
"""Bytes that one compiled expression may take."""
_PROBES = (
    "xK9falseQ2wLm7Tz",
    "pW3falseVb8Rc5Yd",
    "trueZt6Gj4Ns9Xqe",
    "aB3kD9fH2mQ7null",
    "aB3kD9fH2mQ7xT5z",
    "ghp_8kQ2mZ7xT5aB",
)
"""Values that no sensible allow-list lets pass: drawn by hand, with a plain word inside or none."""


class AllowList(msgspec.Struct, frozen=True, kw_only=True):
    """One allow-list. ``all_of``: its paths and its values must both match; ``rules`` limit it, where there are any."""

    span: Span
    paths: tuple[Any, ...] = ()
    values: tuple[Any, ...] = ()
    target: str = "secret"
    stop_words: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()
    all_of: bool = False

    def passes_value(self, rule: str, value: str, match: str, line: str) -> bool:
        """Whether its expressions or words let the value pass."""
        if self.rules and rule not in self.rules:
            return False
        text = {"match": match, "line": line}.get(self.target, value)[:LONGEST_LINE]
        small = value.lower()
        return any(one.search(text) for one in self.values) or any(word in small for word in self.stop_words)

    def passes(self, rule: str, path: str, *, by_value: bool) -> bool:
        """Whether it lets a finding at ``path`` pass, ``by_value`` being what its values said."""
        if self.rules and rule not in self.rules:
            return False
        by_path = any(one.search(path) for one in self.paths)
        speaks = bool(self.values or self.stop_words)
        if self.all_of:
            return (by_path or not self.paths) and (by_value or not speaks) and (speaks or bool(self.paths))
        return by_path or by_value


class Exceptions:
    """The exceptions of one tree. ``gaps`` are those that could not be read."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self.gaps: list[Gap] = []
        self.loose: list[Span] = []
        self.lists: list[AllowList] = []
        self._digest = hashlib.sha256()
        self._here = [path for path in (*CONFIGURATIONS, *IGNORES, BASELINE) if path in repository.path_set]
        for path in self._here:
            data = repository.data(path)
            self._digest.update(path.encode() + b"\0" + hashlib.sha256(data or b"").digest())
        for path in CONFIGURATIONS:
            if path in self._here:
                self._read(path)
        self.gaps += repository.gaps_of(self._here)

    @property
    def digest(self) -> str:
        """Changes with any exception that looks at values."""
        return self._digest.hexdigest()

    def marks(self, rule: str, value: Value, match: Value, lines: str) -> tuple[str, ...]:
        """Names of what lets a value pass whatever its path: to be kept beside the finding, and asked by `excuse`."""
        text = value.reveal()
        found = [f"line:{mark}" for mark in MARKS if mark in lines]
        found += [
            f"list:{index}"
            for index, one in enumerate(self.lists)
            if one.passes_value(rule, text, match.reveal(), lines)
        ]
        raw = text.encode("utf-8", "surrogatepass")
        if hashlib.sha256(raw).hexdigest() in self._values:
            found.append("value")
        reviewed = self._baseline.get(hashlib.sha1(raw, usedforsecurity=False).hexdigest())
        return (*found, f"baseline:{reviewed}") if reviewed else tuple(found)

    def excuse(self, rule: str, path: str, line: int, marks: tuple[str, ...], *, certain: bool) -> str:
        """Why a finding passes by the word of the tree itself; "" where nothing there says so."""
        for mark in marks:
            kind, _, rest = mark.partition(":")
            if kind == "line":
                return f"allowed in its line ({rest})"
            if kind == "value":
                return "its value stands in .betterleaksignore"
            if kind == "baseline" and (rest == "none" or (rest == "unreviewed" and not certain)):
                word = "reviewed as none" if rest == "none" else "listed, not reviewed,"
                return f"{word} in {BASELINE}"
        for index, one in enumerate(self.lists):
            if one.passes(rule, path, by_value=f"list:{index}" in marks):
                return f"allowed by {one.span}"
        return f"listed in {IGNORES[0]}" if (path, rule, line) in self._places else ""

    @cached_property
    def _places(self) -> frozenset[tuple[str, str, int]]:
        found = set()
        for line in self._lines(IGNORES[0]):
            path, _, rest = line.rpartition(":")
            path, _, rule = path.rpartition(":")
            head, _, tail = path.partition(":")
            if rest.isdecimal() and len(rest) < 10:
                found.add((path, rule, int(rest)))
                if len(head) >= 7 and not head.strip("0123456789abcdef"):
                    found.add((tail, rule, int(rest)))
        return frozenset(found)

    @cached_property
    def _values(self) -> frozenset[str]:
        lines = [line for path in IGNORES for line in self._lines(path)]
        return frozenset(line.lower() for line in lines if len(line) == 64)

    def _lines(self, path: str) -> Iterator[str]:
        if path in self._here:
            for line in self._repository.lines(path):
                text = line.partition("#")[0].strip()
                if text:
                    yield text

    @cached_property
    def _baseline(self) -> Mapping[str, str]:
        """SHA-1 → "none", "secret" or "unreviewed"."""
        read = self._repository.json(BASELINE) if BASELINE in self._here else None
        results = read.get("results") if isinstance(read, dict) else None
        found: dict[str, str] = {}
        for entries in results.values() if isinstance(results, dict) else ():
            for entry in entries if isinstance(entries, list) else ():
                if isinstance(entry, dict) and isinstance(entry.get("hashed_secret"), str):
                    word = {True: "secret", False: "none"}.get(entry.get("is_secret"), "unreviewed")  # type: ignore[arg-type]
                    found[entry["hashed_secret"].lower()] = word
        return found

    def _read(self, path: str) -> None:
        """The allow-lists of one configuration."""
        read = self._repository.toml(path) or {}
        lines = self._repository.toml_lines(path)
        compiler = _compiler()
        count = 0
        for place, table, rules in _tables(read):
            line = next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), None)
            span = Span(path, line, "an allow-list")
            if compiler is None:
                self.gaps.append(
                    Gap(wanted=str(span), reason="allow-lists need google-re2: pip install 'troth[secrets]'", span=span)
                )
                return
            count += len(_texts(table.get("regexes"))) + len(_texts(table.get("paths")))
            if len(self.lists) >= MOST_LISTS or count > MOST_EXPRESSIONS:
                self.gaps.append(Gap(wanted=path, reason="too many allow-lists", span=span))
                return
            self._add(span, table, rules, compiler)

    def _add(self, span: Span, table: dict[str, Any], rules: frozenset[str], compiler: _Compiler) -> None:
        values = [compiler(text) for text in _texts(table.get("regexes"))]
        paths = [compiler(text) for text in _texts(table.get("paths"))]
        if None in values or None in paths:
            self.gaps.append(Gap(wanted=str(span), reason="an expression that RE2 cannot compile", span=span))
        one = AllowList(
            span=span,
            values=tuple(value for value in values if value is not None),
            paths=tuple(path for path in paths if path is not None),
            target=str(table.get("regexTarget") or table.get("target") or "secret").lower(),
            stop_words=tuple(word.lower() for word in _texts(table.get("stopwords")) if word),
            rules=rules or frozenset(_texts(table.get("targetRules"))),
            all_of=str(table.get("condition") or "").upper() in ("AND", "&&"),
        )
        if not one.all_of and not one.rules and _is_loose(one):
            self.loose.append(msgspec.structs.replace(span, text="lets nearly every secret pass"))
        self.lists.append(one)


def _is_loose(one: AllowList) -> bool:
    """Whether a value passes for a plain word somewhere in it, or whatever it is."""
    values = sum(one.passes_value("", probe, probe, probe) for probe in _PROBES)
    return values >= 2 or any(
        path.search("src/x9") and path.search("a/b.py") and path.search("q") for path in one.paths
    )


class _Compiler:
    def __init__(self, re2: ModuleType) -> None:
        self._re2 = re2
        self._options = re2.Options()
        self._options.max_mem = _MEMORY
        self._options.log_errors = False

    def __call__(self, text: str) -> Any | None:
        if len(text) > LONGEST_EXPRESSION:
            return None
        try:
            return self._re2.compile(text, self._options)
        except (self._re2.error, ValueError):
            return None


def _compiler() -> _Compiler | None:
    try:
        return _Compiler(importlib.import_module("re2"))
    except ImportError:
        return None


def _tables(read: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any], frozenset[str]]]:
    """Every allow-list with its place and the rules that it is limited to."""
    yield from _of((), read, frozenset())
    rules = read.get("rules")
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        if isinstance(rule, dict) and isinstance(rule.get("id"), str):
            yield from _of(("rules", index), rule, frozenset({rule["id"]}))


def _of(
    place: tuple[str | int, ...], table: dict[str, Any], rules: frozenset[str]
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any], frozenset[str]]]:
    for key in ("allowlist", "allowlists"):
        value = table.get(key)
        if isinstance(value, dict):
            yield (*place, key), value, rules
        for index, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, dict):
                yield (*place, key, index), item, rules


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
