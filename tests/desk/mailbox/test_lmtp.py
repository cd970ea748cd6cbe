"""The listener for mail: it says "250" for what is committed, asks again for what cannot be kept now, refuses the rest."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError

from desk.mailbox.letters import US, plain
from desk.servers.opensmtpd import DOMAIN, Opensmtpd
from desk.servers.ports import free_port, until
from desk.servers.sink import Sink
from troth_desk.cases.models import Case
from troth_desk.mailbox import actions, lmtp
from troth_desk.mailbox.lmtp import Listener, Place
from troth_desk.mailbox.models import ReceivedMail, Sort, Way
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def listener(policy: PolicyVersion) -> Iterator[Listener]:
    found = Listener(Place("127.0.0.1", free_port()))
    found.start()
    yield found
    found.stop()


def client(listener: Listener) -> smtplib.LMTP:
    return smtplib.LMTP(listener.place.host, listener.place.port, timeout=30)


def cases(organisation: Organisation) -> list[Case]:
    with scope.inside(organisation):
        return list(Case.objects.all())


def test_a_mail_that_was_taken_is_a_case(listener: Listener, organisation: Organisation) -> None:
    with client(listener) as server:
        assert server.sendmail("reporter@example.net", [US], plain()) == {}
        (case,) = cases(organisation)
        assert case.title == "Path traversal in the export"
        server.sendmail("reporter@example.net", [US], plain())
    assert len(cases(organisation)) == 1
    with scope.inside(organisation):
        mail = ReceivedMail.objects.get()
        assert (mail.way, mail.recipients) == (Way.LMTP, [US])


def test_each_recipient_has_an_answer(listener: Listener, organisation: Organisation) -> None:
    """RFC 2033 §4.2."""
    with client(listener) as server:
        server.ehlo()
        server.mail("reporter@example.net")
        for name in ("one", "two", "three"):
            assert server.rcpt(f"{name}@example.org")[0] == 250
        assert server.data(plain())[0] == 250
        assert [server.getreply()[0] for _ in range(2)] == [250, 250]
        assert server.noop()[0] == 250
    assert len(cases(organisation)) == 1


def test_what_cannot_be_kept_now_is_asked_for_again(
    listener: Listener, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error in (
        OperationalError("the database is away"),
        OSError("no space left on device"),
        RuntimeError("a fault"),
    ):

        def fails(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        with monkeypatch.context() as broken, client(listener) as server:
            broken.setattr(actions, "take", fails)
            with pytest.raises(smtplib.SMTPDataError) as refused:
                server.sendmail("reporter@example.net", [US], plain())
            assert refused.value.smtp_code == 451
    with client(listener) as server:
        server.sendmail("reporter@example.net", [US], plain())
    assert len(cases(organisation)) == 1


def test_a_mail_that_is_too_large_is_refused_for_good(policy: PolicyVersion, organisation: Organisation) -> None:
    listener = Listener(Place("127.0.0.1", free_port()), 20_000)
    listener.start()
    try:
        _too_large(listener)
    finally:
        listener.stop()
    assert cases(organisation) == []


def _too_large(listener: Listener) -> None:
    with client(listener) as server:
        server.ehlo()
        assert server.esmtp_features["size"] == "20000"
        server.mail("reporter@example.net")
        server.rcpt(US)
        server.rcpt("two@example.org")
        assert server.data(plain(words="too large\n" * 3_000))[0] == 552
        assert server.getreply()[0] == 552
        assert server.noop()[0] == 250


def test_a_sender_that_is_none_makes_it_automatic(listener: Listener, organisation: Organisation) -> None:
    with client(listener) as server:
        server.sendmail("", [US], plain())
    with scope.inside(organisation):
        assert ReceivedMail.objects.get().sort == Sort.AUTOMATIC


def test_long_lines_are_taken(listener: Listener, organisation: Organisation) -> None:
    raw = b"From: reporter@example.net\r\nSubject: long\r\n\r\n" + b"words " * 50_000 + b"\r\n"
    with client(listener) as server:
        server.sendmail("reporter@example.net", [US], raw)
    assert len(cases(organisation)) == 1


def test_dots_at_the_beginning_of_lines_stay(listener: Listener, organisation: Organisation) -> None:
    with client(listener) as server:
        server.sendmail("reporter@example.net", [US], plain(words="see\n.\n..\n.hidden files are written\n"))
    assert cases(organisation)[0].description == "see\n.\n..\n.hidden files are written"


def test_nobody_is_meant(listener: Listener, organisation: Organisation, other_organisation: Organisation) -> None:
    with client(listener) as server:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            server.sendmail("reporter@example.net", ["nobody@example.com"], plain())
        assert refused.value.recipients["nobody@example.com"][0] == 550
        assert server.sendmail("reporter@example.net", [US, "nobody@example.com"], plain()) == {
            "nobody@example.com": (550, b"5.1.1 no project of this desk has this address")
        }
    assert len(cases(organisation)) == 1


def test_a_real_mail_server_hands_mail_over(
    listener: Listener, organisation: Organisation, opensmtpd: Callable[..., Opensmtpd], sink: Sink
) -> None:
    relay = opensmtpd(sink.port, lmtp=listener.place.port)
    with smtplib.SMTP("127.0.0.1", relay.port, timeout=30) as server:
        server.sendmail("reporter@example.net", [f"security@{DOMAIN}"], plain(To=f"security@{DOMAIN}"))
    until(lambda: "result=Ok" in relay.log, says="the mail server was not told that the mail is kept")
    assert len(cases(organisation)) == 1
    with scope.inside(organisation):
        assert ReceivedMail.objects.get().headers["Received"]


def test_a_socket(policy: PolicyVersion, organisation: Organisation, tmp_path: Path) -> None:
    place = Place.read(str(tmp_path / "lmtp"))
    killed = socket.socket(socket.AF_UNIX)
    killed.bind(place.path)
    killed.close()  # what a listener that was killed leaves behind
    listener = Listener(place)
    listener.start()
    try:
        assert Path(place.path).stat().st_mode & 0o777 == 0o660
        with pytest.raises(OSError, match="already"):
            Listener(place).start()
        with smtplib.LMTP(place.path) as server:
            server.sendmail("reporter@example.net", [US], plain())
    finally:
        listener.stop()
    assert len(cases(organisation)) == 1


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("8024", Place("127.0.0.1", 8024)),
        ("10.0.0.1:24", Place("10.0.0.1", 24)),
        ("[::1]:24", Place("::1", 24)),
        ("/run/troth/lmtp", Place(path="/run/troth/lmtp")),
    ],
)
def test_places(given: str, place: Place) -> None:
    assert Place.read(given) == place


@pytest.mark.parametrize("given", ["", "mail", "0", "70000", "a:b", "-1"])
def test_no_places(given: str) -> None:
    with pytest.raises(ValueError, match="--lmtp takes a port"):
        lmtp.Place.read(given)
