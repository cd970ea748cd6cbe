"""Path patterns: what they cover, and that no pattern is slow."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.automation.globs import matches

GITHUB = (
    ("*", "main", True),
    ("*", "feature/x", False),
    ("**", "feature/x", True),
    ("src/**", "src/a/b.py", True),
    ("src/**", "src", False),
    ("**/*.py", "app.py", True),
    ("**/*.py", "a/b/app.py", True),
    ("**/app.py", "a/myapp.py", False),
    ("a/**/b", "a/b", True),
    ("a/**/b", "a/x/y/b", True),
    ("a/**/b", "ab", False),
    ("v[12].[0-9]+.[0-9]+", "v1.10.3", True),
    ("v[12].[0-9]+.[0-9]+", "v3.1.3", False),
    ("*.jsx?", "page.js", True),
    ("*.jsx?", "page.jsx", True),
    ("*.jsx?", "page.jsxx", False),
    ("releases/**-alpha", "releases/beta/3-alpha", True),
    ("[unclosed", "[unclosed", True),
    ("a\\*", "a*", True),
    ("", "", True),
)
GITLAB = (
    ("{api,web}/**/*", "web/a/b", True),
    ("{api,web}/**/*", "docs/a", False),
    ("*.{py,rs}", "a.rs", True),
    ("a?c", "abc", True),
    ("a?c", "ac", False),
    ("{open", "{open", True),
)


@pytest.mark.parametrize(("glob", "path", "covered"), GITHUB)
def test_patterns_of_github(glob: str, path: str, *, covered: bool) -> None:
    assert matches(glob, path, "github") is covered


@pytest.mark.parametrize(("glob", "path", "covered"), GITLAB)
def test_patterns_of_gitlab(glob: str, path: str, *, covered: bool) -> None:
    assert matches(glob, path, "gitlab") is covered


@pytest.mark.parametrize(
    "glob", ["*a" * 200, "**/" * 130 + "zz", "a*" * 190 + "b", "**a" * 130 + "b", "a+" * 190 + "b"]
)
def test_a_hostile_pattern_costs_no_more_than_its_length(glob: str) -> None:
    started = time.process_time()
    assert not matches(glob, "a" * 220 + "!", "github")
    assert not matches(glob, "/".join(["a"] * 110) + "!", "github")
    assert time.process_time() - started < 5


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "/", "*", "**"]), max_size=7), st.text("ab/", max_size=8))
def test_stars_agree_with_regular_expressions(parts: list[str], path: str) -> None:
    glob = "".join(parts)
    pattern, at = "", 0
    while at < len(glob):
        if glob.startswith("**/", at):
            pattern, at = pattern + "(?:.+/)?", at + 3
        elif glob.startswith("**", at):
            pattern, at = pattern + ".*", at + 2
        else:
            pattern, at = pattern + ("[^/]*" if glob[at] == "*" else re.escape(glob[at])), at + 1
    assert matches(glob, path, "github") is bool(re.fullmatch(pattern, path))


@settings(max_examples=200, deadline=None)
@given(st.text("ab/*?+[]{}-,\\", max_size=30), st.text("ab/", max_size=12))
def test_no_pattern_raises(glob: str, path: str) -> None:
    assert matches(glob, path, "github") in (True, False)
    assert matches(glob, path, "gitlab") in (True, False)
