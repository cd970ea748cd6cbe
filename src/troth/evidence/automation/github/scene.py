"""What expressions can see: the contexts of GitHub, filled in for one trigger as far as the tree tells.

docs.github.com, "Contexts reference".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from troth.evidence.automation.github.expression import evaluate, member
from troth.evidence.automation.github.triggers import Trigger
from troth.evidence.automation.github.values import Unknown, Value
from troth.evidence.automation.nodes import Node

_HOME = "\0this repository"
"""Stands for the repository's own name, which the tree does not tell."""
_PLACEHOLDERS = ("your", "owner/repo", "username/", "example/", "org/repo", "changeme", "placeholder")
_DOUBTFUL = {
    "vars": "a repository variable, which is a hosted setting",
    "secrets": "a secret, which is a hosted setting",
}


def _nowhere(_slug: str) -> bool:
    return False


class View(msgspec.Struct, frozen=True, kw_only=True):
    """One trigger, with what surrounds an expression.

    ``needs`` tells which needed jobs run. ``written`` is the text of a workflow whose steps write to ``GITHUB_ENV``,
    and empty where none does: the ``env`` context holds only what the workflow sets, and anything else is empty
    (https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#env-context).
    """

    trigger: Trigger
    default_branch: str
    environment: Mapping[str, str] = {}
    inputs: Mapping[str, Value] = {}
    matrix: Value = None
    needs: Mapping[str, bool] = {}
    known_here: Callable[[str], bool] = _nowhere
    runner: str = ""
    written: str = ""

    def evaluate(self, expression: str) -> Value:
        """The value of ``expression``."""
        return evaluate(expression, self.look_up)

    def look_up(self, path: tuple[str, ...]) -> Value:
        """The value of a dotted path."""
        head, rest = path[0].lower(), path[1:]
        if head in _DOUBTFUL:
            if head == "secrets" and rest and rest[0].lower() == "github_token":
                return "token"
            return Unknown(f"{'.'.join(path)}, {_DOUBTFUL[head]}")
        handlers: dict[str, Callable[[tuple[str, ...]], Value]] = {
            "github": self._github,
            "env": self._env,
            "inputs": self._input,
            "matrix": self._matrix,
            "needs": self._needs,
            "steps": _step,
            "job": _success,
            "runner": self._runner,
        }
        handler = handlers.get(head)
        return handler(rest) if handler else Unknown(f"{'.'.join(path)} cannot be told from the tree")

    def _github(self, path: tuple[str, ...]) -> Value:
        name = path[0].lower() if path else ""
        trigger = self.trigger
        ref = trigger.ref.split("/", 2)[-1]
        pull = trigger.name.startswith("pull_request")
        known: dict[str, Value] = {
            "event_name": trigger.name,
            "ref": trigger.ref,
            "ref_name": "1/merge" if pull else ref,
            "ref_type": "tag" if trigger.ref.startswith("refs/tags/") else "branch",
            "base_ref": self.default_branch if pull else "",
            "head_ref": "a-branch" if pull else "",
            "repository": _HOME,
            "actor": "someone",
            "triggering_actor": "someone",
            "workspace": ".",
            "server_url": "https://github.com",
        }
        if name in known:
            return known[name]
        if name == "event":
            return self._event(path[1:])
        return Unknown(f"github.{'.'.join(path)} cannot be told from the tree")

    def _event(self, path: tuple[str, ...]) -> Value:
        dotted = ".".join(path).lower()
        pull = self.trigger.name.startswith("pull_request")
        if dotted == "action":
            return self.trigger.action
        if dotted == "schedule":
            return self.trigger.cron.text if self.trigger.cron is not None else None
        if dotted.startswith("inputs"):
            return self._input(path[1:])
        known: dict[str, Value] = {
            "repository.full_name": _HOME,
            "repository.fork": False,
            "repository.default_branch": self.default_branch,
            "repository.private": Unknown("whether the repository is private"),
            "head_commit.message": "",
            "workflow_run.conclusion": "success",
            "workflow_run.head_branch": self.default_branch,
            "workflow_run.event": "push",
            "ref": self.trigger.ref,
            "deleted": False,
            "forced": False,
            "release.draft": False,
            "release.prerelease": False,
        }
        if pull or not dotted.startswith("pull_request"):
            known |= {
                "pull_request.draft": False if pull else None,
                "pull_request.head.repo.full_name": _HOME if pull else None,
                "pull_request.head.repo.fork": False if pull else None,
                "pull_request.base.ref": self.default_branch if pull else None,
                "pull_request.user.login": "someone" if pull else None,
                "pull_request.merged": self.trigger.action == "closed" if pull else None,
                "pull_request.labels.*.name": [],
                "pull_request.title": "" if pull else None,
            }
        if dotted in known:
            return known[dotted]
        if dotted.startswith("pull_request") and not pull:
            return None
        return Unknown(f"github.event.{dotted} cannot be told from the tree")

    def _env(self, path: tuple[str, ...]) -> Value:
        name = path[0] if path else ""
        if name in self.environment:
            value = self.environment[name]
            return Unknown(f"env.{name}") if value.startswith("__") and value.endswith("__") else value
        if name and f"{name}=" in self.written:
            return Unknown(f"env.{name} may be set by a step")
        return ""

    def _input(self, path: tuple[str, ...]) -> Value:
        return next((value for name, value in self.inputs.items() if path and name.lower() == path[0].lower()), None)

    def _matrix(self, path: tuple[str, ...]) -> Value:
        value = self.matrix
        for key in path:
            value = member(value, key)
        return value

    def _runner(self, _path: tuple[str, ...]) -> Value:
        return self.runner or Unknown("the runner")

    def _needs(self, path: tuple[str, ...]) -> Value:
        if len(path) > 1 and path[1] == "result":
            return "success" if self.needs.get(path[0], True) else "skipped"
        return Unknown(f"needs.{'.'.join(path)}, which another job works out")


def _success(_path: tuple[str, ...]) -> Value:
    return "success"


def _step(path: tuple[str, ...]) -> Value:
    if len(path) > 1 and path[1] in ("outcome", "conclusion"):
        return "success"
    return Unknown(f"steps.{'.'.join(path)}, which an earlier step works out")


def condition(view: View, node: Node) -> Value:
    """The value of an ``if:``; True where there is none. The repository's own name equals whatever it is known by."""
    if not node:
        return True
    text = node.text
    slugs = {word for word in _quoted(text) if "/" in word and "github.repository" in text.lower()}
    for slug in slugs:
        own = not any(mark in slug.lower() for mark in _PLACEHOLDERS) and view.known_here(slug)
        text = text.replace(f"'{slug}'", f"'{_HOME}'") if own else text
    value = view.evaluate(text)
    if value is False and slugs and not all(any(m in s.lower() for m in _PLACEHOLDERS) for s in slugs):
        other = view.evaluate(_as_if_home(text, slugs))
        if other is not False:
            return Unknown(f"github.repository, compared with {min(slugs)}")
    return value


def _as_if_home(text: str, slugs: set[str]) -> str:
    for slug in slugs:
        text = text.replace(f"'{slug}'", f"'{_HOME}'")
    return text


def _quoted(text: str) -> list[str]:
    return [piece for position, piece in enumerate(text.split("'")) if position % 2]
