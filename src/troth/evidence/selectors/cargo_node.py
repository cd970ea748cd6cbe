"""Tests of Rust: ``crate::module::tests::name``, as cargo test and cargo-nextest name them, or the end of it.

What is a test: https://doc.rust-lang.org/reference/attributes/testing.html; where modules and integration tests stand:
https://doc.rust-lang.org/cargo/guide/project-layout.html. Files are parsed by the grammar of Rust.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import msgspec
from tree_sitter import Node

from troth.evidence.repository import Repository
from troth.evidence.selectors.code import code_of
from troth.evidence.selectors.there import there
from troth.evidence.source import rust
from troth.terms.answer import Answer, Gap
from troth.terms.seen.proof import NamedTest
from troth.terms.span import Span, excerpt

NODE = re.compile(r"[A-Za-z_][\w-]*(?:::[A-Za-z_]\w*)+")
MOST_FILES = 5_000
"""Rust files in which a test is looked for."""
DEEPEST = 50
"""Modules one inside the other."""
_ATTRIBUTE = re.compile(r"#\s*!?\s*\[\s*(?:unsafe\s*\(\s*)?((?:\w+\s*::\s*)*\w+)(.*)\]", re.DOTALL)
_TESTS = frozenset({"test", "rstest", "test_case", "quickcheck", "proptest", "parameterized", "test_log", "case"})
_PLAIN_TRUTH = re.compile(
    r"assert!\s*\(\s*true\s*\);?|assert_eq!\s*\(\s*(\w+)\s*,\s*\1\s*\);?|println!\s*\([^;{}]*\);?|\(\)"
)
_PLAIN_CFG = re.compile(r"\(\s*test\s*\)")
_COMMENTS = frozenset({"line_comment", "block_comment"})


class _Function(msgspec.Struct, frozen=True):
    """A function of a file, with the modules around it inside of the file and all attributes on the way."""

    modules: tuple[str, ...]
    node: Node
    attributes: tuple[Node, ...]
    above: tuple[Node, ...]


def find(repository: Repository, node: str) -> Answer[NamedTest]:
    """The tests whose path ends in ``node``; nothing where there is none, a gap where that cannot be told."""
    wanted = tuple(part.replace("-", "_") for part in node.split("::"))
    word = re.compile(rf"\bfn\s+(?:r#)?{re.escape(wanted[-1])}\b")
    paths = [path for path in repository.paths if path.endswith(".rs") and not _foreign(path)]
    found, gaps, read = list[NamedTest](), list[Gap](), list[str]()
    for path in paths[:MOST_FILES]:
        text = repository.text(path) if there(repository, path) else None
        if text is None or wanted[-1] not in text:
            gaps += repository.gaps_of((path,)) if text is None and there(repository, path) else ()
            continue
        read.append(path)
        home, crate, modules = module_path(repository, path)
        tests, doubts = _in_file(path, text, word, (crate, *modules), wanted)
        gaps += doubts
        found += [_named(repository, each, node, path, home, crate) for each in tests]
    if len(paths) > MOST_FILES:
        gaps.append(Gap(wanted=node, reason=f"only {MOST_FILES} Rust files are looked through"))
    return Answer(found=tuple(found), gaps=() if found else tuple(gaps), read=tuple(read))


def module_path(repository: Repository, path: str) -> tuple[str, str, tuple[str, ...]]:
    """The folder of the crate that a file belongs to, its name as a path has it, and the file's module in it."""
    home = posixpath.dirname(path)
    while home and posixpath.join(home, "Cargo.toml") not in repository.path_set:
        home = posixpath.dirname(home)
    inner = path[len(home) + 1 if home else 0 :].removesuffix(".rs").split("/")
    if inner[0] == "src":
        inner = inner[1:]
        inner = inner[1:] if inner[0] == "bin" else inner
        inner = [] if inner in (["lib"], ["main"]) else inner
    elif inner[0] in ("tests", "benches", "examples"):
        inner = inner[1:]
        inner = inner[:-1] if inner[-1] == "main" and len(inner) > 1 else inner
    inner = inner[:-1] if inner and inner[-1] == "mod" else inner
    return home, crate_name(repository, home).replace("-", "_"), tuple(part.replace("-", "_") for part in inner)


def crate_name(repository: Repository, home: str) -> str:
    """The name in the Cargo.toml of a folder; the name of the folder where there is none."""
    manifest = posixpath.join(home, "Cargo.toml")
    tables = repository.toml(manifest) if manifest in repository.path_set else None
    package = (tables or {}).get("package")
    name = package.get("name") if isinstance(package, dict) else None
    return name if isinstance(name, str) else posixpath.basename(home)


def _foreign(path: str) -> bool:
    return path.startswith(("target/", "vendor/")) or "/target/" in path or "/vendor/" in path


