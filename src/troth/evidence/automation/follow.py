"""Follows a command to the tools it runs: through wrappers, scripts, targets, hooks and containers.

Recursion is bounded, a target that leads back to itself is followed once, and so is one to which several ways lead.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import msgspec

from troth.evidence.automation import aim, foreign, heads, hooks, images, opaque
from troth.evidence.automation.context import Context, Script, joined, span_at
from troth.evidence.automation.foreign import SCANS
from troth.evidence.automation.runners import Asked, asked_targets
from troth.evidence.automation.shelf import Shelf
from troth.evidence.automation.shell import Options
from troth.evidence.automation.sighting import sight
from troth.evidence.automation.targets import Step, Target
from troth.evidence.automation.targets.expansion import UNKNOWN
from troth.evidence.automation.ways import Piece, Ways
from troth.evidence.repository import Repository
from troth.evidence.tools import index
from troth.evidence.tools.flags import split
from troth.evidence.tools.record import Call, ToolRecord
from troth.terms.answer import Gap
from troth.terms.event import HOOKS
from troth.terms.seen.automation import Filter, Invocation
from troth.terms.seen.proof import JobSeen
from troth.terms.span import Span

DEEPEST = 14
"""Scripts and targets that are followed one inside the other."""
MOST_FOUND = 20_000
"""Invocations that are noted of one tree."""
MOST_STEPS = 60_000
"""Commands that are looked at in one tree."""

_RUNS = re.compile(
    r"mega-?linter|super-?linter|github-script.*\bexec\b|^[\w-]+/[\w-]*(?:bazel|earthly|dagger|nix)[\w-]*",
    re.IGNORECASE | re.DOTALL,
)
"""Actions that run whatever they are told, or many tools at once."""
_PROGRAM = re.compile(r"/|\.(?:py|js|mjs|ts|rb|pl|php|sh|bash|ps1|bat|cmd|fish)$")
_NO_SHELL = (".py", ".js", ".mjs", ".ts", ".rb", ".pl", ".php", ".ps1", ".bat", ".cmd", ".fish")
"""Endings of programs that a shell of Unix does not read itself."""

_COMMIT = re.compile(r"@[0-9a-f]{40}$")
_RELEASE = re.compile(r"@[0-9a-f]{40}[\"']?\s+#\s*(?:tag=)?(v?\d+(?:\.\d+)*)\b")
"""The comment behind a commit by which its release is told."""
_IDLE = frozenset({"echo", "true", ":", "printf", "exit", "false"})
"""Commands that run no tool."""


def _unstaged(span: Span) -> Filter:
    words = "pre-commit run without --all-files, and where CI runs it nothing is staged"
    return Filter(what=words, span=span, fatal=True)


def _release(uses: str, span: Span) -> str:
    """What the comment behind an action that is pinned by a commit says its release is."""
    found = _RELEASE.search(span.text) if _COMMIT.search(uses) else None
    return found[1] if found else ""


def _staged_only(span: Span) -> Filter:
    return Filter(what="it looks at what is staged, and where CI runs it nothing is", span=span, fatal=True)


class Follower:
    """Collects the invocations of one tree. ``read`` are the files looked through, ``reached`` the targets called."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.shelf = Shelf(repository)
        self.found: dict[Invocation, None] = {}
        self.systems: dict[Invocation, set[str]] = {}
        """The systems of the machines on which each was met, "" for one that cannot be told."""
        self.gaps: dict[Gap, None] = {}
        self.read: dict[str, None] = {}
        self.reached: set[tuple[str, str]] = set()
        self.active: list[Piece] = []
        self.ways = Ways()
        self.alone = False
        """True while targets that nothing calls are noted: their own commands are, those they call are not."""
        self.steps = 0
        self.jobs: dict[JobSeen, None] = {}
        self.soft: dict[str, dict[Span, None]] = {}
        """Lines by which a whole step of a job takes its failure away."""
        self.inside: dict[str, str] = {}
        """Of each tool that was called, the file because of which it may run others; looked for once."""

    def script(self, script: Script, options: Options, context: Context) -> None:
        """Every command of a shell text."""
        start = context.within(script.path)
        for one in self.ways.commands(script.text, options, context.variables):
            head = next((word for word in one.argv if not word.startswith("-")), "")
            span = span_at(self.repository, script.path, script.line(self.repository, one.row, head))
            here = start.knowing(one.environment).inside(one.directory)
            if one.softened is not None:
                line = script.line(self.repository, one.softened, "||")
                here = here.softened(span_at(self.repository, script.path, line))
            if one.asked:
                reason = f"it is only reached where {one.asked} holds, and nothing here makes it so"
                here = here.doubted(Gap(wanted=one.asked, reason=reason, span=span))
            for name in one.needs:
                if aim.is_missing(self.repository, name, here.directory, span):
                    what = f"it is only reached where {name} is, which is not in the tree"
                    here = here.filtered(Filter(what=what, span=span, fatal=True))
            self.command(one.argv, span, here, one.outputs)

    def command(self, argv: tuple[str, ...], span: Span, context: Context, outputs: tuple[str, ...] = ()) -> None:
        """One simple command, whatever stands before its tool."""
        self.steps += 1
        if self.steps > MOST_STEPS or len(self.found) > MOST_FOUND:
            self._cut_short()
            return
        command = heads.bare(argv, self.shelf.is_project_script)
        if not command.argv:
            return
        here = context.knowing(command.environment).inside(command.directory)
        if self._container(command.argv, span, here, outputs):
            return
        self._built(command.argv, span, here)
        found = index.by_command(command.argv)
        if found is not None:
            record, call = found
            unstaged = record.name.name == "pre-commit" and "run" in call.argv and hooks.Chosen.of(call.argv, {}).staged
            seen = here.filtered(_unstaged(span), but=HOOKS) if unstaged else here
            self.sighted(record, call, span, seen, argv=command.argv, outputs=outputs)
            self._hidden(record.name.name, span)
            if record.name.name == "pre-commit" and "run" in call.argv and not self.alone:
                self.run_hooks(call.argv, span, here)
            return
        if len(self.active) < DEEPEST:
            self._further(command.argv, span, here)
        else:
            self.ways.passed_over(too_deep=True)

    def sighted(
        self,
        record: ToolRecord,
        call: Call,
        span: Span,
        context: Context,
        *,
        argv: tuple[str, ...] = (),
        outputs: tuple[str, ...] = (),
    ) -> None:
        """A tool is run here."""
        self.ways.fruits += 1
        name = record.name.name
        for missed in (
            aim.misses(self.repository, name, call.argv, context.directory, span) if call.argv else None,
            aim.left_out(self.repository, name, context.sparse, span) if context.sparse else None,
            images.of_others(self.repository, name, call.argv, call.inputs, span),
        ):
            if isinstance(missed, Gap):
                context = context.doubted(missed)
            elif missed is not None:
                context = context.filtered(missed)
        outside = aim.unseen(name, call.argv, span) if call.argv else None
        context = context.doubted(outside) if outside is not None else context
        if aim.STAGED.get(name, frozenset()) & set(call.argv):
            context = context.filtered(_staged_only(span), but=HOOKS)
        for one in sight(self.repository, record, call, span, context, argv, outputs):
            self.found.setdefault(one)
            self.systems.setdefault(one, set()).add(context.runner)

    def action(self, uses: str, inputs: tuple[tuple[str, str], ...], span: Span, context: Context) -> bool:
        """An action, reusable workflow or container that a step uses; False where no record knows it."""
        if uses.startswith("docker://"):
            return self._image_action(uses, dict(inputs), span, context)
        records = index.by_action(uses)
        for record in records:
            call = Call(inputs=inputs, environment=context.environment, action=uses, release=_release(uses, span))
            self.sighted(record, call, span, context)
            if record.name.name == "pre-commit":
                extra = dict(inputs).get("extra_args", dict(inputs).get("extra-args", "--all-files"))
                self.run_hooks(("pre-commit", "run", *extra.split()), span, context)
        if uses.startswith(("docker/build-push-action", "docker/bake-action")):
            file = dict(inputs).get("file") or "Dockerfile"
            self._built(("docker", "build", "-f", file), span, context)
        told = uses + " ".join(dict(inputs).values())
        if _RUNS.search(told) or (not records and SCANS.search(uses.split("@", 1)[0])):
            self.gaps.setdefault(Gap(wanted=uses, reason="an action that is not known here, and may scan", span=span))
        return bool(records)

    def _image_action(self, uses: str, inputs: Mapping[str, str], span: Span, context: Context) -> bool:
        """A container that a step runs ("Workflow syntax": ``with.args`` and ``with.entrypoint``)."""
        image = uses.removeprefix("docker://")
        arguments, entry = (split(inputs.get(name, "")) for name in ("args", "entrypoint"))
        before = len(self.found)
        told = (*entry[1:], *arguments)
        self._run_image(image, told, next(iter(entry), ""), span, context, ("docker", "run", image, *told), ())
        known = bool(index.by_image(image)) or len(self.found) > before
        if not known and SCANS.search(f"{image} {' '.join(arguments)}"):
            self.gaps.setdefault(Gap(wanted=uses, reason="an image that is not known here, and may scan", span=span))
        return known

    def file(self, path: str, options: Options, span: Span, context: Context, arguments: tuple[str, ...] = ()) -> None:
        """A script of the tree."""
        key = ("script", path)
        if self.alone:
            return
        self.reached.add(key)
        text = self.repository.text(path)
        if text is None or self._passed_over(key):
            return
        self.read.setdefault(path)
        shebang = text.split("\n", 1)[0] if text.startswith("#!") else ""
        if (shebang and not re.search(r"\b(ba|z|da|k)?sh\b", shebang)) or path.endswith(_NO_SHELL):
            self._foreign(path, span)
            return
        told = Options(errexit=options.errexit or bool(re.search(r"sh\s+-\w*e", shebang)), pipefail=options.pipefail)
        numbered = tuple((str(number), value) for number, value in enumerate(arguments, 1))
        here = context.through(span).knowing(numbered)
        with self._on_the_way(key, f"{told.errexit:d}{told.pipefail:d}", here) as on:
            if on:
                self.script(Script(text, path, 1), told, here)

    def target(self, target: Target, context: Context, span: Span | None = None) -> None:
        """Everything that a target does."""
        key = (target.path, target.name)
        if span is not None:
            self.reached |= {key, (target.span.path, target.name)}
        if self._passed_over(key):
            return
        self.read.setdefault(target.path)
        self.read.setdefault(target.span.path)
        here = context.through(span) if span is not None else context
        folder = joined(posixpath.dirname(target.path), target.directory or ".")
        here = msgspec.structs.replace(here, directory=folder)
        here = here.through(target.span).knowing(target.environment)
        if target.ignored is not None:
            here = here.softened(target.ignored)
        if target.idle is not None:
            here = here.filtered(target.idle)
        for doubt in target.doubts:
            here = here.doubted(doubt)
        for gap in () if self.alone else target.gaps:
            self.gaps.setdefault(gap)
        with self._on_the_way(key, "", here) as on:
            for step in target.steps if on else ():
                self._step(target, step, here)

    @contextmanager
    def _on_the_way(self, key: Piece, how: str, context: Context) -> Iterator[bool]:
        """Whether ``key`` is to be followed from here: it was not yet, with what it is called with."""
        piece, before = (f"{key[0]} {how}", key[1]), (self.ways.fruits, self.ways.too_deep)
        on = self.ways.lead_on(piece, context, len(self.active))
        if self.ways.cut:
            self._cut_short()
        if not on:
            yield False
            return
        self.active.append(key)
        yield True
        self.active.pop()
        self.ways.followed(piece, context, *before)

    def _passed_over(self, key: Piece) -> bool:
        """Whether ``key`` leads back to itself here, or lies too deep."""
        again, deep = key in self.active, len(self.active) >= DEEPEST
        if again or deep:
            self.ways.passed_over(too_deep=not again)
        return again or deep

    def _cut_short(self) -> None:
        self.gaps.setdefault(Gap(wanted="the rest of the automation", reason="more commands than are followed"))

    def run_hooks(self, argv: tuple[str, ...], span: Span, context: Context) -> None:
        """The hooks that ``pre-commit run`` runs."""
        chosen = hooks.Chosen.of(argv, context.variables)
        here = context.through(span)
        bare = here.filtered(_unstaged(span), but=HOOKS) if chosen.staged else here
        for hook in self.shelf.hooks(context.directory):
            self.read.setdefault(hook.span.path)
            if chosen.takes(hook):
                self.hook(hook, here if hook.always else bare)

    def hook(self, hook: hooks.Hook, context: Context) -> None:
        """One hook of pre-commit. What a local one runs is its entry, whatever its id says."""
        before = len(self.found)
        records = index.by_hook(hook.id, "" if hook.local else hook.repo)
        here = msgspec.structs.replace(context, directory="").within(hook.span.path)
        if hook.idle is not None:
            here = here.doubted(hook.idle) if isinstance(hook.idle, Gap) else here.filtered(hook.idle)
        if hook.entry:
            image = ("docker", "run") if hook.language == "docker_image" else ()
            self.command((*image, *hook.entry, *hook.args), hook.span, here)
            if len(self.found) > before or not hook.local or hook.entry[0] in _IDLE:
                return  # an entry of its own replaces what the makers' hook runs
            reason = f"what the entry of the hook {hook.id} runs is not followed"
            here = here.doubted(Gap(wanted=" ".join(hook.entry)[:80], reason=reason, span=hook.span))
        elif hook.local:
            return
        for record in records:
            call = index.hook_call(record, hook.id, hook.args)
            self.sighted(record, call, hook.span, here, argv=(hook.id, *hook.args))

    def _step(self, target: Target, step: Step, context: Context) -> None:
        here = context.softened(step.ignored) if step.ignored is not None else context
        here = here.doubted(step.doubt) if step.doubt is not None else here
        here = here.inside(step.directory)
        if step.script is not None:
            self.script(step.script, step.options, here)
        elif step.argv:
            self.command(step.argv, step.span, here)
        if step.calls and not self.alone:
            for name in step.calls:
                for other in self._called(target, name):
                    self.target(other, here, step.span)

    def _called(self, target: Target, name: str) -> tuple[Target, ...]:
        if target.given:
            return self.shelf.goals(target.path, (name,), target.given)
        return self.shelf.named(target.system, target.path, name)

    def _container(self, argv: tuple[str, ...], span: Span, context: Context, outputs: tuple[str, ...]) -> bool:
        run = heads.container(argv)
        if run is None:
            return False
        self._run_image(*run, span, context, argv, outputs)
        return True

    def _run_image(
        self,
        image: str,
        arguments: tuple[str, ...],
        entry: str,
        span: Span,
        context: Context,
        argv: tuple[str, ...],
        outputs: tuple[str, ...],
    ) -> None:
        """What a container of ``image`` runs: its entry point, and the tool that the image is known for."""
        if entry and index.by_command((entry, *arguments)) is None:
            nested = heads.nested((entry, *arguments), lambda _: False)
            if nested is not None and nested.text:
                self.script(Script(nested.text, span.path, span.line or 1, exact=False), nested.options, context)
            return
        records = index.by_image(image)
        within = index.by_command(heads.bare((entry, *arguments) if entry else arguments).argv)
        if within is not None:
            self.sighted(*within, span, context, argv=argv, outputs=outputs)
        elif records:
            head = next(iter((*records[0].executables, *records[0].subcommands)), records[0].name.name)
            self.sighted(records[0], Call(argv=(head, *arguments)), span, context, argv=argv, outputs=outputs)
        elif arguments:
            self.command(arguments, span, context, outputs)

    def _further(self, argv: tuple[str, ...], span: Span, context: Context) -> None:
        """A command that is no tool itself may start a script, or targets."""
        if argv[0] in ("source", ".") and len(argv) > 1 and not self.alone:
            self._sourced(argv[1], span, context)
        nested = heads.nested(argv, lambda word: bool(self.shelf.script_path(word, context)))
        if nested is not None and nested.file:
            path = self.shelf.script_path(nested.file, context)
            if path:
                self.file(path, nested.options, span, context, nested.arguments)
            return
        if nested is not None:
            numbered = tuple((str(number), value) for number, value in enumerate(nested.arguments, 1))
            self.active.append(("text", nested.text))
            inner = Script(nested.text, span.path, span.line or 1, exact=False, last=span.line or 1)
            self.script(inner, nested.options, context.knowing(numbered))
            self.active.pop()
            return
        asked = asked_targets(argv, self.shelf, context.directory, context.variables)
        if asked is not None:
            self._asked(asked, span, context)
        elif not self.alone:
            self._closed(argv, span, context)

    def _sourced(self, word: str, span: Span, context: Context) -> None:
        """A file whose functions are called later: they are not followed into the text that takes them in."""
        path = self.shelf.script_path(word, context)
        if path and SCANS.search(self.repository.text(path) or ""):
            self.gaps.setdefault(
                Gap(wanted=path, reason="functions of a sourced file, which are not followed", span=span)
            )

    def _closed(self, argv: tuple[str, ...], span: Span, context: Context) -> None:
        """A program of the tree in another language, or a script that is not there: it may run a scanner unseen."""
        why = opaque.reason(argv)
        if why:
            named = span.text.strip() if UNKNOWN in argv[0] else argv[0]
            self.gaps.setdefault(Gap(wanted=named[:80] or "a command", reason=why, span=span))
            return
        word = next((word for word in argv[:3] if _PROGRAM.search(word) and "$" not in word), "")
        path = self.shelf.script_path(word, context) if word else None
        if path:
            self._foreign(path, span)
        elif word and word == argv[0] and SCANS.search(word):
            self.gaps.setdefault(Gap(wanted=word, reason="a script that is not in this tree", span=span))

    def _foreign(self, path: str, span: Span) -> None:
        """A program that no shell reads."""
        if foreign.may_scan(path, self.repository.text(path) or ""):
            reason = "a program that starts others, which are not followed"
            self.gaps.setdefault(Gap(wanted=path, reason=reason, span=span))

    def _built(self, argv: tuple[str, ...], span: Span, context: Context) -> None:
        """What runs while an image is built, or when the image starts."""
        path = foreign.container_file(self.repository, argv, context.directory) if not self.alone else ""
        if path:
            self.gaps.setdefault(Gap(wanted=path, reason="a container file that runs tools, not followed", span=span))

    def _hidden(self, tool: str, span: Span) -> None:
        """What a tool may run inside itself, as a test of its own or as a plugin that is installed beside it."""
        if self.alone:
            return
        if tool not in self.inside:
            self.inside[tool] = foreign.hidden_in(self.repository, tool)
        if path := self.inside[tool]:
            reason = f"{tool} may run other tools, by {path}, which are not followed"
            self.gaps.setdefault(Gap(wanted=path, reason=reason, span=span))

    def _asked(self, asked: Asked, span: Span, context: Context) -> None:
        if not asked.targets and not asked.commands and not self.alone:
            self.gaps.setdefault(
                Gap(wanted=span.text[:80] or "a target", reason="a target that is not seen", span=span)
            )
        here = context.knowing(asked.environment)
        if asked.ignored:
            here = here.softened(span)
        self._each(asked.targets, span, here)
        for argv in asked.commands:
            self.command(argv, span, here)

    def _each(self, targets: Iterable[Target], span: Span, context: Context) -> None:
        for target in () if self.alone else targets:
            self.target(target, context, span)
