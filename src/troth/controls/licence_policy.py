"""Only permitted licences come in.

What is promised
    Dependencies have licences that a list allows, or licences are checked ("licence allow-list enforced", "all
    dependencies have permissive licences").

Why it matters
    One dependency under the wrong licence can bind everything that ships with it, and it comes in with an update
    that nobody reads. A list that something checks on every change is the only one that holds.

What counts as evidence
    A tool that checks licences and whose failure stops something, the allow-list that it loads (cargo-deny's is read
    natively: the list, its exceptions, keys with which it refuses the file), and its result where it is run. Beside
    that the list in ``troth.toml`` (``[licences] allow``), held against what every dependency declares: in lockfiles
    (npm, Composer), in metadata installed beside the tree (Python), in vendored sources (Rust, Go) and in Go's module
    cache. A licence that nothing declares is unknown, never allowed. A waiver ``licence:PACKAGE`` permits one package.

How it is judged
    Kept: a blocking check on a live allow-list, and where it was run, its passing result. At risk: the list that the
    tool loads is empty, allows copyleft where the sentence says permissive, or has an exception without a reason where
    the tool has a field for it; the check blocks nothing; a package is rejected by another version of the tool than the
    automation runs; every dependency is allowed and nothing enforces it; the sentence says "all" and an ecosystem has
    no check. Broken: a result rejects a package, the tool's or that of the list in ``troth.toml``; or an enforced check
    blocks nothing. Unproven: nothing runs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from troth.controls.control import Control
from troth.controls.wiring import Promise, carry, listed, other_version, own_tool, unique
from troth.formats import licence
from troth.terms.activity import Activity
from troth.terms.answer import Answer, Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Practice
from troth.terms.package import CRATES, GO
from troth.terms.seen.automation import Configuration, Invocation, Key
from troth.terms.seen.licences import DeclaredLicence, LicenceList
from troth.terms.seen.results import ToolRun
from troth.terms.settings import Named
from troth.terms.span import Span
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.waiving import Granted, Subject, subject_of
from troth.terms.wants import (
    Components,
    Configurations,
    DeclaredLicences,
    Invocations,
    LicenceLists,
    OwnSettings,
    Past,
    PinnedVersions,
    ToolRuns,
    Waivers,
)

NATIVE = "cargo-deny"
"""The tool whose allow-list and result are read natively."""
ONE_ECOSYSTEM = {"cargo-deny": CRATES, "cargo-about": CRATES, "go-licenses": GO}
"""Tools that know the licences of one ecosystem only."""
SHOWN = 20
"""Packages that one verdict cites."""
_PERMISSIVE = re.compile(r"\bpermissive|\b(?:no|without) (?:a?gpl|copyleft)|\bcopyleft[- ]free", re.IGNORECASE)
_COPYLEFT = re.compile(r"(?:A|L)?GPL-|MPL-|EPL-|EUPL-|CDDL-|SSPL-|OSL-|CC-BY-SA|CECILL-2|MS-RL", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"\bdependenc|\bpackages?\b|\bthird[- ]part|\blibrar|\bcomponents?\b|\bcrates\b|\bmodules\b|"
    r"\ballow(?:ed|[- ]?list)|\bpermissive|\bcopyleft|\bdisallow|\bpermitted",
    re.IGNORECASE,
)
"""A sentence on the licences of what comes in, not on the headers of the project's own files."""
_ALL = re.compile(
    r"\b(?:all|every|each|any)\b (?:\w+ ){0,2}(?:dependenc|packages?|librar|components?|crates|modules)", re.IGNORECASE
)


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, Practice) and commitment.topic == "licence_policy"


def _wants(_commitment: Practice) -> tuple[Want[Any], ...]:
    return (
        Invocations(),
        Past(),
        Configurations(tool=NATIVE),
        LicenceLists(),
        ToolRuns(tool=NATIVE),
        PinnedVersions(tool=NATIVE),
        OwnSettings(),
        DeclaredLicences(),
        Waivers(),
        Components(),
    )


