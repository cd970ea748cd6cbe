"""Today, the list of cases and the board: what they say, to whom, and by which filters."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from troth_desk.cases.listing import clocks_changed
from troth_desk.cases.models import Case
from troth_desk.deadlines.models import Clock
from troth_desk.notices.queries import NO_MAIL
from troth_desk.openpgp import keys
from troth_desk.people.models import Membership
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.today import lists, queries

pytestmark = pytest.mark.django_db
H = timedelta(hours=1)
HOME = "/o/harbour/"


def case(project: Project, at: datetime, number: int, **given: object) -> Case:
    said: dict[str, object] = {"title": f"Report {number}", "origin": "form", "received_at": at, "changed_at": at}
    return Case.objects.create(
        organisation_id=project.organisation_id, project=project, reference=f"TR-{number:08}", **said | given
    )


def clock(of: Case, due_at: datetime, **given: object) -> Clock:
    said: dict[str, object] = {
        "action": "acknowledge",
        "commitment": "deadline:acknowledge",
        "document": "SECURITY.md",
        "version": 1,
        "line": 29,
        "sentence": "Within 48 hours of your report",
        "within": "PT48H",
        "basis": "calendar",
        "strength": "promise",
        "started_at": due_at - 48 * H,
        "due_at": due_at,
        "warn_at": due_at - 12 * H,
    }
    made = Clock.objects.create(
        organisation_id=of.organisation_id, project=of.project, subject=f"case:{of.reference}", **said | given
    )
    clocks_changed(of.organisation_id, made.subject)  # as every action on clocks does
    return made


def test_today_lists_what_is_due_overdue_first_each_with_its_sentence(project: Project, at: datetime) -> None:
    late, soon, far = (case(project, at, number) for number in (1, 2, 3))
    clock(far, at + 72 * H)
    clock(late, at - H)
    clock(soon, at + 5 * H)
    day = queries.day(project.organisation, at)
    assert [owed.case for owed in day.due] == [late, soon, far]
    assert (day.overdue, day.soon, day.open) == (1, 1, 3)
    assert day.lead == "1 thing is overdue, 1 falls due within 48 hours."


def test_today_shows_nothing_of_another_organisation(
    project: Project, other_project: Project, at: datetime, other_organisation: Organisation
) -> None:
    with scope.inside(other_organisation):
        clock(case(other_project, at, 9, held="doubtful"), at)
    day = queries.day(project.organisation, at)
    assert (day.due, day.held, day.open) == ([], [], 0)


def test_the_page_of_today(owner_client: Client, project: Project, at: datetime) -> None:
    clock(case(project, at, 1, title="Overflow <in> the parser"), at)
    text = owner_client.get(HOME).content.decode()
    assert "Overflow &lt;in&gt; the parser" in text
    assert "Within 48 hours of your report" in text
    assert "SECURITY.md:29, version 1" in text
    assert "overdue" in text
    assert 'aria-current="page">Today' in text


def test_an_empty_desk_says_the_next_step(owner_client: Client, project: Project) -> None:
    text = owner_client.get(HOME).content.decode()
    assert "Nothing is due" in text
    assert "finish the set-up" in text


@pytest.mark.parametrize("page", ["", "cases/", "cases/board/", "set-up/", "settings/"])
def test_pages_are_for_members_alone(
    page: str, client: Client, project: Project, other_organisation: Organisation, auditor_client: Client
) -> None:
    assert client.get(HOME + page)["Location"].startswith("/accounts/login/")
    assert auditor_client.get(HOME + page).status_code == 200
    assert auditor_client.get(f"/o/{other_organisation.slug}/{page}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {1, 2, 4}),
        ({"show": "settled"}, {3}),
        ({"show": "all"}, {1, 2, 3, 4}),
        ({"state": "closed"}, {3}),
        ({"severity": "critical"}, {2}),
        ({"severity": "unrated"}, {1, 4}),
        ({"only": "overdue"}, {1}),
        ({"only": "held"}, {4}),
        ({"q": "report 2"}, {2}),
        ({"q": "tr-00000004"}, {4}),
        ({"owner": "nobody"}, {1, 4}),
        ({"owner": "me"}, {2}),
        ({"owner": "77777777777777777777777777"}, set()),
        ({"project": "harbour"}, {1, 2, 4}),
        ({"project": "elsewhere"}, set()),
        ({"state": "no such", "severity": "'; --", "order": "x", "only": "y", "show": "z"}, {1, 2, 4}),
    ],
)
def test_filters(asked: dict[str, str], found: set[int], project: Project, owner: Membership, at: datetime) -> None:
    clock(case(project, at, 1), at - H)
    clock(case(project, at, 2, severity="critical", owner=owner), at + H)
    case(project, at, 3, state="closed")
    case(project, at, 4, held="doubtful")
    shown = lists.cases(project.organisation, lists.filters(asked), at, member=owner)
    assert {int(one.reference[3:]) for one in shown} == found


def test_what_is_due_first_stands_first(project: Project, at: datetime) -> None:
    none, late, soon = (case(project, at, number) for number in (1, 2, 3))
    clock(soon, at + H)
    clock(late, at - H)
    clock(late, at + 9 * H)
    shown = list(lists.cases(project.organisation, lists.filters({}), at))
    assert shown == [late, soon, none]
    assert [one and one.due_at for _, one in lists.with_clocks(project.organisation, shown)] == [at - H, at + H, None]


def test_the_board_has_a_column_a_state(owner_client: Client, project: Project, at: datetime) -> None:
    case(project, at, 1)
    case(project, at, 2, state="closed")
    text = owner_client.get(f"{HOME}cases/board/?show=all").content.decode()
    assert 'id="state-received"' in text
    assert 'id="state-closed"' in text
    assert 'id="state-closed"' not in owner_client.get(f"{HOME}cases/board/").content.decode()


def test_a_view_is_kept_and_given_up_by_its_member_alone(
    owner_client: Client, responder_client: Client, project: Project
) -> None:
    answer = owner_client.post(f"{HOME}views/", {"name": "Burning", "query": "only=overdue&evil=1"})
    assert answer["Location"] == f"{HOME}cases/?only=overdue"
    assert "Burning" in owner_client.get(f"{HOME}cases/").content.decode()
    assert "Burning" not in responder_client.get(f"{HOME}cases/").content.decode()
    (view,) = lists_views()
    responder_client.post(f"{HOME}views/{view}/give-up/")
    assert lists_views() == [view]
    owner_client.post(f"{HOME}views/{view}/give-up/")
    assert lists_views() == []


def lists_views() -> list[int]:
    from troth_desk.today.models import SavedView

    return list(SavedView.objects.values_list("pk", flat=True))


def test_the_set_up_can_be_put_away(owner_client: Client, project: Project, settings: Any) -> None:
    settings.EMAIL_BACKEND = NO_MAIL
    assert "Four questions, 4 open" in owner_client.get(f"{HOME}set-up/").content.decode()
    assert "Put this away" in owner_client.get(HOME).content.decode()
    owner_client.post(f"{HOME}set-up/skip/")
    assert "Put this away" not in owner_client.get(HOME).content.decode()


def test_the_example_is_offered_or_taken_away_never_both(owner_client: Client, project: Project) -> None:
    page = owner_client.get(f"{HOME}set-up/").content.decode()
    assert "Load example data" in page
    assert "Remove the example" not in page
    type(project).objects.filter(pk=project.pk).update(example=True)
    page = owner_client.get(f"{HOME}set-up/").content.decode()
    assert "Load example data" not in page
    assert "Remove the example" in page


def test_the_number_of_queries_does_not_grow_with_the_cases(
    owner_client: Client, project: Project, at: datetime
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            owner_client.get(f"{HOME}cases/")
            owner_client.get(HOME)
        return len(caught)

    clock(case(project, at, 1), at)
    few = asked()
    for number in range(2, 12):
        clock(case(project, at, number), at)
    assert asked() == few


def test_today_says_that_the_openpgp_key_ends(
    organisation: Organisation, owner_client: Client, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OPENPGP_FOLDER, settings.OPENPGP_KEY = tmp_path / "openpgp", ""
    ends = keys.made(organisation.pk, "Harbour").expires_at
    assert ends is not None
    for before, says in ((90, None), (59, "OpenPGP key ends"), (-1, "OpenPGP key ended")):
        monkeypatch.setattr("troth_desk.clock.now", lambda before=before: ends - timedelta(days=before))
        page = owner_client.get(HOME).content.decode()
        assert ("Your OpenPGP key" in page) is (says is not None)
        assert says is None or says in page
