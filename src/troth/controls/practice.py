"""A measure that the project says it takes, and that no reader of Troth sees.

What is promised
    A practice: input is validated, tenants are isolated, backups are tested, access is logged.

Why it matters
    These sentences fill most of a policy, and are the ones that nobody ever holds against the code.

What counts as evidence
    What the project itself names as proof in troth.toml, beside the sentence: a test that passes, a line of code, a
    job, a file; or what a person attests.

How it is judged
    Unproven as long as nothing is named. What is named decides: it holds, or the sentence is broken. That a measure is
    not taken is kept by its text.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Practice
from troth.terms.verdict import Standing, Step, Verdict


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, Practice)


def _wants(_commitment: Practice) -> tuple[Want[Any], ...]:
    return ()


def _judge(commitment: Practice, _answers: Answers, _today: date) -> Verdict:
    if commitment.strength == "refusal":
        fact = Fact(fact="it says what is not done", kind=Class.TEXT, span=commitment.span)
        return Verdict(commitment=commitment, standing=Standing.KEPT, reason="kept by its text", because=(fact,))
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason="no reader sees this, and no proof is named for it",
        next=Step(text="Name its proof in troth.toml: a test, a line of code, a job or a file; or attest it."),
        settles="people",
    )


CONTROL = Control(name="practice", judges=_judges, wants=_wants, judge=_judge)
