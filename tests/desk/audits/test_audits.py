"""The desk audits by itself: asked for in time, run by real tools on a real repository, told where it failed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from desk.audits.conftest import POLICY, TREE
from desk.servers.git import Host
from troth.evidence import process
from troth.terms.commitment import Recurrence
from troth.terms.verdict import Standing
from troth_desk import clock
from troth_desk.audits import actions, carrying, cloning, promised, queries, running
from troth_desk.audits.models import Audit, Isolation, Plan, State, Why
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.policies.actions import import_texts
from troth_desk.promises import judging
from troth_desk.scans import queries as scans
from troth_desk.scans.models import Scan
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.watch.models import Inventory

DAY = timedelta(days=1)


def asked(project: Project, at: datetime) -> Audit:
    return actions.ask(project, by=SYSTEM, at=at)


def carried(project: Project, audit: Audit, at: datetime) -> Audit:
    carrying.carry_out(project.organisation, audit.pk, lambda: at)
    audit.refresh_from_db()
    return audit


def test_an_audit_of_a_real_repository_is_a_result_like_others(audited: Project, host: Host) -> None:
    now = clock.now()
    audit = carried(audited, asked(audited, now), clock.now())
    assert (audit.state, audit.failure) == (State.DONE, "")
    assert audit.isolation == (Isolation.SANDBOX if process.find("bwrap") else Isolation.PROCESS)
    scan = Scan.objects.get()
    assert audit.scan == scan
    assert scan.same_words
    assert scan.commit == audit.commit
    assert [(tool["tool"], tool["whole"]) for tool in scan.tools] == [("bandit", True)]
    assert [one.tool for one in scans.audit_records(audited, clock.now())] == ["bandit"]
    said = [entry.action for entry in Entry.objects.order_by("seq")]
    assert [each for each in said if each in {"audit.asked", "scan.kept", "audit.done"}] == [
        "audit.asked", "scan.kept", "audit.done",
    ]  # fmt: skip
    assert not [each for each in said if each.startswith("inventory.")]


def test_what_the_tree_is_made_of_is_watched_from_then_on(audited: Project, host: Host) -> None:
    host.commit(TREE | {"requirements.txt": "urllib3==1.26.4\nrich==13.9.4\n"})
    audit = carried(audited, asked(audited, clock.now()), clock.now())
    inventory = Inventory.objects.get()
    assert (inventory.source, inventory.origin, inventory.components) == ("repository", "audit", 2)
    assert inventory.commit == audit.commit
    host.commit(TREE | {"requirements.txt": "urllib3==2.2.0\nrich==13.9.4\n"})
    carried(audited, asked(audited, clock.now()), clock.now())
    newest = Inventory.objects.get(current=True)
    assert (newest.added, newest.removed) == (1, 1)


def test_a_tree_without_lockfiles_has_no_list(audited: Project) -> None:
    carried(audited, asked(audited, clock.now()), clock.now())
    assert not Inventory.objects.exists()


def test_components_are_kept_where_no_tool_runs_too(
    audited: Project, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.commit(TREE | {"requirements.txt": "rich==13.9.4\n"})

    def fails(*_: object) -> None:
        raise running.NoAuditError("no tool")

    monkeypatch.setattr(running, "run", fails)
    assert carried(audited, asked(audited, clock.now()), clock.now()).state == State.FAILED
    assert Inventory.objects.get().components == 1


def test_nothing_stays_behind_but_what_tools_told(audited: Project, settings: Settings) -> None:
    carried(audited, asked(audited, clock.now()), clock.now())
    work = Path(settings.AUDITS_FOLDER) / f"project-{audited.pk}"
    assert [path.name for path in work.iterdir()] == [".troth"]


def test_an_unchanged_tree_is_confirmed_without_starting_a_tool(audited: Project) -> None:
    first = carried(audited, asked(audited, clock.now()), clock.now())
    second = carried(audited, asked(audited, clock.now() + DAY), clock.now())
    assert first.scan
    assert second.scan
    assert [tool["how"] for tool in first.scan.tools] == ["run"]
    assert [tool["how"] for tool in second.scan.tools] == ["kept"]
    assert second.state == State.DONE


def test_findings_count_and_the_audit_is_a_record_all_the_same(audited: Project, host: Host) -> None:
    host.commit({"src/bad.py": "import subprocess\nsubprocess.call('ls ' + input(), shell=True)\n"})
    audit = carried(audited, asked(audited, clock.now()), clock.now())
    assert audit.state == State.DONE
    assert audit.scan is not None
    assert audit.scan.counts["counted"] >= 1


def test_the_words_of_the_desk_decide_what_runs(audited: Project, host: Host) -> None:
    """A tree whose policy says something else is audited by what the desk shows as promised."""
    host.commit({"SECURITY.md": "# Security policy\n\nWrite to security@example.org.\n"})
    audit = carried(audited, asked(audited, clock.now()), clock.now())
    assert audit.state == State.DONE
    assert audit.scan is not None
    assert [tool["tool"] for tool in audit.scan.tools] == ["bandit"]
    assert audit.scan.same_words


def test_no_code_of_the_tree_is_executed(audited: Project, host: Host, tmp_path: Path) -> None:
    caught = tmp_path / "caught"
    code = f"import pathlib\npathlib.Path({str(caught)!r}).touch()\n"
    host.commit({"setup.py": code, "conftest.py": code, "bandit.py": code, "sitecustomize.py": code})
    carried(audited, asked(audited, clock.now()), clock.now())
    assert not caught.exists()


def test_results_that_a_tree_brings_are_not_believed(audited: Project, host: Host, tmp_path: Path) -> None:
    host.commit({".troth/results/bandit.json": "{}", ".gitignore": ""})
    audit = carried(audited, asked(audited, clock.now()), clock.now())
    assert audit.scan is not None
    assert [tool["how"] for tool in audit.scan.tools] == ["run"]


# ---- what fails


def test_a_repository_that_is_away_is_told_and_proves_nothing(audited: Project, at: datetime) -> None:
    audited.repository_url += "-gone"
    audited.save()
    audit = carried(audited, asked(audited, at), at)
    assert audit.state == State.FAILED
    assert "404" in audit.failure
    assert not Scan.objects.exists()
    notice = Notice.objects.get()
    assert "could not audit" in notice.title
    assert queries.plan(audited).next_at == at + timedelta(hours=1)


def test_a_tool_that_is_missing_proves_nothing(audited: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    words = POLICY.replace("bandit", "trufflehog").replace("`trufflehog`", "`trufflehog` and `semgrep`")
    import_texts(audited, {"SECURITY.md": words}, by=SYSTEM, at=clock.now())
    audit = carried(audited, asked(audited, clock.now()), clock.now())
    assert audit.state == State.FAILED
    assert "trufflehog: " in audit.failure
    assert "semgrep: " in audit.failure
    assert not Scan.objects.exists()


def test_where_a_sandbox_is_asked_for_nothing_runs_without(
    audited: Project, host: Host, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.AUDITS = "sandboxed"
    find = process.find
    monkeypatch.setattr(process, "find", lambda program, path=None: None if program == "bwrap" else find(program, path))
    audit = carried(audited, asked(audited, clock.now()), clock.now())
    assert audit.state == State.FAILED
    assert "Bubblewrap" in audit.failure


def test_failures_are_tried_again_with_longer_pauses_and_told_once(audited: Project, at: datetime) -> None:
    audited.repository_url += "-gone"
    audited.save()
    pauses = []
    for _ in range(7):
        assert actions.plan(audited.organisation, at=at) == 1
        carried(audited, queries.audits(audited)[0], at)
        following = queries.plan(audited).next_at
        assert following
        assert actions.plan(audited.organisation, at=following - timedelta(minutes=1)) == 0
        pauses.append(following - at)
        at = following
    assert pauses == [timedelta(hours=hours) for hours in (1, 2, 4, 8, 16, 24, 24)]
    assert Notice.objects.count() == 1


def test_the_first_that_ends_well_ends_the_failing(audited: Project, host: Host) -> None:
    right = audited.repository_url
    audited.repository_url += "-gone"
    audited.save()
    carried(audited, asked(audited, clock.now()), clock.now())
    audited.repository_url = right
    audited.save()
    carried(audited, asked(audited, clock.now()), clock.now())
    plan = queries.plan(audited)
    assert (plan.failing_since, plan.failures) == (None, 0)
    assert plan.next_at is not None


# ---- when


def test_the_first_is_due_at_once_and_the_next_before_the_week_is_over(audited: Project, at: datetime) -> None:
    assert actions.plan(audited.organisation, at=at) == 1
    assert actions.plan(audited.organisation, at=at) == 0, "one waits already"
    now = clock.now()
    audit = carried(audited, queries.audits(audited)[0], now)
    assert (audit.state, audit.why, audit.actor) == (State.DONE, Why.RHYTHM, "system")
    following = queries.plan(audited).next_at
    assert following
    assert timedelta(days=5) < following - now < timedelta(days=7)
    assert actions.plan(audited.organisation, at=following - DAY) == 0
    assert actions.plan(audited.organisation, at=following) == 1


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Our code is scanned weekly with `bandit`.", 7),
        ("We run `bandit` on every change.", 7),
        ("Dependencies are scanned daily with `pip-audit`, and our code is scanned weekly with `bandit`.", 1),
        ("Our code is scanned every month with `bandit`.", 30),
        ("We acknowledge reports within 48 hours.", None),
        ("We may scan our code weekly with `bandit` at our discretion.", None),
    ],
)
def test_the_rhythm_is_the_policys(project: Project, at: datetime, sentence: str, days: int | None) -> None:
    import_texts(project, {"SECURITY.md": f"# Security policy\n\n{sentence}\n"}, by=SYSTEM, at=at)
    found = promised.rhythm(project)
    assert (found.days if found else None) in ({days, 31} if days == 30 else {days})


def test_nothing_is_audited_without_repository_promise_or_will(
    audited: Project, at: datetime, settings: Settings
) -> None:
    Plan.objects.create(organisation=audited.organisation, project=audited, on=False)
    assert actions.plan(audited.organisation, at=at) == 0
    Plan.objects.update(on=True)
    settings.AUDITS = "off"
    assert actions.plan(audited.organisation, at=at) == 0
    with pytest.raises(actions.RefusedAuditError, match="switched its audits off"):
        asked(audited, at)
    settings.AUDITS = "on"
    audited.repository_url = ""
    audited.save()
    assert actions.plan(audited.organisation, at=at) == 0
    with pytest.raises(actions.RefusedAuditError, match="where its repository lies"):
        asked(audited, at)


def test_a_clock_that_was_ahead_strands_no_audit(audited: Project, at: datetime) -> None:
    Plan.objects.create(organisation=audited.organisation, project=audited, next_at=at + timedelta(days=4000))
    assert actions.plan(audited.organisation, at=at) == 1


def test_the_weekly_promise_holds_without_any_ci(audited: Project, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five weeks in which nobody but the desk does anything: the recurrence is kept; without it, it was not."""
    now = clock.now()
    assert standing(audited, now) is not Standing.KEPT
    begin = now - timedelta(days=35)
    for day in range(36):
        today = begin + timedelta(days=day)
        actions.plan(audited.organisation, at=today)
        for waiting in queries.waiting(audited.organisation, today):
            audit_as_of(audited, waiting, today)
    assert Scan.objects.count() >= 5
    assert standing(audited, now) is Standing.KEPT


