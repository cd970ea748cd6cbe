"""Reads of policies. The first argument belongs to the organisation that asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from django.db.models import QuerySet

from troth.terms.changes import Changes, compare
from troth.terms.commitment import Commitment, SeverityBand
from troth.terms.result import Judged, Result
from troth.terms.source import Source
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.verdict import Standing, Verdict
from troth_desk.policies import asked, reading
from troth_desk.policies.models import PolicyVersion, Promise, Text
from troth_desk.tenants.models import Project

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


def version(project: Project, number: int) -> PolicyVersion | None:
    """The version of that number."""
    return versions(project).filter(number=number).first()


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
