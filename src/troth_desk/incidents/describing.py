"""What incidents are called in lists of what is due, in calendars and in notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from troth_desk.deadlines.subjects import Kind, Owed, Subject
from troth_desk.incidents.actions.lookback import ACTION
from troth_desk.incidents.models import Incident, RoleHeld, State
from troth_desk.incidents.promised import NOTIFY
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation

PREFIX = "incident"
_WORDS = {
    ACTION: Owed("post-incident review", "Hold the review after the incident", "Writing down what it found counts."),
    "task": Owed("step of the playbook", "Do a step of the playbook", "Ticking it counts."),
    NOTIFY: Owed("notification", "Tell whom the policy names", "Writing down who was told counts."),
}


class _Actions(Mapping[str, Owed]):
    """The words of each action by what stands before its number: "task-12" is a task."""

    def __getitem__(self, action: str) -> Owed:
        return _WORDS[action if action == ACTION else action.partition("-")[0]]

    def __iter__(self) -> Iterator[str]:
        return iter(_WORDS)

    def __len__(self) -> int:
        return len(_WORDS)


def describe(organisation: Organisation, references: Sequence[str]) -> Mapping[str, Subject]:
    """The incidents of those references."""
    found = Incident.objects.filter(organisation=organisation, reference__in=references)
    leads = {
        one.incident_id: one.member.user.first_name or one.member.user.email
        for one in RoleHeld.objects.filter(
            organisation=organisation, incident__in=found, role__iexact="lead", until=None
        ).select_related("member__user")
    }
    return {
        one.reference: Subject(
            reference=one.reference,
            title=f"{one.title} (exercise)" if one.exercise else one.title,
            address=f"/o/{organisation.slug}/incidents/{one.reference}/",
            says="exercise" if one.exercise else one.get_state_display(),
            owner=leads.get(one.pk, ""),
        )
        for one in found
    }


def mine(member: Membership) -> Iterable[str]:
    """The open incidents in which ``member`` has a role."""
    held = RoleHeld.objects.filter(
        organisation_id=member.organisation_id, member=member, until=None, incident__state=State.OPEN
    )
    return held.order_by().values_list("incident__reference", flat=True).distinct()


KIND = Kind(describe=describe, mine=mine, owed=_Actions())
