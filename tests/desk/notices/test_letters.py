"""Mail to somebody outside: in their thread, encrypted where it must be, and told when it comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from desk.gnupg import Gnupg
from troth_desk.ledger.models import Entry
from troth_desk.notices import actions, jobs, mails
from troth_desk.notices.models import Delivery, DeliveryState, Notice
from troth_desk.openpgp import keys
from troth_desk.openpgp.certificates import UnusableCertificateError
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
CASE = "case:TR-7K3MQ9TD"
WORDS = "We reproduced it. The overflow is in parse_header()."


def written(organisation: Organisation, at: datetime, **more: Any) -> Notice:
    given: dict[str, Any] = {
        "key": "message:1", "subject": CASE, "address": "reporter@example.org", "title": "Re: your report",
        "body": WORDS, "message_id": "<tag-1@desk.example.org>",
    }  # fmt: skip
    return actions.write_letter(organisation, at=at, **(given | more))


def sent(organisation: Organisation, at: datetime) -> Any:
    jobs.deliver(organisation, at)
    (message,) = mail.outbox
    return message.message()


def test_it_stands_in_the_thread(organisation: Organisation, at: datetime) -> None:
    written(
        organisation, at, in_reply_to="<theirs@example.org>", references="<a@example.org> <theirs@example.org>",
        reply_to="security@example.org", automatic=False,
    )  # fmt: skip
    message = sent(organisation, at)
    assert message["Message-ID"] == "<tag-1@desk.example.org>"
    assert message["In-Reply-To"] == "<theirs@example.org>"
    assert message["References"] == "<a@example.org> <theirs@example.org>"
    assert (message["Reply-To"], message["Subject"]) == ("security@example.org", "Re: your report")
    assert message["Auto-Submitted"] is None, "a person wrote it"
    assert WORDS in message.get_content()
    assert "/o/harbour/" not in message.get_content()


def test_what_the_desk_wrote_says_so(organisation: Organisation, at: datetime) -> None:
    written(organisation, at, in_reply_to="<theirs@example.org>")
    assert sent(organisation, at)["Auto-Submitted"] == "auto-replied"


def test_the_same_key_writes_once_and_the_ledger_holds_no_word(organisation: Organisation, at: datetime) -> None:
    assert written(organisation, at).pk == written(organisation, at).pk
    assert Delivery.objects.count() == 1
    (entry,) = Entry.objects.filter(organisation_id=organisation.pk)
    assert entry.action == "letter.written"
    assert not {"example.org", "overflow", "report"} & set(entry.body.replace('"', " ").split())
    assert "example.org" not in entry.body


def test_a_letter_is_signed_where_the_organisation_has_a_key(
    organisation: Organisation, at: datetime, gnupg: Gnupg
) -> None:
    own = keys.made(organisation.pk, "Harbour", "security@example.org")
    gnupg.learn(own.public)
    written(organisation, at)
    message = sent(organisation, at)
    assert message.get_content_type() == "multipart/signed"
    boundary = f"--{message.get_boundary()}".encode()
    _, text, signature, _ = message.as_bytes().split(boundary)
    armour = signature.partition(b"\r\n\r\n")[2]
    assert gnupg.signer_of_detached(armour, text[2:-2]) == own.fingerprint


def test_confidential_words_are_encrypted_and_nothing_of_them_stands_outside(
    organisation: Organisation, at: datetime, gnupg: Gnupg
) -> None:
    gnupg.secret_key("reporter@example.org")
    written(
        organisation, at, certificate=gnupg.public_key("reporter@example.org"), confidential=True,
        title="Overflow in parse_header", in_reply_to="<theirs@example.org>",
    )  # fmt: skip
    message = sent(organisation, at)
    raw = message.as_bytes()
    assert b"verflow" not in raw
    assert message["Subject"] == "TR-7K3MQ9TD"
    assert message["In-Reply-To"] == "<theirs@example.org>"
    _, data = message.iter_parts()
    assert WORDS in gnupg.run("--decrypt", given=data.get_content()).stdout.decode()
    delivery = Delivery.objects.get()
    assert delivery.encrypted_to == gnupg.fingerprint("reporter@example.org")


def test_confidential_words_without_a_key_are_not_written(organisation: Organisation, at: datetime) -> None:
    with pytest.raises(UnusableCertificateError, match="no key of this person"):
        written(organisation, at, confidential=True)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("confidential", [True, False])
def test_a_key_that_ended(organisation: Organisation, at: datetime, gnupg: Gnupg, confidential: bool) -> None:
    """What may go in clear goes so, and it is told; what may not does not go, and it is told."""
    gnupg.secret_key("reporter@example.org", made="20200101T000000", until="2021-01-01")
    written(organisation, at, certificate=gnupg.public_key("reporter@example.org"), confidential=confidential)
    jobs.deliver(organisation, at)
    delivery = Delivery.objects.get()
    assert len(mail.outbox) == (0 if confidential else 1)
    assert delivery.state == (DeliveryState.FAILED if confidential else DeliveryState.HANDED_OVER)
    assert "ended on 2021-01-01" in (delivery.failure if confidential else delivery.remark)
    assert delivery.encrypted_to == ""


@pytest.mark.parametrize("address", ["", "x", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org"])
def test_what_is_no_address_is_refused(organisation: Organisation, at: datetime, address: str) -> None:
    if address:
        with pytest.raises(ValueError, match="no mail address"):
            written(organisation, at, address=address)
    with pytest.raises(ValueError, match="no mail address"):
        written(organisation, at, reply_to=address or "x")


INJECTED = "a\r\nBcc: everybody@example.org\r\n\r\nbody"


@pytest.mark.parametrize("field", ["title", "in_reply_to", "references", "message_id"])
def test_no_header_can_be_put_in(organisation: Organisation, at: datetime, field: str) -> None:
    written(organisation, at, **{field: INJECTED})
    message = sent(organisation, at)
    assert message["Bcc"] is None
    assert b"\r\nBcc" not in message.as_bytes()
    assert mail.outbox[0].recipients() == ["reporter@example.org"]


def test_an_address_of_a_row_cannot_put_a_header_in(organisation: Organisation, at: datetime) -> None:
    written(organisation, at)
    Delivery.objects.update(address="a@example.org\r\nBcc: everybody@example.org")
    jobs.deliver(organisation, at)
    delivery = Delivery.objects.get()
    assert (delivery.state, len(mail.outbox)) == (DeliveryState.FAILED, 0)
    assert "cannot be written as a mail" in delivery.failure


def test_ids_are_those_of_mails_and_few() -> None:
    assert mails.ids("nonsense <a@example.org>\r\n <a@example.org> <b b> <c@example.org>") == [
        "<a@example.org>",
        "<c@example.org>",
    ]
    many = [f"<{number}@example.org>" for number in range(40)]
    assert mails.ids(" ".join(many)) == [many[0], *many[-11:]]


def test_long_ids_arrive_as_they_are(organisation: Organisation, at: datetime) -> None:
    """A folded or encoded id would end the thread."""
    ids = [f"<{letter * 200}@example.org>" for letter in "abcdef"]
    written(organisation, at, message_id=ids[0], in_reply_to=ids[1], references=" ".join(ids[1:]))
    raw = sent(organisation, at).as_bytes().replace(b"\r\n ", b" ").decode()
    assert f"Message-ID: {ids[0]}\r\n" in raw
    assert f"In-Reply-To: {ids[1]}\r\n" in raw
    assert f"References: {' '.join(ids[1:])}\r\n" in raw


def test_what_came_back_is_told_once(organisation: Organisation, owner: Membership, at: datetime) -> None:
    written(organisation, at)
    jobs.deliver(organisation, at)
    later = at + timedelta(minutes=5)
    assert actions.bounced(organisation, "<tag-1@desk.example.org>", "550 5.1.1 no\r\nsuch user", later) == 1
    assert actions.bounced(organisation, "<tag-1@desk.example.org>", "again", later) == 0
    delivery = Delivery.objects.get(address="reporter@example.org")
    assert (delivery.state, delivery.failure) == (DeliveryState.BOUNCED, "550 5.1.1 no such user")
    told = Notice.objects.get(key__startswith="bounce:")
    assert (told.title, told.subject) == ("A mail to somebody outside of the team came back", CASE)
    (entry,) = Entry.objects.filter(organisation_id=organisation.pk, action="mail.bounced")
    assert "such user" not in entry.body


def test_a_notice_of_what_came_back_that_comes_back_is_not_told(
    organisation: Organisation, owner: Membership, at: datetime
) -> None:
    written(organisation, at)
    jobs.deliver(organisation, at)
    actions.bounced(organisation, "<tag-1@desk.example.org>", "550", at)
    jobs.deliver(organisation, at)
    second = Delivery.objects.get(address="owner@example.org")
    assert actions.bounced(organisation, second.message_id, "550", at) == 1
    assert Notice.objects.filter(key__startswith="bounce:").count() == 1


def test_nobody_elses_mail_comes_back(
    organisation: Organisation, other_organisation: Organisation, at: datetime
) -> None:
    written(organisation, at)
    jobs.deliver(organisation, at)
    for message_id in ("", "nonsense", "<other@desk.example.org>"):
        assert actions.bounced(organisation, message_id, "550", at) == 0
    assert actions.bounced(other_organisation, "<tag-1@desk.example.org>", "550", at) == 0


def test_what_came_back_can_be_tried_again_under_another_id(
    organisation: Organisation, owner: Membership, at: datetime
) -> None:
    written(organisation, at)
    jobs.deliver(organisation, at)
    actions.bounced(organisation, "<tag-1@desk.example.org>", "550", at)
    back = Delivery.objects.get(address="reporter@example.org")
    assert actions.try_again(back, by=owner.actor, at=at)
    jobs.deliver(organisation, at)
    assert actions.bounced(organisation, "<tag-1@desk.example.org>", "550 late", at) == 0
    back.refresh_from_db()
    assert back.state == DeliveryState.HANDED_OVER
