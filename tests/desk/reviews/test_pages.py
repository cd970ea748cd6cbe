from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.reviews.conftest import said
from troth_desk import clock
from troth_desk.files.uploads import vault
from troth_desk.intake import orphans
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Membership
from troth_desk.policies.models import PolicyVersion
from troth_desk.reviews import actions, proposals, queries
from troth_desk.reviews.models import EvidenceFile, Obligation
from troth_desk.tenants import scope
from troth_desk.tenants.models import Project

PAGES = "/o/harbour/reviews/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(hours=1))


@pytest.fixture
def review(project: Project, version: PolicyVersion, at: datetime) -> Obligation:
    return actions.take_over(project, said(version, "dependency_review"), by=SYSTEM, at=at)


def _period(obligation: Obligation) -> int:
    with scope.inside(obligation.organisation):
        found = queries.open_occasion(obligation)
    assert found is not None
    return found.pk


def test_an_empty_page_teaches(owner_client: Client, project: Project) -> None:
    page = owner_client.get(PAGES).content.decode()
    assert "A rhythm is the promise that fades first" in page


def test_the_agenda_says_what_is_due(owner_client: Client, review: Obligation) -> None:
    page = owner_client.get(PAGES).content.decode()
    assert "Dependency review" in page
    assert "The policy says 5 more things come round." in page
    assert "Dependency review" in owner_client.get(f"{PAGES}month/?month=2026-03").content.decode()
    assert "Dependency review" not in owner_client.get(f"{PAGES}month/?month=2026-05").content.decode()


def test_what_begins_later_is_not_called_done(owner_client: Client, project: Project, version: PolicyVersion) -> None:
    with_next = {"promise": said(version, "rotation").pk, "begin": "next"}
    owner_client.post(f"{PAGES}policy/harbour/take/", with_next)
    page = owner_client.get(PAGES).content.decode()
    assert "Not begun yet" in page
    assert "Done for this period" not in page


def test_a_promise_is_taken_on_by_a_click(owner_client: Client, owner: Membership, version: PolicyVersion) -> None:
    promise = said(version, "rotation")
    answer = owner_client.post(
        f"{PAGES}policy/harbour/take/", {"promise": promise.pk, "owner": owner.pk, "begin": "this"}
    )
    assert answer.status_code == 302
    with scope.inside(version.organisation):
        assert proposals.taken(version.project)[promise.commitment].owner == owner
    assert owner_client.post(f"{PAGES}policy/harbour/take/", {"promise": promise.pk}).status_code == 404


def test_a_file_shows_that_it_was_done(owner_client: Client, review: Obligation, at: datetime) -> None:
    sent = {
        "words": "All gone through.",
        "links": "https://wiki.example.org/minutes",
        "files": SimpleUploadedFile("../minutes.txt", b"who took part"),
    }
    answer = owner_client.post(f"{PAGES}{review.reference}/{_period(review)}/done/", sent)
    assert answer.status_code == 302
    with scope.inside(review.organisation):
        file = EvidenceFile.objects.get()
    assert (file.name, file.size) == ("minutes.txt", 13)
    got = owner_client.get(f"{PAGES}{review.reference}/files/{file.pk}/")
    assert b"".join(got.streaming_content) == b"who took part"  # type: ignore[attr-defined] # it streams
    assert got["Content-Disposition"].startswith("attachment")
    assert orphans.remove(at + timedelta(days=3)) == 0
    assert vault().path(file.stored_as).exists()


def test_what_nothing_shows_is_refused_and_its_files_go(owner_client: Client, review: Obligation) -> None:
    sent = {"links": "javascript:alert(1)", "files": SimpleUploadedFile("minutes.txt", b"who took part")}
    answer = owner_client.post(f"{PAGES}{review.reference}/{_period(review)}/done/", sent)
    assert answer.status_code == 422
    assert "is no web address" in answer.content.decode()
    with scope.inside(review.organisation):
        assert not EvidenceFile.objects.exists()
        assert queries.open_occasion(review) is not None


def test_words_of_people_are_escaped(owner_client: Client, review: Obligation) -> None:
    owner_client.post(f"{PAGES}{review.reference}/{_period(review)}/done/", {"words": "<script>alert(1)</script>"})
    page = owner_client.get(f"{PAGES}{review.reference}/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_an_auditor_reads_and_changes_nothing(auditor_client: Client, review: Obligation) -> None:
    assert auditor_client.get(f"{PAGES}{review.reference}/").status_code == 200
    assert (
        auditor_client.post(f"{PAGES}{review.reference}/{_period(review)}/done/", {"words": "Done."}).status_code == 403
    )


def test_what_belongs_to_another_team_is_not_there(
    owner_client: Client, other_project: Project, organisation: object, at: datetime
) -> None:
    with scope.inside(other_project.organisation):
        theirs = actions.oblige(
            other_project, title="Theirs", kind="other", every="P1M", origin="team", by=SYSTEM, at=at
        )
    assert owner_client.get(f"{PAGES}{theirs.reference}/").status_code == 404
    assert (
        owner_client.post(f"{PAGES}{theirs.reference}/{_period(theirs)}/done/", {"words": "Done."}).status_code == 404
    )


def test_one_of_the_teams_own(owner_client: Client, project: Project) -> None:
    sent = {"project": project.pk, "title": "Rotate the keys", "kind": "rotation", "every": "", "due_at": ""}
    assert "Say by which day" in owner_client.post(f"{PAGES}new/", sent).content.decode()
    assert owner_client.post(f"{PAGES}new/", {**sent, "due_at": "2026-03-20"}).status_code == 302
    with scope.inside(project.organisation):
        made = Obligation.objects.get()
    assert (made.once, made.origin) == (True, "team")


def test_a_long_list_of_the_interface_asks_no_more_of_the_database_than_a_short_one(
    client: Client, project: Project, owner: Membership, key_for: Callable[..., dict[str, str]], at: datetime
) -> None:
    headers = key_for(owner, "reviews:read")

    def asked(number: int) -> int:
        actions.oblige(project, title=f"Number {number}", kind="other", every="P1M", origin="team", by=SYSTEM, at=at)
        with CaptureQueriesContext(connection) as queries_of_it:
            told = client.get("/api/v1/reviews", headers=headers).json()
        assert [one["current"]["period"] for one in told] == ["March 2026"] * number
        return len(queries_of_it)

    asked(1)
    assert asked(2) == asked(3)
