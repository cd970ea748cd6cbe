"""Mail through a real OpenSMTPD: what arrives, what is refused, what happens while the server is away."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.mail import get_connection
from django.test import Client

from desk.gnupg import Gnupg
from desk.servers.opensmtpd import Opensmtpd, opensmtpd
from desk.servers.ports import free_port, until
from desk.servers.sink import Sink, sink
from troth_desk.ledger.actor import SYSTEM
from troth_desk.notices import actions, delivery, jobs
from troth_desk.notices.models import CertificateSource, Delivery, DeliveryState
from troth_desk.openpgp import keys
from troth_desk.openpgp.reading import SignatureState, open_mail
from troth_desk.people.models import Membership
from troth_desk.project import configuration
from troth_desk.tenants.models import Organisation

__all__ = ["opensmtpd", "sink"]
pytestmark = pytest.mark.django_db
CASE = "case:TR-7K3MQ9TD"
WORDS = "Grüße,\nFrom the start of a line.\n.a dot\n\n" + "x" * 300 + "\n"


@pytest.fixture
def through(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Use the mail server of a URL, as TROTH_DESK_MAIL names it."""

    def use(url: str) -> None:
        monkeypatch.setenv(configuration.MAIL, url)
        for name, value in configuration.mail().items():
            setattr(settings, name, value)

    return use


def letter(organisation: Organisation, at: datetime, **more: Any) -> None:
    given: dict[str, Any] = {
        "key": "message:1", "subject": CASE, "address": "reporter@example.org", "title": "Über Ihren Bericht",
        "body": WORDS, "message_id": "<tag-1@desk.example.org>", "in_reply_to": "<theirs@example.org>",
    }  # fmt: skip
    actions.write_letter(organisation, at=at, **(given | more))


def arrived(sink: Sink, number: int = 1) -> list[Any]:
    until(lambda: len(sink.mails) >= number, says=f"{len(sink.mails)} mails arrived")
    return sink.mails


def test_a_letter_arrives_through_a_relay_as_it_was_signed(
    organisation: Organisation, at: datetime, opensmtpd: Callable[..., Opensmtpd], sink: Sink,
    through: Callable[[str], None],
) -> None:  # fmt: skip
    own = keys.made(organisation.pk, "Harbour", "security@example.org")
    through(opensmtpd(sink.port).url)
    letter(organisation, at)
    assert jobs.deliver(organisation, at) == 1
    (taken,) = arrived(sink)
    assert taken.recipients == ("reporter@example.org",)
    opened = open_mail(taken.content, organisation.pk, [own.public])
    assert [(one.fingerprint, one.state) for one in opened.signatures] == [(own.fingerprint, SignatureState.GOOD)]
    assert opened.message["Subject"] == "Über Ihren Bericht"
    assert opened.message["In-Reply-To"] == "<theirs@example.org>"
    assert str(opened.message.get_content()).replace("\r\n", "\n").strip() == WORDS.strip()
    assert opened.message["Auto-Submitted"] == "auto-replied"
    assert Delivery.objects.get().state == DeliveryState.HANDED_OVER


def test_an_encrypted_notice_arrives_and_gnupg_opens_it(
    organisation: Organisation, owner: Membership, at: datetime, opensmtpd: Callable[..., Opensmtpd], sink: Sink,
    through: Callable[[str], None], gnupg: Gnupg,
) -> None:  # fmt: skip
    gnupg.secret_key("owner@example.org")
    through(opensmtpd(sink.port).url)
    actions.keep_certificate(
        organisation, f"member:{owner.pk}", gnupg.public_key("owner@example.org"),
        source=CertificateSource.PASTED, by=SYSTEM, at=at,
    )  # fmt: skip
    actions.tell(organisation, key="k", subject=CASE, title="Due in 5 h", body="Line 5 …", at=at)
    jobs.deliver(organisation, at)
    (taken,) = arrived(sink)
    message = taken.message
    assert message["List-Id"] == "<notices.harbour.127.0.0.1>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert b"Line 5" not in taken.content
    _, data = message.iter_parts()
    inner = email.message_from_bytes(gnupg.run("--decrypt", given=data.get_content()).stdout, policy=email.policy.SMTP)
    assert isinstance(inner, EmailMessage)
    assert inner["Subject"] == "Due in 5 h"
    assert "Line 5 …" in inner.get_content()


def test_a_recipient_that_the_server_refuses_fails_with_its_words_and_the_others_go(
    organisation: Organisation, owner: Membership, responder: Membership, at: datetime, sink: Sink,
    through: Callable[[str], None],
) -> None:  # fmt: skip
    sink.answers["owner@example.org"] = "550 5.1.1 no such mailbox"
    through(sink.url)
    for number in range(3):
        actions.tell(organisation, key=str(number), subject=CASE, title=f"n{number}", body="", at=at)
    assert jobs.deliver(organisation, at) == 3
    states = Delivery.objects.values_list("address", "state", "failure")
    assert {(a, s) for a, s, _ in states} == {("owner@example.org", "failed"), ("responder@example.org", "handed_over")}
    assert {f for a, _, f in states if a.startswith("owner")} == {"550 5.1.1 no such mailbox"}
    assert len(sink.mails) == 3