def audit_as_of(project: Project, audit: Audit, today: datetime) -> None:
    """Carry it out by the clock of ``today``: the tools' own run now, so their result is dated as one of then."""
    run = running.run

    def dated(*given: Any) -> running.Ran:
        ran = run(*given)
        told = json.loads(json.dumps(ran.result).replace(f"{clock.now():%Y-%m-%d}", f"{today:%Y-%m-%d}"))
        told["audited"]["at"] = today.isoformat()
        for tool in told["tools"]:
            tool["at"] = today.isoformat()
        return running.Ran(told, ran.isolation)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "run", dated)
        carried(project, audit, today)


def standing(project: Project, at: datetime) -> Standing:
    stood = judging.stood(project, at)
    assert stood
    return next(
        one.verdict.standing
        for one in stood.result.judged
        if isinstance(one.verdict.commitment, Recurrence) and "bandit" in one.verdict.commitment.sentence
    )


# ---- two workers, and those that die


def test_two_processes_do_not_do_the_same_audit(audited: Project, at: datetime) -> None:
    audit = asked(audited, at)
    again = Audit.objects.select_related("project__organisation").get(pk=audit.pk)
    assert actions.begin(audit, machine="one", at=at)
    assert not actions.begin(again, machine="two", at=at)
    assert actions.alive(audit, at=at + timedelta(minutes=2))
    assert not queries.waiting(audited.organisation, at + timedelta(minutes=4)).exists()


