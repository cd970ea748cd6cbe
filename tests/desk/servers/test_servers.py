"""The servers that other tests use are real, and answer."""

from __future__ import annotations

import smtplib
from collections.abc import Callable

import pytest

from desk.servers.dovecot import Dovecot, Mailbox, dovecot, mailbox
from desk.servers.opensmtpd import Opensmtpd, opensmtpd
from desk.servers.sink import Sink, sink

__all__ = ("dovecot", "mailbox", "opensmtpd", "sink")
MAIL = b"From: reporter@example.org\r\nTo: security@example.net\r\nSubject: hello\r\n\r\nwords\r\n"


def test_a_mailbox_keeps_mails(mailbox: Mailbox) -> None:
    assert mailbox.mails() == []
    mailbox.put(MAIL, MAIL)
    assert (mailbox.mails(), mailbox.unseen()) == ([MAIL, MAIL], 2)


def test_a_mail_server_can_be_away(dovecot: Dovecot, mailbox: Mailbox) -> None:
    dovecot.stop()
    with pytest.raises(OSError):  # noqa: PT011 - whatever the system says to a closed port
        mailbox.mails()
    dovecot.start()
    assert mailbox.mails() == []


def test_a_relay_hands_mail_on(opensmtpd: Callable[..., Opensmtpd], sink: Sink) -> None:
    relay = opensmtpd(sink.port)
    with smtplib.SMTP("127.0.0.1", relay.port, timeout=30) as client:
        client.sendmail("desk@example.org", ["reporter@example.net"], MAIL)
    (taken,) = sink.wait()
    assert (taken.sender, taken.recipients) == ("desk@example.org", ("reporter@example.net",))
    assert taken.message["Subject"] == "hello"


def test_a_sink_refuses_whom_it_is_told_to(sink: Sink) -> None:
    sink.answers["nobody@example.net"] = "550 5.1.1 no such mailbox"
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=30) as client:
        refused = client.sendmail("desk@example.org", ["nobody@example.net", "somebody@example.net"], MAIL)
    assert refused == {"nobody@example.net": (550, b"5.1.1 no such mailbox")}
    assert [mail.recipients for mail in sink.mails] == [("somebody@example.net",)]
