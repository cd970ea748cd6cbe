"""The baseline: how promises stood when people accepted it. It may only improve (VERDICTS §5).

A promise that stands no worse, and against which nothing new speaks, is *accepted*: told in a count, and nothing fails
by it. What is better by now is told, so that the baseline is tightened; what is worse, and every promise that is broken
or at risk from its first day, speaks. Unproven ones are neither accepted nor worse: another machine may see more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from troth.terms import weakness
from troth.terms.answer import Fact
from troth.terms.commitment import Commitment
from troth.terms.meaning import meaning
from troth.terms.pairing import Said, pair
from troth.terms.result import Held, Judged, Result
from troth.terms.verdict import Finding, Standing
from troth.terms.weakness import Weakness

BASELINE = "troth-baseline.json"
"""The file, at the root of the tree."""
AGAINST = (Standing.BROKEN, Standing.AT_RISK)
_RANK = {Standing.KEPT: 0, Standing.UNPROVEN: 1, Standing.AT_RISK: 2, Standing.BROKEN: 3}


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """A promise as it was accepted. ``means`` is a digest of what it says; ``count`` of its reason, None if unsaid."""

    id: str
    document: str
    kind: str
    sentence: str
    means: str
    standing: Standing
    count: int | None = None
    weaknesses: tuple[Weakness, ...] = ()


class Loosened(msgspec.Struct, frozen=True, kw_only=True):
    """Once that worse was accepted: when, why, and which promises (ids)."""

    on: date
    reason: str
    promises: tuple[str, ...] = ()


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """What was accepted on a day."""

    on: date
    documents: tuple[str, ...] = ()
    promises: tuple[Accepted, ...] = ()
    findings: tuple[Weakness, ...] = ()
    loosened: tuple[Loosened, ...] = ()


class Tightened(msgspec.Struct, frozen=True, kw_only=True):
    """A new baseline, and what it does not accept: promises (ids) and findings that are worse than the old one."""

    baseline: Baseline
    worse: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def hold(result: Result, baseline: Baseline) -> Result:
    """``result`` with what ``baseline`` accepts marked so."""
    judged: list[Judged] = []
    better: list[str] = []
    for one, known in _paired(result.judged, baseline.promises):
        if known is not None and _better(one, known):
            better.append(one.id)
        if known is None or one.verdict.standing not in AGAINST:
            judged.append(one)
        elif _worse(one, known):
            judged.append(_newest_first(one, known))
        else:
            judged.append(msgspec.structs.replace(one, accepted=True))
    left = Counter(baseline.findings)
    findings: list[Finding] = []
    for finding in result.findings:
        name = weakness.of_finding(finding)
        findings.append(msgspec.structs.replace(finding, accepted=left[name] > 0))
        left[name] -= 1
    return msgspec.structs.replace(
        result, judged=tuple(judged), findings=tuple(findings), baseline=Held(on=baseline.on, better=tuple(better))
    )


def tighten(result: Result, old: Baseline | None, reason: str = "") -> Tightened:
    """The baseline of ``result``: as strict as ``old`` in every part, unless there is a ``reason`` to loosen it."""
    promises: list[Accepted] = []
    worse: list[str] = []
    for one, known in _paired(result.judged, old.promises if old else ()):
        now = accept(one)
        if old is None or now is None:
            promises += [now] if now else []
        elif known is None or known.means != now.means:
            worse += [one.id] if now.standing in AGAINST else []
            promises += [now] if reason or now.standing not in AGAINST else []
        elif one.verdict.standing is Standing.UNPROVEN:
            promises.append(_renamed(known, now))
        else:
            bad = _worse(one, known)
            worse += [one.id] if bad else []
            promises.append(_renamed(known, now) if bad and not reason else now)
    findings, more = _findings(result.findings, None if old is None or reason else old.findings)
    loosened = old.loosened if old else ()
    if old is not None and reason and worse:
        loosened = (*loosened, Loosened(on=result.at, reason=reason, promises=tuple(worse)))
    new = Baseline(
        on=result.at,
        documents=tuple(reading.document for reading in result.readings),
        promises=tuple(sorted(promises, key=lambda one: one.id)),
        findings=tuple(sorted(findings)),
        loosened=loosened,
    )
    if old is not None and msgspec.structs.replace(new, on=old.on) == old:
        new = old
    return Tightened(baseline=new, worse=() if reason else tuple(worse), findings=tuple(more))


def accept(one: Judged) -> Accepted | None:
    """``one`` as it is accepted; None for what is not judged."""
    verdict, commitment = one.verdict, one.verdict.commitment
    if verdict.standing is Standing.NOTED:
        return None
    against = verdict.standing in AGAINST
    return Accepted(
        id=one.id,
        document=commitment.span.path,
        kind=commitment.kind,
        sentence=commitment.sentence,
        means=means(commitment),
        standing=verdict.standing,
        count=weakness.count(verdict) if against else None,
        weaknesses=tuple(sorted(weakness.of_verdict(verdict).elements())) if against else (),
    )


def means(commitment: Commitment) -> str:
    """A digest of what the commitment says, wherever it stands and however it is worded."""
    return weakness.digest(repr(meaning(commitment)))


def _worse(one: Judged, known: Accepted) -> bool:
    """Whether it stands worse than was accepted, more speaks against it, or something else was accepted."""
    verdict = one.verdict
    if known.means != means(verdict.commitment):
        return True
    if _RANK[verdict.standing] != _RANK[known.standing]:
        return _RANK[verdict.standing] > _RANK[known.standing]
    if verdict.standing not in AGAINST:
        return False
    count = weakness.count(verdict)
    more = count is not None and known.count is not None and count > known.count
    return more or bool(weakness.of_verdict(verdict) - Counter(known.weaknesses))


def _newest_first(one: Judged, known: Accepted) -> Judged:
    """``one`` with what is not accepted in front of what is, so that the new offender is the first that is told."""
    if known.means != means(one.verdict.commitment):
        return one
    left = Counter(known.weaknesses)
    new, old, proof = list[Fact](), list[Fact](), list[Fact]()
    for fact in one.verdict.because:
        name = weakness.of_fact(fact, one.verdict.commitment.span)
        if not fact.weakness:
            proof.append(fact)
        elif left[name] > 0:
            left[name] -= 1
            old.append(fact)
        else:
            new.append(fact)
    verdict = msgspec.structs.replace(one.verdict, because=(*new, *old, *proof))
    return msgspec.structs.replace(one, verdict=verdict, known=len(old) if new else 0)


def _better(one: Judged, known: Accepted) -> bool:
    """Whether accepting anew would tighten the baseline; what is unproven now is not known to be better."""
    standing = one.verdict.standing
    if standing not in (Standing.KEPT, *AGAINST) or known.standing not in AGAINST or _worse(one, known):
        return False
    if standing is not known.standing:
        return True
    return bool(Counter(known.weaknesses) - weakness.of_verdict(one.verdict))


def _renamed(known: Accepted, now: Accepted) -> Accepted:
    """What was accepted, under the name and words of today."""
    return msgspec.structs.replace(known, id=now.id, document=now.document, sentence=now.sentence)


def _findings(
    findings: Iterable[Finding], old: Sequence[Weakness] | None
) -> tuple[tuple[Weakness, ...], tuple[Finding, ...]]:
    """Findings that are accepted, and those that are not; all are where there is nothing to hold them against."""
    if old is None:
        return tuple(weakness.of_finding(finding) for finding in findings), ()
    left, held, more = Counter(old), list[Weakness](), list[Finding]()
    for finding in findings:
        name = weakness.of_finding(finding)
        if left[name] > 0:
            left[name] -= 1
            held.append(name)
        else:
            more.append(finding)
    return tuple(held), tuple(more)


def _paired(judged: Sequence[Judged], accepted: Sequence[Accepted]) -> tuple[tuple[Judged, Accepted | None], ...]:
    """Each of ``judged`` with what was accepted of it."""
    pairs = pair([_known(one) for one in accepted], [_said(one) for one in judged])
    found = {other: one for one, other in pairs if one is not None and other is not None}
    free = {accepted[one].id: one for one, other in pairs if one is not None and other is None}
    for number, one in enumerate(judged):
        if number not in found and one.id in free:
            found[number] = free.pop(one.id)
    return tuple((one, accepted[found[number]] if number in found else None) for number, one in enumerate(judged))


def _known(one: Accepted) -> Said:
    return Said(
        kind=one.kind, sentence=one.sentence, document=one.document, meaning=one.means, subject=one.means, name=one.id
    )


def _said(one: Judged) -> Said:
    commitment = one.verdict.commitment
    says = means(commitment)
    return Said(
        kind=commitment.kind,
        sentence=commitment.sentence,
        document=commitment.span.path,
        meaning=says,
        subject=says,
        name=one.id,
    )
