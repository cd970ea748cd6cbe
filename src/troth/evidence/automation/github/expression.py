"""GitHub's expression language, evaluated as far as the tree tells; bounded in length and depth.

The grammar and the functions are those of docs.github.com, "Evaluate expressions in workflows and actions".
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from troth.evidence.automation.github.values import Unknown, Value, Varies, equal, number, text, truth, unsure

LONGEST = 4_000
"""Characters of one expression."""
DEEPEST = 40
_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))|(?P<text>'(?:[^']|'')*')"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<mark>\|\||&&|==|!=|<=|>=|[<>!()\[\],.*]))"
)
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None, "nan": float("nan"), "infinity": float("inf")}
_HOLE = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_TROUBLE = frozenset({"failure", "cancelled"})
NOT_READ = Unknown("an expression that cannot be read")

Lookup = Callable[[tuple[str, ...]], Value]
"""Gives the value of a dotted path such as ("github", "event_name")."""


def evaluate(expression: str, lookup: Lookup) -> Value:
    """The value of one expression, with or without ``${{ }}``. Never raises; what cannot be told is ``Unknown``."""
    stripped = expression.strip()
    whole = re.fullmatch(r"\$\{\{(.*)\}\}", stripped, re.DOTALL)
    if whole and "${{" not in whole.group(1):
        stripped = whole.group(1)
    elif "${{" in stripped:  # several holes in one text: a non-empty text is true
        return fill(stripped, lookup)
    if len(stripped) > LONGEST:
        return NOT_READ
    tokens = _tokens(stripped)
    if tokens is None:
        return NOT_READ
    parser = _Parser(tokens, lookup)
    try:
        value = parser.either(0)
    except _UnreadableError:
        return NOT_READ
    return value if parser.done else NOT_READ


def fill(words: str, lookup: Lookup) -> str:
    """``words`` with every hole filled; what cannot be told becomes one opaque word."""

    def hole(found: re.Match[str]) -> str:
        value = evaluate(found.group(1), lookup)
        if isinstance(value, (Unknown, dict, list)):
            return "__" + (re.sub(r"\W+", "_", found.group(1)).strip("_")[:60] or "expression") + "__"
        return text(value)

    return _HOLE.sub(hole, words) if "${{" in words else words


class _UnreadableError(Exception):
    """The text is no expression."""


def _tokens(words: str) -> list[tuple[str, str]] | None:
    found, at = [], 0
    words = words.rstrip()
    while at < len(words):
        match = _TOKEN.match(words, at)
        if match is None:
            return None
        found.append((match.lastgroup or "", match.group(match.lastgroup or 0)))
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], lookup: Lookup) -> None:
        self.tokens = tokens
        self.at = 0
        self.lookup = lookup

    @property
    def done(self) -> bool:
        """Whether every token was used."""
        return self.at == len(self.tokens)

    def peek(self) -> str:
        """The next mark or name."""
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, mark: str) -> bool:
        """Step over ``mark`` if it comes next."""
        if self.at < len(self.tokens) and self.tokens[self.at] == ("mark", mark):
            self.at += 1
            return True
        return False

    def need(self, mark: str) -> None:
        """Step over ``mark``, which must come next."""
        if not self.take(mark):
            raise _UnreadableError

    def either(self, depth: int) -> Value:
        """``a || b``: the first that holds, else the last."""
        value = self.both(depth)
        while self.take("||"):
            value = _or(value, self.both(depth))
        return value

    def both(self, depth: int) -> Value:
        """``a && b``: the first that does not hold, else the last."""
        value = self.compared(depth)
        while self.take("&&"):
            value = _and(value, self.compared(depth))
        return value

    def compared(self, depth: int) -> Value:
        """Comparisons, from left to right."""
        value = self.unary(depth)
        while self.peek() in ("==", "!=", "<", "<=", ">", ">=") and self.tokens[self.at][0] == "mark":
            mark = self.peek()
            self.at += 1
            value = _compare(mark, value, self.unary(depth))
        return value

    def unary(self, depth: int) -> Value:
        """``!a``."""
        if depth > DEEPEST:
            raise _UnreadableError
        if self.take("!"):
            held = truth(self.unary(depth + 1))
            return held if isinstance(held, Unknown) else not held
        return self.primary(depth + 1)

    def primary(self, depth: int) -> Value:
        """A literal, a call, a path, or something in brackets."""
        if self.at >= len(self.tokens):
            raise _UnreadableError
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return float(int(token, 16)) if "x" in token.lower() else float(token)
        if kind == "text":
            return token[1:-1].replace("''", "'")
        if kind == "name" and self.take("("):
            given = self.arguments(depth)
            return self.rest(self.trouble(token) if token.lower() in _TROUBLE else _call(token, given), depth)
        if kind == "name":
            return _WORDS[token.lower()] if token.lower() in _WORDS else self.path(token, depth)
        if (kind, token) == ("mark", "("):
            value = self.either(depth)
            self.need(")")
            return self.rest(value, depth)
        raise _UnreadableError

    def trouble(self, name: str) -> Value:
        """``failure()`` or ``cancelled()``: no, or what only some runs come to."""
        value = self.lookup((name.lower(),))
        return value if isinstance(value, Varies) else False

    def arguments(self, depth: int) -> list[Value]:
        """What stands between the brackets of a call."""
        found: list[Value] = []
        if self.take(")"):
            return found
        while True:
            found.append(self.either(depth))
            if self.take(")"):
                return found
            self.need(",")

    def path(self, head: str, depth: int) -> Value:
        """A dotted path, looked up as a whole."""
        parts = [head]
        while True:
            if self.take("."):
                if self.at >= len(self.tokens):
                    raise _UnreadableError
                parts.append(self.tokens[self.at][1])
                self.at += 1
            elif self.take("["):
                parts.append(text(self.either(depth)))
                self.need("]")
            else:
                return self.lookup(tuple(parts))

    def rest(self, value: Value, depth: int) -> Value:
        """Members of a value that was computed (``fromJSON(x).y``)."""
        while self.peek() in (".", "[") and self.tokens[self.at][0] == "mark":
            if self.take("."):
                key = self.peek()
                self.at += 1
            else:
                self.need("[")
                key = text(self.either(depth))
                self.need("]")
            value = member(value, key)
        return value


def member(value: Value, key: str) -> Value:
    """The member ``key`` of a value; null where there is none."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, dict):
        return next((one for name, one in value.items() if name.casefold() == key.casefold()), None)
    if isinstance(value, list) and key.isdigit():
        return value[int(key)] if int(key) < len(value) else None
    return None


