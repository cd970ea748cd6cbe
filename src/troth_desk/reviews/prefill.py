"""What a dependency review begins with: what became of the components since the last one, by the newest inventory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from troth_desk.reviews import queries
from troth_desk.reviews.models import Obligation, OccasionState
from troth_desk.scans import queries as scans
from troth_desk.scans.models import Kind, Scan
from troth_desk.watch import queries as watch
from troth_desk.watch.queries import Entry

FIRST = timedelta(days=31)
"""How far the first review looks back."""
SHOWN = 50
"""Components of one group; more are a count."""


@dataclass(frozen=True, slots=True)
class Group:
    """Components of one sort, with what a review asks of them. ``more`` counts those that are not shown."""

    name: str
    asks: str
    entries: Sequence[Entry]
    more: int

    @property
    def count(self) -> int:
        """All of them."""
        return len(self.entries) + self.more


@dataclass(frozen=True, slots=True)
class Prefill:
    """What the desk knows: ``since`` the last review, by lists of ``at``; ``unseen`` says what it cannot know.

    ``audit`` is the newest audit, ``counted`` how many findings it told of.
    """

    since: datetime
    at: datetime | None
    groups: Sequence[Group]
    unseen: Sequence[str]
    audit: Scan | None
    counted: int

    @property
    def empty(self) -> bool:
        """Whether nothing of it was seen."""
        return not any(group.count for group in self.groups)


def of(obligation: Obligation, at: datetime) -> Prefill:
    """What the review of ``obligation`` begins with at ``at``."""
    since = _last(obligation) or at - FIRST
    found = watch.changes(obligation.project, since)
    audits = scans.scans(obligation.project).filter(kind=Kind.AUDIT, at__lte=at)
    audit = audits.order_by("-at", "-id").first()
    groups = (
        _group("Vulnerable", "Each has a fix under way, or a decision on record.", found.vulnerable),
        _group("Unmaintained", "Each is replaced, or watched by somebody with a name.", found.unmaintained),
        _group("Outdated", "What is behind by a major version has a plan.", found.outdated),
        _group("New", "Each is needed, comes from where it should, and has a licence that we allow.", found.new),
        _group("Updated", "What changed was read, where it matters.", found.updated),
        _group("Gone", "Nothing is missed.", found.gone),
    )
    return Prefill(since, found.at, groups, found.unseen, audit, audit.counts.get("counted", 0) if audit else 0)


def words(found: Prefill) -> str:
    """The counts in a sentence, as the record of the review begins with them."""
    said = ", ".join(f"{group.count} {group.name.lower()}" for group in found.groups if group.count)
    return f"Since {found.since:%-d %b %Y}: {said or 'no change was seen'}."


def _group(name: str, asks: str, entries: Sequence[Entry]) -> Group:
    return Group(name, asks, entries[:SHOWN], max(0, len(entries) - SHOWN))


def _last(obligation: Obligation) -> datetime | None:
    """When it was done last, of a time before the desk too."""
    done = queries.occasions(obligation).filter(state__in=(OccasionState.DONE, OccasionState.LATE))
    return done.exclude(done_at=None).order_by("-done_at").values_list("done_at", flat=True).first()
