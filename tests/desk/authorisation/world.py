"""Two organisations that have a row of everything, and people of each kind: what authorisation is tested on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.test import Client

from desk import scan_results
from desk.authorisation.advised import advisories
from desk.authorisation.paper import paper
from desk.authorisation.told import known
from desk.owning import as_owner
from desk.people_fixtures import browser
from desk.tenants.rows import new_row
from troth_desk.cases import actions, queries
from troth_desk.cases.actions import Report
from troth_desk.cases.models import Case, Participant
from troth_desk.deadlines import calendars
from troth_desk.deadlines.models import Holiday
from troth_desk.files import uploads
from troth_desk.files.uploads import Sealed
from troth_desk.findings import actions as findings
from troth_desk.findings.actions.gates import Told
from troth_desk.findings.actions.waiving import Asked
from troth_desk.findings.seen import Seen
from troth_desk.findings.states import Kind
from troth_desk.incidents import actions as incidents
from troth_desk.incidents.actions import Declared
from troth_desk.intake import actions as intake
from troth_desk.intake import key_life
from troth_desk.intake.models import Attachment
from troth_desk.ledger.actor import SYSTEM, Actor, ActorKind
from troth_desk.mailbox import actions as mail
from troth_desk.mailbox.models import ProjectAddress
from troth_desk.notices.models import Delivery, DeliveryState, Notice
from troth_desk.openpgp import keys as openpgp
from troth_desk.openpgp import wkd
from troth_desk.people import actions as people
from troth_desk.people.models import Membership, Role
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import Promise, Text
from troth_desk.reviews import actions as reviews
from troth_desk.reviews import proposals
from troth_desk.reviews import queries as review_queries
from troth_desk.scans import actions as scans
from troth_desk.scans import pushed
from troth_desk.scans.models import Scan
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.today import actions as today
from troth_desk.today.models import SavedView
from troth_desk.webhooks import actions as webhooks
from troth_desk.webhooks.models import Delivery as Event

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""When everything was made; what the tests do happens an hour later."""
NOW = AT + timedelta(hours=1)
CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
LOW = "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"
POLICY = """\
# Security policy

### Critical Vulnerabilities (CVSS 9.0-10.0)
- **Response Time**: 24 hours
- **Action**: Immediate patch or temporary mitigation
- **Communication**: Internal security team notification

### Low Vulnerabilities (CVSS 0.1-3.9)
- **Response Time**: 2 weeks
- **Communication**: Quarterly security reports

## Contact

- **Email**: security@example.org
- **Emergency**: +1-555-010-0000
- **Response**: Acknowledgment within 24 hours
"""
VERSIONS = {"harbour": 1, "lamp": 2, "annex": 3}
"""How often the policy of each project was changed: the last version of one is none of the first."""
FURTHER = (
    "# Response\n\nWe fix critical issues within 30 days.\n\nWe notify customers within 72 hours of a data breach.\n"
)
WORDS = {
    "case": "A crafted archive writes outside of the folder that the importer was given, through links inside it.",
    "low": "The page of licences shows the version of the web server, which helps nobody but those who look for holes.",
    "quiet": "Sessions survive a change of the password: a stolen cookie opens the account for another week.",
    "held": "An integer overflow in the length field of frames lets a peer read memory behind the buffer.",
    "proposed": "Tokens of the interface are compared byte by byte, so that their letters can be guessed by the clock.",
    "asked": "The update is fetched without a signature over plain http, and anybody on the way can replace it.",
    "paused": "Deeply nested queries exhaust the stack of the parser; the service ends and is not started again.",
    "assessing": "Redirects after the login follow any address that stands in the query, to other hosts as well.",
}
"""What the cases of a project report: so different that none is held as a repetition of another."""


@dataclass
class Side:
    """A project with its cases, in an organisation: ``values`` has what stands in addresses and bodies, by name."""

    organisation: Organisation
    values: dict[str, Any] = field(default_factory=dict)
    member: Membership | None = None

    def value(self, name: str) -> Any:
        """What is called ``name``; the id of a row where it is a model ("webhooks.Subscription"), made when asked."""
        if name not in self.values and "." in name:
            with scope.inside(self.organisation):
                self.values[name] = new_row(apps.get_model(name), self.organisation, AT).pk
        return self.values[name]

    def has(self, name: str) -> bool:
        """Whether it has such a thing of its own."""
        return name in self.values or "." in name


