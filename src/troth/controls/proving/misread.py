"""A selector that cannot be understood: nobody knows what it would show."""

from __future__ import annotations

from datetime import date

from troth.controls.proving.proof import Proof, hidden
from troth.controls.wiring import Outcome
from troth.terms.answer import Answers, Gap
from troth.terms.commitment import Commitment
from troth.terms.selector import MisreadSelector
from troth.terms.verdict import Step


def _judge(selector: MisreadSelector, _: Commitment, __: Answers, ___: date) -> Outcome:
    gap = Gap(wanted=f"the evidence at {selector.span}", reason=selector.reason, span=selector.span)
    return hidden(
        f"its evidence cannot be understood: {selector.reason}", (gap,), "repository",
        Step(text=f"Mend it at {selector.span}; docs: evidence."),
    )  # fmt: skip


PROOF = Proof(wants=lambda _: (), judge=_judge)
