"""The project points at the proof of a sentence itself.

What is promised
    Any sentence of the policy, bound in `troth.toml` to what shows it true: `evidence = [{ test = "…" }, …]`.

Why it matters
    Most measures that a policy speaks of have a test or a line of code that carries them. The test goes, the line
    changes, and the sentence stays. Bound to its proof, it falls with it.

What counts as evidence
    A test that exists and whose result in a report of this very code passed, or that a blocking job of CI runs; a
    literal in a line of code, comments and docstrings apart; a file with content of its own; a job that runs by itself
    and can fail; the cases of a JUnit report; an attestation that holds. The page "evidence" of the documentation says
    how each is found.

How it is judged
    Kept: every selector holds now. At risk: a test that nothing runs and of which no result was handed in, or that is
    skipped; a job that blocks nothing; a literal on another line than named; an attestation that ends within 30 days
    (or a fifth of its time). Broken: a selector resolves to nothing, a test failed, a literal stands only in a comment,
    a job never runs, an attestation has ended. Unproven: it cannot be seen, a report is older than the code or ran
    nothing, the selector cannot be understood. What the sentence's own kind shows broken or at risk stays so, whatever
    the selectors say; what it leaves unproven they may prove, as far as they carry its kind: neither a file nor a word
    runs a tool, no selector is a record of the desk, and a rhythm ends an attestation before its own end does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.controls.proving import PROOFS
from troth.controls.wiring import Outcome
from troth.terms.answer import Answers, Want
from troth.terms.commitment import Commitment
from troth.terms.verdict import WORST_FIRST, Standing, Verdict


def judges(commitment: Commitment) -> bool:
    """Every sentence that is bound to a proof, whatever its kind."""
    return bool(commitment.evidence)


def wants(commitment: Commitment) -> tuple[Want[Any], ...]:
    """What each of its selectors asks."""
    asked = (want for each in commitment.evidence for want in PROOFS[type(each)].wants(each))
    return tuple(dict.fromkeys(asked))


def judge(commitment: Commitment, answers: Answers, today: date) -> Verdict:
    """The worst of its selectors speaks; all tell their facts."""
    outcomes = [PROOFS[type(each)].judge(each, commitment, answers, today) for each in commitment.evidence]
    leading = min(outcomes, key=lambda outcome: WORST_FIRST.index(outcome.standing))
    facts = [*leading.because, *(fact for outcome in outcomes for fact in outcome.because)]
    gaps = tuple(dict.fromkeys(gap for outcome in outcomes for gap in outcome.gaps))
    return Verdict(
        commitment=commitment,
        standing=leading.standing,
        reason=_reason(leading, outcomes),
        because=tuple(dict.fromkeys(facts)),
        gaps=gaps,
        next=leading.next,
        settles=leading.settles if leading.standing is Standing.UNPROVEN else "",
    )


def _reason(leading: Outcome, outcomes: list[Outcome]) -> str:
    """The reason of the worst, and how many of how many hold."""
    if len(outcomes) == 1:
        return leading.reason
    hold = sum(outcome.standing is Standing.KEPT for outcome in outcomes)
    if hold == len(outcomes):
        return f"all {hold} proofs hold: {leading.reason}"
    return f"{leading.reason} ({hold} of {len(outcomes)} proofs hold)"


CONTROL = Control(name="evidence-selector", judges=judges, wants=wants, judge=judge)
