"""``file``: a file of the tree that is there and has content of its own."""

from __future__ import annotations

from datetime import date

from troth.controls.proving.proof import Proof, gone, hidden, seen
from troth.controls.wiring import Outcome
from troth.terms.answer import Answers
from troth.terms.commitment import Commitment
from troth.terms.selector import FileSelector
from troth.terms.verdict import Standing, Step
from troth.terms.wants import ProofFiles


def _judge(selector: FileSelector, _: Commitment, answers: Answers, __: date) -> Outcome:
    answer = answers[ProofFiles(selector.file)]
    for one in answer.found:
        if one.content:
            fact = seen("is there, with content of its own", one.span)
            return Outcome(standing=Standing.KEPT, reason=f"{selector.file} is there", because=(fact,))
        step = Step(text=f"Write it, or point {selector.span} at what proves the sentence.")
        if answer.gaps:
            return hidden(f"{selector.file} cannot be read", answer.gaps, "repository", step)
        what = f"{selector.file} has no content of its own"
        facts = (seen(what, one.span, weakness=True),)
        return Outcome(standing=Standing.BROKEN, reason=what, because=facts, next=step)
    if answer.gaps:
        return hidden(f"whether {selector.file} is there cannot be seen", answer.gaps, "repository")
    return gone(selector, f"{selector.file} is not in the tree")


PROOF = Proof(wants=lambda selector: (ProofFiles(selector.file),), judge=_judge)
