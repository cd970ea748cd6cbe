"""A result comes in: what it tells of is known again or new, what it does not tell of any more is gone.

Everything happens in one transaction, in chunks, so that memory is bounded by the number of findings and not by their
words. What is not whole (a tool that crashed, that did not say that it looked at anything) closes nothing; what is
older than the newest result of its stream changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from troth_desk.findings import counting
from troth_desk.findings.actions import matching, owing, retelling, telling
from troth_desk.findings.actions.closing import close
from troth_desk.findings.actions.making import Maker
from troth_desk.findings.actions.matching import Placed
from troth_desk.findings.models import Event, Finding, Import, Sighting, Stream
from troth_desk.findings.seen import Delivered, Seen
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.policies.reading import storable
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Project

CHUNK = 1_000
"""Results that are looked up at a time."""
AT_ONCE = 200
"""Findings whose clocks are started with the import; those beyond are left to the round, a minute later."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a result. ``new`` is false where the same one was brought in before.

    ``findings`` are the ids of what it told of, in its order, where they were asked for.
    """

    brought: Import
    new: bool
    findings: tuple[int, ...] = ()


@transaction.atomic
def bring(
    project: Project,
    delivered: Delivered,
    *,
    source: str,
    digest: str,
    by: Actor,
    at: datetime,
    scan: Scan | None = None,
    ids: bool = False,
) -> Brought:
    """Bring ``delivered`` into the findings of ``project``; the same ``digest`` of a stream again is the old one.

    ``ids``: say which findings it told of; without it they are not kept in memory.
    """
    take_turn(project.organisation_id)
    stream = _stream(project, source, delivered)
    of_organisation = {"organisation_id": project.organisation_id}
    before = Import.objects.filter(**of_organisation, stream=stream, digest=digest).first()
    if before is not None:
        return Brought(before, new=False)
    brought = Import.objects.create(
        **of_organisation,
        stream=stream,
        scan=scan,
        digest=digest,
        at=delivered.at,
        received_at=at,
        actor=str(by),
        version=_plain(delivered.version, 100),
        commit=_plain(delivered.commit, 64),
        partial=storable([_plain(each, 300) for each in delivered.partial[:20]]),
        older=stream.newest_at is not None and delivered.at < stream.newest_at,
    )
    work = _Work(project, stream, brought, at, keeps_ids=ids)
    if brought.older:
        brought.told = sum(1 for _ in delivered.seen)
    else:
        work.take(delivered.seen)
        if not delivered.partial:
            brought.gone = close(project, stream, brought, work.unseen(), by=by, at=at)
    _end(work, whole=not delivered.partial, by=by)
    return Brought(brought, new=True, findings=tuple(work.ids))


def _stream(project: Project, source: str, delivered: Delivered) -> Stream:
    stream, _ = Stream.objects.get_or_create(
        organisation_id=project.organisation_id,
        project=project,
        source=source,
        tool=_plain(delivered.tool, 100) or "unnamed",
        category=_plain(delivered.category, 100),
    )
    return stream


def _end(work: _Work, *, whole: bool, by: Actor) -> None:
    """What an import leaves behind: its counts, the ledger entry, the count of the day, notices, clocks."""
    project, brought, stream, at = work.project, work.brought, work.stream, work.at
    brought.save()
    if not brought.older:
        stream.newest_at = brought.at
        stream.whole_at = brought.at if whole else stream.whole_at
        stream.save()
        counting.note(project, at)
    detail: dict[str, Plain] = {
        "import": brought.pk,
        "stream": stream.pk,
        "source": stream.source,
        "told": brought.told,
        "new": brought.new,
        "gone": brought.gone,
        "back": brought.back,
        "whole": whole,
    }
    record(project.organisation_id, "findings.imported", f"project:{project.pk}", detail, by=by, at=at)
    telling.tell_of_new(project, brought, work.opened, at=at)
    owing.settle(project.organisation, by=by, at=at, most=AT_ONCE)


class _Row(NamedTuple):
    """What of a known finding must be looked at to see whether anything has changed."""

    pk: int
    identity: str
    stream_id: int
    state: str
    gone: datetime | None
    decided_at: datetime | None
    mark: tuple[object, ...]


_SEVERITY, _LIVE, _IDENTITY = (matching.EACH.index(name) for name in ("severity", "live", "identity"))
_COLUMNS = ("pk", "identity", "stream_id", "state", "gone_at", "decided_at")


class _Work:
    """One import under way."""

    def __init__(self, project: Project, stream: Stream, brought: Import, at: datetime, *, keeps_ids: bool) -> None:
        self.project, self.stream, self.brought, self.at = project, stream, brought, at
        self.opened: Counter[str] = Counter()
        self.ids: list[int] = []
        self._keeps_ids = keeps_ids
        self._place: dict[str, int] = {}
        self._owing = owing.Promised(project)
        self._of = {"organisation_id": project.organisation_id, "project": project}
        self._lookup = matching.Lookup(project)
        self._maker = Maker(brought)
        self._present = set(
            Finding.objects.filter(**self._of, stream=stream, gone_at=None).values_list("pk", flat=True)
        )
        self._others = set(
            Sighting.objects.filter(organisation_id=project.organisation_id, stream=stream).values_list(
                "finding_id", flat=True
            )
        )
        self._missing = self._present | self._others

    def unseen(self) -> set[int]:
        """Findings that the stream has seen before and was not told of now."""
        return self._missing

    def take(self, seen: Iterable[Seen]) -> None:
        """Everything that was told, chunk by chunk."""
        told = iter(seen)
        while chunk := list(islice(told, CHUNK)):
            self.brought.told += len(chunk)
            self._chunk(chunk)

    def _chunk(self, chunk: Sequence[Seen]) -> None:
        placed = list(self._lookup.numbered(chunk))
        keys = [each.identity for each in placed if each.identity]
        rows = Finding.objects.filter(**self._of, identity__in=keys).values_list(*_COLUMNS, *matching.MARK)
        known = {row[1]: _Row._make((*row[:6], row[6:])) for row in rows.iterator(chunk_size=CHUNK)}
        unknown = [each for each in placed if each.identity and each.identity not in known]
        found = self._lookup.otherwise(unknown)
        new, again, moved = list[matching.Row](), list[tuple[int, Placed]](), list[retelling.Retold]()
        place = self._place if self._keeps_ids else {}
        for each in placed:
            row = known.get(each.identity)
            if row is not None:
                place[each.identity] = row.pk
                if self._again(row, each.seen):
                    again.append((row.pk, each))
                elif matching.place(each.seen) != matching.place_of(row.mark):
                    moved.append((row.pk, *matching.place(each.seen)))
            elif each.identity in found:
                place[each.identity] = found[each.identity]
                again.append((found[each.identity], each))
            elif each.identity:
                new.append(matching.new(each, owing=self._owing))
            self.brought.twins += not each.identity
        retelling.retell(self.project.organisation_id, moved)
        self._look_again(again)
        self._maker.make(new)
        self.brought.new += len(new)
        self.opened.update(str(row[_SEVERITY]) for row in new if row[_LIVE])
        if self._keeps_ids:
            made = [row[_IDENTITY] for row in new]
            place.update(Finding.objects.filter(**self._of, identity__in=made).values_list("identity", "pk"))
            self.ids += [place[each.first] for each in placed]

    def _again(self, row: _Row, seen: Seen) -> bool:
        """Note that it is seen; whether it has to be looked at: it changed, came back, or another stream had it."""
        self._missing.discard(row.pk)
        if row.stream_id != self.stream.pk and row.pk not in self._others:
            return True
        return (
            row.gone is not None
            or row.state in ("fixed", "silenced")
            or bool(seen.silenced)
            or matching.weight(matching.mark(seen)) != matching.weight(row.mark)
        )

    def _look_again(self, again: Iterable[tuple[int, Placed]]) -> None:
        told = dict(again)
        self._missing -= told.keys()
        loaded = Finding.objects.filter(**self._of, pk__in=list(told)).order_by("pk")
        changed, sightings, events = list[Finding](), list[Sighting](), list[Event]()
        for finding in loaded:
            look = matching.look(finding, told[finding.pk], self.stream, self.brought, self.at, owing=self._owing)
            changed.append(finding)
            sightings += [look.sighting] if look.sighting else []
            if look.back:
                self.brought.back += 1
                self.opened[finding.severity] += finding.live
                events.append(_back(finding, self.brought, self.at))
        # in place of bulk_update, which writes a choice for each row and field: 100 times slower
        fields = matching.CHANGED
        Finding.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=("id",), update_fields=fields, batch_size=CHUNK
        )
        Event.objects.bulk_create(events, batch_size=CHUNK)
        Sighting.objects.bulk_create(sightings, ignore_conflicts=True, batch_size=CHUNK)


def _back(finding: Finding, brought: Import, at: datetime) -> Event:
    return Event(
        organisation_id=finding.organisation_id,
        finding=finding,
        kind="back",
        at=at,
        actor=brought.actor,
        brought=brought,
    )


def _plain(text: str, most: int) -> str:
    return text.replace("\0", "")[:most]
