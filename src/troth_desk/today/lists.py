"""The list of cases: what its address asks for, which cases that is, and the next thing that each owes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from troth_desk.cases import queries
from troth_desk.cases.models import Case, Severity, State
from troth_desk.cases.states import SETTLED
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation

PAGE, COLUMN = 50, 25
"""Cases on a page of the list, and in a column of the board."""
SHOW = {"open": "open", "settled": "settled", "all": "all"}
ORDER = {"due": "what is due first", "new": "newest first", "severity": "severest first"}
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
    """The cases that ``wanted`` asks for, in its order. ``owner`` is "me", "nobody", or the id of a membership."""
    found: QuerySet[Case] = (
        queries.cases(organisation, _narrowed(wanted, member))
        .select_related(None)
        .select_related("project", "owner__user", "embargo")
        .defer(*queries.UNREAD)
    )
    if wanted.only == "overdue":
        found = found.filter(next_due_at__lt=at)
    elif wanted.only == "embargo":
        found = found.filter(embargo__organisation=organisation, embargo__state__in=("active", "revise"))
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
        return found.order_by("-ranked", "-received_at", "-id")
    return found.order_by("next_due_at", "-received_at", "-id")


def with_clocks(organisation: Organisation, shown: Sequence[Case]) -> list[tuple[Case, Clock | None]]:
    """Each case with the running clock that is due next."""
    running = Clock.objects.filter(
        organisation=organisation,
        state=ClockState.RUNNING,
        subject__in=[case.subject for case in shown],
        due_at__in={case.next_due_at for case in shown},
    )
    first: dict[str, Clock] = {}
    for clock in running.defer("terms", "sentence").order_by("due_at", "id"):
        first.setdefault(clock.subject, clock)
    return [(case, first.get(case.subject)) for case in shown]


class Pages(Paginator[Case]):
    """The list in pages: no page reads more of the reports before it than their places in an index."""

    def page(self, number: int | str) -> Page[Case]:
        """The page of that number."""
        number = self.validate_number(number)
        found = cast("QuerySet[Case]", self.object_list)
        return Page(queries.page(found, (number - 1) * self.per_page, self.per_page), number, self)


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
    states = [state for state in State if _on_board(state, wanted)]
    counts = dict(
        found.filter(state__in=states).select_related(None).order_by().values_list("state").annotate(count=Count("pk"))
    )
    shown = {state: queries.page(found.filter(state=state), 0, COLUMN) for state in states if counts.get(state)}
    clocks = dict(with_clocks(organisation, [case for cases in shown.values() for case in cases]))
    columns = []
    for state in states:
        rows = [(case, clocks[case]) for case in shown.get(state, ())]
        columns.append(Column(state.value, str(state.label), rows, max(0, counts.get(state, 0) - len(rows))))
    return columns


def _on_board(state: State, wanted: Filters) -> bool:
    if wanted.state:
        return state == wanted.state
    return wanted.show == "all" or (state in SETTLED) == (wanted.show == "settled")
