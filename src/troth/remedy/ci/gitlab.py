"""Jobs of GitLab CI: in a file of their own that the pipeline includes, or as the pipeline where there is none.

docs.gitlab.com, "CI/CD YAML syntax reference". Schedules of GitLab are no part of any file: they are told, not written.
"""

from __future__ import annotations

import shlex

from troth.remedy.ci import rhythm, yaml_text
from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.github import MARK, Placed, job_id
from troth.remedy.ci.ground import Ground, comment, listed
from troth.remedy.ci.job import Job
from troth.remedy.ci.yaml_text import scalar
from troth.terms.event import Event

FILE = ".gitlab-ci.yml"
OWN = ".gitlab/promises.yml"
"""Where the jobs go if there is a pipeline already."""
_IMAGES = {
    "python": "docker.io/library/python:3.13-slim",
    "go": "docker.io/library/golang:1.26",
    "rust": "docker.io/library/rust:1-slim",
    "node": "docker.io/library/node:24-slim",
    "ruby": "docker.io/library/ruby:3.4-slim",
    "php": "docker.io/library/composer:2",
    "": "docker.io/library/debian:stable-slim",
}
_WITH_GIT = frozenset({"pre-commit"})
"""Tools that call git, which the slim image of Python lacks."""
_RULES = {
    Event.PULL_REQUEST: '$CI_PIPELINE_SOURCE == "merge_request_event"',
    Event.PUSH: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
    Event.RELEASE: "$CI_COMMIT_TAG",
    Event.SCHEDULE: '$CI_PIPELINE_SOURCE == "schedule"',
}
_USUAL = ("test", "security", "scan", "lint", "check", "verify", "quality")
"""Stages in which a scan is at home, the usual first."""


def write(_path: str, placed: list[Placed], ground: Ground, drafts: Drafts) -> None:
    """Put ``placed`` into the pipeline, of which there is only one."""
    serves = tuple(dict.fromkeys(one for each in placed for one in each.serves))
    _schedules(placed, ground, drafts)
    why = f"Runs {listed(each.job.tool for each in placed)} as promised."
    text = drafts.text(FILE)
    if text is None or not text.strip():
        lines = [f"{MARK}: what is promised, run as promised. It is yours to edit."]
        drafts.put(FILE, "\n".join((*lines, *_jobs(placed, "test", set()))) + "\n", "pipeline", why, serves)
        return
    if text.startswith(MARK):
        _grow(FILE, text, placed, "test", drafts)
        return
    if drafts.text(OWN) is not None:
        _grow(OWN, drafts.text(OWN) or "", placed, _stage(text), drafts)
        return
    included = _included(text)
    if included is None:
        drafts.leave(FILE, f"its includes are written in a form to which {OWN} cannot be added", serves)
        return
    lines = [f"{MARK}: what is promised, run as promised. It is yours to edit."]
    drafts.put(OWN, "\n".join((*lines, *_jobs(placed, _stage(text), set()))) + "\n", "pipeline", why, serves)
    drafts.put(FILE, included, "pipeline", f"Includes {OWN}.", serves)


def _grow(path: str, text: str, placed: list[Placed], stage: str, drafts: Drafts) -> None:
    jobs = yaml_text.keys(yaml_text.compose(text))
    fresh = [each for each in placed if _name(each.job, set()) not in jobs]
    for each in placed:
        if each not in fresh:
            reason = f"it runs {each.job.tool} already, and the promise is not kept all the same"
            drafts.leave(path, reason, each.serves)
    if fresh:
        lines = "\n".join(_jobs(fresh, stage, set(jobs)))
        serves = tuple(dict.fromkeys(one for each in fresh for one in each.serves))
        why = f"Runs {listed(each.job.tool for each in fresh)} too."
        drafts.put(path, f"{text.rstrip()}\n{lines}\n", "pipeline", why, serves)


def _included(text: str) -> str | None:
    """The pipeline with one include more."""
    if yaml_text.node_of(text, "include") is None:
        return yaml_text.add_pair(text, (), ["", "include:", f"  - local: {OWN}"])
    return yaml_text.add_item(text, ("include",), [f"- local: {OWN}"])


def _stage(text: str) -> str:
    stages = yaml_text.words(yaml_text.node_of(text, "stages"))
    return next((name for name in _USUAL if name in stages), stages[0] if stages else "test")


def _jobs(placed: list[Placed], stage: str, taken: set[str]) -> list[str]:
    lines: list[str] = []
    for each in placed:
        lines += ["", *dict.fromkeys(f"# {comment(one)}" for one in each.serves[:4])]
        lines += _job(each, stage, taken)
    return lines


def _name(job: Job, taken: set[str]) -> str:
    return f"promised-{job_id(job.tool, taken)}"


def _job(placed: Placed, stage: str, taken: set[str]) -> list[str]:
    job = placed.job
    image = job.image or _IMAGES[job.language]
    lines = [f"{_name(job, taken)}:", f"  stage: {scalar(stage)}"]
    lines += ["  image:", f"    name: {image}", '    entrypoint: [""]'] if job.image else [f"  image: {image}"]
    events = placed.events | ({Event.SCHEDULE} if placed.every is not None else frozenset())
    lines += ["  rules:", *(f"    - if: {_RULES[event]}" for event in _RULES if event in events)]
    lines += [f"  timeout: {job.minutes} minutes", "  interruptible: true"]
    lines += ["  variables:", '    GIT_DEPTH: "0"'] if job.history else []
    lines += ["  script:"]
    before = (
        ["apt-get update && apt-get install --yes --no-install-recommends git"]
        if (job.history or job.tool in _WITH_GIT) and job.language == "python"
        else []
    )
    commands = [*before, *(_command(step.run, step.directory, step.outside, step.environment) for step in job.steps)]
    lines += [f"    - {scalar(command)}" for command in commands]
    return lines + (
        ["  artifacts:", "    paths:", *(f"      - {name}" for name in job.artifacts)] if job.artifacts else []
    )


def _command(run: str, directory: str, outside: bool, environment: tuple[tuple[str, str], ...]) -> str:  # noqa: FBT001
    words = " ".join((*(f"{name}={value}" for name, value in environment), run))
    folder = "~" if outside else shlex.quote(directory)
    return f"(cd {folder} && {words})" if folder not in ("", "''") else words


def _schedules(placed: list[Placed], ground: Ground, drafts: Drafts) -> None:
    """GitLab keeps schedules beside the repository: say which is needed."""
    by_cron: dict[str, list[Placed]] = {}
    for each in placed:
        if each.every is not None:
            by_cron.setdefault(rhythm.cron(each.every, ground.seed), []).append(each)
    for cron, group in by_cron.items():
        reason = (
            f"GitLab keeps schedules outside of the repository: create one for the default branch with the cron "
            f'"{cron}" (Build, Pipeline schedules), and attest it; {listed(one.job.tool for one in group)} run in it'
        )
        drafts.leave(FILE, reason, (one for each in group for one in each.serves))
