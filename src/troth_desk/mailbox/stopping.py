"""The link in each mail to an address that was given with a report: it ends them, without an account."""

from __future__ import annotations

from django.urls import reverse

from troth_desk.mailbox.models import Thread
from troth_desk.tenants.addresses import number_of, signed, whole

_STOPPING = "mailbox.stop"


def address(thread: Thread) -> str:
    """Where whoever reads the mails of ``thread`` ends them."""
    return whole(reverse("mailbox:stop", args=(thread.organisation.slug, signed(thread.pk, _STOPPING))))


def meant(token: str) -> int | None:
    """The number of the thread that ``token`` ends; None for one that the desk did not make."""
    return number_of(token, _STOPPING)
