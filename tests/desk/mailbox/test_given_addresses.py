"""Whoever gives an address with a report by form or API hears that it came, and when there is news; no word of it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from desk.gnupg import Gnupg
from desk.mailbox.conftest import Sent, Take
from desk.mailbox.letters import plain
from troth_desk.cases import actions as cases
from troth_desk.cases.actions import Report
from troth_desk.cases.models import Case, Message
from troth_desk.cases.states import Origin, State
from troth_desk.deadlines.models import Clock
from troth_desk.intake import actions as intake
from troth_desk.ledger.actor import SYSTEM, Actor, ActorKind
from troth_desk.ledger.models import Entry
from troth_desk.mailbox import queries, stopping
from troth_desk.mailbox.actions import beginning, choose, coming_back, stop
from troth_desk.mailbox.actions.telling import tell
from troth_desk.mailbox.limits import Rate
from troth_desk.mailbox.models import Thread
from troth_desk.notices import actions as notices
from troth_desk.notices import queries as of_notices
from troth_desk.notices.models import CertificateSource, Delivery, DeliveryState
from troth_desk.people.models import Membership
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db
ADDRESS = "finder@example.net"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECRET = "The export follows links out of its folder"


class Reporting:
    """Reports of ``policy``'s project, each with words of its own, and the links that they were given."""

    def __init__(self, policy: PolicyVersion, at: datetime) -> None:
        self.policy, self.at, self.count, self.paths = policy, at, 0, []  # type: ignore[var-annotated]

    def __call__(self, contact: str = ADDRESS, *, origin: Origin = Origin.FORM, at: datetime | None = None) -> Case:
        self.count += 1
        words = " ".join(f"report{self.count}word{place}" for place in range(40))
        report = Report(title=SECRET, description=words, contact=contact)
        by = Actor(ActorKind.REPORTER)
        received = intake.receive(self.policy.project, report, origin=origin, by=by, at=at or self.at)
        self.paths.append(received.path)
        return Case.objects.get(reference=received.answer["id"])


@pytest.fixture
def reports(policy: PolicyVersion, at: datetime) -> Reporting:
    return Reporting(policy, at)


def words_of(mail: Any) -> str:
    return f"{mail.subject}\n{mail.body}"


@pytest.fixture
def letters(mails_sent: Sent) -> Sent:
    """Send what waits, and give what went to the addresses of reporters; the team gets mails of its own."""
    return lambda: [mail for mail in mails_sent() if mail.to[0].endswith("@example.net")]


def test_the_first_mail_says_that_it_came_and_what_is_promised(
    organisation: Organisation, reports: Reporting, letters: Sent, at: datetime
) -> None:
    case = reports()
    assert tell(organisation, at=at) == 1
    (mail,) = letters()
    assert (mail.to, mail.subject) == ([ADDRESS], f"A report has arrived: {case.reference}")
    due = Clock.objects.filter(subject=case.subject).earliest("due_at")
    assert f"“{due.sentence}”" in mail.body
    assert stopping.address(Thread.objects.get()) in mail.body
    assert tell(organisation, at=at + HOUR) == 0, "once"


@pytest.mark.parametrize("origin", [Origin.FORM, Origin.API])
def test_news_hold_no_word_and_no_link(
    organisation: Organisation, owner: Membership, reports: Reporting, letters: Sent, at: datetime, origin: Origin
) -> None:
    case = reports(origin=origin)
    assert tell(organisation, at=at) == 1
    cases.say(case, "It is the symlink in the export.", by=SYSTEM, at=at + HOUR, member=owner)
    cases.move(case, State.ACKNOWLEDGED, by=SYSTEM, at=at + HOUR, reason="", information="")
    assert tell(organisation, at=at + HOUR) == 2
    mails = letters()
    assert {mail.to[0] for mail in mails} == {ADDRESS}
    assert len(mails) == 3
    said = "\n".join(map(words_of, mails))
    assert SECRET not in said
    assert "symlink" not in said
    assert "report1word" not in said
    assert reports.paths[0].rstrip("/").rpartition("/")[2] not in said
    assert "A person of the team has your report" in said
    assert all("see the link that you have" in mail.body for mail in mails[1:])


