"""The dates that a document says of its own review (VERDICTS §3, recurrence by people)."""

from __future__ import annotations

from datetime import date, timedelta

from troth.controls.wiring import unique
from troth.terms.answer import Class, Fact
from troth.terms.commitment import Recurrence
from troth.terms.seen.documents import NamedFile
from troth.terms.span import Span
from troth.terms.time.period import longest
from troth.terms.verdict import Standing, Step, Verdict

_DUE_SOON = 0.2
"""The part of the period in which the next review counts as due soon (VERDICTS §3, recurrence by people)."""


def reviewed(commitment: Recurrence, files: tuple[NamedFile, ...], today: date) -> Verdict:
    """Judge the rhythm of reviews by "last reviewed" and "next review" in the document itself."""
    allowed = longest(commitment.every, commitment.basis)
    file = next((one for one in files if one.reviewed or one.next_review), None)
    last = file.reviewed if file and file.reviewed and file.reviewed <= today else None
    due = file.next_review if file else None
    if file is None or (last is None and due is None):
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason="the document does not say when it was last reviewed",
            settles="people",
            next=Step(text="Write the dates of the last and the next review into the document."),
        )
    line = (file.next_review_at if due else file.reviewed_at) or file.span
    ends = due or (last + timedelta(days=allowed) if last and allowed else None)
    if last and allowed and (due is None or last + timedelta(days=allowed) < due):
        ends, line = last + timedelta(days=allowed), file.reviewed_at or file.span
    facts = [dated(f"last reviewed {last}", file.reviewed_at or file.span, last)] if last else []
    if ends is not None and ends < today:
        weak = Fact(fact=f"a review was due by {ends}", kind=Class.RECORD, span=line, at=ends, weakness=True)
        return Verdict(
            commitment=commitment,
            standing=Standing.BROKEN,
            reason=f"by its own dates a review was due by {ends}",
            because=unique([weak, *facts]),
            next=Step(text=f"Review the document, then write the new dates at {line}."),
        )
    if due:
        facts.append(dated(f"next review {due}", file.next_review_at or file.span, due))
    if last is None and due and allowed and (due - today).days > allowed:
        far = Fact(fact=f"next review {due}", kind=Class.RECORD, span=line, at=due, weakness=True)
        return Verdict(
            commitment=commitment,
            standing=Standing.AT_RISK,
            reason=f"the next review, {due}, is later than promised",
            because=(far,),
            next=Step(text=f"Write an earlier date at {line}, and the day of the last review beside it."),
        )
    if ends is not None and allowed and (ends - today).days <= allowed * _DUE_SOON:
        weak = Fact(fact=f"due by {ends}", kind=Class.RECORD, span=line, at=ends, weakness=True)
        return Verdict(
            commitment=commitment,
            standing=Standing.AT_RISK,
            reason=f"the next review is due by {ends}",
            because=(weak, *facts),
            next=Step(text=f"Review the document, then write the new dates at {line}."),
        )
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"last reviewed {last}" if last else f"the next review is due {due}",
        because=tuple(facts),
    )


def dated(words: str, span: Span, at: date) -> Fact:
    """A fact of a record that carries a day."""
    return Fact(fact=words, kind=Class.RECORD, span=span, at=at)
