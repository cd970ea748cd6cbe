"""Workflows and composite actions, walked from their triggers down to the commands of their steps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from troth.evidence.automation.context import Context
from troth.evidence.automation.follow import Follower
from troth.evidence.automation.github.checkout import Arrival, arrival, kept_from, shallow, sparse
from troth.evidence.automation.github.expression import fill
from troth.evidence.automation.github.live import Live, firings
from troth.evidence.automation.github.matrix import legs
from troth.evidence.automation.github.scene import Events, View, chosen, condition
from troth.evidence.automation.github.setting import written
from troth.evidence.automation.github.shells import NO_SHELLS, shell_options
from troth.evidence.automation.github.step import examined, first_line
from troth.evidence.automation.github.triggers import Trigger, not_callable
from troth.evidence.automation.github.values import Unknown, Value, Varies, text, truth
from troth.evidence.automation.nodes import Node, root
from troth.terms.answer import Gap
from troth.terms.seen.automation import Filter
from troth.terms.seen.proof import JobSeen
from troth.terms.span import Span

DEEPEST = 6
"""Workflows that call workflows, and actions that use actions."""
MOST_JOBS = 400
MOST_VISITS = 3_000
"""Visits of workflows and local actions in all."""
_NOTHING: Mapping[str, str] = {}
_Pairs = tuple[tuple[str, str], ...]


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What a workflow or action inherits from what calls it."""

    lives: tuple[Live, ...]
    chain: tuple[Span, ...] = ()
    inputs: Mapping[str, Value] = {}
    environment: Mapping[str, str] = {}
    unreached: str = ""
    depth: int = 0
    job: str = ""
    written: str = ""
    chosen: Mapping[str, Value] = {}


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a step finds around it: the same for every step of one leg of a job."""

    call: Call
    environment: Mapping[str, str]
    matrix: Value
    defaults: tuple[Node, ...]
    chain: tuple[Span, ...]
    job: str
    needs: Mapping[str, bool]
    runner: str = ""
    sparse: tuple[str, ...] = ()
    shallow: Span | None = None


class Walker:
    """Walks workflow files. ``known_here`` tells whether the project calls itself by a name "owner/repository"."""

    def __init__(self, follower: Follower, default_branch: str) -> None:
        self.follower = follower
        self.repository = follower.repository
        self.default_branch = default_branch
        self.called: set[str] = set()
        self.visits = 0

    def workflow(self, path: str, call: Call) -> None:
        """Every job of the workflow ``path``."""
        if call.depth > DEEPEST or self._spent(path):
            return
        self.follower.read.setdefault(path)
        top = root(self.repository, path)
        jobs = dict(top.get("jobs").items()[:MOST_JOBS])
        refused = self._refused(jobs) if call.lives else ""
        if refused:
            call = msgspec.structs.replace(call, lives=(), unreached=refused)
        environment = {**call.environment, **self._env(top, call, _NOTHING, None)}
        inputs = self._inputs(top.get("on", "true").get("workflow_call"), call)
        text = self.repository.text(path) or ""
        sets = written(self.repository, text)
        asked = {} if call.depth else chosen(top.get("on", "true").get("workflow_dispatch"))
        own = msgspec.structs.replace(call, inputs=inputs, environment=environment, written=sets, chosen=asked)
        for name, job in jobs.items():
            self._job(top, jobs, name, job, own, path)

    def _refused(self, jobs: Mapping[str, Node]) -> str:
        """Why GitHub starts no job of a file with these jobs; "" where it does."""
        for name, job in jobs.items():
            if job.get("steps") and not job.get("runs-on") and not job.get("uses"):
                return f"GitHub refuses this file: its job {name[:60]} has no runs-on"
            local = _local_workflow(job.get("uses").text)
            if local in self.repository.path_set:
                why = not_callable(local, root(self.repository, local).get("on", "true"))
                if why:
                    return f"GitHub refuses this file: {why}"
        return ""

    def _spent(self, path: str) -> bool:
        """Whether workflows and actions that call each other have been followed often enough."""
        self.visits += 1
        if self.visits == MOST_VISITS:
            reason = f"files that call each other more than {MOST_VISITS} times"
            self.follower.gaps.setdefault(Gap(wanted=path, reason=reason, span=Span(path)))
        return self.visits >= MOST_VISITS

    # jobs

    def _job(self, top: Node, jobs: Mapping[str, Node], name: str, job: Node, call: Call, path: str) -> None:
        lives = []
        for live in call.lives:
            arrived = self._arrives(jobs, name, live, call, {})
            if arrived is not None:
                lives.append(arrived)
        unreached = call.unreached
        if call.lives and not lives:
            unreached = (
                f"its job never runs: if: {' '.join(job.get('if').text.split())[:120] or 'what it needs is off'}"
            )
        matrix = job.get("strategy").get("matrix")
        values = self._matrix(matrix, call)
        if not values:
            lives, unreached, values = [], "its job never runs: its matrix has no leg", [None]
        self._seen(job, name, path, lives, unreached, call)
        uses_matrix = bool(matrix) and "matrix." in self._source(job)
        for leg in values if uses_matrix else values[:1]:
            needs = dict.fromkeys(job.get("needs").words(), True)
            around = Surroundings(
                call=msgspec.structs.replace(call, unreached=unreached),
                environment={**call.environment, **self._env(job, call, call.environment, leg)},
                matrix=leg,
                defaults=(job.get("defaults").get("run"), top.get("defaults").get("run")),
                chain=(*call.chain, *self._start(lives, call), job.span),
                job=call.job or f"{path}#{name}",
                needs=needs,
                runner=self._runner(job, call, leg),
            )
            self._leg(job, tuple(self._soften(job, live, around) for live in lives), around)

    def _seen(self, job: Node, name: str, path: str, lives: Sequence[Live], unreached: str, call: Call) -> None:
        """Note the job itself, with what starts it."""
        sure = [live for live in lives if not live.doubts]
        bare = Surroundings(
            call=call, environment={}, matrix=None, defaults=(), chain=(), job=call.job or f"{path}#{name}", needs={}
        )
        seen = JobSeen(
            id=f"{path}#{name}",
            name=job.get("name").text,
            span=job.span,
            system="github-actions",
            firings=firings([self._soften(job, live, bare) for live in sure or lives]),
            doubts=() if sure else tuple(dict.fromkeys(gap for live in lives for gap in live.doubts)),
            unreached=unreached,
        )
        self.follower.jobs.setdefault(seen)

    def _start(self, lives: Sequence[Live], call: Call) -> tuple[Span, ...]:
        return () if call.chain or not lives else (lives[0].trigger.span,)

    def _leg(self, job: Node, lives: tuple[Live, ...], around: Surroundings) -> None:
        uses = job.get("uses")
        if uses.is_text:
            self._reusable(job, uses, lives, around)
            return
        steps = job.get("steps").each()
        files = Arrival() if job.get("container") else arrival(steps, self._labels(job, around.call, around.matrix))
        around = msgspec.structs.replace(around, sparse=sparse(steps), shallow=shallow(steps))
        self._steps(steps, tuple(self._before(steps, live) for live in lives), around, files)

    def _before(self, steps: Sequence[Node], live: Live) -> Live:
        """``live`` in front of what its job has checked out."""
        limit, gap = kept_from(steps, live.trigger, self.known_here)
        return live.limited(limit) if limit is not None else live.doubted(gap) if gap is not None else live

    def _arrives(
        self, jobs: Mapping[str, Node], name: str, live: Live, call: Call, known: dict[str, Live | None]
    ) -> Live | None:
        """``live`` inside the job ``name``, with its doubts; None where the job does not run for it.

        ``known`` keeps what was found of the jobs that it needs. Needs in a circle, or of a job that is not there, make
        GitHub refuse the workflow.
        """
        if name in known:
            return known[name]
        known[name] = None
        job = jobs.get(name)
        needed = job.get("needs").words() if job is not None else []
        if job is None or len(known) > MOST_JOBS:
            return None
        asked = job.get("if")
        regardless = bool(re.search(r"\b(always|cancelled|failure)\s*\(", asked.text))
        states: dict[str, Live | None] = {}
        for need in needed:  # no comprehension: each level of needs costs one frame
            states[need] = self._arrives(jobs, need, live, call, known)
        if any(need not in jobs for need in needed) or (not regardless and None in states.values()):
            return None
        found = live
        for state in states.values() if not regardless else ():
            found = found.doubted(*state.doubts).limited(*state.limits) if state is not None else found
        view = self._view(live.trigger, call, call.environment, None)
        view = msgspec.structs.replace(view, needs={need: state is not None for need, state in states.items()})
        known[name] = self._asked(view, asked, found)
        return known[name]

    def _asked(self, view: View, asked: Node, live: Live) -> Live | None:
        """``live`` behind an ``if:``; where only some of its events meet the condition, limited to these."""
        held = truth(condition(view, asked))
        if held is True and asked and view.trigger.is_pull_request:
            fork = truth(condition(msgspec.structs.replace(view, events=Events.FORK), asked))
            return live if fork is not False else live.limited(_limit(asked))
        if held is False:
            held = truth(condition(msgspec.structs.replace(view, events=Events.ANY), asked))
            if held is True or isinstance(held, Varies):
                fork = truth(condition(msgspec.structs.replace(view, events=Events.FORK), asked))
                return live.limited(msgspec.structs.replace(_limit(asked), fatal=True, narrow=True, forks=fork is True))
        if held is False:
            return None
        if isinstance(held, Unknown):
            return live.doubted(
                Gap(wanted="whether it runs", reason=f"its condition depends on {held.reason}", span=asked.span)
            )
        return live

    def _soften(self, node: Node, live: Live, around: Surroundings) -> Live:
        soft = node.get("continue-on-error")
        if not soft:
            return live
        view = self._view(live.trigger, around.call, around.environment, around.matrix)
        held = truth(view.evaluate(soft.text)) if "${{" in soft.text else soft.text.strip().lower() == "true"
        return live if held is False else live.softened(soft.span)

    def _reusable(self, job: Node, uses: Node, lives: tuple[Live, ...], around: Surroundings) -> None:
        """A job that calls another workflow."""
        call = around.call
        address = uses.text.strip()
        local = _local_workflow(address)
        if local in self.repository.path_set:
            self.called.add(local)
            for members, handed in self._handed(dict(job.get("with").items()), lives, around):
                self.workflow(
                    local,
                    Call(
                        lives=members,
                        chain=(*around.chain, uses.span),
                        inputs=handed,
                        unreached=call.unreached,
                        depth=call.depth + 1,
                        job=around.job,
                    ),
                )
            return
        for context, inputs in self._contexts(job, lives, around):
            if not self.follower.action(address, inputs, uses.span, context) and lives:
                gap = Gap(wanted=address, reason="a reusable workflow that is not in this tree", span=uses.span)
                self.follower.gaps.setdefault(gap)

    # steps

    def _steps(
        self, steps: Sequence[Node], lives: tuple[Live, ...], around: Surroundings, files: Arrival | None = None
    ) -> None:
        for position, step in enumerate(steps[:400]):
            later = steps[position + 1 :]
            arrived = []
            for live in lives if files is None else files.met(position, step, lives):
                own = self._env(step, around.call, around.environment, around.matrix)
                view = self._view(
                    live.trigger, around.call, {**around.environment, **own}, around.matrix, around.runner
                )
                held = self._asked(view, step.get("if"), live)
                if held is not None:
                    kept = held if examined(step, later) else self._soften(step, held, around)
                    for span in kept.softened_by[len(held.softened_by) :]:
                        self.follower.soft.setdefault(around.job, {}).setdefault(span)
                    arrived.append(kept)
            here = around
            if lives and not arrived:
                words = f"its step never runs: if: {' '.join(step.get('if').text.split())[:120]}"
                here = msgspec.structs.replace(around, call=msgspec.structs.replace(around.call, unreached=words))
            self._step(step, tuple(arrived), here)

    def _step(self, step: Node, lives: tuple[Live, ...], around: Surroundings) -> None:
        uses, run = step.get("uses"), step.get("run")
        if run.is_text:
            shell = self._default(step, around, "shell")
            options = shell_options(shell, around.runner)
            if options is None:
                if shell.split()[0].rsplit("/", 1)[-1].lower() not in NO_SHELLS:
                    reason = f"a script for {shell.split()[0][:80]}, which is not followed"
                    self.follower.gaps.setdefault(Gap(wanted=run.text.strip()[:80], reason=reason, span=run.span))
                return
            for words, context in self._texts(step, run, lives, around):
                self.follower.script(run.script(words), options, context)
        elif uses.is_text and uses.text.startswith("./"):
            self._local_action(step, uses, lives, around)
        elif uses.is_text:
            for context, inputs in self._contexts(step, lives, around):
                self.follower.action(uses.text.strip(), inputs, uses.span, context)

    def _local_action(self, step: Node, uses: Node, lives: tuple[Live, ...], around: Surroundings) -> None:
        folder = uses.text.strip().removeprefix("./").rstrip("/")
        path = next(
            (
                f"{folder}/{name}"
                for name in ("action.yml", "action.yaml")
                if f"{folder}/{name}" in self.repository.path_set
            ),
            "",
        )
        if not path or around.call.depth >= DEEPEST or self._spent(path):
            return
        self.follower.read.setdefault(path)
        self.called.add(path)
        top = root(self.repository, path)
        using = top.get("runs").get("using").text.lower()
        if using.startswith(("node", "docker")):
            reason = f"an action of this tree written for {using}, which is not followed"
            self.follower.gaps.setdefault(Gap(wanted=path, reason=reason, span=uses.span))
        defaults = {name: text(value.get("default").value) for name, value in top.get("inputs").items()}
        for members, handed in self._handed(dict(step.get("with").items()), lives, around):
            inputs = {**defaults, **{name: text(value) for name, value in handed.items()}}
            call = msgspec.structs.replace(around.call, inputs=inputs, chosen={}, depth=around.call.depth + 1)
            inner = msgspec.structs.replace(
                around, call=call, defaults=(), chain=(*around.chain, uses.span), matrix=None
            )
            self._steps(top.get("runs").get("steps").each(), members, inner)

    def _handed(
        self, given: Mapping[str, Node], lives: tuple[Live, ...], around: Surroundings
    ) -> list[tuple[tuple[Live, ...], dict[str, Value]]]:
        """Triggers that hand over the same inputs, together with these."""
        groups: dict[str, tuple[list[Live], dict[str, Value]]] = {}
        for live in lives:
            view = self._view(live.trigger, around.call, around.environment, around.matrix)
            inputs = {name: _typed(view, value) for name, value in given.items()}
            groups.setdefault(repr(inputs), ([], inputs))[0].append(live)
        return [(tuple(members), inputs) for members, inputs in groups.values()] or [((), {})]

    def _texts(self, step: Node, run: Node, lives: tuple[Live, ...], around: Surroundings) -> list[tuple[str, Context]]:
        """The text of a step as each group of triggers sees it."""
        groups: dict[tuple[str, str, _Pairs, tuple[Gap, ...]], list[Live]] = {}
        for live in lives:
            view = self._step_view(step, live, around)
            words = fill(run.text, view.look_up)
            folder = fill(self._default(step, around, "working-directory"), view.look_up)
            environment = tuple((name, fill(value, view.look_up)) for name, value in view.environment.items())
            groups.setdefault((words, folder, environment, live.doubts), []).append(live)
        if not lives:
            folder = self._default(step, around, "working-directory")
            return [(fill(run.text, lambda _: Unknown("")), self._context((), around, step, folder, ()))]
        found = []
        for (words, folder, environment, _), members in groups.items():
            found.append((words, self._context(members, around, step, folder, environment)))
        return found

    def _contexts(
        self, step: Node, lives: tuple[Live, ...], around: Surroundings
    ) -> list[tuple[Context, tuple[tuple[str, str], ...]]]:
        """The inputs of an action as each group of triggers sees them."""
        groups: dict[tuple[_Pairs, _Pairs, tuple[Gap, ...]], list[Live]] = {}
        for live in lives:
            view = self._step_view(step, live, around)
            inputs = tuple((name, fill(value.text, view.look_up)) for name, value in step.get("with").items())
            environment = tuple(view.environment.items())
            groups.setdefault((inputs, environment, live.doubts), []).append(live)
        if not lives:
            inputs = tuple((name, value.text) for name, value in step.get("with").items())
            return [(self._context((), around, step, "", ()), inputs)]
        return [
            (self._context(members, around, step, "", environment), inputs)
            for (inputs, environment, _), members in groups.items()
        ]

    def _context(
        self,
        lives: Sequence[Live],
        around: Surroundings,
        step: Node,
        folder: str,
        environment: tuple[tuple[str, str], ...],
    ) -> Context:
        context = Context(
            system="github-actions",
            chain=(*around.chain, first_line(step)),
            environment=environment,
            job=around.job,
            firings=firings(lives),
            doubts=lives[0].doubts if lives else (),
            unreached=around.call.unreached if not lives else "",
            path=step.path,
            sparse=around.sparse,
            shallow=around.shallow,
            runner=around.runner,
        )
        return context.inside(folder)

    # what surrounds them

    def _step_view(self, step: Node, live: Live, around: Surroundings) -> View:
        own = self._env(step, around.call, around.environment, around.matrix)
        return self._view(live.trigger, around.call, {**around.environment, **own}, around.matrix, around.runner)

    def _view(
        self, trigger: Trigger, call: Call, environment: Mapping[str, str], matrix: Value, runner: str = ""
    ) -> View:
        return View(
            trigger=trigger,
            default_branch=self.default_branch,
            environment=environment,
            inputs=call.inputs,
            matrix=matrix,
            known_here=self.known_here,
            runner=runner,
            written=call.written,
            chosen=call.chosen,
        )

    def _env(self, node: Node, call: Call, above: Mapping[str, str], matrix: Value) -> dict[str, str]:
        """Variables that a node sets, holes filled with what is known whatever started it."""
        found: dict[str, str] = {}
        for name, value in node.get("env").items():
            found[name] = value.text
            if "${{" in value.text and call.lives:
                view = self._view(call.lives[0].trigger, call, {**above, **found}, matrix)
                found[name] = value.text if "github." in value.text else fill(value.text, view.look_up)
        return found

    def _inputs(self, called: Node, call: Call) -> Mapping[str, Value]:
        defaults = {name: body.get("default").value for name, body in called.get("inputs").items()}
        return {**defaults, **call.inputs}

    def _matrix(self, matrix: Node, call: Call) -> list[Value]:
        if matrix.is_text and call.lives:
            value = self._view(call.lives[0].trigger, call, call.environment, None).evaluate(matrix.text)
            return legs(value if isinstance(value, dict) else "")
        return legs(matrix.value if matrix else None)

    def _labels(self, job: Node, call: Call, leg: Value) -> str:
        words = " ".join(job.get("runs-on").words())
        if call.lives and "${{" in words:
            words = fill(words, self._view(call.lives[0].trigger, call, call.environment, leg).look_up)
        return words

    def _runner(self, job: Node, call: Call, leg: Value) -> str:
        words = self._labels(job, call, leg)
        for mark, name in (("windows", "Windows"), ("macos", "macOS"), ("ubuntu", "Linux"), ("linux", "Linux")):
            if mark in words.lower():
                return name
        return ""

    def _default(self, step: Node, around: Surroundings, name: str) -> str:
        for node in (step, *around.defaults):
            if node.get(name).is_text:
                return node.get(name).text
        return ""

    def _source(self, node: Node) -> str:
        if node.node is None:
            return ""
        lines = self.repository.lines(node.path)
        return "\n".join(lines[node.node.start_mark.line : node.node.end_mark.line + 1])

    def known_here(self, slug: str) -> bool:
        """Whether the tree calls itself ``slug`` on GitHub."""
        address = f"github.com/{slug}".lower()
        names = ("README.md", "README.rst", "pyproject.toml", "Cargo.toml", "package.json", "go.mod", "pom.xml")
        return any(
            address in (self.repository.text(name) or "").lower() for name in names if name in self.repository.path_set
        )


def _local_workflow(uses: str) -> str:
    """The path of a workflow of the same tree that a job calls; "" for others."""
    address = uses.strip()
    return address.removeprefix("./").split("@", 1)[0] if address.startswith("./") else ""


def _limit(asked: Node) -> Filter:
    return Filter(what=f"if: {' '.join(asked.text.split())[:120]}", span=asked.span)


def _typed(view: View, value: Node) -> Value:
    if "${{" not in value.text:
        return value.value
    return view.evaluate(value.text)
