"""Reads of policies. The first argument belongs to the organisation that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import Count, Q, QuerySet

from troth.report import words
from troth.terms.changes import Change, Changes, compare
from troth.terms.commitment import Commitment, SeverityBand
from troth.terms.result import Judged, Result
from troth.terms.source import Source
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.time.due import Basis
from troth.terms.time.period import length
from troth.terms.verdict import Standing, Verdict
from troth_desk.policies import asked, reading
from troth_desk.policies.models import Document, PolicyVersion, Promise, Text
from troth_desk.tenants.models import Organisation, Project

MOST_VERSIONS = 50
"""Versions that are looked through for how long a sentence has stood."""
REGISTER_ROLE = "register"
"""The role of ``troth.toml`` among the texts of a version."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band of CVSS scores as the policy says it: ``low`` and ``high`` belong to it."""

    severity: str
    low: float
    high: float
    document: str
    line: int
    sentence: str


def current_version(project: Project) -> PolicyVersion | None:
    """What the policy of ``project`` says now; None where none was imported."""
    return versions(project).first()


def versions(project: Project) -> QuerySet[PolicyVersion]:
    """All versions, the newest first."""
    of_project = PolicyVersion.objects.filter(organisation_id=project.organisation_id, project=project)
    return of_project.order_by("-number")


def uncompared(organisation: Organisation) -> QuerySet[PolicyVersion]:
    """Versions that a release read which did not look for contradictions, the newest first."""
    of_old = PolicyVersion.objects.filter(organisation=organisation, contradictions__isnull=True)
    return of_old.order_by("-since", "-pk")


def version(project: Project, number: int) -> PolicyVersion | None:
    """The version of that number."""
    return versions(project).filter(number=number).first()


def names_now(project: Project) -> dict[tuple[int, str], str]:
    """What promises of earlier versions are called now, by (number of the version, id), where that is something else.

    A promise is the same where its words and terms are: an id that ``troth.toml`` gives, or a twin before it, renames
    it and takes nothing off its record. Other words for the same time ("48 hours" → "two days") go on with its record
    too, where exactly one promise of now says it and did not stand beside it then; another time begins anew.
    """
    version = current_version(project)
    if version is None:
        return {}
    present = list(promises(version))
    said, timed = _by(present, _same_promise), _by(present, _same_time)
    earlier = Promise.objects.filter(organisation_id=project.organisation_id, version__project=project)
    earlier = earlier.exclude(version=version).select_related("version").defer("whole", "fields", "version__remarks")
    versions: dict[int, list[Promise]] = {}
    for promise in earlier.iterator(chunk_size=2000):
        versions.setdefault(promise.version.number, []).append(promise)
    found: dict[tuple[int, str], str] = {}
    for number, then in versions.items():
        beside = {name for promise in then for name in said.get(_same_promise(promise), ())}
        for promise in then:
            names = said.get(_same_promise(promise), [])
            if not names and _same_time(promise)[1]:
                names = timed.get(_same_time(promise), [])
                names = names if len(names) == 1 and names[0] not in beside else []
            if names and promise.commitment not in names:
                found[number, promise.commitment] = names[0]
    return found


def _by(found: Iterable[Promise], key: Callable[[Promise], tuple[object, ...]]) -> dict[tuple[object, ...], list[str]]:
    names: dict[tuple[object, ...], list[str]] = {}
    for promise in found:
        names.setdefault(key(promise), []).append(promise.commitment)
    return names


def _same_promise(promise: Promise) -> tuple[object, ...]:
    terms = (promise.kind, promise.action, promise.within, promise.every, promise.basis or "calendar")
    return (*terms, *sorted(promise.severities), *promise.sentence.split())


def _same_time(promise: Promise) -> tuple[object, ...]:
    """What two promises of the same time for the same thing have in common; its second part is empty without a time."""
    basis: Basis = "business" if promise.basis == "business" else "calendar"
    time = tuple(length(each, basis) for each in (promise.within, promise.every) if each)
    return (promise.kind, time, promise.action, *sorted(promise.severities))


def promises(version: PolicyVersion, kind: str | None = None, action: str | None = None) -> QuerySet[Promise]:
    """The promises of ``version`` in the order of its documents, of one kind or one action where these are asked for.

    Not all of them bind: see ``Promise.binding``.
    """
    found = Promise.objects.filter(organisation_id=version.organisation_id, version=version)
    if kind is not None:
        found = found.filter(kind=kind)
    return found if action is None else found.filter(action=action)


def commitments(version: PolicyVersion) -> dict[str, Commitment]:
    """The commitments of ``version`` by the ids that ``troth check`` gives them, in their order."""
    rows = promises(version).order_by("ordinal").values_list("commitment", "whole")
    return {name: reading.commitment_of(whole) for name, whole in rows}


def bands(version: PolicyVersion) -> list[Band]:
    """The bands of CVSS scores that the policy itself sets; none where it sets none."""
    return [
        Band(one.name, one.min, one.max, one.span.path, one.span.line or 0, one.sentence)
        for one in commitments(version).values()
        if isinstance(one, SeverityBand) and not one.silenced
    ]


def texts(version: PolicyVersion) -> list[Text]:
    """The documents of ``version``, ``troth.toml`` last."""
    of_version = Text.objects.filter(organisation_id=version.organisation_id, version=version)
    return list(of_version.select_related("document").order_by("ordinal", "id"))


def sources(version: PolicyVersion) -> tuple[Source, ...]:
    """The documents of ``version`` as the reader was given them."""
    return tuple(_source(text) for text in texts(version) if text.role != REGISTER_ROLE)