@dataclass
class World:
    """``own`` and ``sibling`` are two projects of one organisation, ``foreign`` is one of another."""

    own: Side
    sibling: Side
    foreign: Side
    members: Mapping[Role, Membership]
    browsers: Mapping[str, Client]
    """By role, and: "nobody", "former" (was an owner), "foreign" (an owner elsewhere), "both" (that, and auditor)."""
    views: Mapping[str, int] = field(default_factory=dict)
    """A view of the list of cases that each of them keeps."""
    accounts: Mapping[str, int] = field(default_factory=dict)
    """Their account at a login provider, by their names as users."""
    feeds: Mapping[str, int] = field(default_factory=dict)
    """An address for calendars that each of them has."""

    def copied(self) -> World:
        """The same, with values, rows and cookies of its own."""
        browsers = {name: copy(client) for name, client in self.browsers.items()}
        for client in browsers.values():
            client.cookies = deepcopy(client.cookies)
        return replace(
            self,
            own=deepcopy(self.own),
            sibling=deepcopy(self.sibling),
            foreign=deepcopy(self.foreign),
            members=deepcopy(self.members),
            browsers=browsers,
        )


def build() -> World:
    """All of it; the caller stands in a transaction as the application, and takes it back."""
    with as_owner():
        own = _organisation("harbour")
        foreign = _organisation("lighthouse")
    members = {role: joined(own, role.value, role) for role in Role}
    keeper = joined(foreign, "keeper", Role.OWNER)
    former = joined(own, "former", Role.OWNER)
    with scope.inside(own):
        people.end(former, by=SYSTEM, at=AT)
        Membership.objects.create(organisation=own, user=_user("both"), role=Role.AUDITOR, created_at=AT)
    with scope.inside(foreign):
        both = User.objects.get(username="both")
        at_home = Membership.objects.create(organisation=foreign, user=both, role=Role.OWNER, created_at=AT)
    sides = (_side(own, "harbour", members[Role.RESPONDER]), _side(own, "annex", members[Role.RESPONDER]),
             _side(foreign, "lamp", keeper))  # fmt: skip
    _settings(sides[0], members[Role.OWNER])
    _settings(sides[2], keeper)
    # another webhook of the same organisation: its events are not below the first one
    sides[1].values |= {"webhook": sides[0].value("webhook_off"), "event": sides[0].value("other event")}
    browsers = {role.value: confirmed(member) for role, member in members.items()}
    browsers |= {"nobody": Client(), "former": confirmed(former), "foreign": confirmed(keeper)}
    browsers["both"] = confirmed(at_home)
    views, feeds = {}, {}
    with scope.inside(own):
        for member in Membership.objects.filter(organisation=own, ended_at=None).select_related("user"):
            kept = SavedView.objects.create(organisation=own, member=member, name="mine", query="", created_at=AT)
            views[member.user.username] = kept.pk
            feeds[member.user.username] = today.make_link(member, mine=True, by=SYSTEM, at=AT)[0].pk
    with scope.inside(foreign):
        kept = SavedView.objects.create(organisation=foreign, member=at_home, name="mine", query="", created_at=AT)
        sides[2].values["view"] = kept.pk
    accounts = {
        user.username: SocialAccount.objects.create(user=user, provider="oidc", uid=user.username).pk
        for user in User.objects.all()
    }
    return World(*sides, members=members, browsers=browsers, views=views, feeds=feeds, accounts=accounts)


def confirmed(member: Membership) -> Client:
    """A browser that proved a moment ago that it is ``member``."""
    client = browser(member)
    session = client.session
    request = HttpRequest()
    request.session = session
    record_authentication(request, member.user, "password")
    session.save()
    return client


