"""What the records show of promises, and what the next ``troth check`` finds."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.publishing.conftest import POLICY
from troth.evidence.repository import Repository
from troth.evidence.scene import Desk, Scene
from troth.formats import desk_facts
from troth.pipeline import check
from troth.terms.commitment import AdvisoryChannel
from troth.terms.source import Source
from troth.terms.span import Span
from troth.terms.verdict import Standing
from troth_desk.cases import actions as cases
from troth_desk.cases.models import Case, Participant
from troth_desk.ledger import signing
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion
from troth_desk.proofs import facts
from troth_desk.proofs.actions import issue_facts
from troth_desk.proofs.handled import advisories
from troth_desk.publishing import actions, page
from troth_desk.publishing.models import Advisory, Revision
from troth_desk.publishing.window import promises_time, window
from troth_desk.tenants.models import Project

Publishing = Callable[..., Revision]
DAY = timedelta(days=1)


def numbers(project: Project, at: datetime) -> dict[str, tuple[int, int, int]]:
    told = facts.statement(project, at + DAY).predicate.promises
    return {one.id: (one.n, one.kept, one.late) for one in told}


CREDIT, RELEASE, DISCLOSURE = "credit", "disclosure-step-release", "disclosure-step-public-disclosure"


def test_credit_and_details_as_promised(
    begun: Advisory, publishing: Publishing, project: Project, at: datetime
) -> None:
    publishing(begun)
    told = numbers(project, at)
    assert (told[CREDIT], told[DISCLOSURE]) == ((1, 1, 0), (1, 1, 0))
    assert told[RELEASE] == (1, 0, 0), "the fix came out a week before its advisory: nothing is said of that"


def test_who_reported_is_read_once_for_all_reports(
    begun: Advisory, publishing: Publishing, policy: PolicyVersion, at: datetime
) -> None:
    publishing(begun)
    of = advisories.handled(begun.project, at + DAY, 365 * DAY)
    promise = policies.commitments(policy)[CREDIT]
    with CaptureQueriesContext(connection) as asked:
        shown = of(promise)
    assert shown is not None
    assert (shown.n, shown.kept) == (1, 1)
    assert not asked.captured_queries


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Follow our Atom feed for advisories.", 1),
        ("Advisories appear in the RSS feed of this desk: {desk}/advisories/harbour/feed.atom", 1),
        ("Advisories appear in the RSS feed of our blog: https://blog.example.org/feed.xml", None),
    ],
)
def test_the_desks_feed_shows_nothing_of_another_one(
    begun: Advisory, publishing: Publishing, at: datetime, sentence: str, kept: int | None
) -> None:
    publishing(begun)
    span = Span("SECURITY.md", 9, sentence.format(desk=settings.ADDRESS))
    shown = advisories.handled(begun.project, at + DAY, 365 * DAY)(AdvisoryChannel(span=span, channel="rss"))
    assert (shown.kept if shown else None) == kept


def test_a_release_with_its_advisory_whose_details_follow(
    begun: Advisory, writing: Publishing, approving: Publishing, project: Project, by: Actor, at: datetime
) -> None:
    actions.record_fix(begun, "1.4.2", at, by=by, at=at)
    writing(begun, hold_details=True)
    approving(begun)
    actions.publish(begun, by=by, at=at)
    assert RELEASE not in numbers(project, at), "the case is not over before its details are out"
    actions.publish_details(begun, by=SYSTEM, at=at + 7 * DAY)
    told = numbers(project, at + 7 * DAY)
    assert (told[RELEASE], told[DISCLOSURE]) == ((1, 1, 0), (1, 1, 0))


def test_details_before_users_had_their_time_break_the_promise(
    begun: Advisory, writing: Publishing, approving: Publishing, project: Project, by: Actor, at: datetime
) -> None:
    actions.record_fix(begun, "1.4.2", at, by=by, at=at)
    writing(begun)
    approving(begun)
    actions.publish(begun, by=by, at=at + DAY, early_reason="We wanted to.")
    assert numbers(project, at + DAY)[DISCLOSURE] == (1, 0, 1)


def test_a_fix_that_is_recorded_after_the_details_shows_nothing(
    begun: Advisory, writing: Publishing, approving: Publishing, project: Project, by: Actor, at: datetime
) -> None:
    writing(begun)
    approving(begun)
    actions.publish(begun, by=by, at=at, early_reason="It is being used.")
    actions.record_fix(begun, "1.4.2", at - 30 * DAY, by=by, at=at + DAY)
    assert numbers(project, at + DAY)[DISCLOSURE] == (1, 0, 0)


def test_a_second_advisory_does_not_undo_that_the_first_came_too_early(
    begun: Advisory, writing: Publishing, approving: Publishing, case: Case, project: Project, by: Actor, at: datetime
) -> None:
    actions.record_fix(begun, "1.4.2", at, by=by, at=at)
    writing(begun)
    approving(begun)
    actions.publish(begun, by=by, at=at + DAY, early_reason="We wanted to.")
    actions.withdraw(begun, "It is told in another one.", by=by, at=at + 2 * DAY)
    again = actions.begin(project, case, by=by, at=at + 2 * DAY)
    actions.record_fix(again, "1.4.2", at, by=by, at=at + 2 * DAY)
    writing(again)
    approving(again, when=at + 9 * DAY)
    actions.publish(again, by=by, at=at + 9 * DAY)
    assert numbers(project, at + 9 * DAY)[DISCLOSURE] == (1, 0, 1)


@pytest.mark.parametrize(("choice", "name", "told"), [("anonymous", "", (1, 1, 0)), ("alias", "grace", (1, 0, 1))])
def test_who_is_not_named_as_they_wish_now(
    begun: Advisory, publishing: Publishing, case: Case, project: Project, at: datetime, choice: str, name: str,
    told: tuple[int, int, int],
) -> None:  # fmt: skip
    """The policy says "unless you prefer anonymity"; whoever gave another name is not named by it yet."""
    publishing(begun)
    participant = Participant.objects.get(case=case)
    cases.prefer_credit(participant, choice, name, by=cases.reporter(participant), at=at)
    assert numbers(project, at)[CREDIT] == told


def test_a_report_without_an_advisory_shows_nothing(case: Case, project: Project, by: Actor, at: datetime) -> None:
    cases.move(case, "disclosed", by=by, at=at)
    told = numbers(project, at)
    assert (told[CREDIT], told[DISCLOSURE], told[RELEASE]) == ((1, 0, 0), (1, 0, 0), (1, 0, 0))


@pytest.mark.parametrize(
    ("sentence", "gives"),
    [
        ("Details published after users have time to update", True),
        ("We publish technical details once customers had a chance to patch.", True),
        ("Details are withheld for at least 14 days after the fix is released.", True),
        ("An advisory is published on GitHub.", False),
        ("We request a 90-day disclosure window.", False),
        ("Users should update regularly.", False),
    ],
)
def test_which_sentences_give_users_time(sentence: str, gives: bool) -> None:
    assert promises_time(sentence) is gives


def test_a_number_of_the_policy_counts_before_that_of_the_team(
    project: Project, policy: PolicyVersion, at: datetime
) -> None:
    given = window(project)
    assert given is not None
    assert (given.within, given.said) == ("P7D", "default")
    actions.settle(project, {"days": 10}, by=SYSTEM, at=at)
    given = window(project)
    assert given is not None
    assert (given.within, given.said) == ("P10D", "team")


def test_the_next_check_finds_the_advisory_in_the_release_notes(
    begun: Advisory, publishing: Publishing, project: Project, at: datetime, tmp_path: Path
) -> None:
    """Publish on the desk, write its note into the repository, check: kept. Without the note it is not proven."""
    publishing(begun)
    envelope = issue_facts(project, by=SYSTEM, at=at + DAY)
    tree = tmp_path / "harbour"
    tree.mkdir()
    (tree / "SECURITY.md").write_text(POLICY)
    (tree / "desk-key.pem").write_text(signing.public_key_pem())
    facts_file = tmp_path / "desk-facts.json"
    facts_file.write_text(json.dumps(envelope))
    subprocess.run(["git", "init", "-q", str(tree)], check=True)

    def standing() -> tuple[Standing, str]:
        scene = Scene(
            repository=Repository(tree),
            at=(at + DAY).date(),
            desk=Desk(facts=str(facts_file), project=f"{project.organisation.slug}/{project.slug}"),
        )
        result = check([Source(path="SECURITY.md", text=POLICY)], scene)
        found = next(one for one in result.judged if one.id == "advisory-channel-release-notes")
        return found.verdict.standing, str(found.verdict.because[0].span) if found.verdict.because else ""

    assert standing()[0] is Standing.UNPROVEN
    note = page.file(begun, "release-note", at)
    assert note is not None
    (tree / "CHANGELOG.md").write_bytes(b"# Changelog\n\n## 1.4.2\n\n" + note.content)
    assert standing() == (Standing.KEPT, "CHANGELOG.md:5")


def test_facts_name_what_everybody_can_read_and_nobody(
    begun: Advisory, publishing: Publishing, project: Project, at: datetime
) -> None:
    publishing(begun, aliases=("CVE-2026-0001",))
    (told,) = facts.statement(project, at + DAY).predicate.advisories
    assert (told.names, told.fixed, told.published) == (("x_harbour-2026-0001", "CVE-2026-0001"), ("1.4.2",), at)
    written = json.dumps(desk_facts.written(facts.statement(project, at + DAY)))
    assert "Ada" not in written
    assert desk_facts.parse(written.encode()).predicate.advisories[0] == told
