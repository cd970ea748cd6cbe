"""Script tables of pyproject.toml: hatch, pdm and poethepoet."""

from __future__ import annotations

from typing import Any

from troth.evidence.automation.context import Script, span_at
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository

FILES = ("pyproject.toml",)


def read(repository: Repository, path: str) -> tuple[Target, ...]:
    """The scripts of ``path``; those of hatch are named "environment:script" ("script" for the default one)."""
    tool = _table(repository.toml(path) or {}, "tool")
    found: list[Target] = []
    for environment, body in _table(_table(tool, "hatch"), "envs").items():
        place = ("tool", "hatch", "envs", environment, "scripts")
        prefix = "" if environment == "default" else f"{environment}:"
        found += _targets(repository, path, _table(body, "scripts"), place, prefix, "hatch")
    found += _targets(repository, path, _table(_table(tool, "pdm"), "scripts"), ("tool", "pdm", "scripts"), "", "pdm")
    found += _targets(repository, path, _table(_table(tool, "poe"), "tasks"), ("tool", "poe", "tasks"), "", "poe")
    return tuple(found)


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


def _commands(body: Any) -> list[str]:
    if isinstance(body, str):
        return [body]
    if isinstance(body, list):
        return [text for text in body if isinstance(text, str)]
    if isinstance(body, dict):
        return [text for key in ("cmd", "shell", "composite", "sequence") for text in _commands(body.get(key))]
    return []
