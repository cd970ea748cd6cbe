"""Releases come with a bill of materials.

What is promised
    An SBOM is written, in the named formats, by the named generator, for the named event.

Why it matters
    Whoever has to know whether they run a vulnerable part asks the SBOM, and it must be there and whole.

What counts as evidence
    A call that writes an SBOM on the path that the sentence names ("for releases": a release or tag event, or a
    pipeline that publishes), the formats it writes, and a step of the same pipeline that attaches or uploads it.

How it is judged
    Kept: that path writes every promised format with the promised generator, and something attaches it. At risk:
    written, but not on releases, not attached, by another generator, or with its failure swallowed. Broken: the path
    writes some of the promised formats and not the others. Unproven: none seen, or nothing runs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from troth.controls.control import Control
from troth.controls.wiring import (
    Need,
    Promise,
    carry,
    listed,
    needs,
    origin,
    sighting,
    spoken,
    takes_along,
    unique,
    writer,
)
from troth.terms.activity import Activity
from troth.terms.answer import Answer, Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Sbom
from troth.terms.event import Event
from troth.terms.seen.automation import Firing, Invocation
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Invocations, Past

_RELEASE = re.compile(r"\breleases?\b|\btagged\b|\btags?\b", re.IGNORECASE)
_ATTACHES_ITSELF = ("anchore/sbom-action", "sbom-action", "goreleaser", "actions/attest-sbom")
_ATTACHERS = frozenset(
    {"upload-artifact", "cosign", "gh-release", "github-attestations", "image-push", "semantic-release"}
)


class _Writer(msgspec.Struct, frozen=True, kw_only=True):
    """A call that writes an SBOM, and the firings that the sentence speaks of."""

    call: Invocation
    firings: tuple[Firing, ...]


def judges(commitment: Commitment) -> bool:
    """Promised bills of materials."""
    return isinstance(commitment, Sbom)


def wants(commitment: Sbom) -> tuple[Want[Any], ...]:
    """Everything that runs."""
    return (Invocations(), Past())


def judge(commitment: Sbom, answers: Answers, today: date) -> Verdict:
    """Find the writers on the promised path, then compare what they write."""
    answer = answers[Invocations()]
    writers = tuple(one for one in answer.found if Activity.SBOM in one.activities or one.sbom_formats)
    path = _path(commitment, writers, answer)
    sure = tuple(one for one in path if not one.call.doubts)
    if not sure:
        return _off_path(commitment, writers, path, answer, today, answers)
    missing: list[str] = [name for name in commitment.formats if not any(name in one.call.sbom_formats for one in sure)]
    proof = unique(fact for one in sure for fact in sighting(one.call, one.firings))
    if missing:
        return _missing(commitment, missing, sure, proof, answer)
    return _complete(commitment, sure, proof, answer)


def _needs(commitment: Sbom) -> tuple[Need, ...]:
    """An SBOM "for releases" is judged on release events, whether or not the reader named the event."""
    if not commitment.events and not commitment.place and _RELEASE.search(commitment.sentence):
        return needs(msgspec.structs.replace(commitment, events=(Event.RELEASE,)))
    return needs(commitment)


def _path(commitment: Sbom, writers: tuple[Invocation, ...], answer: Answer[Invocation]) -> tuple[_Writer, ...]:
    asked = _needs(commitment)
    found = []
    for call in writers:
        firings = tuple(firing for need in asked for firing in need.met_by(call, answer.found))
        by_hand = {firing.event for firing in firings} == {Event.MANUAL}
        if firings and (asked[0].release or not by_hand):
            found.append(_Writer(call=call, firings=tuple(dict.fromkeys(firings))))
    return tuple(found)


def _off_path(
    commitment: Sbom,
    writers: tuple[Invocation, ...],
    path: tuple[_Writer, ...],
    answer: Answer[Invocation],
    today: date,
    answers: Answers,
) -> Verdict:
    """Nothing sure on the promised path: doubtful there, written elsewhere, by hand, or not at all."""
    elsewhere = tuple(one for one in writers if one.automatic and not one.unreached and not one.doubts)
    if elsewhere and not path:
        one = elsewhere[0]
        weak = Fact(
            fact=f"runs on {spoken(one.events)} only", kind=Class.WIRED, span=one.firings[0].span, weakness=True
        )
        return _risk(
            commitment,
            f"{one.tool} writes an SBOM on {spoken(one.events)}, not {_needs(commitment)[0].words}",
            unique([weak, *(fact for call in elsewhere for fact in sighting(call, call.firings))]),
            f"Run it {_needs(commitment)[0].words} too, at {one.firings[0].span}.",
        )
    bare = msgspec.structs.replace(commitment, events=(), place=())
    promise = Promise(commitment=bare, what="an SBOM generator", history=answers[Past()].found)
    verdict = carry(promise, writers, answer, today)
    if verdict.standing is Standing.KEPT:
        verdict = msgspec.structs.replace(
            verdict, standing=Standing.UNPROVEN, settles="repository", reason="not on the promised path"
        )
    return msgspec.structs.replace(verdict, commitment=commitment)


def _missing(
    commitment: Sbom,
    missing: list[str],
    sure: tuple[_Writer, ...],
    proof: tuple[Fact, ...],
    answer: Answer[Invocation],
) -> Verdict:
    unknown = any(not one.call.sbom_formats for one in sure)
    written = listed(name for one in sure for name in one.call.sbom_formats)
    if unknown or not written:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"{sure[0].call.tool} runs, but which formats it writes cannot be told",
            because=proof,
            gaps=answer.gaps,
            settles="repository",
            next=Step(text=f"Name the format at {sure[0].call.span}."),
        )
    weak = tuple(
        Fact(
            fact=f"writes {listed(one.call.sbom_formats)}, not {listed(missing)}",
            kind=Class.WIRED,
            span=one.call.span,
            weakness=True,
        )
        for one in sure
    )
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN if not answer.gaps else Standing.AT_RISK,
        reason=f"{listed(missing)} is promised too, and only {written} is written",
        because=unique([*weak, *proof]),
        gaps=answer.gaps,
        next=Step(text=f"Write {listed(missing)} as well, at {sure[0].call.span}.", command=writer(answer)),
    )


def _complete(
    commitment: Sbom, sure: tuple[_Writer, ...], proof: tuple[Fact, ...], answer: Answer[Invocation]
) -> Verdict:
    weak = (
        _held_back(commitment, sure)
        or _swallowed(commitment, sure)
        or _other_generator(commitment, sure)
        or _unattached(commitment, sure, answer)
        or _manual(sure)
    )
    if weak:
        reason, facts, step = weak
        return _risk(commitment, reason, unique([*facts, *proof]), step)
    named = [one for one in sure if one.call.tool == commitment.generator]
    told = [one for one in named or sure if set(one.call.sbom_formats) & set(commitment.formats)] or named or list(sure)
    events = spoken(firing.event for one in told for firing in one.firings)
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"{listed(_writes(told))} on {events}",
        because=unique([*proof, *(fact for one in sure for fact in _attached(one, answer))]),
    )


def _writes(told: Sequence[_Writer]) -> Iterator[str]:
    """What each tool writes: "syft writes spdx"."""
    for tool in dict.fromkeys(one.call.tool for one in told):
        written = listed(name for one in told if one.call.tool == tool for name in one.call.sbom_formats)
        yield f"{tool} writes {written or 'an SBOM'}"


_Weak = tuple[str, tuple[Fact, ...], str]


def _writers_of(commitment: Sbom, sure: tuple[_Writer, ...]) -> list[list[_Writer]]:
    """The writers of each promised format; all together where no format is named."""
    if not commitment.formats:
        return [list(sure)]
    return [[one for one in sure if name in one.call.sbom_formats] for name in commitment.formats]


def _held_back(commitment: Sbom, sure: tuple[_Writer, ...]) -> _Weak | None:
    """A condition that only some events meet, or an aim at what is not there: no release can count on it.

    Branches that are named are those from which is released.
    """
    for group in _writers_of(commitment, sure):
        stops = [
            next((given for given in firing.filters if given.fatal and not given.branches), None)
            for one in group
            for firing in one.firings
        ]
        if not stops or None in stops:
            continue
        first = next(each for each in stops if each is not None)
        tool = group[0].call.tool
        reason = (
            f"{tool} runs only where {first.what.removeprefix('if: ')}"
            if first.narrow
            else f"{tool} writes nothing: {first.what}"
        )
        fact = Fact(fact=first.what, kind=Class.WIRED, span=first.span, weakness=True)
        return reason, (fact,), f"Let it run on every release, at {first.span}."
    return None


def _swallowed(commitment: Sbom, sure: tuple[_Writer, ...]) -> _Weak | None:
    for group in _writers_of(commitment, sure):
        if any(firing.blocking for one in group for firing in one.firings):
            continue
        one = group[0]
        spans = [span for firing in one.firings for span in firing.softened_by] or [one.call.span]
        facts = tuple(Fact(fact="swallows a failure", kind=Class.WIRED, span=span, weakness=True) for span in spans)
        return f"{one.call.tool} may fail and nobody notices", facts, f"Let a failure stop the run at {spans[0]}."
    return None


def _other_generator(commitment: Sbom, sure: tuple[_Writer, ...]) -> _Weak | None:
    name = commitment.generator
    if not name or all(any(one.call.tool == name for one in group) for group in _writers_of(commitment, sure)):
        return None
    one = next(one for one in sure if one.call.tool != name)
    fact = Fact(fact=f"{one.call.tool}, not {name}", kind=Class.WIRED, span=one.call.span, weakness=True)
    return f"written by {one.call.tool}, not by {name}", (fact,), f"Name {one.call.tool} in the policy, or use {name}."


def _unattached(commitment: Sbom, sure: tuple[_Writer, ...], answer: Answer[Invocation]) -> _Weak | None:
    for group in _writers_of(commitment, sure):
        if any(_attached(one, answer) for one in group):
            continue
        one = group[0]
        fact = Fact(fact="no step of this pipeline attaches it", kind=Class.WIRED, span=one.call.span, weakness=True)
        return (
            f"{one.call.tool} writes it, and nothing attaches or uploads it",
            (fact,),
            f"Upload the file after {one.call.span}.",
        )
    return None


def _attached(writer: _Writer, answer: Answer[Invocation]) -> tuple[Fact, ...]:
    """What carries the file away: the generator itself, GitLab's artifacts, or a publishing step of the same file."""
    call = writer.call
    itself = call.action.startswith(_ATTACHES_ITSELF) or Activity.PUBLISHING in call.activities
    if itself or call.system == "gitlab-ci":
        return (Fact(fact="keeps what it writes", kind=Class.WIRED, span=call.span),)
    home = origin(call)
    events = {firing.event for firing in writer.firings}
    return tuple(
        Fact(fact=f"{other.tool} carries it away", kind=Class.WIRED, span=other.span)
        for other in answer.found
        if origin(other) == home
        and (other.tool in _ATTACHERS or Activity.PUBLISHING in other.activities)
        and not other.unreached
        and (not other.firings or other.events & events)
        and takes_along(other, call, answer.found)
    )


def _manual(sure: tuple[_Writer, ...]) -> _Weak | None:
    events = {firing.event for one in sure for firing in one.firings}
    if events != {Event.MANUAL}:
        return None
    one = sure[0]
    fact = Fact(fact="started by hand only", kind=Class.WIRED, span=one.firings[0].span, weakness=True)
    return f"{one.call.tool} runs only when someone presses a button", (fact,), "Start it by a tag or a release."


def _risk(commitment: Sbom, reason: str, facts: tuple[Fact, ...], step: str) -> Verdict:
    return Verdict(commitment=commitment, standing=Standing.AT_RISK, reason=reason, because=facts, next=Step(text=step))


CONTROL = Control(name="sbom", judges=judges, wants=wants, judge=judge)
