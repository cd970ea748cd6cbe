"""Pages for people outside: what is open to everybody, what a secret in the address opens, one's own account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from desk.authorisation import world as worlds
from desk.authorisation.asking import Answer, ask
from desk.authorisation.expected import ACCOUNT, EVERYBODY, INVITATION, LINK, Of, Page
from desk.authorisation.pages import ALLAUTH_BEFORE_LOGIN, LINKED_PAGES, OTHER_PAGES
from desk.authorisation.routes import OF_ALLAUTH, Route, arguments, filled
from desk.authorisation.world import Side, World
from troth_desk.people.models import Membership
from troth_desk.tenants import scope
from troth_desk.tenants.models import Project
from troth_desk.today.models import CalendarLink

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST")
OF_EVERYBODY, OF_ACCOUNTS, OF_INVITATIONS = (
    tuple(page for page in OTHER_PAGES if kind in {page.get, page.post}) for kind in (EVERYBODY, ACCOUNT, INVITATION)
)


def address(page: Page, side: Side, **other: Any) -> str:
    values = {name: side.value(page.takes.get(name, name)) for name, _ in arguments(page.address)}
    return filled(page.address, values | other)


def body(page: Page, method: str) -> dict[str, Any] | None:
    return dict(page.body) if method == "POST" else None


def methods(page: Page) -> Iterator[tuple[str, bool]]:
    """Each method, and whether the page answers it."""
    yield "GET", bool(page.get)
    yield "POST", bool(page.post)


def there(answer: Answer) -> bool:
    return answer.done and (answer.status < 300 or not answer.login)


@pytest.mark.parametrize("page", OF_EVERYBODY, ids=lambda page: page.address or "/")
def test_what_is_open_to_everybody_asks_for_no_login_and_answers_all_alike(page: Page, world: World) -> None:
    for method, answers in methods(page):
        for who, browser in world.browsers.items():
            answer = ask(browser, method, address(page, world.own), body(page, method))
            assert there(answer) if answers else answer.status == 405, (method, who, answer.status)
            assert not answer.written or method == "POST", (who, answer.written)
    if "organisation" in dict(arguments(page.address)):
        for side in (world.sibling, world.foreign):
            assert there(ask(Client(), "GET", address(page, side)))
        assert ask(Client(), "GET", address(page, world.own, organisation="nowhere")).status == 404
    if "project" in dict(arguments(page.address)):
        for project in (world.foreign.value("project"), "nothing"):
            for method, answers in methods(page):
                answer = ask(Client(), method, address(page, world.own, project=project), body(page, method))
                assert answer.status == (404 if answers else 405)
                assert not answer.written


@pytest.mark.parametrize("name", ["status", "badge", "badge-json"])
def test_what_a_team_has_not_opened_looks_like_nothing(name: str, world: World) -> None:
    pattern = {"status": "status/{}/{}/", "badge": "badge/{}/{}.svg", "badge-json": "badge/{}/{}.json"}[name]
    closed = "/" + pattern.format("harbour", "harbour")
    with scope.inside(world.own.organisation):
        Project.objects.filter(slug="harbour").update(status_page=False)
        try:
            for who in ("nobody", "foreign"):
                answer = ask(world.browsers[who], "GET", closed)
                absent = ask(world.browsers[who], "GET", "/" + pattern.format("harbour", "nothing"))
                assert (answer.status, answer.content) == (404, absent.content)
        finally:
            Project.objects.filter(slug="harbour").update(status_page=True)


@pytest.mark.parametrize("page", LINKED_PAGES, ids=lambda page: page.address)
def test_a_link_opens_its_own_case_and_no_other(page: Page, world: World) -> None:
    own, foreign = world.own, world.foreign
    refused = {
        "a link that was replaced": {"token": own.value("token that was replaced")},
        "a link of somebody who left": {"token": own.value("token that ended")},
        "a link of a foreign organisation": {"token": foreign.value("token")},
        "one's own link at a foreign organisation": {"organisation": "lighthouse"},
        "a link of nothing": {"token": "nothing"},
        "no organisation": {"organisation": "nowhere"},
        "a reference in place of the secret": {"token": own.value("asked")},
        "a number in place of the secret": {"token": own.value("participant")},
    }
    for method, answers in methods(page):
        for who in ("nobody", "owner", "foreign"):  # an account opens nothing here, and takes nothing away
            answer = ask(world.browsers[who], method, address(page, own), body(page, method))
            assert answer.done if answers else answer.status == 405, (method, who, answer.status)
            assert ("ledger_entry" in answer.written) is (answers and method == "POST"), (method, answer.written)
            for said, other in refused.items():
                answer = ask(world.browsers[who], method, address(page, own, **other), body(page, method))
                assert answer.status in ({404} if answers else {404, 405}), (method, said, answer.status)
                assert not answer.written


def test_the_page_of_a_link_tells_of_its_own_case_alone(world: World) -> None:
    page = ask(Client(), "GET", address(LINKED_PAGES[0], world.own)).content.decode()
    assert world.own.value("asked") in page
    others = [name for name in worlds.WORDS if name != "asked"]
    for side in (world.own, world.sibling, world.foreign):
        for name in others:
            assert side.value(name) not in page
            assert worlds.WORDS[name] not in page
    assert world.sibling.value("asked") not in page
    assert world.foreign.value("asked") not in page
    for secret in ("SECRET-NOTE", "@example.org</", "left@example.org", "responder@example.org"):
        assert secret not in page


def of_account(page: Page, method: str, world: World, who: str) -> dict[str, Any] | None:
    """The body of ``page`` with what is of the account of ``who``."""
    given = body(page, method)
    name = {"foreign": "keeper"}.get(who, who)
    return given and {
        field: world.accounts.get(name, 0) if isinstance(value, Of) else value for field, value in given.items()
    }


def test_a_login_elsewhere_is_taken_off_by_its_own_account_alone(world: World) -> None:
    for who in ("owner", "responder", "foreign", "former"):
        for other in ("auditor", "both"):
            given = {"account": world.accounts[other]}
            answer = ask(world.browsers[who], "POST", "/accounts/provider/take-off/", given)
            assert (answer.status, answer.written) == (404, frozenset())


@pytest.mark.parametrize("page", OF_ACCOUNTS, ids=lambda page: page.address)
def test_pages_of_an_account_need_a_login_alone(page: Page, world: World) -> None:
    for method, answers in methods(page):
        for who, browser in world.browsers.items():
            answer = ask(browser, method, address(page, world.own), of_account(page, method, world, who))
            if not answers:
                assert answer.status == 405
            elif who == "nobody":
                assert answer.login
                assert not answer.written
            else:
                assert answer.done or answer.confirm, (method, who, answer.status)
                assert not answer.written - {"auth_user", "socialaccount_socialaccount"}


@pytest.mark.parametrize("page", OF_INVITATIONS, ids=lambda page: page.address)
def test_an_invitation_lets_one_person_into_one_organisation(page: Page, world: World) -> None:
    token, theirs = world.own.value("join"), world.foreign.value("join")
    for method in METHODS:
        assert ask(Client(), method, address(page, world.own, token=token), body(page, method)).done
        for other in (
            {"token": theirs},
            {"organisation": "lighthouse", "token": token},
            {"token": "nothing"},
            {"token": world.own.value("token")},
        ):
            for who in ("nobody", "owner", "former", "foreign"):
                answer = ask(
                    world.browsers[who],
                    method,
                    address(page, world.own, **({"token": token} | other)),
                    body(page, method),
                )
                assert answer.status == 404
                assert not answer.written
        for who in ("former", "foreign", "auditor", "owner"):  # it is another person's: nobody becomes more by it
            answer = ask(world.browsers[who], method, address(page, world.own, token=token), body(page, method))
            assert "people_membership" not in answer.written, (who, answer.status)


def test_the_address_of_a_calendar_opens_what_is_due_of_one_organisation(world: World) -> None:
    own, theirs = world.own.value("feed token"), world.foreign.value("feed token")
    where = "/o/{}/calendar/{}/due.ics".format
    for who, browser in world.browsers.items():
        answer = ask(browser, "GET", where("harbour", own))
        assert (answer.status, answer.written - {"today_calendarlink"}) == (200, frozenset()), who
        assert world.own.value("reference").encode() in answer.content
        assert world.foreign.value("reference").encode() not in answer.content
        assert ask(browser, "POST", where("harbour", own)).status == 405
        for organisation, token in (("harbour", theirs), ("lighthouse", own), ("nowhere", own), ("harbour", "nothing")):
            assert ask(browser, "GET", where(organisation, token)).status == 404
    with scope.inside(world.own.organisation):
        member = CalendarLink.objects.get(pk=world.own.value("feed")).member
        Membership.objects.filter(pk=member.pk).update(ended_at=worlds.NOW)
        assert ask(Client(), "GET", where("harbour", own)).status == 404, "it ends with the membership"
        Membership.objects.filter(pk=member.pk).update(ended_at=None)


def test_the_link_of_a_letter_ends_one_contact_of_one_organisation(world: World) -> None:
    own, theirs = world.own.value("leaving"), world.foreign.value("leaving")
    where = "/letters/{}/{}/".format
    for organisation, token in (("harbour", theirs), ("lighthouse", own), ("nowhere", own), ("harbour", "12.none")):
        for method in METHODS:
            answer = ask(Client(), method, where(organisation, token))
            assert (answer.status, answer.written) == (404, frozenset()), (organisation, method)
    for who, browser in world.browsers.items():
        assert ask(browser, "GET", where("harbour", own)).written == frozenset(), who
        answer = ask(browser, "POST", where("harbour", own))
        assert answer.written == {"channels_contact", "ledger_entry"}, (who, answer.written)


def test_the_link_of_a_mail_ends_the_mails_about_one_report(world: World) -> None:
    own, theirs = world.own.value("stopping"), world.foreign.value("stopping")
    where = "/news/{}/{}/".format
    leaving = world.own.value("leaving")
    for organisation, token in (
        ("harbour", theirs), ("lighthouse", own), ("nowhere", own), ("harbour", "12.none"), ("harbour", leaving),
    ):  # fmt: skip
        for method in METHODS:
            answer = ask(Client(), method, where(organisation, token))
            assert (answer.status, answer.written) == (404, frozenset()), (organisation, method)
    for who, browser in world.browsers.items():
        assert ask(browser, "GET", where("harbour", own)).written == frozenset(), who
        answer = ask(browser, "POST", where("harbour", own))
        assert answer.written == {"mailbox_thread", "ledger_entry"}, (who, answer.written)


def test_an_invitation_that_is_over_opens_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (page,) = OF_INVITATIONS
    where = address(page, world.own, token=world.own.value("join"))
    monkeypatch.setattr("troth_desk.clock.now", lambda: worlds.NOW + timedelta(days=8))
    for method in METHODS:
        answer = ask(Client(), method, where, body(page, method))
        assert (answer.status, answer.written) == (404, frozenset())


@pytest.mark.parametrize(
    "route", [each for each in OF_ALLAUTH if each.name not in ALLAUTH_BEFORE_LOGIN], ids=lambda route: route.pattern
)
def test_pages_of_allauth_need_a_login(route: Route, world: World) -> None:
    for method in METHODS:
        values = {name: 987654 if kind == "int" else "nothing" for name, kind in arguments(route.pattern)}
        answer = ask(Client(), method, filled(route.pattern, values))
        assert answer.status == 405 or answer.login, (method, answer.status)


def test_the_pages_on_the_way_in_are_those_of_the_table() -> None:
    assert set(ALLAUTH_BEFORE_LOGIN) <= {each.name for each in OF_ALLAUTH}
    assert {page.get for page in LINKED_PAGES} | {page.post for page in LINKED_PAGES} <= {LINK, frozenset()}
