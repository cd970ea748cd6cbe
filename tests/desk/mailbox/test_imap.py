"""Mail is fetched from a real Dovecot: kept first, then moved; what fails stays there and is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from desk.intake.conftest import POLICY
from desk.mailbox.letters import US, plain
from desk.servers.dovecot import PASSWORD, Dovecot, Mailbox
from troth_desk import clock
from troth_desk.cases.models import Case
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox import fetching, imap, jobs, reading, source
from troth_desk.mailbox.actions import taking
from troth_desk.mailbox.models import Became, Fetching, ReceivedMail, Way
from troth_desk.notices.models import Delivery, Notice
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The server notes its own time of arrival, which is that of the machine: so the desk's is the machine's, too."""
    now = datetime.now(UTC) + HOUR  # behind all that happens in the test, however slow the machine is
    monkeypatch.setattr(clock, "now", lambda: now)
    return now


@pytest.fixture
def fetch(policy: PolicyVersion, mailbox: Mailbox, settings: Any, organisation: Organisation, present: datetime) -> Any:
    settings.MAILBOX = mailbox.url

    def fetching_now(at: datetime = present) -> int:
        return int(str(jobs.fetch(organisation, at)))

    return fetching_now


def test_a_mail_is_kept_then_moved(fetch: Any, mailbox: Mailbox, present: datetime) -> None:
    mailbox.put(plain())
    assert fetch() == 1
    case = Case.objects.get()
    assert present - 2 * HOUR < case.received_at < present
    assert ReceivedMail.objects.get().way == Way.IMAP
    assert mailbox.mails() == []
    assert mailbox.mails("Troth") == [plain()]
    assert mailbox.unseen("Troth") == 0
    assert fetch() == 0


def test_clocks_count_from_when_the_server_had_it(fetch: Any, mailbox: Mailbox, present: datetime) -> None:
    """The mailbox was not looked into for a while: the deadline is not later for that."""
    fetch()
    with mailbox.opened() as connection:
        arrived = (present - 5 * HOUR).replace(microsecond=0)
        connection.append("INBOX", "", f'"{arrived:%d-%b-%Y %H:%M:%S} +0000"', plain())
    fetch()
    assert Case.objects.get().received_at == arrived
    assert Clock.objects.get(action="acknowledge").due_at == arrived + 48 * HOUR


def test_what_people_had_read_before_the_desk_looked_stays(fetch: Any, mailbox: Mailbox, present: datetime) -> None:
    with mailbox.opened() as connection:
        before = present - 72 * HOUR
        connection.append(
            "INBOX", "(\\Seen)", f'"{before:%d-%b-%Y %H:%M:%S} +0000"', plain(Message_ID="<old@example.net>")
        )
        connection.append("INBOX", "", f'"{before:%d-%b-%Y %H:%M:%S} +0000"', plain(Message_ID="<unread@example.net>"))
    assert fetch() == 1
    assert ReceivedMail.objects.get().message_id == "unread@example.net"
    assert len(mailbox.mails()) == 1


def test_what_people_read_before_the_worker_came_by_is_taken(fetch: Any, mailbox: Mailbox) -> None:
    looks_since_long(fetch)
    with mailbox.opened() as connection:
        connection.append("INBOX", "(\\Seen)", "", plain())
    assert fetch() == 1


