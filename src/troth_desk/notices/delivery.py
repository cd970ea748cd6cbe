"""Sending mail: a lease for each, one try at a time, and nothing claimed that is not known.

A mail is sent between two transactions: its claim is committed before, its outcome after. A worker that dies between
them leaves the lease to run out, and the mail is sent again: it may come twice, under the same Message-ID.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q

from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.tenants import scope
from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation

LEASE = timedelta(minutes=2)
"""For how long a worker may be at one mail before another one believes it dead; more than the mail server's timeout."""
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
"""How long is waited after each try that failed; after one more, it is given up."""
PERMANENT = 500
"""Replies of a mail server from here on say that another try is useless (RFC 5321, 4.2.1)."""
FAILURE = 300
"""Characters that are kept of a failure."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try: handed over where ``failure`` is empty; ``final`` where trying again is useless."""

    failure: str = ""
    final: bool = False


def deliver_next(organisation: Organisation, at: datetime, server: BaseEmailBackend) -> Outcome | None:
    """Send the mail that has waited longest; None where none is due. Called outside of any transaction."""
    claimed = _claim(organisation, at)
    if claimed is None:
        return None
    outcome = _send(claimed, server)
    _settle(claimed, outcome, at)
    return outcome


def _claim(organisation: Organisation, at: datetime) -> Delivery | None:
    with scope.inside(organisation):
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        waiting = Delivery.objects.filter(
            free, organisation=organisation, state=DeliveryState.WAITING, due_at__lte=at
        ).order_by("due_at", "id")
        while (found := waiting.select_related("notice").first()) is not None:
            with transaction.atomic():
                lease = at + LEASE
                if waiting.order_by().filter(pk=found.pk).update(claimed_until=lease, tries=F("tries") + 1):
                    found.claimed_until, found.tries = lease, found.tries + 1
                    return found
        return None


def _send(delivery: Delivery, server: BaseEmailBackend) -> Outcome:
    try:
        _message(delivery, server).send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        return _failed(f"{code} {_text(said)}", final=code >= PERMANENT)
    except smtplib.SMTPResponseException as refused:
        return _failed(f"{refused.smtp_code} {_text(refused.smtp_error)}", final=refused.smtp_code >= PERMANENT)
    except (OSError, smtplib.SMTPException) as unreachable:
        return _failed(f"The mail server was not reached: {unreachable}")
    except (ValueError, UnicodeError) as unwritable:
        return _failed(f"This cannot be written as a mail: {unwritable}", final=True)
    return Outcome()


def _failed(said: str, *, final: bool = False) -> Outcome:
    return Outcome(" ".join(said.split())[:FAILURE] or "no reason was given", final)


def _message(delivery: Delivery, server: BaseEmailBackend) -> EmailMessage:
    notice = delivery.notice
    page = whole(f"/o/{notice.organisation.slug}/notices/")
    outside = bool(notice.address)
    body = notice.body if outside else f"{notice.body}\n\nOn the desk: {page}"
    headers = {
        "Message-ID": f"<notice-{notice.pk}-{delivery.pk}@{_domain()}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no machine answers it
    }
    return EmailMessage(notice.title, f"{body}\n", to=[delivery.address], headers=headers, connection=server)


def _domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("> ") or "localhost"


def _text(said: Any) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _settle(delivery: Delivery, outcome: Outcome, at: datetime) -> None:
    """Write down what came of it, where the lease is still ours."""
    fields: dict[str, Any] = {"claimed_until": None, "failure": outcome.failure}
    if not outcome.failure:
        fields |= {"state": DeliveryState.HANDED_OVER, "done_at": at}
    elif outcome.final or delivery.tries > len(BACKOFF):
        fields |= {"state": DeliveryState.FAILED, "done_at": at}
    else:
        fields |= {"due_at": at + BACKOFF[delivery.tries - 1]}
    with scope.inside(delivery.organisation_id), transaction.atomic():
        Delivery.objects.filter(
            organisation_id=delivery.organisation_id,
            pk=delivery.pk,
            state=DeliveryState.WAITING,
            claimed_until=delivery.claimed_until,
        ).update(**fields)
