"""What matters that a law asks to be told of are called in lists, calendars and notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from troth.standards.statutes import PROFILES
from troth_desk.deadlines.subjects import Kind, Owed, Subject
from troth_desk.reporting.models import Matter
from troth_desk.tenants.models import Organisation


def describe(organisation: Organisation, ids: Sequence[str]) -> Mapping[str, Subject]:
    """The matters of those ids."""
    found = Matter.objects.filter(organisation=organisation, pk__in=[int(one) for one in ids if one.isdigit()])
    return {str(one.pk): _subject(organisation, one) for one in found}


def _subject(organisation: Organisation, matter: Matter) -> Subject:
    return Subject(
        reference=matter.about.partition(":")[2],
        title=f"What the law asks to be told of {matter.about.partition(':')[2]}",
        address=f"/o/{organisation.slug}/paper/statutes/{matter.pk}/",
        says="closed" if matter.closed_at else "to be told",
    )


KIND = Kind(
    describe=describe,
    owed={
        one.key: Owed(noun=f"report by {one.article}", todo=f"Tell it: {one.article}", counts="told")
        for profile in PROFILES
        for one in profile.obligations
    },
)
