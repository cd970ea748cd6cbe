"""What expressions can see: the contexts of GitHub, filled in for one trigger as far as the tree tells.

docs.github.com, "Contexts reference".
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping

import msgspec

from troth.evidence.automation.github.expression import evaluate, member
from troth.evidence.automation.github.setting import may_set
from troth.evidence.automation.github.triggers import Trigger
from troth.evidence.automation.github.values import Unknown, Value, Varies
from troth.evidence.automation.nodes import Node

_HOME = "\0this repository"
"""Stands for the repository's own name, which the tree does not tell."""
_FORK = "\0a fork of it"


class Events(enum.Enum):
    """Which events of a trigger an expression is worked out for."""

    USUAL = "usual"
    """The one imagined first: somebody of the project opens an ordinary pull request or pushes a commit."""
    FORK = "fork"
    """The same, where a pull request comes from a fork."""
    ANY = "any"
    """All of them: what differs between them is unknown."""


_PLACEHOLDERS = ("your", "owner/repo", "username/", "example/", "org/repo", "changeme", "placeholder")
_DOUBTFUL = {
    "vars": "a repository variable, which is a hosted setting",
    "secrets": "a secret, which is a hosted setting",
}


_USUAL: dict[str, Value] = {
    "head_commit.message": "",
    "workflow_run.conclusion": "success",
    "workflow_run.event": "push",
    "deleted": False,
    "forced": False,
    "release.draft": False,
    "release.prerelease": False,
    "label.name": "",
    "sender.login": "someone",
    "pull_request.draft": False,
    "pull_request.head.ref": "a-branch",
    "pull_request.user.login": "someone",
    "pull_request.labels.*.name": [],
    "pull_request.title": "",
}
"""What the payload of an event usually holds, and another event of the same name need not.

docs.github.com, "Webhook events and payloads".
"""


def _varies(name: str, usual: Value, *, prefix: str = "", choices: tuple[Value, ...] = ()) -> Varies:
    return Varies(f"{name}, which differs from event to event", usual=usual, prefix=prefix, choices=choices)


def _halves(ref: str) -> tuple[str, str]:
    """ "refs/heads/main" as "refs/heads/" and "main"."""
    name = ref.split("/", 2)[-1]
    return ref.removesuffix(name), name


def _nowhere(_slug: str) -> bool:
    return False


class View(msgspec.Struct, frozen=True, kw_only=True):
    """One trigger, with what surrounds an expression.

    ``needs`` tells which needed jobs run. ``written`` is the text of a workflow whose steps may set variables while
    they run, and empty where none does: the ``env`` context holds only what the workflow sets, the rest is empty
    (https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#env-context). ``chosen`` are the
    inputs that whoever presses the button fills in.
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
    chosen: Mapping[str, Value] = {}
    events: Events = Events.USUAL

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
            "failure": _trouble,
            "cancelled": _trouble,
        }
        handler = handlers.get(head)
        value = handler(rest) if handler else Unknown(f"{'.'.join(path)} cannot be told from the tree")
        return value.usual if isinstance(value, Varies) and self.events is not Events.ANY else value

    def _github(self, path: tuple[str, ...]) -> Value:
        name = path[0].lower() if path else ""
        trigger = self.trigger
        start, short = _halves(trigger.ref)
        pull = trigger.is_pull_request
        known: dict[str, Value] = {
            "event_name": trigger.name,
            "ref": trigger.ref,
            "ref_name": "1/merge" if pull else short,
            "ref_type": "tag" if trigger.ref.startswith("refs/tags/") else "branch",
            "base_ref": self._base() if pull else "",
            "head_ref": _varies("github.head_ref", "a-branch") if pull else "",
            "repository": _HOME,
            "actor": _varies("github.actor", "someone"),
            "triggering_actor": _varies("github.triggering_actor", "someone"),
            "workspace": ".",
            "server_url": "https://github.com",
        }
        if trigger.name in ("push", "workflow_dispatch", "release"):
            branches = tuple(f"{start}{branch}" for branch in trigger.branches)
            known["ref"] = _varies("github.ref", trigger.ref, prefix=start, choices=branches)
            known["ref_name"] = _varies("github.ref_name", short, choices=trigger.branches)
        if name in known:
            return known[name]
        if name == "event":
            return self._event(path[1:])
        return Unknown(f"github.{'.'.join(path)} cannot be told from the tree")

    def _base(self) -> Value:
        return _varies("the branch that it asks to change", self.default_branch, choices=self.trigger.branches)

    def _event(self, path: tuple[str, ...]) -> Value:
        dotted = ".".join(path).lower()
        trigger = self.trigger
        if dotted == "action":
            return _varies("github.event.action", trigger.action, choices=trigger.types)
        if dotted == "schedule":
            return trigger.cron.text if trigger.cron is not None else None
        if dotted == "ref":
            return self._github(path)
        if dotted.startswith("inputs"):
            return self._input(path[1:])
        if dotted.startswith("pull_request") and not trigger.is_pull_request:
            return [] if dotted == "pull_request.labels.*.name" else None
        known = {**self._of_repository(), **(self._of_pull_request() if trigger.is_pull_request else {})}
        if dotted in known:
            return known[dotted]
        usual = _USUAL.get(dotted)
        if usual is not None and (dotted != "head_commit.message" or trigger.name == "push"):
            return _varies(f"github.event.{dotted}", usual)
        return usual if usual is not None else Unknown(f"github.event.{dotted} cannot be told from the tree")

    def _of_repository(self) -> dict[str, Value]:
        return {
            "repository.full_name": _HOME,
            "repository.fork": False,
            "repository.default_branch": self.default_branch,
            "repository.private": Unknown("whether the repository is private"),
            "workflow_run.head_branch": _varies("github.event.workflow_run.head_branch", self.default_branch),
        }

    def _of_pull_request(self) -> dict[str, Value]:
        fork = self.events is Events.FORK
        comes = "where the pull request comes from"
        return {
            "pull_request.head.repo.full_name": _varies(comes, _FORK if fork else _HOME),
            "pull_request.head.repo.fork": _varies(comes, fork),
            "pull_request.base.repo.full_name": _HOME,
            "pull_request.base.ref": self._base(),
            "pull_request.merged": self.trigger.action == "closed",
        }

    def _env(self, path: tuple[str, ...]) -> Value:
        name = path[0] if path else ""
        if name in self.environment:
            value = self.environment[name]
            return Unknown(f"env.{name}") if value.startswith("__") and value.endswith("__") else value
        setter = may_set(self.written, name) if name and self.written else ""
        if setter:
            return Unknown(f"env.{name}, which {setter} may set")
        return ""

    def _input(self, path: tuple[str, ...]) -> Value:
        if self.trigger.name == "workflow_dispatch" and path and path[0].lower() in self.chosen:
            return self.chosen[path[0].lower()]
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


def chosen(button: Node) -> dict[str, Value]:
    """The inputs of ``workflow_dispatch``: the default in the usual event, one of the options in any."""
    found: dict[str, Value] = {}
    for name, body in button.get("inputs").items():
        kind = body.get("type").text
        options = tuple(one.text for one in body.get("options").each()) if kind == "choice" else ()
        choices: tuple[Value, ...] = (True, False) if kind == "boolean" else options
        usual = body.get("default").value if body.get("default") else False if kind == "boolean" else ""
        found[name.lower()] = Varies(f"inputs.{name}, which is chosen by hand", usual=usual, choices=choices)
    return found


def _trouble(_path: tuple[str, ...]) -> Value:
    return _varies("whether something before it fails", usual=False)


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
