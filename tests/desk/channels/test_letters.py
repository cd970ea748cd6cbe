"""Known users hear of what is published, once, and nothing is called delivered; early notices are silent or not sent."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from desk.channels.conftest import KEY, LATER, Adding
from desk.publishing.conftest import NAME, Writing
from troth_desk.cases import actions as cases
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case, Participant
from troth_desk.channels import actions, importing, letters, queries
from troth_desk.channels.importing import BadListError, Row
from troth_desk.channels.models import Contact, Ended, Kind, Sending
from troth_desk.ledger.actor import Actor
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Delivery, DeliveryState, Letter
from troth_desk.publishing import actions as advisories
from troth_desk.publishing.models import Advisory, Revision
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db
Publishing = Callable[..., Revision]
Telling = Callable[[datetime], int]
DAY = timedelta(days=1)


def test_whoever_is_on_the_list_is_told_once(
    begun: Advisory, publishing: Publishing, adding: Adding, telling: Telling, at: datetime
) -> None:
    contact = adding()
    adding("Late Lines", when=at + DAY)
    assert telling(at) == 0, "nothing is published"
    publishing(begun)
    assert (telling(at + LATER), telling(at + LATER), telling(at + DAY)) == (1, 0, 0)
    sending = Sending.objects.get()
    assert (sending.contact, sending.kind, sending.revision) == (contact, Kind.PUBLISHED, 1)
    notice = sending.notice
    assert notice is not None
    assert notice.address == contact.address
    assert begun.reference in notice.title
    for words in (
        "Affected: harbour >= 1.0, < 1.4.2",
        "Fixed in: harbour 1.4.2",
        "Update to 1.4.2",
        "/letters/harbour/",
    ):
        assert words in notice.body
    assert NAME not in notice.title + notice.body
    (stands,) = queries.stands(begun)
    assert (stands.mark, stands.words) == ("unproven", "waits to be sent")


def test_letters_are_as_honest_as_their_mail(
    begun: Advisory, publishing: Publishing, adding: Adding, telling: Telling, at: datetime
) -> None:
    adding()
    publishing(begun)
    telling(at + LATER)
    for state, failure, mark, words in (
        (DeliveryState.HANDED_OVER, "", "kept", "handed to the mail server, in clear"),
        (DeliveryState.BOUNCED, "550 no such user", "broken", "came back: 550 no such user"),
        (DeliveryState.FAILED, "550 refused", "broken", "not sent: 550 refused"),
    ):
        Delivery.objects.update(state=state, failure=failure)
        (stands,) = queries.stands(begun)
        assert (stands.mark, stands.words) == (mark, words)
        assert "delivered" not in stands.words


def test_revisions_and_withdrawals_are_told_too(
    begun: Advisory,
    publishing: Publishing,
    adding: Adding,
    telling: Telling,
    by: Actor,
    at: datetime,
) -> None:
    contact = adding()
    publishing(begun)
    telling(at + LATER)
    advisories.withdraw(begun, "It is no weakness.", by=by, at=at + DAY)
    assert telling(at + DAY + LATER) == 1
    told = Sending.objects.order_by("-pk")[0]
    assert told.kind == Kind.WITHDRAWN
    assert told.notice is not None
    assert "withdrawn a security advisory" in told.notice.body
    assert "It is no weakness." in told.notice.body
    actions.end_contact(contact, Ended.REMOVED, by=by, at=at + DAY)
    assert telling(at + 2 * DAY) == 0


def test_a_letter_is_encrypted_to_the_key_that_they_gave(
    begun: Advisory, publishing: Publishing, adding: Adding, telling: Telling, at: datetime
) -> None:
    adding(key=KEY)
    publishing(begun)
    telling(at + LATER)
    letter = Letter.objects.get(notice__address="security@ferry-lines.example.org")
    assert "BEGIN PGP PUBLIC KEY BLOCK" in letter.certificate
    assert not letter.confidential, "everybody can read it"


def test_an_early_notice_goes_to_those_who_agreed_and_can_be_encrypted_to(
    begun: Advisory, writing: Writing, adding: Adding, by: Actor, at: datetime
) -> None:
    adding("Never Early", key=KEY)
    agreed, keyless = adding(key=KEY, early=True), adding("Keyless Lines", early=True)
    writing(begun)
    with pytest.raises(Refused, match="why users may hear"):
        actions.give_early_notice(begun, " ", by=by, at=at)
    assert actions.give_early_notice(begun, "The reporter agreed by mail.", by=by, at=at) == (1, 1)
    told = {one.contact_id: one for one in Sending.objects.all()}
    assert set(told) == {agreed.pk, keyless.pk}
    assert "no key of this person" in told[keyless.pk].refused
    notice = told[agreed.pk].notice
    assert notice is not None
    letter = Letter.objects.get(notice=notice)
    assert letter.confidential
    assert notice.title == letters.EARLY_TITLE, "the subject goes out in clear"
    assert "tell nobody before" in notice.body
    assert "Files of other tenants" in notice.body
    assert not any("Files of other" in repr(vars(entry)) for entry in Entry.objects.all())
    with pytest.raises(Refused, match="Nobody is left"):
        actions.give_early_notice(begun, "Once more.", by=by, at=at)


def test_an_early_notice_names_nobody_who_wished_not_to_be(
    begun: Advisory, case: Case, writing: Writing, adding: Adding, by: Actor, at: datetime
) -> None:
    adding(key=KEY, early=True)
    participant = Participant.objects.get(case=case)
    cases.prefer_credit(participant, "anonymous", "", by=cases.reporter(participant), at=at)
    writing(begun, summary="Found by reporter@example.org: files of other tenants can be read.")
    with pytest.raises(Refused, match="did not agree to be named"):
        actions.give_early_notice(begun, "The reporter agreed by mail.", by=by, at=at)
    assert not Sending.objects.exists()


def test_nobody_is_told_early_of_what_is_public(
    begun: Advisory, publishing: Publishing, adding: Adding, by: Actor, at: datetime
) -> None:
    adding(key=KEY, early=True)
    publishing(begun)
    with pytest.raises(Refused, match="public already"):
        actions.give_early_notice(begun, "The reporter agreed.", by=by, at=at)


def test_the_link_in_a_letter_ends_them(
    adding: Adding, client: Client, organisation: Organisation, other_organisation: Organisation
) -> None:
    contact = adding()
    address = letters.leave_address(contact).split("://", 1)[1].partition("/")[2]
    assert client.get(f"/{address}").status_code == 200
    contact.refresh_from_db()
    assert contact.ended_at is None, "mail programs open links too"
    assert client.post(f"/{address}", follow=True).status_code == 200
    contact.refresh_from_db()
    assert contact.ended_because == Ended.LEFT
    assert client.post(f"/{address}", follow=True).status_code == 200
    assert client.get(f"/{address}x").status_code == 404
    assert (
        client.get(f"/letters/{other_organisation.slug}/{address.rstrip('/').rpartition('/')[2]}/").status_code == 404
    )


def test_a_list_is_taken_whole_or_not_at_all(project: Project, by: Actor, at: datetime) -> None:
    rows = importing.read(
        "Company;Email;early;note\nFerry lines;a@ferry.example.org;yes;Contract\nTugs;b@tugs.example.org;;\n".encode(
            "utf-8-sig"
        )
    )
    assert rows[0] == Row("Ferry lines", "a@ferry.example.org", early=True, note="Contract")
    assert actions.import_contacts(project, rows, by=by, at=at) == (2, 0)
    again = [Row("Ferry and more", "A@ferry.example.org"), Row("Rowers", "c@rowers.example.org")]
    assert actions.import_contacts(project, again, by=by, at=at) == (1, 1)
    assert Contact.objects.get(address="a@ferry.example.org").name == "Ferry and more"
    with pytest.raises(BadListError, match="Line 3 has no mail address") as caught:
        importing.read(b"name,address\nA,a@a.example.org\nB,nowhere\n,c@c.example.org\n")
    assert len(caught.value.problems) == 2
    with pytest.raises(Refused, match="agreed to keep silent"):
        actions.import_contacts(
            project, [Row("New", "n@n.example.org"), Row("E", "e@e.example.org", early=True)], by=by, at=at
        )
    assert not Contact.objects.filter(address="n@n.example.org").exists(), "all or none"


@given(st.text(max_size=30))
def test_no_cell_of_a_list_is_a_formula_and_each_is_read_back(text: str) -> None:
    cell = importing.cell(text)
    assert cell[:1] not in set("=+-@\t\r")
    assert importing._bare(cell) == text


@given(st.binary(max_size=200))
def test_what_is_no_list_is_refused_in_sentences(content: bytes) -> None:
    with contextlib.suppress(BadListError):
        importing.read(content)
