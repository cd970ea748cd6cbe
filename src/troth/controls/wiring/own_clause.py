"""Whose event a sentence of several clauses names: "Releases are signed with cosign, and every change is tested".

What is broken only by the event of another clause, or by pull requests that a tool opens or comments on, is unproven.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec

from troth.controls.wiring.carrying import Promise, carry
from troth.terms.answer import Answer
from troth.terms.commitment import Commitment
from troth.terms.event import Event
from troth.terms.seen.automation import Invocation
from troth.terms.verdict import Standing, Step, Verdict

_EDGE = re.compile(r",? (?:and|but|while|whereas)\b|[,;:]|\s[–—-]\s", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|gets?|runs?|scans?|checks?|signs?|tests?|lints?|audits?|watch(?:es)?|looks?|fuzz(?:es)?|"
    r"(?:scann|check|sign|test|lint|audit|watch|review|fuzz|analys|analyz|publish|build|releas)ed)\b",
    re.IGNORECASE,
)
_WHEN = {
    Event.PUSH: re.compile(r"\bpush(?:es)?\b|\bcommits?\b|\bbuilds?\b", re.IGNORECASE),
    Event.PULL_REQUEST: re.compile(r"\b(?:pull|merge)[\s-]requests?\b|\b[pm]rs?\b", re.IGNORECASE),
    Event.SCHEDULE: re.compile(r"\bschedul\w+|\bcron\b|\b(?:weekly|daily|nightly|monthly)\b", re.IGNORECASE),
    Event.RELEASE: re.compile(r"\breleas\w+", re.IGNORECASE),
}
_MADE = re.compile(
    r"\b(?:open|creat|send|rais|fil|propos|submit|comment|post|annotat|label|review|approv|mak)(?:s|es|ed|ing|ting)?\b"
    r"[^.;,]{0,30}?\b(?:pull|merge)[\s-]requests?\b|"
    r"\b(?:through|via|by|in|as) (?:[\w-]+ ){0,2}(?:pull|merge)[\s-]requests\b|"
    r"\b(?:findings|comments?|reports?|alerts?|results?|annotations?) (?:on|in|for) (?:[\w-]+ ){0,2}"
    r"(?:pull|merge)[\s-]requests?\b",
    re.IGNORECASE,
)
"""Pull requests that a tool makes or speaks on: they do not say when it runs."""
_NOT_THERE = re.compile(
    r"\b(?:never|not|nothing|instead of|rather than|outside|out of)\b[^.;,]{0,30}\brepositor", re.IGNORECASE
)


def own_events(commitment: Commitment, work: re.Pattern[str]) -> tuple[Event, ...]:
    """The events of ``commitment`` that are those of what ``work`` matches in its sentence."""
    text = commitment.sentence
    events = tuple(event for event in commitment.events if not (event is Event.PULL_REQUEST and _MADE.search(text)))
    clauses = _clauses(text)
    mine = next((number for number, clause in enumerate(clauses) if work.search(clause)), None)
    if len(clauses) < 2 or mine is None:
        return events
    return tuple(event for event in events if event not in _WHEN or _is_mine(_WHEN[event], clauses, mine))


def own_place(commitment: Commitment, work: re.Pattern[str]) -> tuple[str, ...]:
    """The places of ``commitment`` without those of another clause, and those where something never is."""
    text = commitment.sentence
    clauses = _clauses(text)
    mine = next((number for number, clause in enumerate(clauses) if work.search(clause)), None)
    others = {"repository"} if _NOT_THERE.search(text) else set()
    if len(clauses) > 1 and mine is not None and not _is_mine(_WHEN[Event.RELEASE], clauses, mine):
        others.add("release")
    return tuple(each for each in commitment.place if each not in others)


def _is_mine(when: re.Pattern[str], clauses: list[str], mine: int) -> bool:
    """Whether the clause says it, or goes on with a subject that does ("every push is linted and scanned")."""
    if when.search(clauses[mine]) or not any(when.search(clause) for clause in clauses):
        return True
    verb = _VERB.search(clauses[mine])
    before = clauses[0][: found.start()] if (found := _VERB.search(clauses[0])) else ""
    goes_on = verb is not None and not clauses[mine][: verb.start()].strip(" ,;:`*")
    return bool(mine and goes_on and when.search(before))


def _clauses(text: str) -> list[str]:
    """The parts of ``text`` that have a verb each; what has none belongs to the part before it."""
    clauses: list[str] = []
    start = 0
    for edge in (*_EDGE.finditer(text), None):
        part = text[start : edge.start() if edge else len(text)]
        if clauses and not (_VERB.search(part) and _VERB.search(clauses[-1])):
            clauses[-1] += f" {part}"
        else:
            clauses.append(part)
        start = edge.end() if edge else len(text)
    return clauses


def carry_own(
    promise: Promise,
    candidates: tuple[Invocation, ...],
    answer: Answer[Invocation],
    today: date,
    work: re.Pattern[str] | None,
) -> Verdict:
    """As ``carry``; nothing is broken, nor at risk, by an event or a place that may not be that of ``work``."""
    verdict = carry(promise, candidates, answer, today)
    commitment = promise.commitment
    if verdict.standing not in (Standing.BROKEN, Standing.AT_RISK) or work is None:
        return verdict
    events, place = own_events(commitment, work), own_place(commitment, work)
    if events == commitment.events and place == commitment.place:
        return verdict
    own = msgspec.structs.replace(promise, commitment=msgspec.structs.replace(commitment, events=events, place=place))
    other = msgspec.structs.replace(carry(own, candidates, answer, today), commitment=commitment)
    if other.standing is not Standing.KEPT:
        return other
    return msgspec.structs.replace(
        other,
        standing=Standing.UNPROVEN,
        reason=f"{other.reason}; whether more is promised of {promise.what}, the sentence leaves open",
        settles="repository",
        next=Step(text=f"Say in a sentence of its own when {promise.what} runs."),
    )
