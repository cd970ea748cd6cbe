"""Advisories of a project in each state that a page of theirs acts on, by the names that the tables have for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth.formats import csaf
from troth.terms.advisory import Event, Range, Vector
from troth.terms.own_advisory import Product, Remediation
from troth.terms.package import package
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Membership
from troth_desk.publishing import actions, queries
from troth_desk.publishing import content as contents
from troth_desk.publishing.content import Content
from troth_desk.publishing.models import Advisory, Did, State, Step
from troth_desk.tenants.models import Project

NAMES = ("draft", "reviewed", "approved", "scheduled", "published")


def advisories(project: Project, member: Membership, at: datetime) -> dict[str, object]:
    """Their references: "advisory draft", "digest of draft", and so on; and what is sent to change one."""
    values: dict[str, object] = {}
    for name in NAMES:
        made = _written(project, at, f"Weakness called {name} of {project.slug}")
        digest = queries.digest(made)
        if name in {"reviewed", "approved", "scheduled", "published"}:
            _did(made, Did.REVIEWED, State.REVIEWED, digest, member, at)
        if name in {"approved", "scheduled", "published"}:
            _did(made, Did.APPROVED, State.APPROVED, digest, member, at)
        if name == "scheduled":
            actions.schedule(made, at + timedelta(days=30), by=member.actor, at=at)
        if name == "published":
            actions.publish(made, by=member.actor, at=at)
        values |= {f"advisory {name}": made.reference, f"digest of {name}": digest}
        values |= {f"seen of {name}": contents.digest(contents.read(made.content))}
    return (
        values
        | {"advisory file": f"{values['advisory published']}.osv.json", "year": at.year}
        | {
            "csaf file": csaf.file_name(str(values["advisory published"])),
            "format": "osv",
        }
    )


def _written(project: Project, at: datetime, title: str) -> Advisory:
    made = actions.begin(project, by=SYSTEM, at=at)
    fixed = Range(type="ECOSYSTEM", events=(Event("introduced", "0"), Event("fixed", "1.4.2")))
    content = Content(
        title=title,
        summary="Whoever has an account reads files of other tenants.",
        details="A path is joined without being resolved.",
        products=(Product(name=project.slug, package=package("PyPI", project.slug), ranges=(fixed,)),),
        severity=(Vector("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"),),
        cwes=("CWE-22",),
        remediations=(Remediation(kind="vendor_fix", words="Update to 1.4.2."),),
    )
    return actions.write(made, content, seen=contents.digest(contents.read(made.content)), by=SYSTEM, at=at)


def _did(made: Advisory, did: Did, state: State, digest: str, member: Membership, at: datetime) -> None:
    Step.objects.create(
        organisation_id=made.organisation_id,
        advisory=made,
        did=did,
        digest=digest,
        member=member,
        actor=str(member.actor),
        at=at,
    )
    made.state = state
    made.save()