def test_greylisting_keeps_one_mail_waiting_and_no_other(
    organisation: Organisation, owner: Membership, responder: Membership, at: datetime, sink: Sink,
    through: Callable[[str], None],
) -> None:  # fmt: skip
    sink.answers["owner@example.org"] = "451 4.7.1 come again"
    through(sink.url)
    actions.tell(organisation, key="k", subject=CASE, title="n", body="", at=at)
    assert jobs.deliver(organisation, at) == 1
    waiting = Delivery.objects.get(address="owner@example.org")
    assert (waiting.state, waiting.failure) == (DeliveryState.WAITING, "451 4.7.1 come again")


def test_a_server_that_is_away_for_hours_costs_no_mail_and_when_it_is_back_all_go(
    organisation: Organisation, owner: Membership, at: datetime, sink: Sink, through: Callable[[str], None]
) -> None:
    through(sink.url)
    sink.stop()
    for number in range(5):
        actions.tell(organisation, key=str(number), subject=CASE, title=f"n{number}", body="", at=at)
    when, rounds = at, 0
    while when < at + timedelta(hours=60):
        outcome = delivery.deliver_next(organisation, when, get_connection())
        rounds += 1
        assert outcome is None or outcome.unreached
        when += timedelta(minutes=30)
    states = list(Delivery.objects.all())
    assert {one.state for one in states} == {DeliveryState.WAITING}, "sixty hours cost none"
    assert all("not reached" in one.failure for one in states)
    assert max(one.due_at for one in states) > when, "each waits for its own time"
    sink.start()
    server = get_connection()
    sent = 0
    first = min(one.due_at for one in states)
    while (outcome := delivery.deliver_next(organisation, max(when, first), server)) is not None:
        assert outcome.failure == ""
        sent += 1
    server.close()
    assert sent == 5, "the first that goes takes the others along"
    assert sorted(taken.message["Subject"] for taken in sink.mails) == [f"n{number}" for number in range(5)]
    assert len({taken.message["Message-ID"] for taken in sink.mails}) == 5


def test_a_relay_that_is_restarted_between_two_mails(
    organisation: Organisation, at: datetime, opensmtpd: Callable[..., Opensmtpd], sink: Sink,
    through: Callable[[str], None],
) -> None:  # fmt: skip
    relay = opensmtpd(sink.port)
    through(relay.url)
    letter(organisation, at)
    server = get_connection()
    assert delivery.deliver_next(organisation, at, server) == delivery.Outcome()
    arrived(sink)  # its queue lives in memory
    relay.stop()
    letter(organisation, at, key="message:2", message_id="<tag-2@desk.example.org>")
    outcome = delivery.deliver_next(organisation, at, server)
    assert outcome is not None
    assert outcome.unreached
    server.close()
    relay.start()
    assert delivery.deliver_next(organisation, at + delivery.BACKOFF[0], server) == delivery.Outcome()
    server.close()
    assert [taken.message["Message-ID"] for taken in arrived(sink, 2)] == [
        "<tag-1@desk.example.org>",
        "<tag-2@desk.example.org>",
    ]


def test_a_password_is_reset_by_mail(
    owner: Membership, sink: Sink, through: Callable[[str], None], client: Client, settings: Any
) -> None:
    through(sink.url)
    answer = client.post("/accounts/password/reset/", {"email": owner.user.email})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")
    (taken,) = sink.mails
    assert taken.recipients == (owner.user.email,)
    link = next(word for word in str(taken.message.get_content()).split() if "/accounts/password/reset/key/" in word)
    assert link.startswith(settings.ADDRESS)
    page = client.get(link.removeprefix(settings.ADDRESS), follow=True)
    new = {"password1": "another long pass phrase", "password2": "another long pass phrase"}
    answer = client.post(page.redirect_chain[-1][0], new)
    assert answer.status_code == 302
    owner.user.refresh_from_db()
    assert owner.user.check_password("another long pass phrase")
    again = Client().get(link.removeprefix(settings.ADDRESS), follow=True)
    assert "password1" not in again.content.decode(), "a link works once"


@pytest.mark.parametrize("address", ["owner@example.org", "nobody@example.org"])
def test_a_mail_server_that_is_away_is_said_to_everybody_alike(
    owner: Membership, through: Callable[[str], None], client: Client, address: str
) -> None:
    through(f"smtp+plain://127.0.0.1:{free_port()}?from=desk@example.org")
    answer = client.post("/accounts/password/reset/", {"email": address})
    assert answer.status_code == 200
    assert "mail server does not answer" in answer.content.decode()
    assert "errorlist" in answer.content.decode() or "errors" in answer.content.decode()


def test_nobody_learns_whether_an_address_has_an_account(
    owner: Membership, sink: Sink, through: Callable[[str], None]
) -> None:
    through(sink.url)
    answers = [
        Client().post("/accounts/password/reset/", {"email": address})
        for address in ("owner@example.org", "nobody@example.org")
    ]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/accounts/password/reset/done/")] * 2
    assert [taken.recipients for taken in sink.mails] == [("owner@example.org",)]
