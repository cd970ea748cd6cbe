"""New advisories about dependencies are noticed.

What is promised
    The project hears of advisories about what it depends on ("subscribe to security advisories for all dependencies",
    "we monitor CVEs of our dependencies").

Why it matters
    Most weaknesses of a project are published by others; who does not hear of them cannot mend them.

What counts as evidence
    A schedule, of at most a week between two runs, of a scanner that its makers support, that compares the project's
    dependencies with an advisory database, and whose findings fail the run: whoever watches the project then hears of
    each new advisory. Each ecosystem that has manifests needs one. Or the desk's record that it held the list of
    components against each new state of the advisories (`--desk-facts FILE`), for every ecosystem that has manifests.
    A subscription to mails or alerts is a setting that no file shows.

How it is judged
    Kept: every ecosystem with manifests is looked at on such a schedule, or watched by the desk: nothing of the list is
    left out, and list and advisories are fresh. At risk: some ecosystems are not, nothing
    fails when something is found, or the repository is asleep for more than 60 days. Unproven: no schedule; people may
    be subscribed all the same, and can attest it (`troth attest promise`). Or some manifests could not
    be read, such as those of a submodule that is not there.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from troth.controls import recorded
from troth.controls.control import Control
from troth.controls.wiring import NO_ADVISORIES, asleep, listed, looks_at, sighting, softened, unique, writer
from troth.terms.activity import Activity, serves
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Practice
from troth.terms.event import Event
from troth.terms.seen.automation import Exits, Firing, Invocation
from troth.terms.seen.manifests import Manifest
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Invocations, Manifests, Past

A_WEEK = 7.0
"""Days that may lie between two looks: longer is no watch."""
_TOPICS = frozenset({"monitoring", "other"})
_WATCH = re.compile(
    r"\b(?:subscri\w+|monitor\w*|watch\w*|track\w*|follow\w*|alert(?:s|ed)?|notified|notifications?)\b", re.IGNORECASE
)
_ADVISORIES = re.compile(
    r"\b(?:advisor(?:y|ies)|CVEs?|vulnerabilit(?:y|ies)|security (?:alerts|bulletins|feeds?))\b", re.IGNORECASE
)
_DEPENDENCIES = re.compile(
    r"\bdependenc(?:y|ies)\b|\bthird[- ]party\b|\bupstream\b|\blibrar(?:y|ies)\b|\bpackages?\b|\bcomponents?\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-\w{4}){3}|RUSTSEC-\d{4}-\d{4}|PYSEC-\d{4}-\d+)\b", re.IGNORECASE)
"""A weakness that is known already: how it is lived with says nothing of those to come."""
_NOT_PACKAGES = frozenset({"docker", "github-actions", "terraform"})
"""Manifests that no scanner of package advisories reads."""


def judges(commitment: Commitment) -> bool:
    """Practices of hearing about advisories of dependencies."""
    if not isinstance(commitment, Practice) or commitment.topic not in _TOPICS:
        return False
    words = f"{commitment.sentence} {commitment.subject} {' '.join(commitment.heading[-1:])}"
    return not _ONE.search(words) and all(pattern.search(words) for pattern in (_WATCH, _ADVISORIES, _DEPENDENCIES))


def wants(commitment: Practice) -> tuple[Want[Any], ...]:
    """What runs on a schedule, which ecosystems there are, how old the newest commit is, what the desk watched."""
    return (Invocations(), Manifests(), Past(), recorded.wants(commitment))


def judge(commitment: Practice, answers: Answers, today: date) -> Verdict:
    """By the desk's record where it shows that it is kept, else by schedules; what settles more is told."""
    wired = _by_schedules(commitment, answers, today)
    if wired.standing is Standing.KEPT:
        return wired
    by_record = _by_record(commitment, answers)
    if by_record is None or (by_record.standing is not Standing.KEPT and wired.standing is not Standing.UNPROVEN):
        return wired
    return by_record


