"""Once an hour or once a day in one mail; what cannot wait goes at once; members' keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from desk.gnupg import Gnupg
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices import actions, delivery, jobs, pacing, queries
from troth_desk.notices.models import CertificateSource, Delivery, DeliveryState, Pace
from troth_desk.openpgp.certificates import UnusableCertificateError
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CASE = "case:TR-7K3MQ9TD"


def told(organisation: Organisation, at: datetime, key: str, **more: object) -> None:
    actions.tell(organisation, key=key, subject=CASE, title=f"About {key}", body=f"Line {key}", at=at, **more)  # type: ignore[arg-type]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("pace", "at", "zone", "due"),
    [
        ("at_once", "2026-03-02T09:20", "UTC", "2026-03-02T09:20"),
        ("hourly", "2026-03-02T09:20", "UTC", "2026-03-02T10:00"),
        ("hourly", "2026-03-02T09:00", "UTC", "2026-03-02T10:00"),
        ("daily", "2026-03-02T09:20", "Europe/Berlin", "2026-03-03T07:00"),
        ("daily", "2026-03-02T06:59", "Europe/Berlin", "2026-03-02T07:00"),
        ("daily", "2026-03-02T07:00", "Europe/Berlin", "2026-03-03T07:00"),
        ("daily", "2026-03-28T09:00", "Europe/Berlin", "2026-03-29T06:00"),
        ("daily", "2026-10-24T09:00", "Europe/Berlin", "2026-10-25T07:00"),
        ("daily", "2026-03-02T09:20", "No/Where", "2026-03-03T08:00"),
    ],
)
def test_when_a_mail_is_due(pace: str, at: str, zone: str, due: str) -> None:
    assert pacing.due(pace, instant(at), zone) == instant(due)


@pytest.fixture
def hourly(owner: Membership, at: datetime) -> Membership:
    actions.choose_pace(owner, Pace.HOURLY, by=owner.actor, at=at)
    return owner


def test_notices_of_an_hour_are_one_mail(organisation: Organisation, hourly: Membership, at: datetime) -> None:
    for minutes, key in enumerate(("one", "two", "three")):
        told(organisation, at + timedelta(minutes=10 * minutes), key)
    jobs_of(organisation, at + timedelta(minutes=59))
    assert not mail.outbox
    jobs_of(organisation, at + HOUR)
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("3 notices of Harbour", ["owner@example.org"])
    body = str(message.body)
    assert [body.index(f"Line {key}") for key in ("one", "two", "three")] == sorted(
        body.index(f"Line {key}") for key in ("one", "two", "three")
    )
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.HANDED_OVER}
    jobs_of(organisation, at + 2 * HOUR)
    assert len(mail.outbox) == 1


def jobs_of(organisation: Organisation, at: datetime) -> None:
    """As the round does it, at an instant of our own."""
    from django.core.mail import get_connection

    while delivery.deliver_next(organisation, at, get_connection()):
        pass


def test_a_single_notice_is_not_called_several(organisation: Organisation, hourly: Membership, at: datetime) -> None:
    told(organisation, at, "one")
    jobs_of(organisation, at + HOUR)
    assert mail.outbox[0].subject == "About one"


def test_breaches_and_emergencies_go_at_once(organisation: Organisation, hourly: Membership, at: datetime) -> None:
    told(organisation, at, "later")
    told(organisation, at, "breach", urgent=True)
    told(organisation, at, "emergency", read_within=HOUR, then=["security team"])
    with_many = [actions.Message(key="many", subject=CASE, title="About many", body="", urgent=True)]
    actions.tell_all(organisation, with_many, at=at)
    jobs_of(organisation, at)
    assert sorted(message.subject for message in mail.outbox) == ["About breach", "About emergency", "About many"]


def test_one_member_s_choice_is_not_another_s(
    organisation: Organisation, hourly: Membership, responder: Membership, at: datetime
) -> None:
    told(organisation, at, "one")
    jobs_of(organisation, at)
    assert [message.to for message in mail.outbox] == [["responder@example.org"]]


def test_a_mail_of_several_that_comes_back_is_told_of_all(
    organisation: Organisation, hourly: Membership, at: datetime
) -> None:
    told(organisation, at, "one")
    told(organisation, at, "two")
    jobs_of(organisation, at + HOUR)
    message_id = str(mail.outbox[0].message()["Message-ID"])
    assert actions.bounced(organisation, message_id, "550", at + HOUR) == 2


def test_what_failed_together_is_tried_together(organisation: Organisation, hourly: Membership, at: datetime) -> None:
    from desk.notices.test_delivery import Server

    told(organisation, at, "one")
    told(organisation, at, "two")
    server = Server(ConnectionRefusedError("refused"))
    outcome = delivery.deliver_next(organisation, at + HOUR, server)
    assert outcome is not None
    assert outcome.unreached
    assert delivery.deliver_next(organisation, at + HOUR, server) is None
    delivery.deliver_next(organisation, at + HOUR + delivery.BACKOFF[0], server)
    assert [message.subject for message in server.taken] == ["2 notices of Harbour"]


def test_a_member_s_notices_are_encrypted_to_their_key(
    organisation: Organisation, owner: Membership, responder: Membership, at: datetime, gnupg: Gnupg
) -> None:
    gnupg.secret_key("owner@example.org")
    actions.keep_certificate(
        organisation, f"member:{owner.pk}", gnupg.public_key("owner@example.org"),
        source=CertificateSource.PASTED, by=owner.actor, at=at,
    )  # fmt: skip
    told(organisation, at, "secret")
    jobs_of(organisation, at)
    of = {message.to[0]: message.message() for message in mail.outbox}
    raw = of["owner@example.org"].as_bytes()
    assert b"secret" not in raw
    assert of["owner@example.org"]["Subject"] == "TR-7K3MQ9TD"
    _, data = of["owner@example.org"].iter_parts()
    clear = gnupg.run("--decrypt", given=data.get_content()).stdout.decode()
    assert "Line secret" in clear
    assert "Subject: About secret" in clear
    assert b"Line secret" in of["responder@example.org"].as_bytes()


def test_a_key_that_ended_says_nothing_in_clear(
    organisation: Organisation, owner: Membership, at: datetime, gnupg: Gnupg
) -> None:
    """Who gave a key wants no word in clear: there is a notice, and why it is not in the mail."""
    gnupg.secret_key("owner@example.org", made="20200101T000000", until="2021-01-01")
    from troth_desk.notices.models import Certificate
    from troth_desk.openpgp import certificates

    found = certificates.read(gnupg.public_key("owner@example.org"))
    Certificate.objects.create(
        organisation=organisation, holder=f"member:{owner.pk}", fingerprint=found.fingerprint, armoured=found.armoured,
        source="pasted", kept_at=at,
    )  # fmt: skip
    told(organisation, at, "secret")
    jobs_of(organisation, at)
    message = mail.outbox[0].message()
    assert b"secret" not in message.as_bytes()
    assert "ended on 2021-01-01" in str(mail.outbox[0].body)
    assert "ended on 2021-01-01" in Delivery.objects.get().remark


def test_a_key_is_replaced_by_its_holder_s_word_alone(organisation: Organisation, at: datetime, gnupg: Gnupg) -> None:
    for name in ("first", "second", "third"):
        gnupg.secret_key(f"{name}@example.org")

    def keep(name: str, source: CertificateSource) -> str:
        kept = actions.keep_certificate(
            organisation, "participant:7", gnupg.public_key(f"{name}@example.org"), source=source, by=SYSTEM, at=at
        )
        in_use = queries.certificate(organisation, "participant:7")
        assert in_use is not None
        return f"{'kept' if kept else 'not'} {in_use.fingerprint == gnupg.fingerprint(f'{name}@example.org')}"

    assert keep("first", CertificateSource.AUTOCRYPT) == "kept True"
    assert keep("second", CertificateSource.AUTOCRYPT) == "not False", "anybody can write a header"
    assert keep("second", CertificateSource.ATTACHED) == "not False"
    assert keep("second", CertificateSource.SIGNED) == "kept True"
    assert keep("third", CertificateSource.PASTED) == "kept True"
    assert keep("third", CertificateSource.AUTOCRYPT) == "kept True"
    last = queries.certificate(organisation, "participant:7")
    assert last is not None
    assert last.source == "pasted", "the same key again counts for no less"
    assert queries.certificates(organisation, "participant:7").count() == 3
    assert Entry.objects.filter(organisation_id=organisation.pk, action="openpgp_certificate.kept").count() == 3
    assert actions.forget_certificate(organisation, "participant:7", by=SYSTEM, at=at)
    assert not actions.forget_certificate(organisation, "participant:7", by=SYSTEM, at=at)


def test_what_is_no_key_is_refused_in_words(organisation: Organisation, at: datetime, gnupg: Gnupg) -> None:
    secret = gnupg.secret_key("first@example.org")
    gnupg.secret_key("second@example.org")
    both = gnupg.public_key("first@example.org") + gnupg.public_key("second@example.org")
    for text, why in ((secret, "secret key"), ("nonsense", "no OpenPGP key"), (both, "2 keys"), ("x" * 300_000, "KiB")):
        with pytest.raises(UnusableCertificateError, match=why):
            actions.keep_certificate(organisation, "member:1", text, source=CertificateSource.PASTED, by=SYSTEM, at=at)


def test_the_page(owner: Membership, owner_client: Client, organisation: Organisation, gnupg: Gnupg) -> None:
    page, pace = reverse("notices:mine", args=("harbour",)), reverse("notices:pace", args=("harbour",))
    assert "goes in clear" in owner_client.get(page).content.decode()
    assert owner_client.post(pace, {"pace": "sometimes"}).status_code == 422
    assert owner_client.post(pace, {"pace": "daily"}).status_code == 302
    assert queries.pace_of(owner) == Pace.DAILY
    keep = reverse("notices:keep_key", args=("harbour",))
    secret = gnupg.secret_key("owner@example.org")
    refused = owner_client.post(keep, {"key": secret})
    assert refused.status_code == 422
    assert "This is a secret key" in refused.content.decode()
    owner_client.post(keep, {"key": gnupg.public_key("owner@example.org")})
    shown = owner_client.get(page).content.decode()
    assert "is encrypted to your key" in shown
    assert gnupg.fingerprint("owner@example.org")[:4] in shown
    assert "BEGIN PGP" not in shown.replace("begins with BEGIN PGP PUBLIC KEY BLOCK", "")
    owner_client.post(reverse("notices:forget_key", args=("harbour",)))
    assert "goes in clear" in owner_client.get(page).content.decode()


def test_an_auditor_changes_nothing(auditor_client: Client) -> None:
    page = auditor_client.get(reverse("notices:mine", args=("harbour",)))
    assert page.status_code == 200
    assert "<textarea" not in page.content.decode()
    assert auditor_client.post(reverse("notices:pace", args=("harbour",)), {"pace": "daily"}).status_code == 403


def test_a_round_reads_the_clock_of_the_desk(organisation: Organisation, hourly: Membership, at: datetime) -> None:
    told(organisation, at, "one")
    assert jobs.deliver(organisation, at) == 1, "the round asks what time it is now, which is later"
