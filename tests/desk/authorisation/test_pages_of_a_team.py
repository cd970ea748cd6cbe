"""Every page of a team × every kind of person × own, foreign, no organisation, and ids of others in every place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from desk.authorisation.asking import Answer, ask
from desk.authorisation.expected import Of, Page, Roles
from desk.authorisation.pages import TEAM_PAGES
from desk.authorisation.routes import arguments, filled
from desk.authorisation.world import Side, World
from troth_desk.people.models import Role

pytestmark = pytest.mark.django_db
NOTHING = {"int": 987654, "slug": "nothing", "str": "nothing", "": "nothing"}
"""What nothing is called."""
METHODS = ("GET", "POST")
PLAIN_WORDS = {"move", "asset", "format", "phase", "shipped playbook", "standard", "profile", "obligation", "happening"}
"""What stands in an address and is nobody's: names of states, of formats, of what comes with the desk, places."""
ORDINALS = {"version"}
"""Numbers that every project begins anew."""


def values(page: Page, side: Side) -> dict[str, Any]:
    """What stands in the address of ``page`` for a thing of ``side``."""
    return {name: side.value(page.takes.get(name, name)) for name, _ in arguments(page.address)}


def address(page: Page, world: World, who: str = "", other: Mapping[str, Any] = MappingProxyType({})) -> str:
    """The address in one's own organisation, with ``other`` values in some places."""
    if "view" in page.takes.values() and "view" not in world.own.values:
        world.own.values["view"] = 0
    own = values(page, world.own)
    if "view" in own:
        own["view"] = world.views.get(who, 987654)
    if "feed" in page.takes.values():
        own["pk"] = world.feeds.get(who, 987654)
    return filled(page.address, own | dict(other))


def body(page: Page, side: Side, foreign: Side | None = None, at: str = "") -> dict[str, Any]:
    """The right body of ``page``; with ``foreign`` the thing of the field ``at`` is of that side."""

    def told(name: str, value: Any) -> Any:
        if isinstance(value, Of):
            return (foreign if foreign and name == at else side).value(value.name)
        return [told(name, one) for one in value] if isinstance(value, list) else value

    return {name: told(name, value) for name, value in page.body.items()}


def named(page: Page) -> list[str]:
    """The fields of the body that hold an id of something."""
    return [
        name
        for name, value in page.body.items()
        if isinstance(value, Of) or (isinstance(value, list) and any(isinstance(one, Of) for one in value))
    ]


def elsewhere(page: Page, world: World) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """In which ways an address names what is not there: a word for it, the address, the values that differ."""
    kinds = [(name, kind) for name, kind in arguments(page.address) if page.takes.get(name) not in PLAIN_WORDS]
    counted = page.takes.get(kinds[-1][0]) in ORDINALS
    foreign = values(page, world.foreign)
    yield "a foreign organisation", filled(page.address, foreign), foreign
    yield "no organisation", filled(page.address, values(page, world.own) | {"organisation": "nowhere"}), {}
    for name, kind in kinds:
        if name == "organisation":
            continue
        yield (
            f"{name} of a foreign organisation",
            address(page, world, other={name: foreign[name]}),
            {name: foreign[name]},
        )
        yield f"no {name}", address(page, world, other={name: NOTHING[kind]}), {name: NOTHING[kind]}
        beside = page.takes.get(name, name)
        if len(kinds) > 2 and world.sibling.has(beside) and not (counted and name == "project"):
            other = world.sibling.value(beside)
            assert other != world.own.value(beside), f"{beside} is the same in both projects"
            yield f"{name} of a sibling", address(page, world, other={name: other}), {name: other}


def allowed(page: Page, method: str) -> Roles:
    found = page.get if method == "GET" else page.post
    assert isinstance(found, frozenset)
    return found


def wrong(said: str, answer: Answer) -> str:
    return f"{said}: {answer.status} {answer.location} wrote {sorted(answer.written)}"


