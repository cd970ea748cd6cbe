"""What all writes of incidents share: words within bounds, and refusals that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from troth_desk.faces.lines import NUL_SHOWN, one_line
from troth_desk.incidents.models import Incident, State
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.people.models import Membership

LONGEST_LINE = 300
LONGEST_TEXT = 20_000
"""Characters of the longest text of a timeline."""


class Refused(ValueError):  # noqa: N818 - what people do is refused, as with cases
    """It is not done, for the reason that is said; ``field`` is what it is about."""

    def __init__(self, why: str, field: str = "") -> None:
        super().__init__(why)
        self.field = field


def line(words: str, what: str, field: str = "", most: int = LONGEST_LINE) -> str:
    """A line of people, within bounds; raises ``Refused`` where there is none, or it is too long."""
    said = one_line(words)
    if not said:
        raise Refused(f"Write {what}.", field)
    if len(said) > most:
        raise Refused(f"Say it in at most {most} characters; it has {len(said)}.", field)
    return said


def text(words: str, what: str = "", field: str = "") -> str:
    """A text of people, within bounds; where ``what`` is given there has to be one."""
    said = words.replace("\0", NUL_SHOWN).strip()
    if what and not said:
        raise Refused(f"Write {what}.", field)
    if len(said) > LONGEST_TEXT:
        raise Refused(f"Say it in at most {LONGEST_TEXT} characters; it has {len(said)}.", field)
    return said


def still_open(incident: Incident) -> None:
    """Raises ``Refused`` where it is closed."""
    if incident.state != State.OPEN:
        raise Refused("This incident is closed. Open it again first.")


def of_team(incident: Incident, member: Membership | None) -> None:
    """Raises ``Refused`` where ``member`` is of another organisation, or has left."""
    if member is not None and (member.organisation_id != incident.organisation_id or member.ended_at is not None):
        raise Refused("Choose a member of the team.", "member")


def member_of(incident: Incident, by: Actor) -> Membership | None:
    """The member who acts, None for a program or the desk."""
    if by.kind is not ActorKind.MEMBER or not by.id.isdigit():
        return None
    return Membership.objects.filter(organisation_id=incident.organisation_id, pk=int(by.id)).first()


def claim(incident: Incident) -> None:
    """Take ``incident`` for the rest of the transaction: what is read of it from here on stays so until its end.

    Raises ``Refused`` where it stands otherwise than whoever acts has seen it: what they decided was about that.
    """
    take_turn(incident.organisation_id)
    seen = (incident.state, incident.phase, incident.severity)
    incident.refresh_from_db(fields=("state", "phase", "severity", "changed_at"))
    if seen != (incident.state, incident.phase, incident.severity):
        raise Refused("Somebody else has changed it meanwhile. Look at it again.")


def changed(incident: Incident, at: datetime, **fields: Any) -> None:
    """Write ``fields`` of an incident that was claimed."""
    fields["changed_at"] = at
    Incident.objects.filter(organisation_id=incident.organisation_id, pk=incident.pk).update(**fields)
    for name, value in fields.items():
        setattr(incident, name, value)


def told(incident: Incident, action: str, detail: Mapping[str, Plain], *, by: Actor, at: datetime) -> None:
    """The entry of the ledger."""
    record(incident.organisation_id, action, incident.subject, detail, by=by, at=at)
