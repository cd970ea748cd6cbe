"""Taskfiles (taskfile.dev, version 3): tasks, their dependencies and commands."""

from __future__ import annotations

import posixpath
import re

from troth.evidence.automation.nodes import Node, root
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository

FILES = ("Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml", "Taskfile.dist.yml", "Taskfile.dist.yaml")
_HOLE = re.compile(r"\{\{-?\s*\.?([^{}]*?)\s*-?\}\}")


def read(repository: Repository, path: str, depth: int = 0) -> tuple[Target, ...]:
    """The tasks of the Taskfile ``path``; those of included files are named "namespace:task"."""
    top = root(repository, path)
    variables = {name: value.text for name, value in top.get("vars").items() if value.is_text}
    found = [_target(path, name, task, variables) for name, task in top.get("tasks").items()]
    if depth < 3:
        for space, where in top.get("includes").items():
            found += _included(repository, path, space, where, depth)
    return tuple(found)


def _included(repository: Repository, path: str, space: str, where: Node, depth: int) -> list[Target]:
    name = where.text or where.get("taskfile").text
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    files = [target, *(f"{target}/{file}" for file in FILES)]
    chosen = next((file for file in files if file in repository.path_set), "")
    if not chosen:
        return []
    return [
        Target(
            system=one.system,
            path=one.path,
            name=f"{space}:{one.name}",
            span=one.span,
            steps=tuple(
                Step(
                    span=step.span,
                    script=step.script,
                    calls=tuple(f"{space}:{call}" for call in step.calls),
                    ignored=step.ignored,
                )
                for step in one.steps
            ),
            directory=one.directory,
        )
        for one in read(repository, chosen, depth + 1)
    ]


def _target(path: str, name: str, task: Node, variables: dict[str, str]) -> Target:
    body = task.get("cmds", "cmd") if task.is_map else task
    steps = []
    needs = tuple(one.text or one.get("task").text for one in task.get("deps")) if task.is_map else ()
    if needs:
        steps.append(Step(span=task.span, calls=needs))
    for one in body:
        steps += _steps(one, variables)
    soft = task.get("ignore_error")
    return Target(
        system="task",
        path=path,
        name=name,
        span=task.span,
        steps=tuple(steps),
        directory=task.get("dir").text,
        ignored=soft.span if soft.value is True else None,
    )


def _steps(one: Node, variables: dict[str, str]) -> list[Step]:
    if one.is_map and one.get("task"):
        return [Step(span=one.get("task").span, calls=(one.get("task").text,))]
    command = one.get("cmd") if one.is_map else one
    if not command.is_text:
        return []
    soft = one.get("ignore_error")
    text = _HOLE.sub(lambda hole: variables.get(hole.group(1), "__task__"), command.text)
    return [Step(span=command.span, script=command.script(text), ignored=soft.span if soft.value is True else None)]
