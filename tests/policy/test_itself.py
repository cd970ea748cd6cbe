"""What a project is called, as its links, addresses and sentences tell."""

from __future__ import annotations

import pytest

from troth.policy.document import parse
from troth.policy.itself import other_names, own_names
from troth.policy.words.sieve import SIEVE


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[Report it](https://github.com/harbour/ferry/security/advisories/new).", {"harbour", "ferry"}),
        ("Report holes [here](https://github.com/harbour/ferry/security/policy).", {"harbour", "ferry"}),
        ("Our scanner had [holes](https://github.com/harbour/ferry/security/advisories).", set()),
        ("Write to security@ferry.example.", {"ferry"}),
        ("Write to ferry-security@gmail.com.", {"ferry"}),
        ("Write to security@gmail.com.", set()),
        ("Did you find a bug in Ferry?", {"ferry"}),
        ("We use Ferry and Buoy. Did you find a bug in Buoy?", set()),
        ("Code is checked by Buoy. Did you find a bug in Buoy?", set()),
        ("We use nets on Ferry. Did you find a bug in Ferry?", {"ferry"}),
    ],
)
def test_only_what_takes_its_own_reports_is_the_project(text: str, names: set[str]) -> None:
    assert own_names(parse("a.md", text).statements, SIEVE.sift) == names


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        ("This is a fork of Harbourmaster.", "harbourmaster", True),
        ("Our upstream, Buoy, is slow.", "buoy", True),
        ("It is based on GitHub.", "github", False),
        ("Microsoft is large.", "microsoft", True),
        ("Microsoft cares. Microsoft mends. Microsoft answers. Microsoft pays.", "microsoft", False),
        ("A fork of Ferry. Report holes in Ferry to security@ferry.example.", "ferry", False),
    ],
)
def test_others_are_known_or_named_and_never_the_project(text: str, name: str, *, other: bool) -> None:
    statements = parse("a.md", text).statements
    assert (name in other_names(statements, own_names(statements, SIEVE.sift), SIEVE.sift)) is other
