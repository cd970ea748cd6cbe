"""Mail of somebody who means harm: keys of others, words of others, and what no mail of theirs may bring about."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from django.core.mail import EmailMessage as DjangoMessage
from django.test import Client

from desk.gnupg import Gnupg
from desk.mailbox.conftest import Sent, Take
from desk.mailbox.letters import REPORTER, US, WORDS, mail, plain, raw
from desk.mailbox.test_openpgp import encrypted, inner, key, public
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox import actions
from troth_desk.mailbox.models import Became, ReceivedMail, Thread
from troth_desk.notices import actions as write
from troth_desk.notices import queries as notices
from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.openpgp.keys import Key
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

__all__ = ["key"]
pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
STRANGER = "stranger@example.com"


def autocrypt(gnupg: Gnupg, address: str) -> str:
    binary = gnupg.run("--export", address).stdout
    return f"addr={address}; keydata={b64encode(binary).decode()}"


def test_the_key_of_whoever_writes_into_a_thread_is_not_the_reporters(
    take: Take, gnupg: Gnupg, key: Key, mails_sent: Sent, organisation: Organisation
) -> None:
    take()
    thread = Thread.objects.get()
    gnupg.secret_key(STRANGER)
    before = str(mails_sent()[0].message()["Message-ID"])
    message = mail("I was in copy.\n", From=STRANGER, Message_ID="<s@example.com>", In_Reply_To=before)
    attached = gnupg.public_key(STRANGER).encode()
    message.add_attachment(attached, maintype="application", subtype="pgp-keys", filename="key.asc")
    taken = take(raw(message))
    assert taken.mail.became == Became.MESSAGE
    assert notices.certificate(organisation, f"participant:{thread.participant_id}") is None


def signed(gnupg: Gnupg, content: EmailMessage) -> MIMEMultipart:
    head = content.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    signature = gnupg.run("--armor", "--local-user", REPORTER, "--detach-sign", given=head).stdout.decode()
    whole = MIMEMultipart("signed", protocol="application/pgp-signature", micalg="pgp-sha256")
    whole.attach(content)
    part = MIMEText("", "plain")
    del part["Content-Type"], part["Content-Transfer-Encoding"], part["MIME-Version"]
    part["Content-Type"] = "application/pgp-signature"
    part.set_payload(signature)
    whole.attach(part)
    return whole


def test_a_header_beside_what_was_signed_is_no_word_of_the_signer(
    take: Take,
    gnupg: Gnupg,
    key: Key,
    mails_sent: Sent,
    organisation: Organisation,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    message = mail()
    message.add_attachment(public(gnupg).encode(), maintype="application", subtype="pgp-keys", filename="key.asc")
    taken = take(raw(message))
    home = tmp_path_factory.mktemp("e")
    home.chmod(0o700)
    evil = Gnupg(home)
    evil.secret_key(REPORTER)
    content = EmailMessage()
    content.set_content("An honest answer.\n")
    del content["MIME-Version"]
    whole = signed(gnupg, content)
    whole["From"], whole["To"], whole["Subject"], whole["Message-ID"] = REPORTER, US, "Re: x", "<h@example.net>"
    whole["In-Reply-To"] = str(Thread.objects.get().last_message_id).join("<>")
    whole["Autocrypt"] = autocrypt(evil, REPORTER)
    answer = take(whole.as_bytes())
    assert answer.mail.became == Became.MESSAGE
    assert [state for _, state in answer.mail.signatures] == ["good"]
    kept = notices.certificate(organisation, f"participant:{taken.mail.participant_id}")
    assert kept is not None
    assert kept.fingerprint == gnupg.fingerprint(REPORTER)
    evil.run("--version")


def test_a_signature_says_nothing_of_the_alternative_that_is_shown(take: Take, gnupg: Gnupg, key: Key) -> None:
    message = mail()
    message.add_attachment(public(gnupg).encode(), maintype="application", subtype="pgp-keys", filename="key.asc")
    take(raw(message))
    content = EmailMessage()
    content.set_content("What the reporter signed.\n")
    del content["MIME-Version"]
    whole = MIMEMultipart("alternative")
    whole["From"], whole["To"], whole["Subject"], whole["Message-ID"] = REPORTER, US, "Re: x", "<h@example.net>"
    whole["In-Reply-To"] = str(Thread.objects.get().last_message_id).join("<>")
    whole.attach(MIMEText("What a stranger wrote.\n"))
    whole.attach(signed(gnupg, content))
    answer = take(whole.as_bytes())
    assert answer.mail.spoken is not None
    assert answer.mail.spoken.body == "What a stranger wrote."
    assert [state for _, state in answer.mail.signatures] == ["good, not over all of it"]


def test_the_desk_opens_mail_of_others_for_nobody(
    take: Take, gnupg: Gnupg, key: Key, mails_sent: Sent, client: Client
) -> None:
    """Whoever has the encrypted mail of a reporter sends it as their own, and would read it on their own page."""
    gnupg.secret_key(STRANGER)
    stolen = encrypted(gnupg, key, inner(), From=STRANGER, Autocrypt=autocrypt(gnupg, STRANGER))
    take(stolen)
    (receipt,) = mails_sent()
    armour = receipt.message().as_string()
    block = "-----BEGIN PGP MESSAGE-----" + armour.partition("-----BEGIN PGP MESSAGE-----")[2]
    clear = gnupg.content(block.partition("\n--")[0])
    clear = clear.replace("=\n", "").replace("=\r\n", "")
    path = "/case/" + clear.partition("/case/")[2].split()[0]
    page = client.get(path)
    assert page.status_code == 200
    assert "outside of its folder" not in page.content.decode()


def test_base64_hides_no_encryption(take: Take, gnupg: Gnupg, key: Key) -> None:
    armour = gnupg.run("--armor", "--trust-model", "always", "--encrypt", "-r", key.fingerprint, given=WORDS).stdout
    message = mail(words=None)
    message.set_content(f"Grüße\n{armour.decode()}", cte="base64")
    taken = take(raw(message))
    assert taken.mail.encrypted
    assert taken.case is not None
    assert "outside of its folder" in taken.case.description


@pytest.mark.parametrize(
    "address",
    [
        "researcher@intranet",
        "a..b@example.net",
        "a.@example.net",
        "x@example.1",
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example",
        "jörg@example.net",
        "x@exa_mple.net",
        "x@-example.net",
    ],
)
def test_a_report_is_kept_whatever_address_it_names(take: Take, address: str, mails_sent: Sent) -> None:
    taken = take(From=address)
    assert taken.case is not None
    mails_sent()


@pytest.mark.parametrize("bad", [b"\xff", b"\x00", b"\xed\xa0\x80"])
@pytest.mark.parametrize(
    "name",
    [
        "Auto-Submitted",
        "Precedence",
        "List-Id",
        "List-Post",
        "Message-ID",
        "References",
        "In-Reply-To",
        "Date",
        "From",
        "To",
        "Subject",
        "Content-Type",
        "Reply-To",
        "X-Autoreply",
        "Autocrypt",
        "Received",
    ],
)
def test_odd_bytes_in_headers_lose_no_mail(take: Take, name: str, bad: bytes) -> None:
    value = {
        "Message-ID": b"<a%sb@example.net>",
        "References": b"<a%sb@example.net>",
        "In-Reply-To": b"<a%sb@x>",
        "From": b"a%sb <r%s@example.net>",
        "To": b"x%s@example.org, security@example.org",
        "Content-Type": b"text/plain; charset=a%sb; name=f%s.txt",
    }.get(name, b"auto-%sb")
    given = value.replace(b"%s", bad)
    lines = [
        line
        for line in plain().split(b"\r\n\r\n")[0].split(b"\r\n")
        if not line.lower().startswith(name.lower().encode() + b":")
    ]
    content = (
        b"\r\n".join([*lines, name.encode() + b": " + given]) + b"\r\n\r\nSome words of a report, long enough.\r\n"
    )
    take(content)
    assert ReceivedMail.objects.count() == 1


def test_odd_bytes_in_a_report_on_a_delivery(take: Take) -> None:
    content = (
        b"From: mailer-daemon@example.net\r\nTo: security@example.org\r\nSubject: x\r\nMessage-ID: <z@x>\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\nStatus: 5.\xff\x00\r\n"
        b"Diagnostic-Code: smtp; no\xff\x00\r\n\r\n--b--\r\n"
    )
    take(content, sender="")
    assert ReceivedMail.objects.count() == 1


def test_mail_of_another_desk_is_no_loop(take: Take) -> None:
    taken = take(Message_ID=f"<troth.{'a' * 26}.1@example.com>")
    assert taken.case is not None


def test_a_foreign_tag_hides_no_tag_of_ours(take: Take) -> None:
    take()
    thread = Thread.objects.get()
    taken = take(
        words="More.\n",
        Message_ID="<m@x>",
        References=f"<troth.{'a' * 26}.1@example.com>",
        recipients=[f"security+{thread.tag}@example.org"],
    )
    assert taken.mail.became == Became.MESSAGE


def test_what_is_not_surely_theirs_changes_nothing_of_the_thread(take: Take, gnupg: Gnupg, key: Key) -> None:
    taken = take()
    assert taken.case is not None
    before = Thread.objects.get()
    forged = encrypted(gnupg, key, inner("Forged.\n"), Subject=f"{taken.case.reference}")
    assert take(forged).mail.became == Became.MESSAGE
    after = Thread.objects.get()
    assert (after.clear, after.last_message_id, after.references) == (True, before.last_message_id, before.references)


def test_a_clear_receipt_names_no_file_that_came_encrypted(
    take: Take, gnupg: Gnupg, key: Key, mails_sent: Sent
) -> None:
    message = inner()
    message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="heap-overflow-in-login.bin")
    taken = take(encrypted(gnupg, key, message))
    assert taken.mail.encrypted
    (receipt,) = mails_sent()
    assert "heap-overflow" not in receipt.body
    assert '"payload"' not in receipt.body


def test_a_machine_is_not_told_that_its_mail_was_too_large(take: Take, mails_sent: Sent, at: datetime) -> None:
    head = plain(Auto_Submitted="auto-replied").split(b"\r\n\r\n")[0] + b"\r\n\r\n"
    actions.take_too_large(head, 50 * 2**20, by=SYSTEM, at=at, received_at=at)
    assert mails_sent() == []


def test_an_answer_to_one_organisation_is_a_report_to_another(
    take: Take, organisation: Organisation, other_organisation: Organisation, at: datetime
) -> None:
    take()
    thread = Thread.objects.get()
    with scope.inside(other_organisation):
        project = Project.objects.create(organisation=other_organisation, slug="lamp", name="Lamp", created_at=at)
        actions.name_address(project, "security@example.com", by=SYSTEM, at=at)
    take(
        words="The same flaw is in the lamp.\n",
        To=f"{US}, security@example.com",
        Message_ID="<b@example.net>",
        In_Reply_To=f"<{thread.last_message_id}>",
    )
    assert ReceivedMail.objects.filter(organisation=organisation, became=Became.MESSAGE).count() == 1
    with scope.inside(other_organisation):
        assert ReceivedMail.objects.filter(organisation=other_organisation, became=Became.CASE).count() == 1


def test_a_mail_that_comes_back_at_once_came_back(
    take: Take, organisation: Organisation, at: datetime, mails_sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail server says so while the worker has not yet written down that it took the mail."""
    take()

    def taken_and_returned(_: object, messages: list[DjangoMessage]) -> int:
        for each in messages:
            with scope.inside(organisation):
                assert write.bounced(organisation, str(each.message()["Message-ID"]), "no such user", at) == 1
        return len(messages)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", taken_and_returned)
    mails_sent()
    assert Delivery.objects.get(notice__key__startswith="mail:receipt:").state == DeliveryState.BOUNCED
