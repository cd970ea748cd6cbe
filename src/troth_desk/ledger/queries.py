"""Reading the ledger: what happened to a subject, where the chain stands, which checkpoints were signed."""

from __future__ import annotations

from django.db.models import QuerySet

from troth_desk.ledger.models import Checkpoint, Entry


def entries(organisation_id: int, subject: str = "") -> QuerySet[Entry]:
    """Entries in their order, of ``subject`` alone where one is given."""
    found = Entry.objects.filter(organisation_id=organisation_id)
    return found.filter(subject=subject) if subject else found


def newest(organisation_id: int) -> Entry | None:
    """The last entry, None where there is none yet."""
    return entries(organisation_id).order_by("-seq").first()


def checkpoints(organisation_id: int) -> QuerySet[Checkpoint]:
    """Signed checkpoints in their order."""
    return Checkpoint.objects.filter(organisation_id=organisation_id)
