"""A file is there whole or not at all, and over no other one, also on disks that know no hard links."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from troth_desk.backups.places import beside
from troth_desk.backups.refusal import NoBackupError


@pytest.fixture(params=[0, errno.EPERM, errno.EOPNOTSUPP], ids=["links", "FAT", "a share"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def refused(*_: object) -> None:
        raise OSError(request.param, os.strerror(request.param))

    if request.param:
        monkeypatch.setattr(os, "link", refused)
    return tmp_path / "a.zip"


def test_it_is_there_at_the_end_and_nothing_beside_it(place: Path) -> None:
    with beside(place) as aside:
        aside.write_text("whole")
        assert not place.exists()
    assert place.read_text() == "whole"
    assert place.stat().st_mode & 0o777 == 0o600
    assert list(place.parent.iterdir()) == [place]


def test_what_somebody_wrote_meanwhile_stays(place: Path) -> None:
    with pytest.raises(NoBackupError, match="somebody else meanwhile"), beside(place):
        place.write_text("theirs")
    assert place.read_text() == "theirs"
    assert list(place.parent.iterdir()) == [place]


def test_an_error_leaves_nothing(place: Path) -> None:
    with pytest.raises(OSError, match="full"), beside(place):
        raise OSError(errno.ENOSPC, "the disk is full")
    assert list(place.parent.iterdir()) == []
