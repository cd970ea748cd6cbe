"""A dead link is led to the one thing that can be meant."""

from __future__ import annotations

import pytest

from remedy.proving import Tree, after, mend_tree, policy

GUIDE = "# Guide\n\nCall the harbour master.\n"


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("See [it](docs/Guide.md?plain=1#call).", "See [it](handbook/guide.md#call)."),
        ("See [it](/docs/guide.md) and `docs/guide.md`.", "See [it](/handbook/guide.md) and `docs/guide.md`."),
        ('See <a href="guide.md">it</a>.', 'See <a href="handbook/guide.md">it</a>.'),
        ("[it]: <docs/guide.md>", "[it]: <handbook/guide.md>"),
        ("Use [this](/security/advisories/new).", "Use [this](../../security/advisories/new)."),
        ("Use [this](security/policy).", "Use [this](../../security/policy)."),
    ],
)
def test_one_thing_is_meant(tree: Tree, line: str, becomes: str) -> None:
    found = mend_tree(tree, policy(line) | {"handbook/guide.md": GUIDE}, "dead-link")
    assert becomes in after(found, "SECURITY.md")
    assert "dead-link" not in {one.rule for one in found.after.findings}


@pytest.mark.parametrize(
    ("line", "files"),
    [
        ("See [it](docs/guide.md).", {"a/guide.md": GUIDE, "b/guide.md": GUIDE}),
        ("See [it](docs/README.md).", {"README.md": GUIDE}),
        ("See [it](docs/guide.md).", {"vendor/guide.md": GUIDE}),
        ("See [it](docs/guide.md) or [here](docs/guide.md).", {"handbook/guide.md": GUIDE}),
    ],
)
def test_nothing_is_guessed(tree: Tree, line: str, files: dict[str, str]) -> None:
    assert not mend_tree(tree, policy(line) | files, "dead-link").edits


def test_from_a_folder(tree: Tree) -> None:
    files = {".github/SECURITY.md": "# Security\n\nSee [it](guide.md), [new](/security/advisories/new).\n"}
    found = mend_tree(tree, files | {"docs/guide.md": GUIDE}, "dead-link")
    assert "[it](../docs/guide.md), [new](../../../security/advisories/new)" in after(found, ".github/SECURITY.md")
