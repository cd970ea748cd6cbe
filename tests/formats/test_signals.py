"""EPSS scores and CISA's catalogue."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.shelf import CATALOGUE, SCORES
from troth.formats import epss, kev


def test_scores_are_read_line_by_line() -> None:
    assert epss.looks_like(SCORES)
    assert dict(epss.rows(SCORES.splitlines())) == {"CVE-2026-90001": 0.5, "CVE-2026-90002": 0.25}
    assert epss.score_date(SCORES) == "2026-02-28T00:00:00Z"


def test_lines_of_another_form_are_passed_over() -> None:
    lines = [epss.HEADER, "CVE-2026-1,0.5,1", "CVE-2026-90001,1.5,1", "CVE-2026-90001,nan,1", "rm -rf,0.5,1", ""]
    assert list(epss.rows(lines)) == []


@pytest.mark.parametrize("lines", [[], ["cve,score"], ["# a"]])
def test_a_file_without_the_header_is_none(lines: list[str]) -> None:
    with pytest.raises(epss.BadScoresError):
        list(epss.rows(lines))


def test_the_catalogue() -> None:
    assert kev.looks_like(CATALOGUE)
    assert kev.read(CATALOGUE) == kev.Catalogue(("CVE-2026-90002",), "2026-02-28T12:00:00Z")


@given(st.binary(max_size=100) | st.integers(0, len(CATALOGUE)).map(lambda at: CATALOGUE[:at]))
def test_any_bytes_are_a_catalogue_or_refused(content: bytes) -> None:
    with contextlib.suppress(kev.BadCatalogueError):
        kev.read(content)


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_lines_are_scores_or_refused(lines: list[str]) -> None:
    with contextlib.suppress(epss.BadScoresError):
        assert all(0 <= score <= 1 for _, score in epss.rows([epss.HEADER, *lines]))