def test_with_their_key_they_are_written_to_encrypted(
    organisation: Organisation, owner: Membership, reports: Reporting, letters: Sent, at: datetime, gnupg: Gnupg
) -> None:
    case = reports("keyed@example.net")
    assert tell(organisation, at=at) == 1
    participant = case.participants.get()
    gnupg.secret_key("keyed@example.net")
    key = gnupg.public_key("keyed@example.net")
    source = CertificateSource.PASTED
    notices.keep_certificate(organisation, f"participant:{participant.pk}", key, source=source, by=SYSTEM, at=at)
    cases.say(case, "It is the symlink in the export.", by=SYSTEM, at=at + HOUR, member=owner)
    assert tell(organisation, at=at + HOUR) == 1
    mail = letters()[1]
    assert "symlink" not in str(mail.message())
    assert "BEGIN PGP MESSAGE" in str(mail.message())


@pytest.mark.parametrize("contact", ["", "@finder on chat", "finder@", "a..b@example.net", "security@example.org"])
def test_what_is_no_address_of_theirs_is_not_written_to(
    organisation: Organisation, reports: Reporting, at: datetime, contact: str
) -> None:
    reports(contact)
    assert tell(organisation, at=at) == 0
    assert not Thread.objects.exists()


def test_reports_that_came_by_mail_have_their_own_thread(organisation: Organisation, take: Take, at: datetime) -> None:
    take()
    assert tell(organisation, at=at) == 0
    assert not Thread.objects.get().unproven


def test_an_owner_can_leave_it(organisation: Organisation, reports: Reporting, at: datetime) -> None:
    choose(organisation, words_in_clear=True, plus_addresses=False, receipts=True, news=False, by=SYSTEM, at=at)
    reports()
    assert tell(organisation, at=at) == 0
    choose(organisation, words_in_clear=True, plus_addresses=False, receipts=True, news=True, by=SYSTEM, at=at)
    assert tell(organisation, at=at + HOUR) == 0, "what came before stays as it was chosen then"


def test_switching_it_off_ends_what_runs(
    organisation: Organisation, owner: Membership, reports: Reporting, at: datetime
) -> None:
    case = reports()
    assert tell(organisation, at=at) == 1
    choose(organisation, words_in_clear=True, plus_addresses=False, receipts=True, news=False, by=SYSTEM, at=at)
    cases.say(case, "We look into it.", by=SYSTEM, at=at + HOUR, member=owner)
    assert tell(organisation, at=at + HOUR) == 0


def test_reports_of_long_ago_wake_nobody(organisation: Organisation, reports: Reporting, at: datetime) -> None:
    """Neither on the first look of a desk that mailed nobody before, nor after days without mail."""
    reports(at=at - HOUR)
    assert tell(organisation, at=at) == 0
    reports("first@example.net", at=at - timedelta(minutes=5))
    assert tell(organisation, at=at) == 1
    reports("second@example.net", at=at - 4 * DAY)
    assert tell(organisation, at=at) == 0
    reports("third@example.net", at=at - 2 * DAY)
    assert tell(organisation, at=at) == 1


def test_a_late_first_mail_tells_what_there_is_in_place_of_a_mail_for_each_thing(
    organisation: Organisation, owner: Membership, reports: Reporting, letters: Sent, at: datetime
) -> None:
    reports("first@example.net")
    tell(organisation, at=at)
    case = reports("second@example.net", at=at + HOUR)
    for hour in range(2, 8):
        cases.say(case, f"Word {hour}.", by=SYSTEM, at=at + hour * HOUR, member=owner)
    assert tell(organisation, at=at + DAY) == 1
    late = letters()[-1].body
    assert "Something has happened since" in late
    acknowledgement = Clock.objects.filter(subject=case.subject).earliest("due_at")
    assert acknowledgement.due_at > at + DAY or acknowledgement.sentence not in late
    cases.say(case, "One more.", by=SYSTEM, at=at + 2 * DAY, member=owner)
    assert tell(organisation, at=at + 2 * DAY) == 1


