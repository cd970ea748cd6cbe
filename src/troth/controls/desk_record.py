"""What happened to reports and incidents: only a record of it can tell.

What is promised
    How reports are handled: answered within a time, credited, rewarded, published together with the reporter, step by
    step; and how incidents are: their classes and phases.

Why it matters
    These are the promises that reporters live by, and nothing in a repository shows whether they were kept.

What counts as evidence
    Records of the desk over the stated window, as the signed facts that `troth check --desk-facts FILE` is given; the
    key that signed them is one that the project named, and they are of this project and of this very sentence. Nobody's
    word replaces them. A document of the tree that describes the handling of incidents says how it is meant; it proves
    nothing of what was done.

How it is judged
    Kept: all of it that was decided in the window was done as promised. A class of incidents is shown by an incident
    of it that was handled to its end with no phase left out, a phase by incidents that left it with every exit
    criterion met; an exercise shows it too, and is said to be one. At risk: something that runs is past its warning.
    Broken: something was late in the window, or is overdue now; a breach never clears. Unproven: no facts, facts that
    do not count (the reason is told), nothing decided yet. Documents that may describe the handling of incidents are
    named then. What the project says that it does not do ("we pay no bounties", "we promise no response time") is kept
    by its text.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from troth.controls import recorded
from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import (
    Bounty,
    Commitment,
    CoordinatedDisclosure,
    Credit,
    Deadline,
    DisclosureStep,
    IncidentClass,
    IncidentPhase,
)
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import FilesAbout

FEWEST_WORDS = 40
"""Words below which a document describes no handling of anything."""
_MOST_NAMED = 3
_INCIDENTS = (IncidentClass, IncidentPhase)
_JUDGED = (
    Deadline, Credit, Bounty, CoordinatedDisclosure, DisclosureStep, *_INCIDENTS,
)  # fmt: skip
_REASONS: tuple[tuple[type[Commitment], str, str], ...] = (
    (Deadline, "no record says how long it took", "The desk keeps the clock of each report."),
    (Credit, "no record says who was credited", "The desk keeps who wished to be named, and advisories name them."),
    (Bounty, "no record says what was paid", "The desk keeps each decision with its reason."),
    (CoordinatedDisclosure, "no record says what was agreed", "The desk keeps embargo and consent of each case."),
    (DisclosureStep, "no record says which steps a report took", "The desk keeps the steps of each case."),
    (IncidentClass, "no record tells of an incident of this class", "The desk keeps incidents by class."),
    (IncidentPhase, "no record says that an incident went through it", "The desk keeps the phases of each incident."),
)


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, _JUDGED)


def _playbooks(commitment: Commitment) -> FilesAbout:
    return FilesAbout(words="incident response playbook")


def _wants(commitment: Commitment) -> tuple[Want[Any], ...]:
    if commitment.strength == "refusal":
        return ()
    playbooks = (_playbooks(commitment),) if isinstance(commitment, _INCIDENTS) else ()
    return (recorded.wants(commitment), *playbooks)


def _judge(commitment: Commitment, answers: Answers, _today: date) -> Verdict:
    if commitment.strength == "refusal":
        fact = Fact(fact="it says what is not done", kind=Class.TEXT, span=commitment.span)
        return Verdict(commitment=commitment, standing=Standing.KEPT, reason="kept by its text", because=(fact,))
    by_records = recorded.judge(commitment, answers)
    if by_records is not None:
        return by_records
    reason, step = next((reason, step) for kind, reason, step in _REASONS if isinstance(commitment, kind))
    facts: tuple[Fact, ...] = ()
    if isinstance(commitment, _INCIDENTS):
        found = answers[_playbooks(commitment)].found
        described = [file for file in found if file.words >= FEWEST_WORDS and file.span.path != commitment.span.path]
        facts = tuple(
            Fact(fact="may say how it is meant", kind=Class.CONFIGURED, span=file.span)
            for file in described[:_MOST_NAMED]
        )
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        because=facts,
        next=Step(text=step),
        settles="desk",
    )


CONTROL = Control(name="desk-record", judges=_judges, wants=_wants, judge=_judge)
