from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from advisories.shelf import AT
from troth.advisories.update import Wanted, update

Made = Callable[..., Path]


@pytest.fixture
def index_of(tmp_path: Path) -> Made:
    """`index_of(source, …) -> Path`: an index of these folders and files."""

    def make(*sources: Path) -> Path:
        path = tmp_path / "index" / "advisories.sqlite"
        update(path, Wanted(sources=tuple(map(str, sources))), AT, lambda _: None)
        return path

    return make
