"""What it means that nothing answers a need: contradiction only where the place was named and read completely."""

from __future__ import annotations

from troth.controls.wiring.need import Need, publishes_beside
from troth.controls.wiring.outcome import Outcome
from troth.controls.wiring.reading import Reach, writer
from troth.controls.wiring.words import sighting, spoken, unique
from troth.terms.answer import Answer, Class, Fact
from troth.terms.event import AUTOMATIC, Event
from troth.terms.seen.automation import Configuration, Invocation
from troth.terms.span import Span
from troth.terms.verdict import Standing, Step

_SHOWN = 12
_LOOKS_AT_DEFAULT_BRANCH = frozenset({"scorecard"})
"""Tools that judge the default branch and its settings: the README of ossf/scorecard-action calls ``pull_request``
experimental."""


def absent(
    need: Need,
    what: str,
    hosted: str,
    candidates: tuple[Invocation, ...],
    seen: Reach,
    answer: Answer[Invocation],
    configurations: tuple[Configuration, ...],
) -> Outcome:
    """Say what follows where no invocation among ``candidates`` answers ``need``."""
    automatic = tuple(one for one in candidates if one.automatic and not one.unreached)
    if automatic:
        return _elsewhere(need, automatic, seen, answer)
    contradicted = need.named and seen.complete and _place_is_known(need, seen, answer)
    halfway = _by_hand_or_hook(candidates, writer(answer))
    by_button = any(one.only_by_hand and not one.doubts for one in candidates) and len(need.events) > 1
    if halfway and (by_button or need.hook or not contradicted):
        return halfway
    near = _near_misses(candidates)
    standing = tuple(one for one in candidates if not one.firings and not one.unreached)
    doubts = tuple(gap for one in candidates for gap in one.doubts)
    if contradicted and not hosted and not doubts:
        shown = tuple(fact for one in candidates if one.firings for fact in sighting(one, one.firings))
        return Outcome(
            standing=Standing.BROKEN,
            reason=_not_there(what, need, seen),
            because=unique([*near, *shown, *_read(need, seen)]),
            next=_default_branch(what, need)
            or Step(
                text=f"Run {what} {need.words}, or take the sentence back.", command=writer(answer, hook=need.hook)
            ),
        )
    return _unproven(what, hosted, standing, near, seen, configurations, writer(answer, hook=need.hook))


def _not_there(what: str, need: Need, seen: Reach) -> str:
    several = " and " in what
    does, it = ("do", "them") if several else ("does", "it")
    return f"{what} {does} not run {need.words}: {seen.words}, none runs {it}"


def _place_is_known(need: Need, seen: Reach, answer: Answer[Invocation]) -> bool:
    """Whether the place that the need names is in the tree at all."""
    if need.hook:
        return bool(seen.hooks)
    if need.paths:
        return bool(set(need.paths) & set(answer.read))
    if need.release:
        return release_path(answer)
    return True


def release_path(answer: Answer[Invocation]) -> bool:
    """Whether something in the automation makes releases; a release made elsewhere cannot be seen from here."""
    return any(
        Event.RELEASE in one.events or (one.automatic and publishes_beside(one, answer.found)) for one in answer.found
    )


def _elsewhere(need: Need, automatic: tuple[Invocation, ...], seen: Reach, answer: Answer[Invocation]) -> Outcome:
    """It runs, but not where or when the sentence says."""
    best = automatic[0]
    events = {event for one in automatic for event in one.events & AUTOMATIC}
    facts = unique(fact for one in automatic for fact in sighting(one, one.firings))
    reason = f"{best.tool} runs on {spoken(events)}, not {need.words}"
    missing = Fact(fact=f"nothing here runs it {need.words}", kind=Class.WIRED, span=best.span, weakness=True)
    step = _default_branch(best.tool, need) or Step(
        text=f"Run {best.tool} {need.words} too, at {best.firings[0].span}.", command=writer(answer)
    )
    contradicted = (
        need.named
        and not need.paths
        and not need.system
        and seen.complete
        and _place_is_known(need, seen, answer)
        and not (need.events == {Event.PULL_REQUEST} and _push_reaches_branches(automatic))
        and not any(one.doubts for one in automatic)
    )
    if contradicted or need.events == {Event.SCHEDULE} or need.paths or need.system:
        return Outcome(
            standing=Standing.BROKEN if contradicted else Standing.AT_RISK,
            reason=reason,
            because=unique([missing, *facts]),
            next=step,
        )
    return Outcome(
        standing=Standing.UNPROVEN, reason=reason, because=facts, gaps=seen.gaps, next=step, settles="repository"
    )


