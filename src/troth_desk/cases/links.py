"""The secret of a link: what of it is kept, and the address that it opens."""

from __future__ import annotations

import hashlib

from django.urls import reverse

from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation


def digest_of_link(secret: str) -> str:
    """What is kept of the secret of a link: its SHA-256. It has 256 random bits, so that no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def address_of_link(organisation: Organisation, secret: str) -> str:
    """The page of whoever holds the link of ``secret``, as an address that is handed out."""
    return whole(reverse("intake:portal", kwargs={"organisation": organisation.slug, "token": secret}))