def test_a_stranger_is_written_to_few_times(
    organisation: Organisation, reports: Reporting, letters: Sent, at: datetime
) -> None:
    for minute in range(8):
        reports(f"finder+{minute}@example.net", at=at + timedelta(minutes=minute))
    reports("other@example.net", at=at + timedelta(minutes=9))
    tell(organisation, at=at + timedelta(minutes=9))
    sent = [f"finder+{minute}@example.net" for minute in range(5)]
    assert [mail.to[0] for mail in letters()] == [*sent, "other@example.net"], (
        "what stands behind a plus is one mailbox"
    )


def test_a_day_that_is_told_at_once_is_no_way_around_it(
    organisation: Organisation, reports: Reporting, letters: Sent, at: datetime
) -> None:
    reports("other@example.net")
    tell(organisation, at=at)
    for hour in range(30):
        reports(at=at + hour * HOUR)
    tell(organisation, at=at + 31 * HOUR)
    assert [mail.to[0] for mail in letters()].count(ADDRESS) == 5


def test_all_strangers_together_are_written_to_two_hundred_times_an_hour(
    organisation: Organisation, reports: Reporting, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginning, "RECEIPTS_OF_ALL", (Rate(3, HOUR),))
    for number in range(5):
        reports(f"finder{number}@example.net", at=at + timedelta(seconds=number))
    assert tell(organisation, at=at + timedelta(minutes=1)) == 3


def test_who_is_invited_later_gave_no_address_with_the_report(
    organisation: Organisation, reports: Reporting, letters: Sent, at: datetime
) -> None:
    anonymous, named = reports(""), reports("named@example.net")
    for case in (anonymous, named):
        cases.invite(case, "reporter", "invited@example.net", by=SYSTEM, at=at)
    assert tell(organisation, at=at) == 1
    assert [mail.to[0] for mail in letters() if mail.subject.startswith("A report has arrived")] == [
        "named@example.net"
    ]


def test_nobody_is_mailed_about_examples_or_after_they_left(
    organisation: Organisation, reports: Reporting, at: datetime
) -> None:
    case = reports()
    case.participants.update(left_at=at)
    assert tell(organisation, at=at) == 0
    reports("other@example.net")
    Project.objects.update(example=True)
    assert tell(organisation, at=at) == 0


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("Finder <Finder@Example.net>", "finder@example.net"),
        ("mailto:finder@example.net", "finder@example.net"),
        ("finder@example.net, other@example.net", ""),
        ("root@localhost", ""),
        ("root@[127.0.0.1]", ""),
        ("finder@example.net\r\nBcc: other@example.net", ""),
    ],
)
def test_the_one_address_of_a_contact(contact: str, address: str) -> None:
    assert beginning.given_address(contact) == address


def test_an_address_that_does_not_exist_is_given_up(
    organisation: Organisation, owner: Membership, reports: Reporting, take: Take, letters: Sent, at: datetime
) -> None:
    case = reports()
    tell(organisation, at=at)
    back = str(letters()[0].message()["Message-ID"])
    report = (
        "From: MAILER-DAEMON@example.net\nTo: desk@example.org\nMessage-ID: <dsn@example.net>\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n\nNo.\n\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 no such mailbox\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {back}\n\n--b--\n"
    )
    take(report.encode(), sender="", now=at + HOUR)
    assert Thread.objects.get().ended_at == at + HOUR
    cases.say(case, "We look into it.", by=SYSTEM, at=at + 2 * HOUR, member=owner)
    assert tell(organisation, at=at + 2 * HOUR) == 0