def test_an_audit_whose_process_died_is_begun_by_another_and_the_dead_one_says_nothing(
    audited: Project, at: datetime
) -> None:
    dead = asked(audited, at)
    assert actions.begin(dead, machine="one", at=at)
    later = at + actions.LEASE + timedelta(seconds=1)
    other = queries.waiting(audited.organisation, later).get()
    assert actions.begin(other, machine="two", at=later)
    assert not actions.alive(dead, at=later)
    actions.failed(dead, "It is too late.", at=later)
    other.refresh_from_db()
    assert (other.state, other.machine, other.failure) == (State.RUNNING, "two", "")


def test_an_audit_that_kills_its_processes_is_given_up(audited: Project, at: datetime) -> None:
    audit = asked(audited, at)
    for number in range(actions.MOST_TRIES):
        at += actions.LEASE + timedelta(seconds=1)
        assert actions.begin(queries.waiting(audited.organisation, at).get(), machine=str(number), at=at)
    at += actions.LEASE + timedelta(seconds=1)
    assert not actions.begin(queries.waiting(audited.organisation, at).get(), machine="last", at=at)
    audit.refresh_from_db()
    assert audit.state == State.FAILED
    assert "died" in audit.failure


def test_a_worker_that_ends_gives_its_audit_back(
    audited: Project, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(*_: object, **__: object) -> None:
        raise SystemExit(0)

    monkeypatch.setattr(cloning, "clone", ends)
    audit = asked(audited, at)
    with pytest.raises(SystemExit):
        carrying.carry_out(audited.organisation, audit.pk, lambda: at)
    audit.refresh_from_db()
    assert (audit.state, audit.tries, audit.claimed_until) == (State.WAITING, 0, None)


def test_what_nobody_foresaw_is_told(
    audited: Project, at: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cloning, "clone", breaks)
    audit = carried(audited, asked(audited, at), at)
    assert audit.state == State.FAILED
    assert "ZeroDivisionError" in audit.failure
    assert "ZeroDivisionError" in caplog.text


def test_one_audit_a_machine(settings: Settings, tmp_path: Path) -> None:
    settings.AUDITS_FOLDER = str(tmp_path / "audits")
    with carrying.only_one() as first, carrying.only_one() as second:
        assert (first, second) == (True, False)
    with carrying.only_one() as third:
        assert third


def test_foreign_audits_are_not_seen(
    audited: Project, other_organisation: Organisation, other_project: Project, at: datetime
) -> None:
    with scope.inside(other_organisation):
        other_project.repository_url = "https://example.org/lamp"
        other_project.save()
        actions.ask(other_project, by=SYSTEM, at=at)
    assert not queries.audits(audited).exists()
    assert not queries.waiting(audited.organisation, at).exists()


def test_the_policy_of_the_test_promises_it() -> None:
    assert "weekly with `bandit`" in POLICY


def test_a_round_reads_no_policy_of_a_project_whose_time_has_not_come(
    audited: Project, organisation: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = {"organisation": organisation, "created_at": at}
    Project.objects.create(slug="nowhere", name="Without a repository", **rest)
    off = Project.objects.create(slug="off", name="Off", repository_url="https://example.org/off.git", **rest)
    Plan.objects.create(organisation=organisation, project=off, on=False)
    Plan.objects.update_or_create(organisation=organisation, project=audited, defaults={"next_at": at + 2 * DAY})
    asked: list[Project] = []
    rhythm = promised.rhythm

    def counted(project: Project) -> promised.Rhythm | None:
        asked.append(project)
        return rhythm(project)

    monkeypatch.setattr(promised, "rhythm", counted)
    assert (actions.plan(organisation, at=at), asked) == (0, [])
    assert (actions.plan(organisation, at=at + 2 * DAY), asked) == (1, [audited, audited])
    Audit.objects.all().delete()
    assert actions.plan(organisation, at=at - 400 * DAY) == 1, "a clock that was set back puts nothing off for a year"
