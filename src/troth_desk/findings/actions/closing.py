"""What a whole result does not tell of any more is gone, unless another stream still sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from troth_desk.deadlines import actions as deadlines
from troth_desk.deadlines.models import OPEN, Clock
from troth_desk.findings.actions.owing import FIX, RESPOND
from troth_desk.findings.models import Event, Finding, Import, Sighting, Stream
from troth_desk.findings.states import LIVE, State
from troth_desk.ledger.actor import Actor
from troth_desk.tenants.models import Organisation, Project

CHUNK = 1_000


def close(
    project: Project, stream: Stream, brought: Import | None, unseen: Iterable[int], *, by: Actor, at: datetime
) -> int:
    """``stream`` does not see the findings ``unseen`` any more; how many of them nothing sees now.

    What was to be done is fixed with it, and meets its clocks; what was decided otherwise stays decided so.
    """
    return sum(_chunk(project, stream, brought, chunk, by=by, at=at) for chunk in _lists(unseen))


def _chunk(project: Project, stream: Stream, brought: Import | None, pks: list[int], *, by: Actor, at: datetime) -> int:
    of_organisation = {"organisation_id": project.organisation_id}
    sightings = Sighting.objects.filter(**of_organisation, finding_id__in=pks)
    sightings.filter(stream=stream).delete()
    own = Finding.objects.filter(**of_organisation, project=project, pk__in=pks, stream=stream, gone_at=None)
    others: dict[int, Sighting] = {}
    for sighting in sightings.filter(finding__in=own.values("pk")).order_by("-pk"):
        others[sighting.finding_id] = sighting
    for pk, sighting in others.items():
        Finding.objects.filter(**of_organisation, pk=pk).update(stream_id=sighting.stream_id)
        sighting.delete()
    owed = list(own.exclude(counts_from=None).values_list("pk", flat=True))
    gone = list(own.values_list("pk", flat=True))
    rows = Finding.objects.filter(**of_organisation, pk__in=gone)
    rows.update(gone_at=at, live=False, owes=False)
    rows.filter(state__in=LIVE).update(state=State.FIXED, decided_at=at)
    Event.objects.bulk_create(
        [Event(**of_organisation, finding_id=pk, kind="gone", at=at, actor=str(by), brought=brought) for pk in gone],
        batch_size=CHUNK,
    )
    met(project.organisation, owed, by=by, at=at)
    return len(gone)


def met(organisation: Organisation, pks: Iterable[int], *, by: Actor, at: datetime) -> None:
    """The findings ``pks`` are fixed: what was owed for them is done."""
    for subject in running(organisation, pks):
        for action in (FIX, RESPOND):
            deadlines.meet(organisation, subject, action, by=by, at=at)


def running(organisation: Organisation, pks: Iterable[int]) -> list[str]:
    """The subjects among ``pks`` that have open clocks."""
    found = Clock.objects.filter(organisation=organisation, subject__in=[f"finding:{pk}" for pk in pks], state__in=OPEN)
    return sorted(set(found.values_list("subject", flat=True)))


def _lists(things: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(sorted(things))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
