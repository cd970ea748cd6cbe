"""``literal``: a value in a line of code of a file, comments apart."""

from __future__ import annotations

from datetime import date

from troth.controls.proving.proof import Proof, gone, hidden, seen
from troth.controls.wiring import Outcome
from troth.terms.answer import Answers, Gap
from troth.terms.commitment import Commitment
from troth.terms.seen.proof import LiteralSeen
from troth.terms.selector import LiteralSelector
from troth.terms.span import excerpt
from troth.terms.verdict import Standing, Step
from troth.terms.wants import Literals


def _judge(selector: LiteralSelector, _: Commitment, answers: Answers, __: date) -> Outcome:
    answer = answers[Literals(selector.value, selector.file)]
    value = excerpt(selector.value, 60)
    in_code = [one for one in answer.found if one.where == "code"]
    if in_code:
        return _in_code(selector, value, in_code)
    unclear = next((one for one in answer.found if one.where == "unclear"), None)
    if unclear is not None:
        reason = f"whether “{value}” is code at {unclear.span} cannot be told by {unclear.rule}"
        gap = Gap(wanted=f"“{value}” in {selector.file}", reason=reason, span=unclear.span)
        return hidden(reason, (gap,), "repository", Step(text="Give it a line of its own, or point at a test."))
    if answer.gaps:
        told = f"{selector.file}: {answer.gaps[0].reason}"
        return hidden(f"whether “{value}” stands there cannot be seen: {told}", answer.gaps, "repository")
    if not answer.read:
        return gone(selector, f"{selector.file} is not in the tree, nor “{value}” in it")
    if not answer.found:
        return gone(selector, f"“{value}” does not stand in {selector.file}", answer.read)
    what = f"“{value}” stands in {selector.file} only in a comment"
    facts = tuple(seen(f"a comment, by {one.rule}", one.span, weakness=True) for one in answer.found[:3])
    step = Step(text=f"Put it back into the code, or point {selector.span} at what proves the sentence now.")
    return Outcome(standing=Standing.BROKEN, reason=what, because=facts, next=step)


def _in_code(selector: LiteralSelector, value: str, found: list[LiteralSeen]) -> Outcome:
    facts = tuple(seen(f"stands in code, by {one.rule}", one.span) for one in found[:3])
    lines = [one.span.line for one in found]
    if selector.line is None or selector.line in lines:
        at = next((fact for fact in facts if fact.span.line == selector.line), facts[0])
        return Outcome(
            standing=Standing.KEPT,
            reason=f"“{value}” stands in {at.span}",
            because=(at, *(f for f in facts if f != at)),
        )
    what = f"“{value}” stands in line {lines[0]} of {selector.file}, not in line {selector.line}"
    moved = seen(what, selector.span, weakness=True)
    step = Step(text=f"Write line = {lines[0]} at {selector.span}, or leave the line out.")
    return Outcome(standing=Standing.AT_RISK, reason=what, because=(*facts, moved), next=step)


PROOF = Proof(wants=lambda selector: (Literals(selector.value, selector.file),), judge=_judge)
