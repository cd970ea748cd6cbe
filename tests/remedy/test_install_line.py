"""Wrong install lines become the makers' own, whole lines alone in other files, and history stays."""

from __future__ import annotations

from remedy.proving import Tree, after, mend_tree, policy, standings

WRONG = "go install github.com/securecode/gosec/v2/cmd/gosec@v2.20.0"
RIGHT = "go install github.com/securego/gosec/v2/cmd/gosec@v2.20.0"


def test_the_version_stays_and_history_stays(tree: Tree) -> None:
    files = policy("## Tools", "", "```sh", WRONG, "```") | {
        "CHANGELOG.md": f"- {WRONG}\n",
        "vendor/README.md": f"{WRONG}\n",
        ".github/workflows/scan.yml": f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: {WRONG}\n",
        "notes.md": "See github.com/securecode/gosec for more.\n",
    }
    found = mend_tree(tree, files, "install-line")
    assert f"\n{RIGHT}\n" in after(found, "SECURITY.md")
    assert f"- run: {RIGHT}\n" in after(found, ".github/workflows/scan.yml")
    assert {edit.path for edit in found.edits} == {"SECURITY.md", ".github/workflows/scan.yml"}
    assert "broken" in standings(found).values()


def test_a_retired_command_stays(tree: Tree) -> None:
    files = policy("## Tools", "", "```sh", "safety check", "```")
    assert not mend_tree(tree, files, "install-line").edits


def test_a_name_that_only_begins_alike_stays(tree: Tree) -> None:
    files = policy("## Tools", "", "```sh", WRONG, "```") | {"docs/a.md": f"{WRONG}-next\n"}
    assert [edit.path for edit in mend_tree(tree, files, "install-line").edits] == ["SECURITY.md"]
