"""What the projects of the example are made of: a list a month, the last one two days ago."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from troth_desk.ledger.actor import SYSTEM
from troth_desk.tenants.models import Project
from troth_desk.watch import actions, reading

LISTS: tuple[tuple[timedelta, tuple[tuple[str, str, str], ...]], ...] = (
    (
        timedelta(days=33),
        (("PyPI", "mooring-lines", "2.0.1"), ("PyPI", "tide-tables", "5.1.0"), ("npm", "@ferry/timetable", "1.9.0")),
    ),
    (
        timedelta(days=2),
        (
            ("PyPI", "mooring-lines", "2.1.0"),
            ("PyPI", "tide-tables", "5.1.0"),
            ("PyPI", "fog-horn", "0.4.2"),
            ("npm", "@ferry/timetable", "1.9.0"),
        ),
    ),
)
"""How long ago each list came, and what it named: packages of nobody, since no advisory can be made up about others."""
FILES = {"PyPI": "uv.lock", "npm": "package-lock.json"}


def take_all(projects: Mapping[str, Project], now: datetime) -> int:
    """Take the lists of every project; how many."""
    for ago, components in LISTS:
        listed = [
            {"name": name, "version": version, "ecosystem": ecosystem, "file": FILES[ecosystem], "direct": True}
            for ecosystem, name, version in components
        ]
        brought = reading.of_inventory({"components": listed, "files": []})
        for project in projects.values():
            actions.take(project, brought, by=SYSTEM, at=now - ago)
    return len(LISTS) * len(projects)