def test_one_that_cannot_be_kept_stays_and_holds_up_no_other(
    fetch: Any, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.put(
        plain(Message_ID="<bad@example.net>"),
        plain(Message_ID="<good@example.net>", words="Another one, with other words in it.\n"),
    )
    real = taking.take

    def fails_once(raw: bytes, **said: Any) -> Any:
        if b"bad@" in raw:
            raise OperationalError("disk I/O error")
        return real(raw, **said)

    with monkeypatch.context() as broken:
        broken.setattr("troth_desk.mailbox.actions.take", fails_once)
        assert fetch() == 1
    state = Fetching.objects.get()
    assert (state.left, state.left_why) == (1, "OperationalError, see the log of the worker")
    assert len(mailbox.mails()) == 1
    assert mailbox.unseen() == 1
    assert Notice.objects.filter(title__startswith="Mail lies in the mailbox").count() == 1
    assert fetch() == 1
    assert mailbox.mails() == []
    assert Fetching.objects.get().left == 0


def test_a_crash_between_keeping_and_moving_doubles_nothing(
    fetch: Any, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.put(plain())
    with monkeypatch.context() as broken:
        broken.setattr("troth_desk.mailbox.imap.Connection.kept", lambda *_: True)
        assert fetch() == 1
    assert len(mailbox.mails()) == 1
    fetch()
    assert mailbox.mails() == []
    assert (Case.objects.count(), ReceivedMail.objects.count()) == (1, 1)


def test_a_server_that_is_away_is_said_and_comes_back(
    fetch: Any, dovecot: Dovecot, mailbox: Mailbox, present: datetime
) -> None:
    dovecot.stop()
    try:
        assert fetch() == 0
        state = Fetching.objects.get()
        assert "was not reached" in state.failure
        assert PASSWORD not in state.failure
        assert fetch(present + timedelta(seconds=1)) == 0, "not at once again"
        assert Fetching.objects.get().failures == 1
        fetch(present + timedelta(minutes=20))
        assert [one.title for one in Notice.objects.all()] == ["Mail is not being fetched"]
        fetch(present + timedelta(minutes=40))
        assert Notice.objects.count() == 1
    finally:
        dovecot.start()
    mailbox.put(plain())
    assert fetch(present + HOUR) == 1
    state = Fetching.objects.get()
    assert (state.failure, state.failing_since) == ("", None)


def test_a_clock_that_was_ahead_does_not_stop_the_looks(
    fetch: Any, mailbox: Mailbox, settings: Any, monkeypatch: pytest.MonkeyPatch, present: datetime
) -> None:
    """The first look, and a failure, were by a clock that was 400 days ahead; a person has read the mail meanwhile."""
    ahead = present + timedelta(days=400)
    settings.MAILBOX = mailbox.url.replace("pass%3A", "fail%3A")
    fetch(ahead)
    settings.MAILBOX = mailbox.url
    with mailbox.opened() as connection:
        connection.append("INBOX", "\\Seen", f'"{present + HOUR:%d-%b-%Y %H:%M:%S} +0000"', plain())
    assert fetch() == 1
    assert Fetching.objects.get().begun_at == present


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda url: url.replace("pass%3A", "fail%3A"), "does not let"),
        (lambda url: url.replace("INBOX", "No such folder"), "refused"),
        (lambda url: url.replace("localhost", "no-such-host.invalid"), "was not reached"),
    ],
)
def test_what_is_wrong_is_said_plainly(fetch: Any, mailbox: Mailbox, settings: Any, change: Any, says: str) -> None:
    settings.MAILBOX = change(mailbox.url)
    fetch()
    failure = Fetching.objects.get().failure
    assert says in failure
    assert "phrase" not in failure


