"""Keys that a tool ignores are renamed only to what means the same, and taken out only where nothing else changes."""

from __future__ import annotations

import pytest

from remedy.proving import Tree, after, mend_tree, policy, turned

RUN = "on: [push]\njobs:\n  scan:\n    runs-on: x\n    steps:\n      - run: {}\n"
SCAN = ".github/workflows/scan.yml"


@pytest.mark.parametrize(
    ("name", "call", "before", "now"),
    [
        (".bandit", "bandit -r .", "[bandit]\nexclude_dirs = tests,venv\n", "[bandit]\nexclude = tests,venv\n"),
        ("bandit.yaml", "bandit -c bandit.yaml -r .", "skip: [B101]\n", "skips: [B101]\n"),
        ("bandit.yaml", "bandit -c bandit.yaml -r .", "excludes:\n  - tests\n", "exclude_dirs:\n  - tests\n"),
        ("bandit.yaml", "bandit -c bandit.yaml -r .", "skips: [B101]\ntargets:\n- src\n- lib\n", "skips: [B101]\n"),
        (
            "bandit.yaml",
            "bandit -c bandit.yaml -r .",
            "# all\ntargets:\n  - src\n\n# tests assert\nskips: [B101]\n",
            "# all\n\n# tests assert\nskips: [B101]\n",
        ),
        (
            "bandit.yaml",
            "bandit -c bandit.yaml -r .",
            "# All of it\n\n# Report format\nformat: json\n\nskips: [B101]\n",
            "# All of it\n\nskips: [B101]\n",
        ),
    ],
)
def test_bandit(tree: Tree, name: str, call: str, before: str, now: str) -> None:
    files = policy("We run `bandit` on every push.") | {SCAN: RUN.format(call), name: before, "src/a.py": "x = 1\n"}
    found = mend_tree(tree, files, "dead-key")
    assert after(found, name) == now
    assert ("at_risk", "kept") in turned(found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("skip: B101\n", "another form"),  # not a list
        ("skip: [B101]\nskips: [B102]\n", "another form"),  # the real key stands there already
        ("a: &x [1]\nskips: [B101]\ntargets: *x\n", "by hand"),  # what is used elsewhere is not cut
        ("{skips: [B101], targets: [src]}\n", "by hand"),  # all on one line
    ],
)
def test_what_is_no_clear_matter_stays(tree: Tree, text: str, reason: str) -> None:
    files = policy("We run `bandit` on every push.") | {
        SCAN: RUN.format("bandit -c bandit.yaml -r ."),
        "bandit.yaml": text,
    }
    found = mend_tree(tree, files, "dead-key")
    assert not [edit for edit in found.edits if "targets" in (edit.before or "") and "a:" not in (edit.before or "")]
    assert any(reason in one.reason for one in found.unmended)


def test_refusing_never_becomes_allowing(tree: Tree) -> None:
    files = policy("We run `cargo-deny` on every push.") | {
        SCAN: RUN.format("cargo deny check"),
        "Cargo.toml": '[package]\nname = "quay"\nversion = "0.1.0"\n',
        "deny.toml": '[licenses]\nallow-list-is = 1\ndeny = ["GPL-3.0"]\n',
    }
    found = mend_tree(tree, files, "dead-key")
    assert all("allow = " not in (edit.after or "") for edit in found.edits)


def test_what_the_policy_prints(tree: Tree) -> None:
    files = policy("### Bandit configuration (.bandit)", "```ini", "[bandit]", "exclude_dirs = tests", "```")
    found = mend_tree(tree, files, "dead-key")
    assert "\nexclude = tests\n" in after(found, "SECURITY.md")
