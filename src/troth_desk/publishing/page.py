"""What the page of an advisory shows the team: where it stands, what is next, its checks, and what the world reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.safestring import SafeString

from troth.formats import advisory_html, advisory_losses
from troth_desk.people import access
from troth_desk.people.models import Membership, Role
from troth_desk.publishing import addresses, checking, crediting, formats, queries, record
from troth_desk.publishing import content as contents
from troth_desk.publishing.actions.approving import why_not_alone, why_not_reviewed_by
from troth_desk.publishing.formats import Written
from troth_desk.publishing.models import Advisory, State
from troth_desk.publishing.window import window

_HEADING = re.compile(r"<(/?)h([1-4])>")
PAGE = "html"
"""The format that is shown as the world reads it."""


@dataclass(frozen=True, slots=True)
class Move:
    """Something that can be done now: ``name`` is its address, ``why_not`` what stands in its way, "" for nothing."""

    name: str
    label: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A format to look at."""

    name: str
    label: str
    current: bool
    refused: bool


def whole(advisory: Advisory, member: Membership, at: datetime, shown: str) -> dict[str, Any]:
    """What the page shows; ``shown`` is the format that is looked at, "" for the page."""
    content = queries.written(advisory)
    digest = contents.digest(content)
    standing = queries.standing(advisory)
    checks = checking.checks(advisory, at)
    draft = record.draft(advisory, at)
    written = list(formats.every(draft)) if content.title else []
    chosen = next((one for one in written if one.form.name == shown), None)
    return {
        "advisory": advisory,
        "content": content,
        "digest": digest,
        "seen": contents.digest(contents.read(advisory.content)),
        "standing": standing,
        "taken_back": standing is State.DRAFT and advisory.state in {State.REVIEWED, State.APPROVED},
        "works": Role(member.role) in access.WORK,
        "moves": moves(advisory, member, at, checks),
        "checks": checks,
        "failing": sum(one.must and not one.passed for one in checks),
        "tabs": [
            Tab(
                one.form.name,
                one.form.title,
                one is chosen or (not chosen and one.form.name == PAGE),
                bool(one.reasons),
            )
            for one in written
        ],
        "chosen": chosen if chosen and chosen.form.name != PAGE else None,
        "text": chosen.content.decode(errors="replace") if chosen and chosen.form.name != PAGE else "",
        "losses": advisory_losses.losses(draft, chosen.form.name if chosen else PAGE),
        "rendered": rendered(draft) if content.title else "",
        "credited": crediting.credited(content, advisory.case),
        "steps": list(queries.steps(advisory)),
        "revisions": list(queries.revisions(advisory)),
        "address": addresses.page(advisory.project.organisation, advisory.reference),
        "window": window(advisory.project),
        "users_until": checking.users_until(advisory),
        "silent_until": checking.silent_until(advisory, at),
    }


def moves(advisory: Advisory, member: Membership, at: datetime, checks: Sequence[checking.Check]) -> list[Move]:
    """What ``member`` can do with it now, the next step first."""
    if advisory.withdrawn_at is not None:
        return []
    role, found = Role(member.role), list[Move]()
    standing = queries.standing(advisory)
    failing = next((one.todo for one in checks if one.must and not one.passed), "")
    if standing is State.DRAFT and role in access.WORK | access.REVIEW:
        found.append(Move("review", "Review", failing or why_not_reviewed_by(advisory, member)))
    if standing is State.REVIEWED and role in access.REVIEW:
        found.append(Move("approve", "Approve", failing or why_not_alone(advisory, member, queries.digest(advisory))))
    if standing is State.APPROVED and role in access.WORK:
        found.append(Move("publish", "Publish", checking.not_yet(advisory, at)))
        found.append(Move("unschedule", "Schedule it no more") if advisory.publish_at else Move("schedule", "Schedule"))
    if role in access.WORK:
        found.append(
            Move("fix", "Record the release of the fix" if not advisory.fix_released_at else "Correct the release")
        )
    if standing in {State.REVIEWED, State.APPROVED} and role in access.WORK | access.REVIEW:
        found.append(Move("send-back", "Send back"))
    if role in access.REVIEW:
        found.append(Move("withdraw", "Withdraw"))
    return found


def file(advisory: Advisory, name: str, at: datetime) -> Written | None:
    """What is being written in the format ``name``; None where there is no such format."""
    form = formats.named(name)
    if form is None or name in formats.INTERNAL:
        return None
    return formats.written(record.draft(advisory, at), form)


def rendered(draft: Any) -> SafeString:
    """The advisory as the world reads it, two levels of headings deeper; no HTML of people is left in it."""
    lowered = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 2}>", advisory_html.fragment(draft))
    return SafeString(lowered)  # nosec B703 - the writer leaves no HTML of people, and its tests say so


def address(advisory: Advisory) -> str:
    """Where the team sees it."""
    return reverse("publishing:advisory", args=(advisory.project.organisation.slug, advisory.reference))


def next_minute(instant: datetime, zone: str) -> str:
    """The first whole minute after ``instant`` on the team's clock, as a field takes it."""
    ahead = instant.astimezone(ZoneInfo(zone or "UTC")) + timedelta(minutes=1)
    return ahead.strftime("%Y-%m-%dT%H:%M")
