"""The draft on GitHub: made once, kept equal to what stands here, published after it is published here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from desk.channels.conftest import LATER
from desk.publishing.conftest import NAME, Writing
from desk.servers.github import TOKEN, GitHub
from troth_desk.cases import actions as cases
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case, Participant
from troth_desk.channels import actions, drafting
from troth_desk.channels.models import Draft, There
from troth_desk.ledger.actor import Actor
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.publishing import actions as advisories
from troth_desk.publishing.models import Advisory, Revision

pytestmark = pytest.mark.django_db
Round = Callable[[datetime], int]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_draft_is_made_and_says_what_stands_here(
    begun: Advisory, writing: Writing, drafting: Round, github: GitHub, by: Actor, at: datetime
) -> None:
    writing(begun)
    draft = actions.begin_draft(begun, by=by, at=at)
    assert actions.begin_draft(begun, by=by, at=at).pk == draft.pk
    assert drafting(at) == 1
    draft.refresh_from_db()
    (there,) = github.advisories
    assert (draft.ghsa_id, draft.there, draft.failure) == (there["ghsa_id"], There.DRAFT, "")
    assert there["summary"] == "Files of other tenants can be read"
    assert there["vulnerabilities"][0]["vulnerable_version_range"] == ">= 1.0, < 1.4.2"
    assert there["vulnerabilities"][0]["patched_versions"] == "1.4.2"
    assert f"Also known as {begun.reference}" in there["description"]
    assert [method for method, _, _ in github.written] == ["POST"]
    writing(begun, title="Files of all tenants can be read", when=at + HOUR)
    drafting(at + HOUR)
    assert github.advisories[0]["summary"] == "Files of all tenants can be read"
    assert [method for method, _, _ in github.written] == ["POST", "PATCH"]
    drafting(at + 2 * HOUR)
    assert len(github.written) == 2, "nothing changed, so nothing is written"
    assert not any(TOKEN in repr(vars(entry)) for entry in Entry.objects.all())


@pytest.mark.parametrize("lost", [1, 2])
def test_an_answer_that_is_lost_makes_no_second_draft(
    begun: Advisory, writing: Writing, drafting: Round, github: GitHub, by: Actor, at: datetime, lost: int
) -> None:
    writing(begun)
    actions.begin_draft(begun, by=by, at=at)
    github.lost = lost
    assert drafting(at) == 0
    draft = Draft.objects.get()
    assert draft.begun_at == at
    assert draft.failure
    for hour in range(1, 4):
        drafting(at + hour * DAY)
    draft.refresh_from_db()
    assert len(github.advisories) == 1
    assert draft.ghsa_id == github.advisories[0]["ghsa_id"]
    assert not draft.failure


def test_it_is_published_there_after_it_is_published_here(
    begun: Advisory,
    writing: Writing,
    publishing: Callable[..., Revision],
    drafting: Round,
    github: GitHub,
    by: Actor,
    at: datetime,
) -> None:
    writing(begun)
    draft = actions.begin_draft(begun, by=by, at=at)
    drafting(at)
    assert github.advisories[0]["state"] == "draft"
    publishing(begun)
    drafting(at + HOUR)
    draft.refresh_from_db()
    assert (github.advisories[0]["state"], draft.there, draft.published_at) == ("published", There.PUBLISHED, at + HOUR)
    said = [body for _, _, body in github.written if "state" in body]
    assert said == [{"state": "published"}], "published once, by a request of its own"
    drafting(at + DAY)
    assert [body for _, _, body in github.written if "state" in body] == said


def test_it_is_not_published_there_where_the_team_says_so(
    begun: Advisory, publishing: Callable[..., Revision], drafting: Round, github: GitHub, by: Actor, at: datetime
) -> None:
    draft = actions.begin_draft(begun, by=by, at=at)
    actions.publish_there(draft, publishes=False, by=by, at=at)
    publishing(begun)
    drafting(at + HOUR)
    assert github.advisories[0]["state"] == "draft"


def test_a_private_report_is_taken_and_no_second_one_made(
    begun: Advisory, case: Case, writing: Writing, drafting: Round, github: GitHub, by: Actor, at: datetime
) -> None:
    from desk.servers.github import advisory

    github.advisories.append(advisory(1, at))
    Case.objects.update(answers={"Advisory on GitHub": github.advisories[0]["ghsa_id"]})
    begun.refresh_from_db()
    writing(begun)
    actions.begin_draft(begun, by=by, at=at)
    drafting(at)
    assert len(github.advisories) == 1
    assert github.advisories[0]["state"] == "draft", "a report is accepted by becoming a draft"
    assert [method for method, _, _ in github.written] == ["PATCH"]


def test_a_cve_id_is_asked_for_once_and_told(
    begun: Advisory, writing: Writing, drafting: Round, github: GitHub, by: Actor, at: datetime
) -> None:
    writing(begun)
    draft = actions.begin_draft(begun, by=by, at=at)
    drafting(at)
    draft.refresh_from_db()
    actions.ask_for_cve(draft, by=by, at=at)
    with pytest.raises(Refused, match="asked already"):
        actions.ask_for_cve(draft, by=by, at=at)
    drafting(at + LATER)
    drafting(at + HOUR)
    assert [path.rpartition("/")[2] for method, path, _ in github.written if method == "POST"] == [
        "security-advisories",
        "cve",
    ]
    github.advisories[0]["cve_id"] = "CVE-2026-90077"
    drafting(at + 2 * HOUR)
    draft.refresh_from_db()
    assert draft.cve_id == "CVE-2026-90077"
    assert Notice.objects.filter(title__contains="GitHub assigned CVE-2026-90077").count() == 1
    drafting(at + 3 * HOUR)
    assert Notice.objects.filter(title__contains="GitHub assigned").count() == 1


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ((401, {}), "does not know the token"),
        ((403, {}), "read and write"),
        ((404, {}), "shows no repository example/ferry"),
        ((422, {}), "does not take it: no"),
        ((500, {}), "the fault is on its side"),
        ((429, {"Retry-After": "7200"}), "asks to wait"),
        ((418, {}), "which nobody expected"),
    ],
)
def test_every_refusal_is_said_plainly_and_tried_again(
    begun: Advisory,
    writing: Writing,
    drafting: Round,
    github: GitHub,
    by: Actor,
    at: datetime,
    refusal: tuple[int, dict[str, str]],
    words: str,
) -> None:
    writing(begun)
    actions.begin_draft(begun, by=by, at=at)
    github.refusal = refusal
    assert drafting(at) == 0
    draft = Draft.objects.get()
    assert words in draft.failure
    assert draft.next_at >= at + (2 * HOUR if refusal[0] == 429 else LATER)
    assert TOKEN not in draft.failure
    github.refusal = None
    drafting(at + DAY)
    draft.refresh_from_db()
    assert (len(github.advisories), draft.failure, draft.failures) == (1, "", 0)


def test_what_github_cannot_take_yet_is_said(
    begun: Advisory, writing: Writing, drafting: Round, github: GitHub, by: Actor, at: datetime
) -> None:
    writing(begun, title="", products=())
    actions.begin_draft(begun, by=by, at=at)
    drafting(at)
    failure = Draft.objects.get().failure
    assert "give the advisory one" in failure
    assert "affected product" in failure
    assert github.written == []


def test_without_a_token_nothing_is_begun(begun: Advisory, settings: Any, by: Actor, at: datetime) -> None:
    settings.GITHUB = ""
    with pytest.raises(Refused, match="TROTH_DESK_GITHUB"):
        actions.begin_draft(begun, by=by, at=at)


def test_a_name_that_is_taken_back_is_taken_back_there_too(
    begun: Advisory,
    case: Case,
    publishing: Callable[..., Revision],
    drafting: Round,
    github: GitHub,
    by: Actor,
    at: datetime,
) -> None:
    actions.begin_draft(begun, by=by, at=at)
    publishing(begun)
    drafting(at + LATER)
    assert NAME in github.advisories[0]["description"]
    participant = Participant.objects.get(case=case)
    cases.prefer_credit(participant, "anonymous", "", by=cases.reporter(participant), at=at + HOUR)
    drafting(at + HOUR)
    assert NAME not in str(github.advisories)


def test_a_draft_that_names_somebody_who_wished_not_to_be_waits(
    begun: Advisory, case: Case, writing: Callable[..., Advisory], drafting: Round, github: GitHub, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    participant = Participant.objects.get(case=case)
    cases.prefer_credit(participant, "anonymous", "", by=cases.reporter(participant), at=at)
    writing(begun, details="Found by reporter@example.org.")
    made = actions.begin_draft(begun, by=by, at=at)
    drafting(at + LATER)
    assert not github.advisories
    made.refresh_from_db()
    assert "did not agree to be named" in made.failure


def test_the_mark_is_in_what_is_written(begun: Advisory, writing: Writing, at: datetime) -> None:
    writing(begun)
    assert drafting.mark(begun) in drafting.wanted(begun, at)["description"]


def test_a_withdrawal_is_told_there(
    begun: Advisory, publishing: Callable[..., Revision], drafting: Round, github: GitHub, by: Actor, at: datetime
) -> None:
    actions.begin_draft(begun, by=by, at=at)
    publishing(begun)
    drafting(at + LATER)
    advisories.withdraw(begun, "It is no weakness.", by=by, at=at + HOUR)
    drafting(at + HOUR)
    assert "It is no weakness." in github.advisories[0]["description"]