def _judge(commitment: Practice, answers: Answers, today: date) -> Verdict:
    """Results first, then who checks, then what the check would let through."""
    candidates = _candidates(commitment, answers)
    rejected = tuple(_rejected(answers, candidates, commitment, today))
    against = (*rejected, *_refused(answers, today))
    wired = _wired(commitment, candidates, answers, today)
    elsewhere = _of_another_version(answers)
    if against and len(against) == len(rejected) and elsewhere and wired.standing is Standing.KEPT:
        return _newer(wired, rejected, *elsewhere)
    if against:
        return _broken(wired, against)
    if wired.standing is Standing.KEPT:
        return _kept(wired, candidates, answers)
    if wired.standing is Standing.UNPROVEN:
        return _unenforced(wired, answers)
    return wired


def _candidates(commitment: Practice, answers: Answers) -> tuple[Invocation, ...]:
    """Calls that check licences; those of a tool that the sentence names speak alone."""
    able = tuple(one for one in answers[Invocations()].found if Activity.LICENCE_CHECK in one.activities)
    sentence = commitment.sentence.lower()
    named = tuple(one for one in able if one.tool in sentence or one.tool.replace("-", " ") in sentence)
    if named or not _OF_OTHERS.search(sentence):
        return named or able
    return () if own_tool(commitment.sentence) else tuple(one for one in able if not _of_headers(one))


def _of_headers(one: Invocation) -> bool:
    """Whether it looks at the headers of the project's own files, which say nothing of what others are licensed as."""
    told = (*one.argv, *(value for _, value in one.with_))
    return one.tool == "reuse" or (one.tool == "license-eye" and any("header" in each for each in told))


def _wired(commitment: Practice, candidates: tuple[Invocation, ...], answers: Answers, today: date) -> Verdict:
    promise = Promise(
        commitment=commitment,
        what="a licence check",
        hosted="a licence check may be run by a command that is not known here",
        configurations=_configurations(answers),
        history=answers[Past()].found,
    )
    return carry(promise, candidates, answers[Invocations()], today)


def _configurations(answers: Answers) -> tuple[Configuration, ...]:
    """What the tool loads, as far as it touches licences: lapsed ignores of advisories are nothing to the list."""
    found = answers[Configurations(tool=NATIVE)].found
    return tuple(
        msgspec.structs.replace(
            one,
            lapsed=(),
            keys=tuple(
                key for key in one.keys if key.alive or key.name.startswith("licenses") or "refused" in key.reason
            ),
        )
        for one in found
    )


def _touches(key: Key) -> bool:
    """Whether a dead key takes something from the check of licences, or the whole file."""
    return key.name.startswith("licenses") or "refused" in key.reason


def _rejected(
    answers: Answers, candidates: tuple[Invocation, ...], commitment: Practice, today: date
) -> Iterator[Fact]:
    """What cargo-deny's own run rejects, where it is what checks."""
    if not any(one.tool == NATIVE for one in candidates) and NATIVE not in commitment.sentence.lower():
        return
    register = Granted(answers[Waivers()].found, today)
    for run in answers[ToolRuns(tool=NATIVE)].found:
        for finding in run.findings:
            counts = finding.group == "licenses" and not finding.suppressed
            if counts and register.to(subject_of(finding, run.tool)) is None:
                yield Fact(
                    fact=f"{finding.rule}: {finding.text}",
                    kind=Class.RESULT,
                    span=finding.span or Span(run.directory or "."),
                    at=run.at.date(),
                    weakness=True,
                )


def _refused(answers: Answers, today: date) -> Iterator[Fact]:
    """Dependencies whose declared licence the list in ``troth.toml`` does not allow."""
    allow = _own_list(answers)
    if allow is None:
        return
    register = Granted(answers[Waivers()].found, today)
    for one in answers[DeclaredLicences()].found:
        expression = _expression(one)
        names = licence.refused(expression, allow) if expression is not None else ()
        if names and register.to(_subject(one)) is None:
            words = f"{one.package.name} {one.version} is {one.text} ({one.how}), and {listed(names)} is not allowed"
            yield Fact(fact=words, kind=Class.RESULT, span=one.span, weakness=True)


def _own_list(answers: Answers) -> tuple[str, ...] | None:
    for settings in answers[OwnSettings()].found:
        if settings.licences is not None:
            return tuple(one.value for one in settings.licences)
    return None