def test_a_certificate_of_nobody_is_not_trusted(fetch: Any, monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    fetch()
    assert "is not trusted" in Fetching.objects.get().failure


def test_starttls(fetch: Any, dovecot: Dovecot, mailbox: Mailbox, settings: Any) -> None:
    settings.MAILBOX = mailbox.url.replace("imaps://", "imap://").replace(str(dovecot.port), str(dovecot.plain))
    mailbox.put(plain())
    assert fetch() == 1


def test_a_mail_that_is_too_large_waits_and_its_sender_is_told(
    fetch: Any, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (fetching, taking, reading):
        monkeypatch.setattr(module, "LARGEST", 10_000)
    large = plain(words="too large\n" * 2_000)
    mailbox.put(large)
    assert fetch() == 1
    mail = ReceivedMail.objects.get()
    assert (mail.became, mail.size) == (Became.WAITING, len(large))
    assert mail.why.startswith("It is too large")
    (told,) = Delivery.objects.filter(address="reporter@example.net")
    assert "Nobody has read it" in told.notice.body
    assert mailbox.mails("Troth") == [large]


def test_mail_for_nobody_is_left_there_and_shown_to_nobody(
    fetch: Any, mailbox: Mailbox, other_organisation: Organisation
) -> None:
    mailbox.put(plain(To="somebody@example.com"), plain(Message_ID="<b@example.net>", To=US))
    assert fetch() == 1
    assert Fetching.objects.get(organisation__slug="harbour").unclaimed == 1
    assert len(mailbox.mails()) == 1
    assert ReceivedMail.objects.count() == 1


def test_mail_of_each_organisation_is_its_own(
    fetch: Any, mailbox: Mailbox, other_organisation: Organisation, at: datetime, organisation: Organisation
) -> None:
    with scope.inside(other_organisation):
        lamp = Project.objects.create(organisation=other_organisation, slug="lamp", name="Lamp", created_at=at)
        import_texts(lamp, {"SECURITY.md": POLICY.replace("security@", "lamp@")}, by=SYSTEM, at=at)
    mailbox.put(plain(), plain(To="lamp@example.org", Message_ID="<lamp@example.net>"))
    assert fetch() == 2
    assert ReceivedMail.objects.filter(organisation=organisation).count() == 1
    with scope.inside(other_organisation):
        assert ReceivedMail.objects.get(organisation=other_organisation).case.project == lamp  # type: ignore[union-attr]
    assert jobs.fetch(other_organisation, clock.now()) == 0, "one round does it for all"


def test_without_a_mailbox_nothing_happens(policy: PolicyVersion, organisation: Organisation, settings: Any) -> None:
    settings.MAILBOX = ""
    assert jobs.fetch(organisation, clock.now()) == 0
    assert not Fetching.objects.exists()


def test_addresses_of_mailboxes() -> None:
    found = source.read("imaps://desk%40example.org:pass%3Aword@mail.example.org/Reports?kept=Kept")
    assert (found.user, found.password, found.host, found.port) == (
        "desk@example.org",
        "pass:word",
        "mail.example.org",
        993,
    )
    assert (found.folder, found.kept) == ("Reports", "Kept")
    assert "pass:word" not in f"{found!r} {found.shown}"
    assert source.read("imap://a:b@c").port == 143


@pytest.mark.parametrize(
    "url", ["", "imaps://host", "https://a:b@c", "imaps://a@c", "imaps://a:b@c:port", "imaps://a:b%0d@c"]
)
def test_no_addresses_of_mailboxes(url: str) -> None:
    with pytest.raises(source.BadMailboxError):
        source.read(url)


def looks_since_long(fetch: Any) -> None:
    """The desk looked for the first time before any mail of the test came."""
    fetch()
    state = Fetching.objects.get()
    state.begun_at -= 2 * HOUR
    state.save()


@pytest.fixture
def without_keywords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server says that it keeps no flags but its own (RFC 3501 §7.1, PERMANENTFLAGS without ``\\*``)."""
    told = imap.Connection.__init__

    def begin(self: imap.Connection, box: Any, mailbox: Any) -> None:
        box.client.untagged_responses["PERMANENTFLAGS"] = [rb"(\Answered \Seen \Deleted)"]
        told(self, box, mailbox)

    monkeypatch.setattr(imap.Connection, "__init__", begin)


def test_what_people_read_first_is_taken_from_servers_without_keywords_too(
    fetch: Any, mailbox: Mailbox, without_keywords: None
) -> None:
    looks_since_long(fetch)
    mailbox.put(plain())
    with mailbox.opened() as connection:
        connection.select("INBOX")
        connection.store("1", "+FLAGS", r"(\Seen)")
    assert fetch() == 1
    assert (mailbox.mails(), mailbox.mails("Troth")) == ([], [plain()])


def test_a_server_that_can_neither_mark_nor_move_is_not_asked_for_the_same_mail_each_time(
    fetch: Any, mailbox: Mailbox, without_keywords: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks_since_long(fetch)
    settings.MAILBOX = f"{mailbox.url}{'&' if '?' in mailbox.url else '?'}kept=INBOX"
    fetched: list[str] = []
    real = imap.Connection.fetch

    def fetches(self: imap.Connection, uid: str) -> bytes | None:
        fetched.append(uid)
        return real(self, uid)

    monkeypatch.setattr(imap.Connection, "fetch", fetches)
    mailbox.put(plain())
    assert (fetch(), fetch()) == (1, 0)
    assert len(fetched) == 1
    assert mailbox.mails() == [plain()]
    monkeypatch.setattr(fetching, "_known", set())  # another worker
    assert fetch() == 1
    assert Case.objects.count() == 1, "it is known again by what it is"


def test_a_connection_that_breaks_blames_no_mail(
    fetch: Any, mailbox: Mailbox, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.put(plain())
    mailbox.put(plain(Message_ID="<other@example.net>"))
    real = imap.Connection.fetch

    def breaks(self: imap.Connection, uid: str) -> bytes | None:
        self._box.client.shutdown()  # the wire is cut
        return real(self, uid)

    monkeypatch.setattr(imap.Connection, "fetch", breaks)
    assert fetch() == 0
    state = Fetching.objects.get(organisation=organisation)
    assert (state.left, state.failing_since is not None) == (0, True)
    assert "broke" in state.failure
