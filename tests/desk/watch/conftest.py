"""An index of advisories of our own making, in the place that the desk reads, and lists of components."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from troth.advisories.update import Wanted, update
from troth_desk.tenants.models import Project
from troth_desk.watch import reading
from troth_desk.watch.reading import Brought

Publish = Callable[..., None]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the desk looks for its index: nothing is there yet."""
    path = tmp_path / "index" / "advisories.sqlite"
    monkeypatch.setenv("TROTH_DESK_ADVISORIES", str(path))
    return path


@pytest.fixture
def publish(index: Path, tmp_path: Path, at: datetime) -> Publish:
    """``publish(record, …, at=…)``: the index is made of exactly these records, by the update that people run."""
    number = iter(range(100))

    def make(*records: dict[str, Any], at: datetime = at - timedelta(hours=1), kev: tuple[str, ...] = ()) -> None:
        shelf = tmp_path / f"shelf{next(number)}"
        for record in records:
            folder = shelf / record["affected"][0]["package"]["ecosystem"]
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{record['id']}.json").write_text(json.dumps(record))
        if kev:
            catalogue = {"title": "CISA Catalog of Known Exploited Vulnerabilities", "catalogVersion": "2026.03.01",
                         "vulnerabilities": [{"cveID": name} for name in kev]}  # fmt: skip
            (shelf / "kev.json").write_text(json.dumps(catalogue))
        update(index, Wanted(sources=(str(shelf),), force=True), at, lambda _: None)

    return make


def component(name: str = "barnacle", version: str = "1.4.0", ecosystem: str = "PyPI", **more: Any) -> dict[str, Any]:
    """A component as ``troth inventory --json`` prints it."""
    return {"name": name, "version": version, "ecosystem": ecosystem, "file": "uv.lock", "line": 3, **more}


def inventory(*components: dict[str, Any], gaps: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """What ``troth inventory --json`` prints."""
    files = sorted({each["file"] for each in components})
    return {
        "root": ".",
        "components": list(components),
        "gaps": list(gaps),
        "files": [{"file": file, "format": "uv_lock", "components": 1} for file in files],
    }


def brought(*components: dict[str, Any], gaps: tuple[dict[str, Any], ...] = ()) -> Brought:
    """The same, read."""
    return reading.of_inventory(inventory(*components, gaps=gaps))


@pytest.fixture
def second(organisation: Any, at: datetime) -> Project:
    """Another project of the organisation."""
    return Project.objects.create(organisation=organisation, slug="pier", name="Pier", created_at=at)
