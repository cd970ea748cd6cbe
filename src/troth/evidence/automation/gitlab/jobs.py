"""The jobs of a GitLab pipeline, walked from the events that start them down to the commands of their scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from troth.evidence.automation.context import Context, soften
from troth.evidence.automation.follow import Follower
from troth.evidence.automation.gitlab.pipeline import Parts, Pipeline
from troth.evidence.automation.gitlab.rules import Outcome, Scenario, admits, decide, scenarios
from troth.evidence.automation.nodes import Node
from troth.evidence.automation.shell import Options
from troth.evidence.tools import index
from troth.evidence.tools.record import Call
from troth.terms.answer import Gap
from troth.terms.event import Event
from troth.terms.seen.automation import Filter, Firing
from troth.terms.seen.proof import JobSeen
from troth.terms.span import Span

FILES = (".gitlab-ci.yml", ".gitlab-ci.yaml")
STRICT = Options(errexit=True, pipefail=True)
"""GitLab Runner starts scripts with ``set -eo pipefail`` (docs.gitlab.com, "Types of shells supported")."""


def read(follower: Follower, default_branch: str) -> None:
    """Note every invocation of the pipeline of the tree, and of the pipelines that its jobs start."""
    path = next((one for one in FILES if one in follower.repository.path_set), "")
    if path:
        _Walk(follower, scenarios(default_branch or "main")).pipeline(path, 0)


class _Walk:
    def __init__(self, follower: Follower, scenes: Sequence[Scenario]) -> None:
        self.follower = follower
        self.scenes = scenes
        self.refused = ""

    def pipeline(self, path: str, depth: int) -> None:
        """One pipeline and its jobs."""
        pipeline = Pipeline(self.follower.repository, path)
        for name in pipeline.read:
            self.follower.read.setdefault(name)
        for gap in pipeline.gaps:
            self.follower.gaps.setdefault(gap)
        known = _variables(pipeline.top.get("variables"))
        started = [(scene, outcome) for scene in self.scenes if (outcome := admits(pipeline, scene, known)) is not None]
        self.refused = _unknown_stage(pipeline)
        started = [] if self.refused else started
        for name, place, parts in pipeline.jobs():
            self._job(pipeline, name, place, parts, started, known, depth)
        for included in pipeline.templates:
            self._template(pipeline, included.name, included.span, started, known)

    def _job(
        self,
        pipeline: Pipeline,
        name: str,
        place: Node,
        parts: Parts,
        started: Sequence[tuple[Scenario, Outcome]],
        known: Mapping[str, str],
        depth: int,
    ) -> None:
        own = {**known, **_variables(parts.get("variables"))}
        groups: dict[tuple[Gap, ...], list[Firing]] = {}
        for scene, workflow in started:
            outcome = decide(pipeline, parts, place, scene, own)
            if outcome is not None:
                doubts = (*workflow.doubts, *outcome.doubts)
                firing = _firing(scene, outcome, workflow, parts)
                members = groups.setdefault(doubts, [])
                if not any(_same(firing, other) for other in members):
                    members.append(firing)
        unreached = "" if groups else self.refused or "its rules let no pipeline run it"
        sure = groups.get((), [])
        seen = JobSeen(
            id=f"{place.path}#{name}",
            name=name,
            span=place.span,
            system="gitlab-ci",
            firings=tuple(sure or [firing for firings in groups.values() for firing in firings]),
            doubts=() if sure else tuple(dict.fromkeys(gap for doubts in groups for gap in doubts)),
            unreached=unreached,
        )
        self.follower.jobs.setdefault(seen)
        for doubts, firings in groups.items() or [((), [])]:
            context = Context(
                system="gitlab-ci",
                chain=(firings[0].span, place.span) if firings else (place.span,),
                environment=tuple(own.items()),
                job=f"{place.path}#{name}",
                firings=tuple(firings),
                doubts=doubts,
                unreached=unreached,
                path=place.path,
            )
            self._scripts(pipeline, parts, _without_tree(pipeline, parts, context, own))
        trigger = parts.get("trigger")
        for entry in trigger.get("include").each() if trigger is not None else ():
            local = (entry.text or entry.get("local").text).lstrip("/")
            if local in self.follower.repository.path_set and depth < 3 and groups:
                self.pipeline(local, depth + 1)

    def _scripts(self, pipeline: Pipeline, parts: Parts, context: Context) -> None:
        scripts = [parts.get("before_script") or pipeline.default("before_script"), parts.get("script")]
        lines = [line for node in scripts for line in pipeline.lines(node)]
        after = list(pipeline.lines(parts.get("after_script") or pipeline.default("after_script")))
        folder = ""
        for line in lines:
            here = context.through(line.span).inside(folder)
            self.follower.script(line.script(), STRICT, here)
            moved = re.fullmatch(r"cd\s+([\w./${}-]+)", line.text.strip())
            folder = f"{folder}/{moved.group(1)}".lstrip("/") if moved else folder
        for line in after:
            here = context.through(line.span)
            self.follower.script(line.script(), STRICT, here.softened(line.span))

    def _template(
        self,
        pipeline: Pipeline,
        name: str,
        span: Span,
        started: Sequence[tuple[Scenario, Outcome]],
        known: Mapping[str, str],
    ) -> None:
        """Jobs that GitLab brings; they allow failures unless the project's own keys say otherwise."""
        records = index.by_gitlab_template(name)
        if not records:
            if re.search(r"(?i)security|sast|scan|secret|dast|fuzz", name):
                gap = Gap(wanted=name, reason="a template whose jobs are not known", span=span)
                self.follower.gaps.setdefault(gap)
            return
        stem = re.sub(r"[^a-z]+", "_", re.sub(r"(\.latest)?\.gitlab-ci\.ya?ml$", "", name.rsplit("/", 1)[-1].lower()))
        overrides = [job for job in pipeline.bodies if stem.strip("_") in job.replace("-", "_").lower()]
        firings: list[Firing] = []
        doubts: tuple[Gap, ...] = ()
        for scene, workflow in started:
            if scene.source == "merge_request_event" and ".latest" not in name:
                continue  # only the latest templates run in merge request pipelines
            outcome = Outcome(when="on_success", span=span)
            place = Node(pipeline.repository, span.path, None)
            for job in overrides:
                parts = pipeline.resolved(job, ())
                if "rules" in parts or "only" in parts:
                    decided = decide(pipeline, parts, place, scene, known)
                    if decided is None:
                        break
                    outcome = decided
            else:
                firing = _firing(scene, outcome, workflow, {})
                strict = any(pipeline.resolved(job, ()).get("allow_failure", place).value is False for job in overrides)
                firing = firing if strict else soften(firing, span)
                doubts = (*doubts, *outcome.doubts)
                if not any(_same(firing, other) for other in firings):
                    firings.append(firing)
        context = Context(
            system="gitlab-ci",
            chain=(span,),
            job=f"{span.path}#{stem.strip('_')}",
            firings=tuple(firings),
            doubts=tuple(dict.fromkeys(doubts)),
            unreached="" if firings else "its rules let no pipeline run it",
            path=span.path,
        )
        for record in records:
            self.follower.sighted(record, Call(action=name), span, context)


