"""Room for the next reports."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from desk.project.doctor.states import asked
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.disk import CHECK


@pytest.mark.parametrize(
    ("free", "files", "state"),
    [
        (50 * 2**30, 10**6, State.SAFE),
        (3 * 2**30, 10**6, State.AT_RISK),
        (100 * 2**20, 10**6, State.UNSAFE),
        (50 * 2**30, 12, State.AT_RISK),
    ],
)
def test_room(free: int, files: int, state: State, desk: Desk, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = SimpleNamespace(f_bavail=free // 4096, f_frsize=4096, f_files=10**7, f_favail=files)
    monkeypatch.setattr(os, "statvfs", lambda _: found)
    assert asked(CHECK, desk).state is state


def test_the_real_disk(desk: Desk, data: Path) -> None:
    assert f"GB are free for {data}" in asked(CHECK, desk).findings[0].says
