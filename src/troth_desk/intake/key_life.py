"""The life of an organisation's OpenPGP key: another takes its place, one is taken back, its end is told in time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from troth_desk.intake import own_key
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.notices import actions as notices
from troth_desk.openpgp import keys, life, wkd
from troth_desk.openpgp.keys import Key, UnusableKeyError
from troth_desk.people.models import Membership, Role
from troth_desk.tenants.models import Organisation

logger = logging.getLogger(__name__)


def rotate(organisation: Organisation, *, by: Actor, at: datetime, expected: str = "") -> Key:
    """Make a new key in place of the present one, with the same name; the present one goes on opening what comes.

    ``expected`` is the fingerprint of the key that was seen: where another one has taken its place meanwhile, nothing
    is done twice. Raises ``UnusableKeyError``.
    """
    with transaction.atomic():
        take_turn(organisation.pk)
        present = keys.key(organisation.pk)
        if present is None:
            raise UnusableKeyError("there is no key yet that another one could replace")
        if expected and present.fingerprint != expected:
            return present
        user = present.user_ids[0] if present.user_ids else keys.user_id(organisation.name)
        return _replace(organisation, present, keys.new(user), by=by, at=at)


def take(organisation: Organisation, armoured: str, *, by: Actor, at: datetime) -> Key:
    """Use a key that the team made itself, in place of the present one. Raises ``UnusableKeyError``."""
    given = keys.loaded(armoured)
    if not given.can_sign:
        raise UnusableKeyError(f"the OpenPGP key {given.fingerprint} cannot sign: it has ended, or has no key for it")
    with transaction.atomic():
        take_turn(organisation.pk)
        present = keys.key(organisation.pk)
        if present and present.fingerprint == given.fingerprint and present.armoured == given.armoured:
            return present
        return _replace(organisation, present, armoured, by=by, at=at)


def keep_older(organisation: Organisation, armoured: str, *, by: Actor, at: datetime) -> Key:
    """Keep a key of earlier times, that what was encrypted to it can be read. Raises ``UnusableKeyError``."""
    with transaction.atomic():
        take_turn(organisation.pk)
        old = keys.retire(organisation.pk, armoured)
        _record(organisation, "openpgp_key.kept", {"fingerprint": old.fingerprint}, by=by, at=at)
    return old


def revoke(organisation: Organisation, fingerprint: str, *, by: Actor, at: datetime) -> Key:
    """Take a key back for good, say because somebody else has it; the present one is replaced first.

    The key that is in use afterwards. Raises ``UnusableKeyError``: there is no such key, or it cannot be done.
    """
    wanted = fingerprint.replace(" ", "").upper()
    with transaction.atomic():
        take_turn(organisation.pk)
        found = next((key for key in keys.every(organisation.pk) if key.fingerprint == wanted), None)
        if found is None:
            raise UnusableKeyError(f"this organisation has no OpenPGP key {wanted[:40]}")
        present = keys.key(organisation.pk)
        if present and present.fingerprint == wanted:
            present = rotate(organisation, by=by, at=at)
        if wanted not in life.revocations(organisation.pk):
            life.revoked(organisation.pk, found)
            _record(organisation, "openpgp_key.revoked", {"fingerprint": wanted}, by=by, at=at)
    return present or found


def warn(organisation: Organisation, at: datetime) -> int:
    """Tell the owners that the key ends, 60, 30 and 7 days before, and once it has; how many notices were written."""
    key = own_key.usable(organisation)
    days = life.threshold(key.expires_at, at) if key else None
    if key is None or key.expires_at is None or days is None:
        return 0
    owners = Membership.objects.filter(organisation=organisation, ended_at__isnull=True, role=Role.OWNER)
    when = f"{key.expires_at:%Y-%m-%d}"
    title = f"Your OpenPGP key ends on {when}" if days else f"Your OpenPGP key ended on {when}"
    body = (
        f"The key {key.fingerprint} signs security.txt, and reporters encrypt to it. "
        + (f"It ends on {when}. " if days else "It has ended: nothing is signed any more, and nobody is shown it. ")
        + _remedy()
    )
    written = 0
    for owner in owners.select_related("user"):
        name = f"openpgp-ends:{key.fingerprint}:{days}:{owner.pk}"
        notices.tell(
            organisation, key=name, subject="openpgp_key", title=title, body=body, at=at, member=owner, urgent=not days
        )
        written += 1
    return written


def published(organisation: Organisation) -> list[str]:
    """What everybody gets of the organisation's keys, in armour: the present one, then those that were taken back."""
    present = own_key.usable(organisation)
    found = [present.public] if present else []
    return found + list(life.revocations(organisation.pk).values())


def directory(organisation: Organisation) -> Mapping[str, bytes]:
    """What the Web Key Directory has, by mail address: none where the key has no address."""
    present = own_key.usable(organisation)
    if present is None:
        return {}
    content = wkd.binary(published(organisation))
    return {f"{local}@{domain}": content for local, domain in wkd.addresses(present.user_ids)}


def _replace(organisation: Organisation, present: Key | None, armoured: str, *, by: Actor, at: datetime) -> Key:
    new = keys.rotated(organisation.pk, armoured)
    before = present.fingerprint if present else ""
    if present and before != new.fingerprint:
        try:
            life.succeeded(organisation.pk, present, new, organisation.name, at)
        except UnusableKeyError as error:
            logger.warning("nothing says that the OpenPGP key %s follows: %s", new.fingerprint, error)
    _record(organisation, "openpgp_key.replaced", {"before": before, "fingerprint": new.fingerprint}, by=by, at=at)
    return new


def _record(organisation: Organisation, action: str, detail: dict[str, Plain], *, by: Actor, at: datetime) -> None:
    record(organisation.pk, action, f"organisation:{organisation.pk}", detail, by=by, at=at)


def _remedy() -> str:
    if keys.given():
        return "It is given by the environment of the desk: whoever runs it moves its end with GnuPG, or gives another."
    return "Make a new one under Settings, PGP key; the old one goes on opening what was encrypted to it."
