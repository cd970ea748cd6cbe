"""Justfiles: recipes, their dependencies and bodies (the just manual, "Recipes")."""

from __future__ import annotations

import posixpath
import re

from troth.evidence.automation.context import Script, span_at
from troth.evidence.automation.shell import Options
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository

FILES = ("justfile", "Justfile", ".justfile", "JUSTFILE")
MOST_LINES = 20_000
_RECIPE = re.compile(r"^@?(?P<name>[A-Za-z_][\w-]*)(?P<parameters>[^:=]*?)\s*:(?!=)\s*(?P<needs>.*)$")
_VARIABLE = re.compile(r"^(?:export\s+)?(?P<name>[A-Za-z_][\w-]*)\s*:=\s*(?P<value>.*)$")
_ALIAS = re.compile(r"^alias\s+([\w-]+)\s*:=\s*([\w-]+)")
_IMPORT = re.compile(r"^import\??\s+['\"]([^'\"]+)['\"]")
_HOLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def read(repository: Repository, path: str, depth: int = 0) -> tuple[Target, ...]:
    """The recipes of the justfile ``path`` and of what it imports, the default first."""
    lines = repository.lines(path)[:MOST_LINES]
    variables = {
        found["name"]: found["value"].strip().strip("\"'") for found in map(_VARIABLE.match, lines) if found is not None
    }
    flags = next((line for line in lines if re.match(r"set\s+shell\b", line)), "")
    options = Options(errexit=bool(re.search(r"-\w*e", flags)), pipefail="pipefail" in flags)
    found: list[Target] = []
    number = 0
    while number < len(lines):
        recipe = _RECIPE.match(lines[number])
        start = number
        number += 1
        if recipe is None:
            found += _beside(repository, path, lines[start], start + 1, depth)
            continue
        body: list[tuple[int, str]] = []
        while number < len(lines) and (not lines[number].strip() or lines[number][0] in " \t"):
            body.append((number + 1, lines[number]))
            number += 1
        found.append(_target(repository, path, start + 1, recipe, body, variables, options))
    return tuple(found)


def _beside(repository: Repository, path: str, text: str, line: int, depth: int) -> tuple[Target, ...]:
    imported = _IMPORT.match(text)
    if imported and depth < 4:
        return read(
            repository, posixpath.normpath(posixpath.join(posixpath.dirname(path), imported.group(1))), depth + 1
        )
    alias = _ALIAS.match(text)
    if alias:
        span = span_at(repository, path, line)
        step = Step(span=span, calls=(alias.group(2),))
        return (Target(system="just", path=path, name=alias.group(1), span=span, steps=(step,)),)
    return ()


def _target(
    repository: Repository,
    path: str,
    line: int,
    recipe: re.Match[str],
    body: list[tuple[int, str]],
    variables: dict[str, str],
    options: Options,
) -> Target:
    span = span_at(repository, path, line)
    needs = tuple(re.findall(r"(?<![\w\"'-])[A-Za-z_][\w-]*", re.sub(r"\"[^\"]*\"|'[^']*'", "", recipe["needs"])))
    steps = [Step(span=span, calls=needs)] if needs else []
    filled = [(number, _HOLE.sub(lambda hole: variables.get(hole.group(1), "__just__"), text)) for number, text in body]
    written = [(number, text) for number, text in filled if text.strip()]
    if written and written[0][1].lstrip().startswith("#!"):
        if re.search(r"\b(ba|z|da)?sh\b", written[0][1]):
            text = "\n".join(text.strip() for _, text in filled)
            shebang = Options(errexit=" -e" in written[0][1])
            steps.append(Step(span=span, script=Script(text, path, filled[0][0]), options=shebang))
    else:
        steps += [_step(repository, path, number, text, options) for number, text in _joined(written)]
    return Target(system="just", path=path, name=recipe["name"], span=span, steps=tuple(steps))


def _joined(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for number, text in lines:
        if found and found[-1][1].endswith("\\"):
            found[-1] = (found[-1][0], found[-1][1] + "\n" + text.strip())
        else:
            found.append((number, text.strip()))
    return found


def _step(repository: Repository, path: str, number: int, text: str, options: Options) -> Step:
    bare = text.lstrip("@-")
    span = span_at(repository, path, number)
    ignored = span if "-" in text[: len(text) - len(bare)] else None
    return Step(span=span, script=Script(bare, path, number), options=options, ignored=ignored)
