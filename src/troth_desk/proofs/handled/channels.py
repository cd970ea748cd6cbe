"""What the desk shows of the channels that advisories are promised in: letters to known users, and GitHub.

Each advisory that was first published in the window is decided by its own records. What somebody did by hand (a call,
an advisory written on GitHub itself) the desk does not see: what it has nothing of is neither kept nor late.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q

from troth.terms.commitment import AdvisoryChannel, Commitment
from troth_desk.channels.models import Contact, Draft, Kind, Sending
from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.proofs.handled.counted import Handled
from troth_desk.publishing.models import Advisory
from troth_desk.tenants.models import Project

DIRECT, GITHUB = "direct", "github-advisory"
"""The names that the reader of policies has for these channels."""


def handled(project: Project, at: datetime, window: timedelta) -> Callable[[Commitment], Handled | None]:
    """What the channels of ``project`` show of a promise about advisories that were published in ``window``."""
    published = list(
        Advisory.objects.filter(
            organisation_id=project.organisation_id,
            project=project,
            withdrawn_at__isnull=True,
            published_at__gte=at - window,
            published_at__lte=at,
        ).order_by("published_at", "pk")
    )
    looks = {DIRECT: _direct, GITHUB: _github}

    def of(commitment: Commitment) -> Handled | None:
        look = looks.get(commitment.channel) if isinstance(commitment, AdvisoryChannel) else None
        if look is None or not published:
            return None
        kept = sum(look(one, at) for one in published)
        instants = [one.published_at for one in published if one.published_at is not None]
        return Handled(n=len(published), kept=kept, late=0, first=min(instants), last=max(instants))

    return of


def _direct(advisory: Advisory, at: datetime) -> bool:
    """Everybody who was on the list when it was published got a letter, and a mail server took each.

    An empty list shows nothing: nobody known is told, or nobody wrote them down.
    """
    when = advisory.published_at
    contacts = Contact.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=when),
        organisation_id=advisory.organisation_id,
        project_id=advisory.project_id,
        added_at__lte=when,
    )
    owed = set(contacts.values_list("pk", flat=True))
    letters = Sending.objects.filter(
        organisation_id=advisory.organisation_id,
        advisory=advisory,
        kind=Kind.PUBLISHED,
        at__lte=at,
        notice__isnull=False,
    )
    taken = Delivery.objects.filter(
        organisation_id=advisory.organisation_id,
        notice__in=letters.values("notice"),
        state=DeliveryState.HANDED_OVER,
        done_at__lte=at,
    )
    reached = set(letters.filter(notice__in=taken.values("notice")).values_list("contact", flat=True))
    return bool(owed) and owed <= reached


def _github(advisory: Advisory, at: datetime) -> bool:
    """GitHub said that it published it."""
    found = Draft.objects.filter(organisation_id=advisory.organisation_id, advisory=advisory, published_at__lte=at)
    return found.exists()
