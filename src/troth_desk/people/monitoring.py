"""What owners are told of: who tried to come in, from where somebody came, what was taken out, who may do more now.

An event is a row for the page *Security log*, with the address and browser that owners need to tell friend from foe,
and an entry of the ledger without them. Notices to the owners are written above this app (``notices.security``), which
looks for events that nobody was told of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.http import HttpRequest

from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.models import ApiKey, EventKind, Membership, SecurityEvent
from troth_desk.tenants.models import Organisation

BROWSER = 300
"""Characters of a User-Agent that are kept."""
MANY = 200
"""Cases that a program reads within ``AN_HOUR`` before owners are told."""
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Place:
    """From where a request came. ``address`` is None where it cannot be told."""

    address: str | None = None
    browser: str = ""


NOWHERE = Place()


def place_of(request: HttpRequest) -> Place:
    """The address and browser of ``request``; the address as the desk's proxies tell it."""
    try:
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # behind a socket there is none
        address = None
    return Place(address, request.META.get("HTTP_USER_AGENT", "")[:BROWSER])


def saw(  # noqa: PLR0913 - the facts of an event, all by name
    organisation: Organisation,
    kind: EventKind,
    *,
    key: str,
    by: Actor,
    at: datetime,
    member: Membership | None = None,
    detail: Mapping[str, Plain] | None = None,
    place: Place = NOWHERE,
    entered: bool = False,
) -> SecurityEvent | None:
    """Keep an event, once for each ``key`` (at most 120 characters); None where it was kept before.

    ``member`` is whom it concerns, ``detail`` plain facts. ``entered``: an action has written the ledger's entry of it
    in this transaction, so no second one is.
    """
    said = dict(detail or {})
    with transaction.atomic():
        take_turn(organisation.pk)
        if SecurityEvent.objects.filter(organisation=organisation, key=key).exists():
            return None
        event = SecurityEvent.objects.create(
            organisation=organisation,
            kind=kind,
            key=key,
            member=member,
            by=str(by),
            detail=said,
            address=place.address,
            browser=place.browser,
            at=at,
        )
        if not entered:
            facts: dict[str, Plain] = {"kind": kind.value, "member": member.pk if member else None, **said}
            record(organisation.pk, "security.seen", f"security:{event.pk}", facts, by=by, at=at)
    return event


def exported(
    organisation: Organisation,
    what: str,
    *,
    by: Actor,
    at: datetime,
    member: Membership | None = None,
    place: Place = NOWHERE,
) -> None:
    """Everything of a kind ("cases", "ledger", "everything") was taken out by ``by``."""
    key = f"export:{what}:{by}:{at.isoformat()}"
    saw(organisation, EventKind.EXPORT, key=key, by=by, at=at, member=member, detail={"what": what}, place=place)


def read(key: ApiKey, cases: int, *, at: datetime, place: Place = NOWHERE) -> None:
    """A program read so many cases with ``key``: owners are told once an hour where they become ``MANY`` in one."""
    mine = ApiKey.objects.filter(organisation_id=key.organisation_id, pk=key.pk)
    fresh = Q(reads_since__gt=at - AN_HOUR)
    mine.update(
        reads=Case(When(fresh, then=F("reads") + cases), default=Value(cases)),
        reads_since=Case(When(fresh, then=F("reads_since")), default=Value(at)),
    )
    counted = mine.filter(reads__gte=MANY).values_list("reads", "reads_since").first()
    if counted is None:
        return
    reads, since = counted
    saw(
        key.organisation,
        EventKind.EXPORT,
        key=f"read:{key.pk}:{since.isoformat() if since else ''}",
        by=Actor(ApiKey.ACTOR, str(key.pk)),
        at=at,
        detail={"what": "cases by a key", "key": key.pk, "cases": reads},
        place=place,
    )


def words(event: SecurityEvent) -> tuple[str, str]:
    """What happened, in a sentence, and what to do where it was not meant; for pages and mails of the team."""
    who = event.member.name if event.member else "Somebody"
    said = event.detail
    match event.kind:
        case EventKind.FAILED_LOGINS:
            count = said.get("count", 0)
            if event.member is None:
                return (
                    f"{count} logins failed on this desk within twenty minutes, for {said.get('accounts', 0)} accounts",
                    "Somebody tries passwords. Settings, People can ask everybody for a second factor.",
                )
            return (
                f"{count} logins as {who} failed within twenty minutes",
                f"Ask {who} whether it was them. A passkey or a second factor makes such attempts useless.",
            )
        case EventKind.NEW_DEVICE:
            return (
                f"{who} logged in from a browser that was not seen before",
                f"If {who} does not know it: end the session under Sessions, and set a new password.",
            )
        case EventKind.EXPORT:
            return _taken_out(event, who)
        case EventKind.KEY_MADE:
            return (
                f"{who} made an API key that may: {', '.join(said.get('scopes', []))}",
                "Not meant? Revoke it under Settings, API keys.",
            )
        case EventKind.ROLE_CHANGED:
            return (
                f"{who} is {said.get('to', '')} now, and was {said.get('from', '') or 'no member'} before",
                "Not meant? Change it under Settings, People.",
            )
        case EventKind.FACTOR_REMOVED:
            left = said.get("left", 0)
            return (
                f"{who} removed a second factor and has {left or 'none'} left",
                f"Ask {who} whether it was them. Settings, People can ask everybody for a second factor.",
            )
        case EventKind.WAY_IN_ADDED:
            return (
                f"The account of {who} can be opened by the login provider now",
                f"If {who} did not do that: take it off under Your account, and set a new password.",
            )
        case EventKind.PASSWORD_RESET:
            return (
                f"{who} set a new password by a link",
                f"Ask {who} whether it was them: whoever reads their mail can do it too.",
            )
    return (f"{event.kind}", "")


def _taken_out(event: SecurityEvent, who: str) -> tuple[str, str]:
    what = event.detail.get("what", "")
    if what == "cases by a key":
        return (
            f"A program read {event.detail.get('cases', MANY)} cases in an hour with key {event.detail.get('key', '')}",
            "If no program of yours does that, revoke the key under Settings, API keys.",
        )
    taken = "everything" if what == "everything" else f"all of the {what}"
    if event.by == str(SYSTEM):  # at the machine itself: troth-desk export, troth-desk backup
        return (
            f"Whoever runs the desk took out {taken} by a command",
            "If nobody of yours did that, somebody else is at home on its machine.",
        )
    return (f"{who} downloaded {taken}", f"Ask {who} why.")
