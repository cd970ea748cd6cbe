"""Research in good faith is not pursued.

What is promised
    Safe harbour: whoever looks for weaknesses in good faith and reports them is not sued or reported to the police.

Why it matters
    Without it a careful finder has to weigh a lawsuit before writing a mail.

What counts as evidence
    The sentence itself: it binds the project by being published.

How it is judged
    Kept by its text, as is a refusal. Broken promises of this kind are known to courts, not to repositories.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, SafeHarbor
from troth.terms.verdict import Standing, Verdict


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, SafeHarbor)


def _wants(_commitment: SafeHarbor) -> tuple[Want[Any], ...]:
    return ()


def _judge(commitment: SafeHarbor, _answers: Answers, _today: date) -> Verdict:
    told = "no safe harbour is offered" if commitment.strength == "refusal" else "it binds by being published"
    fact = Fact(fact=told, kind=Class.TEXT, span=commitment.span)
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason="kept by its text", because=(fact,))


CONTROL = Control(name="safe-harbor", judges=_judges, wants=_wants, judge=_judge)
