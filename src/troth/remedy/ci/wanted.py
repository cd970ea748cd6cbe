"""What each promise asks of CI: which tool, on which events, in which rhythm, in which file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from troth.remedy.ci import choice
from troth.remedy.ci.ground import Ground, serves
from troth.terms.activity import Activity
from troth.terms.commitment import Commitment, Demand, Practice, Recurrence, Tool
from troth.terms.edit import Serves
from troth.terms.event import AUTOMATIC, HOOKS, Event
from troth.terms.result import Judged
from troth.terms.time.period import longest
from troth.terms.verdict import Standing, Verdict

ON_CHANGE = frozenset({Event.PUSH, Event.PULL_REQUEST})
"""What a check without a named event runs on."""
WEEK = 7.0
UPLOADERS = frozenset({"codeql", "scorecard"})
"""Tools whose findings go to a page of the host and stop nothing by themselves."""
_BOTS = frozenset({"dependabot", "renovate"})
_DEFAULT_SETUP = (
    "codeql may run by its default setup, a setting of the host beside which GitHub refuses a workflow's results: "
    "attest that it is on"
)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One tool that has to run.

    ``every`` are the days that may lie between two scheduled runs, None where no rhythm is promised. ``file`` is the
    pipeline file that the sentence names, ``hook`` that a hook before the commit is what it names. ``advisory``: its
    failure need not stop anything. ``named``: the sentence names the events.
    """

    tool: str
    serves: Serves
    events: frozenset[Event] = frozenset()
    every: float | None = None
    file: str = ""
    hook: bool = False
    advisory: bool = False
    named: bool = False


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is asked and that no tool can be given for, with the reason."""

    reason: str
    serves: Serves


def wanted(judged: Judged, ground: Ground, named: frozenset[str], bills: frozenset[str]) -> Iterator[Wanted | Left]:
    """What the promise of ``judged`` asks, nothing where it stands or CI has no part in it.

    ``named`` are the tools that the policy names anywhere: they are preferred where a class of work is promised.
    ``bills`` are those that only write bills of materials, which have a place of their own.
    """
    verdict = judged.verdict
    commitment = verdict.commitment
    if verdict.standing in (Standing.KEPT, Standing.NOTED) or verdict.settles in ("hosted", "later", "desk"):
        if verdict.settles == "hosted" and isinstance(commitment, Tool) and commitment.name == "codeql":
            yield Left(reason=_DEFAULT_SETUP, serves=serves(judged))
        return
    if isinstance(commitment, Tool):
        if commitment.demand is Demand.ENFORCED and commitment.name in UPLOADERS:
            reason = f"{commitment.name} uploads what it finds and fails nothing: require its check on the branch"
            yield Left(reason=reason, serves=serves(judged))
        elif (
            verdict.control == "tool-use" and commitment.name not in _BOTS | bills and not _left_to(commitment, verdict)
        ):
            yield from _of_tools(judged, (commitment.name,))
    elif verdict.control == "activity" and isinstance(commitment, Practice | Recurrence):
        yield from _of_class(judged, ground, named, None)
    elif verdict.control == "recurrence" and isinstance(commitment, Recurrence):
        if (commitment.activity is not None or commitment.action == "scan") and not updates(commitment):
            yield from _of_class(judged, ground, named, longest(commitment.every, commitment.basis) or WEEK)
    elif verdict.control == "advisory-watch":
        yield from _watch(judged, ground, named)
    elif verdict.control == "licence-policy":
        yield from _licences(judged, ground)


def _left_to(commitment: Tool, verdict: Verdict) -> bool:
    """Whether of several tools, one of which is promised, another runs, or is named before this one."""
    said = commitment.sentence.casefold()
    runs = {fact.fact.partition(" runs ")[0] for fact in verdict.because}
    return any(each in runs or -1 < said.find(each) < said.find(commitment.name) for each in commitment.alternatives)


def updates(commitment: Commitment) -> bool:
    """Whether a rhythm speaks of updates by a bot."""
    if not isinstance(commitment, Recurrence):
        return False
    return commitment.activity is Activity.DEPENDENCY_UPDATE or bool(_BOTS & set(commitment.tools))


def _of_tools(judged: Judged, tools: tuple[str, ...], every: float | None = None) -> Iterator[Wanted]:
    commitment = judged.verdict.commitment
    hook = ("pre-commit" in commitment.place or bool(HOOKS & set(commitment.events))) and tools != ("pre-commit",)
    events = frozenset(event for event in commitment.events if event in AUTOMATIC)
    events |= {Event.RELEASE} if "release" in commitment.place else frozenset()
    files = [place for place in commitment.place if is_pipeline(place)]
    ci = bool({"ci", "repository", "github-actions", "gitlab-ci"} & set(commitment.place)) or bool(files)
    if Event.SCHEDULE in events and every is None:
        every = WEEK
    events -= {Event.SCHEDULE}
    on_change = events or ci or not (hook or every)
    asked = (events or ON_CHANGE) if on_change and judged.verdict.control != "recurrence" else frozenset()
    for tool in tools:
        one = Wanted(
            tool=tool, serves=serves(judged), advisory=commitment.demand is Demand.ADVISORY, named=bool(events)
        )
        if hook and isinstance(commitment, Tool):  # for a class of work the choice of a hook is a matter of taste
            yield msgspec.structs.replace(one, hook=True)
        if on_change or every is not None:
            yield msgspec.structs.replace(one, events=asked, every=every, file=files[0] if files else "")


def is_pipeline(place: str) -> bool:
    """Whether ``place`` is the path of a file in which a host looks for pipelines."""
    return bool(re.fullmatch(r"\.github/workflows/[\w.-]+\.ya?ml|\.gitlab-ci\.ya?ml", place))


def _of_class(judged: Judged, ground: Ground, named: frozenset[str], every: float | None) -> Iterator[Wanted | Left]:
    commitment = judged.verdict.commitment
    if not isinstance(commitment, Practice | Recurrence):
        return
    tools = commitment.tools if isinstance(commitment, Recurrence) else ()
    if not tools:
        chosen = choice.tools(commitment, ground, named)
        if isinstance(chosen, str):
            yield Left(reason=chosen, serves=serves(judged))
            return
        tools = chosen
        if "pre-commit" in commitment.place or HOOKS & set(commitment.events):
            reason = "a hook before the commit is part of it, and which tool that runs is for you to choose"
            yield Left(reason=reason, serves=serves(judged))
    yield from _of_tools(judged, tools, every)


def _watch(judged: Judged, ground: Ground, named: frozenset[str]) -> Iterator[Wanted | Left]:
    chosen = choice.scanners(ground, ground.ecosystems(), named)
    if isinstance(chosen, str):
        yield Left(reason=chosen, serves=serves(judged))
        return
    for tool in chosen:
        yield Wanted(tool=tool, serves=serves(judged), every=WEEK)


def _licences(judged: Judged, ground: Ground) -> Iterator[Wanted | Left]:
    """cargo-deny checks crates by a list; for other ecosystems no checker is safe to choose for anybody."""
    if "cargo" in ground.ecosystems():
        yield from _of_tools(judged, ("cargo-deny",))
        return
    reason = "which tool checks licences, and by which list, is for you to say; Troth itself checks [licences] allow"
    yield Left(reason=f"{reason} of troth.toml", serves=serves(judged))
