"""What is decided about weaknesses of dependencies, as statements of VEX: for users, and for their scanners."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q, QuerySet

from troth.formats import openvex
from troth.formats.purl import generic, purl
from troth.terms.own_advisory import Publisher, Revision
from troth.terms.package import package
from troth.terms.vex import Statement, Status, VexDocument, VexProduct
from troth_desk.findings.identity import canonical
from troth_desk.findings.models import Event, Finding
from troth_desk.findings.states import Kind, State
from troth_desk.tenants.models import Project

UPDATE = "Update the product once a version is out that holds the fix."
WORKED_ON = "It is left as it is for now; a later edition says more."
STATUS: dict[str, Status] = {
    State.OPEN: "under_investigation",
    State.SILENCED: "under_investigation",
    State.ACCEPTED: "affected",
    State.WAIVED: "affected",
    State.NOT_AFFECTED: "not_affected",
    State.FALSE_POSITIVE: "not_affected",
    State.FIXED: "fixed",
}
"""What each decision is called in VEX. A waiver is the team's own affair: users are affected all the same."""


def document(project: Project, address: str, at: datetime) -> VexDocument:
    """What is said of ``project`` now; ``address`` is where the document lies, and so its id.

    Raises:
        NothingSaidError: no weakness of a dependency was ever told of.
    """
    rows = _rows(project)
    statements = tuple(_statement(project, one, at) for one in rows.order_by("pk").iterator(chunk_size=1_000))
    if not statements:
        raise NothingSaidError("No tool and no advisory has told of a weakness of a dependency yet.")
    events = Event.objects.filter(organisation_id=project.organisation_id, finding__project=project)
    changed = events.aggregate(at=Max("at"))["at"]
    seen = rows.aggregate(at=Max("first_seen_at"))["at"]
    modified = min(max(one for one in (changed, seen) if one is not None), at)
    number = events.count() + len(statements)
    return VexDocument(
        id=address,
        title=f"Weaknesses of what {project.name} is made of",
        publisher=Publisher(name=project.organisation.name, namespace=address.rpartition("/o/")[0]),
        statements=statements,
        at=min(one.at for one in statements),
        modified=modified,
        revisions=(Revision(number=number, at=modified, words="as decided by then"),),
    )


def written(project: Project, address: str, at: datetime) -> bytes:
    """The document as OpenVEX 0.2.0; raises what ``document`` does."""
    return openvex.written(document(project, address, at))


class NothingSaidError(ValueError):
    """There is nothing to say."""


def _rows(project: Project) -> QuerySet[Finding]:
    """Weaknesses of dependencies; one whose advisory was withdrawn is none."""
    rows = Finding.objects.filter(organisation_id=project.organisation_id, project=project, kind=Kind.DEPENDENCY)
    return rows.filter(Q(withdrawn_at=None) | Q(gone_at=None))


def _statement(project: Project, one: Finding, at: datetime) -> Statement:
    status = STATUS[one.state]
    component = purl(package(one.ecosystem, one.package), one.version) or generic(one.package, one.version)
    impact = one.words if status == "not_affected" else ""
    if one.state == State.FALSE_POSITIVE and not impact:
        impact = "It was looked at, and is none."
    action = ""
    if status == "affected":
        action = one.words or (WORKED_ON if one.state == State.WAIVED else UPDATE)
    name = canonical(one.ids) or one.rule
    return Statement(
        weakness=name,
        aliases=tuple(each for each in one.ids if each != name),
        status=status,
        products=(
            VexProduct(name=project.name, purl=generic(project.slug), components=(component,) if component else ()),
        ),
        at=min(one.decided_at or one.first_seen_at, at),
        justification=one.justification or None,  # type: ignore[arg-type]
        impact=impact,
        action=action,
    )
