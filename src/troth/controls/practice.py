"""A security measure that the project says it takes, and that no tool proves by running.

What is promised
    "Logins are rate-limited", "sessions are encrypted", "backups are tested": a measure in the code or in the work.

Why it matters
    These are the sentences that users read first, and the ones that nothing holds to the code.

What counts as evidence
    What the project itself points at in `troth.toml` (a test, a line of code, a file, a job, a report), or a person who
    vouches for it. Tests and jobs whose names say the same are offered as places to look; a name is no proof.
    That updates are tested in staging before production is shown by the desk's record of releases, as signed facts
    (`troth check --desk-facts FILE`); releases that the repository tags and the desk has no record of are counted.

How it is judged
    Kept, at risk and broken by what the sentence is bound to, or by the attestation. Unproven where it is bound to
    nothing; the next step offers a selector. That a measure is not taken is kept by its text. By records of releases:
    kept where every release of the window was tested before it went to production, broken where one was not, unproven
    where the repository has tagged more releases in that time than the desk knows of.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from troth.controls import recorded, suggestions
from troth.controls.control import Control
from troth.formats.selectors import inline
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Practice
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Releases

_STAGING = re.compile(r"\bstaging\b|\bpre-?prod(?:uction)?\b", re.IGNORECASE)
_TESTED = re.compile(
    r"\b(?:tests?|tested|testing|verif\w+|validat\w+|check(?:s|ed)?|tried|try|trial\w*|qa|evaluat\w+|exercis\w+)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:before|prior to|ahead of|in advance of)\b[^.;]{0,80}?"
    r"\b(?:production|prod|live|releas\w+|roll-?outs?|deploy\w*|shipping|shipped|going|users|customers)\b"
    r"|\bstaging (?:first|and then (?:in|to) production)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:no|not|never|without|except|unless|separat\w+|isolat\w+|data|credentials)\b", re.IGNORECASE)
"""Sentences about staging that say something else as well: "no production data in staging" is no test of anything."""


def judges(commitment: Commitment) -> bool:
    """Practices that no other control took; it stands last among them."""
    return isinstance(commitment, Practice)


def shown_by_gates(commitment: Commitment) -> bool:
    """Whether it is promised that updates are tested in staging before production: what a record of releases shows."""
    if not isinstance(commitment, Practice) or commitment.topic != "staging" or commitment.strength == "refusal":
        return False
    said = commitment.sentence
    wanted = (_STAGING, _TESTED, _BEFORE)
    return all(pattern.search(said) for pattern in wanted) and not _NOT.search(said)


def wants(commitment: Practice) -> tuple[Want[Any], ...]:
    """Places to look; of releases also the desk's records, and the tags that they are held against."""
    records: tuple[Want[Any], ...] = (recorded.wants(commitment), Releases()) if shown_by_gates(commitment) else ()
    return (*suggestions.wants(commitment), *records)


def _by_records(commitment: Practice, answers: Answers) -> Verdict | None:
    """By the desk's record of releases; None where it shows nothing, or where there is none."""
    verdict = recorded.judge(commitment, answers) if shown_by_gates(commitment) else None
    if verdict is None or verdict.standing is not Standing.KEPT:
        return verdict if verdict is not None and verdict.because else None
    for record in recorded.records_of(commitment, answers):
        tags = [
            one
            for one in answers[Releases()].found
            if one.at is not None and not one.prerelease and record.since.date() < one.at < record.until.date()
        ]
        if len({(one.package, one.version) for one in tags}) > record.n:
            reason = (
                f"the desk knows of {record.n} of {len(tags)} releases that were tagged since {record.since.date()}"
            )
            gap = Gap(wanted="a record of each release", reason=reason, span=tags[0].span)
            step = Step(text="Record each release on the desk as it is tested and goes to production.")
            return msgspec.structs.replace(
                verdict, standing=Standing.UNPROVEN, reason=reason, gaps=(gap,), next=step, settles="desk"
            )
    return verdict


def judge(commitment: Practice, answers: Answers, _: date) -> Verdict:
    """By records where there are some; else unproven, with a place to look where the tree has one.

    What is not done is kept by its text.
    """
    if commitment.strength == "refusal":
        fact = Fact(fact="it says what is not done", kind=Class.TEXT, span=commitment.span)
        return Verdict(commitment=commitment, standing=Standing.KEPT, reason="kept by its text", because=(fact,))
    by_records = _by_records(commitment, answers)
    if by_records is not None:
        return by_records
    found = suggestions.candidates(commitment, answers)
    facts = tuple(Fact(fact="may be what keeps it", kind=Class.CONFIGURED, span=one.span) for one in found)
    written = inline(found[0].selector) if found else ""
    perhaps = f"; perhaps {found[0].span.path} shows it" if found else ""
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=f"it is bound to no proof, and nobody attests it{perhaps}",
        because=facts,
        next=suggestions.step(commitment, written),
        settles="people",
    )


CONTROL = Control(name="practice", judges=judges, wants=wants, judge=judge)