def _or(left: Value, right: Value) -> Value:
    held, other = truth(left), truth(right)
    if isinstance(held, Unknown):
        return right if other is True else unsure(held, other)
    return left if held else right


def _and(left: Value, right: Value) -> Value:
    held, other = truth(left), truth(right)
    if isinstance(held, Unknown):
        return right if other is False else unsure(held, other)
    return right if held else left


def _compare(mark: str, left: Value, right: Value) -> Value:
    if mark in ("==", "!="):
        same = equal(left, right)
        return same if isinstance(same, Unknown) else same is (mark == "==")
    for side in (left, right):
        if isinstance(side, Unknown):
            return side
    one, other = number(left), number(right)
    if one is None or other is None:
        return False
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[mark]


def _call(name: str, arguments: list[Value]) -> Value:
    lowered = name.lower()
    if lowered in ("success", "always"):
        return True
    whole = lowered == "contains" and text(arguments[-1] if arguments else "").startswith("refs/")
    begins = _begins(arguments) if lowered == "startswith" or whole else None
    if begins is not None:
        return begins
    unknown = next((one for one in arguments if isinstance(one, Unknown)), None)
    if unknown is not None:
        return unknown
    function = _FUNCTIONS.get(lowered)
    if function is None or len(arguments) < 1:
        return Unknown(f"{name}() cannot be worked out")
    return function(arguments)


def _begins(arguments: list[Value]) -> bool | None:
    """Whether what differs from event to event begins with a text in all of them, or in none; None in some."""
    if len(arguments) != 2 or not isinstance(arguments[0], Varies) or isinstance(arguments[1], Unknown):
        return None
    start = text(arguments[1]).casefold()
    if arguments[0].choices:
        each = {text(choice).casefold().startswith(start) for choice in arguments[0].choices}
        return each.pop() if len(each) == 1 else None
    prefix = arguments[0].prefix.casefold()
    return True if prefix.startswith(start) else None if start.startswith(prefix) else False


def _contains(arguments: list[Value]) -> Value:
    inside, wanted = arguments[0], arguments[-1]
    if isinstance(inside, list):
        return any(equal(item, wanted) is True for item in inside)
    return text(wanted).casefold() in text(inside).casefold()


def _format(arguments: list[Value]) -> Value:
    words = text(arguments[0])
    for position, value in enumerate(arguments[1:]):
        words = words.replace(f"{{{position}}}", text(value))
    return words[:LONGEST]


def _from_json(arguments: list[Value]) -> Value:
    try:
        return json.loads(text(arguments[0]))
    except (ValueError, RecursionError):
        return NOT_READ


def _to_json(arguments: list[Value]) -> Value:
    return json.dumps(arguments[0])


def _join(arguments: list[Value]) -> Value:
    items = arguments[0] if isinstance(arguments[0], list) else [arguments[0]]
    return text(arguments[1] if len(arguments) > 1 else ",").join(text(item) for item in items)


_FUNCTIONS: dict[str, Callable[[list[Value]], Value]] = {
    "contains": _contains,
    "startswith": lambda given: text(given[0]).casefold().startswith(text(given[-1]).casefold()),
    "endswith": lambda given: text(given[0]).casefold().endswith(text(given[-1]).casefold()),
    "format": _format,
    "join": _join,
    "tojson": _to_json,
    "fromjson": _from_json,
    "hashfiles": lambda _: "0" * 64,
}
