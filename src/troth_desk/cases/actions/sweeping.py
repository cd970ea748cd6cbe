"""What the time itself does to cases: silence is counted, embargoes are warned of and end, calls are answered,
notices that a policy promises are read.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Q

from troth_desk.cases import agreement
from troth_desk.cases.actions import alarms, duties, embargo
from troth_desk.cases.models import Alarm, Case, ConsentState, Embargo
from troth_desk.cases.states import Part
from troth_desk.tenants.models import Organisation


def sweep(organisation: Organisation, at: datetime) -> Counter[str]:
    """Do what is due at ``at``, each thing once whoever else sweeps; how often each step was taken."""
    taken: Counter[str] = Counter()
    for found in _due(organisation, at):
        taken.update(embargo.sweep_embargo(found, at))
    called = Alarm.objects.filter(organisation=organisation, taken_at__isnull=True).values("case")
    for case in Case.objects.filter(organisation=organisation, pk__in=called):
        taken["answered"] += alarms.notice_alarms_answered(case, at=at)
    taken["heard"] += duties.hear(organisation, at)
    return +taken


def _due(organisation: Organisation, at: datetime) -> list[Embargo]:
    silent = Q(state__in=agreement.OPEN, answer_by__lte=at)
    ending = Q(state__in=agreement.BINDING, until__lte=at)
    warning = Q(state__in=agreement.BINDING, warned_at__isnull=True, until__lte=at + agreement.WARNING)
    late = Q(
        state__in=agreement.BINDING,
        consents__state=ConsentState.INVITED,
        consents__at__lte=at - agreement.ANSWER_WITHIN,
        consents__participant__role__in=[role for role in Part if role != Part.REPORTER],
    )
    found = Embargo.objects.filter(silent | ending | warning | late, organisation=organisation)
    return list(found.select_related("case__project__organisation").distinct().order_by("id")[:500])