def _in_file(
    path: str, text: str, word: re.Pattern[str], around: tuple[str, ...], wanted: tuple[str, ...]
) -> tuple[list[_Function], list[Gap]]:
    """Tests of one file whose whole path ends in ``wanted``; gaps for functions that may be tests."""
    tests, gaps = list[_Function](), list[Gap]()
    named = 0
    for each in _functions(rust.parse(text.encode("utf-8", "replace")).root_node):
        name = each.node.child_by_field_name("name")
        if name is None or (name.text or b"").decode("utf-8", "replace") != wanted[-1]:
            continue
        named += 1
        whole = (*around, *each.modules, wanted[-1])
        if whole[-len(wanted) :] != wanted:
            continue
        words = [_word(attribute) for attribute in each.attributes]
        if any(last in _TESTS or last.endswith("_test") for last, _ in words):
            tests.append(each)
        elif any(last not in ("cfg", "allow", "inline", "doc", "must_use", "cfg_attr") for last, _ in words):
            reason = "its attribute is not known here: whether it is a test cannot be told"
            gaps.append(Gap(wanted=wanted[-1], reason=reason, span=_span(path, each.node)))
    code = code_of(path, text)
    if not isinstance(code, str) and sum(len(word.findall(line)) for line in code.lines) > named:
        gaps.append(Gap(wanted=wanted[-1], reason="it stands in a macro, which is not followed", span=Span(path)))
    return tests, gaps


def _functions(root: Node) -> Iterator[_Function]:
    """Every function that is an item of a module; no recursion."""
    stack: list[tuple[Node, tuple[str, ...], tuple[Node, ...]]] = [(root, (), ())]
    while stack:
        holder, modules, above = stack.pop()
        pending: list[Node] = []
        inner = [child for child in holder.children if child.type == "inner_attribute_item"]
        here = (*above, *inner)
        for child in holder.children:
            if child.type == "attribute_item":
                pending.append(child)
            elif child.type == "function_item":
                yield _Function(modules, child, tuple(pending), here)
                pending = []
            elif child.type == "mod_item" and len(modules) < DEEPEST:
                name, body = child.child_by_field_name("name"), child.child_by_field_name("body")
                if name is not None and body is not None:
                    inside = (*modules, (name.text or b"").decode("utf-8", "replace"))
                    stack.append((body, inside, (*here, *pending)))
                pending = []
            elif child.type not in _COMMENTS:
                pending = []


def _word(attribute: Node) -> tuple[str, str]:
    """The last word of an attribute's path, and what follows it."""
    match = _ATTRIBUTE.match((attribute.text or b"").decode("utf-8", "replace"))
    return (match[1].rpartition("::")[2].strip(), match[2].strip()) if match else ("", "")


def _named(repository: Repository, each: _Function, node: str, path: str, home: str, crate: str) -> NamedTest:
    never, maybe = list[Span](), list[Span]()
    for attribute in (*each.attributes, *each.above):
        last, rest = _word(attribute)
        if last == "ignore":
            never.append(_span(path, attribute))
        elif (last == "cfg" and not _PLAIN_CFG.match(rest)) or (last == "cfg_attr" and "ignore" in rest):
            maybe.append(_span(path, attribute))
    body = each.node.child_by_field_name("body")
    if body is not None and all(_shows_nothing(child) for child in body.children):
        never.append(_span(path, each.node))
    workspace, lone = workspace_of(repository, home)
    return NamedTest(
        form="cargo", node=node, span=_span(path, each.node), file=path, never=tuple(never), maybe=tuple(maybe),
        home=home, package=crate_name(repository, home) or crate, workspace=workspace, lone=lone,
    )  # fmt: skip


def _shows_nothing(child: Node) -> bool:
    """Whether a part of a body can never fail the test: a comment, a print, something asserted of plain values."""
    text = (child.text or b"").decode("utf-8", "replace").strip()
    return child.type in (*_COMMENTS, "{", "}", "empty_statement") or bool(_PLAIN_TRUTH.fullmatch(text))


def workspace_of(repository: Repository, home: str) -> tuple[str | None, bool]:
    """The folder of the workspace above a crate, and whether a plain ``cargo test`` there leaves the crate out.

    In a workspace with a package of its own at its root, or with ``default-members``, a plain run is theirs.
    """
    here = home
    while True:
        manifest = posixpath.join(here, "Cargo.toml")
        tables = repository.toml(manifest) if manifest in repository.path_set else None
        workspace = (tables or {}).get("workspace")
        if isinstance(workspace, dict):
            lone = here != home and ("package" in (tables or {}) or "default-members" in workspace)
            return here, lone
        if not here:
            return None, False
        here = posixpath.dirname(here)


def _span(path: str, node: Node) -> Span:
    line = (node.text or b"").split(b"\n", 1)[0].decode("utf-8", "replace")
    return Span(path, node.start_point[0] + 1, excerpt(line))
