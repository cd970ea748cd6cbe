"""What of the words of a tool is told again."""

from __future__ import annotations

from troth.evidence.tools.runs.stage import brief

RUFF = """ruff failed
  Cause: Failed to parse /root/.aws/credentials
  Cause: TOML parse error at line 2, column 25
  |
2 | aws_secret_access_key = a-value-of-somebody
  |                         ^^^^^^^^^
string values must be quoted
"""


def test_lines_of_files_are_left_out() -> None:
    """A configuration of the tree can lead a tool to any file of the machine (`extend`, `path`)."""
    told = brief(RUFF)
    assert "somebody" not in told
    assert told.endswith("line 2, column 25 string values must be quoted")


def test_a_bar_within_words_stays() -> None:
    assert brief("a | b\n/tmp/troth-run-1x/tree/c.py: d") == "a | b c.py: d"
