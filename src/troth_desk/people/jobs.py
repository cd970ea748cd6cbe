"""What the worker does for people: see bursts of failed logins, forget what is no longer needed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Sum

from troth_desk.ledger.actor import SYSTEM
from troth_desk.people import attempts, devices, queries
from troth_desk.people.models import EventKind, KnownDevice, LoginFailures, SecurityEvent
from troth_desk.people.monitoring import Place, saw
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every

BURST = 10
"""Failed logins of one account within ``RECENT`` that owners are told of; half of what guessing by hand takes."""
SPRAY = 50
"""Failed logins of the whole desk within ``RECENT`` that owners are told of."""
RECENT = 2 * attempts.WINDOW
QUIET = 6
"""Hours for which the same burst is told once, and once more where it is ten times as large."""
PLACES_KEPT = timedelta(days=180)
"""How long the address and the browser of an event are kept; the event itself stays."""
COUNTS_KEPT = timedelta(days=7)


@every(timedelta(minutes=1))
def watch_logins(organisation: Organisation, at: datetime) -> None:
    """Tell of accounts that somebody tries passwords for, and of a desk where somebody tries many accounts."""
    recent = LoginFailures.objects.filter(window__gt=at - RECENT - attempts.WINDOW, window__lte=at)
    counts = {each["who"]: each["all"] for each in recent.values("who").annotate(all=Sum("count"))}
    slot = f"{at:%Y-%m-%d}-{at.hour // QUIET}"
    for member in queries.members(organisation).filter(user_id__in=[one for one, n in counts.items() if n >= BURST]):
        last = recent.filter(who=member.user_id).order_by("-window").first()
        saw(
            organisation,
            EventKind.FAILED_LOGINS,
            key=f"failed:{member.pk}:{slot}{_tens(counts[member.user_id], BURST)}",
            by=SYSTEM,
            at=at,
            member=member,
            detail={"count": counts[member.user_id]},
            place=Place(last.address if last else None),
        )
    total = sum(counts.values())
    if total >= SPRAY:
        detail = {"count": total, "accounts": len(counts)}
        key = f"failed:all:{slot}{_tens(total, SPRAY)}"
        saw(organisation, EventKind.FAILED_LOGINS, key=key, by=SYSTEM, at=at, detail=detail)


def _tens(count: int, least: int) -> str:
    """What tells a burst from one ten times as large: nobody hides a large one behind a small one."""
    tens = len(str(count // least)) - 1
    return f":{tens}" if tens else ""


@every(timedelta(days=1))
def forget(organisation: Organisation, at: datetime) -> None:
    """Take away addresses that nobody needs any more, old counts, and browsers that were not used for long."""
    old = SecurityEvent.objects.filter(organisation=organisation, at__lt=at - PLACES_KEPT)
    old.exclude(address=None, browser="").update(address=None, browser="")
    LoginFailures.objects.filter(window__lt=at - COUNTS_KEPT).delete()
    KnownDevice.objects.filter(last_at__lt=at - devices.LASTS).delete()