def _expression(one: DeclaredLicence) -> licence.Choice | licence.Licence | None:
    """The declared licence where it is understood whole; a name on no list is unknown, not refused."""
    try:
        reading = licence.read(one.text)
    except licence.LicenceError:
        return None
    return None if reading.unknown else reading.expression


def _subject(one: DeclaredLicence) -> Subject:
    """The licence of a package as waivers see it."""
    names = frozenset({f"licence:{one.package.name}"})
    return Subject(names=names, package=one.package, version=one.version, path=one.span.path)


def _unknown(answers: Answers) -> tuple[Gap, ...]:
    """Licences that nothing declares, and those whose name says no licence for sure."""
    answer = answers[DeclaredLicences()]
    vague = tuple(
        Gap(wanted=f"licence of {one.package.name}", reason=f"{one.text[:60]!r} names none for sure", span=one.span)
        for one in answer.found
        if _expression(one) is None
    )
    return (*answer.gaps, *vague)


def _of_another_version(answers: Answers) -> tuple[str, Named] | None:
    """The version that ran here and the line that asks for another one; None where the run speaks for both."""
    for run in answers[ToolRuns(tool=NATIVE)].found:
        pinned = other_version(run, answers[PinnedVersions(tool=NATIVE)].found)
        if pinned is not None:
            return run.version, pinned
    return None


def _newer(wired: Verdict, rejected: tuple[Fact, ...], ran: str, pinned: Named) -> Verdict:
    """Rejected by a version that the automation does not run: versions differ in which crates they look at."""
    fact = Fact(fact=f"asks for {NATIVE} {pinned.value}", kind=Class.CONFIGURED, span=pinned.span, weakness=True)
    count = len(rejected)
    return msgspec.structs.replace(
        wired,
        standing=Standing.AT_RISK,
        reason=f"{NATIVE} {ran} rejects {count} package{'' if count == 1 else 's'}; the automation runs {pinned.value}",
        because=unique([*rejected[:SHOWN], fact, *wired.because]),
        next=Step(text=f"Run the newer version at {pinned.span}, and replace, allow or except what it rejects."),
    )


def _broken(wired: Verdict, against: tuple[Fact, ...]) -> Verdict:
    count = len(against)
    return msgspec.structs.replace(
        wired,
        standing=Standing.BROKEN,
        reason=f"{count} package{'' if count == 1 else 's'} with a licence that is not allowed",
        because=unique([*against[:SHOWN], *wired.because]),
        next=Step(text="Replace the package, allow its licence, or waive licence:PACKAGE with a reason and a date."),
        settles="",
    )


def _kept(wired: Verdict, candidates: tuple[Invocation, ...], answers: Answers) -> Verdict:
    """A check that blocks: is there a list behind it, and what does it let through?"""
    native = any(one.tool == NATIVE for one in candidates)
    lists = _loaded(answers) if native else ()
    weak = next(_weaknesses(wired.commitment, candidates, lists, answers), None)
    facts = [fact for one in lists for fact in _shown(one)]
    if weak:
        reason, spans, advice = weak
        cited = [Fact(fact=reason, kind=Class.CONFIGURED, span=span, weakness=True) for span in spans]
        return msgspec.structs.replace(
            wired,
            standing=Standing.AT_RISK,
            reason=f"checked, but {reason}",
            because=unique([*cited, *wired.because, *facts]),
            next=Step(text=advice),
        )
    runs = answers[ToolRuns(tool=NATIVE)] if native else Answer[ToolRun]()
    results = [
        Fact(
            fact=f"{run.tool} {run.version} looked at {run.scanned} crates and rejects no licence",
            kind=Class.RESULT,
            span=Span(run.directory or "."),
            at=run.at.date(),
        )
        for run in runs.found
        if not runs.gaps or "licenses" in run.argv  # else what was left out may be the licences
    ]
    gaps = (*wired.gaps, *runs.gaps, *_unknown(answers))
    return msgspec.structs.replace(wired, because=unique([*wired.because, *results, *facts]), gaps=gaps)


def _loaded(answers: Answers) -> tuple[LicenceList, ...]:
    """The lists that an invocation loads; all of them where none is known to be loaded."""
    loaded = {one.span.path for one in answers[Configurations(tool=NATIVE)].found if one.loaded_by}
    found = answers[LicenceLists()].found
    return tuple(one for one in found if one.span.path in loaded) or found