def fields_asked(version: PolicyVersion | None) -> list[asked.Field]:
    """What the policy asks reporters for; the fields of every report where it asks for nothing or there is none."""
    found = texts(version) if version else []
    return asked.fields((text.document.path, text.text) for text in found if text.role != REGISTER_ROLE)


def register(version: PolicyVersion) -> str:
    """The ``troth.toml`` of ``version``, "" where it has none."""
    return next((text.text for text in texts(version) if text.role == REGISTER_ROLE), "")


def readings(version: PolicyVersion) -> tuple[Reading, ...]:
    """What the reader saw of each document that counted, with the promises that stand in it."""
    said = tuple(commitments(version).values())
    return tuple(
        reading.reading_of(_source(text), text.reading, (one for one in said if one.span.path == text.document.path))
        for text in texts(version)
        if text.reading
    )


def drift(before: PolicyVersion, after: PolicyVersion) -> Changes:
    """What ``after`` promises otherwise than ``before``, field by field, as ``troth drift`` tells it."""
    return compare(_unjudged(before), _unjudged(after), str(before))


def _unjudged(version: PolicyVersion) -> Result:
    """The promises of ``version`` with no word on how they stand: both sides alike, so that only words differ."""
    judged = tuple(
        Judged(id=name, verdict=Verdict(commitment=one, standing=Standing.NOTED, reason="not judged here"))
        for name, one in commitments(version).items()
    )
    return Result(root="", commit=version.commit, at=version.since.date(), readings=(), judged=judged)


def _source(text: Text) -> Source:
    cited = msgspec.convert(text.cited, Span) if text.cited else None
    return msgspec.convert(
        {"path": text.document.path, "text": text.text, "role": text.role, "origin": text.origin, "cited": cited},
        Source,
        from_attributes=True,
    )


def digests(version: PolicyVersion) -> dict[str, str]:
    """Path → SHA-256 of each text of ``version``."""
    return {text.document.path: text.digest for text in texts(version)}


def tells(changes: Changes) -> Sequence[tuple[str, int]]:
    """How many promises are new, changed, gone and the same, those with a number alone."""
    counts = {turn: sum(one.turn == turn for one in changes.changes) for turn in ("new", "changed", "gone", "same")}
    return [(turn, number) for turn, number in counts.items() if number]


@dataclass(frozen=True, slots=True)
class Told:
    """One difference between two versions as a page tells it. ``differs`` are (field, before, after), in words."""

    turn: str
    id: str
    promise: str
    place: str
    said: str
    says: str
    differs: tuple[tuple[str, str, str], ...]
    direction: str
    weakened: bool


def told(change: Change) -> Told:
    """``change`` for a page: what is promised, where it stands, what was said and what is said now."""
    before = change.before.verdict.commitment if change.before else None
    after = change.after.verdict.commitment if change.after else None
    shown = after or before
    one = change.after or change.before
    if shown is None or one is None:
        raise ValueError("a change has a side")
    return Told(
        turn=change.turn,
        id=one.id,
        promise=words.promise(shown),
        place=str(shown.span),
        said=before.sentence if before else "",
        says=after.sentence if after else "",
        differs=change.differs,
        direction={"mixed": "weaker in part"}.get(change.direction, change.direction),
        weakened=change.weakened,
    )


def said_since(version: PolicyVersion) -> dict[str, PolicyVersion]:
    """For each promise of ``version`` the oldest version from which on its sentence has stood as it stands, by id."""
    older = versions(version.project).filter(number__lte=version.number)[:MOST_VERSIONS]
    found = {name: (sentence, version) for name, sentence in promises(version).values_list("commitment", "sentence")}
    standing = dict.fromkeys(found)
    for one in older[1:]:
        before = dict(promises(one).filter(commitment__in=list(standing)).values_list("commitment", "sentence"))
        standing = {name: None for name in standing if before.get(name) == found[name][0]}
        found |= {name: (found[name][0], one) for name in standing}
        if not standing:
            break
    return {name: since for name, (_, since) in found.items()}


def until(version: PolicyVersion) -> datetime | None:
    """When the next version took its place; None where it stands."""
    later = PolicyVersion.objects.filter(organisation_id=version.organisation_id, project_id=version.project_id)
    return later.filter(number__gt=version.number).order_by("number").values_list("since", flat=True).first()


def counted_versions(project: Project) -> QuerySet[PolicyVersion]:
    """All versions, the newest first, each with how many ``promised`` and how many ``cases`` came under it."""
    return versions(project).annotate(promised=Count("promises", distinct=True), reports=Count("cases", distinct=True))


@dataclass(frozen=True, slots=True)
class Armed:
    """What a promise of a version armed: how many clocks, how many of them run, how many were late."""

    promise: Promise
    clocks: int
    running: int
    breached: int


def armed(version: PolicyVersion) -> list[Armed]:
    """The promises of ``version`` that armed clocks; these are of an app above, and reached by what they name."""
    found = (
        promises(version)
        .filter(clocks__isnull=False)
        .annotate(
            armed=Count("clocks"),
            running=Count("clocks", filter=Q(clocks__state__in=("running", "paused"))),
            breached=Count("clocks", filter=Q(clocks__breached_at__isnull=False)),
        )
    )
    return [Armed(one, one.armed, one.running, one.breached) for one in found]


def followed(organisation: Organisation) -> QuerySet[Document]:
    """The documents that are pulled from an address, as long as they are part of the policy."""
    found = Document.objects.filter(organisation=organisation).exclude(source_url="")
    return found.select_related("project").order_by("pk")
