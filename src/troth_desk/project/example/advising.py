"""The advisories of the example: one that everybody reads, with a revision, and one that waits for a second person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from troth.terms.advisory import Event, Range
from troth.terms.own_advisory import Remediation
from troth_desk.cases.models import Case
from troth_desk.cases.states import State
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.publishing import actions, queries
from troth_desk.publishing import content as contents
from troth_desk.publishing.models import Advisory
from troth_desk.tenants.models import Organisation, Project

RELEASED, PUBLISHED, REVISED = timedelta(days=21), timedelta(days=12), timedelta(days=4)
"""How long ago the fix came out, its advisory was published, and revised."""
WRITER = "responder"


def tell_all(organisation: Organisation, cast: Mapping[str, Membership], now: datetime) -> int:
    """Write the advisories of cases that are over or nearly so; how many."""
    cases = Case.objects.filter(organisation=organisation, project__example=True).select_related(
        "project__organisation"
    )
    over = cases.filter(state__in=(State.DISCLOSED, State.CLOSED), rejected_reason="", duplicate_of=None)
    told = next((one for one in over.order_by("-ranked", "pk") if one.cvss_vector), None)
    waits = cases.filter(state=State.FIX_READY).order_by("-ranked", "pk").first()
    for project in Project.objects.filter(organisation=organisation, example=True):
        package = {"ecosystem": "npm", "package": f"@harbour-works/{project.slug}"}
        actions.settle(project, {"vendor": "Harbour Works", "product": project.name, **package}, by=SYSTEM, at=now)
    if told is not None:
        _published(told, cast, now)
    if waits is not None:
        _written(waits, cast, "2.1.0", now - timedelta(days=1))
    return sum(one is not None for one in (told, waits))


def _published(case: Case, cast: Mapping[str, Membership], now: datetime) -> None:
    made = _written(case, cast, "1.8.3", now - PUBLISHED)
    writer = actor_of(cast[WRITER])
    actions.record_fix(made, "1.8.3", now - RELEASED, by=writer, at=now - PUBLISHED)
    if not _stood_in_for(made, now - PUBLISHED):
        return
    actions.publish(made, by=writer, at=now - PUBLISHED)
    work_around = Remediation(kind="workaround", words="Until then, narrow down who can reach the service.")
    content = contents.read(made.content)
    changed = replace(content, change="A workaround was added.", remediations=(*content.remediations, work_around))
    _write(made, changed, writer, now - REVISED)
    if _stood_in_for(made, now - REVISED):
        actions.publish(made, by=writer, at=now - REVISED)


def _written(case: Case, cast: Mapping[str, Membership], fixed: str, at: datetime) -> Advisory:
    """What the case knows, with what only people can say."""
    writer = actor_of(cast[WRITER])
    made = actions.begin(case.project, case, by=writer, at=at)
    content = contents.read(made.content)
    affected = Range(type="SEMVER", events=(Event("introduced", "1.0.0"), Event("fixed", fixed)))
    products = tuple(replace(one, ranges=(affected,)) for one in content.products)
    whole = replace(
        content,
        summary=f"{case.title}. Every version before {fixed} is affected.",
        products=products,
        cwes=("CWE-20",),
        hold_details=False,
        remediations=(Remediation(kind="vendor_fix", words=f"Update to {fixed}."),),
    )
    return _write(made, whole, writer, at)


def _write(made: Advisory, content: contents.Content, writer: Actor, at: datetime) -> Advisory:
    return actions.write(made, content, seen=contents.digest(contents.read(made.content)), by=writer, at=at)


def _stood_in_for(made: Advisory, at: datetime) -> bool:
    """Whether somebody of the team could review and approve it: whoever wrote it alone has nobody to ask."""
    organisation = made.project.organisation
    able = queries.people_who(organisation, approve=True)
    barred = queries.barred(made, able) | queries.barred(made, queries.people_who(organisation, approve=False))
    reader = next((one for one in able if one.pk not in barred), None)
    if reader is None:
        return False
    digest = queries.digest(made)
    actions.review(made, digest, by=actor_of(reader), at=at)
    actions.approve(made, digest, by=actor_of(reader), at=at)
    return True
