"""setup.py, read as a syntax tree and never run."""

from __future__ import annotations

import ast
import posixpath
import warnings
from collections.abc import Iterator

from troth.evidence.manifests.python_line import requirement
from troth.evidence.manifests.reader import Found, Reader, place, scope_of_word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.seen.manifests import DeclaredVersion, Requirement, Scope, Toolchain

LARGEST = 256 * 1024
"""Characters of the largest setup.py that is parsed."""
_LISTS: tuple[tuple[str, Scope], ...] = (
    ("install_requires", "runtime"),
    ("setup_requires", "build"),
    ("tests_require", "test"),
)


def read(repository: Repository, path: str) -> Found:
    """Read the literal arguments of ``setup(…)`` and names that are bound to literals once; computed ones are gaps."""
    text = repository.text(path)
    module = parse(text) if text is not None else None
    if module is None:
        gap = Gap(wanted=path, reason="no Python that can be parsed", span=place(repository, path, None))
        return Found(gaps=() if text is None else (gap,))
    call = next((node for node in ast.walk(module) if isinstance(node, ast.Call) and _is_setup(node.func)), None)
    if call is None:
        return Found()
    setup = _Setup(repository, path, call, module)
    return Found(
        requirements=tuple(setup.requirements()),
        toolchains=tuple(setup.toolchains()),
        versions=tuple(setup.versions()),
        gaps=tuple(setup.gaps),
    )


def parse(text: str) -> ast.Module | None:
    """The syntax tree of ``text``; None where Python would not read it, or not without exhausting itself."""
    if len(text) > LARGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class _Setup:
    """The call of ``setup`` and what its arguments lead to."""

    def __init__(self, repository: Repository, path: str, call: ast.Call, module: ast.Module) -> None:
        self.repository, self.path = repository, path
        self.arguments = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        self.bound = {
            target.id: node.value
            for node in module.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        self.gaps: list[Gap] = []
        words = {
            node.value for node in ast.walk(module) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        self.reads_requirements = any(
            word.endswith((".txt", ".in"))
            and posixpath.normpath(posixpath.join(posixpath.dirname(path), word)) in repository.path_set
            for word in words
        )
        """It names a requirements file of the tree, which is read by itself."""

    def value(self, node: ast.expr | None) -> ast.expr | None:
        return self.bound.get(node.id) if isinstance(node, ast.Name) else node

    def text(self, argument: str) -> tuple[str, int] | None:
        node = self.value(self.arguments.get(argument))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value, node.lineno
        return None

    def requirements(self) -> Iterator[Requirement]:
        for argument, scope in _LISTS:
            if argument in self.arguments:
                yield from self.listed(self.arguments[argument], argument, scope)
        extras = self.value(self.arguments.get("extras_require"))
        if isinstance(extras, ast.Dict):
            for key, value in zip(extras.keys, extras.values, strict=True):
                group = str(key.value) if isinstance(key, ast.Constant) else ""
                yield from self.listed(value, f"extras_require[{group}]", scope_of_word(group) or "optional")

    def listed(self, node: ast.expr, argument: str, scope: Scope) -> Iterator[Requirement]:
        items = self.value(node)
        if not isinstance(items, (ast.List, ast.Tuple)):
            if not self.reads_requirements:
                span = place(self.repository, self.path, node.lineno)
                self.gaps.append(Gap(wanted=argument, reason="computed when setup.py runs", span=span))
            return
        for item in items.elts:
            span = place(self.repository, self.path, item.lineno)
            text = item.value if isinstance(item, ast.Constant) else None
            line = requirement(text, span, scope=scope) if isinstance(text, str) else None
            if line is None:
                self.gaps.append(Gap(wanted=argument, reason="an item that is computed or no requirement", span=span))
            else:
                yield line

    def toolchains(self) -> Iterator[Toolchain]:
        found = self.text("python_requires")
        if found:
            span = place(self.repository, self.path, found[1])
            yield Toolchain(language="python", version=found[0], span=span, origin="requires-python", primary=True)

    def versions(self) -> Iterator[DeclaredVersion]:
        found, name = self.text("version"), self.text("name")
        if found:
            span = place(self.repository, self.path, found[1])
            yield DeclaredVersion(package=name[0] if name else "", version=found[0], span=span)


def _is_setup(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == "setup"


READER = Reader(ecosystem="pypi", globs=("setup.py",), read=read, gives=("pypi",))
