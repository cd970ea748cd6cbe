"""Facts of the desk, from its clocks and cases to the verdict of the checker."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk import arming
from troth import controls
from troth.cli.__main__ import main
from troth.formats import desk_facts
from troth.formats.desk_facts import Promise
from troth.terms.verdict import Standing, Verdict
from troth_desk.deadlines import actions as clocks
from troth_desk.ledger import signing
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.policies import queries as policies
from troth_desk.policies.actions import import_texts
from troth_desk.promises import judging
from troth_desk.proofs import facts
from troth_desk.proofs.actions import issue_facts
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db
POLICY = """# Security

Report to security@harbour.example.

- Acknowledgment: Within 48 hours of your report
- Initial Assessment: Within 5 business days
- Status Updates: Every 7 days until resolution
- Resolution: Target within 90 days for critical issues

We may offer a bounty.
You will be credited in the security advisory.
"""
ACKNOWLEDGE = "deadline-acknowledge-pt48h-calendar"


@pytest.fixture
def promised(project: Project, at: datetime) -> Project:
    import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    return project


def case(
    project: Project, number: int, at: datetime, took: timedelta | None = None, action: str = "acknowledge"
) -> None:
    """A report of ``at`` for which ``action`` was done after ``took``, or not yet."""
    version = policies.current_version(project)
    assert version is not None
    subject = f"case:TR-{number}"
    arming.armed(version, subject, action, at)
    if took is not None:
        clocks.meet(project.organisation, subject, action, by=SYSTEM, at=at + took)


def told(project: Project, at: datetime, **window: Any) -> dict[str, Promise]:
    said = desk_facts.written(facts.statement(project, at, **window))
    return {one.id: one for one in desk_facts.parse(json.dumps(said).encode()).predicate.promises}


def test_a_policy_without_reports_proves_nothing_yet(promised: Project, at: datetime) -> None:
    found = told(promised, at + timedelta(days=1))
    assert set(found) == {
        ACKNOWLEDGE,
        "deadline-assess-p5d-business",
        "recurrence-update-p7d",
        "deadline-fix-p90d-calendar-critical",
    }
    assert {one.n for one in found.values()} == {0}


def test_numbers_are_those_of_the_clocks(promised: Project, at: datetime) -> None:
    hours = timedelta(hours=1)
    for number, took in enumerate((2, 5, 47, 48)):
        case(promised, number, at, took * hours)
    case(promised, 10, at, 50 * hours)
    case(promised, 11, at)  # overdue three days later
    case(promised, 12, at + 30 * hours)  # past its warning three days later
    case(promised, 13, at + 71 * hours)
    found = told(promised, at + 72 * hours)[ACKNOWLEDGE]
    assert (found.n, found.kept, found.late, found.overdue) == (6, 4, 2, 1)
    assert (found.running, found.warned) == (2, 1)
    assert (found.median, found.p90) == (47 * 3600, 50 * 3600)
    assert found.first == at + 2 * hours
    assert (found.document, found.line, found.sentence) == (
        "SECURITY.md",
        5,
        "Acknowledgment: Within 48 hours of your report",
    )


def test_a_breach_that_is_open_counts_however_old_it_is(promised: Project, at: datetime) -> None:
    case(promised, 1, at)
    case(promised, 2, at, timedelta(hours=1))
    found = told(promised, at + timedelta(days=500))[ACKNOWLEDGE]
    assert (found.n, found.late, found.overdue) == (1, 1, 1)


def test_a_breach_that_is_over_leaves_with_the_window(promised: Project, at: datetime) -> None:
    case(promised, 1, at, timedelta(hours=50))
    assert told(promised, at + timedelta(days=364))[ACKNOWLEDGE].late == 1
    assert told(promised, at + timedelta(days=500))[ACKNOWLEDGE].n == 0


def test_what_a_pause_kept_from_being_late_is_told(promised: Project, at: datetime) -> None:
    organisation, hours = promised.organisation, timedelta(hours=1)

    def paused(number: int, since: timedelta, until: timedelta | None, done: timedelta | None) -> None:
        subject = f"case:TR-{number}"
        case(promised, number, at)
        clocks.pause(organisation, subject, "They are away.", by=SYSTEM, at=at + since)
        if until is not None:
            clocks.resume(organisation, subject, by=SYSTEM, at=at + until)
        if done is not None:
            clocks.meet(organisation, subject, "acknowledge", by=SYSTEM, at=at + done)

    paused(1, 5 * hours, 6 * hours, 47 * hours)  # in time without the pause too
    paused(2, 5 * hours, 70 * hours, 80 * hours)  # in time by the pause alone
    paused(3, 47 * hours, None, None)  # stands still for ever
    paused(4, 5 * hours, 6 * hours, 60 * hours)  # late with the pause too
    assert told(promised, at + 40 * hours)[ACKNOWLEDGE].paused == 0
    found = told(promised, at + timedelta(days=60))[ACKNOWLEDGE]
    assert (found.n, found.kept, found.late, found.running, found.paused) == (3, 2, 1, 1, 2)


@pytest.mark.parametrize(
    ("sentence", "goes_on"),
    [
        ("Acknowledgment: Within two days", True),
        ("We acknowledge every report within 48 hours.", True),
        ("Acknowledgment: Within 14 days of your report", False),
        ("Acknowledgment: Within two days\n\nWe acknowledge every mail within 48 hours.\n", True),
    ],
)
def test_other_words_for_the_same_time_take_nothing_off_the_record(
    promised: Project, at: datetime, sentence: str, *, goes_on: bool
) -> None:
    case(promised, 1, at, timedelta(hours=50))
    case(promised, 2, at + timedelta(hours=50))
    text = POLICY.replace("Acknowledgment: Within 48 hours of your report", sentence)
    assert text != POLICY
    import_texts(promised, {"SECURITY.md": text}, by=SYSTEM, at=at + timedelta(days=8))
    found = told(promised, at + timedelta(days=9))
    of_it = [one for name, one in found.items() if name.startswith("deadline-acknowledge-")]
    assert [one.late for one in of_it if one.late] == ([2] if goes_on else [])
    assert of_it


def test_another_name_takes_nothing_off_the_record(promised: Project, at: datetime) -> None:
    case(promised, 1, at, timedelta(hours=50))
    case(promised, 2, at + timedelta(hours=50))
    sentence = "Acknowledgment: Within 48 hours of your report"
    named = f'[[commitment]]\nid = "answer"\nsentence = "{sentence}"\nkind = "deadline"\naction = "acknowledge"\n'
    import_texts(promised, {"SECURITY.md": POLICY, "troth.toml": named}, by=SYSTEM, at=at + timedelta(days=8))
    found = told(promised, at + timedelta(days=9))
    assert ACKNOWLEDGE not in found
    assert (found["answer"].n, found["answer"].late, found["answer"].overdue) == (2, 2, 1)


def test_no_names_and_no_words_of_reports_leave(promised: Project, at: datetime) -> None:
    case(promised, 1, at, timedelta(hours=1))
    said = json.dumps(desk_facts.written(facts.statement(promised, at + timedelta(days=2))))
    assert "TR-1" not in said
    assert set(json.loads(said)["predicate"]) == {
        "desk", "issued_at", "valid_until", "window", "records_since", "promises", "advisories", "ledger",
    }  # fmt: skip


def test_they_are_signed_and_the_ledger_keeps_that_they_were(promised: Project, at: datetime) -> None:
    envelope = issue_facts(promised, by=SYSTEM, at=at + timedelta(days=2))
    said = signing.verify(envelope, payload_type=desk_facts.PAYLOAD)
    assert said["predicate"]["desk"] == {
        "organisation": "Harbour",
        "project": "Harbour",
        "name": "harbour/harbour",
        "repository": "",
        "key": signing.key_id(),
    }
    entry = Entry.objects.order_by("-seq")[0]
    assert (entry.action, entry.seq) == ("facts.issued", said["predicate"]["ledger"]["entries"] + 1)


def test_a_project_without_a_policy_has_no_facts(project: Project, at: datetime) -> None:
    with pytest.raises(facts.NoPolicyError):
        issue_facts(project, by=SYSTEM, at=at)
    assert facts.records(project, at) == ()


def test_facts_of_another_organisation_are_not_told(
    promised: Project, other_project: Project, other_organisation: Organisation, at: datetime
) -> None:
    from troth_desk.tenants import scope

    with scope.inside(other_organisation):
        import_texts(other_project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
        case(other_project, 1, at, timedelta(hours=99))
    assert told(promised, at + timedelta(days=9))[ACKNOWLEDGE].n == 0


def test_they_hold_at_most_so_long(promised: Project, at: datetime) -> None:
    said = facts.statement(promised, at, valid=timedelta(days=9_000)).predicate
    assert said.valid_until - said.issued_at == desk_facts.LONGEST_VALID


def test_the_same_controls_judge_inside_of_the_desk(promised: Project, at: datetime) -> None:
    case(promised, 1, at, timedelta(hours=5))
    version = policies.current_version(promised)
    assert version is not None
    later = at + timedelta(days=2)
    commitment = policies.commitments(version)[ACKNOWLEDGE]
    answers = facts.answers(facts.records(promised, later), [commitment.span.path])
    assert controls.judge(commitment, answers, later.date()).standing is Standing.KEPT
    case(promised, 2, at, timedelta(hours=49))
    answers = facts.answers(facts.records(promised, later + timedelta(days=1)), [commitment.span.path])
    assert controls.judge(commitment, answers, later.date()).standing is Standing.BROKEN


def test_the_promises_page_stands_by_them(promised: Project, at: datetime) -> None:
    def verdict(later: datetime) -> Verdict:
        stood = judging.stood(promised, later)
        assert stood is not None
        return next(one.verdict for one in stood.result.judged if one.id == ACKNOWLEDGE)

    assert verdict(at + timedelta(hours=1)).standing is Standing.UNPROVEN
    case(promised, 1, at, timedelta(hours=5))
    assert verdict(at + timedelta(hours=9)).standing is Standing.KEPT
    case(promised, 2, at + timedelta(hours=9))
    found = verdict(at + timedelta(days=9))
    assert (found.standing, found.because[0].span.path) == (Standing.BROKEN, facts.RECORDS)


def standings(root: Path, capsys: pytest.CaptureFixture[str], day: datetime) -> dict[int, str]:
    words = ["--desk-facts", str(root / "facts.json"), "--at", day.date().isoformat()]
    main(["check", str(root), "--no-tools", "--no-cache", "--json", *words])
    return {one["line"]: one["standing"] for one in json.loads(capsys.readouterr().out)["verdicts"]}


def test_from_the_clock_to_the_verdict(
    promised: Project, at: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "SECURITY.md").write_text(POLICY)
    (tmp_path / "desk-key.pem").write_text(signing.public_key_pem())

    def issued(day: datetime) -> dict[int, str]:
        (tmp_path / "facts.json").write_text(json.dumps(issue_facts(promised, by=SYSTEM, at=day)))
        return standings(tmp_path, capsys, day)

    case(promised, 1, at, timedelta(hours=5))
    case(promised, 1, at, timedelta(hours=30), action="update")
    found = issued(at + timedelta(days=2))
    assert (found[5], found[6], found[7], found[8]) == ("kept", "unproven", "kept", "unproven")
    case(promised, 2, at + timedelta(days=2))
    assert issued(at + timedelta(days=3, hours=22))[5] == "at_risk"
    assert issued(at + timedelta(days=5))[5] == "broken"
    clocks.meet(promised.organisation, "case:TR-2", "acknowledge", by=SYSTEM, at=at + timedelta(days=6))
    assert issued(at + timedelta(days=7))[5] == "broken"  # a breach never clears
