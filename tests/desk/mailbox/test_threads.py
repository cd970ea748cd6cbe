"""An answer finds its case: by a tag that nobody guesses, or, with less trust, by its subject and its sender."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail as outbox

from desk.mailbox.conftest import Sent, Take
from desk.mailbox.letters import REPORTER, US, mail, plain, raw
from troth_desk.cases import actions as cases
from troth_desk.cases.models import Case, Message
from troth_desk.intake.models import Attachment
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox import actions, quoting, threads
from troth_desk.mailbox.actions import keeping, telling
from troth_desk.mailbox.actions.telling import tell
from troth_desk.mailbox.models import Became, ReceivedMail, Sort, Thread
from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ANSWER = {
    "Message_ID": "<second@example.net>",
    "Subject": "Re: Path traversal in the export",
    "words": "One more thing.\n",
}


@pytest.fixture
def thread(take: Take) -> Thread:
    take()
    return Thread.objects.get()


def receipt_id(sent: Sent) -> str:
    return str(sent()[0].message()["Message-ID"])


def test_an_answer_goes_into_the_conversation(take: Take, thread: Thread, mails_sent: Sent) -> None:
    taken = take(
        **ANSWER, In_Reply_To=receipt_id(mails_sent), References="<first@example.net> " + receipt_id(mails_sent)
    )
    (message,) = Message.objects.all()
    assert (message.body, message.participant) == ("One more thing.", thread.participant)
    assert (taken.mail.became, taken.mail.spoken, taken.mail.why) == (Became.MESSAGE, message, "")
    assert Case.objects.count() == 1


def test_nobody_is_answered_for_an_answer(take: Take, thread: Thread, mails_sent: Sent) -> None:
    """Two programs that answer each other would never end."""
    take(**ANSWER, In_Reply_To=receipt_id(mails_sent))
    assert len(mails_sent()) == 1


def test_an_answer_by_its_plus_address(take: Take, thread: Thread) -> None:
    taken = take(**ANSWER, To=threads.with_tag(US, thread.tag))
    assert taken.mail.became == Became.MESSAGE


def test_an_answer_by_its_envelope(take: Take, thread: Thread) -> None:
    assert take(**ANSWER, recipients=[threads.with_tag(US, thread.tag)]).mail.became == Became.MESSAGE


def test_an_answer_from_another_address_is_taken_and_marked(take: Take, thread: Thread, mails_sent: Sent) -> None:
    taken = take(**ANSWER, From="colleague@example.com", In_Reply_To=receipt_id(mails_sent))
    assert taken.mail.became == Became.MESSAGE
    assert taken.why == f"It came from colleague@example.com, another one than {REPORTER}."


def test_the_reference_in_the_subject_needs_their_own_address(take: Take, thread: Thread) -> None:
    reference = thread.participant.case.reference
    theirs = take(**{**ANSWER, "Subject": f"more on {reference.lower()}"})
    assert (theirs.mail.became, theirs.case) == (Became.MESSAGE, thread.participant.case)
    assert "anybody can write there" in theirs.why
    foreign = take(
        words="Let me into this case, please, whatever it is about it.\n",
        Message_ID="<x@example.com>",
        Subject=reference,
        From="x@example.com",
    )
    assert foreign.mail.became == Became.CASE
    assert foreign.case != thread.participant.case


def test_an_answer_to_their_own_mail(take: Take, thread: Thread) -> None:
    assert take(**ANSWER, In_Reply_To="<first@example.net>").mail.became == Became.MESSAGE
    foreign = take(
        words="A quite different report of somebody else, with words enough.\n",
        From="x@example.com",
        Message_ID="<y@example.com>",
        In_Reply_To="<first@example.net>",
    )
    assert foreign.mail.became == Became.CASE


def test_a_guessed_tag_leads_nowhere(take: Take, thread: Thread) -> None:
    guess = f"<troth.{'a' * 26}.1@example.org>"
    taken = take(
        words="A quite different report, with words enough for a case.\n",
        Message_ID="<z@example.com>",
        From="x@example.com",
        In_Reply_To=guess,
    )
    assert taken.case != thread.participant.case


def test_tags_are_not_guessed() -> None:
    found = {threads.new_tag() for _ in range(2_000)}
    assert len(found) == 2_000
    assert all(len(tag) == 26 for tag in found)


def test_who_has_left_the_case_waits_for_a_person(take: Take, thread: Thread, at: datetime, mails_sent: Sent) -> None:
    first = receipt_id(mails_sent)
    cases.leave(thread.participant, by=SYSTEM, at=at)
    taken = take(**ANSWER, In_Reply_To=first)
    assert (taken.mail.became, Message.objects.count()) == (Became.WAITING, 0)
    assert "takes no part any more" in taken.why


def test_files_of_an_answer_are_files_of_the_case(take: Take, thread: Thread) -> None:
    message = mail("With a picture.\n", Message_ID="<p@example.net>", To=threads.with_tag(US, thread.tag))
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="shot.png")
    take(raw(message))
    assert Attachment.objects.get().case == thread.participant.case


def test_an_answer_while_away_is_kept_and_shown_and_no_conversation(
    take: Take, thread: Thread, mails_sent: Sent
) -> None:
    taken = take(**ANSWER, In_Reply_To=receipt_id(mails_sent), Auto_Submitted="auto-replied")
    assert (taken.mail.sort, taken.mail.became, taken.case) == (Sort.AUTOMATIC, Became.NOTED, thread.participant.case)
    assert not Message.objects.exists()
    assert len(mails_sent()) == 1


def test_a_mail_of_ours_that_comes_back_is_a_loop(take: Take, thread: Thread, mails_sent: Sent) -> None:
    taken = take(words="x", Message_ID=receipt_id(mails_sent), From="desk@example.org")
    assert (taken.mail.sort, taken.mail.became) == (Sort.LOOP, Became.NOTED)
    assert Case.objects.count() == 1


def test_mail_from_our_own_address_opens_no_case(take: Take) -> None:
    taken = take(From=US)
    assert (taken.case, taken.mail.became) == (None, Became.WAITING)
    assert "address of your own" in taken.why


def test_a_receipt_that_came_back_says_so(take: Take, thread: Thread, mails_sent: Sent) -> None:
    message_id = receipt_id(mails_sent)
    report = (
        "From: MAILER-DAEMON@example.net\nTo: desk@example.org\nMessage-ID: <dsn@example.net>\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n\nNo.\n\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 no such mailbox\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\n\n--b--\n"
    )
    taken = take(report.encode(), sender="")
    assert (taken.mail.sort, taken.mail.became, taken.case) == (Sort.BOUNCE, Became.NOTED, thread.participant.case)
    delivery = Delivery.objects.get(address=REPORTER)
    assert (delivery.state, delivery.failure) == (DeliveryState.BOUNCED, "5.1.1 550 no such mailbox")


def test_a_report_on_nothing_of_ours_changes_nothing(take: Take, thread: Thread) -> None:
    report = "From: MAILER-DAEMON@example.net\nReturn-Path: <>\nSubject: failure\n\nMessage-ID: <spam@example.com>\n"
    assert take(report.encode()).mail.became == Became.NOTED
    assert not Delivery.objects.filter(state=DeliveryState.BOUNCED).exists()


def test_machines_and_lists_wait_for_a_person_and_are_never_answered(take: Take, mails_sent: Sent) -> None:
    for number, head in enumerate(({"Auto_Submitted": "auto-generated"}, {"List_Id": "<news.example.net>"})):
        taken = take(Message_ID=f"<{number}@example.net>", **head)
        assert (taken.case, taken.mail.became) == (None, Became.WAITING)
    assert [message.to for message in mails_sent() if message.to == [REPORTER]] == []


def test_what_the_team_says_goes_out_in_the_thread(
    take: Take, thread: Thread, mails_sent: Sent, owner: Membership, at: datetime, organisation: Organisation
) -> None:
    case = thread.participant.case
    cases.say(case, "Which version do you use?", by=owner.actor, at=at + MINUTE, member=owner)
    assert tell(organisation, at=at + MINUTE) == 1
    assert tell(organisation, at=at + MINUTE) == 0
    receipt, *others = [one for one in mails_sent() if one.to == [REPORTER]] + [
        one for one in _sent_later(organisation, at) if one.to == [REPORTER]
    ]
    (message,) = others
    assert message.subject == f"Re: Path traversal in the export [{case.reference}]"
    assert "Which version do you use?" in message.body
    sent = message.message()
    assert sent["In-Reply-To"] == receipt.message()["Message-ID"]
    assert "<first@example.net>" in sent["References"]
    assert sent["Auto-Submitted"] is None, "a person wrote it"
    answer = take(**ANSWER, In_Reply_To=sent["Message-ID"], now=at + 2 * MINUTE)
    assert answer.mail.became == Became.MESSAGE


def _sent_later(organisation: Organisation, at: datetime) -> list[outbox.EmailMessage]:
    from troth_desk.notices import jobs

    before = len(outbox.outbox)
    jobs.deliver(organisation, at + MINUTE)
    return list(outbox.outbox[before:])


def test_an_acknowledgement_is_told(
    thread: Thread, mails_sent: Sent, owner: Membership, at: datetime, organisation: Organisation
) -> None:
    mails_sent()
    cases.move(thread.participant.case, "acknowledged", by=owner.actor, at=at + MINUTE)
    tell(organisation, at=at + MINUTE)
    (told,) = [one for one in _sent_later(organisation, at) if one.to == [REPORTER]]
    assert "A person of the team has your report" in told.body


def test_words_stay_here_where_the_organisation_says_so(
    thread: Thread, mails_sent: Sent, owner: Membership, at: datetime, organisation: Organisation
) -> None:
    mails_sent()
    actions.choose(
        organisation, words_in_clear=False, plus_addresses=True, receipts=True, news=True, by=owner.actor, at=at
    )
    cases.say(thread.participant.case, "The secret of it.", by=owner.actor, at=at + MINUTE, member=owner)
    tell(organisation, at=at + MINUTE)
    (told,) = [one for one in _sent_later(organisation, at) if one.to == [REPORTER]]
    assert "secret" not in str(told.message())
    assert "something new about your report" in told.body
    assert told.message()["Reply-To"] == threads.with_tag(US, thread.tag)


def test_nothing_is_told_to_whom_has_left(
    thread: Thread, owner: Membership, at: datetime, organisation: Organisation
) -> None:
    cases.say(thread.participant.case, "words", by=owner.actor, at=at + MINUTE, member=owner)
    cases.leave(thread.participant, by=owner.actor, at=at + MINUTE)
    assert tell(organisation, at=at + MINUTE) == 0


def test_a_desk_with_a_long_past_tells_at_once(
    take: Take, responder: Membership, organisation: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was said in cases that came otherwise is passed over, in one round however much it is."""
    monkeypatch.setattr(telling, "MOST", 2)
    mailed = take().case
    assert mailed is not None
    report = cases.Report("Another", "It came by the form, and was talked about for a long while.")
    other = cases.open_case(mailed.project, report, origin="form", by=SYSTEM, at=at).case
    for number in range(9):
        cases.say(other, f"{number}", by=SYSTEM, at=at, member=responder)
    cases.say(mailed, "We look at it.", by=SYSTEM, at=at + MINUTE, member=responder)
    assert tell(organisation, at=at + MINUTE) == 1
    assert tell(organisation, at=at + MINUTE) == 0
    for number in range(5):
        cases.say(mailed, f"{number}", by=SYSTEM, at=at + 2 * MINUTE, member=responder)
    assert [tell(organisation, at=at + 3 * MINUTE) for _ in range(4)] == [2, 2, 1, 0], "none is passed over"


