"""``test``: a test that exists; its result where a report of this code has it, else whether CI runs it, blocking."""

from __future__ import annotations

from datetime import date

from troth.controls.proving.junit import bad, told
from troth.controls.proving.proof import Proof, gone, hidden, seen
from troth.controls.proving.running import runs
from troth.controls.wiring import Outcome, listed, sighting, spoken, unique
from troth.terms.answer import Answer, Answers, Class, Fact, Gap
from troth.terms.commitment import Commitment
from troth.terms.event import AUTOMATIC
from troth.terms.seen.automation import Firing, Invocation
from troth.terms.seen.proof import UNWRITTEN, CaseRun, NamedTest
from troth.terms.selector import TestSelector
from troth.terms.verdict import Standing, Step
from troth.terms.wants import Invocations, NamedTests, TestResults

HAND_IN = Step(text="Run the tests and hand in their report.", command="troth check --report FILE")


def _judge(selector: TestSelector, _: Commitment, answers: Answers, __: date) -> Outcome:
    tests, results = answers[NamedTests(selector.node)], answers[TestResults(selector.node)]
    ran = tuple(run for run in results.found if run.outcome not in ("absent", "crashed"))
    if not tests.found and not tests.gaps:
        return gone(selector, f"no test is called {selector.node}", tests.read)
    if not tests.found and not ran:
        return _unknown(selector, tests, results)
    facts = tuple(seen("the test", test.span) for test in tests.found[:3])
    failed = bad(results.found, selector.node)
    if failed is not None:
        return _beside(failed, facts)
    never = tuple(span for test in tests.found for span in test.never)
    if never:
        what = f"{selector.node} shows nothing: it is skipped, expected to fail, or empty"
        weak = tuple(seen("keeps it from showing anything", span, weakness=True) for span in never[:3])
        step = Step(text=f"Let it run: {never[0]}.")
        return Outcome(standing=Standing.AT_RISK, reason=what, because=(*weak, *facts), gaps=results.gaps, next=step)
    if ran:
        return _beside(_reported(selector, ran), facts)
    absent = next((run for run in results.found if run.outcome == "absent"), None)
    if absent is not None:
        what = f"a report has other tests beside {selector.node}, and not this one"
        weak = (seen("ran, and not the test", absent.span, Class.RESULT, weakness=True),)
        return Outcome(standing=Standing.AT_RISK, reason=what, because=(*weak, *facts), gaps=results.gaps, next=HAND_IN)
    return _wired(selector, tests, answers[Invocations()], results.gaps, facts)


def _unknown(selector: TestSelector, tests: Answer[NamedTest], results: Answer[CaseRun]) -> Outcome:
    gaps = (*tests.gaps, *results.gaps)
    if tests.gaps[0].reason.startswith(UNWRITTEN):
        step = Step(text=f"Write it in one of these forms, or as a junit selector, at {selector.span}.")
        return hidden(f"what {selector.node} names cannot be told: {tests.gaps[0].reason}", gaps, "repository", step)
    return hidden(
        f"whether {selector.node} is a test cannot be told: {tests.gaps[0].reason}", gaps, "tool run", HAND_IN
    )


def _reported(selector: TestSelector, ran: tuple[CaseRun, ...]) -> Outcome:
    passed = tuple(run for run in ran if run.outcome == "passed")
    if not passed:
        what = f"{selector.node} was skipped when the tests ran"
        facts = tuple(told(run) for run in ran[:3])
        return Outcome(
            standing=Standing.AT_RISK, reason=what, because=facts, next=Step(text="Let it run where tests run.")
        )
    day = max(run.at for run in passed if run.at is not None)
    many = f" ({len(passed)} cases)" if len(passed) > 1 else ""
    reason = f"{selector.node} passed on {day}{many}"
    return Outcome(standing=Standing.KEPT, reason=reason, because=tuple(told(run) for run in passed[:3]))


def _wired(
    selector: TestSelector,
    tests: Answer[NamedTest],
    automation: Answer[Invocation],
    stale: tuple[Gap, ...],
    facts: tuple[Fact, ...],
) -> Outcome:
    """Without a result: kept where an automatic run that blocks has the test in it."""
    kept, weak, doubts = _runners(tests.found, automation)
    somewhere = tuple(span for test in tests.found for span in test.maybe)
    gaps = (*stale, *tests.gaps)
    if kept and not somewhere and not tests.gaps:
        invocation, firings = kept[0]
        events = spoken(firing.event for firing in firings)
        reason = f"{selector.node} is there, and {invocation.tool} runs it on {events}; a failure fails the run"
        because = unique([*facts, *sighting(invocation, firings)])
        return Outcome(standing=Standing.KEPT, reason=reason, because=because, gaps=stale)
    shown = facts or tuple(seen("the test", test.span) for test in tests.found)
    if somewhere:
        what = f"{selector.node} is there and runs only in some places; no result was handed in"
        more = tuple(seen("keeps it from running somewhere", span, weakness=True) for span in somewhere[:3])
    elif tests.gaps:
        return hidden(f"{selector.node}: {tests.gaps[0].reason}", gaps, "tool run", HAND_IN)
    elif weak:
        invocation, firings = weak[0]
        what = f"{selector.node} is there, and {invocation.tool} runs it where its failure stops nothing"
        more = sighting(invocation, firings, weakness=True)
    elif doubts:
        what = f"{selector.node} is there; whether {listed(one.tool for one in doubts)} runs it cannot be told"
        more = tuple(seen(f"{one.tool} may run it", one.span, Class.WIRED, weakness=True) for one in doubts[:3])
    else:
        what = f"{selector.node} is there; nothing that is seen here runs it, and no result was handed in"
        more = (seen("points at it, and no result was handed in", selector.span, weakness=True),)
    return Outcome(
        standing=Standing.AT_RISK, reason=what, because=(*more, *shown), gaps=(*gaps, *automation.gaps), next=HAND_IN
    )


Runner = tuple[Invocation, tuple[Firing, ...]]


def _runners(
    tests: tuple[NamedTest, ...], automation: Answer[Invocation]
) -> tuple[list[Runner], list[Runner], list[Invocation]]:
    """Invocations that run all of ``tests`` by themselves: blocking, not blocking, and those that cannot be told."""
    kept, weak, doubts = list[Runner](), list[Runner](), list[Invocation]()
    for one in automation.found:
        says = {runs(one, test) for test in tests}
        automatic = tuple(firing for firing in one.firings_on(AUTOMATIC) if not any(f.fatal for f in firing.filters))
        if not says or "no" in says or one.unreached or not automatic:
            continue
        if "maybe" in says or one.doubts:
            doubts.append(one)
        elif one.can_fail and (blocking := tuple(firing for firing in automatic if firing.blocking)):
            kept.append((one, blocking))
        else:
            weak.append((one, automatic))
    return kept, weak, doubts


def _beside(outcome: Outcome, facts: tuple[Fact, ...]) -> Outcome:
    return Outcome(
        standing=outcome.standing, reason=outcome.reason, because=(*outcome.because, *facts), gaps=outcome.gaps,
        next=outcome.next, settles=outcome.settles,
    )  # fmt: skip


PROOF = Proof(
    wants=lambda selector: (NamedTests(selector.node), TestResults(selector.node), Invocations()), judge=_judge
)
