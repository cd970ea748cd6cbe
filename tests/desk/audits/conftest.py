from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from desk.servers.git import Host, git_host
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Project

__all__ = ["git_host"]

POLICY = """\
# Security policy

Write to security@example.org. We acknowledge reports within 48 hours.
Our code is scanned weekly with `bandit`.
"""
TREE = {"SECURITY.md": POLICY, "src/quay.py": "def moor(ship):\n    return ship\n"}


@pytest.fixture
def host(git_host: Host, settings: Settings, tmp_path: Path) -> Host:
    """A host inside, which the desk may ask, with one commit that keeps to its policy."""
    settings.INSIDE = (git_host.place,)
    settings.AUDITS_FOLDER = str(tmp_path / "audits")
    git_host.commit(TREE)
    return git_host


@pytest.fixture
def audited(project: Project, host: Host, at: object) -> Project:
    """A project with that policy and that repository."""
    import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)  # type: ignore[arg-type]
    project.repository_url = f"{host.url}/harbour.git"
    project.save()
    return project