TOLD = frozenset({"ledger_entry", "people_securityevent"})
"""What a request writes that owners are told of."""


@pytest.mark.parametrize("page", TEAM_PAGES, ids=lambda page: page.address)
def test_everybody_may_do_what_the_table_says_and_nothing_else(page: Page, world: World) -> None:
    faults = [*own(page, world), *others(page, world), *other_ids(page, world), *other_methods(page, world)]
    assert not faults, "\n".join(faults)


def own(page: Page, world: World) -> Iterator[str]:
    """Members of each role in their own organisation."""
    for method in METHODS:
        for role in Role:
            said = f"{method} as {role}"
            given = body(page, world.own) if method == "POST" else None
            answer = ask(world.browsers[role.value], method, address(page, world, role.value), given)
            if not allowed(page, method):
                fine = answer.status == 405 and not answer.written
            elif role not in allowed(page, method):
                fine = answer.status == 403 and not answer.written
            elif method == "GET":
                fine = answer.done and answer.written == (TOLD if page.told else frozenset())
            else:
                fine = answer.done and ("ledger_entry" in answer.written) is page.ledger
            if not fine:
                yield wrong(said, answer)


def others(page: Page, world: World) -> Iterator[str]:
    """Those who are no members, or were, or are in another role elsewhere."""
    for method in METHODS:
        given = body(page, world.own) if method == "POST" else None
        answers = method in {name for name in METHODS if allowed(page, name)}
        for who in ("nobody", "former", "foreign", "both"):
            answer = ask(world.browsers[who], method, address(page, world, who), given)
            if not answers:
                fine = answer.status == 405
            elif who == "nobody":
                fine = answer.login
            elif who == "both" and Role.AUDITOR in allowed(page, method):
                fine = answer.done
            else:
                fine = answer.status == (403 if who == "both" else 404)
            told = TOLD if page.told and who == "both" and answer.done else frozenset()
            if not fine or answer.written != told:
                yield wrong(f"{method} as {who}", answer)


def other_ids(page: Page, world: World) -> Iterator[str]:
    """Things of others, in the address and in the body."""
    for method in METHODS:
        roles = allowed(page, method)
        for said, where, _ in elsewhere(page, world) if roles else ():
            for who in (min(role.value for role in roles - {Role.AUDITOR}), "both"):
                at_home = who == "both" and said == "a foreign organisation"
                given = body(page, world.foreign if said == "a foreign organisation" else world.own)
                answer = ask(world.browsers[who], method, where, given if method == "POST" else None)
                expected = {404} if who != "both" or Role.AUDITOR in roles else {403, 404}
                fine = answer.done if at_home else answer.status in expected and not answer.written
                if not fine:
                    yield wrong(f"{method} {said} as {who}", answer)
    for name in named(page):
        for role in sorted(allowed(page, "POST")):
            given = body(page, world.own, world.foreign, name)
            answer = ask(world.browsers[role.value], "POST", address(page, world, role.value), given)
            if answer.status not in {404, 422} or answer.written:
                yield wrong(f"POST {name} of a foreign organisation as {role}", answer)


def other_methods(page: Page, world: World) -> Iterator[str]:
    """Methods that no page answers, and HEAD, which is read like GET."""
    for method in ("PUT", "PATCH", "DELETE"):
        answer = ask(world.browsers["owner"], method, address(page, world, "owner"))
        if answer.status != 405 or answer.written:
            yield wrong(method, answer)
    if page.get:
        for who in ("nobody", "foreign"):
            answer = ask(world.browsers[who], "HEAD", address(page, world, who))
            if answer.status not in {302, 404, 405}:
                yield wrong(f"HEAD as {who}", answer)


def test_a_mapping_is_no_word_for_everybody() -> None:
    """The table of pages of a team names roles; what is open to others stands in the other tables."""
    for page in TEAM_PAGES:
        assert isinstance(page.get, frozenset)
        assert isinstance(page.post, frozenset)
        assert page.get or page.post
        assert isinstance(page.body, Mapping)
