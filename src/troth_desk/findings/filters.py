"""What the address of the list asks for, and the findings that fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from troth_desk.findings.models import Finding
from troth_desk.findings.states import Kind, Severity, State
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation

SHOWS: Mapping[str, str] = {
    "todo": "to be done",
    "decided": "decided",
    "gone": "gone",
    "all": "all",
}
ORDERS: Mapping[str, str] = {"worst": "worst first", "newest": "newest first"}
ONLYS: Mapping[str, str] = {
    "week": "new this week",
    "back": "came back",
    "fixable": "with a fixed version",
    "exploited": "known to be exploited",
    "clocks": "with a promised time",
}
PAGE = 50
MOST_COUNTED = 10_000
"""Findings that are counted one by one; of more the list says that there are more."""
LONGEST_SEARCH = 100
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Filters:
    """Words that mean nothing are read as not given."""

    show: str = "todo"
    severity: str = ""
    kind: str = ""
    state: str = ""
    tool: str = ""
    project: str = ""
    owner: str = ""
    only: str = ""
    q: str = ""
    order: str = "worst"

    @property
    def given(self) -> dict[str, str]:
        """What differs from the default."""
        plain = Filters()
        said = {name: str(getattr(self, name)) for name in self.__slots__}
        return {name: value for name, value in said.items() if value != getattr(plain, name)}

    @property
    def query(self) -> str:
        """The query string of its address, without what is said by default."""
        return urlencode(self.given)

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set that stands behind "More filters"."""
        return any((self.kind, self.state, self.tool, self.owner, self.only))


def filters(given: Mapping[str, str]) -> Filters:
    """What ``given`` (a query string taken apart) asks for."""

    def one_of(name: str, known: Iterable[str], otherwise: str = "") -> str:
        value = str(given.get(name, ""))
        return value if value in set(known) else otherwise

    owner = str(given.get("owner", ""))
    return Filters(
        show=one_of("show", SHOWS, "todo"),
        severity=one_of("severity", Severity.values),
        kind=one_of("kind", Kind.values),
        state=one_of("state", State.values),
        tool=_plain(given.get("tool", ""), 100),
        project=_plain(given.get("project", ""), 60),
        owner=owner if owner in ("me", "nobody") or (owner.isascii() and owner.isdigit() and len(owner) < 10) else "",
        only=one_of("only", ONLYS),
        q=_plain(given.get("q", ""), LONGEST_SEARCH),
        order=one_of("order", ORDERS, "worst"),
    )


def found(organisation: Organisation, wanted: Filters, member: Membership | None, at: datetime) -> QuerySet[Finding]:
    """The findings of ``organisation`` that fit, in the order that was asked for."""
    rows = Finding.objects.filter(organisation=organisation)
    if wanted.show == "todo":
        rows = rows.filter(live=True)
    elif wanted.show == "decided":
        rows = rows.filter(live=False, gone_at=None)
    elif wanted.show == "gone":
        rows = rows.exclude(gone_at=None)
    for name in ("severity", "kind", "state", "tool"):
        value = getattr(wanted, name)
        rows = rows.filter(**{name: value}) if value else rows
    if wanted.project:
        rows = rows.filter(project__slug=wanted.project)
    if wanted.owner == "nobody":
        rows = rows.filter(owner=None)
    elif wanted.owner:
        rows = rows.filter(owner=member if wanted.owner == "me" else int(wanted.owner))
    rows = _only(rows, wanted.only, at)
    if wanted.q:
        q = wanted.q
        rows = rows.filter(Q(rule__icontains=q) | Q(package__icontains=q) | Q(path__icontains=q))
    return rows.order_by(*(("-rank", "-id") if wanted.order == "worst" else ("-id",)))


def _only(rows: QuerySet[Finding], only: str, at: datetime) -> QuerySet[Finding]:
    if only == "week":
        return rows.filter(first_seen_at__gte=at - WEEK)
    if only == "back":
        return rows.filter(times_back__gt=0)
    if only == "fixable":
        return rows.exclude(fixed=[])
    if only == "exploited":
        return rows.filter(kev=True)
    return rows.exclude(counts_from=None) if only == "clocks" else rows


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list. ``count`` is how many fit, up to ``MOST_COUNTED``; ``more``: there are more than that."""

    findings: Sequence[Finding]
    number: int
    count: int
    more: bool

    @property
    def last(self) -> int:
        """The number of the last page that can be gone to."""
        return max(1, -(-self.count // PAGE))


def page(organisation: Organisation, rows: QuerySet[Finding], number: str) -> Page:
    """The page of that ``number`` of ``rows``, which are of ``organisation``.

    Ids are read first, which an index has in order, then the rows of these alone.
    """
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    more = count > MOST_COUNTED
    count = min(count, MOST_COUNTED)
    last = max(1, -(-count // PAGE))
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    place = min(max(place, 1), last)
    pks = list(rows.values_list("pk", flat=True)[(place - 1) * PAGE : place * PAGE])
    loaded = Finding.objects.filter(organisation=organisation, pk__in=pks).select_related("project", "owner__user")
    by_id = {one.pk: one for one in loaded}
    return Page([by_id[pk] for pk in pks if pk in by_id], place, count, more)


def _plain(given: str, most: int) -> str:
    return " ".join(str(given).replace("\0", "").split())[:most]