def _organisation(slug: str) -> Organisation:
    return Organisation.objects.create(slug=slug, name=slug.capitalize(), zone="Europe/Berlin", created_at=AT)


def _user(name: str) -> User:
    return User.objects.create_user(name, f"{name}@example.org", "a long pass phrase 1")


def joined(organisation: Organisation, name: str, role: Role) -> Membership:
    user = _user(name)
    with scope.inside(organisation):
        return Membership.objects.create(organisation=organisation, user=user, role=role, created_at=AT)


def _side(organisation: Organisation, slug: str, member: Membership) -> Side:
    side = Side(organisation, member=member)
    with scope.inside(organisation):
        project = Project.objects.create(
            organisation=organisation,
            slug=slug,
            name=slug.capitalize(),
            status_page=True,
            created_at=AT,
            repository_url="https://example.org/quay.git",
        )
        for number in range(VERSIONS[slug]):
            texts = {"SECURITY.md": POLICY, "docs/RESPONSE.md": FURTHER + "\n" * number}
            version = import_texts(project, texts, by=SYSTEM, at=AT)
        cases = {name: _case(project, name, member) for name in WORDS}
        side.values |= {
            "organisation": organisation.slug,
            "project": slug,
            "open_name": f"{organisation.slug}/{slug}",
            "version": version.number,
            "text": Text.objects.filter(version=version).earliest("pk").pk,
            "move": "acknowledged",
            "asset": "report.css",
        }
        side.values |= paper(project, cases["quiet"], VERSIONS[slug] * 10, AT)
        _handled(side, cases, member)
        side.values |= _reviews(project, member)
        told = pushed.read(scan_results.push(scan_results.check(AT), project=slug))
        scans.keep(project, told, by=SYSTEM, at=AT)
        side.values["scan"] = Scan.objects.get(project=project).pk
        side.values |= _mail(project)
        side.values |= advisories(project, member, AT)
        side.values |= _findings(project, member)
        side.values |= _incidents(project, cases["low"], member)
        side.values |= known(project, side.values["advisory draft"], AT)
        side.values["push"] = json.loads(scan_results.push(scan_results.audit(AT), project=slug))
    return side


def _reviews(project: Project, member: Membership) -> dict[str, Any]:
    """Something that comes round, done once with a file; something without a period; what the policy says beside."""
    began, by = AT - timedelta(days=40), member.actor
    monthly = reviews.oblige(
        project, title="Dependency review", kind="dependency_review", every="P1M", origin="team", by=by, at=began
    )
    first = review_queries.open_occasion(monthly)
    assert first is not None
    with uploads.vault().writer() as writer:
        writer.write(b"who took part")
    sealed = Sealed("minutes.txt", writer.size, "text/plain", writer.sha256, writer.stored_as)
    done_at = max(began, first.starts_at) + timedelta(hours=1)
    done = reviews.do(first, reviews.Given(words="Gone through.", files=[sealed]), by=by, at=done_at)
    while (current := review_queries.open_occasion(monthly)) and current.due_at and current.due_at < AT:
        reviews.turn(project.organisation, AT)
    assert current is not None
    untimed = reviews.oblige(project, title="Training", kind="training", origin="team", by=by, at=began)
    return {
        "review": monthly.reference,
        "review_untimed": untimed.reference,
        "period": current.pk,
        "evidence": done.files.get().pk,
        "rhythm": proposals.proposals(project)[0].promise.pk,
        "project_id": project.pk,
    }


def _case(project: Project, name: str, member: Membership) -> Case:
    with uploads.vault().writer() as writer:
        writer.write(b"proof of concept")
    sealed = Sealed("poc.txt", writer.size, "text/plain", writer.sha256, writer.stored_as)
    report = Report(f"Finding about {name} in {project.slug}", WORDS[name] + f" Found in {project.slug}.", "1.", "All")
    by = Actor(ActorKind.REPORTER)
    received = intake.receive(project, report, origin="form", by=by, at=AT, files=[sealed])
    case = Case.objects.select_related("project__organisation", "policy").get(reference=received.answer["id"])
    if case.held:
        actions.release(case, by=member.actor, at=AT)
    case.token = received.path.rstrip("/").rpartition("/")[2]  # type: ignore[attr-defined]
    return case


