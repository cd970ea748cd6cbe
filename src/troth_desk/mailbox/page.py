"""What the page Mail says: how mail comes in, which addresses are told to reporters, how the last look went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from troth_desk.files.vault import DamagedFileError
from troth_desk.mailbox import queries, reading, routing, source
from troth_desk.mailbox.actions import keeping
from troth_desk.mailbox.models import ProjectAddress, ReceivedMail
from troth_desk.mailbox.reading import UnreadableError
from troth_desk.mailbox.source import BadMailboxError
from troth_desk.notices import queries as notices
from troth_desk.tenants.models import Organisation, Project

LATE = timedelta(minutes=10)
"""A look that is older says that no worker runs."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that means a project. ``row`` is what somebody named by hand, None for what the policy says.

    ``last`` is when mail came for the project last, by whichever of its addresses.
    """

    address: str
    project: Project
    row: ProjectAddress | None
    last: datetime | None


def state(organisation: Organisation, at: datetime) -> dict[str, Any]:
    """How mail comes in now."""
    problem, mailbox = "", None
    try:
        mailbox = source.mailbox()
    except BadMailboxError as bad:
        problem = str(bad)
    fetching = queries.fetching(organisation)
    by_way = ReceivedMail.objects.filter(organisation=organisation).values_list("way").annotate(last=Max("taken_at"))
    last = dict(by_way)
    late = bool(mailbox and fetching and fetching.looked_at and at - fetching.looked_at > LATE)
    return {
        "mailbox": mailbox,
        "mailbox_problem": problem,
        "fetching": fetching,
        "late": late,
        "last_imap": last.get("imap"),
        "last_lmtp": last.get("lmtp"),
        "addresses": addresses(organisation),
        "sends": notices.mail_is_set_up(),
    }


def addresses(organisation: Organisation) -> list[Address]:
    """Every address that means a project."""
    rows = {row.address: row for row in ProjectAddress.objects.filter(organisation=organisation)}
    mails = ReceivedMail.objects.filter(organisation=organisation, project__isnull=False)
    last = dict(mails.values_list("project").annotate(last=Max("taken_at")))
    found = [
        Address(address, project, rows.get(address), last.get(project.pk))
        for address, project in routing.addresses(organisation).items()
    ]
    return sorted(found, key=lambda one: (one.project.name, one.address))


def words_of(mail: ReceivedMail) -> str:
    """The words of a kept mail as text, or why they cannot be shown. What is encrypted stays so here."""
    try:
        return reading.read(reading.parse(keeping.content(mail.stored_as))).words
    except UnreadableError as failure:
        return f"The words cannot be shown: {failure}."
    except DamagedFileError as damage:
        return str(damage)