def _by_record(commitment: Practice, answers: Answers) -> Verdict | None:
    """The verdict by what the desk watched; None without its facts. Ecosystems that it does not know are a gap."""
    verdict = recorded.judge(commitment, answers)
    if verdict is None or verdict.standing is not Standing.KEPT:
        return verdict
    covered = {name for record in answers[recorded.wants(commitment)].found for name in record.covers}
    missed = [
        one for one in answers[Manifests()].found if one.ecosystem not in _NOT_PACKAGES and one.ecosystem not in covered
    ]
    if not missed:
        return verdict
    names = listed(dict.fromkeys(one.ecosystem for one in missed))
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=f"the desk watches no component of {names}",
        because=verdict.because,
        gaps=tuple(
            Gap(wanted="the desk's watch of it", reason="no list names it", span=one.span) for one in missed[:12]
        ),
        next=Step(text="Send the desk a list of all components.", command="troth inventory --json | troth push -"),
        settles="desk",
    )


def _by_schedules(commitment: Practice, answers: Answers, today: date) -> Verdict:
    """Each ecosystem with its best schedule; the worst ecosystem counts."""
    manifests = tuple(one for one in answers[Manifests()].found if one.ecosystem not in _NOT_PACKAGES)
    invocations = answers[Invocations()]
    pairs = [
        (one, firing)
        for one in invocations.found
        if serves(one.activities, Activity.DEPENDENCY_SCANNING) and one.tool not in NO_ADVISORIES
        if not (one.unreached or one.doubts or one.unsupported)
        for firing in one.firings
        if firing.event is Event.SCHEDULE and firing.gap_days is not None and firing.gap_days <= A_WEEK
        if not any(given.fatal for given in firing.filters)
    ]
    if not pairs or not manifests:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason="no scanner of dependencies runs on a schedule here; who is subscribed to what, no file shows",
            gaps=(*invocations.gaps, *answers[Manifests()].gaps),
            settles="people",
            next=Step(
                text="A weekly scan of the dependencies would prove it; so would an attestation.",
                command=writer(invocations),
            ),
        )
    sound = [pair for pair in pairs if _is_noticed(*pair)]
    proof = unique(fact for one, firing in sound or pairs for fact in sighting(one, [firing]))
    missed = _missed(manifests, sound or pairs)
    sleeping = asleep(answers[Past()].found, today)
    weak: list[Fact] = []
    if missed:
        names = listed(dict.fromkeys(one.ecosystem for one in missed))
        reason = f"nothing looks at the dependencies of {names} on a schedule"
        weak += [
            Fact(fact="no scanner looks at it", kind=Class.WIRED, span=one.span, weakness=True) for one in missed[:12]
        ]
    elif not sound:
        one, firing = pairs[0]
        reason = f"{one.tool} runs on time, but nothing fails when it finds something"
        weak += softened(one, [firing])
    elif sleeping:
        reason = f"schedules stop after 60 days without a commit; the newest is of {sleeping.newest}"
        span = pairs[0][1].crons[0] if pairs[0][1].crons else pairs[0][1].span
        weak.append(Fact(fact=f"newest commit is of {sleeping.newest}", kind=Class.WIRED, span=span, weakness=True))
    if weak:
        return Verdict(
            commitment=commitment,
            standing=Standing.AT_RISK,
            reason=reason,
            because=unique([*weak, *proof]),
            next=Step(
                text="Let a scheduled scan fail for each ecosystem that has manifests.", command=writer(invocations)
            ),
        )
    tools = listed(dict.fromkeys(one.tool for one, _ in sound))
    unread = answers[Manifests()].gaps
    if unread:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"{tools} on a schedule, for what is here, but not all manifests could be read",
            because=proof,
            gaps=unread,
            settles="repository",
            next=Step(text="Check a tree with all of its submodules."),
        )
    every = max(firing.gap_days or 0.0 for _, firing in sound)
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"{tools} ask{'s' if ',' not in tools and ' and ' not in tools else ''} for new advisories "
        f"at least every {every:g} days",
        because=proof,
    )


def _is_noticed(one: Invocation, firing: Firing) -> bool:
    return one.exits is Exits.UPLOADS or (one.can_fail and firing.blocking)


def _missed(manifests: tuple[Manifest, ...], pairs: list[tuple[Invocation, Firing]]) -> list[Manifest]:
    tools = {one.tool for one, _ in pairs}
    return [one for one in manifests if not any(looks_at(tool, one.ecosystem) for tool in tools)]


CONTROL = Control(name="advisory-watch", judges=judges, wants=wants, judge=judge)
