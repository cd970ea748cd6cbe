"""Which characters of a file are code: comments and docstrings blanked, all else in its place.

Python by its own tokenizer and parser, Rust and shell by their grammars, other languages by the lexical rules of their
comments and strings. A rule that can be led astray (regular expressions, heredocs) says so, and what stands behind a
quote on such a line is neither code nor comment, but unclear.
"""

from __future__ import annotations

import ast
import io
import posixpath
import tokenize
import warnings
from collections.abc import Iterable

import msgspec
from tree_sitter import TreeCursor

from troth.evidence.automation.shell import syntax
from troth.evidence.source import rust
from troth.evidence.structured import split_lines

DEEPEST = 200
"""Levels of brackets of a Python file that is parsed: its parser recurses."""
LONGEST_LINE = 5_000
"""Characters of a line of which code is told from comments."""
PROSE = frozenset({".md", ".mdx", ".rst", ".adoc", ".txt", ".org", ".html", ".htm", ".pdf"})
"""Endings of documents, which prove nothing as code."""


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """How a family of languages writes comments and strings.

    ``line`` begin a comment up to the end of the line; ``blanked``: only at the start of a word. ``block`` are pairs.
    ``quotes`` open a string that ends on its line, ``long`` one that may not; ``escapes``: a backslash takes the next
    character, but not in ``raw`` ones. ``exact``: nothing else of the language can look like a comment or a string.
    ``doubtful``: only what begins its line is surely a comment.
    """

    name: str
    line: tuple[str, ...] = ()
    blanked: bool = False
    block: tuple[tuple[str, str], ...] = ()
    quotes: str = "\"'"
    long: tuple[str, ...] = ()
    escapes: bool = True
    raw: tuple[str, ...] = ()
    exact: bool = False
    doubtful: bool = False