def _default_branch(tool: str, need: Need) -> Step | None:
    """The way out where a tool is promised on changes that it does not look at."""
    if tool not in _LOOKS_AT_DEFAULT_BRANCH or Event.PULL_REQUEST not in need.events:
        return None
    return Step(text=f"{tool} looks at the default branch, not at pull requests: say so in the sentence.")


def _push_reaches_branches(automatic: tuple[Invocation, ...]) -> bool:
    """A push event without branches covers pull requests from the repository itself, though none from forks."""
    return any(firing.event is Event.PUSH and firing.every_branch for one in automatic for firing in one.firings)


def _by_hand_or_hook(candidates: tuple[Invocation, ...], command: str) -> Outcome | None:
    """Only a person starts it: a button, or a hook on a developer's own machine."""
    for one in candidates:
        if one.unreached or not one.firings or one.doubts:
            continue
        who = "a developer's own hook" if one.only_hooks else "someone who presses a button"
        weak = Fact(fact=f"only {who} starts it", kind=Class.WIRED, span=one.firings[0].span, weakness=True)
        return Outcome(
            standing=Standing.AT_RISK,
            reason=f"only {who} runs {one.tool}; no automation does",
            because=unique([weak, *sighting(one, one.firings)]),
            next=Step(text=f"Run {one.tool} in CI as well.", command=_for_host(command, one)),
        )
    return None


def _for_host(command: str, one: Invocation) -> str:
    """``command`` for the host whose file holds ``one``, in a tree with pipelines of several."""
    github = command.endswith("--ci github")
    return command.replace("--ci github", "--ci gitlab") if github and one.system == "gitlab-ci" else command


def _near_misses(candidates: tuple[Invocation, ...]) -> tuple[Fact, ...]:
    return tuple(
        Fact(fact=f"near miss: {one.unreached}", kind=Class.CONFIGURED, span=one.span, weakness=True)
        for one in candidates
        if one.unreached
    )


def _read(need: Need, seen: Reach) -> tuple[Fact, ...]:
    """What was read in vain, without lines (VERDICTS §6: a fact about a missing thing cites the file)."""
    paths = need.paths or (seen.hooks if need.hook else seen.pipelines)
    return tuple(
        Fact(fact="read, and it is not there", kind=Class.CONFIGURED, span=Span(path), weakness=True)
        for path in paths[:_SHOWN]
    )


def _unproven(
    what: str,
    hosted: str,
    standing: tuple[Invocation, ...],
    near: tuple[Fact, ...],
    seen: Reach,
    configurations: tuple[Configuration, ...],
    command: str,
) -> Outcome:
    configured = tuple(
        Fact(fact=f"configures {one.tool}", kind=Class.CONFIGURED, span=one.span) for one in configurations
    )
    targets = tuple(fact for one in standing for fact in sighting(one, ()))
    if standing:
        place = "a make target" if standing[0].system == "make" else f"a call in {standing[0].span.path}"
        reason = f"{place} for {what} exists, but nothing runs it"
    elif configured:
        reason = f"{what} is configured in {configurations[0].span.path}, but nothing here runs it"
    elif hosted:
        reason = f"cannot be seen from here: {hosted}"
    else:
        reason = f"nothing here runs {what} ({seen.words})"
    return Outcome(
        standing=Standing.UNPROVEN,
        reason=reason,
        because=unique([*near, *targets, *configured]),
        gaps=seen.gaps,
        settles="hosted" if hosted and not standing else "repository",
        next=Step(
            text=f"A workflow that runs {what} would prove it.", command="" if hosted and not standing else command
        ),
    )
