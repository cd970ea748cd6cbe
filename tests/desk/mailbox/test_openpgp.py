"""Mail that real GnuPG encrypted or signed becomes a case like any other; answers are encrypted where a key is known."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart

import pytest
from django.core import mail as outbox

from desk.gnupg import Gnupg
from desk.mailbox.conftest import Sent, Take
from desk.mailbox.letters import REPORTER, US, WORDS, mail, plain, raw
from troth_desk.cases import actions as cases
from troth_desk.cases import beside
from troth_desk.cases.models import Case, Message
from troth_desk.intake import own_key
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox import actions
from troth_desk.mailbox.actions.telling import tell
from troth_desk.mailbox.models import Became, ReceivedMail, Thread
from troth_desk.notices import jobs
from troth_desk.notices import queries as notices
from troth_desk.openpgp.keys import Key
from troth_desk.people.models import Membership
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def key(policy: PolicyVersion, organisation: Organisation, at: datetime, gnupg: Gnupg) -> Key:
    found = own_key.keep(organisation, by=SYSTEM, at=at)
    assert found is not None
    gnupg.learn(found.public)
    gnupg.secret_key(REPORTER)
    return found


def encrypted(gnupg: Gnupg, key: Key, inner: EmailMessage, *, signed: bool = False, **said: str) -> bytes:
    """PGP/MIME (RFC 3156), as programs for mail write it."""
    content = MIMEMultipart("encrypted", protocol="application/pgp-encrypted")
    headers = {"From": REPORTER, "To": US, "Subject": "...", "Message-ID": "<sealed@example.net>", **said}
    for name, value in headers.items():
        content[name.replace("_", "-")] = value
    sign = ("--sign", "--local-user", REPORTER) if signed else ()
    clear = gnupg.run(
        "--armor", "--trust-model", "always", *sign, "--encrypt", "-r", key.fingerprint, given=inner.as_bytes()
    )
    content.attach(MIMEApplication("Version: 1\r\n", "pgp-encrypted", _encoder=lambda _: None))
    content.attach(MIMEApplication(clear.stdout.decode(), "octet-stream", _encoder=lambda _: None))
    return content.as_bytes()


def inner(words: str = WORDS) -> EmailMessage:
    message = EmailMessage()
    message.set_content(words)
    return message


def public(gnupg: Gnupg) -> str:
    return gnupg.run("--armor", "--export", REPORTER).stdout.decode()


def later(organisation: Organisation, at: datetime) -> list[outbox.EmailMessage]:
    before = len(outbox.outbox)
    tell(organisation, at=at)
    jobs.deliver(organisation, at)
    return [one for one in outbox.outbox[before:] if one.to == [REPORTER]]


def sealed_part(told: outbox.EmailMessage) -> str:
    """The second part of an encrypted mail (RFC 3156 §4), which is the armour."""
    return (
        told.message().as_string().partition("-----BEGIN PGP MESSAGE-----")[1]
        + told.message().as_string().partition("-----BEGIN PGP MESSAGE-----")[2].partition("\n--")[0]
    )


def test_an_encrypted_report_is_a_case_in_clear(take: Take, gnupg: Gnupg, key: Key) -> None:
    taken = take(encrypted(gnupg, key, inner(), signed=True))
    assert taken.case is not None
    assert taken.case.description == WORDS.strip()
    assert (taken.mail.encrypted, taken.mail.failure) == (True, "")
    assert taken.mail.signatures[0][1] == "unknown key"


def test_a_signature_by_a_key_that_came_along(take: Take, gnupg: Gnupg, key: Key) -> None:
    message = inner()
    message.add_attachment(public(gnupg).encode(), maintype="application", subtype="pgp-keys", filename="key.asc")
    taken = take(encrypted(gnupg, key, message, signed=True))
    ((fingerprint, state),) = taken.mail.signatures
    assert state == "good, by a key that came with it"
    kept = notices.certificate(taken.mail.organisation, f"participant:{taken.mail.participant_id}")
    assert kept is not None
    assert kept.fingerprint == fingerprint


def test_the_receipt_of_an_encrypted_report_without_a_key_has_no_link(
    take: Take, gnupg: Gnupg, key: Key, mails_sent: Sent
) -> None:
    take(encrypted(gnupg, key, inner()))
    (receipt,) = mails_sent()
    assert "/case/" not in receipt.message().as_string()
    assert "Attach your OpenPGP key" in receipt.body
    assert "export" not in receipt.body
    assert ReceivedMail.objects.get().receipt.startswith("The receipt had no link")


def test_the_link_comes_once_their_key_is_known(
    take: Take, gnupg: Gnupg, key: Key, mails_sent: Sent, at: datetime, organisation: Organisation
) -> None:
    take(encrypted(gnupg, key, inner()))
    (receipt,) = mails_sent()
    message = inner("Here is my key.\n")
    message.add_attachment(public(gnupg).encode(), maintype="application", subtype="pgp-keys", filename="key.asc")
    answer = encrypted(
        gnupg, key, message, Message_ID="<k@example.net>", In_Reply_To=str(receipt.message()["Message-ID"])
    )
    assert take(answer, now=at + MINUTE).mail.became == Became.MESSAGE
    (told,) = later(organisation, at + MINUTE)
    sealed = told.message()
    assert sealed.get_content_type() == "multipart/encrypted"
    assert "/case/" not in sealed.as_string()
    clear = gnupg.content(sealed_part(told))
    assert "/case/harbour/" in clear
    assert Thread.objects.get().link_told


def test_the_team_writes_encrypted_to_whom_gave_a_key(
    take: Take, gnupg: Gnupg, key: Key, mails_sent: Sent, owner: Membership, at: datetime, organisation: Organisation
) -> None:
    message = mail()
    message.add_attachment(public(gnupg).encode(), maintype="application", subtype="pgp-keys", filename="key.asc")
    taken = take(raw(message))
    mails_sent()
    assert taken.case is not None
    cases.say(taken.case, "A secret question.", by=owner.actor, at=at + MINUTE, member=owner)
    (told,) = later(organisation, at + MINUTE)
    sealed = told.message()
    assert "secret" not in sealed.as_string()
    assert "A secret question." in gnupg.content(sealed_part(told))


def test_whom_wrote_encrypted_gets_no_words_in_clear(
    take: Take, gnupg: Gnupg, key: Key, mails_sent: Sent, owner: Membership, at: datetime, organisation: Organisation
) -> None:
    taken = take(encrypted(gnupg, key, inner()))
    mails_sent()
    assert taken.case is not None
    cases.say(taken.case, "A secret question.", by=owner.actor, at=at + MINUTE, member=owner)
    (told,) = later(organisation, at + MINUTE)
    assert "secret" not in told.message().as_string()
    assert "/case/" not in told.body
    assert "something new about your report" in told.body
    assert "Attach your OpenPGP key" in told.body
    assert "page:" not in told.body, "they never got the link to it"


def test_whom_words_cannot_reach_is_told_to_the_team(
    take: Take, gnupg: Gnupg, key: Key, owner: Membership, organisation: Organisation, at: datetime
) -> None:
    taken = take(encrypted(gnupg, key, inner()))
    assert taken.case is not None
    (panel,) = [one for one in beside.panels(taken.case) if one.reach]
    assert f"{REPORTER} cannot read it yet" in panel.reach
    cases.new_link(taken.case.participants.get(), by=owner.actor, at=at)
    assert not [one for one in beside.panels(taken.case) if one.reach], "they have a link by another way"


def test_an_acknowledgement_reaches_whom_wrote_encrypted(
    take: Take, gnupg: Gnupg, key: Key, mails_sent: Sent, owner: Membership, at: datetime, organisation: Organisation
) -> None:
    """It says no more than the receipt did, and the policy promises it."""
    taken = take(encrypted(gnupg, key, inner()))
    mails_sent()
    assert taken.case is not None
    cases.move(taken.case, "acknowledged", by=owner.actor, at=at + MINUTE)
    (told,) = later(organisation, at + MINUTE)
    assert "A person of the team has your report" in told.body
    assert "something new" not in told.body


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ('Content-Type: text/plain; protected-headers="v1"\nSubject: Prefix compare', "Prefix compare"),
        ('Content-Type: text/plain; hp="cipher"\nSubject: Prefix compare', "Prefix compare"),
        ("Content-Type: text/plain", "Only a prefix is compared."),
    ],
)
def test_a_hidden_subject_is_no_title(take: Take, gnupg: Gnupg, key: Key, inside: str, title: str) -> None:
    message: EmailMessage = email.message_from_string(
        f"{inside}\n\nOnly a prefix is compared.\nSteps follow.\n", policy=email.policy.default
    )
    case = take(encrypted(gnupg, key, message)).case
    assert case is not None
    assert case.title == title


def test_what_cannot_be_opened_is_a_case_all_the_same_and_its_sender_hears_why(
    take: Take, gnupg: Gnupg, key: Key, mails_sent: Sent
) -> None:
    gnupg.secret_key("somebody@example.com")
    wrong = gnupg.run("--armor", "--trust-model", "always", "--encrypt", "-r", "somebody@example.com", given=WORDS)
    taken = take(plain(words=wrong.stdout.decode()))
    assert taken.case is not None
    assert taken.mail.encrypted
    assert taken.mail.failure
    assert "It came encrypted, and not all of it could be opened" in taken.case.description
    assert "BEGIN PGP" not in taken.case.description
    (receipt,) = mails_sent()
    assert "we could not open all of it" in receipt.body, "nobody else can send it again"
    assert "/.well-known/openpgp/harbour.asc" in receipt.body


def test_a_key_in_a_forged_mail_replaces_nothing(
    take: Take, gnupg: Gnupg, key: Key, organisation: Organisation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whoever writes a reporter's address and the reference of their case does not get the answers sealed for them."""
    message = mail()
    message.add_attachment(public(gnupg).encode(), maintype="application", subtype="pgp-keys", filename="key.asc")
    taken = take(raw(message))
    assert taken.case is not None
    home = tmp_path_factory.mktemp("e")
    home.chmod(0o700)
    evil = Gnupg(home)
    evil.secret_key(REPORTER)
    forged = mail("My new key.\n", Message_ID="<f@example.com>", Subject=taken.case.reference)
    forged.add_attachment(public(evil).encode(), maintype="application", subtype="pgp-keys", filename="key.asc")
    assert take(raw(forged)).mail.became == Became.MESSAGE
    kept = notices.certificate(organisation, f"participant:{taken.mail.participant_id}")
    assert kept is not None
    assert kept.armoured.strip() != public(evil).strip()
    evil.run("--version")


def test_an_encrypted_mail_that_waited_is_opened_when_a_person_says_so(
    take: Take, gnupg: Gnupg, key: Key, owner: Membership, at: datetime
) -> None:
    waiting = take(encrypted(gnupg, key, inner(), Auto_Submitted="auto-generated")).mail
    assert waiting.became == Became.WAITING
    case = actions.make_case(waiting, PolicyVersion.objects.get().project, member=owner, by=owner.actor, at=at)
    assert case.description == WORDS.strip()
    assert Case.objects.count() == 1
    assert Message.objects.count() == 0
