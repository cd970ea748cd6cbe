"""Which files speak for a pipeline: a name alone does not make one."""

from __future__ import annotations

import pytest

from troth.controls.wiring.reading import is_pipeline


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        (".github/workflows/ci.yml", True),
        (".gitlab-ci.yml", True),
        (".gitlab-ci/security.yml", True),
        (".gitlab/ci/scan.yml", True),
        ("ci/scan.gitlab-ci.yml", True),
        ("scripts/gitlab-ci-notes.sh", False),
        ("Makefile", False),
        (".pre-commit-config.yaml", False),
    ],
)
def test_a_pipeline_is_told_by_its_place(path: str, *, is_one: bool) -> None:
    assert is_pipeline(path) is is_one
