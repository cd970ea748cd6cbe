"""Reports on GitHub become cases once, with their time; what changes there is told; nothing else becomes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from desk.cases.conftest import STAGES
from desk.servers.github import GitHub, advisory, instant
from troth_desk.cases import actions as cases
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case, Message, Participant
from troth_desk.channels.sources import Source, sources
from troth_desk.deadlines.models import Clock
from troth_desk.hosted import actions, asking, jobs
from troth_desk.hosted import told as told_by
from troth_desk.hosted.models import Advisory, State, Watch
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db
Look = Callable[[datetime], int]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_report_becomes_a_case_with_the_time_at_which_it_was_handed_in(
    look: Look, github: GitHub, project: Project, owner: Membership, at: datetime
) -> None:
    import_texts(project, {"SECURITY.md": STAGES}, by=SYSTEM, at=at - 9 * DAY)
    github.advisories.append(
        advisory(
            1,
            at - 3 * HOUR,
            severity="high",
            cwe_ids=["CWE-22"],
            cvss={"vector_string": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "score": 7.5},
            vulnerabilities=[
                {
                    "package": {"ecosystem": "pip", "name": "ferry"},
                    "vulnerable_version_range": "< 2.0",
                    "patched_versions": None,
                    "vulnerable_functions": [],
                }
            ],
        )
    )
    assert look(at) == 1
    case = Case.objects.get()
    assert (case.title, case.origin, case.received_at) == ("Finding 1", "github", at - 3 * HOUR)
    assert "outside of the folder" in case.description
    assert case.answers["Advisory on GitHub"].startswith("GHSA-")
    assert case.answers["Affected"] == "pip ferry < 2.0"
    assert case.answers["Weaknesses"] == "CWE-22"
    assert Participant.objects.get().contact == "reporter-of-tests on GitHub"
    clocks = Clock.objects.filter(subject=case.subject)
    assert clocks
    assert {clock.started_at for clock in clocks if clock.action == "acknowledge"} == {at - 3 * HOUR}
    assert case.state == "received", "no machine acknowledges anything"
    assert Entry.objects.filter(action="hosted.taken", subject=case.subject).count() == 1
    assert Entry.objects.get(action="case.opened").at == at, "the ledger says when the desk had it"
    assert Notice.objects.filter(subject=case.subject, title__contains="a report has arrived").exists()
    assert not Message.objects.exists()


def test_the_same_report_is_one_case(look: Look, github: GitHub, at: datetime) -> None:
    github.advisories += [advisory(1, at), advisory(2, at)]
    look(at)
    Watch.objects.update(next_at=at, etag="", newest_at=None)
    assert look(at) == 1
    assert (Case.objects.count(), Message.objects.count()) == (2, 0)
    told = told_by.read(asking._ask(f"{github.url}/repos/example/ferry/security-advisories?sort=updated",
                                        *_source(), at).body)[0]  # fmt: skip
    project = Project.objects.get()
    for _ in range(2):
        actions.take(project, told, first=True, at=at)
    assert Case.objects.count() == 2


def _source() -> tuple[Source, str]:
    return sources().all[0], ""


def test_a_look_that_ended_in_the_middle_goes_on(
    look: Look, github: GitHub, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker was killed between two advisories: what it had is kept once, the rest comes with the next look."""
    github.advisories += [advisory(number, at + number * HOUR) for number in range(4)]
    take = actions.take
    taken: list[object] = []

    def killed(*args: object, **named: object) -> Advisory:
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(args)
        return take(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "take", killed)
    with pytest.raises(KeyboardInterrupt):
        look(at)
    assert Case.objects.count() == 2
    monkeypatch.setattr(actions, "take", take)
    assert look(at) == 1
    assert Case.objects.count() == 4


