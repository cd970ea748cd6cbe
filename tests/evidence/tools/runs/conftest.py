from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import write
from evidence.tools.runs.recorded import play
from evidence.tools.runs.trees import case
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun


@pytest.fixture
def played(tmp_path: Path) -> Callable[[str, str], Answer[ToolRun]]:
    """`played("gosec", "torn")`: what the runner makes of the recorded output of the real tool."""
    number = 0

    def run(tool: str, name: str) -> Answer[ToolRun]:
        nonlocal number
        number += 1
        folder = tmp_path / f"played-{number}"
        tree = folder / "tree"
        tree.mkdir(parents=True)
        one = case(tool, name)
        write(tree, one.files)
        return play(one, tree, folder)

    return run