def test_mails_that_are_opened_at_the_same_time_know_of_each_other(
    take: Take, thread: Thread, mails_sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one mail is opened another one is taken in the same thread: its mark is not undone."""
    seal, ours = keeping.seal_raw, receipt_id(mails_sent)

    def meanwhile(*given: object) -> str:
        monkeypatch.setattr(keeping, "seal_raw", seal)
        take(**{**ANSWER, "Message_ID": "<meanwhile@example.net>", "words": "First.\n"}, In_Reply_To=ours)
        Thread.objects.update(clear=False, sent=7)
        return seal(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "seal_raw", meanwhile)
    take(**ANSWER, In_Reply_To=ours)
    thread.refresh_from_db()
    assert (thread.clear, thread.sent, thread.last_message_id) == (False, 7, "second@example.net")
    assert "meanwhile@example.net" in thread.references.split()


def test_internal_notes_are_never_told(
    thread: Thread, owner: Membership, at: datetime, organisation: Organisation
) -> None:
    cases.note(thread.participant.case, "words to ourselves", by=owner.actor, at=at + MINUTE, member=owner)
    assert tell(organisation, at=at + MINUTE) == 0


QUOTED = """\
I use 1.2.

On Mon, 2 Mar 2026 at 09:00, Harbour
<desk@example.org> wrote:

> Which version do you use?
> Your page: https://desk.example.org/case/harbour/abcdefghijklmnopqrstuvwxyz0123456789_-ABCDE/
"""


def test_what_they_quote_of_ours_is_left_out() -> None:
    assert quoting.without_quotes(QUOTED) == "I use 1.2."
    outlook = "I use 1.2.\n\n-----Original Message-----\nFrom: Harbour\nWhich version?\n"
    assert quoting.without_quotes(outlook) == "I use 1.2."
    german = "Version 1.2.\n\nAm 02.03.2026 um 09:00 schrieb Harbour:\n> Welche Version?\n"
    assert quoting.without_quotes(german) == "Version 1.2."


def test_answers_between_the_lines_stay() -> None:
    between = "> Which version?\n1.2\n> On which system?\nLinux"
    assert quoting.without_quotes(between) == between
    assert quoting.without_quotes("> all of it\n> is quoted") == "> all of it\n> is quoted"
    assert quoting.without_quotes("no quotes\n\nat all") == "no quotes\n\nat all"


def test_a_quoted_link_loses_its_secret(take: Take, thread: Thread) -> None:
    secret = "abcdefghijklmnopqrstuvwxyz0123456789_-ABCDE"
    words = f"My page https://desk.example.org/case/harbour/{secret}/ shows nothing.\n"
    take(words=words, Message_ID="<q@example.net>", References="<first@example.net>")
    (message,) = Message.objects.all()
    assert secret not in message.body
    assert "/case/harbour/…/ shows nothing" in message.body


def test_two_projects_of_two_organisations_each_have_their_mail(
    take: Take, other_organisation: Organisation, at: datetime, organisation: Organisation
) -> None:
    from desk.intake.conftest import POLICY
    from troth_desk.policies.actions import import_texts
    from troth_desk.tenants import scope
    from troth_desk.tenants.models import Project

    with scope.inside(other_organisation):
        lamp = Project.objects.create(organisation=other_organisation, slug="lamp", name="Lamp", created_at=at)
        import_texts(lamp, {"SECURITY.md": POLICY.replace("security@", "lamp@")}, by=SYSTEM, at=at)
    take()
    taken = take(To="lamp@example.org", Message_ID="<l@example.net>")
    assert taken.mail.organisation == other_organisation
    assert [one.organisation for one in ReceivedMail.objects.filter(organisation=organisation)] == [organisation]
    take(
        plain(
            To=f"{US}, lamp@example.org",
            Message_ID="<both@example.net>",
            words="Both of you have another weakness, of one kind.\n",
        )
    )
    assert ReceivedMail.objects.filter(message_id="both@example.net", organisation=organisation).count() == 1
    with scope.inside(other_organisation):
        assert ReceivedMail.objects.filter(message_id="both@example.net", organisation=other_organisation).count() == 1
