"""Writes: a view of the list of cases is kept by name, or given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from troth_desk.ledger.actions import record
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership
from troth_desk.today.models import SavedView


def keep_view(member: Membership, name: str, query: str, *, by: Actor, at: datetime) -> SavedView:
    """Keep the filters ``query`` under ``name``; the same name again takes the new ones."""
    with transaction.atomic():
        view, _ = SavedView.objects.update_or_create(
            organisation_id=member.organisation_id,
            member=member,
            name=name,
            defaults={"query": query},
            create_defaults={"query": query, "created_at": at},
        )
        record(member.organisation_id, "view.kept", f"view:{view.pk}", {}, by=by, at=at)
    return view


def give_up_view(member: Membership, pk: int, *, by: Actor, at: datetime) -> bool:
    """Give up the view ``pk`` of ``member``; False where it is not theirs or is gone."""
    with transaction.atomic():
        gone, _ = SavedView.objects.filter(organisation_id=member.organisation_id, member=member, pk=pk).delete()
        if gone:
            record(member.organisation_id, "view.given_up", f"view:{pk}", {}, by=by, at=at)
    return bool(gone)
