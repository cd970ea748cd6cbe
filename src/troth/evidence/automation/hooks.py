"""Hooks on developers' machines: pre-commit, lefthook and husky."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

import msgspec

from troth.evidence.automation.context import Context, Script
from troth.evidence.automation.hooked_files import Work, nothing_left
from troth.evidence.automation.nodes import Node, root
from troth.evidence.automation.shell import Options
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.event import Event
from troth.terms.seen.automation import Filter, Firing
from troth.terms.span import Span

FILES = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml")
LEFTHOOK = ("lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml", ".config/lefthook.yml",
            ".config/lefthook.yaml")  # fmt: skip
EVENTS = {
    "pre-commit": Event.COMMIT_HOOK,
    "commit": Event.COMMIT_HOOK,
    "merge-commit": Event.COMMIT_HOOK,
    "pre-merge-commit": Event.COMMIT_HOOK,
    "prepare-commit-msg": Event.COMMIT_HOOK,
    "commit-msg": Event.COMMIT_HOOK,
    "post-commit": Event.COMMIT_HOOK,
    "pre-push": Event.PUSH_HOOK,
    "push": Event.PUSH_HOOK,
    "manual": Event.MANUAL,
}
"""Names of git hooks, and of the stages of pre-commit (pre-commit.com, "confining hooks to run at certain stages")."""
_WITH_VALUE = frozenset({"--hook-stage", "-c", "--config", "--color", "--from-ref", "--to-ref", "-s", "-o", "--files"})


_FILES_GIVEN = frozenset(
    {"--all-files", "-a", "--files", "--from-ref", "--to-ref", "-s", "-o", "--source", "--origin", "--last-commit",
     "--directory", "-d"}
)  # fmt: skip
"""Options of ``pre-commit run`` and ``prek run`` that say which files are looked at."""


def _gives_files(word: str) -> bool:
    """Whether ``word`` is such an option: long ones may be cut short, short ones stand together ("--all", "-av")."""
    head = word.partition("=")[0]
    if head in _FILES_GIVEN or "$" in word:
        return True
    if head.startswith("--"):
        return len(head) > len("--a") and any(option.startswith(head) for option in _FILES_GIVEN)
    return re.fullmatch(r"-v*[adso]v*", head) is not None


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """One hook of ``.pre-commit-config.yaml``. ``stages`` is empty where nothing confines it.

    ``idle`` is the filter because of which it is handed no file, or why that cannot be told, ``always`` that it runs
    without any.
    """

    id: str
    repo: str
    span: Span
    args: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    idle: Filter | Gap | None = None
    always: bool = False
    language: str = ""

    @property
    def local(self) -> bool:
        """Whether the project itself says what it runs."""
        return self.repo in ("local", "meta")

    @property
    def events(self) -> tuple[Event, ...]:
        """What starts it on a developer's machine: only the stages that are installed by default fire by themselves."""
        names = self.stages or ("pre-commit",)
        return tuple(dict.fromkeys(EVENTS.get(name, Event.OTHER) for name in names))


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Which hooks one ``pre-commit run`` takes."""

    ids: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    stage: str = "pre-commit"
    staged: bool = False
    """Whether it looks at staged files alone, as it does unless it is told which."""

    @classmethod
    def of(cls, argv: tuple[str, ...], variables: Mapping[str, str]) -> Chosen:
        """Read ``pre-commit run [ID] [--hook-stage STAGE]`` and ``SKIP=id,id``."""
        words = list(argv[argv.index("run") + 1 :]) if "run" in argv else []
        ids, stage, taking = list[str](), "pre-commit", ""
        for word in words:
            head, equals, tail = word.partition("=")
            if word.startswith("-"):
                taking = word if word in _WITH_VALUE else ""
                stage = tail if equals and head == "--hook-stage" else stage
            elif taking:
                stage = word if taking == "--hook-stage" else stage
                taking = taking if taking == "--files" else ""  # which takes all that follow
            elif "$" not in word:
                ids.append(word)
        skipped = (variables.get("SKIP", "") + "," + variables.get("PREK_SKIP", "")).split(",")
        told = any(_gives_files(word) for word in words)
        left = tuple(one.strip() for one in skipped if one.strip())
        return cls(ids=tuple(ids), skipped=left, stage=stage, staged=not told)

    def takes(self, hook: Hook) -> bool:
        """Whether ``hook`` runs."""
        if hook.id in self.skipped or (self.ids and hook.id not in self.ids):
            return False
        return not hook.stages or self.stage in hook.stages or self.stage.removeprefix("pre-") in hook.stages


def read_hooks(repository: Repository, path: str) -> tuple[Hook, ...]:
    """The hooks that the configuration ``path`` of pre-commit lists."""
    if path.endswith(".toml"):
        return ()
    top = root(repository, path)
    default = tuple(top.get("default_stages").words())
    work = Work()
    found = []
    for repo in top.get("repos"):
        address = repo.get("repo").text
        for hook in repo.get("hooks"):
            name = hook.get("id")
            if not name.is_text:
                continue
            found.append(
                Hook(
                    id=name.text,
                    repo=address,
                    span=name.span,
                    args=tuple(hook.get("args").words()),
                    entry=_split(hook.get("entry").text) if hook.get("language").text not in ("fail", "pygrep") else (),
                    stages=tuple(hook.get("stages").words()) or default,
                    idle=nothing_left(repository, top, hook, work),
                    always=hook.get("always_run").value is True,
                    language=hook.get("language").text,
                )
            )
    return tuple(found)


def read_lefthook(repository: Repository, path: str) -> list[tuple[Event, Target]]:
    """The hooks of git that lefthook installs (lefthook.dev, "Configuration")."""
    names = [name for name in EVENTS if name not in ("manual", "push", "commit")]
    found = [(EVENTS[name], lefthook_group(repository, path, name)) for name in names]
    return [(event, target) for event, target in found if target is not None]


def lefthook_group(
    repository: Repository, path: str, name: str, chosen: frozenset[str] = frozenset(), *, staged_only: bool = False
) -> Target | None:
    """The commands, jobs and groups of jobs of one hook of lefthook, which may have a name of the project's own.

    ``chosen`` are the names that ``lefthook run`` was told. ``staged_only``: no files but staged ones are handed over,
    and where none is staged what asks for files is skipped (lefthook.dev, "files", "glob").
    """
    body = root(repository, path).get(name)
    if not body.is_map:
        return None
    parts = [(key, one) for key, one in body.get("commands").items()]
    parts += [(one.get("name").text, one) for one in body.get("jobs")]
    wanted = [one for key, one in parts if not chosen or key in chosen]
    files = body.get("files")
    steps = [step for one in wanted for step in _lefthook_steps(one, 0, staged_only=staged_only and not files)]
    return Target(system="lefthook", path=path, name=name, span=body.span, steps=tuple(steps), directory="$PWD")


def _lefthook_steps(one: Node, depth: int, *, staged_only: bool) -> list[Step]:
    if one.get("skip").value is True:
        return []
    steps = (
        [
            step
            for inner in one.get("group").get("jobs")
            for step in _lefthook_steps(inner, depth + 1, staged_only=staged_only)
        ]
        if depth < 4
        else []
    )
    run = one.get("run")
    asks = bool(one.get("glob") or one.get("exclude") or "{staged_files}" in run.text) and not one.get("files")
    if run.is_text and not (staged_only and asks):
        steps.append(Step(span=run.span, script=run.script(), options=Options(), directory=one.get("root").text))
    return steps


def read_husky(repository: Repository) -> list[tuple[Event, Target]]:
    """The hooks in ``.husky`` folders: shell text that husky runs with ``sh -e``."""
    found = []
    for path in repository.matching(".husky/*", "*/.husky/*"):
        name = path.rpartition("/")[2]
        if name in EVENTS and "/_/" not in path:
            text = repository.text(path) or ""
            script = Script(text, path, 1)
            span = Span(path)
            folder = f"$PWD/{path.partition('.husky/')[0]}"
            step = Step(span=span, script=script, options=Options(errexit=True), directory=folder)
            found.append((EVENTS[name], Target(system="husky", path=path, name=name, span=span, steps=(step,))))
    return found


def hook_context(system: str, events: tuple[Event, ...], span: Span) -> Context:
    """What a hook inherits: it fires on one developer's machine, and a failure stops the commit or push there."""
    firings = tuple(Firing(event=event, span=span, blocking=True) for event in events)
    return Context(system=system, firings=firings, path=span.path)


def _split(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return tuple(text.split())
