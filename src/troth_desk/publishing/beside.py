"""What other pages show of an advisory: beside its case, and in lists of what is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from troth_desk.cases.beside import Panel
from troth_desk.cases.models import Case
from troth_desk.cases.models import State as CaseState
from troth_desk.deadlines.subjects import Subject
from troth_desk.publishing import queries
from troth_desk.publishing.models import Advisory
from troth_desk.tenants.models import Organisation

WRITES = frozenset({CaseState.ACCEPTED, CaseState.FIXING, CaseState.FIX_READY, CaseState.DISCLOSED})
"""States of a case in which the page offers to write its advisory."""


def panel(case: Case) -> Panel | None:
    """The advisory of ``case``, or that one can be written now."""
    found = queries.of_case(case)
    if found is None and CaseState(case.state) not in WRITES:
        return None
    standing = queries.standing(found) if found else ""
    return Panel("publishing/beside.html", {"advisory": found, "standing": standing})


def described(organisation: Organisation, ids: Sequence[str]) -> Mapping[str, Subject]:
    """The advisories of those references."""
    found = Advisory.objects.filter(organisation=organisation, reference__in=ids)
    return {
        one.reference: Subject(
            reference=one.reference,
            title=one.title,
            address=reverse("publishing:advisory", args=(organisation.slug, one.reference)),
            says=one.get_state_display(),
        )
        for one in found
    }
