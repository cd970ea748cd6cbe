"""Marks in templates: how a clock looks at an instant, standings, sentences, charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template

AT = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
H = timedelta(hours=1)


@dataclass
class Clock:
    state: str = "running"
    due_at: datetime = AT + 10 * H
    warn_at: datetime = AT + 5 * H
    met_at: datetime | None = None
    stopped_at: datetime | None = None
    sentence: str = "Within 48 hours of <your> report"
    document: str = "SECURITY.md"
    line: int = 29
    version: int = 3


def shown(source: str, **given: Any) -> str:
    return Template("{% load desk %}" + source).render(Context({"at": AT, "zone": "Europe/Berlin", **given}))


@pytest.mark.parametrize(
    ("clock", "kind", "said"),
    [
        (Clock(), "later", "10 h left"),
        (Clock(warn_at=AT), "soon", "10 h left"),
        (Clock(due_at=AT - 3 * H), "overdue", "3 h overdue"),
        (Clock(state="paused"), "paused", "paused"),
        (Clock(state="paused", due_at=AT - H), "paused", "paused"),
        (Clock(state="met", met_at=AT), "met", "met 10 h early"),
        (Clock(state="met", met_at=AT + 12 * H), "late", "met 2 h late"),
        (Clock(state="stopped", stopped_at=AT), "stopped", "stopped"),
    ],
)
def test_a_clock_says_how_it_stands(clock: Clock, kind: str, said: str) -> None:
    text = shown("{% due clock %}", clock=clock)
    assert f'class="due {kind}"' in text
    assert f"{said}</strong>" in text
    assert "Berlin</time>" in text


def test_a_sentence_is_quoted_with_its_place_and_escaped() -> None:
    text = shown("{% sentence clock %}", clock=Clock())
    assert "Within 48 hours of &lt;your&gt; report" in text
    assert "SECURITY.md:29, version 3" in text


@pytest.mark.parametrize(
    ("word", "mark", "kind"),
    [("kept", "●", "kept"), ("at_risk", "◐", "at-risk"), ("at risk", "◐", "at-risk"), ("broken", "✕", "broken")],
)
def test_a_standing_is_word_and_mark_and_colour(word: str, mark: str, kind: str) -> None:
    text = shown("{% standing word %}", word=word)
    assert (mark in text, f'class="standing {kind}"' in text, word.replace("_", " ") in text) == (True, True, True)


def test_a_severity_without_a_rating_says_so() -> None:
    assert "not rated" in shown("{% severity '' %}")
    assert "critical 9.8" in shown("{% severity 'critical' score %}", score=9.8)


def test_a_chart_says_its_figures_in_words_too() -> None:
    text = shown("{% chart months %}", months=[("Oct", 3, 0), ("Nov", 2, 1)])
    assert 'aria-label="By month: Oct 3 kept, Nov 2 kept 1 late"' in text
    assert "style=" not in text


def test_a_chart_of_nothing_is_nothing() -> None:
    assert shown("{% chart months %}", months=[("Oct", 0, 0)]) == ""
