"""A mail comes in: it is a case once, with its time, its files, its receipt; or it is kept for a person."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest

from desk.mailbox.conftest import Sent, Take
from desk.mailbox.letters import REPORTER, US, WORDS, mail, plain, raw
from troth_desk.cases.models import Case, Message
from troth_desk.cases.states import Origin
from troth_desk.deadlines.models import Clock
from troth_desk.files.uploads import vault
from troth_desk.intake.models import Attachment, Receipt
from troth_desk.ledger.models import Entry
from troth_desk.ledger.verification import verify
from troth_desk.mailbox.actions import UnclaimedError, keeping
from troth_desk.mailbox.models import Became, ReceivedMail, Sort, Way
from troth_desk.notices.models import Notice
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db


def only_case() -> Case:
    (case,) = Case.objects.all()
    return case


def test_a_report_by_mail_is_a_case(take: Take, at: datetime) -> None:
    taken = take()
    case = only_case()
    assert taken.case == case
    assert (case.origin, case.title, case.description) == (
        Origin.MAIL,
        "Path traversal in the export",
        WORDS.strip(),
    )
    assert [one.contact for one in case.participants.all()] == [REPORTER]
    row = taken.mail
    assert (row.became, row.sort, row.way, row.case) == (Became.CASE, Sort.PEOPLE, Way.LMTP, case)
    assert row.digest == hashlib.sha256(plain()).hexdigest()
    assert Receipt.objects.filter(case=case).exists()


def test_its_bytes_are_kept_sealed(take: Take) -> None:
    kept = take().mail
    assert keeping.content(kept.stored_as) == plain()
    on_disk = b"".join(path.read_bytes() for path in vault()._folder.glob("??/*"))
    assert b"export" not in on_disk


def test_clocks_count_from_when_it_reached_us(take: Take, at: datetime) -> None:
    reached = at - timedelta(hours=5)
    take(received_at=reached)
    case = only_case()
    assert case.received_at == reached
    (acknowledge,) = Clock.objects.filter(action="acknowledge")
    assert acknowledge.due_at == reached + timedelta(hours=48)


def test_no_mail_reaches_us_later_than_now(take: Take, at: datetime) -> None:
    take(received_at=at + timedelta(hours=5))
    assert only_case().received_at == at


def test_what_was_late_already_is_a_breach_of_its_clock(take: Take, at: datetime, organisation: Organisation) -> None:
    from troth_desk.deadlines.actions import sweep

    take(received_at=at - timedelta(days=3))
    sweep(organisation, at)
    assert Clock.objects.get(action="acknowledge").breached_at == at - timedelta(days=1)


def test_the_same_mail_is_one_case(take: Take) -> None:
    first = take()
    again = take()
    assert (again.again, again.case, again.mail) == (True, first.case, first.mail)
    by_another_server = b"Received: from b by c; Mon, 02 Mar 2026 09:00:00 +0000\r\n" + plain()
    assert take(by_another_server).case == first.case
    assert (Case.objects.count(), ReceivedMail.objects.count()) == (1, 1)


def test_another_mail_under_a_known_message_id_is_another_mail(take: Take) -> None:
    """Whoever knows the id of a mail that will come must not make the desk take it for known."""
    take(words="Nothing at all is wrong with anything, I only took the id of somebody else's mail.")
    take()
    assert Case.objects.count() == 2


def test_files_of_a_mail_are_files_of_the_case(take: Take) -> None:
    message = mail()
    message.add_attachment(b"\x89PNG\r\n\x1a\n" + b"0" * 50, maintype="image", subtype="png", filename="../shot.png")
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")
    take(raw(message))
    found = [(one.name, one.size, one.sniffed) for one in Attachment.objects.order_by("pk")]
    assert found == [("shot.png", 58, "image/png"), ("empty.pdf", 0, "empty")]


def test_more_files_than_fit_stay_in_the_original(take: Take) -> None:
    message = mail()
    for number in range(23):
        message.add_attachment(b"x", maintype="text", subtype="x-log", filename=f"{number}.log")
    taken = take(raw(message))
    assert Attachment.objects.count() == 20
    assert "more than 20 files" in taken.mail.left_out


def test_a_receipt_goes_out_once_in_the_thread(take: Take, mails_sent: Sent) -> None:
    take()
    take()
    (receipt,) = mails_sent()
    message = receipt.message()
    case = only_case()
    assert receipt.to == [REPORTER]
    assert message["In-Reply-To"] == "<first@example.net>"
    assert message["References"] == "<first@example.net>"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Reply-To"] == US
    assert message["Message-ID"].startswith("<troth.")
    words = receipt.body
    assert case.reference in words
    assert "not the acknowledgement" in words
    assert "Wednesday 4 March 2026, 10:00 (Europe/Berlin)" in words
    assert "“**Acknowledgment**" in words or "Within 48 hours" in words
    assert "/case/harbour/" in words


def test_the_link_of_a_receipt_opens_the_page_and_stands_in_no_row(
    take: Take, mails_sent: Sent, client: object
) -> None:
    from django.test import Client

    take()
    (receipt,) = mails_sent()
    (line,) = [line for line in receipt.body.splitlines() if "/case/harbour/" in line]
    path = line[line.index("/case/") :]
    assert Client().get(path).status_code == 200
    secret = path.rstrip("/").rpartition("/")[2]
    for notice in Notice.objects.all():
        assert secret not in notice.body


def test_the_receipt_is_no_acknowledgement(take: Take) -> None:
    take()
    assert Clock.objects.get(action="acknowledge").met_at is None
    assert only_case().acknowledged_at is None


def test_without_a_sender_there_is_a_case_and_nobody_to_answer(take: Take, mails_sent: Sent) -> None:
    taken = take(From=None)
    assert taken.case is not None
    assert taken.mail.receipt == "It names no address to answer to."
    assert mails_sent() == []


def test_receipts_to_one_address_are_few(take: Take, mails_sent: Sent) -> None:
    for number in range(8):
        words = f"Report number {number} is about quite another thing, {'abcdefgh'[number] * 60}."
        take(words=words, Message_ID=f"<{number}@example.net>", Subject=f"Report {number}")
    assert Case.objects.count() == 8
    assert len(mails_sent()) == 5
    assert ReceivedMail.objects.exclude(receipt="").count() == 3


def test_a_flood_of_one_sender_waits_for_a_person(take: Take) -> None:
    for number in range(22):
        words = f"Report number {number} is about quite another thing, {chr(97 + number) * 60}."
        take(words=words, Message_ID=f"<{number}@example.net>", Subject=f"Report {number}")
    assert Case.objects.count() == 20
    assert [one.why for one in ReceivedMail.objects.filter(became=Became.WAITING)] == [
        "Its sender wrote more than 20 times within an hour."
    ] * 2


def test_a_mail_without_words_and_subject(take: Take) -> None:
    message = mail(None, Subject=None)
    message.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="a.gif")
    take(raw(message))
    case = only_case()
    assert (case.title, case.description) == ("Report without a subject", "The mail has no words, and 1 file.")


def test_an_empty_mail_waits_for_a_person(take: Take) -> None:
    taken = take(words="", Subject=None)
    assert (taken.case, taken.why) == (None, "It is empty.")


def test_very_long_words_are_cut_and_kept(take: Take) -> None:
    taken = take(words="long words " * 20_000)
    assert len(only_case().description) == 100_000
    assert "Its words are cut" in taken.mail.left_out


def test_a_mail_to_several_projects_waits_for_a_person(take: Take, organisation: Organisation, at: datetime) -> None:
    Project.objects.create(organisation=organisation, slug="ferry", name="Ferry", created_at=at)
    taken = take(To="hello@example.org")
    assert (taken.case, taken.why) == (None, "Several projects could be meant by its address.")
    assert take(To=US, Message_ID="<b@example.net>").case is not None


def test_a_project_is_named_behind_the_plus(take: Take, organisation: Organisation, at: datetime) -> None:
    Project.objects.create(organisation=organisation, slug="ferry", name="Ferry", created_at=at)
    taken = take(To="Security+Ferry@example.org")
    assert taken.case is not None
    assert taken.case.project.slug == "ferry"


def test_the_recipients_of_the_envelope_decide(take: Take, organisation: Organisation, at: datetime) -> None:
    Project.objects.create(organisation=organisation, slug="ferry", name="Ferry", created_at=at)
    taken = take(To="undisclosed-recipients:;", recipients=[US])
    assert taken.case is not None
    assert taken.case.project.slug == "harbour"


def test_mail_of_nobody_is_not_kept(take: Take, other_organisation: Organisation, organisation: Organisation) -> None:
    with pytest.raises(UnclaimedError):
        take(To="somebody@example.com")
    assert not ReceivedMail.objects.exists()


def test_everything_of_a_mail_that_fails_is_gone(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    from troth_desk.mailbox.actions import answering

    def fails(*_: object, **__: object) -> str:
        raise OSError("no space left on device")

    monkeypatch.setattr(answering, "send_receipt", fails)
    message = mail()
    message.add_attachment(b"x", maintype="text", subtype="x-log", filename="a.log")
    with pytest.raises(OSError, match="no space"):
        take(raw(message))
    assert not ReceivedMail.objects.exists()
    assert not Case.objects.exists()
    assert list(vault().lying()) == []
    monkeypatch.undo()
    assert take(raw(message)).case is not None


def test_the_ledger_tells_and_holds_no_words(take: Take, organisation: Organisation) -> None:
    take()
    assert verify(organisation.pk).flaw is None
    said = "".join(Entry.objects.values_list("body", flat=True))
    assert "mail.received" in said
    for words in (REPORTER, "Path traversal", "export"):
        assert words not in said


def test_orphans_leave_mails_alone(take: Take, at: datetime, organisation: Organisation) -> None:
    from troth_desk.intake import orphans

    kept = take().mail
    later = at + timedelta(days=400)
    orphans.remove(later)
    assert keeping.content(kept.stored_as) == plain()
    assert Message.objects.count() == 0
