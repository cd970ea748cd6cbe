"""Exceptions that have lapsed go, the others stay, with their comments."""

from __future__ import annotations

import pytest

from remedy.proving import Tree, after, mend_tree, mended, policy
from troth.remedy.cutting import gone


def test_the_register(tree: Tree) -> None:
    text = (
        "# ours\r\n[waivers]\r\nlongest = 60\r\n\r\n"
        '# no fix\r\n[[waiver]]\r\ntarget = "CVE-2025-1"\r\nreason = "no fix"\r\nowner = "Quay"\r\nuntil = 2026-01-31\r\n\r\n'
        '[[waiver]] # stays\r\ntarget = "CVE-2025-2"\r\nreason = "no fix"\r\nowner = "Quay"\r\nuntil = 2026-12-31\r\n'
    )
    repository = tree(policy("Be kind.") | {"troth.toml": text.encode()})
    mended(repository, "waiver")
    now = (repository.root / "troth.toml").read_bytes().decode()
    assert "CVE-2025-1" not in now
    assert now.startswith("# ours\r\n[waivers]\r\nlongest = 60\r\n\r\n")
    assert now.endswith(text[text.index("[[waiver]] # stays") :])


@pytest.mark.parametrize(
    ("path", "text", "now"),
    [
        (
            ".trivyignore",
            "# a\nCVE-2025-1 exp:2026-01-31\nCVE-2025-2 exp:2027-01-31\n",
            "# a\nCVE-2025-2 exp:2027-01-31\n",
        ),
        (
            "osv-scanner.toml",
            (
                '[[IgnoredVulns]]\nid = "GO-2025-1"\nignoreUntil = 2026-01-31\nreason = "x"\n\n'
                '[[IgnoredVulns]]\nid = "GO-2025-2"\nignoreUntil = 2027-01-31\nreason = "x"\n'
            ),
            '[[IgnoredVulns]]\nid = "GO-2025-2"\nignoreUntil = 2027-01-31\nreason = "x"\n',
        ),
        (
            ".grype.yaml",
            (
                "# for all\nignore:\n\n  # GHSA-1: until 2026-01-31\n  - vulnerability: GHSA-1\n    package:\n      name: ferry\n\n"
                "  # GHSA-2: until 2027-01-31\n  - vulnerability: GHSA-2\n"
            ),
            "# for all\nignore:\n\n  # GHSA-2: until 2027-01-31\n  - vulnerability: GHSA-2\n",
        ),
        (
            ".grype.yaml",
            "fail-on-severity: high\nignore:\n  - vulnerability: GHSA-1 # until 2026-01-31\n",
            "fail-on-severity: high\n",
        ),
        (
            ".cargo/audit.toml",
            '[advisories]\nignore = [\n  "RUSTSEC-2025-0001", # until 2026-01-31\n  "RUSTSEC-2025-0002", # until 2027-01-31\n]\n',
            '[advisories]\nignore = [\n  "RUSTSEC-2025-0002", # until 2027-01-31\n]\n',
        ),
    ],
)
def test_files_of_tools(tree: Tree, path: str, text: str, now: str) -> None:
    found = mend_tree(tree, policy("Be kind.") | {path: text}, "waiver")
    assert after(found, path) == now


def test_an_item_among_others_on_one_line_is_told(tree: Tree) -> None:
    text = '[advisories]\nignore = ["RUSTSEC-2025-0001", "RUSTSEC-2025-0002"] # until 2026-01-31\n'
    found = mend_tree(tree, policy("Be kind.") | {"deny.toml": text}, "waiver")
    assert not found.edits
    assert "by hand" in found.unmended[0].reason


@pytest.mark.parametrize(
    ("before", "after_", "one"),
    [
        ({"a": [1, 2], "b": 1}, {"a": [1], "b": 1}, True),
        ({"a": [1, 2], "b": 1}, {"a": [1, 2]}, True),
        ({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]}, True),
        ({"a": [1, 2]}, {"a": None}, False),
        ({"a": 1, "b": 2}, {}, False),
        ({"a": 1}, {"a": True}, False),
        ([1, 2, 3], [1], False),
        ({"a": [1], "b": [2]}, {"a": [], "b": []}, False),
        ([1], [1], False),
    ],
)
def test_exactly_one_thing_is_gone(before: object, after_: object, one: bool) -> None:
    assert (gone(before, after_) is not None) is one