def test_what_is_no_report_or_was_settled_before_is_no_case(look: Look, github: GitHub, at: datetime) -> None:
    github.advisories += [
        advisory(1, at, state="draft", submission=None),
        advisory(2, at, state="published", submission=None),
        advisory(3, at, state="published", submission={"accepted": True}),
        advisory(4, at, state="closed"),
        advisory(5, at, state="draft", submission={"accepted": True}),
        advisory(6, at),
    ]
    look(at)
    assert sorted(Case.objects.values_list("title", flat=True)) == ["Finding 5", "Finding 6"]
    assert sorted(Advisory.objects.values_list("why", flat=True)) == ["", "", "before", "before", "own", "own"]
    assert "accepted as a draft advisory" in Message.objects.get().body
    # Later whatever was reported is a case, even where it was settled between two looks.
    github.advisories.append(advisory(7, at + HOUR, state="closed"))
    look(at + HOUR)
    assert Case.objects.filter(title="Finding 7").exists()


def test_what_changes_there_is_told_here(look: Look, github: GitHub, owner: Membership, at: datetime) -> None:
    github.advisories.append(advisory(1, at))
    look(at)
    steps: tuple[tuple[dict[str, object], str], ...] = (
        ({"state": "draft", "submission": {"accepted": True}}, "accepted as a draft advisory now"),
        ({"severity": "high"}, "severity is high"),
        ({"cve_id": "CVE-2026-0001"}, "CVE-2026-0001"),
        ({"description": "It is worse: it reads too."}, "It is worse: it reads too."),
        ({"state": "published", "published_at": instant(at)}, "published now"),
        ({"state": "withdrawn", "withdrawn_at": instant(at)}, "withdrawn"),
    )
    for hours, (change, words) in enumerate(steps, 1):
        when = at + hours * HOUR
        github.change(0, when, **change)
        look(when)
        newest = Message.objects.order_by("-id").first()
        assert newest is not None
        assert words in newest.body
        assert (newest.member, newest.participant) == (None, None)
        assert Message.objects.count() == hours
        assert Notice.objects.filter(title__contains="was changed on GitHub").count() == hours
    case = Case.objects.get()
    assert case.state == "received", "a person moves the case"
    assert Entry.objects.filter(action="hosted.changed", subject=case.subject).count() == len(steps)
    assert "“accepted”" in Notice.objects.filter(title__contains="changed").order_by("id")[0].body
    words = "".join(Notice.objects.filter(title__contains="changed").values_list("body", flat=True))
    assert "worse" not in words, "a notice may go out by mail in clear"
    assert not Clock.objects.exclude(met_at=None).exists()


def test_every_state_there_has_a_word_here() -> None:
    assert {Advisory(state=state).here for state in State} == {"received", "accepted", "disclosed", "closed"}


def test_nothing_new_costs_one_request_that_does_not_count(look: Look, github: GitHub, at: datetime) -> None:
    github.advisories += [advisory(number, at) for number in range(3)]
    look(at)
    look(at + timedelta(minutes=1))
    assert len(github.asked) == 1, "it is looked at every five minutes"
    look(at + HOUR)
    assert (len(github.asked), github.not_modified) == (2, 1)
    watch = Watch.objects.get()
    assert (watch.looked_at, watch.failure) == (at + HOUR, "")


def test_pages_are_followed_until_what_is_known(
    look: Look, github: GitHub, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "A_PAGE", 3)
    github.advisories += [advisory(number, at + number * timedelta(seconds=1)) for number in range(8)]
    look(at)
    assert (Case.objects.count(), len(github.asked)) == (8, 3)
    github.advisories.append(advisory(9, at + HOUR))
    look(at + HOUR)
    assert (Case.objects.count(), len(github.asked)) == (9, 4), "the second page is known"


def test_a_token_goes_to_no_other_machine(
    look: Look, github: GitHub, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "A_PAGE", 1)
    github.advisories += [advisory(1, at), advisory(2, at)]
    github.next_url = "https://elsewhere.example.org/repos"
    assert look(at) == 0
    assert "another machine" in Watch.objects.get().failure


