"""Reads of advisories. The first argument is the organisation, or an object of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from troth_desk.cases.models import Case
from troth_desk.people import queries as people
from troth_desk.people.access import REVIEW, WORK
from troth_desk.people.models import Membership
from troth_desk.publishing import content as contents
from troth_desk.publishing import crediting
from troth_desk.publishing.content import Content
from troth_desk.publishing.models import Advisory, Did, Publisher, Revision, State, Step
from troth_desk.publishing.states import SEEN
from troth_desk.tenants.models import Organisation, Project

FILTERS = ("state", "project", "text")
"""What the list can be narrowed by, as names in addresses."""
_WRITES = frozenset({Did.BEGUN, Did.WRITTEN})
_SEES = {State.REVIEWED: Did.REVIEWED, State.APPROVED: Did.APPROVED}
_ENDS_A_ROUND = frozenset({Did.PUBLISHED, Did.REVISED})


def advisories(organisation: Organisation, filters: Mapping[str, str] | None = None) -> QuerySet[Advisory]:
    """The advisories of ``organisation``, the newest first, narrowed by ``filters``; unknown names are ignored."""
    found = Advisory.objects.filter(organisation=organisation).select_related("project__organisation", "case__policy")
    asked = {name: value.replace("\0", "").strip() for name, value in (filters or {}).items() if name in FILTERS}
    if asked.get("state"):
        found = found.filter(state=asked["state"])
    if asked.get("project"):
        found = found.filter(project__slug=asked["project"])
    if asked.get("text"):
        words = asked["text"]
        found = found.filter(reference__icontains=words) | found.filter(content__title__icontains=words)
    return found


def advisory(organisation: Organisation, reference: str) -> Advisory | None:
    """The advisory of that reference; None where this organisation has none."""
    return advisories(organisation).filter(reference=reference).first()


def of_case(case: Case) -> Advisory | None:
    """The advisory of ``case``: the one that stands, else the last that was withdrawn; None where it has none."""
    found = advisories(case.project.organisation).filter(case=case)
    return found.exclude(state=State.WITHDRAWN).first() or found.first()


def publisher(project: Project) -> Publisher:
    """What the advisories of ``project`` have in common; an empty one where nobody has said anything."""
    found = Publisher.objects.filter(organisation_id=project.organisation_id, project=project).first()
    return found or Publisher(organisation_id=project.organisation_id, project=project)


def written(advisory: Advisory) -> Content:
    """What is being written, with the thanks that people wish now."""
    return crediting.with_wishes(contents.read(advisory.content), advisory.case)


def digest(advisory: Advisory) -> str:
    """What a review or an approval of what is being written is bound to."""
    return contents.digest(written(advisory))


def standing(advisory: Advisory) -> State:
    """Where it stands: reviewed and approved hold only for the content that people saw.

    Whatever changes it (another edit, or another wish of somebody who is thanked) makes it a draft, at once.
    """
    return _standing(advisory, _seen_digests(advisory.organisation_id, [advisory]))


def standings(organisation: Organisation, shown: Sequence[Advisory]) -> dict[int, State]:
    """Where each of ``shown`` stands, by its id: two queries for a list, however long it is."""
    seen = [one for one in shown if one.state in SEEN]
    prefetch_related_objects([one.case for one in seen if one.case is not None], "participants")
    digests = _seen_digests(organisation.pk, seen)
    return {one.pk: _standing(one, digests) for one in shown}


def _standing(advisory: Advisory, digests: Mapping[tuple[int, str], str]) -> State:
    state = State(advisory.state)
    if state in SEEN and digests.get((advisory.pk, _SEES[state]), "") != digest(advisory):
        return State.DRAFT
    return state


def _seen_digests(organisation_id: int, shown: Sequence[Advisory]) -> dict[tuple[int, str], str]:
    """What was reviewed and approved last, by the advisory and which of the two it was."""
    if not any(one.state in SEEN for one in shown):
        return {}
    done = Step.objects.filter(organisation_id=organisation_id, advisory__in=shown, did__in=_SEES.values())
    rows = done.order_by("at", "id").values_list("advisory_id", "did", "digest")
    return {(pk, did): digest for pk, did, digest in rows}


def steps(advisory: Advisory) -> QuerySet[Step]:
    """What was done to it, in order."""
    found = Step.objects.filter(organisation_id=advisory.organisation_id, advisory=advisory)
    return found.select_related("member__user")


def authors(advisory: Advisory) -> list[int]:
    """The numbers of the members who wrote what is being written, since it was published last; the last one last.

    Who began it and let stand what was filled in wrote that.
    """
    wrote: list[int] = []
    began: list[int] = []
    for step in steps(advisory):
        if step.did in _ENDS_A_ROUND:
            wrote, began = [], []
        elif step.did in _WRITES and step.member_id is not None:
            (began if step.did == Did.BEGUN else wrote).append(step.member_id)
    return wrote or began


def barred(advisory: Advisory, able: Iterable[Membership]) -> set[int]:
    """Who of those that are ``able`` to look at it may not, since they wrote it.

    Where everybody wrote in it, the last one may not; who is able alone, may.
    """
    wrote = authors(advisory)
    numbers = {one.pk for one in able}
    if numbers - set(wrote):
        return set(wrote)
    return {wrote[-1]} if wrote and numbers - {wrote[-1]} else set()


def reviewers(advisory: Advisory, digest: str) -> set[int]:
    """The numbers of the members who reviewed exactly the content of ``digest``."""
    found = steps(advisory).filter(did=Did.REVIEWED, digest=digest, member__isnull=False)
    return set(found.values_list("member_id", flat=True))


def people_who(organisation: Organisation, *, approve: bool) -> list[Membership]:
    """The members who may approve, or who may at least review."""
    roles = REVIEW if approve else REVIEW | WORK
    return list(people.members(organisation, *sorted(roles)))


def revisions(advisory: Advisory) -> QuerySet[Revision]:
    """What the world was shown, in order."""
    return Revision.objects.filter(organisation_id=advisory.organisation_id, advisory=advisory).order_by("number")


def newest(advisory: Advisory) -> Revision | None:
    """What the world reads now; None before it was published."""
    return revisions(advisory).last()


def detailed(advisory: Advisory) -> datetime | None:
    """When the world first read all of it; None while it did not."""
    return next((one.at for one in revisions(advisory) if not one.withheld), None)


def fix_recorded(advisory: Advisory) -> datetime | None:
    """When the release of the fix was first put on record; None where it was not."""
    found = steps(advisory).filter(did=Did.FIX_RELEASED).order_by("at", "id").first()
    return found.at if found else None


def public(organisation: Organisation, at: datetime, project: Project | None = None) -> QuerySet[Advisory]:
    """What everybody may read at ``at``, the newest first, with its revisions; withdrawn ones too, marked so."""
    found = Advisory.objects.filter(organisation=organisation, published_at__isnull=False, published_at__lte=at)
    if project is not None:
        found = found.filter(project=project)
    shown = Revision.objects.filter(organisation=organisation).order_by("number")
    return (
        found.select_related("project__organisation", "case")
        .prefetch_related(Prefetch("revisions", shown), "case__participants")
        .order_by("-published_at", "-id")
    )


def to_publish(organisation: Organisation, at: datetime) -> QuerySet[Advisory]:
    """What is scheduled and due at ``at``."""
    found = Advisory.objects.filter(organisation=organisation, publish_at__isnull=False, publish_at__lte=at)
    return found.select_related("project__organisation", "case__policy").order_by("publish_at", "id")


def to_detail(organisation: Organisation, at: datetime) -> QuerySet[Advisory]:
    """Published advisories whose details are due at ``at``."""
    found = Advisory.objects.filter(organisation=organisation, details_at__isnull=False, details_at__lte=at)
    return found.select_related("project__organisation", "case__policy").order_by("details_at", "id")


def waiting(organisation: Organisation) -> QuerySet[Advisory]:
    """Advisories that somebody has to do something about before the world can read them, the oldest first."""
    found = advisories(organisation).filter(state__in=(State.DRAFT, State.REVIEWED, State.APPROVED))
    return found.order_by("created_at", "id")


def references(found: Iterable[Advisory]) -> list[str]:
    """Their references."""
    return [one.reference for one in found]
