"""A known user who may be told early, links in letters to them and to a reporter, and a draft on GitHub."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from troth_desk.cases.models import Participant
from troth_desk.channels import actions, letters
from troth_desk.channels.importing import Row
from troth_desk.channels.models import Draft
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox import stopping, threads
from troth_desk.mailbox.models import Thread
from troth_desk.publishing.models import Advisory
from troth_desk.tenants.models import Project


def known(project: Project, advisory: str, at: datetime) -> dict[str, Any]:
    """What stands in addresses and bodies: "contact", "leaving", "stopping"."""
    row = Row("Ferry lines", "ferries@example.org", early=True, note="Contract of 2025")
    contact = actions.add_contact(project, row, by=SYSTEM, at=at)
    Draft.objects.create(
        organisation_id=project.organisation_id,
        advisory=Advisory.objects.get(organisation_id=project.organisation_id, reference=advisory),
        repository="example/ferry",
        next_at=at,
    )
    token = letters.leave_address(contact).rstrip("/").rpartition("/")[2]
    thread = Thread.objects.create(
        organisation_id=project.organisation_id,
        participant=Participant.objects.filter(organisation_id=project.organisation_id, thread=None).earliest("pk"),
        tag=threads.new_tag(),
        address="reporter@example.net",
        clear=False,
        mailbox="reporter@example.net",
        unproven=True,
        begun_at=at,
    )
    stop = stopping.address(thread).rstrip("/").rpartition("/")[2]
    return {"contact": contact.pk, "leaving": token, "stopping": stop}