@pytest.mark.parametrize(
    ("refusal", "words", "wait"),
    [
        ((401, {}), "does not know the token", None),
        ((403, {}), "Repository security advisories: read", None),
        ((404, {}), "shows no repository example/ferry", None),
        ((500, {}), "fault is on its side", None),
        ((418, {}), "answers 418", None),
        ((429, {"Retry-After": "1200"}), "asks to wait", timedelta(seconds=1201)),
        ((403, {"Retry-After": "3600"}), "asks to wait", timedelta(seconds=3601)),
        ((403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "RESET"}), "asks to wait", timedelta(seconds=1801)),
        ((403, {"x-ratelimit-remaining": "7", "x-ratelimit-reset": "RESET"}), "Repository security", None),
        ((403, {"Retry-After": "999999"}), "asks to wait", timedelta(hours=6)),
        ((429, {"Retry-After": "soon"}), "asks to wait", None),
    ],
)
def test_refusals_are_said_in_words(
    look: Look, github: GitHub, at: datetime, refusal: tuple[int, dict[str, str]], words: str, wait: timedelta | None
) -> None:
    reset = str(int((at + timedelta(minutes=30)).timestamp()))
    github.refusal = (refusal[0], {name: value.replace("RESET", reset) for name, value in refusal[1].items()})
    assert look(at) == 0
    watch = Watch.objects.get()
    assert words in watch.failure
    assert "github_pat" not in watch.failure
    assert watch.failing_since == at
    assert watch.next_at == at + (wait or actions.EVERY)
    github.refusal = None
    assert look(watch.next_at) == 1
    again = Watch.objects.get()
    assert (again.failure, again.failing_since, again.failures) == ("", None, 0)


def test_a_wrong_token_is_said(look: Look, github: GitHub, at: datetime, settings: object) -> None:
    settings.GITHUB = "harbour/harbour example/ferry another"  # type: ignore[attr-defined]
    look(at)
    assert "revoked, has ended, or is mistyped" in Watch.objects.get().failure


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"<html>", b'[{"ghsa_id": 1}]', b"[[[[", b"\xff", b'[{"state": "unheard"}]', b"[" * 100_000]
)
def test_what_is_no_list(look: Look, github: GitHub, at: datetime, body: bytes) -> None:
    github.advisories.append(advisory(1, at))
    github.body = body
    assert look(at) == 0
    assert "something else than a list" in Watch.objects.get().failure
    assert not Case.objects.exists()


def test_looks_that_fail_are_farther_apart_and_told_after_a_day(
    look: Look, github: GitHub, owner: Membership, at: datetime
) -> None:
    github.refusal = (502, {})
    when, waits = at, []
    while when - at < 2 * DAY:
        look(when)
        due = Watch.objects.get().next_at
        waits.append(due - when)
        when = due
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (actions.EVERY, actions.LONGEST)
    notice = Notice.objects.get()
    assert "Reports on GitHub are not seen" in notice.title
    assert "GitHub answers 502" in notice.body


def test_a_clock_that_was_ahead_does_not_stop_the_looks(
    look: Look, github: GitHub, owner: Membership, at: datetime
) -> None:
    github.refusal = (502, {})
    look(at + 400 * DAY)
    look(at)
    kept = Watch.objects.get()
    assert (kept.failures, kept.failing_since, kept.next_at) == (2, at, at + 2 * actions.EVERY)


def test_nobody_is_there(look: Look, at: datetime, settings: object, github: GitHub) -> None:
    settings.GITHUB_API = "http://localhost:9"  # type: ignore[attr-defined]
    look(at)
    assert "could not be asked" in Watch.objects.get().failure


def test_each_organisation_has_its_own(
    look: Look,
    github: GitHub,
    other_organisation: Organisation,
    other_project: Project,
    at: datetime,
) -> None:
    github.advisories.append(advisory(1, at))
    assert jobs.look(other_organisation, at) == 0
    look(at)
    assert Case.objects.get().organisation.slug == "harbour"
    with scope.inside(other_organisation):
        assert not Case.objects.filter(organisation=other_organisation).exists()


def test_words_that_no_database_takes(look: Look, github: GitHub, at: datetime) -> None:
    github.advisories += [
        advisory(1, at, summary="NUL \0 in it", description="a\0b " * 20),
        advisory(2, at, summary=" ", description=None, author=None),
        advisory(3, at, summary="x" * 1024, description="y" * 65535),
        advisory(4, at, html_url="javascript:alert(1)"),
    ]
    assert look(at) == 1
    assert Case.objects.count() == 4
    titles = list(Case.objects.order_by("id").values_list("title", flat=True))
    assert any(title.startswith("GHSA-") for title in titles)
    assert max(map(len, titles)) == 300
    assert any(case.description.startswith("x" * 1024) for case in Case.objects.all())
    assert not Advisory.objects.filter(url__startswith="javascript").exists()


