"""Workflows of GitHub Actions: one file of jobs, written anew or grown job by job.

docs.github.com, "Workflow syntax for GitHub Actions" and "Security hardening for GitHub Actions": no permission beyond
reading the code, actions by commit, no credentials left in the checkout, a limit of time, one run per branch.
"""

from __future__ import annotations

import re

import msgspec

from troth.remedy.ci import data, rhythm, yaml_text
from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.ground import Ground, comment, listed
from troth.remedy.ci.job import Job, Step
from troth.remedy.ci.yaml_text import scalar
from troth.terms.edit import Serves
from troth.terms.event import Event

MAIN = ".github/workflows/promises.yml"
HOURLY = ".github/workflows/promises-hourly.yml"
"""Where jobs go that run more often than once a day."""
MARK = "# Written by `troth init --ci`"
_ON = {Event.PUSH: "push", Event.PULL_REQUEST: "pull_request", Event.MERGE_GROUP: "merge_group"}
_SETUP = {
    "python": ("actions/setup-python", "python-version", "python-version-file", "3.13"),
    "go": ("actions/setup-go", "go-version", "go-version-file", "stable"),
    "node": ("actions/setup-node", "node-version", "node-version-file", "24"),
}
_SERVED = 4
"""Promises that the comment of one job names."""


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A job with the events on which it has to run, the days between scheduled runs, and what it serves."""

    job: Job
    events: frozenset[Event]
    every: float | None
    serves: tuple[Serves, ...]


def write(path: str, placed: list[Placed], ground: Ground, drafts: Drafts) -> None:
    """Put ``placed`` into the workflow ``path``: a new file, or more jobs in the one that is there."""
    serves = tuple(dict.fromkeys(one for each in placed for one in each.serves))
    names = listed(each.job.tool for each in placed)
    text = drafts.text(path)
    if text is None:
        drafts.put(path, fresh(placed, ground), "workflow", f"Runs {names} as promised.", serves)
        return
    grown = _grown(text, placed, ground)
    if isinstance(grown, str):
        drafts.put(path, grown, "workflow", f"Runs {names} too, as promised.", serves)
        return
    for each, reason in grown:
        drafts.leave(path, reason, each.serves)


def fresh(placed: list[Placed], ground: Ground) -> str:
    """A whole workflow."""
    events = frozenset(event for each in placed for event in each.events)
    scheduled = [each.every for each in placed if each.every is not None]
    lines = [f"{MARK}: what is promised, run as promised. It is yours to edit.", "name: promises", '"on":']
    lines[-1] = "on:"
    lines += [f"  {line}" for line in _triggers(events, min(scheduled, default=None), ground)]
    lines += [
        "permissions: {}",
        "concurrency:",
        "  group: ${{ github.workflow }}-${{ github.event_name }}-${{ github.ref }}",
        "  cancel-in-progress: ${{ github.event_name == 'pull_request' }}",
        "jobs:",
    ]
    taken: set[str] = set()
    for each in placed:
        lines += [f"  {line}" if line else "" for line in _job(each, events, taken)]
    return "\n".join(lines) + "\n"


def _triggers(events: frozenset[Event], every: float | None, ground: Ground) -> list[str]:
    lines: list[str] = []
    if events & {Event.PUSH, Event.RELEASE}:
        lines.append("push:")
        branches = [ground.branch] if ground.branch else ["main", "master"]
        if Event.PUSH in events:
            lines.append(f"  branches: [{', '.join(scalar(branch) for branch in branches)}]")
        if Event.RELEASE in events:
            lines.append(f'  tags: ["{tag_pattern(ground)}"]')
    lines += [f"{_ON[event]}:" for event in (Event.PULL_REQUEST, Event.MERGE_GROUP) if event in events]
    if every is not None:
        lines += ["schedule:", f'  - cron: "{rhythm.cron(every, ground.seed)}"', "workflow_dispatch:"]
    return lines


def tag_pattern(ground: Ground) -> str:
    """The tags that are releases: those that begin with a digit where the newest does, else with a v."""
    newest = ground.releases[0].tag if ground.releases else "v"
    return "[0-9]*" if newest[:1].isdigit() else "v*"


def _job(placed: Placed, events: frozenset[Event], taken: set[str]) -> list[str]:
    """The lines of one job. ``events`` are those of the whole workflow."""
    job = placed.job
    name = job_id(job.tool, taken)
    told = tuple(dict.fromkeys(comment(one) for one in placed.serves))
    shown = [f"# {words}" for words in told[:_SERVED]]
    more = len(told) - len(shown)
    shown += [f"# and {more} more"] if more > 0 else []
    lines = [*shown, f"{name}:", f"  name: {scalar(job.tool)}"]
    condition = _condition(placed, events)
    lines += [f"  if: {condition}"] if condition else []
    lines += ["  runs-on: ubuntu-latest", f"  timeout-minutes: {job.minutes}"]
    lines += ["  permissions:"]
    rights = {"contents": "read", **dict(job.rights)}
    lines += [f"    {right}: {level}" for right, level in rights.items()]
    lines += ["  steps:"]
    lines += [f"    {line}" for line in _checkout(job)]
    for step, after in zip(job.steps, (None, *job.steps), strict=False):
        lines += [f"    {line}" for line in _step(step, alike=_alike(step, after))]
    return lines


def _alike(step: Step, before: Step | None) -> bool:
    """Whether a step does elsewhere what the one before it does: then it runs though that one failed."""
    if before is None or step.uses or before.uses or step.outside or before.outside:
        return False
    return step.run.split()[:1] == before.run.split()[:1] and not step.run.startswith(("npm ci", "python -m pip"))


def _condition(placed: Placed, events: frozenset[Event]) -> str:
    job = placed.job
    if job.only:
        return f"github.event_name == '{job.only}'"
    if job.unless and Event.PULL_REQUEST in events:
        return f"github.event_name != '{job.unless}'"
    if events and not placed.events and placed.every is not None:
        return "github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'"
    return ""


def job_id(tool: str, taken: set[str]) -> str:
    """A name for a job that no other job of the file has."""
    base = re.sub(r"[^a-z0-9]+", "-", tool.lower()).strip("-") or "tool"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _checkout(job: Job) -> list[str]:
    lines = [f"- uses: {data.uses('actions/checkout')}", "  with:", "    persist-credentials: false"]
    lines += ["    fetch-depth: 0"] if job.history else []
    setup = _SETUP.get(job.language)
    if setup:
        action, version, file, usual = setup
        lines += [f"- uses: {data.uses(action)}", "  with:"]
        lines.append(
            f"    {file}: {scalar(job.version_file)}" if job.version_file else f"    {version}: {scalar(usual)}"
        )
        lines += ["    cache: false"] if job.language == "go" else []
        lines += ["    package-manager-cache: false"] if job.language == "node" else []
    return lines


def _step(step: Step, *, alike: bool) -> list[str]:
    if step.uses:
        lines = [f"- uses: {data.uses(step.uses)}"]
        lines += ["  with:", *(f"    {name}: {scalar(value)}" for name, value in step.inputs)] if step.inputs else []
        return lines
    lines = [f"- run: {scalar(step.run)}"]
    lines += ["  if: ${{ !cancelled() }}"] if alike else []
    lines += ["  working-directory: ${{ runner.temp }}"] if step.outside else []
    lines += [f"  working-directory: {scalar(step.directory)}"] if step.directory else []
    if step.environment:
        lines += ["  env:", *(f"    {name}: {_value(value)}" for name, value in step.environment)]
    return lines


def _value(text: str) -> str:
    return text if text.startswith("${{ github.") else scalar(text)


def _grown(text: str, placed: list[Placed], ground: Ground) -> str | list[tuple[Placed, str]]:
    """``text`` with more jobs, and where it is ours with more events; the jobs that find no place, and why."""
    jobs = yaml_text.words(yaml_text.node_of(text, "jobs"))
    ours = text.startswith(MARK)
    there = {job_id(each.job.tool, set()): each for each in placed}
    double = [each for name, each in there.items() if name in jobs and ours]
    if double:
        reason = "it runs {} already, and the promise is not kept all the same"
        return [(each, reason.format(each.job.tool)) for each in double]
    events = frozenset(event for each in placed for event in each.events)
    scheduled = min((each.every for each in placed if each.every is not None), default=None)
    grown: str | None = text
    for name, block in _missing_triggers(text, events, scheduled, ground):
        if not ours:
            return [(each, f"it does not start on {name}, and all of its jobs would with it") for each in placed]
        grown = yaml_text.add_pair(grown, ("on",), block) if grown is not None else None
    taken = set(jobs)
    for each in placed:
        block = _job(each, events | _events_of(text), taken)
        notes = [line for line in block if line.startswith("#")]
        grown = yaml_text.add_pair(grown, ("jobs",), [*notes, *block[len(notes) :]]) if grown is not None else None
    if grown is None:
        return [(each, "its jobs are written in a form that cannot be extended line by line") for each in placed]
    return grown


def _missing_triggers(
    text: str, events: frozenset[Event], every: float | None, ground: Ground
) -> list[tuple[str, list[str]]]:
    """Triggers that the workflow lacks, as blocks of its key ``on``."""
    have = set(yaml_text.words(yaml_text.node_of(text, "on")))
    lines = _triggers(events, every, ground)
    blocks: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith(" "):
            blocks[-1][1].append(line)
        else:
            blocks.append((line.rstrip(":"), [line]))
    return [(name, block) for name, block in blocks if name not in have and name != "workflow_dispatch"]


def _events_of(text: str) -> frozenset[Event]:
    names = yaml_text.words(yaml_text.node_of(text, "on"))
    return frozenset(event for event, name in _ON.items() if name in names)
