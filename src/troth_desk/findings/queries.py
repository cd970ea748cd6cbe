"""Reads of findings. The first argument belongs to the organisation that asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, When

from troth_desk.findings.models import Event, Finding, Import, Release, Stream, Waiver
from troth_desk.findings.states import Severity
from troth_desk.people.models import ApiKey, Membership
from troth_desk.tenants.models import Organisation, Project


def of_project(project: Project) -> QuerySet[Finding]:
    """All findings of ``project``."""
    return Finding.objects.filter(organisation_id=project.organisation_id, project=project)


def finding(organisation: Organisation, pk: int) -> Finding | None:
    """The finding of that id; None where the organisation has none."""
    found = Finding.objects.filter(organisation=organisation, pk=pk)
    return found.select_related(
        "project__organisation", "stream", "waiver", "case", "owner__user", "first_import"
    ).first()


def imports(organisation: Organisation) -> QuerySet[Import]:
    """All results that were brought in, the newest first."""
    return Import.objects.filter(organisation=organisation).select_related("stream__project", "scan")


def anything(organisation: Organisation) -> bool:
    """Whether any result ever came in."""
    return Import.objects.filter(organisation=organisation).exists()


def to_do(organisation: Organisation, project: Project | None = None) -> list[tuple[str, int]]:
    """How many findings of each severity are to be done, the worst first; severities with none are left out."""
    rows = Finding.objects.filter(organisation=organisation, live=True)
    rows = rows if project is None else rows.filter(project=project)
    counted = dict(rows.order_by().values_list("severity").annotate(Count("pk")))
    return [(severity, counted[severity]) for severity in Severity.values if counted.get(severity)]


def tools(organisation: Organisation) -> list[str]:
    """The tools that results came from."""
    rows = Stream.objects.filter(organisation=organisation)
    return sorted(set(rows.values_list("tool", flat=True)))


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a finding, and who did it in words."""

    event: Event
    who: str

    @property
    def says(self) -> str:
        """What it was."""
        return SAYS.get(self.event.kind, self.event.kind)


SAYS = {
    "gone": "nothing sees it any more",
    "back": "it is seen again",
    "withdrawn": "its advisory was withdrawn",
    "accepted": "to be fixed",
    "open": "opened again",
    "fixed": "said to be fixed",
    "not_affected": "not affected",
    "false_positive": "a false positive",
    "waived": "waived",
    "waiver ended": "its waiver ended; it is open again",
    "responded": "what was done at once",
    "rated": "rated",
    "assigned": "given to somebody",
    "unassigned": "given to nobody",
    "became a case": "a case was made of it",
}


def events(found: Finding) -> list[Happened]:
    """What happened to ``found``, the newest first, with names of members."""
    rows = list(Event.objects.filter(organisation_id=found.organisation_id, finding=found).order_by("-at", "-pk")[:200])
    names = called(found.project.organisation, [row.actor for row in rows])
    return [Happened(row, names[row.actor]) for row in rows]


def called(organisation: Organisation, actors: Iterable[str]) -> dict[str, str]:
    """What each of ``actors`` ("member:3", "key:1", "system") is called on pages of the team."""
    wanted = set(actors)
    ids = [int(each[7:]) for each in wanted if each.startswith("member:") and each[7:].isdigit()]
    members = Membership.objects.filter(organisation=organisation, pk__in=ids).select_related("user")
    names = {f"member:{one.pk}": one.user.first_name or one.user.email for one in members}
    keys = [int(each[4:]) for each in wanted if each.startswith("key:") and each[4:].isdigit()]
    programs = ApiKey.objects.filter(organisation=organisation, pk__in=keys).values_list("pk", "name")
    names |= {f"key:{pk}": f"the program “{name}”" for pk, name in programs}
    return {each: names.get(each, "the desk" if each == "system" else "somebody") for each in wanted}


def waivers(organisation: Organisation) -> QuerySet[Waiver]:
    """All waivers, those that wait first, then those in force by their end."""
    rows = Waiver.objects.filter(organisation=organisation).annotate(number=Count("findings"))
    rows = rows.select_related("project__organisation", "owner__user", "asked_by__user", "decided_by__user")
    order = Case(When(stage="asked", then=0), When(stage="approved", then=1), default=2)
    return rows.order_by(order, "until", "pk")


def releases(organisation: Organisation) -> QuerySet[Release]:
    """All releases with what was recorded of them, the newest first."""
    return Release.objects.filter(organisation=organisation).select_related("project").prefetch_related("passages")
