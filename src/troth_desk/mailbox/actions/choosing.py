"""How an organisation wishes its mail handled, and which addresses mean which of its projects."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.mailbox import headers
from troth_desk.mailbox.models import Choices, ProjectAddress
from troth_desk.tenants.models import Organisation, Project


class TakenAddressError(ValueError):
    """The address means another project already, or is none; the message says which."""


def choose(
    organisation: Organisation,
    *,
    words_in_clear: bool,
    plus_addresses: bool,
    receipts: bool,
    news: bool,
    by: Actor,
    at: datetime,
) -> Choices:
    """Keep how mail is to be handled; it holds for what is written from now on."""
    said = {"words_in_clear": words_in_clear, "plus_addresses": plus_addresses, "receipts": receipts, "news": news}
    with transaction.atomic():
        take_turn(organisation.pk)
        chosen, _ = Choices.objects.update_or_create(organisation=organisation, defaults=said)
        detail: dict[str, Plain] = {**said}
        record(organisation.pk, "mail.chosen", f"organisation:{organisation.pk}", detail, by=by, at=at)
    return chosen


def name_address(project: Project, given: str, *, by: Actor, at: datetime) -> ProjectAddress:
    """From now on mail for the address ``given`` means ``project``; raises ``TakenAddressError``."""
    address = headers.address_of(given)
    if not address:
        raise TakenAddressError("That is no mail address: security@example.org is one.")
    with transaction.atomic():
        take_turn(project.organisation_id)
        before = ProjectAddress.objects.filter(organisation_id=project.organisation_id, address=address).first()
        if before is not None:
            raise TakenAddressError(f"{address} means {before.project.name} already.")
        try:
            with transaction.atomic():
                made = ProjectAddress.objects.create(
                    organisation_id=project.organisation_id, project=project, address=address
                )
        except IntegrityError:
            raise TakenAddressError(f"{address} means another project already.") from None
        detail: dict[str, Plain] = {"project": project.pk, "address": made.pk}
        record(project.organisation_id, "mail.address_named", f"project:{project.pk}", detail, by=by, at=at)
    return made


def unname_address(address: ProjectAddress, *, by: Actor, at: datetime) -> None:
    """Mail for it means the project no more, unless its policy names the address."""
    with transaction.atomic():
        take_turn(address.organisation_id)
        detail: dict[str, Plain] = {"project": address.project_id, "address": address.pk}
        ProjectAddress.objects.filter(organisation_id=address.organisation_id, pk=address.pk).delete()
        subject = f"project:{detail['project']}"
        record(address.organisation_id, "mail.address_removed", subject, detail, by=by, at=at)
