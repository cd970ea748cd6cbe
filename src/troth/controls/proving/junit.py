"""``junit``: test cases of a JUnit report that ran and passed."""

from __future__ import annotations

from datetime import date

from troth.controls.proving.proof import Proof, gone, hidden
from troth.controls.wiring import Outcome
from troth.terms.answer import Answers, Class, Fact
from troth.terms.commitment import Commitment
from troth.terms.seen.proof import CaseRun
from troth.terms.selector import JunitSelector
from troth.terms.verdict import Standing, Step
from troth.terms.wants import ReportedCases

BAD = ("failed", "error")
_WORDS = {"failed": "failed", "error": "ended with an error", "passed": "passed", "skipped": "was skipped",
          "crashed": "crashed as a whole", "absent": "ran, and not the test"}  # fmt: skip


def told(run: CaseRun) -> Fact:
    """The fact of one case."""
    return Fact(
        fact=f"{run.name} {_WORDS[run.outcome]}", kind=Class.RESULT, span=run.span, at=run.at,
        weakness=run.outcome != "passed",
    )  # fmt: skip


def bad(runs: tuple[CaseRun, ...], what: str) -> Outcome | None:
    """The outcome of runs of which one failed, or of which one crashed as a whole; None where none did."""
    failed = tuple(run for run in runs if run.outcome in BAD)
    if failed:
        more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
        reason = f"{failed[0].name} {_WORDS[failed[0].outcome]} on {failed[0].at}{more}"
        facts = tuple(told(run) for run in failed[:10])
        step = Step(
            text=f"Mend what {failed[0].name} shows and hand in the next report.", command="troth check --report FILE"
        )
        return Outcome(standing=Standing.BROKEN, reason=reason, because=facts, next=step)
    crashed = next((run for run in runs if run.outcome == "crashed"), None)
    if crashed is not None:
        reason = f"the report tells of a failure of {crashed.name} as a whole: what of {what} ran is not known"
        step = Step(text="Look at what stopped the run, and hand in the next report.")
        return Outcome(
            standing=Standing.UNPROVEN, reason=reason, because=(told(crashed),), settles="tool run", next=step
        )
    return None


def _judge(selector: JunitSelector, _: Commitment, answers: Answers, __: date) -> Outcome:
    answer = answers[ReportedCases(selector.file, selector.suite)]
    what = f"{selector.suite} in {selector.file}" if selector.suite else selector.file
    failed = bad(answer.found, what)
    if failed is not None:
        return failed
    passed = tuple(run for run in answer.found if run.outcome == "passed")
    step = Step(text=f"Run the tests that write {selector.file} before the check.")
    if answer.gaps:
        return hidden(f"{answer.gaps[0].wanted}: {answer.gaps[0].reason}", answer.gaps, "tool run", step)
    if passed:
        reason = f"{len(passed)} of {what} passed on {max(run.at for run in passed if run.at)}"
        return Outcome(standing=Standing.KEPT, reason=reason, because=tuple(told(run) for run in passed[:3]))
    if answer.found:
        reason = f"all of {what} were skipped"
        return Outcome(
            standing=Standing.UNPROVEN, reason=reason, because=(told(answer.found[0]),), settles="tool run", next=step
        )
    if not answer.read:
        return hidden(f"there is no report at {selector.file} to look at", (), "tool run", step)
    return gone(selector, f"no test case of {selector.file} is of {selector.suite}", answer.read)


PROOF = Proof(wants=lambda selector: (ReportedCases(selector.file, selector.suite),), judge=_judge)
