"""Keys of programs: how one looks, whether the one that a request brings works, and for what.

A key is ``troth_<organisation>_<prefix>_<secret>``: the number of the organisation tells whose rows to look in, so
that no read goes past the tenants' walls; the prefix names the row; of the secret only the SHA-256 is kept, which is
enough for 256 random bits.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from troth_desk import clock
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.people.models import ApiKey
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope as tenant_scope
from troth_desk.tenants.middleware import enter
from troth_desk.tenants.models import Organisation, Project

FORM = re.compile(r"troth_(\d{1,18})_([0-9a-f]{12})_([0-9a-f]{64})")
USE_IS_NOTED_EVERY = timedelta(minutes=1)
"""How exact ``last_used_at`` is: a busy program writes one row a minute, not one a request."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A key as it is shown once: ``text`` whole, ``prefix`` and ``digest`` as they are kept."""

    text: str
    prefix: str
    digest: str


def fresh(organisation: Organisation) -> Fresh:
    """A new random key of ``organisation``."""
    prefix, secret = secrets.token_hex(6), secrets.token_hex(32)
    return Fresh(f"troth_{organisation.pk}_{prefix}_{secret}", prefix, digest(secret))


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of(key: ApiKey) -> Actor:
    """The program as the ledger names it."""
    return Actor(ActorKind.KEY, str(key.pk))


def working(organisation: Organisation, text: str, at: datetime) -> ApiKey | None:
    """The key that ``text`` is, where it is of ``organisation``, runs at ``at`` and its maker is still a member."""
    parts = FORM.fullmatch(text)
    if parts is None or int(parts[1]) != organisation.pk:
        return None
    found = (
        ApiKey.objects.select_related("organisation")
        .filter(organisation=organisation, prefix=parts[2], revoked_at=None, expires_at__gt=at)
        .filter(created_by__ended_at=None)
        .first()
    )
    if found is None or not hmac.compare_digest(found.digest, digest(parts[3])):
        return None
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=at - USE_IS_NOTED_EVERY)
    ApiKey.objects.filter(long_ago, pk=found.pk).update(last_used_at=at)
    return found


def of_request(request: HttpRequest, at: datetime) -> ApiKey | None:
    """The working key that ``request`` brings; the rest of the request then happens inside its organisation."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    parts = FORM.fullmatch(text.strip())
    organisation = Organisation.objects.filter(pk=int(parts[1])).first() if parts else None
    if organisation is None or kind.lower() != "bearer":
        return None
    with tenant_scope.inside(organisation):
        found = working(organisation, text.strip(), at)
    if found is not None:
        enter(request, organisation)
    return found


def authenticate(request: HttpRequest, scope: str) -> ApiKey:
    """The key of the request where it works and has ``scope``; raises ``HttpError`` 401 or 403 with what to do.

    Enters the key's organisation: ``request.organisation`` is set and its rows are seen from here on.
    """
    key = of_request(request, clock.now())
    if key is None:
        raise HttpError(
            401, "Send a working API key: Authorization: Bearer troth_…; owners make them under Settings, API keys."
        )
    if scope not in key.scopes:
        raise HttpError(403, f'This key lacks the scope "{scope}". An owner can make one that has it.')
    return key


def key_of(request: HttpRequest) -> ApiKey:
    """The key that an operation with ``auth=KeyAuth(…)`` was asked with."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    return key


def project_of(key: ApiKey, slug: str) -> Project:
    """The project of the key's organisation that ``slug`` names; raises ``HttpError`` 404."""
    found = tenants.project(key.organisation, slug)
    if found is None:
        raise HttpError(404, "There is no project of this name. Its name is the last part of its address on the desk.")
    return found


class KeyAuth(HttpBearer):
    """``auth=KeyAuth("scans:push")`` of an operation: ``request.auth`` is then the ``ApiKey``."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiKey:
        """The key; raises ``HttpError``."""
        return authenticate(request, self.scope)

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:  # noqa: ARG002 - the base class has it
        """The key; raises ``HttpError``."""
        return authenticate(request, self.scope)
