"""What everybody may see, as numbers and as a signed statement: each promise, how often, how long, over which time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from django.conf import settings

from troth.formats import desk_facts, transparency
from troth.formats.transparency import FEWEST, Ledger, Promise, Shown, Statement
from troth.terms.result import Judged
from troth.terms.seen.desk import DeskRecord
from troth.terms.verdict import Standing
from troth_desk.ledger import queries as ledger
from troth_desk.ledger import signing
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion
from troth_desk.promises.judging import Stood

_Key = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """A promise of the table. ``took`` and ``most`` are the median and the 90th percentile, None below three."""

    id: str
    sentence: str
    standing: str
    n: int
    kept: int
    late: int
    took: timedelta | None
    most: timedelta | None


def statement(stood: Stood) -> Statement:
    """What everybody may see of ``stood``, ready to be signed. It says nothing of what runs now."""
    project, at = stood.project, stood.counted_at.astimezone(UTC).replace(microsecond=0)
    newest = ledger.newest(project.organisation_id)
    return Statement(
        subject=_documents(stood.version),
        predicate=Shown(
            organisation=project.organisation.name,
            project=project.name,
            name=f"{project.organisation.slug}/{project.slug}",
            desk=settings.ADDRESS,
            key=signing.key_id(),
            policy=stood.version.number,
            issued_at=at,
            since=at - stood.window,
            until=at,
            checked=stood.check.at if stood.check else None,
            promises=tuple(_promises(stood))[: transparency.MOST],
            ledger=Ledger(entries=newest.seq, digest=newest.digest) if newest else None,
        ),
    )


def signed(said: Statement) -> dict[str, Any]:
    """The same in an envelope that ``troth verify`` reads."""
    return signing.envelope(transparency.PAYLOAD, transparency.written(said))


def table(said: Statement) -> tuple[Row, ...]:
    """The promises that something was decided of, as the page shows them."""
    return tuple(
        Row(
            one.id,
            one.sentence,
            one.standing,
            one.n,
            one.kept or 0,
            one.late or 0,
            _length(one.median),
            _length(one.p90),
        )
        for one in said.predicate.promises
        if one.n
    )


def _documents(version: PolicyVersion) -> tuple[desk_facts.Subject, ...]:
    return tuple(
        desk_facts.Subject(name=text.document.path, digest={"sha256": desk_facts.digest(text.text)})
        for text in policies.texts(version)
        if text.role != policies.REGISTER_ROLE
    )


def _promises(stood: Stood) -> Iterator[Promise]:
    """Advice, discretion and what is silenced are no promises, and left out."""
    records = {(one.kind, one.sentence, one.terms): one for one in stood.records}
    for one in stood.result.judged:
        if one.verdict.standing is Standing.NOTED:
            continue
        commitment = one.verdict.commitment
        record = records.get(_key(one))
        yield Promise(
            id=one.id,
            document=commitment.span.path,
            line=commitment.span.line or 0,
            sentence=commitment.sentence,
            standing=one.verdict.standing.value,
            **(_numbers(record) if record is not None else {}),
        )


def _key(one: Judged) -> _Key:
    commitment = one.verdict.commitment
    return commitment.kind, commitment.sentence, tuple(sorted(desk_facts.terms(commitment).items()))


def _numbers(record: DeskRecord) -> dict[str, Any]:
    told = record.n >= FEWEST
    return {
        "n": record.n,
        "kept": record.kept,
        "late": record.late,
        "median": record.median if told else None,
        "p90": record.p90 if told else None,
    }


def _length(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