def _shown(one: LicenceList) -> Iterator[Fact]:
    allowed = listed(each.value for each in one.allow[:6])
    more = f" and {len(one.allow) - 6} more" if len(one.allow) > 6 else ""
    yield Fact(fact=f"allows {allowed}{more}", kind=Class.CONFIGURED, span=one.span)
    for each in one.exceptions[:SHOWN]:
        yield Fact(fact=f"exception: {each.package} may be {listed(each.allow)}", kind=Class.CONFIGURED, span=each.span)


_Weak = tuple[str, tuple[Span, ...], str]


def _weaknesses(
    commitment: Commitment, candidates: tuple[Invocation, ...], lists: tuple[LicenceList, ...], answers: Answers
) -> Iterator[_Weak]:
    empty = [one for one in lists if not one.allow]
    if empty:
        path = empty[0].span.path
        yield f"the allow-list in {path} is empty", (empty[0].span,), f"Write [licenses] allow = […] in {path}."
    removed = [key for one in lists for key in one.removed]
    if removed:
        advice = f"Remove it at {removed[0].span}; all that is not allowed is denied now."
        yield (
            f"licenses.{removed[0].value} is no longer known to cargo-deny",
            tuple(key.span for key in removed),
            advice,
        )
    if _PERMISSIVE.search(commitment.sentence):
        copyleft = [each for one in lists for each in one.allow if _COPYLEFT.match(each.value)]
        if copyleft:
            names = listed(each.value for each in copyleft)
            yield f"the list allows {names}", tuple(each.span for each in copyleft), "Take it off the list, or name it."
    bare = [each for one in lists if one.takes_reasons for each in one.exceptions if not each.explained]
    spans = (*(each.span for each in bare), *_reasonless(answers))
    if spans:
        yield "an exception from the allow-list gives no reason", spans, f"Write the reason at {spans[0]}."
    bald = _unchecked(commitment, candidates, answers)
    if bald:
        yield f"nothing checks the licences of {listed(bald)}", tuple(bald.values()), "Check them too."


def _reasonless(answers: Answers) -> Iterator[Span]:
    """Waivers of licences in the register without a reason."""
    for one in answers[Waivers()].found:
        if one.kind == "licence" and not one.native and not one.reason:
            yield one.span


def _unchecked(commitment: Commitment, candidates: Iterable[Invocation], answers: Answers) -> dict[str, Span]:
    """Ecosystems of the tree that no check knows, where the sentence speaks of all dependencies and names no tool."""
    tools = {one.tool for one in candidates}
    named = any(tool in commitment.sentence.lower() for tool in tools)
    if named or not _ALL.search(commitment.sentence) or not tools <= ONE_ECOSYSTEM.keys():
        return {}
    covered = {ONE_ECOSYSTEM[tool] for tool in tools}
    if _own_list(answers) is not None and not _unknown(answers):
        return {}
    found: dict[str, Span] = {}
    for one in answers[Components()].found:
        if one.package.base not in covered and one.origin not in ("workspace", "path", "toolchain"):
            found.setdefault(one.package.base, one.span)
    return found


def _unenforced(wired: Verdict, answers: Answers) -> Verdict:
    """Nothing runs a check; the list in ``troth.toml`` may still show how things stand today."""
    allow = _own_list(answers)
    declared = answers[DeclaredLicences()]
    gaps = _unknown(answers) if allow is not None else ()
    if allow is None or not declared.found or gaps:
        return msgspec.structs.replace(wired, gaps=(*wired.gaps, *gaps))
    span = next(one.span for one in answers[OwnSettings()].found)
    fact = Fact(
        fact=f"the licences of all {len(declared.found)} dependencies are in the list of {span.path}",
        kind=Class.RESULT,
        span=Span(span.path),
    )
    weak = Fact(fact="no automation checks licences", kind=Class.CONFIGURED, span=Span("."), weakness=True)
    return msgspec.structs.replace(
        wired,
        standing=Standing.AT_RISK,
        reason="every dependency is allowed today, but nothing enforces it",
        because=(fact, weak),
        next=Step(text="Run troth check, or a licence checker, on every change.", command="troth check"),
        settles="",
    )


CONTROL = Control(name="licence-policy", judges=_judges, wants=_wants, judge=_judge)
