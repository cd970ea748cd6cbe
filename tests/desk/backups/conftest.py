"""Desks to back up: those that earlier releases left, and databases that are empty."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk.databases import Make, databases
from desk.releases.conftest import new_database
from desk.releases.released import RELEASES, Desk, bring_back

__all__ = ["new_database"]
PASSPHRASE = "correct horse battery staple"


@dataclass(slots=True)
class Drill:
    """A desk with data, prepared for this release, and places for backups of it."""

    desk: Desk
    folder: Path
    passphrase: Path
    new_database: Make
    made: int = 0

    def back_up(self, *options: str, code: int = 0) -> tuple[Path, dict[str, Any]]:
        """A backup, and what the command told of it."""
        self.made += 1
        path = self.folder / f"{self.made}.tbk"
        sealed = () if "--without-keys" in options else ("--passphrase-file", str(self.passphrase))
        told = Desk.said(self.desk.run("backup", str(path), "--json", *sealed, *options), code)
        return path, json.loads(told)

    def empty(self, name: str = "restored", *, postgresql: bool | None = None) -> Desk:
        """An empty place: a data folder that is not there, and a new database where the drill runs on PostgreSQL."""
        there = bool(self.desk.database) if postgresql is None else postgresql
        return Desk(self.folder / name, self.new_database() if there else "")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of the last release that was led on to this one, made once; nothing is run on it, only on copies of it."""
    with databases() as make:
        desk = bring_back(RELEASES[-1], tmp_path_factory.mktemp("prepared") / "data", make())
        Desk.said(desk.run("prepare"))
        yield desk


@pytest.fixture(scope="module")
def desk(prepared: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A copy for the tests of one file: a backup of it is written down in it, which others would find."""
    folder = tmp_path_factory.mktemp("desk") / "data"
    shutil.copytree(prepared.data, folder)
    with databases() as make:
        yield Desk(folder, make(prepared.database.rsplit("/", 1)[-1]))


@pytest.fixture
def drill(prepared: Desk, tmp_path: Path, new_database: Make) -> Drill:
    shutil.copytree(prepared.data, tmp_path / "data")
    desk = Desk(tmp_path / "data", new_database(prepared.database.rsplit("/", 1)[-1]))
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE + "\n")
    passphrase.chmod(0o600)  # the desk does not start beside a secret that others can read
    return Drill(desk, tmp_path, passphrase, new_database)
