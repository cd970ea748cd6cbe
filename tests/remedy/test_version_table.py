"""A row for the newest release is added like the others, or nothing is."""

from __future__ import annotations

import pytest

from remedy.proving import Tree, after, mended, policy

HEAD = ("## Supported versions", "", "| Version | Supported          |", "| ------- | ------------------ |")
FILES = {"README.md": "# Quay\n"}


@pytest.mark.parametrize(
    ("rows", "old", "tag", "row"),
    [
        (
            ("| 5.1.x   | :white_check_mark: |", "| < 5.1   | :x: |"),
            ("v5.1.0", "v5.0.0"),
            "v6.0.2",
            "| 6.0.x   | :white_check_mark: |",
        ),
        (("| 1.x     | yes |", "| 2.x     | yes |"), ("1.0.0", "2.0.0"), "3.0.0", "| 3.x     | yes |"),
        (("| v9.8.x  | ✅ |",), ("v9.8.0",), "v9.10.0", "| v9.10.x | ✅ |"),
        (("| `1.2`   | ✅ |",), ("v1.2.0",), "v1.3.1", "| `1.3`   | ✅ |"),
        (("|1.9.x|✔️|",), ("v1.9.0",), "v1.10.0", "|1.10.x|✔️|"),
        (("| **0.1.x** | Yes |",), ("v0.1.0",), "v0.2.0", "| **0.2.x** | Yes |"),
    ],
)
def test_a_row_like_the_newest_one(
    git_tree: Tree, rows: tuple[str, ...], old: tuple[str, ...], tag: str, row: str
) -> None:
    files = policy(*HEAD, *rows, "", "Older ones get nothing.")
    found = mended(git_tree([("2026-01-01", files | FILES, (*old, tag))]), "version-table")
    lines = after(found, "SECURITY.md").split("\n")
    assert row in lines
    lines.remove(row)
    assert "\n".join(lines) == files["SECURITY.md"], "nothing else is changed"
    assert "broken" not in {str(one.verdict.standing) for one in found.after.judged}


@pytest.mark.parametrize(
    "rows",
    [
        ("| 1.2.x | ✅ until 2026-12-31 |",),  # nobody but the project knows the next date
        ("| 1.2.x | ✅ (LTS) |",),
        ("| 1.2.x (current) | ✅ |",),
        ("| 2.x | ❌ |", "| 1.x | ✅ |"),  # what is unsupported is a decision
    ],
)
def test_nothing_is_guessed(git_tree: Tree, rows: tuple[str, ...]) -> None:
    found = mended(git_tree([("2026-01-01", policy(*HEAD, *rows) | FILES, ("v2.0.0",))]), "version-table")
    assert not found.edits
    assert found.unmended


def test_prose_stays(git_tree: Tree) -> None:
    text = policy("## Supported versions", "", "- Version 1.2.x is supported with security fixes.")
    assert not mended(git_tree([("2026-01-01", text | FILES, ("v2.0.0",))]), "version-table").edits
