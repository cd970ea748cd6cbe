"""The list of cases: what its address asks for, which cases that is, and the next thing that each owes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from troth_desk.cases import queries
from troth_desk.cases.models import Case, Severity, State
from troth_desk.cases.states import SETTLED
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation

PAGE = 50
"""Cases on a page of the list, and in a column of the board."""
SHOW = {"open": "open", "settled": "settled", "all": "all"}
ORDER = {"due": "what is due first", "new": "newest first", "severity": "severest first"}
UNREAD = ("description", "steps", "impact", "suggested_fix", "answers")
"""The long texts of a report: no list shows them."""
ONLY = {"overdue": "overdue", "held": "held in the triage queue", "embargo": "under embargo"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list asks for; words that mean nothing are read as not given."""

    show: str = "open"
    state: str = ""
    severity: str = ""
    project: str = ""
    owner: str = ""
    only: str = ""
    q: str = ""
    order: str = "due"

    @property
    def query(self) -> str:
        """The query string of its address, without what is said by default."""
        return urlencode(self.given)

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set that stands behind "More filters"."""
        return any((self.severity, self.project, self.owner, self.only))

    @property
    def given(self) -> dict[str, str]:
        """What differs from the default."""
        plain = Filters()
        said = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in said.items() if value != getattr(plain, name)}


def filters(given: Mapping[str, str]) -> Filters:
    """Read a query string."""
    allowed: dict[str, Collection[str]] = {
        "show": SHOW,
        "state": State.values,
        "severity": (*Severity.values, "unrated"),
        "only": ONLY,
        "order": ORDER,
    }
    said: dict[str, str] = {}
    for name in Filters.__slots__:
        value = given.get(name, "").strip()[:100].replace("\0", "")
        if value and (name not in allowed or value in allowed[name]):
            said[name] = value
    return Filters(**said)


def cases(
    organisation: Organisation, wanted: Filters, at: datetime, *, member: Membership | None = None
) -> QuerySet[Case]:
    """The cases that ``wanted`` asks for, each with ``due_at``: when its next running clock is due.

    ``owner`` is "me", "nobody", or the id of a membership.
    """
    mine = Clock.objects.filter(
        organisation=organisation, state=ClockState.RUNNING, subject=Concat(Value("case:"), OuterRef("reference"))
    ).order_by("due_at", "id")
    found: QuerySet[Case] = (
        queries.cases(organisation, _narrowed(wanted, member))
        .select_related(None)
        .select_related("project", "owner__user", "embargo")
        .defer(*UNREAD)
        .annotate(due_at=Subquery(mine.values("due_at")[:1]), next_clock=Subquery(mine.values("pk")[:1]))
    )
    if wanted.only == "overdue":
        found = found.filter(Exists(mine.filter(due_at__lt=at)))
    elif wanted.only == "embargo":
        found = found.filter(embargo__state__in=("active", "revise"))
    return _ordered(found, wanted)


def _narrowed(wanted: Filters, member: Membership | None) -> dict[str, str]:
    """``wanted`` in the words that programs ask for cases with."""
    shown = {"open": "yes", "settled": "no"}.get(wanted.show, "")
    return {
        "open": "" if wanted.state else shown,
        "state": wanted.state,
        "severity": wanted.severity,
        "project": wanted.project,
        "owner": str(member.pk) if wanted.owner == "me" and member is not None else wanted.owner,
        "held": "yes" if wanted.only == "held" else "",
        "text": wanted.q,
    }


def _ordered(found: QuerySet[Case], wanted: Filters) -> QuerySet[Case]:
    if wanted.order == "new":
        return found.order_by("-received_at", "-id")
    if wanted.order == "severity":
        return found.order_by(F("cvss_score").desc(nulls_last=True), "-received_at", "-id")
    return found.order_by(F("due_at").asc(nulls_last=True), "-received_at", "-id")


def with_clocks(organisation: Organisation, found: Iterable[Case]) -> list[tuple[Case, Clock | None]]:
    """Each case with the running clock that is due next."""
    shown = list(found)
    wanted = [pk for case in shown if (pk := getattr(case, "next_clock", None))]
    clocks = Clock.objects.filter(organisation=organisation).in_bulk(wanted)
    return [(case, clocks.get(getattr(case, "next_clock", 0))) for case in shown]


@dataclass(frozen=True, slots=True)
class Column:
    """A state on the board. ``more`` counts its cases that are not shown."""

    state: str
    label: str
    rows: Sequence[tuple[Case, Clock | None]]
    more: int

    @property
    def count(self) -> int:
        """All cases of the state."""
        return len(self.rows) + self.more


def board(organisation: Organisation, found: QuerySet[Case], wanted: Filters) -> list[Column]:
    """The cases of ``found`` by state, in the order of the states; settled ones only where they are asked for."""
    columns = []
    for state in State:
        if wanted.state and state != wanted.state:
            continue
        settled = state in SETTLED
        if not wanted.state and ((wanted.show == "open" and settled) or (wanted.show == "settled" and not settled)):
            continue
        of_state = found.filter(state=state)
        rows = with_clocks(organisation, of_state[:PAGE])
        columns.append(Column(state.value, str(state.label), rows, max(0, of_state.count() - len(rows))))
    return columns
