"""The action that publishes to PyPI signs with Sigstore from one release on, unless it is told not to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troth.evidence.automation.gatherer import invocations
from troth.evidence.repository import Repository

CI = ".github/workflows/release.yml"
COMMIT = "76f52bc884231f62b9a034ebfe128415bbaabdfc"


@pytest.mark.parametrize(
    ("ref", "inputs", "signs", "doubted"),
    [
        (f"{COMMIT} # v1.12.4", "", True, False),
        ("release/v1", "", True, False),
        ("v1.11.0", "", True, False),
        ("v1", "", True, False),
        ("v1.8.14", "", False, False),
        (f"{COMMIT} # v1.10.3", "", False, False),
        (COMMIT, "", True, True),
        ("unstable/v1", "", True, True),
        ("v1.12.4", "attestations: false", False, False),
        ("v1.12.4", "password: ${{ secrets.HARBOUR }}", False, False),
    ],
)
def test_attestations(tree: Callable[..., Repository], ref: str, inputs: str, *, signs: bool, doubted: bool) -> None:
    told = f"        with:\n          {inputs}\n" if inputs else ""
    step = f"      - uses: pypa/gh-action-pypi-publish@{ref}\n{told}"
    text = f"on:\n  release:\njobs:\n  quay:\n    runs-on: ubuntu-latest\n    steps:\n{step}"
    found = [one for one in invocations(tree({CI: text})).found if one.tool == "sigstore"]
    assert bool(found) is signs
    assert any(one.doubts for one in found) is doubted
