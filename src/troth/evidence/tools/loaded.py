"""Which files of the tree told a tool what to leave out: a clean result is clean by them, and is told with them."""

from __future__ import annotations

from collections.abc import Iterable

from troth.evidence.repository import Repository
from troth.evidence.tools.record import ToolRecord
from troth.terms.seen.results import ToolRun

SHARED = {"pyproject.toml": "[tool.{}", "setup.cfg": "[{}", "tox.ini": "[{}"}
"""Files that several tools share, with how the section of one begins."""


def loaded(repository: Repository, record: ToolRecord, runs: Iterable[ToolRun]) -> tuple[str, ...]:
    """Configuration that the tool reads by itself, and configuration that its command line names."""
    if record.runner is None:
        return ()
    name, named = record.name.name, {word for run in runs for word in run.argv}
    own = [path for path in repository.matching(*record.runner.obeys) if _speaks_of(repository, path, name)]
    given = [path for path in repository.matching(*record.configuration_files) if path in named]
    return tuple(sorted({*own, *given}))


def _speaks_of(repository: Repository, path: str, tool: str) -> bool:
    section = SHARED.get(path.rpartition("/")[2])
    return section is None or section.format(tool) in (repository.text(path) or "")
