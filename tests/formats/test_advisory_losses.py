"""The table of what formats cannot carry, measured: every cell is looked up in what the writers write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from formats.own_advisories import AT, V3, V4, WHOLE
from troth.formats import advisory_formats, advisory_losses
from troth.formats.advisory_losses import COLUMNS, ROWS
from troth.terms.advisory import Event, Range
from troth.terms.own_advisory import OwnAdvisory, Product

COMMIT = "a" * 40
_REPLACED = msgspec.structs.replace
WITHDRAWN = _REPLACED(
    WHOLE, state="withdrawn", withdrawn=AT + timedelta(days=3), withdrawn_reason="It was none after all."
)
ELSEWHERE = _REPLACED(WHOLE, products=(*WHOLE.products, Product(name="Buoy firmware", versions=("7.7.7",))))
COMMITS = _REPLACED(
    WHOLE,
    products=(
        _REPLACED(
            WHOLE.products[0],
            ranges=(
                *WHOLE.products[0].ranges,
                Range(type="GIT", repo="https://git.example/h", events=(Event("introduced", COMMIT),)),
            ),
        ),
    ),
)
OTHER = _REPLACED(
    WHOLE,
    products=(
        Product(
            name="Mole of tests",
            package=WHOLE.products[0].package,
            versions=("4.4",),
            fixed=("9.9.1",),
            repository="https://src.example/mole",
        ),
    ),
)
BRITISH = _REPLACED(WHOLE, language="en-GB")
PROBES: dict[str, tuple[OwnAdvisory, str]] = {
    "id": (_REPLACED(WHOLE, id="x_harbour-2026-0007"), "x_harbour-2026-0007"),
    "cve": (WHOLE, "CVE-2026-90001"),
    "aliases": (_REPLACED(WHOLE, aliases=(*WHOLE.aliases, "PYSEC-2026-77")), "PYSEC-2026-77"),
    "related": (WHOLE, "CVE-2026-90002"),
    "title": (WHOLE, WHOLE.title),
    "summary": (WHOLE, WHOLE.summary),
    "details": (WHOLE, WHOLE.details + "|The reader follows|follows ..|follows <code>..</code>"),
    "impact": (WHOLE, WHOLE.impact),
    "exploited": (WHOLE, WHOLE.exploited),
    "product": (OTHER, "Mole of tests"),
    "vendor": (WHOLE, "Harbour Works"),
    "ranges": (WHOLE, "2.3"),
    "versions": (WHOLE, "3.0"),
    "fixed": (OTHER, "9.9.1"),
    "elsewhere": (ELSEWHERE, "Buoy firmware|Buoy%20firmware"),
    "not_affected": (WHOLE, "Harbour Light|Harbour%20Light"),
    "why_not": (WHOLE, "vulnerable_code_not_present|vulnerable code not present"),
    "why_not_words": (WHOLE, "It has no reader of charts."),
    "looked_at": (WHOLE, "Quay|quay"),
    "functions": (WHOLE, "harbour.charts.read"),
    "platforms": (WHOLE, "Linux"),
    "repository": (OTHER, "https://src.example/mole"),
    "commits": (COMMITS, COMMIT),
    "cvss_3": (WHOLE, V3 + "|CVSS 3.1: 7.5|CVSS 3.1: 8.1"),
    "cvss_4": (WHOLE, V4 + "|CVSS 4.0: "),
    "cwe": (WHOLE, "CWE-22"),
    "cwes": (WHOLE, "CWE-73"),
    "remediation": (WHOLE, "Take charts from people you trust."),
    "remediation_kind": (WHOLE, "workaround|Workaround"),
    "remediation_url": (WHOLE, "https://harbour.example/3.1"),
    "references": (WHOLE, "https://git.harbour.example/harbour/c/1"),
    "reference_title": (WHOLE, "The fix"),
    "credit": (WHOLE, "Reporter of tests"),
    "credit_kind": (WHOLE, "finder|FINDER|Finder"),
    "credit_link": (WHOLE, "https://reporter.example"),
    "credit_login": (WHOLE, "reporter-of-tests"),
    "timeline": (WHOLE, "It was reported."),
    "discovered": (WHOLE, "2026-01-20T09:30:00Z|2026-01-20"),
    "published": (WHOLE, "2026-03-01T09:30:00Z|2026-03-01"),
    "modified": (WHOLE, "2026-03-02T09:30:00Z|2026-03-02"),
    "revisions": (WHOLE, "The range of 2.x is told exactly."),
    "withdrawn": (WITHDRAWN, "2026-03-05T09:30:00Z|2026-03-05"),
    "withdrawn_reason": (WITHDRAWN, "It was none after all."),
    "language": (BRITISH, "en-GB"),
    "tlp": (_REPLACED(WHOLE, tlp="GREEN"), "GREEN"),
    "publisher": (_REPLACED(WHOLE, publisher=_REPLACED(WHOLE.publisher, name="Pilots of tests")), "Pilots of tests"),
    "namespace": (_REPLACED(WHOLE, publisher=_REPLACED(WHOLE.publisher, namespace="https://n.example")), "https://n.example"),
    "contact": (WHOLE, "security@harbour.example"),
    "authority": (WHOLE, "The makers of Harbour"),
    "page": (WHOLE, WHOLE.page),
}  # fmt: skip
FOR_PEOPLE = frozenset({"html", "release-note", "atom"})
STRUCTURED = frozenset({"vulnerable_version_range", "patched_versions", "purl", "@id"})
"""Keys whose text has a grammar that machines read."""


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Keys and texts; a note of CSAF that is of no category of its own is words, whatever it holds."""
    if isinstance(value, dict):
        other = value.get("category") == "other"
        for name, item in value.items():
            yield from leaves(f"Note: {item}" if other and name == "text" else item, name)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, key)
    elif isinstance(value, str):
        yield key, value


