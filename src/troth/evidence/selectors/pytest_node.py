"""Tests of Python, by their pytest node ids: ``tests/test_a.py::TestC::test_b[x]``; a file or a class names all in it.

Node ids: https://docs.pytest.org/en/stable/how-to/usage.html#nodeids; what is collected:
https://docs.pytest.org/en/stable/explanation/goodpractices.html#conventions-for-python-test-discovery. The file is
parsed, never imported.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator, Sequence

import msgspec

from troth.evidence.repository import Repository
from troth.evidence.selectors import pytest_settings
from troth.evidence.selectors.code import parsed
from troth.evidence.selectors.there import there, unseen
from troth.terms.answer import Answer, Gap
from troth.terms.seen.proof import NamedTest
from troth.terms.span import Span, excerpt

NODE = re.compile(r"[^:\s][^:]*\.py(?:::.*)?", re.DOTALL)
_FILE = re.compile(r"(?:test_.*|.*_test)\.py")
_ALWAYS = frozenset({"skip", "xfail", "expectedFailure"})
_SOMEWHERE = frozenset({"skipif", "skipIf", "skipUnless", "importorskip"})
_BARE_BASES = frozenset({"object", "TestCase", "IsolatedAsyncioTestCase"})
"""Classes that bring no tests of their own."""
DEEPEST_NAME = 20
Function = ast.FunctionDef | ast.AsyncFunctionDef


class _Found(msgspec.Struct, frozen=True):
    """A function or class, and the nodes around it whose marks it inherits."""

    node: Function | ast.ClassDef
    around: tuple[ast.ClassDef, ...]


def find(repository: Repository, node: str) -> Answer[NamedTest]:
    """The test that ``node`` names; nothing where it is gone, a gap where that cannot be told."""
    path, *names = node.split("::")
    path = posixpath.normpath(path)
    if not there(repository, path):
        return Answer(gaps=unseen(repository, path))
    text = repository.text(path)
    if text is None:
        return Answer(gaps=repository.gaps_of((path,)), read=(path,))
    tree = parsed(text)
    if isinstance(tree, str):
        return Answer(gaps=(Gap(wanted=path, reason=tree, span=Span(path)),), read=(path,))
    lines = repository.lines(path)
    last, bracket, wanted_id = (names[-1] if names else "").partition("[")
    plain = [*names[:-1], last] if names else []
    found = _named(tree, plain)
    if isinstance(found, Gap):
        return Answer(gaps=(msgspec.structs.replace(found, wanted=node, span=Span(path)),), read=(path,))
    if found is None:
        return Answer(read=(path,))
    tests = _tests(tree.body, ()) if not names else _under(found)
    if not tests:
        return Answer(read=(path,))
    doubts = _uncollected(repository, path, tests)
    if bracket and isinstance(found.node, Function):
        known = ids(found.node)
        if known is not None and wanted_id.rstrip("]") not in known:
            return Answer(read=(path,))
        if known is None:
            reason = "the ids of its parameters are worked out when it runs: a report that has it would show"
            doubts = (*doubts, Gap(wanted=node, reason=reason, span=_span(path, found.node, lines)))
    first = found.node if names else tests[0].node
    never, maybe = _marks(tree, tests, path, lines)
    maybe = (*maybe, *pytest_settings.keep_out(repository, path))
    test = NamedTest(
        form="pytest", node=node, span=_span(path, first, lines), file=path, never=never, maybe=maybe,
        group=isinstance(found.node, ast.ClassDef) or not names,
    )  # fmt: skip
    return Answer(found=(test,), gaps=doubts, read=(path,))


def _named(tree: ast.Module, names: Sequence[str]) -> _Found | Gap | None:
    """The last of ``names``, each in the one before; a gap where it may be made in a way that is not followed."""
    around: tuple[ast.ClassDef, ...] = ()
    body: Sequence[ast.stmt] = tree.body
    here: Function | ast.ClassDef = ast.ClassDef(name="", bases=[], keywords=[], body=tree.body, decorator_list=[])
    for name in names:
        found = [each for each in _members(body) if each.name == name]
        if not found:
            return _hidden(body, here, name)
        here = found[-1]  # the last definition of a name is the one that counts
        if isinstance(here, ast.ClassDef):
            around, body = (*around, here), here.body
        elif name != names[-1]:
            return None
    return _Found(here, around if not isinstance(here, ast.ClassDef) else around[:-1])


def _hidden(body: Sequence[ast.stmt], here: Function | ast.ClassDef, name: str) -> Gap | None:
    if any(isinstance(each, ast.Assign | ast.ImportFrom | ast.Import) and name in _binds(each) for each in body):
        return Gap(wanted=name, reason=f"{name} is assigned or imported there: whether it is a test is not followed")
    if any(isinstance(each, ast.ImportFrom) and any(one.name == "*" for one in each.names) for each in body):
        return Gap(wanted=name, reason=f"{name} may be among what is imported there with *")
    bases = [dotted(base) for base in here.bases] if isinstance(here, ast.ClassDef) else []
    if any(base.rpartition(".")[2] not in _BARE_BASES for base in bases):
        return Gap(wanted=name, reason=f"{name} may be inherited from {', '.join(filter(None, bases))[:100]}")
    return None


def dotted(node: ast.expr) -> str:
    """ "a.b.c" of a name with its attributes, of what is called for a call; "" for anything else. No recursion."""
    parts: list[str] = []
    here = node.func if isinstance(node, ast.Call) else node
    while isinstance(here, ast.Attribute) and len(parts) < DEEPEST_NAME:
        parts.append(here.attr)
        here = here.value
    return ".".join(reversed([*parts, here.id])) if isinstance(here, ast.Name) else ""


def _binds(statement: ast.Assign | ast.ImportFrom | ast.Import) -> set[str]:
    if isinstance(statement, ast.Assign):
        return {target.id for target in statement.targets if isinstance(target, ast.Name)}
    return {each.asname or each.name for each in statement.names}


def _members(body: Sequence[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """Functions and classes of a body, those under ``if``, ``try`` and ``with`` too, in order; no recursion."""
    waiting = list(reversed(body))
    while waiting:
        each = waiting.pop()
        if isinstance(each, Function | ast.ClassDef):
            yield each
        elif isinstance(each, ast.If | ast.Try | ast.With):
            parts = (getattr(each, name, []) for name in ("body", "orelse", "finalbody"))
            inner = [statement for part in parts for statement in part]
            handlers = getattr(each, "handlers", [])
            waiting += reversed([*inner, *(one for handler in handlers for one in handler.body)])


def _tests(body: Sequence[ast.stmt], around: tuple[ast.ClassDef, ...]) -> list[_Found]:
    """All tests of a body by pytest's names, and all of those of unittest."""
    found = []
    for each in _members(body):
        if isinstance(each, ast.ClassDef):
            if each.name.startswith("Test") or any("TestCase" in dotted(base) for base in each.bases):
                found += _tests(each.body, (*around, each)) if len(around) < 10 else []
        elif each.name.startswith("test"):
            found.append(_Found(each, around))
    return found


