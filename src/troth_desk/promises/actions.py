"""Writes of the promises: whether everybody may see how they stand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from troth_desk.ledger.actions import record
from troth_desk.ledger.actor import Actor
from troth_desk.tenants.models import Project


def show_status(project: Project, *, shown: bool, by: Actor, at: datetime) -> bool:
    """Open the public status page and the badge of ``project``, or close them; whether that changed anything."""
    with transaction.atomic():
        mine = Project.objects.filter(organisation_id=project.organisation_id, pk=project.pk)
        if mine.exclude(status_page=shown).update(status_page=shown) == 0:
            return False
        action = "status_page.opened" if shown else "status_page.closed"
        record(project.organisation_id, action, f"project:{project.pk}", {}, by=by, at=at)
    return True
