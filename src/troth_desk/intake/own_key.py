"""The OpenPGP key of an organisation, as reporters meet it: made once there is a policy, under what is published."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from troth_desk.intake import contacts
from troth_desk.ledger import queries as ledger
from troth_desk.ledger.actions import record
from troth_desk.ledger.actor import Actor
from troth_desk.openpgp import keys
from troth_desk.openpgp.keys import Key, UnusableKeyError
from troth_desk.policies import queries as policies
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation

logger = logging.getLogger(__name__)

IN_USE = "openpgp_key.in_use"
"""What the ledger says once of each key: its fingerprint."""


def keep(organisation: Organisation, *, by: Actor, at: datetime) -> Key | None:
    """The key of ``organisation``, made with the policy's mail address where there is a policy and no key yet.

    Each key stands in the ledger once. The scope of the organisation has been entered. Raises ``UnusableKeyError``.
    """
    key = keys.key(organisation.pk)
    if key is None:
        versions = [one for each in tenants.projects(organisation) if (one := policies.current_version(each))]
        if not versions:
            return None
        mail = next(filter(None, map(contacts.mail_address, versions)), "")
        key = keys.made(organisation.pk, organisation.name, mail)
    _tell_ledger(organisation, key, by=by, at=at)
    return key


def usable(organisation: Organisation) -> Key | None:
    """The key of ``organisation``, None where there is none or it cannot be used: the public sees no failure of it."""
    try:
        return keys.key(organisation.pk)
    except UnusableKeyError as error:
        logger.warning("the OpenPGP key of organisation %s is left out: %s", organisation.pk, error)
        return None


def at_hand(organisation: Organisation, at: datetime) -> Key | None:
    """The key that reporters are pointed to: a usable one that has not ended at ``at``."""
    key = usable(organisation)
    return None if key and key.expires_at and key.expires_at <= at else key


def address(organisation: Organisation) -> str:
    """Where everybody gets the public half."""
    return whole(reverse("intake:openpgp-key", kwargs={"organisation": organisation.slug}))


def signed(text: str) -> tuple[str, Organisation | None]:
    """``text`` under the signature of the organisation that the desk has had for longest, and that organisation.

    One file speaks for all organisations of the desk, and one signature stands under it. None, and the text as it is,
    where nobody can sign.
    """
    for organisation in tenants.organisations().order_by("pk"):
        key = usable(organisation)
        if key is None:
            continue
        try:
            return key.clear_signed(text), organisation
        except UnusableKeyError as error:
            logger.warning("security.txt is not signed by organisation %s: %s", organisation.pk, error)
    return text, None


def sign(text: str) -> str:
    """``text`` as it is published; see ``signed``."""
    return signed(text)[0]


def _tell_ledger(organisation: Organisation, key: Key, *, by: Actor, at: datetime) -> None:
    subject = f"organisation:{organisation.pk}"
    with transaction.atomic():
        told = ledger.entries(organisation.pk, subject).filter(action=IN_USE, body__contains=key.fingerprint)
        if not told.exists():
            record(organisation.pk, IN_USE, subject, {"fingerprint": key.fingerprint}, by=by, at=at)
