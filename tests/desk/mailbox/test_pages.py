"""The page Mail, the page of a mail, and what of a mail stands on the page of its case."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from desk.mailbox.conftest import Take
from desk.mailbox.letters import US, WORDS, mail, plain, raw
from troth_desk.cases.models import Case, Message
from troth_desk.files.uploads import vault
from troth_desk.intake.models import Attachment
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox import actions
from troth_desk.mailbox.models import Became, Choices, Fetching, ProjectAddress, ReceivedMail
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db
PAGE = "/o/harbour/settings/mail/"


def text(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def waiting(take: Take) -> ReceivedMail:
    message = mail(Auto_Submitted="auto-generated")
    message.add_attachment(b"log", maintype="text", subtype="x-log", filename="a.log")
    found = take(raw(message)).mail
    assert found.became == Became.WAITING
    return found


def test_before_any_mail_the_page_says_how_it_begins(owner_client: Client, project: Project) -> None:
    shown = text(owner_client)
    assert "No mail reaches this desk yet." in shown
    assert "TROTH_DESK_MAILBOX" in shown


def test_the_address_of_the_policy_stands_there(owner_client: Client, take: Take) -> None:
    take()
    shown = text(owner_client)
    assert US in shown
    assert "the policy" in shown
    assert "Nothing waits for a person." in shown


def test_a_failing_mailbox_is_said_without_its_password(
    owner_client: Client, organisation: Organisation, settings: Any, at: datetime, project: Project
) -> None:
    settings.MAILBOX = "imaps://desk:a-secret-word@mail.example.org/INBOX"
    Fetching.objects.create(
        organisation=organisation,
        begun_at=at - timedelta(days=1),
        looked_at=at,
        failing_since=at - timedelta(hours=1),
        next_at=at + timedelta(minutes=5),
        failure="mail.example.org:993 was not reached: refused",
        left=2,
        left_why="OperationalError, see the log of the worker",
        unclaimed=3,
    )
    shown = text(owner_client)
    assert "Mail has not been fetched since" in shown
    assert "was not reached" in shown
    assert "2 mails in the mailbox could not be kept" in shown
    assert "3 mails in the mailbox are for addresses that mean no project" in shown
    assert "a-secret-word" not in shown


def test_a_worker_that_does_not_run_is_noticed(
    owner_client: Client, organisation: Organisation, settings: Any, at: datetime
) -> None:
    settings.MAILBOX = "imaps://desk:word@mail.example.org/INBOX"
    Fetching.objects.create(organisation=organisation, begun_at=at, looked_at=at - timedelta(hours=1))
    assert "No worker runs" in text(owner_client)


def test_an_address_of_a_mailbox_that_is_none_is_said(owner_client: Client, settings: Any, project: Project) -> None:
    settings.MAILBOX = "imaps://mail.example.org"
    assert "takes imaps://user:password@host" in text(owner_client)


def test_what_waits_and_what_was_left_stand_there_with_the_reason(
    owner_client: Client, waiting: ReceivedMail, take: Take
) -> None:
    take(Message_ID="<loop@example.net>", Received="x")
    shown = text(owner_client)
    assert "1 mail waits for a person." in shown
    assert "No person wrote it: Auto-Submitted: auto-generated" in shown


def test_a_mail_is_shown_as_text(owner_client: Client, take: Take) -> None:
    found = take(
        mail_with_script := plain(
            words="<script>alert(1)</script>\n", Subject="<img src=x onerror=alert(1)>", Auto_Submitted="auto-replied"
        )
    ).mail
    shown = text(owner_client, f"/o/harbour/mail/{found.pk}/")
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    download = owner_client.get(f"/o/harbour/mail/{found.pk}/original/")
    assert (download.content, download["Content-Type"]) == (mail_with_script, "application/octet-stream")
    assert download["Content-Disposition"] == f'attachment; filename="mail-{found.pk}.eml"'
    assert "sandbox" in download["Content-Security-Policy"]


def test_a_damaged_original_is_not_given_out(owner_client: Client, waiting: ReceivedMail) -> None:
    path = vault().path(waiting.stored_as)
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)
    answer = owner_client.get(f"/o/harbour/mail/{waiting.pk}/original/")
    assert answer.status_code == 500
    assert "damaged" in answer.content.decode()


def test_a_person_opens_a_case(responder_client: Client, waiting: ReceivedMail, at: datetime) -> None:
    before = ReceivedMail.objects.get().received_at
    answer = responder_client.post(f"/o/harbour/mail/{waiting.pk}/case/", {"project": "harbour"})
    case = Case.objects.get()
    assert answer["Location"] == f"/o/harbour/cases/{case.reference}/"
    assert (case.description, case.received_at) == (WORDS.strip(), before)
    assert Attachment.objects.get().name == "a.log"
    waiting.refresh_from_db()
    assert (waiting.became, waiting.case) == (Became.CASE, case)
    assert waiting.settled_by is not None
    assert not Notice.objects.exclude(address="").exists(), "a machine is not answered"


def test_of_two_people_one_settles_a_mail(
    responder_client: Client, owner: Membership, waiting: ReceivedMail, at: datetime, project: Project
) -> None:
    actions.put_aside(waiting, member=owner, by=owner.actor, at=at)
    actions.make_case(waiting, project, member=owner, by=owner.actor, at=at)
    answer = responder_client.post(f"/o/harbour/mail/{waiting.pk}/case/", {"project": "harbour"})
    assert answer.status_code == 422
    assert "settled this mail before you" in answer.content.decode()
    assert Case.objects.count() == 1
    assert {one for one, _ in vault().lying()} == {
        waiting.stored_as,
        *Attachment.objects.values_list("stored_as", flat=True),
    }


def test_a_mail_is_put_to_a_case(
    responder_client: Client, take: Take, waiting: ReceivedMail, owner: Membership, at: datetime
) -> None:
    case = take(Message_ID="<case@example.net>", words="A report of the same sender, which is a case.\n").case
    assert case is not None
    refused = responder_client.post(f"/o/harbour/mail/{waiting.pk}/join/", {"reference": "TR-22222222"})
    assert refused.status_code == 422
    responder_client.post(f"/o/harbour/mail/{waiting.pk}/join/", {"reference": f" {case.reference.lower()} "})
    waiting.refresh_from_db()
    assert (waiting.became, waiting.case) == (Became.NOTED, case)
    assert not Message.objects.exists(), "a machine says nothing in a conversation"


def test_a_mail_of_the_reporter_is_put_into_the_conversation(
    take: Take, owner: Membership, at: datetime, project: Project
) -> None:
    case = take().case
    assert case is not None
    Project.objects.create(organisation=project.organisation, slug="ferry", name="Ferry", created_at=at)
    lost = take(plain(To="x@example.org", Message_ID="<lost@example.net>", words="It is worse than I said.\n")).mail
    assert lost.became == Became.WAITING
    actions.join(lost, case, member=owner, by=owner.actor, at=at)
    assert (lost.became, Message.objects.get().body) == (Became.MESSAGE, "It is worse than I said.")


def test_who_may_do_what(auditor_client: Client, reviewer_client: Client, waiting: ReceivedMail) -> None:
    for client in (auditor_client, reviewer_client):
        assert "Download the original" in text(client, f"/o/harbour/mail/{waiting.pk}/")
        assert "Open a case" not in text(client, f"/o/harbour/mail/{waiting.pk}/")
        for what in ("case", "join", "aside"):
            assert client.post(f"/o/harbour/mail/{waiting.pk}/{what}/").status_code == 403
        assert client.post(f"{PAGE}choices/").status_code == 403


def test_choices_are_kept(owner_client: Client, organisation: Organisation, project: Project) -> None:
    assert owner_client.post(f"{PAGE}choices/", {"plus_addresses": "on"}).status_code == 302
    chosen = Choices.objects.get(organisation=organisation)
    assert (chosen.receipts, chosen.words_in_clear, chosen.plus_addresses) == (False, False, True)


def test_addresses_are_named_and_taken_away(owner_client: Client, take: Take, project: Project, at: datetime) -> None:
    Project.objects.create(organisation=project.organisation, slug="ferry", name="Ferry", created_at=at)
    owner_client.post(f"{PAGE}addresses/", {"address": " Ferry@Example.org ", "project": "ferry"})
    row = ProjectAddress.objects.get()
    assert row.address == "ferry@example.org"
    taken = take(To="ferry@example.org")
    assert taken.case is not None
    assert taken.case.project.slug == "ferry"
    for address, says in (("ferry@example.org", "means Ferry already"), ("no address", "That is no mail address")):
        answer = owner_client.post(f"{PAGE}addresses/", {"address": address, "project": "harbour"})
        assert answer.status_code == 422
        assert says in answer.content.decode()
    owner_client.post(f"{PAGE}addresses/{row.pk}/remove/")
    assert not ProjectAddress.objects.exists()


def test_the_case_shows_its_mails(owner_client: Client, take: Take) -> None:
    case = take().case
    assert case is not None
    take(Message_ID="<away@example.net>", In_Reply_To="<first@example.net>", Auto_Submitted="auto-replied")
    shown = text(owner_client, f"/o/harbour/cases/{case.reference}/")
    assert "reporter@example.net" in shown
    assert "Opened a case" in shown
    assert "written by a machine" in shown
    assert "not encrypted" in shown


def test_nothing_of_another_organisation_is_found(
    owner_client: Client, other_organisation: Organisation, other_project: Project, at: datetime
) -> None:
    with scope.inside(other_organisation):
        ProjectAddress.objects.create(
            organisation=other_organisation, project=other_project, address="lamp@example.com"
        )
    foreign = actions.take(plain(To="lamp@example.com"), recipients=(), by=SYSTEM, at=at).mail
    assert foreign.organisation == other_organisation
    for what in ("", "original/"):
        assert owner_client.get(f"/o/harbour/mail/{foreign.pk}/{what}").status_code == 404
    for what in ("case", "join", "aside"):
        assert owner_client.post(f"/o/harbour/mail/{foreign.pk}/{what}/").status_code == 404
