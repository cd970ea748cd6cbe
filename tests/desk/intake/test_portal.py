"""The reporter's own page: opened by its link alone, with everything that is theirs and nothing that is the team's."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from troth.formats.proof.receipt import PAYLOAD as PAYLOAD_TYPE
from troth_desk.cases import actions as cases
from troth_desk.cases.actions import Report
from troth_desk.cases.models import Case, Embargo, Message, Participant
from troth_desk.intake import actions, limits
from troth_desk.intake.models import Attachment
from troth_desk.ledger import signing
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.notices.models import Notice
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_vault(tmp_path: Path, settings: Any) -> None:
    settings.ATTACHMENTS_FOLDER = tmp_path / "attachments"


def received(project: Project, at: datetime) -> str:
    """The address of the page of a new report."""
    report = Report(
        "Path traversal in the export",
        "The export joins the name of an archive to the path of its folder without looking at it.",
        "1. Make an archive that is named ../../x\n2. Export it",
        "Every file that the service may read can be read by everybody.",
        contact="reporter@example.org",
    )
    return actions.receive(project, report, origin="api", by=Actor(ActorKind.REPORTER), at=at).path


@pytest.fixture
def page(policy: PolicyVersion, at: datetime) -> str:
    return received(policy.project, at)


@pytest.fixture
def case(page: str) -> Case:
    return Case.objects.get()


def text(response: Any) -> str:
    return str(response.content.decode())


def post(client: Client, page: str, place: str = "", **fields: Any) -> Any:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text(client.get(page)))
    assert found
    return client.post(f"{page}{place}", {"csrfmiddlewaretoken": found[1], **fields})


def test_the_page_leaves_no_trace(page: str, outsider: Client) -> None:
    answer = outsider.get(page)
    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(re.split(r",\s*", answer["Cache-Control"]))
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bstyle=|\bon\w+=", text(answer))


def test_a_wrong_link_and_that_of_another_organisation_open_nothing(
    page: str, other_project: Project, at: datetime, outsider: Client
) -> None:
    with scope.inside(other_project.organisation):
        foreign = received(other_project, at)
    secret = foreign.rstrip("/").rsplit("/", 1)[1]
    for wrong in ("/case/harbour/x/", f"/case/harbour/{secret}/", f"{page.rstrip('/')}x/", "/case/nobody/x/"):
        assert outsider.get(wrong).status_code == 404
        assert outsider.get(f"{wrong}receipt.json").status_code == 404
    assert outsider.get(foreign).status_code == 200


def test_the_link_of_somebody_who_left_opens_nothing(page: str, at: datetime, outsider: Client) -> None:
    cases.leave(Participant.objects.get(), by=Actor(ActorKind.SYSTEM), at=at)
    assert outsider.get(page).status_code == 404


def test_it_says_what_is_owed_with_the_sentences(page: str, outsider: Client) -> None:
    shown = text(outsider.get(page))
    assert "A person confirms that your report arrived" in shown
    assert "“Acknowledgment: Within 48 hours of your report” SECURITY.md, line 16" in shown
    assert shown.count('<li class="running">') + shown.count('<li class="not-begun">') == 5
    assert "It is not the acknowledgement that the policy promises" in shown


def test_the_receipt_is_a_file_that_the_key_of_the_desk_checks(page: str, case: Case, outsider: Client) -> None:
    answer = outsider.get(f"{page}receipt.json")
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{case.reference}.json"'
    payload = signing.verify(json.loads(answer.content), payload_type=PAYLOAD_TYPE)
    assert payload["id"] == case.reference


def test_internal_notes_never_reach_the_page(
    page: str, case: Case, owner: Membership, at: datetime, outsider: Client
) -> None:
    cases.note(case, "INTERNAL words", by=actor_of(owner), at=at, member=owner)
    cases.say(case, "Words to the reporter", by=actor_of(owner), at=at, member=owner)
    shown = text(outsider.get(page))
    assert "Words to the reporter" in shown
    assert "INTERNAL" not in shown
    assert owner.user.email not in shown


def test_a_message_reaches_the_team(page: str, case: Case, outsider: Client) -> None:
    answer = post(outsider, page, body="<b>One more</b>\r\nthing\0")
    assert (answer.status_code, answer["Location"]) == (302, f"{page}#conversation")
    message = Message.objects.get()
    assert (message.body, message.participant) == ("<b>One more</b>\nthing␀", Participant.objects.get())
    assert Notice.objects.filter(key=f"reply:{message.pk}", subject=case.subject).exists()
    assert "&lt;b&gt;One more&lt;/b&gt;" in text(outsider.get(page))


def test_an_empty_message_is_told(page: str, outsider: Client) -> None:
    answer = post(outsider, page, body="  ")
    assert answer.status_code == 422
    assert "Write something, or add a file." in text(answer)


def test_files_can_be_added_up_to_what_a_case_holds(
    page: str, outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_FILES", 2)
    assert post(outsider, page, body="", files=SimpleUploadedFile("a.txt", b"one")).status_code == 302
    assert Message.objects.get().body == "Added 1 file."
    more = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(2)]
    answer = post(outsider, page, body="two more", files=more)
    assert answer.status_code == 422
    assert "A case holds 2 files" in text(answer)
    assert "two more" in text(answer)
    assert (Attachment.objects.count(), Message.objects.count()) == (1, 1)


def test_credit_can_be_chosen_and_changed(page: str, outsider: Client) -> None:
    assert post(outsider, page, "credit/", choice="alias", name="Night\nOwl").status_code == 302
    reporter = Participant.objects.get()
    assert (reporter.credit, reporter.credit_name) == ("alias", "Night Owl")
    assert post(outsider, page, "credit/", choice="anonymous", name="Night Owl").status_code == 302
    reporter.refresh_from_db()
    assert (reporter.credit, reporter.credit_name) == ("anonymous", "")
    answer = post(outsider, page, "credit/", choice="name", name="")
    assert answer.status_code == 422
    assert "Write the name" in text(answer)


def test_a_day_can_be_proposed(page: str, outsider: Client) -> None:
    assert post(outsider, page, "embargo/proposal/", day="2026-04-30").status_code == 302
    # the end of the day in Berlin
    assert Embargo.objects.get().proposed_until == datetime(2026, 4, 30, 21, 59, tzinfo=UTC)
    shown = text(outsider.get(page))
    assert "You proposed to publish after" in shown
    assert "Do you keep silent until then?" not in shown


@pytest.mark.parametrize(("answer", "state"), [("agree", "active"), ("decline", "none")])
def test_what_the_team_proposes_waits_for_a_word(
    page: str, case: Case, owner: Membership, at: datetime, outsider: Client, answer: str, state: str
) -> None:
    cases.propose_embargo(case, datetime(2026, 4, 15, tzinfo=UTC), by=actor_of(owner), at=at)
    shown = text(outsider.get(page))
    assert "Whether you keep silent" in shown
    assert "We propose to publish after" in shown
    assert post(outsider, page, "embargo/", answer=answer).status_code == 302
    assert Embargo.objects.get().state == state
    assert "Whether you keep silent" not in text(outsider.get(page))


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-01", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_told(page: str, outsider: Client, day: str) -> None:
    answer = post(outsider, page, "embargo/proposal/", day=day)
    assert answer.status_code == 422
    assert 'class="errorlist"' in text(answer)


def test_an_answer_to_nothing_is_told(page: str, outsider: Client) -> None:
    assert post(outsider, page, "embargo/", answer="agree").status_code == 422
    assert post(outsider, page, "embargo/", answer="perhaps").status_code == 422


def test_another_site_cannot_write_in_the_reporters_name(page: str, outsider: Client) -> None:
    for place in ("", "credit/", "embargo/", "embargo/proposal/"):
        assert outsider.post(f"{page}{place}", {"body": "x", "choice": "anonymous"}).status_code == 403
    assert Message.objects.count() == 0


def test_too_many_messages_wait_with_their_text_kept(
    page: str, outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RATES", (limits.Rate(1, 60),))
    post(outsider, page, body="first")
    answer = post(outsider, page, body="the second words")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "the second words" in text(answer)
    assert Message.objects.count() == 1


def test_a_question_of_the_team_is_what_it_waits_for(
    page: str, case: Case, owner: Membership, at: datetime, outsider: Client
) -> None:
    cases.move(case, "acknowledged", by=actor_of(owner), at=at)
    case.refresh_from_db()
    cases.move(case, "needs_info", by=actor_of(owner), at=at, information="Which version?", member=owner)
    shown = text(outsider.get(page))
    assert "An answer to our question" in shown
    assert "Which version?" in shown
