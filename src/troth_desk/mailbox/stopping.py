"""The link in each mail to an address that was given with a report: it ends them, without an account."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from troth_desk.mailbox.models import Thread
from troth_desk.tenants.addresses import whole

_SALT = "mailbox.stop"


def address(thread: Thread) -> str:
    """Where whoever reads the mails of ``thread`` ends them."""
    token = signing.Signer(salt=_SALT, sep=".").sign(str(thread.pk))
    return whole(reverse("mailbox:stop", args=(thread.organisation.slug, token)))


def meant(token: str) -> int | None:
    """The number of the thread that ``token`` ends; None for one that the desk did not make."""
    try:
        return int(signing.Signer(salt=_SALT, sep=".").unsign(token))
    except (signing.BadSignature, ValueError):
        return None