_C = Style(name="comments of C", line=("//",), block=(("/*", "*/"),), exact=True)
GO = Style(name="comments of Go", line=("//",), block=(("/*", "*/"),), long=("`",), raw=("`",), exact=True)
_JAVA = Style(name="comments of Java", line=("//",), block=(("/*", "*/"),), long=('"""',), exact=True)
_SCRIPT = Style(name="comments of JavaScript", line=("//",), block=(("/*", "*/"),), long=("`",))
_PHP = Style(name="comments of PHP", line=("//", "#"), block=(("/*", "*/"),))
_TOML = Style(name="comments of TOML", line=("#",), long=('"""', "'''"), raw=("'", "'''"), exact=True)
_YAML = Style(name="comments of YAML", line=("#",), blanked=True, raw=("'",))
_HASH = Style(name="lines with #", line=("#",), blanked=True)
_SQL = Style(name="comments of SQL", line=("--",), block=(("/*", "*/"),), escapes=False)
_LUA = Style(name="comments of Lua", line=("--",), block=(("--[[", "]]"),))
_INI = Style(name="lines with # and ;", line=("#", ";"), blanked=True, quotes="")
_LISP = Style(name="comments of Lisp", line=(";",), block=(("#|", "|#"),), quotes='"')
_MARKUP = Style(name="comments of XML", block=(("<!--", "-->"),), quotes="", exact=True)
_CSS = Style(name="comments of CSS", block=(("/*", "*/"),))
_JSON = Style(name="JSON, which has no comments", quotes='"', exact=True)
_HCL = Style(name="comments of HCL", line=("#", "//"), block=(("/*", "*/"),))
_ANY = Style(
    name="lines that begin like a comment",
    line=("#", "//", "--", ";", "%", "REM "),
    blanked=True,
    block=(("/*", "*/"), ("<!--", "-->"), ("{-", "-}"), ("(*", "*)")),
    doubtful=True,
)
_STYLES: dict[str, Style] = {
    **dict.fromkeys((".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".m", ".mm", ".proto", ".sol", ".zig"), _C),
    **dict.fromkeys((".java", ".kt", ".kts", ".scala", ".groovy", ".gradle", ".swift", ".dart", ".cs"), _JAVA),
    **dict.fromkeys((".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte"), _SCRIPT),
    ".jsonc": _SCRIPT,
    **dict.fromkeys((".yml", ".yaml"), _YAML),
    **dict.fromkeys((".rb", ".pl", ".pm", ".r", ".ex", ".exs", ".jl", ".nix", ".cmake", ".mk"), _HASH),
    **dict.fromkeys((".ini", ".cfg", ".conf", ".properties", ".env", ".editorconfig"), _INI),
    **dict.fromkeys((".xml", ".svg", ".csproj", ".props", ".plist"), _MARKUP),
    **dict.fromkeys((".css", ".scss", ".less"), _CSS),
    **dict.fromkeys((".lisp", ".el", ".clj", ".cljs", ".scm"), _LISP),
    **dict.fromkeys((".tf", ".hcl"), _HCL),
    ".go": GO, ".php": _PHP, ".toml": _TOML, ".sql": _SQL, ".lua": _LUA, ".json": _JSON,
}  # fmt: skip
_NAMES = {
    **dict.fromkeys(("Dockerfile", "Containerfile", "Makefile", "Gemfile", "justfile", "CODEOWNERS"), _HASH),
    **dict.fromkeys(("Cargo.lock", "poetry.lock", "uv.lock"), _TOML),
    ".env": _INI,
}
_SHELLS = ("#!/bin/sh", "#!/bin/bash", "#!/usr/bin/env bash")


class Code(msgspec.Struct, frozen=True):
    """``lines`` with comments blanked, ``unclear`` from which column on (0 = clear), and the rule that told."""

    lines: tuple[str, ...]
    rule: str
    unclear: dict[int, int] = {}


def code_of(path: str, text: str) -> Code | str:
    """What of ``text`` is code; a reason, in words that follow the path, where that cannot be told."""
    ending = posixpath.splitext(path)[1].lower()
    name = posixpath.basename(path)
    text = "\n".join(split_lines(text))
    if ending in PROSE and name not in ("CMakeLists.txt", "requirements.txt"):
        return "is a document, not code"
    if ending in (".py", ".pyi"):
        return _python(text)
    if ending == ".rs":
        return _by_spans(text, rust_comments(text), "the grammar of Rust")
    if ending in (".sh", ".bash", ".zsh", ".ksh") or text.startswith(
        ("#!/bin/sh", "#!/bin/bash", "#!/usr/bin/env bash")
    ):
        return _shell(text)
    return by_style(text, _NAMES.get(name, _STYLES.get(ending, _HASH if ending == ".txt" else _ANY)))


def parsed(text: str) -> ast.Module | str:
    """The syntax tree of a Python file; a reason where there is none."""
    depth = deepest = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        return "is nested too deeply"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd escapes of their texts are none of our business
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "cannot be parsed as Python"


def docstrings(tree: ast.Module) -> Iterable[ast.Constant]:
    """Strings that stand as statements: docstrings, and what is commented out by quotes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value


def _python(text: str) -> Code | str:
    tree = parsed(text)
    if isinstance(tree, str):
        return tree
    lines = split_lines(text)
    spans: list[tuple[int, int, int, int]] = []
    try:
        tokens = tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline)
        comments = [token for token in tokens if token.type == tokenize.COMMENT]
    except (tokenize.TokenError, SyntaxError, ValueError):
        return "cannot be parsed as Python"
    spans += [(each.start[0] - 1, each.start[1], each.end[0] - 1, each.end[1]) for each in comments]
    for node in docstrings(tree):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if last < len(lines):
            start = len(lines[first].encode()[: node.col_offset].decode(errors="ignore"))
            end = len(lines[last].encode()[: node.end_col_offset or 0].decode(errors="ignore"))
            spans.append((first, start, last, end))
    return Code(_blanked(lines, spans), "Python's own tokenizer")


Span = tuple[int, int, int, int]


def rust_comments(text: str) -> list[Span]:
    """Comments of a Rust file, those in macros too, as rows and columns in characters."""
    return _of_tree(
        text, rust.parse(text.encode("utf-8", "replace")).walk(), frozenset({"line_comment", "block_comment"})
    )


def _shell(text: str) -> Code | str:
    if len(text) > syntax.LONGEST:
        return "is longer than shell text is parsed"
    return _by_spans(
        text, _of_tree(text, syntax.parse(text).walk(), frozenset({"comment"})), "the grammar of the shell"
    )


def _of_tree(text: str, cursor: TreeCursor, kinds: frozenset[str]) -> list[Span]:
    """Places of nodes of ``kinds``; no recursion."""
    lines = [line.encode("utf-8", "replace") for line in text.split("\n")]
    found: list[Span] = []
    done = False
    while not done:
        node = cursor.node
        if node is not None and node.type in kinds:
            (first, start), (last, end) = node.start_point, node.end_point
            if last < len(lines):
                found.append((first, _column(lines[first], start), last, _column(lines[last], end)))
        elif cursor.goto_first_child():
            continue
        while not done and not cursor.goto_next_sibling():
            done = not cursor.goto_parent()
    return found


def _column(line: bytes, column: int) -> int:
    return len(line[:column].decode("utf-8", "ignore"))


def _by_spans(text: str, spans: list[Span], rule: str) -> Code:
    return Code(_blanked(text.split("\n"), spans), rule)


def _blanked(lines: list[str], spans: Iterable[Span]) -> tuple[str, ...]:
    blank = list(lines)
    for first, start, last, end in spans:
        for row in range(first, min(last, len(blank) - 1) + 1):
            line = blank[row]
            begin = start if row == first else 0
            stop = end if row == last else len(line)
            blank[row] = line[:begin] + " " * (stop - begin) + line[stop:]
    return tuple(blank)


def by_style(text: str, style: Style, *, strings: bool = True) -> Code:
    """Lines of ``text`` with what ``style`` takes for comments blanked; unless ``strings``, what is in quotes too."""
    lexer = _Lexer(style, strings=strings)
    lines = tuple(lexer.line(row, line) for row, line in enumerate(split_lines(text)))
    return Code(lines, style.name, lexer.unclear)


class _Lexer:
    """Goes through a text line by line; knows only whether it is in a comment or a string."""

    def __init__(self, style: Style, *, strings: bool) -> None:
        self.style = style
        self.strings = strings
        self.inside = ""
        self.comment = False
        self.unclear: dict[int, int] = {}
        self._openers = sorted({*style.long, *style.quotes}, key=len, reverse=True)

    def line(self, row: int, line: str) -> str:
        """One line with its comments blanked."""
        if len(line) > LONGEST_LINE:
            self.unclear[row] = 1
            return line
        out: list[str] = []
        column, quoted = 0, bool(self.inside) and not self.comment
        while column < len(line):
            step, keep = self._step(line, column)
            out.append(line[column : column + step] if keep else " " * step)
            quoted = quoted or (bool(self.inside) and not self.comment)
            led_astray = (quoted and not self.style.exact) or (self.style.doubtful and line[:column].strip())
            if not keep and led_astray:
                self.unclear.setdefault(row, column + 1)
            column += step
        if self.inside and not self.comment and self.inside in self.style.quotes:
            self.inside = ""
            if not self.style.exact:
                self.unclear[row] = 1  # a string that does not end may be none
        if self.inside == "\n":
            self.inside, self.comment = "", False
        return "".join(out)

    def _step(self, line: str, column: int) -> tuple[int, bool]:
        """How many characters go on from ``column`` in one state, and whether they are code."""
        if self.inside:
            return self._within(line, column)
        for opener, end in self.style.block:
            if line.startswith(opener, column):
                self.inside, self.comment = end, True
                return len(opener), False
        for mark in self.style.line:
            if line.startswith(mark, column) and self._begins(line, column):
                self.inside, self.comment = "\n", True
                return len(line) - column, False
        for opener in self._openers:
            if line.startswith(opener, column):
                self.inside, self.comment = opener, False
                return len(opener), True
        return 1, True

    def _begins(self, line: str, column: int) -> bool:
        return not self.style.blanked or column == 0 or line[column - 1].isspace()

    def _within(self, line: str, column: int) -> tuple[int, bool]:
        if line.startswith(self.inside, column):
            step, keep = len(self.inside), not self.comment
            self.inside, self.comment = "", False
            return step, keep
        escaped = not self.comment and self.style.escapes and self.inside not in self.style.raw and line[column] == "\\"
        return (2 if escaped and column + 1 < len(line) else 1), not self.comment and self.strings
