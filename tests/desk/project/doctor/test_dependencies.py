"""What is installed is held against a real index of advisories; without one nobody looked."""

from __future__ import annotations

import importlib.metadata
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from advisories.shelf import AT
from desk.project.doctor.states import asked, words
from troth.advisories.update import Wanted, update
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.dependencies import CHECK, _by


class Told:
    """An index that knows one weakness of ``name``."""

    def __init__(self, ecosystems: set[str], fetched: datetime | None) -> None:
        self.ecosystems = ecosystems
        self.fetched = fetched

    def data(self, _: object) -> Told:
        return self

    def records(self, _: object) -> tuple[object, ...]:
        return ()


def test_without_an_index_nobody_looked(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROTH_ADVISORIES", str(tmp_path / "none.sqlite"))
    found = asked(CHECK, desk)
    assert found.state is State.UNSEEN
    assert "Nobody looked" in words(found, State.UNSEEN)


def test_an_index_of_other_packages(desk: Desk) -> None:
    (found,) = _by(Told({"Go"}, desk.at), desk)  # type: ignore[arg-type]
    assert found.state is State.UNSEEN


def test_an_old_index(desk: Desk) -> None:
    found = list(_by(Told({"PyPI"}, datetime(2026, 1, 1, tzinfo=UTC)), desk))  # type: ignore[arg-type]
    assert [each.state for each in found] == [State.AT_RISK, State.SAFE]


def test_a_package_that_is_installed_and_weak(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    django = importlib.metadata.version("Django")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for number, fixed in ((1, "99"), (2, django)):
        events = [{"introduced": "0"}, {"fixed": fixed}]
        record = {
            "schema_version": "1.7.0",
            "id": f"PYSEC-2026-{number}",
            "modified": "2026-01-01T00:00:00Z",
            "affected": [
                {
                    "package": {"ecosystem": "PyPI", "name": "django"},
                    "ranges": [{"type": "ECOSYSTEM", "events": events}],
                }
            ],
        }
        (shelf / f"PYSEC-2026-{number}.json").write_text(json.dumps(record))
    index = tmp_path / "advisories.sqlite"
    update(index, Wanted(sources=(str(shelf),)), AT, lambda _: None)
    monkeypatch.setenv("TROTH_ADVISORIES", str(index))
    found = asked(CHECK, replace(desk, at=AT))
    assert words(found, State.UNSAFE) == f"Django {django} is known to be weak: PYSEC-2026-1."
    assert "pip install --upgrade Django" in " ".join(each.do for each in found.findings)
