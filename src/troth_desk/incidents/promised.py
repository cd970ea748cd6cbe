"""What the policy promises to tell, and to whom, when an incident happens: promises to notify, and their clocks.

A promise counts from when the team became aware. It is started by itself where its words are of incidents at all, or of
data and the incident is one of data; of what is for another severity or level, or may not apply, a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from troth.terms.commitment import Commitment
from troth_desk.deadlines import actions as clocks
from troth_desk.deadlines.models import Clock
from troth_desk.incidents import phases, queries
from troth_desk.incidents.models import Incident
from troth_desk.ledger.actor import Actor
from troth_desk.policies.models import Promise

NOTIFY = "notify"
_OF_INCIDENTS = re.compile(r"\bincident|\bbreach|\bcompromis|\bsev[- ]?\d|\bemergenc|\battack", re.IGNORECASE)
_OF_DATA = re.compile(r"\bbreach|\bpersonal data|\bdata (?:loss|leak|exposure|subject)|\bgdpr|\bhipaa", re.IGNORECASE)
DATA_BREACH = "data-breach"


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise to tell somebody. ``sure``: it applies by its words; else a person says whether it does."""

    promise: Promise
    sure: bool


def action(promise: Promise) -> str:
    """What meets its clock."""
    return f"{NOTIFY}-{promise.pk}"


def owed(incident: Incident) -> list[Owed]:
    """The promises to notify that an incident may set off; none for an exercise."""
    if incident.policy is None or incident.exercise:
        return []
    said = queries.said(incident.project)
    found = []
    for promise in clocks.owed_in_time(incident.policy, NOTIFY):
        commitment = said.commitments.get(promise.commitment)
        words = " ".join((*(commitment.heading if commitment else ()), promise.sentence))
        if promise.binding and _OF_INCIDENTS.search(words):
            found.append(Owed(promise, _applies(incident, promise, words, commitment, said)))
    return found


def _applies(
    incident: Incident, promise: Promise, words: str, commitment: Commitment | None, said: queries.Said
) -> bool:
    if promise.severities and incident.severity not in promise.severities:
        return False
    spoken = {phases.plain(one.name) for one in said.levels if phases.plain(one.name) in phases.plain(promise.sentence)}
    if spoken and phases.plain(incident.level) not in spoken:
        return False
    if commitment is not None and (commitment.condition or commitment.strength != "promise"):
        return False
    of_data = _OF_DATA.search(words) is not None
    return not of_data or incident.playbook == DATA_BREACH or bool(_OF_DATA.search(incident.incident_class))


def start(incident: Incident, promise: Promise, *, by: Actor, at: datetime) -> Clock:
    """Start the clock of one of them, from when the team became aware."""
    return clocks.arm(
        promise,
        incident.project,
        incident.subject,
        started_at=incident.detected_at,
        severity=incident.severity,
        action=action(promise),
        by=by,
        at=at,
    )


def start_sure(incident: Incident, *, by: Actor, at: datetime) -> list[Clock]:
    """Start the clocks of all that apply by their words."""
    return [start(incident, one.promise, by=by, at=at) for one in owed(incident) if one.sure]
