"""What two commitments say otherwise, and which of them promises less."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from troth.terms.commitment import Commitment, Deadline, Demand, Pin, Recurrence, Sbom, SupportedVersion, Tool
from troth.terms.event import Event
from troth.terms.meaning import differences, direction, meaning
from troth.terms.span import Span

HERE = Span("SECURITY.md", 5, "A sentence.")


def deadline(within: str = "PT48H", **fields: object) -> Deadline:
    return Deadline(span=HERE, action="acknowledge", within=within, **fields)  # type: ignore[arg-type]


def recurrence(every: str) -> Recurrence:
    return Recurrence(span=HERE, action="scan", every=every)


def tool(**fields: object) -> Tool:
    return Tool(span=HERE, name="bandit", **fields)  # type: ignore[arg-type]


WEAKER: list[tuple[Commitment, Commitment]] = [
    (deadline(), deadline("P14D")),
    (deadline("P2D"), deadline("P2D", basis="business")),
    (deadline(), deadline(strength="target")),
    (deadline(strength="target"), deadline(strength="discretion")),
    (deadline(), deadline(severity=("critical",))),
    (deadline(severity=("critical", "high")), deadline(severity=("critical",))),
    (deadline(), deadline(condition="once we reach 1.0")),
    (recurrence("P1W"), recurrence("P1M")),
    (recurrence("P1W"), recurrence("")),
    (tool(demand=Demand.ENFORCED), tool()),
    (tool(), tool(demand=Demand.ADVISORY)),
    (tool(events=(Event.PUSH, Event.PULL_REQUEST)), tool(events=(Event.PUSH,))),
    (tool(place=("ci",)), tool()),
    (tool(place=("ci", "pre-commit")), tool(place=("ci",))),
    (tool(universal=True), tool()),
    (tool(threshold="high"), tool(threshold="critical")),
    (tool(), tool(threshold="high")),
    (Pin(span=HERE, what="all", rule="=="), Pin(span=HERE, what="all", rule="==", packages=("flask",))),
    (Sbom(span=HERE, formats=("spdx", "cyclonedx")), Sbom(span=HERE, formats=("spdx",))),
    (Pin(span=HERE, what="all", rule="=="), Pin(span=HERE, what="all", rule="~=")),
    (SupportedVersion(span=HERE, version="1.x", supported=True), SupportedVersion(span=HERE, version="1.x", supported=False)),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), WEAKER)
def test_less_is_weaker_and_back_is_stronger(before: Commitment, after: Commitment) -> None:
    assert direction(before, after) == "weaker"
    assert direction(after, before) == "stronger"
    assert direction(before, before) == ""


def test_some_of_either_is_mixed() -> None:
    assert direction(deadline(strength="target"), deadline("P14D")) == "mixed"


def test_a_hook_of_a_developer_instead_of_no_place_leads_nowhere() -> None:
    assert direction(tool(), tool(place=("pre-commit",))) == ""


def test_a_lead_time_leads_nowhere() -> None:
    assert direction(deadline("P7D", upper=False), deadline("P14D", upper=False)) == ""


def test_equal_lengths_mean_the_same() -> None:
    assert meaning(deadline("PT48H")) == meaning(deadline("P2D"))
    assert differences(deadline("PT48H"), deadline("P2D")) == ()


def test_another_product_is_another_meaning() -> None:
    tide = SupportedVersion(span=HERE, version="1.x", supported=True, product="tide")
    ferry, plain = replace(tide, product="ferry"), replace(tide, product="")
    assert [one.name for one in differences(tide, ferry)] == ["product"]
    assert len({meaning(tide), meaning(ferry), meaning(plain)}) == 3
    assert differences(tide, plain) == ()  # the table lost its other products, not the row


def test_place_and_what_troth_toml_says_are_no_meaning() -> None:
    moved = deadline(also=(HERE,), heading=("x",), named="a", silenced="b")
    assert meaning(moved) == meaning(deadline())


def test_another_kind_is_the_only_difference() -> None:
    (only,) = differences(deadline(), recurrence("P1W"))
    assert (only.name, only.before, only.after) == ("kind", "deadline", "recurrence")
