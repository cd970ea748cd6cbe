"""What laws ask to be told, and by when: dated profiles, off until a team chooses one.

They are no legal advice. Each says from which text it was read and when, and that the official one decides. Deadlines
are *strict*: the length from the instant itself, so that whoever keeps them is in time by any way of counting. The
later end that Regulation (EEC, Euratom) 1182/71 may allow is told beside it, and nothing is ever due by it.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

import msgspec

AWARE = "aware"
"""The instant from which a team knows."""
VULNERABILITY, INCIDENT = "vulnerability", "incident"
A_DAY = timedelta(days=1)
SATURDAY = 5


class Obligation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be told. ``key`` names it in clocks, ``since`` the event that it counts from.

    ``hours`` or ``months`` is how long, ``days``: the text itself says it in days; ``sends`` is the event that telling
    it is.
    """

    key: str
    sort: str
    article: str
    says: str
    since: str
    hours: int = 0
    months: int = 0
    days: bool = False
    sends: str = ""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What one law asks. ``events`` are what else than awareness starts a clock, with the question that asks for it."""

    name: str
    title: str
    source: str
    read: str
    holds: str
    note: str
    sorts: tuple[tuple[str, str], ...]
    events: tuple[tuple[str, str], ...]
    obligations: tuple[Obligation, ...]

    def of(self, sort: str) -> tuple[Obligation, ...]:
        """What is to be told of a matter of that sort, in order."""
        return tuple(one for one in self.obligations if one.sort == sort)

    def obligation(self, key: str) -> Obligation | None:
        """The one of that key."""
        return next((one for one in self.obligations if one.key == key), None)


CRA_ARTICLE_14 = Profile(
    name="eu-cra-article-14",
    title="Cyber Resilience Act, Article 14: reporting by manufacturers",
    source="https://eur-lex.europa.eu/eli/reg/2024/2847/oj",
    read="2026-11-26",
    holds="For manufacturers since 11 September 2026, for products placed on the market before as well (Art. 69(3), "
    "71(2)). For open-source software stewards (Art. 24(3)) sources differ: 11 September 2026 or 11 December 2027.",
    note="Check the official text: this is a reminder and no legal advice. Whether you have to report, and to which "
    "CSIRT (Art. 14(7)), is yours to decide. Reports go to the single reporting platform; the desk sends none.",
    sorts=(
        (VULNERABILITY, "an actively exploited vulnerability, Art. 14(1)"),
        (INCIDENT, "a severe incident, Art. 14(3) and (5)"),
    ),
    events=(("measure", "a corrective or mitigating measure is available"),),
    obligations=(
        Obligation(
            key="cra-early-warning",
            sort=VULNERABILITY,
            article="Art. 14(2)(a)",
            says="Early warning to the CSIRT and ENISA, within 24 hours of becoming aware",
            since=AWARE,
            hours=24,
        ),
        Obligation(
            key="cra-notification",
            sort=VULNERABILITY,
            article="Art. 14(2)(b)",
            says="Vulnerability notification, within 72 hours of becoming aware",
            since=AWARE,
            hours=72,
        ),
        Obligation(
            key="cra-final-report",
            sort=VULNERABILITY,
            article="Art. 14(2)(c)",
            says="Final report, at the latest 14 days after a corrective or mitigating measure is available",
            since="measure",
            hours=14 * 24,
            days=True,
        ),
        Obligation(
            key="cra-incident-early-warning",
            sort=INCIDENT,
            article="Art. 14(4)(a)",
            says="Early warning to the CSIRT and ENISA, within 24 hours of becoming aware",
            since=AWARE,
            hours=24,
        ),
        Obligation(
            key="cra-incident-notification",
            sort=INCIDENT,
            article="Art. 14(4)(b)",
            says="Incident notification, within 72 hours of becoming aware",
            since=AWARE,
            hours=72,
            sends="notified",
        ),
        Obligation(
            key="cra-incident-final-report",
            sort=INCIDENT,
            article="Art. 14(4)(c)",
            says="Final report, within one month after the incident notification was submitted",
            since="notified",
            months=1,
        ),
    ),
)
"""Regulation (EU) 2024/2847, Art. 14(1) to (5)."""
PROFILES: tuple[Profile, ...] = (CRA_ARTICLE_14,)


def profile(name: str) -> Profile | None:
    """The profile of that name."""
    return next((one for one in PROFILES if one.name == name), None)


def strict(obligation: Obligation, since: datetime) -> datetime:
    """By when it is due: so many hours after the aware instant ``since``, or the same day and time of a later month.

    Hours are elapsed, whatever clocks do; a day that the later month does not have is its last one.
    """
    if not obligation.months:
        return (since.astimezone(UTC) + timedelta(hours=obligation.hours)).astimezone(since.tzinfo)
    month = since.month - 1 + obligation.months
    year, month = since.year + month // 12, month % 12 + 1
    return since.replace(year=year, month=month, day=min(since.day, calendar.monthrange(year, month)[1]))


def outer(obligation: Obligation, since: datetime, holidays: Collection[date] = ()) -> datetime | None:
    """The last instant by Regulation (EEC, Euratom) 1182/71, Art. 3(1) to (4), for a note; None for 24 and 72 hours.

    A period of days or months ends with the last hour of its last day, and where that is a Saturday, a Sunday or one of
    ``holidays``, of the next working day. It is midnight at the end of that day, in the zone of ``since``.
    """
    if not obligation.months and not obligation.days:
        return None
    last = strict(obligation, since).date() if obligation.months else since.date() + timedelta(hours=obligation.hours)
    while last.weekday() >= SATURDAY or last in holidays:
        last += A_DAY
    return datetime.combine(last + A_DAY, time(), since.tzinfo)
