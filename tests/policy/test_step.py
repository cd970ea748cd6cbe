"""Names of steps: the label, else the words without who, when and how."""

from __future__ import annotations

import pytest

from troth.policy.words.step import step_name


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("Triage: we look at the report", "triage", "triage"),
        ("We will acknowledge your report within two days.", "", "acknowledge the report"),
        ("The security team creates a patch (in private).", "", "create a patch"),
        ("The core team notifies the packagers", "", "notify the packagers"),
        ("Releases are prepared, signed and uploaded", "", "prepare releases"),
        ("Day 3 | Fix is drafted", "day 3", "fix is drafted"),
        ("Step 2: Public notice", "step 2", "public notice"),
        ("Credit you in the release notes, unless you object", "", "credit the reporter"),
        ("3. Publish an advisory via the usual list", "", "publish an advisory"),
        ("", "", ""),
    ],
)
def test_a_step_is_named_by_what_is_done(text: str, label: str, name: str) -> None:
    assert step_name(text, label) == name


def test_long_words_are_named_in_bounded_time() -> None:
    assert len(step_name("we " * 20_000, "")) <= 100
    assert len(step_name("(" * 20_000, "")) <= 100
