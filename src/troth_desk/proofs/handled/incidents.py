"""What incidents show of the classes and phases that a policy names.

A class is shown by an incident of it that was handled to its end with no phase left out; a phase by each incident that
left it with every exit criterion ticked. False alarms and what became part of another incident show nothing. Exercises
show it too, and are counted apart: a team that had no incident can show that it could handle one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from troth.terms.commitment import Commitment, IncidentClass, IncidentPhase
from troth_desk.incidents import queries
from troth_desk.incidents.models import Incident
from troth_desk.incidents.phases import plain
from troth_desk.proofs.handled.counted import Handled
from troth_desk.tenants.models import Project

Shown = Callable[[Incident], bool | None]
"""Whether an incident shows it: done, not to be seen (False), or None where it is none of the kind."""


def handled(project: Project, at: datetime, window: timedelta) -> Callable[[Commitment], Handled | None]:
    """What is known of a promise about the incidents of ``project`` that ended in ``window``; None: nothing is."""
    over = list(queries.handled_between(project, at - window, at).prefetch_related("phases"))

    def of(commitment: Commitment) -> Handled | None:
        if isinstance(commitment, IncidentClass):
            return _counted(over, _of_class(commitment))
        if isinstance(commitment, IncidentPhase):
            return _counted(over, _of_phase(commitment))
        return None

    return of


def _of_class(commitment: IncidentClass) -> Shown:
    name = plain(commitment.name)

    def shown(incident: Incident) -> bool | None:
        if plain(incident.level if commitment.level else incident.incident_class) != name:
            return None
        return all(phase.left_at is not None for phase in incident.phases.all())

    return shown


def _of_phase(commitment: IncidentPhase) -> Shown:
    name = plain(commitment.name)

    def shown(incident: Incident) -> bool | None:
        found = [phase for phase in incident.phases.all() if plain(phase.name) == name]
        return any(phase.complete for phase in found) if found else None

    return shown


def _counted(over: Sequence[Incident], shown: Shown) -> Handled:
    found = [(one, said) for one in over if (said := shown(one)) is not None]
    times = [one.closed_at for one, _ in found if one.closed_at is not None]
    return Handled(
        n=len(found),
        kept=sum(said for _, said in found),
        late=0,
        first=min(times, default=None),
        last=max(times, default=None),
        exercises=sum(said and one.exercise for one, said in found),
    )