def _handled(side: Side, cases: Mapping[str, Case], member: Membership) -> None:
    """Bring each case to where its name says it stands."""
    by, later = member.actor, AT + timedelta(days=30)
    actions.rate(cases["case"], CRITICAL, by=by, at=AT)
    actions.rate(cases["low"], LOW, by=by, at=AT)
    actions.hold(cases["held"], "doubtful", "It names no version.", by=by, at=AT)
    reporter = Participant.objects.get(case=cases["proposed"])
    actions.propose_embargo(cases["proposed"], later, by=actions.reporter(reporter), at=AT)
    actions.propose_embargo(cases["asked"], later, by=by, at=AT)
    actions.pause_clocks(cases["paused"], "The reporter travels.", by=by, at=AT)
    for state in ("acknowledged", "assessing"):
        actions.move(cases["assessing"], state, by=by, at=AT)
    actions.note(cases["asked"], f"SECRET-NOTE of {side.values['project']}", by=by, at=AT, member=member)
    left, gone = actions.invite(cases["asked"], "vendor", "left@example.org", by=by, at=AT)
    actions.leave(left, by=by, at=AT)
    replaced, old = actions.invite(cases["asked"], "vendor", "vendor@example.org", by=by, at=AT)
    side.values |= {name: case.reference for name, case in cases.items()} | {
        "reference": cases["case"].reference,
        "token": cases["asked"].token,  # type: ignore[attr-defined]
        "token of held": cases["held"].token,  # type: ignore[attr-defined]
        "token that was replaced": old,
        "token that ended": gone,
        "token of a vendor": actions.new_link(replaced, by=by, at=AT),
        "duty": queries.duties(cases["case"]).earliest("pk").pk,
        "call": cases["case"].alarms.get().pk,
        "participant": Participant.objects.get(case=cases["case"]).pk,
        "file": Attachment.objects.get(case=cases["case"]).pk,
    }
    (waiting,) = queries.collected(cases["low"].project)
    side.values["collected"] = f"{cases['low'].project.pk}:{waiting.ends}:{waiting.line}"


def _incidents(project: Project, low: Case, member: Membership) -> dict[str, Any]:
    """An incident that goes on, one that ended, and a playbook that the team wrote."""
    by = member.actor
    declared = Declared(title=f"Something happens at {project.slug}", severity="low", systems=["web"])
    made = incidents.open_incident(project, declared, by=by, at=AT)
    over = incidents.open_incident(project, declared, by=by, at=AT)
    incidents.close(over, "false alarm", "It was nothing.", by=by, at=AT)
    promise = Promise.objects.filter(version=made.policy, action="notify").earliest("pk")
    text = "# Storm\n\n## Detection\n\n- [ ] Look at the barometer\n"
    for name in (f"storm-{project.slug}", "general"):
        incidents.keep_playbook(project, name, text, by=by, at=AT)
    return {
        "incident": made.reference,
        "incident that ended": over.reference,
        "phase": 2,
        "task": made.tasks.earliest("pk").pk,
        "system": made.affected.get().pk,
        "notify": promise.pk,
        "project number": project.pk,
        "low reference": low.reference,
        "playbook": f"storm-{project.slug}",
        "shipped playbook": "general",
    }


def _mail(project: Project) -> dict[str, int]:
    """An address of the project, and a mail for it that waits for a person."""
    address = ProjectAddress.objects.create(
        organisation=project.organisation, project=project, address=f"{project.slug}@mail.example.org"
    )
    raw = (
        f"From: scanner@example.net\nTo: {address.address}\nSubject: Scan of {project.slug}\n"
        f"Auto-Submitted: auto-generated\n\nThe scanner found something in {project.slug}.\n"
    )
    return {"mail_address": address.pk, "mail": mail.take(raw.encode(), recipients=(), by=SYSTEM, at=AT).mail.pk}


