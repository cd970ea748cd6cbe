"""Sessions of a noxfile, read from its syntax tree; nothing of it is executed."""

from __future__ import annotations

import ast

from troth.evidence.automation.context import span_at
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository

FILES = ("noxfile.py",)


def read(repository: Repository, path: str) -> tuple[Target, ...]:
    """The sessions of the noxfile ``path``; those that run by default come first."""
    text = repository.text(path)
    if text is None:
        return ()
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        repository.unreadable.setdefault(path, "not valid Python")
        return ()
    default = _default(module)
    found = [
        _target(repository, path, node, name)
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and (name := _session(node))
    ]
    return tuple(sorted(found, key=lambda one: default is not None and one.name not in default))


def chosen_by_default(repository: Repository, path: str) -> tuple[str, ...] | None:
    """The names in ``nox.options.sessions``; None where all run."""
    text = repository.text(path)
    try:
        return _default(ast.parse(text or ""))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _default(module: ast.Module) -> tuple[str, ...] | None:
    for node in module.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "nox.options.sessions":
            return tuple(_strings(node.value))
    return None


def _session(node: ast.FunctionDef) -> str:
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        head = ast.unparse(call.func if call else decorator)
        if head in ("nox.session", "session", "nox_poetry.session"):
            named = [word.value for word in call.keywords if word.arg == "name"] if call else []
            return next(iter(_strings(named[0])), node.name) if named else node.name
    return ""


def _target(repository: Repository, path: str, node: ast.FunctionDef, name: str) -> Target:
    steps = []
    for call in (part for part in ast.walk(node) if isinstance(part, ast.Call)):
        function = call.func
        if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
            continue
        span = span_at(repository, path, call.lineno)
        if function.attr in ("run", "run_always"):
            words = tuple(word for argument in call.args for word in (_strings(argument) or ["__nox__"]))
            soft = any(word.arg == "success_codes" and "1" in ast.unparse(word.value) for word in call.keywords)
            steps.append((call.lineno, Step(span=span, argv=words, ignored=span if soft else None)))
        elif function.attr == "notify" and call.args:
            steps.append((call.lineno, Step(span=span, calls=tuple(_strings(call.args[0])))))
    ordered = tuple(step for _, step in sorted(steps, key=lambda pair: pair[0]))
    return Target(system="nox", path=path, name=name, span=span_at(repository, path, node.lineno), steps=ordered)


def _strings(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Starred):
        return _strings(node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, (ast.List, ast.Tuple)):
        return [word for item in node.elts for word in _strings(item)]
    return []