def standing(text: str, probe: str) -> bool:
    """Whether it stands there as a whole word: "3.0" not in "13.0.1"."""
    start = r"(?<![\w.])" if probe[0].isalnum() else ""
    end = r"(?![\w]|\.\w)" if probe[-1].isalnum() else ""
    return re.search(start + re.escape(probe) + end, text) is not None


def measured(format_: str, advisory: OwnAdvisory, probes: list[str]) -> str:
    found = advisory_formats.named(format_)
    assert found is not None
    content = found.write(advisory).decode()
    if format_ in FOR_PEOPLE:
        return "field" if any(standing(content, probe) for probe in probes) else "not"
    level = "not"
    for key, leaf in leaves(json.loads(content)):
        for probe in probes:
            if not standing(leaf, probe):
                continue
            if leaf == probe or leaf.startswith("vers:") or (key in STRUCTURED and not leaf.startswith("https:")):
                return "field"
            level = "words"
    return level


def test_every_field_of_the_record_is_probed_and_every_column_is_a_format() -> None:
    assert set(PROBES) == {row.name for row in ROWS}
    assert all(advisory_formats.named(name) for name in COLUMNS)
    assert all(len(row.letters.split()) == len(COLUMNS) for row in ROWS)
    others = {each.name for each in advisory_formats.FORMATS} - set(COLUMNS)
    assert others == {"markdown", "record"}


@pytest.mark.parametrize("format_", COLUMNS)
def test_the_table_says_what_the_writers_do(format_: str) -> None:
    wrong = {}
    for row in ROWS:
        advisory, probes = PROBES[row.name]
        assert row.has(advisory), row.name
        seen, said = measured(format_, advisory, probes.split("|")), row.carried(format_)
        if format_ in FOR_PEOPLE and said == "words":
            said = "field"  # of pages for people all is words
        if seen != said:
            wrong[row.name] = (said, seen)
    assert not wrong


def test_the_page_of_the_documentation_has_the_table() -> None:
    page = (Path(__file__).parents[2] / "docs" / "advisory-formats.md").read_text()
    told = page.split("<!-- table -->\n")[1].split("<!-- end of table -->")[0]
    assert told == advisory_losses.table(), "paste what advisory_losses.table() gives"


def test_what_one_advisory_loses_is_told_in_sentences() -> None:
    told = advisory_losses.losses(WHOLE, "ghsa")
    assert "CVSS 4.0 beside CVSS 3: GitHub has no place for it." in told
    alone = _REPLACED(WHOLE, severity=WHOLE.severity[1:])
    assert not any("CVSS" in one for one in advisory_losses.losses(alone, "ghsa"))
    assert V4 in advisory_formats.FORMATS[5].write(alone).decode()
    assert "CVSS 4.0 beside CVSS 3: CSAF 2.0 tells it in words only." in advisory_losses.losses(WHOLE, "csaf")
    assert advisory_losses.losses(WHOLE, "record") == ()