def test_looking_holds_no_transaction_open(
    look: Look, github: GitHub, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, seen = asking._ask, []
    depth = len(connection.savepoint_ids)

    def watched(*args: object) -> object:
        seen.append(len(connection.savepoint_ids) - depth)
        return ask(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(asking, "_ask", watched)
    github.advisories.append(advisory(1, at))
    look(at)
    assert seen == [0]


@pytest.mark.parametrize(
    "other",
    [
        {"summary": "\0"},
        {"vulnerabilities": [{"package": {"ecosystem": "npm", "name": "x" * 200}, "vulnerable_version_range": "<1"}] * 999},
        {"author": advisory(1, datetime.now(UTC))["author"] | {"login": "x" * 400}},
    ],
)  # fmt: skip
def test_no_report_keeps_itself_or_others_out(
    look: Look, github: GitHub, at: datetime, other: dict[str, object]
) -> None:
    """The newest comes first: what cannot be a case would hide every report that was there before it."""
    github.advisories += [advisory(1, at - 2 * HOUR), advisory(2, at - HOUR, **other), advisory(3, at)]
    assert look(at) == 1
    assert Case.objects.count() == 3


def test_a_report_that_is_refused_is_said_and_hides_no_other(
    look: Look, github: GitHub, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = actions.take

    def refused(project: Project, told: told_by.Told, *, first: bool, at: datetime) -> Advisory:
        if told.summary == "Finding 2":
            raise Refused("No.")
        return take(project, told, first=first, at=at)

    monkeypatch.setattr(actions, "take", refused)
    github.advisories += [advisory(number, at + number * HOUR) for number in range(4)]
    assert look(at) == 0
    assert Case.objects.count() == 3
    assert Watch.objects.get().failure.endswith("cannot be made a case: No.")
    monkeypatch.setattr(actions, "take", take)
    assert look(at + DAY) == 1
    assert Case.objects.count() == 4, "it is read again until it is one"


def test_what_nobody_foresaw_is_said(look: Look, github: GitHub, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Advisory:
        raise TypeError("words of a report")

    monkeypatch.setattr(actions, "take", broken)
    github.advisories.append(advisory(1, at))
    assert look(at) == 0
    assert Watch.objects.get().failure == "The desk itself failed (TypeError); its log says where."


def test_a_report_that_is_opened_again_is_a_case(look: Look, github: GitHub, at: datetime) -> None:
    """It was settled before the desk looked, or the team had begun it: neither is the end of it."""
    github.advisories += [advisory(1, at, state="closed"), advisory(2, at, state="draft", submission=None)]
    look(at)
    assert not Case.objects.exists()
    github.change(0, at + HOUR, state="triage")
    github.change(1, at + HOUR, submission={"accepted": True})
    for hours in (1, 2):
        look(at + hours * HOUR)
        assert sorted(Case.objects.values_list("title", flat=True)) == ["Finding 1", "Finding 2"]
    assert set(Advisory.objects.values_list("why", flat=True)) == {""}
    assert set(Case.objects.values_list("received_at", flat=True)) == {at}


def test_what_github_does_not_show_is_no_promise_kept(
    look: Look, github: GitHub, project: Project, owner: Membership, at: datetime
) -> None:
    import_texts(project, {"SECURITY.md": STAGES}, by=SYSTEM, at=at - 9 * DAY)
    github.advisories.append(advisory(1, at - HOUR))
    look(at)
    case = Case.objects.get()
    cases.move(case, "acknowledged", by=SYSTEM, at=at, member=owner)
    clock = Clock.objects.get(subject=case.subject, action="acknowledge")
    assert (clock.state, clock.met_at) == ("stopped", None)
    assert "GitHub shows the reporter nothing" in clock.stopped_reason
    cases.say(case, "I read it here.", by=SYSTEM, at=at, participant=Participant.objects.get())
    cases.say(case, "Good.", by=SYSTEM, at=at + HOUR, member=owner)
    assert list(Clock.objects.filter(subject=case.subject, action="update").values_list("state", flat=True)) == [
        "met",
        "running",
    ]
