"""Commitments of one document are told of each other, and only of those that concern them."""

from __future__ import annotations

from datetime import date

from troth.controls import MOST_ROWS, judge, together
from troth.controls.supported_version import CONTROL
from troth.terms.answer import Answer, Answers
from troth.terms.commitment import Commitment, Pin, SupportedVersion
from troth.terms.seen.manifests import Release
from troth.terms.span import Span
from troth.terms.verdict import Standing
from troth.terms.wants import Releases


def pin(path: str, ecosystem: str, *packages: str) -> Pin:
    others = not packages
    return Pin(span=Span(path, 3), what="packages", rule="~=", ecosystem=ecosystem, packages=packages, others=others)


def test_only_names_of_the_same_document_and_ecosystem_are_taken() -> None:
    given: list[Commitment] = [
        pin("SECURITY.md", "npm", "requests"),
        pin("docs/other.md", "pypi", "httpx"),
        pin("SECURITY.md", "pypi", "fastapi"),
        pin("SECURITY.md", "", "pydantic"),
        pin("SECURITY.md", "pypi"),
    ]
    rest = together(given)[-1]
    assert isinstance(rest, Pin)
    assert rest.excepted == ("fastapi", "pydantic")
    any_ecosystem = together([*given, pin("SECURITY.md", "")])[-1]
    assert isinstance(any_ecosystem, Pin)
    assert any_ecosystem.excepted == ("fastapi", "pydantic", "requests")


def rows(count: int) -> list[Commitment]:
    return together(
        SupportedVersion(span=Span("SECURITY.md", line), version=f"{line}.x", supported=True)
        for line in range(1, count + 1)
    )


def answers(row: Commitment) -> Answers:
    release = Release(tag="v2.0.0", version="2.0.0", span=Span("tag:v2.0.0"))
    return Answers(
        {want: Answer(found=(release,) if isinstance(want, Releases) else ()) for want in CONTROL.wants(row)}
    )


def test_a_table_too_long_to_compare_breaks_nothing() -> None:
    long = rows(MOST_ROWS + 1)
    verdict = judge(long[2], answers(long[2]), date(2026, 1, 31))
    assert verdict.standing is Standing.UNPROVEN
    assert "too many rows" in verdict.reason


def test_a_table_of_usual_length_is_compared() -> None:
    usual = rows(3)
    assert judge(usual[1], answers(usual[1]), date(2026, 1, 31)).standing is Standing.KEPT
