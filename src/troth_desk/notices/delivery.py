"""Sending mail: a lease for each, one try at a time, and nothing claimed that is not known.

A mail is sent between two transactions: its claim is committed before, its outcome after. A worker that dies between
them leaves the lease to run out, and the mail is sent again: it may come twice, under the same Message-ID.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet

from troth_desk.notices import mails
from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.tenants import leases, scope
from troth_desk.tenants.models import Organisation

LEASE = timedelta(minutes=2)
"""For how long a worker may be at one mail before another one believes it dead; more than the mail server's timeout."""
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 240, 480, *[720] * 9))
"""How long is waited after each try that failed; after one more, which is five days later, it is given up.

RFC 5321 §4.5.4.1 asks for four to five days: a server that is down from Friday to Monday costs no mail.
"""
LONGEST_TOGETHER = timedelta(hours=25)
"""For how long a notice may wait for the mail of the day: a day when the clocks go back."""
MOST_TOGETHER = 200
"""Notices of one mail, where a member is mailed once an hour or a day."""
PERMANENT = 500
"""Replies of a mail server from here on say that another try is useless (RFC 5321, 4.2.1)."""
FAILURE = 300
"""Characters that are kept of a failure."""


_NO_SERVER = (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try: handed over where ``failure`` is empty; ``final`` where trying again is useless.

    ``unreached``: it did not get as far as a mail server, so the other mails need not be tried either.
    """

    failure: str = ""
    final: bool = False
    unreached: bool = False
    encrypted_to: str = ""
    remark: str = ""


def deliver_next(organisation: Organisation, at: datetime, server: BaseEmailBackend) -> Outcome | None:
    """Send the mail that has waited longest; None where none is due. Called outside of any transaction."""
    claimed = _claim(organisation, at)
    if not claimed:
        return None
    outcome = _send(claimed, at, server)
    _settle(claimed, outcome, at)
    return outcome


def _claim(organisation: Organisation, at: datetime) -> list[Delivery]:
    """The next mail, with all others of the same receiver that go together with it."""
    with scope.inside(organisation):
        waiting = (
            Delivery.objects.filter(
                leases.free(at, LEASE), _due(at), organisation=organisation, state=DeliveryState.WAITING
            )
            .select_related("notice__organisation", "notice__letter")
            .order_by("due_at", "id")
        )
        while (found := waiting.first()) is not None:
            with transaction.atomic():
                if not _take(waiting, found, at):
                    continue
                if not found.together:
                    return [found]
                others = waiting.filter(together=True, address=found.address, member=found.member_id)
                taken = [found, *(one for one in others[:MOST_TOGETHER] if _take(waiting, one, at))]
                return sorted(taken, key=lambda one: one.pk)
        return []


def _due(at: datetime) -> Q:
    """What is to be sent at ``at``: also what lies further ahead than by the present clock anybody can have put it.

    A clock that was wrong for a while and was set back holds up no mail for as long as it had been ahead.
    """
    first, again = Q(tries=0, together=False), Q(tries__gt=0)
    return (
        leases.over("due_at", at, LONGEST_TOGETHER)
        | (first & leases.over("due_at", at, timedelta()))
        | (again & leases.over("due_at", at, BACKOFF[-1]))
    )


def _take(waiting: QuerySet[Delivery], mail: Delivery, at: datetime) -> bool:
    lease = at + LEASE
    if not waiting.order_by().filter(pk=mail.pk).update(claimed_until=lease, tries=F("tries") + 1):
        return False
    mail.claimed_until, mail.tries = lease, mail.tries + 1
    return True


def _send(claimed: list[Delivery], at: datetime, server: BaseEmailBackend) -> Outcome:
    try:
        with scope.inside(claimed[0].organisation_id):
            written = mails.written(claimed, at, server)
        server.open()
        written.message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        return _failed(f"{code} {_text(said)}", final=code >= PERMANENT)
    except smtplib.SMTPResponseException as refused:
        # A login that fails, or a greeting that refuses, is no word on this mail.
        unreached = isinstance(refused, _NO_SERVER)
        final = refused.smtp_code >= PERMANENT and not unreached
        return _failed(f"{refused.smtp_code} {_text(refused.smtp_error)}", final=final, unreached=unreached)
    except (OSError, smtplib.SMTPException) as unreachable:
        return _failed(f"The mail server was not reached: {unreachable}", unreached=True)
    except mails.UnwritableMailError as refused:
        return _failed(str(refused), final=True)
    except (ValueError, UnicodeError) as unwritable:
        return _failed(f"This cannot be written as a mail: {unwritable}", final=True)
    return Outcome(encrypted_to=written.encrypted_to, remark=written.remark[:FAILURE])


def _failed(said: str, *, final: bool = False, unreached: bool = False) -> Outcome:
    return Outcome(" ".join(said.split())[:FAILURE] or "no reason was given", final, unreached)


def _text(said: Any) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _settle(claimed: list[Delivery], outcome: Outcome, at: datetime) -> None:
    """Write down what came of it, where the lease is still ours."""
    first = claimed[0]
    fields: dict[str, Any] = {"claimed_until": None, "failure": outcome.failure, "unreached": outcome.unreached}
    if not outcome.failure:
        fields |= {"state": DeliveryState.HANDED_OVER, "done_at": at, "message_id": first.message_id}
        fields |= {"encrypted_to": outcome.encrypted_to, "remark": outcome.remark}
    elif outcome.final or first.tries > len(BACKOFF):
        fields |= {"state": DeliveryState.FAILED, "done_at": at}
    else:
        fields |= {"due_at": at + BACKOFF[first.tries - 1]}
    with scope.inside(first.organisation_id), transaction.atomic():
        waiting = Delivery.objects.filter(organisation_id=first.organisation_id, state=DeliveryState.WAITING)
        waiting.filter(pk__in=[one.pk for one in claimed], claimed_until=first.claimed_until).update(**fields)
        if not outcome.unreached:  # a server answers again: what waited for it need not wait any longer
            waiting.filter(unreached=True, due_at__gt=at).update(due_at=at, unreached=False)
