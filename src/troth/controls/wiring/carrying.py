"""From a promise and the invocations that might carry it to a verdict: the best invocation per need, the worst need."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from troth.controls.wiring.absence import absent
from troth.controls.wiring.grade import Grading, grade
from troth.controls.wiring.need import Need, needs
from troth.controls.wiring.outcome import Outcome
from troth.controls.wiring.reading import reach
from troth.controls.wiring.scope import Scope, covered
from troth.controls.wiring.words import spoken, unique
from troth.terms.answer import Answer, Class, Fact
from troth.terms.commitment import Commitment
from troth.terms.event import AUTOMATIC, Event
from troth.terms.seen.automation import Configuration, Firing, Invocation
from troth.terms.seen.documents import History
from troth.terms.seen.manifests import Manifest
from troth.terms.verdict import WORST_FIRST, Standing, Step, Verdict

_BEFORE = re.compile(r"\b(?:before|prior to|ahead of)\b[^.;]{0,40}\breleas|\bpre-?release\b", re.IGNORECASE)
"""Work that is to be done by the time of a release, not by the release itself."""
ASLEEP_DAYS = 60
"""Days without a commit after which GitHub stops scheduled workflows of a public repository (VERDICTS §2, rhythm)."""


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What is held against the automation: ``what`` names the tool or the work in a sentence ("bandit").

    ``hosted`` says which invisible setting could do it instead; ``configurations`` are the files the tools could load;
    ``history`` is that of the checked commit, if there is one; ``manifests`` tell what a scanner could look at.
    """

    commitment: Commitment
    what: str
    hosted: str = ""
    configurations: tuple[Configuration, ...] = ()
    history: tuple[History, ...] = ()
    manifests: Answer[Manifest] = Answer()


def asleep(history: tuple[History, ...], today: date) -> History | None:
    """The history whose newest commit is so old that schedules have stopped, or None."""
    return next((seen for seen in history if (today - seen.newest).days > ASLEEP_DAYS), None)


def carry(promise: Promise, candidates: tuple[Invocation, ...], answer: Answer[Invocation], today: date) -> Verdict:
    """Judge ``promise`` by ``candidates``, those of the invocations in ``answer`` that do what it speaks of."""
    commitment = promise.commitment
    grading = Grading(
        commitment=commitment,
        what=promise.what,
        configurations=promise.configurations,
        manifests=promise.manifests,
        asleep=None if _awake(candidates) else asleep(promise.history, today),
    )
    outcomes = [_settle(need, promise, grading, candidates, answer) for need in needs(commitment)]
    leading = min(outcomes, key=lambda outcome: WORST_FIRST.index(outcome.standing))
    facts = [*leading.because, *(fact for outcome in outcomes for fact in outcome.because)]
    gaps = tuple(dict.fromkeys(gap for outcome in outcomes for gap in outcome.gaps))
    return Verdict(
        commitment=commitment,
        standing=leading.standing,
        reason=leading.reason,
        because=unique(facts),
        gaps=gaps,
        next=leading.next,
        settles=leading.settles if leading.standing is Standing.UNPROVEN else "",
    )


def _reaching(grading: Grading, met: list[tuple[Invocation, tuple[Firing, ...]]]) -> Grading:
    """``grading`` with what the runs that answer one need reach together: what another event starts reaches nothing.

    A failure that stops nothing proves a system no more than one tool, where another run of it does stop something.
    """
    running = [one for one, _ in met]
    blocking = [one for one, firings in met if one.can_fail and any(firing.blocking for firing in firings)] or running
    return msgspec.structs.replace(
        grading,
        scope=Scope(
            looks=_looks(running),
            systems=_systems(blocking),
            soft=_systems(running),
            outside=_outside(running),
            leaves=_left(running),
            narrow=running[0].narrow if running and all(one.narrow for one in running) else "",
        ),
    )


def _looks(running: list[Invocation]) -> tuple[str, ...]:
    """The places that ``running`` name together; none where one of them may look at everything."""
    return () if any(not one.looks for one in running) else tuple(place for one in running for place in one.looks)


def _outside(running: list[Invocation]) -> tuple[str, ...]:
    """The folders with code at which none of ``running`` looks."""
    first = running[0].outside if running else ()
    return tuple(folder for folder in first if all(folder in one.outside for one in running))


def _left(running: list[Invocation]) -> tuple[str, ...]:
    """The places that some of ``running`` leave out by their words and none of the others looks at."""
    return tuple(
        place
        for one in running
        for place in one.leaves
        if not any(place not in other.leaves and covered(place, other.looks) for other in running)
    )


def _systems(running: list[Invocation]) -> tuple[str, ...]:
    """The systems on which ``running`` run together; none where one of them cannot be told."""
    found = {system for one in running for system in one.systems}
    return () if any(not one.systems for one in running) else tuple(sorted(found))


def _awake(candidates: tuple[Invocation, ...]) -> bool:
    """Whether some candidate starts on more than a schedule; the rhythm itself is judged as a recurrence."""
    return any(one.events & AUTOMATIC - {Event.SCHEDULE} for one in candidates if not one.unreached)


def _settle(
    need: Need, promise: Promise, grading: Grading, candidates: tuple[Invocation, ...], answer: Answer[Invocation]
) -> Outcome:
    met = [
        (invocation, firings)
        for invocation in sorted(candidates, key=lambda one: bool(one.sbom_formats))  # a bill finds nothing: last
        if (firings := need.met_by(invocation, answer.found))
    ]
    reaching = _reaching(grading, met)
    graded = [grade(reaching, need, invocation, firings) for invocation, firings in met]
    best = (
        min(graded, key=lambda outcome: outcome.rank)
        if graded
        else absent(need, promise.what, promise.hosted, candidates, reach(answer), answer, promise.configurations)
    )
    if best.standing is Standing.BROKEN and need.release and _BEFORE.search(promise.commitment.sentence):
        return _done_before(promise, grading, candidates) or best
    return best


def _done_before(promise: Promise, grading: Grading, candidates: tuple[Invocation, ...]) -> Outcome | None:
    """What is promised before releases may be done to every change: then each release was looked at before it."""
    change = Need(words="on changes", events=frozenset({Event.PUSH, Event.PULL_REQUEST}), named=True)
    for one in candidates:
        firings = change.met_by(one, ())
        outcome = grade(_reaching(grading, [(one, firings)]), change, one, firings) if firings else None
        if outcome is not None and outcome.standing is Standing.KEPT:
            first = firings[0].span
            late = Fact(fact="no release waits for it", kind=Class.WIRED, span=first, weakness=True)
            return msgspec.structs.replace(
                outcome,
                standing=Standing.AT_RISK,
                reason=f"{one.tool} runs on {spoken(firing.event for firing in firings)}, and no release waits for it",
                because=unique([late, *outcome.because]),
                next=Step(text=f"Run {one.tool} in what makes the release, too."),
            )
    return None
