"""``attestation``: what a person vouches for, by its name."""

from __future__ import annotations

from datetime import date, timedelta

from troth.controls.proving.proof import Proof, gone, hidden, pointed, seen
from troth.controls.wiring import Outcome
from troth.terms.answer import Answers, Class, Gap
from troth.terms.attestation import Attestation, Rules, ends, is_near, same_words, signed, void
from troth.terms.commitment import Commitment, Recurrence
from troth.terms.selector import AttestationSelector
from troth.terms.time.period import longest
from troth.terms.verdict import Standing, Step
from troth.terms.wants import Attestations, OwnSettings


def _judge(selector: AttestationSelector, commitment: Commitment, answers: Answers, today: date) -> Outcome:
    answer = answers[Attestations()]
    rules = next((own.attestations for own in answers[OwnSettings()].found), Rules())
    named = [one for one in answer.found if one.name == selector.name]
    step = Step(text=f"Whoever can vouch for it attests {selector.name} again.", command="troth attest --guide")
    if not named and answer.gaps:
        return hidden(f"whether {selector.name} is attested cannot be seen", answer.gaps, "people", step)
    if not named:
        return gone(selector, f"nobody attests {selector.name}", answer.read)
    counts = [one for one in named if not void(one, today, rules)]
    if not counts:
        newest = max(named, key=lambda one: one.on)
        why = void(newest, today, rules)
        facts = (seen(why, newest.span, Class.RECORD, weakness=True), pointed(selector, "points at it"))
        return Outcome(
            standing=Standing.BROKEN,
            reason=f"the attestation {selector.name} does not count: {why}",
            because=facts,
            next=step,
        )
    newest = max(counts, key=lambda one: one.on)
    said = commitment.sentences
    if newest.about and not any(same_words(one.sentence, each) for one in newest.about for each in said):
        reason = f"the attestation {selector.name} vouches for another sentence"
        gap = Gap(
            wanted=f"an attestation of this sentence by the name {selector.name}", reason=reason, span=newest.span
        )
        return hidden(reason, (gap,), "people", step)
    end = ends(newest, rules)
    every = longest(commitment.every, commitment.basis) if isinstance(commitment, Recurrence) else None
    if every is None:
        return _counting(selector, newest, end, today, step)
    due = newest.on + timedelta(days=int(every))
    if due < today:
        reason = f"last attested as done on {newest.on}; the next was due by {due}"
        fact = seen(reason, newest.span, Class.RECORD, weakness=True)
        return Outcome(standing=Standing.BROKEN, reason=reason, because=(fact,), next=step)
    return _counting(selector, newest, min(end, due), today, step)


def _counting(selector: AttestationSelector, one: Attestation, end: date, today: date, step: Step) -> Outcome:
    words = f"{one.by} vouches for it on {one.on}, until {end}, {signed(one)}"
    fact = seen(words, one.span, Class.RECORD)
    if is_near(end, one, today):
        what = f"the attestation {selector.name} ends on {end}"
        soon = seen(what, one.span, Class.RECORD, weakness=True)
        return Outcome(standing=Standing.AT_RISK, reason=what, because=(fact, soon), next=step)
    return Outcome(
        standing=Standing.KEPT, reason=f"{one.by} vouches for it until {end}, {signed(one)}", because=(fact,)
    )


PROOF = Proof(wants=lambda _: (Attestations(), OwnSettings()), judge=_judge)
