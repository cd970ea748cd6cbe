"""One check, from arguments to result: the work that ``check`` and ``explain`` share."""

from __future__ import annotations

import argparse
import shlex
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from troth import pipeline
from troth.cli.local_advisories import Lent
from troth.cli.shelf import opened
from troth.cli.sources import sources
from troth.cli.terminal import Progress
from troth.evidence.gather import Scene
from troth.evidence.repository import Repository
from troth.evidence.results.key import key
from troth.evidence.tools.running import started
from troth.terms.errors import UnreadablePolicyError
from troth.terms.result import Result


class Examination(msgspec.Struct, frozen=True):
    """A result, the seconds that it took, and whether a tool was started for it."""

    result: Result
    seconds: float
    started: bool


def examine(arguments: argparse.Namespace) -> Examination:
    """Check what ``arguments`` name.

    Raises:
        TrothError: the tree or a policy cannot be read.
    """
    start = time.perf_counter()
    root = Path(arguments.path)
    if _is_file(root):
        raise UnreadablePolicyError(
            f"{root} is a file; promises are checked against a checkout",
            f"troth check --policy {shlex.quote(str(root))} checks it against this folder\n"
            f"troth read {shlex.quote(str(root))} only reads it",
        )
    repository = Repository(root)
    found = sources(root, arguments.policy, arguments.organisation)
    today = datetime.now(UTC).date()
    at = arguments.at or today
    with Progress() as progress, Lent(arguments.advisories, progress) as lent:
        progress("looking at the tree …")
        scene = Scene(
            repository=repository,
            at=at,
            run_tools=not arguments.no_tools and at == today,  # a run of today is no result of another day
            key=key(),
            advisories=lent.state,
            lend=lent,
            history=arguments.history,
            progress=progress,
        )
        result = pipeline.check(found.sources, scene, found.not_seen, lambda: opened(arguments.advisories, at))
    return Examination(result, time.perf_counter() - start, started(scene))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