def _under(found: _Found) -> list[_Found]:
    if isinstance(found.node, ast.ClassDef):
        return _tests(found.node.body, (*found.around, found.node))
    return [found]


def _uncollected(repository: Repository, path: str, tests: Sequence[_Found]) -> tuple[Gap, ...]:
    """Why pytest would not collect them by its own names; a configuration may name others."""
    odd = [test.node.name for test in tests if not test.node.name.startswith("test")]
    if odd:
        reason = f"pytest takes functions for tests whose names begin with test; {odd[0]} does not"
        return (Gap(wanted=path, reason=reason, span=Span(path)),)
    if not _FILE.fullmatch(posixpath.basename(path)) and not pytest_settings.renamed(repository):
        reason = "pytest looks for tests in test_*.py and *_test.py, and this file is none"
        return (Gap(wanted=path, reason=reason, span=Span(path)),)
    return ()


def _marks(
    tree: ast.Module, tests: Sequence[_Found], path: str, lines: Sequence[str]
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Lines that keep the tests from showing anything, and lines that keep them from running somewhere.

    Of several tests it takes all: one that is skipped leaves the others.
    """
    module = [each for each in tree.body if _pytestmark(each) or _whole_module(each)]
    never: list[list[Span]] = []
    maybe: dict[Span, None] = {}
    for test in tests:
        marks = [mark for each in (test.node, *test.around) for mark in each.decorator_list]
        bodies = [*module, *(each for around in test.around for each in around.body if _pytestmark(each))]
        kinds: list[tuple[ast.AST, str]] = [(mark, kind) for mark in marks if (kind := _kind(mark))]
        kinds += [(each, kind) for each in bodies for mark in _marked(each) if (kind := _kind(mark))]
        kinds += [(each, kind) for each in test.node.body if (kind := _in_body(each))]
        if isinstance(test.node, Function) and _empty(test.node):
            kinds.append((test.node, "never"))
        never.append([_span(path, node, lines) for node, kind in kinds if kind == "never"])
        maybe.update({_span(path, node, lines): None for node, kind in kinds if kind == "maybe"})
    whole = tuple(dict.fromkeys(span for spans in never for span in spans))
    if all(never):
        return whole, tuple(maybe)
    return (), (*maybe, *whole)


def _kind(mark: ast.expr) -> str:
    """What a mark says: "never", "maybe", or nothing of whether the test runs."""
    call = mark if isinstance(mark, ast.Call) else None
    words = dotted(mark).split(".")
    if words[-1] in _ALWAYS and (len(words) > 1 or words[0] == "expectedFailure"):
        conditional = (
            words[-1] == "xfail" and call is not None and (call.args or _keyword(call, "condition") is not None)
        )
        return "maybe" if conditional else "never"
    if words[-1] in _SOMEWHERE:
        condition = (call.args[0] if call.args else _keyword(call, "condition")) if call else None
        if words[-1] in ("skipif", "skipIf") and isinstance(condition, ast.Constant):
            return "never" if condition.value else ""
        return "maybe"
    return ""


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


def _pytestmark(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and "pytestmark" in _binds(statement)


def _whole_module(statement: ast.stmt) -> bool:
    """``pytest.skip(…, allow_module_level=True)`` at the top of a file."""
    return bool(_in_body(statement)) and isinstance(statement, ast.Expr)


def _marked(statement: ast.stmt) -> list[ast.expr]:
    value = statement.value if isinstance(statement, ast.Assign | ast.Expr) else None
    if isinstance(value, ast.List | ast.Tuple):
        return list(value.elts)
    return [value] if value is not None else []


def _in_body(statement: ast.stmt) -> str:
    """A call at the top of a body that ends the test before anything is shown."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        words = dotted(statement.value)
        if words in ("pytest.skip", "pytest.xfail", "self.skipTest"):
            return "never"
        return "maybe" if words == "pytest.importorskip" else ""
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
        return "maybe" if dotted(statement.value) == "pytest.importorskip" else ""
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        return "never" if dotted(statement.exc) in ("SkipTest", "unittest.SkipTest") else ""
    return ""


def _empty(function: Function) -> bool:
    """Whether a body does nothing that could fail: no call but of ``print``, nothing asserted but a plain value."""
    return all(_harmless(each) for each in function.body)


def _harmless(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Assert):
        return _plain_truth(statement.test)
    if isinstance(statement, ast.Return | ast.Assign | ast.AnnAssign):
        return statement.value is None or isinstance(statement.value, ast.Constant)
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    if isinstance(value, ast.Call) and dotted(value) in ("print", "self.assertTrue"):
        told = all(isinstance(argument, ast.Constant) for argument in value.args)
        return told and (dotted(value) == "print" or bool(value.args and _plain_truth(value.args[0])))
    return isinstance(value, ast.Constant)


def _plain_truth(value: ast.expr) -> bool:
    """Whether a value holds as it is written: ``True``, ``1``, ``1 == 1``, ``"x"``."""
    if isinstance(value, ast.Constant):
        return bool(value.value)
    if isinstance(value, ast.Compare) and len(value.ops) == 1 and isinstance(value.ops[0], ast.Eq | ast.Is):
        left, right = value.left, value.comparators[0]
        return isinstance(left, ast.Constant) and isinstance(right, ast.Constant) and left.value == right.value
    return False


def ids(function: Function) -> frozenset[str] | None:
    """The ids of a test that is parametrised once, by plain values; None where they cannot be told from the text."""
    marks = [
        mark
        for mark in function.decorator_list
        if isinstance(mark, ast.Call) and dotted(mark).endswith("mark.parametrize")
    ]
    if len(marks) != 1 or len(marks[0].args) < 2:
        return None
    values = marks[0].args[1]
    given = _keyword(marks[0], "ids")
    chosen = given if given is not None else values
    if not isinstance(chosen, ast.List | ast.Tuple):
        return None
    names = marks[0].args[0]
    several = not isinstance(names, ast.Constant) or "," in str(names.value)
    found = [_id(each, several=several) for each in chosen.elts]
    known = frozenset(one for one in found if one is not None)
    return known if len(known) == len(found) else None  # of one value twice the ids are numbered


def _id(value: ast.expr, *, several: bool) -> str | None:
    """The id that pytest gives to one plain value; texts beyond ASCII and others are escaped or numbered."""
    if isinstance(value, ast.Call) and dotted(value) == "pytest.param":
        named = _keyword(value, "id")
        value = named if named is not None else value
    if isinstance(value, ast.Tuple):
        parts = [_id(each, several=False) for each in value.elts] if several else [None]
        return None if None in parts else "-".join(part for part in parts if part is not None)
    if isinstance(value, ast.Constant):
        plain = value.value
        if isinstance(plain, str):
            return plain if plain and plain.isascii() and plain.isprintable() else None
        return str(plain) if isinstance(plain, bool | int) or plain is None else None
    return None


def _span(path: str, node: ast.AST, lines: Sequence[str]) -> Span:
    line = getattr(node, "lineno", 1)
    return Span(path, line, excerpt(lines[line - 1]) if line <= len(lines) else "")
