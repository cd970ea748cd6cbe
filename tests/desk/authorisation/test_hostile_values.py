"""Values that no form foresees, in every field of every form, in every part of every address and query: never a fault.

What is not understood is refused in words (4xx) or kept as it is; the desk answers 500 to nothing. What a page then
shows of it is asked in ``tests/desk/hostile``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.authorisation.asking import ask
from desk.authorisation.expected import NOBODY, Page
from desk.authorisation.pages import LINKED_PAGES, OTHER_PAGES, TEAM_PAGES
from desk.authorisation.routes import arguments, filled
from desk.authorisation.test_pages_of_a_team import address, body
from desk.authorisation.world import Side, World

pytestmark = pytest.mark.django_db
HOSTILE: dict[str, Any] = {
    "nothing": "",
    "NUL": "a\0b",
    "a huge number": "9" * 4000,
    "beyond 64 bits": str(2**63),
    "a negative number": "-1",
    "the year 0": "0000-00-00",
    "a far day": "9999-12-31",
    "a long text": "x" * 200_000,
    "lines for a header": "a\r\nBcc: victim@example.org\r\n\r\nb",
    "marks of direction": "a\u202egpj.exe\u2066\u200b\ufeff",
    "a script": "<script>alert(1)</script>{{ 7*7 }}{% load x %}",
    "an address inside": "http://[::ffff:169.254.169.254]/latest",
}
ASKED = ("NUL", "a huge number", "beyond 64 bits", "a far day", "marks of direction")
"""Those that addresses are asked with."""
QUERIES = ("page", "show", "state", "severity", "project", "owner", "only", "q", "order", "subject", "group", "days",
           "against", "version", "verify", "next", "reason", "member", "until")  # fmt: skip
"""Names that some page reads from its address."""
PAGES = (*TEAM_PAGES, *LINKED_PAGES, *OTHER_PAGES)
# the example is loaded by any word but "remove", which takes seconds: its one field is a button
WRITTEN = [page for page in PAGES if page.post != NOBODY and not page.address.endswith("/example/")]


def where(page: Page, world: World, **other: Any) -> str:
    values = {}
    for name, _ in arguments(page.address):
        told = page.takes.get(name, "join" if page.address.endswith("join/<str:token>/") and name == "token" else name)
        side: Side = world.own
        if told == "view":
            values[name] = world.views["owner"]
        elif told == "feed":
            values[name] = world.feeds["owner"]
        elif told == "token" and page.address.endswith("due.ics"):
            values[name] = side.value("feed token")
        else:
            values[name] = side.value(told)
    return filled(page.address, values | other)


def sent(page: Page, world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """The right body with one field that is not, or with a file in its place."""
    world.own.values.setdefault("login elsewhere", world.accounts["owner"])
    right = body(page, world.own)
    for field in right:
        for said, value in HOSTILE.items():
            yield f"{field}: {said}", {**right, field: value}
        yield f"{field}: a file", {**right, field: SimpleUploadedFile("a.txt", b"\xff\0")}
        yield f"{field}: twice", {**right, field: ["1", "\0"]}


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.address)
def test_no_form_breaks(page: Page, world: World) -> None:
    faults = []
    for said, given in sent(page, world):
        answer = ask(world.browsers["owner"], "POST", where(page, world), given)
        if answer.status >= 500:
            faults.append(f"{said}: {answer.status}")
        if b"victim@example.org" in b" ".join(str(value).encode() for value in answer.response.headers.values()):
            faults.append(f"{said}: written into a header")
    cut = "&".join(f"{name}=%ED%A0%80%FF" for name in body(page, world.own))  # half a character, and no UTF-8
    for kind, raw in (
        ("multipart/form-data; boundary=x", b"\xff\0"),
        ("application/x-www-form-urlencoded", cut.encode()),
    ):
        answer = ask(world.browsers["owner"], "POST", where(page, world), raw, content_type=kind)
        if answer.status >= 500:
            faults.append(f"{kind}: {answer.status}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("page", [page for page in PAGES if page.get != NOBODY], ids=lambda page: page.address or "/")
def test_no_address_breaks(page: Page, world: World) -> None:
    faults = []
    for said, value in ((name, HOSTILE[name]) for name in ASKED):
        answer = ask(world.browsers["owner"], "GET", where(page, world), dict.fromkeys(QUERIES, value))
        if answer.status >= 500:
            faults.append(f"query {said}: {answer.status}")
    for name, _ in arguments(page.address):
        for value in ("%00", "%ff", "9" * 30, "a%0d%0ab"):
            answer = ask(world.browsers["owner"], "GET", where(page, world, **{name: value}))
            if answer.status >= 500:
                faults.append(f"{name} {value}: {answer.status}")
    assert not faults, "\n".join(faults)


def test_the_addresses_of_the_table_are_used(world: World) -> None:
    """The helper above names what the matrix names."""
    for page in TEAM_PAGES:
        assert where(page, world) == address(page, world, "owner")
