"""Script tables of pyproject.toml, pixi.toml and Pipfile: hatch, pdm, poethepoet, pixi, rye and pipenv."""

from __future__ import annotations

from typing import Any

from troth.evidence.automation.context import Script, span_at
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository

FILES = ("pyproject.toml", "pixi.toml", "Pipfile")


def read(repository: Repository, path: str) -> tuple[Target, ...]:
    """The scripts of ``path``; those of hatch are named "environment:script" ("script" for the default one)."""
    document = repository.toml(path) or {}
    found: list[Target] = []
    if path.endswith("Pipfile"):
        return tuple(_targets(repository, path, _table(document, "scripts"), ("scripts",), "", "pipenv"))
    if path.endswith("pixi.toml"):
        return tuple(_of_pixi(repository, path, document, ()))
    tool = _table(document, "tool")
    found += _of_pixi(repository, path, _table(tool, "pixi"), ("tool", "pixi"))
    found += _targets(repository, path, _table(_table(tool, "rye"), "scripts"), ("tool", "rye", "scripts"), "", "rye")
    for environment, body in _table(_table(tool, "hatch"), "envs").items():
        place = ("tool", "hatch", "envs", environment, "scripts")
        prefix = "" if environment == "default" else f"{environment}:"
        found += _targets(repository, path, _table(body, "scripts"), place, prefix, "hatch")
    found += _targets(repository, path, _table(_table(tool, "pdm"), "scripts"), ("tool", "pdm", "scripts"), "", "pdm")
    found += _targets(repository, path, _table(_table(tool, "poe"), "tasks"), ("tool", "poe", "tasks"), "", "poe")
    return tuple(found)


def _of_pixi(repository: Repository, path: str, document: dict[str, Any], above: tuple[str, ...]) -> list[Target]:
    """Tasks of the workspace and of its features (pixi.sh, "The manifest", ``tasks``)."""
    found = _targets(repository, path, _table(document, "tasks"), (*above, "tasks"), "", "pixi")
    for feature, body in _table(document, "feature").items():
        place = (*above, "feature", feature, "tasks")
        found += _targets(repository, path, _table(body, "tasks"), place, "", "pixi")
    return found


def _table(value: Any, name: str) -> dict[str, Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _targets(
    repository: Repository, path: str, scripts: dict[str, Any], place: tuple[str, ...], prefix: str, system: str
) -> list[Target]:
    lines = repository.toml_lines(path)
    found = []
    for name, body in scripts.items():
        line = lines.get((*place, name), 1)
        span = span_at(repository, path, line)
        steps = []
        for number, text in enumerate(_commands(body)):
            at = lines.get((*place, name, number), line)
            bare = text.removeprefix("- ")
            here = span_at(repository, path, at)
            calls = tuple(f"{prefix}{bare}" for _ in "1" if bare.split()[:1] and bare.split()[0] in scripts)
            script = None if calls else Script(bare, path, at, exact=False, last=at)
            steps.append(Step(span=here, script=script, calls=calls, ignored=here if text.startswith("- ") else None))
        found.append(Target(system=system, path=path, name=prefix + name, span=span, steps=tuple(steps)))
    return found


_FIRST = ("depends-on", "depends_on", "deps")
"""Keys for what is run before a task."""


def _commands(body: Any) -> list[str]:
    if isinstance(body, str):
        return [body]
    if isinstance(body, list):
        return [text for one in body for text in _commands(one if isinstance(one, str) else _named(one)) if text]
    if isinstance(body, dict):
        words = body.get("cmd")
        whole = [" ".join(words)] if isinstance(words, list) and all(isinstance(one, str) for one in words) else words
        before = [text for key in _FIRST for text in _commands(body.get(key))]
        after = [text for key in ("shell", "composite", "sequence", "chain") for text in _commands(body.get(key))]
        return [*before, *_commands(whole), *after]
    return []


def _named(task: Any) -> str:
    """The name of a task that another one depends on (pixi: ``{task = "lint"}``)."""
    name = task.get("task") if isinstance(task, dict) else None
    return name if isinstance(name, str) else ""
