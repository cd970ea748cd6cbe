"""Each name that policies tell apart is judged by the runs of its tool."""

from __future__ import annotations

from troth.evidence import tools
from troth.terms.tool_editions import BESIDE, SAME, shows


def test_each_edition_is_one_of_the_two() -> None:
    editions = {edition: one.name for one in tools.NAMES for edition in one.editions}
    assert editions == {**SAME, **BESIDE}


def test_a_kindred_tool_shows_itself_only_where_its_line_names_it() -> None:
    assert shows("owasp zap", "zap", "zap-baseline.py -t https://harbour.example.org")
    assert shows("zap", "zap", "")
    assert shows("cargo-machete", "cargo-udeps", "run: cargo machete")
    assert not shows("cargo-machete", "cargo-udeps", "run: cargo udeps")
    assert not shows("zap", "nuclei", "nuclei -u https://harbour.example.org")
