"""Reads: who is told of a project's advisories, how far each letter has come, and where the draft on GitHub stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from troth_desk.channels import sources
from troth_desk.channels.models import Contact, Draft, Kind, Sending
from troth_desk.channels.sources import Source
from troth_desk.notices import queries as notices
from troth_desk.notices.models import Certificate, Delivery, DeliveryState
from troth_desk.publishing.models import Advisory, Revision
from troth_desk.tenants.models import Organisation, Project

TOLD_WITHIN = timedelta(days=30)
"""Revisions older than this are told to nobody any more: a desk that was away for longer asks its people first."""


def contacts(project: Project) -> QuerySet[Contact]:
    """Everybody who is told of advisories of ``project`` now."""
    return Contact.objects.filter(organisation_id=project.organisation_id, project=project, ended_at__isnull=True)


def ended(project: Project) -> QuerySet[Contact]:
    """Those who are told no more, the last first."""
    found = Contact.objects.filter(organisation_id=project.organisation_id, project=project, ended_at__isnull=False)
    return found.order_by("-ended_at", "-id")


def contact(organisation: Organisation, pk: int) -> Contact | None:
    """The contact of that number; None where this organisation has none."""
    return Contact.objects.filter(organisation=organisation, pk=pk).select_related("project__organisation").first()


def counted(organisation: Organisation) -> Sequence[tuple[Project, int, int]]:
    """Each project with how many are told of its advisories, and how many of them before the world."""
    live = Contact.objects.filter(organisation=organisation, ended_at__isnull=True)
    counts: dict[int, tuple[int, int]] = {
        project: (whole, early)
        for project, whole, early in live.order_by()
        .values_list("project")
        .annotate(whole=Count("pk"), early=Count("pk", filter=Q(early=True)))
    }
    projects = Project.objects.filter(organisation=organisation).order_by("name", "id")
    return [(one, *counts.get(one.pk, (0, 0))) for one in projects]


def certificate(organisation: Organisation, one: Contact) -> Certificate | None:
    """The OpenPGP key that they gave."""
    return notices.certificate(organisation, one.holder)


def keys(organisation: Organisation, found: Iterable[Contact]) -> dict[int, Certificate]:
    """The keys of ``found``, by the number of the contact."""
    holders = {one.holder: one.pk for one in found}
    kept = Certificate.objects.filter(organisation=organisation, holder__in=holders, replaced_at__isnull=True)
    return {holders[one.holder]: one for one in kept}


@dataclass(frozen=True, slots=True)
class Stands:
    """A letter and how far it has come: ``mark`` is a standing, ``words`` say it. Nothing is ever called delivered."""

    sending: Sending
    mark: str
    words: str
    delivery: Delivery | None


def stands(advisory: Advisory) -> Sequence[Stands]:
    """Every letter about ``advisory``, the last first."""
    found = list(
        Sending.objects.filter(organisation_id=advisory.organisation_id, advisory=advisory).select_related("contact")
    )
    mails = Delivery.objects.filter(
        organisation_id=advisory.organisation_id, notice__in=[one.notice_id for one in found if one.notice_id]
    )
    of = {mail.notice_id: mail for mail in mails}
    return [_stands(one, of.get(one.notice_id or 0)) for one in found]


_MARKS = {
    DeliveryState.WAITING: ("unproven", "waits to be sent"),
    DeliveryState.HANDED_OVER: ("kept", "handed to the mail server"),
    DeliveryState.FAILED: ("broken", "not sent"),
    DeliveryState.BOUNCED: ("broken", "came back"),
}


def _stands(sending: Sending, delivery: Delivery | None) -> Stands:
    if sending.refused:
        return Stands(sending, "broken", f"not written: {sending.refused}", None)
    if delivery is None:
        return Stands(sending, "unproven", "no mail was made of it", None)
    mark, words = _MARKS[DeliveryState(delivery.state)]
    if delivery.state == DeliveryState.HANDED_OVER:
        words += ", encrypted" if delivery.encrypted_to else ", in clear"
    return Stands(sending, mark, f"{words}: {delivery.failure}" if delivery.failure else words, delivery)


def untold(organisation: Organisation, at: datetime) -> Sequence[tuple[Revision, Contact]]:
    """The newest revision of each published advisory, and everybody who is owed a letter about it.

    Whoever was added after a revision was published is told with the next one: they read it where everybody does.
    """
    recent = Revision.objects.filter(organisation=organisation, at__gte=at - TOLD_WITHIN, at__lte=at)
    newest: dict[int, Revision] = {}
    for revision in recent.select_related("advisory__project__organisation").order_by("at", "number"):
        newest[revision.advisory_id] = revision
    if not newest:
        return []
    told = set(
        Sending.objects.filter(organisation=organisation, advisory__in=newest).values_list(
            "advisory_id", "contact_id", "revision"
        )
    )
    projects = {one.advisory.project_id for one in newest.values()}
    of: dict[int, list[Contact]] = {}
    for each in Contact.objects.filter(organisation=organisation, project__in=projects, ended_at__isnull=True):
        of.setdefault(each.project_id, []).append(each)
    return [
        (revision, each)
        for revision in newest.values()
        for each in of.get(revision.advisory.project_id, ())
        if each.added_at <= revision.at and (revision.advisory_id, each.pk, revision.number) not in told
    ]


def early(advisory: Advisory) -> Sequence[Contact]:
    """Those who agreed to hear of it before the world, and have not been told yet."""
    told = Sending.objects.filter(organisation_id=advisory.organisation_id, advisory=advisory, kind=Kind.EARLY)
    return list(contacts(advisory.project).filter(early=True).exclude(pk__in=told.values("contact_id")))


def draft(advisory: Advisory) -> Draft | None:
    """Its counterpart on GitHub."""
    return Draft.objects.filter(organisation_id=advisory.organisation_id, advisory=advisory).first()


def drafts_due(organisation: Organisation, at: datetime) -> Sequence[Draft]:
    """Drafts to be looked after at ``at``, the longest waiting first: those that are due, or changed here since."""
    changed = Q(failure="", advisory__changed_at__gte=F("looked_at"))
    found = Draft.objects.filter(Q(next_at__lte=at) | changed, organisation=organisation).order_by("next_at", "id")
    return list(found.select_related("advisory__project__organisation", "advisory__case"))


def source(project: Project, repository: str = "") -> Source | None:
    """By which token the repository of ``project`` is written to; the first one where none is named."""
    mine = [one for one in sources.sources().of(project.organisation) if one.project == project.slug]
    return next((one for one in mine if not repository or one.repository == repository), None)
