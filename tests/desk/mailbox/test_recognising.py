"""Who or what wrote a mail, by the words of real mail systems."""

from __future__ import annotations

import email
import email.policy

import pytest

from troth_desk.mailbox.models import Sort
from troth_desk.mailbox.recognising import author, bounce, recognised

OWN = frozenset({"security@example.org"})
HEADS = {
    "a person": ("From: a@example.net\n", Sort.PEOPLE),
    "a person's program says no": ("From: a@example.net\nAuto-Submitted: no\n", Sort.PEOPLE),
    "an answer while away": ("From: a@example.net\nAuto-Submitted: auto-replied (vacation)\n", Sort.AUTOMATIC),
    "a ticket system": ("From: a@example.net\nAuto-Submitted: auto-generated\n", Sort.AUTOMATIC),
    "Exchange": (
        "From: a@example.net\nX-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n",
        Sort.AUTOMATIC,
    ),
    "suppressing answers is no answer": ("From: a@example.net\nX-Auto-Response-Suppress: OOF\n", Sort.PEOPLE),
    "cPanel": ("From: a@example.net\nX-Autorespond: away\nPrecedence: auto_reply\n", Sort.AUTOMATIC),
    "an old autoresponder": ("From: a@example.net\nX-Autoreply: yes\n", Sort.AUTOMATIC),
    "no sender of the envelope": ("From: a@example.net\nReturn-Path: <>\n", Sort.AUTOMATIC),
    "a list": ("From: a@example.net\nList-Id: <users.lists.example.net>\n", Sort.LIST),
    "a newsletter": ("From: a@example.net\nList-Unsubscribe: <https://example.net/u>\n", Sort.LIST),
    "bulk": ("From: a@example.net\nPrecedence: bulk\n", Sort.LIST),
    "our own list by its post address": (
        "From: a@example.net\nList-Id: Security <security.example.org>\nList-Post: <mailto:security@example.org>\n",
        Sort.PEOPLE,
    ),
    "our own list by its id": ("From: a@example.net\nList-Id: <security.example.org>\nPrecedence: list\n", Sort.PEOPLE),
    "round and round": ("From: a@example.net\n" + "Received: from a by b; now\n" * 61, Sort.LOOP),
    "a mail server without a report": ("From: MAILER-DAEMON@example.net\nReturn-Path: <>\n", Sort.BOUNCE),
    "somebody called postmaster": (
        "From: postmaster@example.net\nReturn-Path: <postmaster@example.net>\n",
        Sort.PEOPLE,
    ),
    "a read receipt": (
        "From: a@example.net\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n",
        Sort.AUTOMATIC,
    ),
}


def parsed(text: str) -> email.message.Message:
    return email.message_from_string(text, policy=email.policy.compat32)


@pytest.mark.parametrize(("head", "sort"), HEADS.values(), ids=HEADS)
def test_sorts(head: str, sort: Sort) -> None:
    found = recognised(parsed(f"{head}\nwords\n"), sender=None, own=OWN)
    assert found.sort is sort
    assert bool(found.by) is (sort is not Sort.PEOPLE)


def test_the_envelope_is_believed_before_the_headers() -> None:
    mail = parsed("From: a@example.net\nReturn-Path: <>\n\nwords\n")
    assert recognised(mail, sender="a@example.net", own=OWN).sort is Sort.PEOPLE
    assert recognised(parsed("From: a@example.net\n\nwords\n"), sender="", own=OWN).sort is Sort.AUTOMATIC


POSTFIX = """\
From: MAILER-DAEMON@mail.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net

Final-Recipient: rfc822; reporter@example.net
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <reporter@example.net>: User unknown

--b
Content-Type: {kind}

From: desk@example.org
Message-ID: <troth.{tag}.1@example.org>
Subject: Your report

--b--
"""
TAG = "a" * 26


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_on_a_delivery(kind: str) -> None:
    mail = parsed(POSTFIX.format(kind=kind, tag=TAG, action="failed"))
    assert recognised(mail, sender="", own=OWN).sort is Sort.BOUNCE
    said = bounce(mail)
    assert said.message_id == f"troth.{TAG}.1@example.org"
    assert (said.final, said.reason) == (True, "5.1.1 550 5.1.1 <reporter@example.net>: User unknown")


def test_a_mail_that_is_late_is_not_lost() -> None:
    assert not bounce(parsed(POSTFIX.format(kind="message/rfc822", tag=TAG, action="delayed"))).final


def test_qmail_quotes_the_mail() -> None:
    text = (
        "From: MAILER-DAEMON@example.net\nReturn-Path: <>\nSubject: failure notice\n\n"
        "Hi. This is the qmail-send program at example.net.\n<reporter@example.net>:\nno mailbox here by that name\n\n"
        f"--- Below this line is a copy of the message.\n\nMessage-ID: <troth.{TAG}.2@example.org>\n\nwords\n"
    )
    assert recognised(parsed(text), sender=None, own=OWN).sort is Sort.BOUNCE
    assert bounce(parsed(text)).message_id == f"troth.{TAG}.2@example.org"


def test_who_wrote_through_a_list_of_ours() -> None:
    """Lists write themselves into From where the sender's domain forbids others to send (DMARC)."""
    head = "From: \"'Ann' via Security\" <security@example.org>\nList-Id: <security.example.org>\n"
    assert author(parsed(f"{head}X-Original-From: Ann <ann@example.net>\n\n"), OWN) == "ann@example.net"
    assert author(parsed(f"{head}Reply-To: Ann <ann@example.net>\n\n"), OWN) == "ann@example.net"
    assert author(parsed("From: security@example.org\nReply-To: ann@example.net\n\n"), OWN) == "security@example.org"
