"""Tools are run for the day of the check only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from troth import pipeline
from troth.cli.__main__ import parser
from troth.cli.examine import examine
from troth.evidence.scene import Scene

TODAY = datetime.now(UTC).date()


@pytest.mark.parametrize(
    ("at", "no_tools", "runs"),
    [(None, False, True), (None, True, False), (TODAY - timedelta(days=40), False, False)],
)
def test_a_run_of_today_is_no_result_of_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: date | None, *, no_tools: bool, runs: bool
) -> None:
    (tmp_path / "SECURITY.md").write_text("# Security\n\nWe run `bandit` on every pull request.\n")
    scenes: list[Scene] = []
    whole = pipeline.check

    def noted(given: Any, scene: Scene, *rest: Any) -> Any:
        scenes.append(scene)
        return whole(given, Scene(repository=scene.repository, at=scene.at), *rest)

    monkeypatch.setattr(pipeline, "check", noted)
    words = ["check", str(tmp_path), *(["--at", at.isoformat()] if at else []), *(["--no-tools"] if no_tools else [])]
    examine(parser(words).parse_args(words))
    assert [scene.run_tools for scene in scenes] == [runs]
