"""What people vouch for, held against the promises: the one proof of what no machine can see.

An attestation counts for a promise where it names its id and its sentence as it is worded now. It settles what people
settle, and never hides what contradicts or weakens a promise (VERDICTS §3): a verdict that is broken or at risk stays,
and so does one that machines or the desk have to prove; there it is told as a fact and no more.

What is promised
    What no machine can see: work of people with a rhythm, mailboxes that are read, practices, documents kept elsewhere.

Why it matters
    Without the word of somebody who knows, and who can be asked, such a sentence stays a claim.

What counts as evidence
    A record in `attestations/` that names the promise and its sentence as it is worded now, who vouches for it, the
    day, and its end; signed by a key that is named for its author, or told as unsigned.

How it is judged
    Work with a rhythm by the day on which it was last done: kept within the period, at risk in its last fifth, broken
    past it. Everything else is kept until the attestation ends, and at risk in its last 30 days, or its last fifth
    where that is less. One that has ended, is of a day to come, or has a bad signature counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from troth.terms.answer import Answer, Answers, Class, Fact, Gap, Want
from troth.terms.attestation import DUE_SOON, About, Attestation, Rules, ends, flaw, is_near, same_words, signed, void
from troth.terms.commitment import Commitment, Contact, Document, Practice, Recurrence, Standard
from troth.terms.identity import slug
from troth.terms.selector import AttestationSelector
from troth.terms.settings import Settings
from troth.terms.span import Span, excerpt
from troth.terms.time.period import longest
from troth.terms.verdict import Finding, Standing, Step, Verdict
from troth.terms.wants import Attestations, OwnSettings

SIGNATURE = "the signature of "
"""How gaps begin that tell of a signature nobody could look at: no entry is lost by them."""


def wants() -> tuple[Want[Any], ...]:
    """All attestations, and what the project asks of them."""
    return Attestations(), OwnSettings()


def rules(answers: Mapping[Want[Any], Answer[Any]]) -> Rules:
    """What ``troth.toml`` asks of attestations."""
    own: Answer[Settings] = answers.get(OwnSettings()) or Answer()
    return next((settings.attestations for settings in own.found), Rules())


def settled_by_people(verdict: Verdict) -> bool:
    """Whether an attestation would prove it: unproven, nothing speaks against it, and no machine can see it."""
    if verdict.standing is not Standing.UNPROVEN or verdict.commitment.condition:
        return False
    if any(fact.weakness for fact in verdict.because):
        return False
    commitment = verdict.commitment
    if isinstance(commitment, Standard):
        return False  # the name of a standard is trusted more than any word: nobody's word alone proves it
    if verdict.settles == "people" or isinstance(commitment, Contact):
        return True
    if isinstance(commitment, Document):
        return not commitment.target
    return isinstance(commitment, Practice) and commitment.activity is None and not verdict.control


def attested(verdict: Verdict, called: str, answers: Answers, at: date) -> Verdict:
    """``verdict`` on the promise ``called``, with what people vouch for on the day ``at``."""
    answer: Answer[Attestation] = answers.get(Attestations()) or Answer()
    asked = rules(answers)
    mine = [one for one in answer.found if one.speaks_of(called, verdict.commitment.sentences)]
    if not settled_by_people(verdict):
        return _beside(verdict, [one for one in mine if not void(one, at, asked)])
    verdict = msgspec.structs.replace(verdict, settles="people", next=_step(verdict, called))
    sound = [one for one in mine if not flaw(one, at, asked)]
    gaps = tuple(gap for gap in answer.gaps if gap.wanted.startswith(SIGNATURE) and _of(gap, mine))
    commitment = verdict.commitment
    every = longest(commitment.every, commitment.basis) if isinstance(commitment, Recurrence) else None
    if every and sound:
        return _rhythm(verdict, max(sound, key=lambda one: one.on), every, at, gaps)
    counting = [one for one in sound if not void(one, at, asked)]
    if counting:
        return _held(verdict, max(counting, key=lambda one: (ends(one, asked), one.on)), asked, at, gaps)
    return _not_yet(verdict, mine, asked, at)


def _step(verdict: Verdict, called: str) -> Step:
    text = "Bind it to a test or another proof in troth.toml, or, where it is so, attest it."
    if verdict.control and verdict.next and not verdict.next.command:
        text = verdict.next.text
    return Step(text=text, command=f"troth attest promise {called}")


def _of(gap: Gap, mine: Iterable[Attestation]) -> bool:
    return gap.span is not None and any(one.span.path == gap.span.path for one in mine)


def _beside(verdict: Verdict, counting: Sequence[Attestation]) -> Verdict:
    """An unproven promise that people do not settle: what they vouch for is told, and proves nothing."""
    if verdict.standing is not Standing.UNPROVEN or not counting:
        return verdict
    facts = tuple(_fact(one, f"{_said(one)}; this kind of promise needs other proof") for one in counting)
    return msgspec.structs.replace(verdict, because=(*verdict.because, *facts))


def _rhythm(verdict: Verdict, last: Attestation, every: float, at: date, gaps: tuple[Gap, ...]) -> Verdict:
    """A rhythm by the day on which it was last done."""
    due = last.on + timedelta(days=int(every))
    left = (due - at).days
    if left < 0:
        reason = f"last done on {last.on}, by what {_name(last)} attests; the next was due by {due}"
        return _other(verdict, Standing.BROKEN, reason, (_fact(last, _said(last), weak=True),), gaps)
    if left <= every * DUE_SOON:
        weak = Fact(fact=f"due by {due}", kind=Class.RECORD, span=last.span, at=due, weakness=True)
        return _other(verdict, Standing.AT_RISK, f"the next is due by {due}", (weak, _fact(last, _said(last))), gaps)
    reason = f"last done on {last.on}, by what {_name(last)} attests ({signed(last)})"
    return _other(verdict, Standing.KEPT, reason, (_fact(last, _said(last)),), gaps)


def _held(verdict: Verdict, one: Attestation, asked: Rules, at: date, gaps: tuple[Gap, ...]) -> Verdict:
    """What holds until the attestation ends."""
    end = ends(one, asked)
    fact = _fact(one, f"{_said(one)}, until {end}")
    if is_near(end, one, at):
        weak = Fact(fact=f"ends on {end}", kind=Class.RECORD, span=one.span, at=end, weakness=True)
        return _other(verdict, Standing.AT_RISK, f"the attestation of {_name(one)} ends on {end}", (weak, fact), gaps)
    reason = f"{_name(one)} attests it ({signed(one)}), until {end}"
    return _other(verdict, Standing.KEPT, reason, (fact,), gaps)


def _not_yet(verdict: Verdict, mine: Sequence[Attestation], asked: Rules, at: date) -> Verdict:
    """Nothing that counts: the newest that does not is told."""
    if not mine:
        reason = verdict.reason if verdict.control else "nothing that Troth reads shows it, and nobody attests it"
        return msgspec.structs.replace(verdict, reason=reason)
    newest = max(mine, key=lambda one: one.on)
    why = void(newest, at, asked)
    fact = _fact(newest, f"{_said(newest)}: {why}", weak=True)
    reason = f"the attestation of {_name(newest)} does not count: {why}"
    return msgspec.structs.replace(verdict, reason=reason, because=(*verdict.because, fact))


def _other(
    verdict: Verdict, standing: Standing, reason: str, facts: tuple[Fact, ...], gaps: tuple[Gap, ...]
) -> Verdict:
    kept = standing is Standing.KEPT
    return msgspec.structs.replace(
        verdict,
        standing=standing,
        reason=reason,
        because=(*facts, *verdict.because),
        gaps=(*verdict.gaps, *gaps),
        next=None if kept else verdict.next,
        settles="",
        control=verdict.control or "attested",
    )


def _said(one: Attestation) -> str:
    return f'{_name(one)} attested on {one.on} ({signed(one)}): "{excerpt(one.what, 120)}"'


def _name(one: Attestation) -> str:
    """Whoever attests, without the address."""
    return excerpt(one.by.partition("<")[0].strip() or one.by, 60)


def _fact(one: Attestation, words: str, *, weak: bool = False) -> Fact:
    return Fact(fact=words, kind=Class.RECORD, span=one.span, at=one.on, weakness=weak)


# ---- findings


def find(
    promised: Sequence[tuple[str, Commitment]], documents: Iterable[str], answers: Answers, at: date
) -> Iterator[Finding]:
    """What is wrong with attestations: none at all, bad, lapsed, too long, of nothing that is promised.

    ``promised`` are the promises with their ids, ``documents`` those that were read.
    """
    answer: Answer[Attestation] = answers.get(Attestations()) or Answer()
    asked, read = rules(answers), frozenset(documents)
    for gap in answer.gaps:
        if not gap.wanted.startswith(SIGNATURE):
            yield Finding(rule="attestation-unread", span=gap.span or Span("attestations"), text=gap.reason)
    named = {one.name for _, promise in promised for one in promise.evidence if isinstance(one, AttestationSelector)}
    rhythms = {called for called, promise in promised if isinstance(promise, Recurrence) and promise.every}
    for one in answer.found:
        why = flaw(one, at, asked)
        if why:
            rule = "attestation-bad-signature" if one.signature == "bad" else "attestation-void"
            yield Finding(rule=rule, span=one.span, text=f"{_called(one)} counts for nothing: {why}")
        elif ends(one, asked) < at:
            if not rhythms.intersection(one.promises) and not _renewed(one, answer.found, asked, at):
                text = f"{_called(one)} ended on {ends(one, asked)}: attest it again, or let it go"
                yield Finding(rule="attestation-lapsed", span=one.span, text=text)
        else:
            yield from _idle(one, promised, read, named)
        if not why and one.until and one.until > ends(one, asked):
            text = f"{_called(one)} says until {one.until}; {asked.longest} days are the longest, to {ends(one, asked)}"
            yield Finding(rule="attestation-too-long", span=one.span, text=text)


def _called(one: Attestation) -> str:
    return f"the attestation {excerpt(one.name, 60)} of {_name(one)}"


def _renewed(old: Attestation, found: Iterable[Attestation], asked: Rules, at: date) -> bool:
    """Whether a later one that counts took its place."""
    about = set(old.promises)
    return any(
        one.on >= old.on and not void(one, at, asked) and (one.name == old.name or about.intersection(one.promises))
        for one in found
    )


def _idle(
    one: Attestation, promised: Sequence[tuple[str, Commitment]], read: frozenset[str], named: set[str]
) -> Iterator[Finding]:
    """Promises that it speaks of and that are not there, or are worded otherwise now."""
    if not one.about and one.name not in named:
        text = f"{_called(one)} names no promise, and no entry of troth.toml points at it"
        yield Finding(rule="attestation-unmatched", span=one.span, text=text)
    for about in one.about:
        if about.document and about.document not in read:
            continue
        if any(about.speaks_of(called, promise.sentences) for called, promise in promised):
            continue
        again = next((called for called, promise in promised if _as_before(about, promise, called)), "")
        if again:
            text = f"{_called(one)} speaks of {excerpt(about.id, 60)}, which is called {again} now"
            yield Finding(rule="attestation-unmatched", span=one.span, text=text)
        elif any(called == about.id for called, _ in promised):
            text = f"{_called(one)} counts no more for {about.id}: its sentence has changed since {one.on}"
            yield Finding(rule="attestation-unmatched", span=one.span, text=text)
        else:
            text = f"{_called(one)} speaks of {excerpt(about.id, 60)}, which nobody promises"
            yield Finding(rule="attestation-unmatched", span=one.span, text=text)


def _as_before(about: About, promise: Commitment, called: str) -> bool:
    """Whether what is ``called`` so now is the promise that ``about`` means: the same sentence, and the same kind."""
    kind = slug(promise.kind)
    return same_words(about.sentence, promise.sentence) and about.id.startswith(kind) and called.startswith(kind)