def _findings(project: Project, member: Membership) -> dict[str, int]:
    """A finding, one that waits for a waiver, the result that both came with, and a release that was tested."""
    told = [
        Seen(tool="advisories", rule=f"CVE-2026-{number}", text="crash", kind=Kind.DEPENDENCY, package="hull")
        for number in (1000, 2000)
    ]
    opened = findings.open_known(project, told, digest="0" * 64, by=SYSTEM, at=AT)
    asked = Asked("It waits for a release.", AT + timedelta(days=30), member)
    waiver = findings.ask(project, opened.findings[1:], asked, member=member, by=member.actor, at=AT)
    release = findings.begin(project, "1.4.2", by=SYSTEM, at=AT)
    findings.tested(release, Told(evidence="a run"), by=SYSTEM, at=AT)
    brought = opened.brought.pk
    return {"finding": opened.findings[0], "waiver": waiver.pk, "import": brought, "release": release.pk}


def _settings(side: Side, owner: Membership) -> None:
    """What an organisation has besides its projects."""
    organisation = side.organisation
    openpgp.made(organisation.pk, organisation.name, "security@testserver")
    spare = joined(organisation, f"spare-{organisation.slug}", Role.RESPONDER)
    with scope.inside(organisation):
        notice = Notice.objects.filter(organisation=organisation, subject__endswith=side.values["quiet"]).earliest("pk")
        failed = Delivery.objects.create(
            organisation=organisation, notice=notice, address="list@example.org", state=DeliveryState.FAILED, due_at=AT
        )
        hook, _ = webhooks.subscribe(organisation, name="pager", url="https://pager.example.org/", kinds=["case.opened"],
                                     member=owner, by=SYSTEM, at=AT)  # fmt: skip
        quiet, _ = webhooks.subscribe(organisation, name="quiet", url="https://pager.example.org/", kinds=["case.opened"],
                                      member=owner, by=SYSTEM, at=AT)  # fmt: skip
        other = webhooks.test(quiet, by=SYSTEM, at=AT)
        webhooks.switch_off(quiet, by=SYSTEM, at=AT)
        event = webhooks.test(hook, by=SYSTEM, at=AT)
        Event.objects.filter(pk=event.pk).update(state="taken")
        feed, token = today.make_link(owner, mine=False, by=SYSTEM, at=AT)
        present = key_life.rotate(organisation, by=SYSTEM, at=AT)
        calendars.add_holiday(organisation, AT.date() + timedelta(days=90), "Day out", by=SYSTEM, at=AT)
        link = people.invite(organisation, "guest@example.org", Role.AUDITOR, by=owner.actor, at=AT, member=owner)
        join = people.invite(organisation, "newcomer@example.org", Role.AUDITOR, by=SYSTEM, at=AT)
        key, text = people.make_key(
            organisation, "CI", ["scans:read"], expires_at=AT + timedelta(days=9), member=owner, by=SYSTEM, at=AT
        )
        side.values |= {
            "fingerprint": present.fingerprint,
            "domain": "testserver",
            "hashed": wkd.hashed("security"),
            "spare": spare.pk,
            "membership": spare.pk,
            "notice": notice.pk,
            "webhook": hook.pk,
            "webhook_off": quiet.pk,
            "event": event.pk,
            "other event": other.pk,
            "feed": feed.pk,
            "feed token": token,
            "delivery": failed.pk,
            "holiday": Holiday.objects.get(organisation=organisation).pk,
            "invitation": link.invitation.pk,
            "join": join.token,
            "key": key.pk,
            "key text": text,
        }


def key(
    world: World, scopes: list[str], *, member: Membership | None = None, lasts: timedelta = timedelta(days=9)
) -> Any:
    """A key of the own organisation and its text."""
    owner = member or world.members[Role.OWNER]
    with scope.inside(world.own.organisation):
        return people.make_key(
            world.own.organisation, "a program", scopes, expires_at=AT + lasts, member=owner, by=SYSTEM, at=AT
        )


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is no more afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask_for_a_second_factor(side: Side) -> None:
    """Of everybody of the organisation; the caller stands inside."""
    people.ask_second_factor(side.organisation, asked=True, by=SYSTEM, at=AT)
