"""What holds for every format of a check."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from report.nasty import PAYLOADS, TEXTS, evil
from results import loose, result, whole
from troth.report.formats import FORMATS
from troth.report.manner import Manner
from troth.terms.redaction import covered

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What turns text around, ends lines where none is meant to end, or talks to a terminal."""
SHORT = sorted(set(FORMATS) - {"html"})
"""The HTML report shows the documents themselves, whole; ``test_html_page`` holds it to its own rules."""


def said(name: str, what: Any, **manner: Any) -> str:
    told: str = import_module(f"troth.report.{FORMATS[name]}").render(what, 1.4, Manner(**manner))
    return told


@pytest.mark.parametrize("name", SHORT)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_nothing_of_the_tree_steers_what_shows_it(name: str, path: str, words: str) -> None:
    for verbose in (False, True):
        told = said(name, evil(path, words, accepted=verbose), verbose=verbose)
        told.encode()
        assert not STEERING.search(told)
        assert told.endswith("\n")


@pytest.mark.parametrize("name", sorted(set(SHORT) - {"json", "text"}))
def test_a_sentence_of_a_megabyte_is_cut(name: str) -> None:
    """Sentences are cut where they are read; formats that hosts bound do not rely on it."""
    assert len(said(name, evil("SECURITY.md", "word " * 200_000))) < 500_000
    assert len(said(name, evil("SECURITY.md", "w" * 1_000_000))) < 500_000


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_check_is_the_same_text(name: str) -> None:
    assert said(name, whole()) == said(name, whole())


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"badge-json", "gitlab", "text"}))
def test_every_format_says_when_and_of_what(name: str) -> None:
    told = said(name, whole())
    assert "2026-11-25" in told or "25 November 2026" in told
    assert "53ae8179" in told
    assert "SECURITY.md" in told
    assert "hosted settings" in told


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"json"}))
def test_ten_thousand_promises_stay_within_bounds(name: str) -> None:
    many = result(*(loose(3, line, f"pin-{line}") for line in range(1, 10_001)))
    assert len(said(name, many)) < 40_000_000


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_formats_stay_json(payload: str) -> None:
    for name in ("json", "sarif", "gitlab", "badge-json"):
        json.loads(said(name, evil(payload, payload), verbose=True))


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"json", "text"}))
def test_covering_a_secret_breaks_no_format(name: str) -> None:
    told = said(name, evil("SECURITY.md", "token ghp_" + "a1B2" * 9))
    assert len(covered(told)) == len(told)
