"""One look into the mailbox: every mail that lies there is kept, then moved; what fails stays, and is said.

The mailbox is the desk's, not an organisation's: whose a mail is, its addresses say. How the look went stands with
every organisation.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from troth_desk import clock
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox import actions, imap
from troth_desk.mailbox.actions import UnclaimedError
from troth_desk.mailbox.imap import Connection, Lying, MailboxFailureError
from troth_desk.mailbox.limits import LARGEST
from troth_desk.mailbox.models import Fetching, Way
from troth_desk.mailbox.source import Mailbox
from troth_desk.notices import actions as notices
from troth_desk.tenants import leases, scope
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation

logger = logging.getLogger(__name__)

LONGEST = timedelta(minutes=2)
"""For so long one look takes new mails: it is over before the lease of its round is."""
AGAIN = tuple(timedelta(seconds=seconds) for seconds in (20, 60, 120, 300, 600))
"""How long is waited after each look that failed; the last one from then on."""
TELL_AFTER = timedelta(minutes=15)
"""So long a mailbox has to fail before the team is told: servers are restarted."""

_known: set[tuple[str, str, str, str]] = set()
"""Mails that this process has kept and that their server can neither mark nor move: they are not fetched each time."""
MOST_KNOWN = 100_000


@dataclass(slots=True)
class Look:
    """What came of a look. ``left`` mails could not be kept, ``unclaimed`` are meant for no project, ``more`` wait."""

    taken: int = 0
    left: int = 0
    left_why: str = ""
    unclaimed: int = 0
    more: int = 0
    failure: str = ""


def fetch(mailbox: Mailbox, at: datetime) -> Look | None:
    """Look into ``mailbox``, unless it failed lately; None where it is too early. Called outside of any scope."""
    began = _due(at)
    if began is None:
        return None
    look = Look()
    try:
        with imap.opened(mailbox) as connection:
            _take_all(connection, look, began, at)
    except MailboxFailureError as failure:
        look.failure = str(failure)
    _settle(look, at)
    return look


def _due(at: datetime) -> datetime | None:
    """Since when the desk looks into the mailbox; None where it is not to look yet."""
    began = at
    for organisation in tenants.organisations():
        with scope.inside(organisation), transaction.atomic():
            state, _ = Fetching.objects.get_or_create(organisation=organisation, defaults={"begun_at": at})
            if state.begun_at > at:  # by a clock that was ahead: what came until then is not of before the first look
                Fetching.objects.filter(pk=state.pk, organisation=organisation).update(begun_at=at)
            began = min(began, state.begun_at)
            if leases.ahead(state.next_at, at, AGAIN[-1]) and state.failing_since is not None:
                return None
    return began


def _take_all(connection: Connection, look: Look, began: datetime, at: datetime) -> None:
    until = max(at, clock.now()) + LONGEST
    for lying in connection.lying():
        if lying.seen and lying.arrived is not None and lying.arrived < began:
            continue  # people had read it before the desk looked for the first time
        if connection.name(lying.uid) in _known:
            continue
        if clock.now() > until:
            look.more += 1
            continue
        try:
            if _take(connection, lying, max(at, clock.now())):
                look.taken += 1
                if not connection.kept(lying.uid):
                    _remember(connection.name(lying.uid))
        except UnclaimedError:
            look.unclaimed += 1
        except MailboxFailureError:
            raise
        except Exception as error:  # one mail that cannot be kept does not keep the others waiting
            logger.exception("mail %s cannot be kept and stays in the mailbox", lying.uid)
            look.left += 1
            look.left_why = f"{type(error).__name__}, see the log of the worker"


def _remember(name: tuple[str, str, str, str]) -> None:
    if len(_known) >= MOST_KNOWN:
        _known.clear()  # what is fetched again is known again
    _known.add(name)


def _take(connection: Connection, lying: Lying, at: datetime) -> bool:
    """Keep one mail; False where it is gone."""
    if lying.size > LARGEST:
        head = connection.head(lying.uid)
        if head is None:
            return False
        actions.take_too_large(head, lying.size, by=SYSTEM, at=at, received_at=lying.arrived or at)
        return True
    if tenants.organisations().count() > 1:
        head = connection.head(lying.uid)
        if head is not None and not actions.is_claimed(head):
            raise UnclaimedError  # its words are not even fetched, each time anew
    raw = connection.fetch(lying.uid)
    if raw is None:
        return False
    actions.take(raw, recipients=(), by=SYSTEM, at=at, received_at=lying.arrived, way=Way.IMAP)
    return True


def _settle(look: Look, at: datetime) -> None:
    for organisation in tenants.organisations():
        with scope.inside(organisation), transaction.atomic():
            state = Fetching.objects.get(organisation=organisation)
            state.looked_at, state.failure = at, look.failure[:300]
            state.taken += look.taken
            state.left, state.left_why, state.unclaimed = look.left, look.left_why[:300], look.unclaimed
            if look.failure:
                state.failing_since = min(state.failing_since or at, at)
                state.next_at = at + AGAIN[min(state.failures, len(AGAIN) - 1)]
                state.failures += 1
            else:
                state.failing_since, state.next_at, state.failures = None, None, 0
            state.save()
            _tell(organisation, state, at)


def _tell(organisation: Organisation, state: Fetching, at: datetime) -> None:
    """Once for each outage, and once for each day on which mails could not be kept."""
    if state.failing_since is not None and at - state.failing_since >= TELL_AFTER:
        notices.tell(
            organisation,
            key=f"mail:away:{state.failing_since.isoformat()}",
            subject=f"organisation:{organisation.pk}",
            group="security team",
            title="Mail is not being fetched",
            body=f"Reports that came by mail since {state.failing_since:%d %B %Y, %H:%M} UTC lie in the mailbox, and "
            f"their deadlines run. {state.failure} The page Mail under Settings says when it works again.",
            at=at,
        )
    if state.left:
        notices.tell(
            organisation,
            key=f"mail:left:{at:%Y-%m-%d}",
            subject=f"organisation:{organisation.pk}",
            group="security team",
            title="Mail lies in the mailbox that the desk could not keep",
            body=f"{state.left} of them; they are tried again and again. Look into the mailbox yourself meanwhile.",
            at=at,
        )
