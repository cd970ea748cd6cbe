"""A team of two, a policy that promises what advisories keep, and a case that is about to be told to the world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from desk.gnupg import gnupg
from troth.terms.advisory import Event, Range, Vector
from troth.terms.own_advisory import Product, Remediation
from troth.terms.package import package
from troth_desk.cases import actions as cases
from troth_desk.cases.actions import Report
from troth_desk.cases.models import Case, Participant
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.publishing import actions, queries
from troth_desk.publishing import content as contents
from troth_desk.publishing.content import Content
from troth_desk.publishing.models import Advisory, Revision
from troth_desk.tenants.models import Project

__all__ = ["gnupg"]

POLICY = """\
# Security policy

Write to security@example.org. We acknowledge reports within 48 hours.

You will be credited in the security advisory (unless you prefer anonymity).

## Vulnerability Disclosure Policy

We follow a coordinated disclosure approach:

1. **Private Report**: Vulnerability reported privately
2. **Verification**: We verify and assess the issue
3. **Fix Development**: We develop and test a fix
4. **Release**: Fix released with security advisory
5. **Public Disclosure**: Details published after users have time to update

## Security Advisories

Security advisories are published via:
- [GitHub Security Advisories](https://github.com/example/harbour/security/advisories)
- Release notes
- Direct notification to known enterprise users
"""
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"
NAME = "Ada Example"
REPORT = Report(
    title="Reading files of others",
    description="A request for ../../etc/passwd answers with the file of another tenant.",
    impact="Everybody who has an account reads everything.",
    contact="reporter@example.org",
)
HARBOUR = Product(
    name="harbour",
    package=package("PyPI", "harbour"),
    ranges=(Range(type="ECOSYSTEM", events=(Event("introduced", "1.0"), Event("fixed", "1.4.2"))),),
)
WHOLE = Content(
    title="Files of other tenants can be read",
    summary="Whoever has an account reads files of other tenants by a path that leads out of the folder.",
    details="A path that holds `..` is joined to the folder of the tenant without being resolved first.",
    impact="Files of every tenant.",
    products=(HARBOUR,),
    severity=(Vector("CVSS_V3", VECTOR),),
    cwes=("CWE-22",),
    remediations=(Remediation(kind="vendor_fix", words="Update to 1.4.2."),),
)


@pytest.fixture
def policy(project: Project, at: datetime) -> PolicyVersion:
    return import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)


@pytest.fixture
def by(responder: Membership) -> Actor:
    return actor_of(responder)


@pytest.fixture
def case(project: Project, policy: PolicyVersion, by: Actor, at: datetime) -> Case:
    """A report that was accepted and rated, and whose fix is ready; its reporter wishes to be named."""
    opened = cases.open_case(project, REPORT, origin="form", by=SYSTEM, at=at)
    case = opened.case
    for state in ("acknowledged", "assessing", "accepted", "fixing", "fix_ready"):
        cases.move(case, state, by=by, at=at)
    cases.rate(case, VECTOR, by=by, at=at)
    participant = Participant.objects.get(case=case)
    cases.prefer_credit(participant, "name", NAME, by=cases.reporter(participant), at=at)
    return case


Writing = Callable[..., Advisory]


@pytest.fixture
def begun(case: Case, by: Actor, at: datetime) -> Advisory:
    """An advisory of the case, as it was filled in."""
    return actions.begin(case.project, case, by=by, at=at)


@pytest.fixture
def writing(by: Actor, at: datetime) -> Writing:
    """Writes fields of ``WHOLE``, and others that are given, into an advisory."""

    def write(advisory: Advisory, *, who: Actor = by, when: datetime = at, **fields: object) -> Advisory:
        content = replace(WHOLE, credits=contents.read(advisory.content).credits, **fields)
        seen = contents.digest(contents.read(advisory.content))
        return actions.write(advisory, content, seen=seen, by=who, at=when)

    return write


@pytest.fixture
def approving(owner: Membership, at: datetime) -> Callable[..., Advisory]:
    """Reviews and approves what stands there, as somebody else."""

    def approve(advisory: Advisory, *, who: Membership = owner, when: datetime = at) -> Advisory:
        digest = queries.digest(advisory)
        actions.review(advisory, digest, by=actor_of(who), at=when)
        return actions.approve(advisory, digest, by=actor_of(who), at=when)

    return approve


@pytest.fixture
def publishing(
    writing: Writing, approving: Callable[..., Advisory], by: Actor, at: datetime
) -> Callable[..., Revision]:
    """From what was begun to what the world reads, after users have had their time."""

    def publish(advisory: Advisory, **fields: object) -> Revision:
        actions.record_fix(advisory, "1.4.2", at - timedelta(days=8), by=by, at=at)
        writing(advisory, **fields)
        approving(advisory)
        return actions.publish(advisory, by=by, at=at)

    return publish