_STAGES = ("build", "test", "deploy")
"""The stages of a pipeline that lists none (docs.gitlab.com, ``stages``)."""


def _unknown_stage(pipeline: Pipeline) -> str:
    """Why GitLab refuses the pipeline: a job in a stage that is not listed; "" where none is, or where it is not known.

    What is included from elsewhere may bring stages of its own.
    """
    listed = pipeline.top.get("stages")
    stages = {*(listed.words() if listed is not None else _STAGES), ".pre", ".post"}
    if pipeline.gaps or pipeline.templates:
        return ""
    for name, _, parts in pipeline.jobs():
        stage = parts.get("stage")
        if stage is not None and stage.is_text and "$" not in stage.text and stage.text not in stages:
            return f"GitLab refuses this file: the stage {stage.text} of {name} is not among its stages"
    return ""


def _without_tree(pipeline: Pipeline, parts: Parts, context: Context, variables: Mapping[str, str]) -> Context:
    """``context`` where the runner fetches nothing (docs.gitlab.com, "Configure runners", ``GIT_STRATEGY``)."""
    strategy = variables.get("GIT_STRATEGY", "")
    scripts = (parts.get("before_script") or pipeline.default("before_script"), parts.get("script"))
    fetched = any("git " in line.text for node in scripts for line in pipeline.lines(node))
    if strategy not in ("none", "empty") or fetched:
        return context
    given = parts.get("variables")
    span = given.span if given is not None else context.chain[-1]
    return context.filtered(Filter(what=f"GIT_STRATEGY: {strategy} fetches nothing", span=span, fatal=True, files=True))


def _firing(scene: Scenario, outcome: Outcome, workflow: Outcome, parts: Parts) -> Firing:
    soft = parts.get("allow_failure")
    by_hand = outcome.when == "manual"
    by = outcome.allow_failure
    if by is None and not outcome.strict and soft is not None and _allows(soft):
        by = soft.span
    if (
        by is None
        and by_hand
        and not outcome.strict
        and (soft is None or soft.value is not False)
        and "rules" not in parts
    ):
        by = outcome.span  # a manual job outside rules allows failures unless told otherwise
    return Firing(
        event=Event.MANUAL if by_hand else scene.event,
        span=outcome.span,
        blocking=by is None,
        softened_by=(by,) if by is not None else (),
        filters=(*workflow.filters, *outcome.filters),
        every_branch=scene.event is Event.PUSH
        and outcome.when != "manual"
        and scene.source == "push"
        and not parts.get("rules"),
    )


def _allows(soft: Node) -> bool:
    """``allow_failure: true``, or exit codes among which is 1, by which most scanners tell of findings."""
    if soft.is_map:
        return "1" in soft.get("exit_codes").words()
    return soft.value is True


def _same(one: Firing, other: Firing) -> bool:
    return (one.event, one.span, one.softened_by, one.filters) == (
        other.event,
        other.span,
        other.softened_by,
        other.filters,
    )


def _variables(node: Node | None) -> dict[str, str]:
    found = {}
    for name, value in node.items() if node is not None else ():
        text = value.get("value").text if value.is_map else value.text
        if "$" not in text:
            found[name] = text
    return found
