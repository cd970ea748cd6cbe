"""What the advisories of a project have in common is settled once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from troth_desk.ledger.actions import record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.publishing.models import Publisher
from troth_desk.tenants.models import Project


@transaction.atomic
def settle(project: Project, settled: dict[str, Any], *, by: Actor, at: datetime) -> Publisher:
    """Say who publishes for ``project``, and how; ``settled`` are fields of ``Publisher``."""
    take_turn(project.organisation_id)
    made, _ = Publisher.objects.update_or_create(
        organisation_id=project.organisation_id, project=project, defaults=settled
    )
    record(project.organisation_id, "publisher.settled", f"project:{project.pk}", {"days": made.days}, by=by, at=at)
    return made
