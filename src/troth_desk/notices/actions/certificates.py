"""Whose OpenPGP key is whose: kept for members and participants, replaced by their own word alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.notices import queries
from troth_desk.notices.models import Certificate, CertificateSource
from troth_desk.openpgp import certificates as openpgp
from troth_desk.tenants.models import Organisation

_WORTH = {source: place for place, source in enumerate(CertificateSource.values)}


def keep_certificate(
    organisation: Organisation, holder: str, text: str, *, source: CertificateSource, by: Actor, at: datetime
) -> Certificate | None:
    """Keep the OpenPGP key of ``holder`` ("member:3", "participant:7"), in place of the one before.

    None where it replaces nothing: what a mail brings never takes the place of a key that counts for more, since
    whoever writes a sender's name on a mail can put a key into it. A key under a signature of the one before
    (``SIGNED``) is its holder's own word.

    Raises:
        UnusableCertificateError: it is no certificate, or nothing can be encrypted to it.
    """
    found = openpgp.read(text, source.value)
    openpgp.usable(found.armoured)
    with transaction.atomic():
        take_turn(organisation.pk)
        before = queries.certificate(organisation, holder)
        if before and before.armoured == found.armoured:
            return before
        same = before is not None and before.fingerprint == found.fingerprint
        if before and not same and not _may_replace(before, source, at):
            return None
        Certificate.objects.filter(organisation=organisation, holder=holder, replaced_at__isnull=True).update(
            replaced_at=at
        )
        kept = Certificate.objects.create(
            organisation=organisation,
            holder=holder,
            fingerprint=found.fingerprint,
            armoured=found.armoured,
            source=max(source, before.source, key=_rank) if before and same else source,
            kept_at=at,
            expires_at=found.expires_at,
        )
        detail: dict[str, Plain] = {
            "fingerprint": found.fingerprint,
            "before": before.fingerprint if before else "",
            "source": source.value,
        }
        record(organisation.pk, "openpgp_certificate.kept", holder, detail, by=by, at=at)
    return kept


def forget_certificate(organisation: Organisation, holder: str, *, by: Actor, at: datetime) -> bool:
    """From now on ``holder`` has no key, and is written to in clear; False where they had none."""
    with transaction.atomic():
        take_turn(organisation.pk)
        before = queries.certificate(organisation, holder)
        if before is None:
            return False
        Certificate.objects.filter(organisation=organisation, holder=holder, replaced_at__isnull=True).update(
            replaced_at=at
        )
        detail: dict[str, Plain] = {"fingerprint": before.fingerprint}
        record(organisation.pk, "openpgp_certificate.forgotten", holder, detail, by=by, at=at)
    return True


def _rank(source: str) -> int:
    return _WORTH[source]


def _may_replace(before: Certificate, source: CertificateSource, at: datetime) -> bool:
    """Another key of the same person: by what counts for as much, where only the holder could have said it."""
    if source in {CertificateSource.PASTED, CertificateSource.SIGNED}:
        return True
    return bool(before.expires_at and before.expires_at <= at) and _WORTH[source] >= _WORTH[before.source]
