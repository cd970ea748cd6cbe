"""What clocks, notices and cases say of findings: how they are called, whose they are, where their page is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from troth_desk.cases.beside import Panel
from troth_desk.cases.models import Case
from troth_desk.deadlines.subjects import Kind, Owed, Subject
from troth_desk.findings.models import Finding, Import, Waiver
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation

MOST_MINE = 1_000


def _findings(organisation: Organisation, ids: Sequence[str]) -> Mapping[str, Subject]:
    rows = Finding.objects.filter(organisation=organisation, pk__in=_numbers(ids)).select_related("owner__user")
    return {
        str(one.pk): Subject(
            reference=f"{one.rule} {one.package}".strip(),
            title=f"{one.rule}: {one.place or one.text[:80]}",
            address=f"/o/{organisation.slug}/findings/{one.pk}/",
            says="gone" if one.gone_at else one.get_state_display(),
            owner=(one.owner.user.first_name or one.owner.user.email) if one.owner else "",
        )
        for one in rows
    }


def _mine(member: Membership) -> Iterable[str]:
    rows = Finding.objects.filter(organisation_id=member.organisation_id, owner=member, live=True)
    return [str(pk) for pk in rows.order_by("-rank").values_list("pk", flat=True)[:MOST_MINE]]


KIND = Kind(
    describe=_findings,
    mine=_mine,
    owed={
        "fix": Owed("fix", "Fix it, or say that it is fixed", "a scan that does not see it any more counts as fixed"),
        "respond": Owed("response", "Say what was done at once", "what was done at once is on record"),
    },
)


def _imports(organisation: Organisation, ids: Sequence[str]) -> Mapping[str, Subject]:
    rows = Import.objects.filter(organisation=organisation, pk__in=_numbers(ids)).select_related("stream__project")
    return {
        str(one.pk): Subject(
            reference=f"result {one.pk}",
            title=f"{one.stream.tool}, {one.stream.project.name}",
            address=f"/o/{organisation.slug}/findings/results/{one.pk}/",
        )
        for one in rows
    }


IMPORTS = Kind(describe=_imports)


def _waivers(organisation: Organisation, ids: Sequence[str]) -> Mapping[str, Subject]:
    rows = Waiver.objects.filter(organisation=organisation, pk__in=_numbers(ids)).select_related("project")
    return {
        str(one.pk): Subject(
            reference=f"waiver {one.pk}",
            title=f"Waiver {one.pk}, {one.project.name}",
            address=f"/o/{organisation.slug}/findings/waivers/{one.pk}/",
            says=one.get_stage_display(),
        )
        for one in rows
    }


WAIVERS = Kind(describe=_waivers)


def panel(case: Case) -> Panel | None:
    """The findings that a case was made of, beside it."""
    rows = Finding.objects.filter(organisation_id=case.organisation_id, case=case)
    found = list(rows.select_related("project", "stream")[:20])
    return Panel(template="findings/beside.html", content={"findings": found}) if found else None


def _numbers(ids: Iterable[str]) -> list[int]:
    return [int(each) for each in ids if each.isascii() and each.isdigit() and len(each) < 18]