def test_the_link_in_a_mail_ends_them(
    organisation: Organisation, owner: Membership, reports: Reporting, letters: Sent, at: datetime
) -> None:
    case = reports()
    tell(organisation, at=at)
    (where,) = re.findall(r"https?://[^/]+(/news/\S+)", letters()[0].body)
    browser = Client()
    assert "Get no more mails" in browser.get(where).content.decode()
    assert Thread.objects.get().ended_at is None, "programs for mail open links, too"
    assert "You get no more" in browser.post(where, follow=True).content.decode()
    browser.post(where)
    assert Entry.objects.filter(action="mail.ended").count() == 1
    cases.say(case, "Hello.", by=SYSTEM, at=at + HOUR, member=owner)
    reports(at=at + HOUR)
    assert tell(organisation, at=at + HOUR) == 0
    assert len(letters()) == 1
    assert not queries.threads_of(case).exists()


def test_a_stop_holds_for_what_waits_for_other_reports_and_for_the_embargo(
    organisation: Organisation, owner: Membership, reports: Reporting, letters: Sent, at: datetime
) -> None:
    first, second = reports(), reports()
    tell(organisation, at=at)
    assert len(letters()) == 2
    cases.say(first, "We look into it.", by=SYSTEM, at=at + HOUR, member=owner)
    assert tell(organisation, at=at + HOUR) == 1
    stop(Thread.objects.get(participant__case=first), at=at + HOUR)
    assert not Thread.objects.filter(ended_at=None).exists()
    cases.propose_embargo(second, at + 20 * DAY, by=owner.actor, at=at + HOUR)
    cases.end_embargo(second, "A talk described it.", by=owner.actor, at=at + 2 * HOUR)
    tell(organisation, at=at + 2 * HOUR)
    assert len(letters()) == 2


def test_a_stop_calls_nothing_off_of_what_they_reported_by_mail_themselves(
    organisation: Organisation, owner: Membership, reports: Reporting, take: Take, letters: Sent, at: datetime
) -> None:
    by_mail = take(plain(From=ADDRESS)).case
    assert by_mail is not None
    given = reports()
    tell(organisation, at=at)
    letters()
    for case in (by_mail, given):
        cases.say(case, "We look into it.", by=SYSTEM, at=at + HOUR, member=owner)
    assert tell(organisation, at=at + HOUR) == 2
    stop(Thread.objects.get(participant__case=given), at=at + HOUR)
    waiting = Delivery.objects.filter(notice__key__startswith="mail:message:", state=DeliveryState.WAITING)
    assert [one.notice.subject for one in waiting] == [by_mail.subject]


def test_an_answer_goes_into_the_case_with_a_doubt_and_brings_no_key(
    organisation: Organisation,
    reports: Reporting,
    take: Take,
    letters: Sent,
    at: datetime,
    gnupg: Gnupg,
) -> None:
    case = reports()
    tell(organisation, at=at)
    first = str(letters()[0].message()["Message-ID"])
    gnupg.secret_key(ADDRESS)
    armoured = gnupg.public_key(ADDRESS)
    answer = plain(
        Message_ID="<answer@example.net>",
        From=ADDRESS,
        Subject="Re: Your report has arrived",
        In_Reply_To=first,
        words=f"It also happens on import.\n\n{armoured}\n",
    )
    taken = take(answer, now=at + HOUR)
    assert taken.mail.case == case
    assert "need not be the reporter's" in taken.mail.why
    assert "It also happens on import." in Message.objects.get(case=case).body
    assert of_notices.certificate(organisation, f"participant:{case.participants.get().pk}") is None
    assert len(letters()) == 1, "nobody is answered for an answer"


def test_a_mail_that_comes_back_takes_nothing_back(
    organisation: Organisation, owner: Membership, reports: Reporting, letters: Sent, at: datetime
) -> None:
    """The page said it, and they have its link."""
    case = reports()
    tell(organisation, at=at)
    cases.say(case, "We look into it.", by=SYSTEM, at=at + HOUR, member=owner)
    tell(organisation, at=at + HOUR)
    update = Clock.objects.filter(subject=case.subject, action="update").earliest("round")
    assert update.state == "met"
    back = str(letters()[1].message()["Message-ID"])
    assert notices.bounced(organisation, back, "no such user", at + 2 * HOUR) == 1
    assert coming_back.take_back(organisation, at=at + 3 * HOUR) == 0
    update.refresh_from_db()
    assert update.state == "met"
