"""One check, from arguments to result: the work that ``check`` and ``explain`` share."""

from __future__ import annotations

import argparse
import shlex
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from troth import pipeline
from troth.cli.documents import refuse_address
from troth.cli.local_advisories import Lent
from troth.cli.shelf import opened
from troth.cli.sources import sources
from troth.cli.terminal import Progress
from troth.evidence.gather import Scene
from troth.evidence.origin import address
from troth.evidence.repository import Repository
from troth.evidence.results.key import key
from troth.evidence.scene import Desk
from troth.evidence.selectors import reports
from troth.evidence.tools import running
from troth.policy.continuation import continuations
from troth.terms.errors import TrothError, UnreadablePolicyError
from troth.terms.result import Result
from troth.terms.source import Source

LOOKS_OUTSIDE = frozenset({"licence-policy"})
"""Controls that look at Go's module cache, where modules come and go unseen."""


class Examination(msgspec.Struct, frozen=True):
    """A result and the seconds that it took.

    ``lasting`` tells that it would be the same again as long as nothing changes: no tool was started for it, and
    nothing outside of the tree was looked at but ``beside``.
    """

    result: Result
    seconds: float
    lasting: bool
    beside: tuple[Path, ...]


def examine(arguments: argparse.Namespace, *, only_look: bool = False) -> Examination:
    """Check what ``arguments`` name; ``only_look``: no tool is run.

    Raises:
        TrothError: the tree or a policy cannot be read.
    """
    start = time.perf_counter()
    refuse_address(arguments.path)
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
        progress("reading the policy …")
        scene = Scene(
            repository=repository,
            at=at,
            run_tools=not (arguments.no_tools or only_look)
            and at == today,  # a run of today is no result of another day
            signatures=not arguments.no_tools,
            key=key(),
            advisories=lent.state,
            lend=lent,
            history=arguments.history,
            reports=handed(arguments.report),
            desk=_desk(arguments),
            progress=progress,
        )
        result = pipeline.check(found.sources, scene, found.not_seen, lambda: opened(arguments.advisories, at))
    if not arguments.no_baseline:
        result = pipeline.held(result, repository)
    result = msgspec.structs.replace(result, started=running.started(scene))
    outside = any(judged.verdict.control in LOOKS_OUTSIDE for judged in result.judged)
    return Examination(
        result,
        time.perf_counter() - start,
        lasting=not (outside and repository.matching("go.mod"))
        and not running.started(scene)
        and not reports.looked(scene),
        beside=(*beside(repository.root, found.sources), *running.programs(scene), *map(Path, scene.reports)),
    )


def _desk(arguments: argparse.Namespace) -> Desk:
    """The facts of a desk that were handed in, and what is trusted for them.

    Raises:
        TrothError: a file is not there; facts that are not there must not look like a desk without records.
    """
    for path, hint in (
        *((path, "--desk-key desk-key.pem") for path in arguments.desk_key),
        *(((arguments.desk_facts, "troth-desk facts > desk-facts.json"),) if arguments.desk_facts else ()),
    ):
        if not _is_file(Path(path)):
            raise TrothError(f"there is no file {path}", f"name the file: {hint}")
    return Desk(facts=arguments.desk_facts, keys=tuple(arguments.desk_key), project=arguments.desk_project)


def handed(paths: Iterable[str]) -> tuple[str, ...]:
    """The test reports that ``paths`` name.

    Raises:
        TrothError: one of them is no file; a report that is not there must not look like one without results.
    """
    named = tuple(dict.fromkeys(paths))
    for path in named:
        if not _is_file(Path(path)):
            raise TrothError(f"there is no report at {path}", "name the file that the tests wrote: --report junit.xml")
    return named


def beside(root: Path, sources: Iterable[Source]) -> tuple[Path, ...]:
    """Files that decide what is read and that git may ignore: the documents, whatever they link to, and the folders of
    what is installed for the project, which tell licences."""
    own = address(root)
    linked = (each.path for source in sources for each in continuations(source.path, source.text, own))
    documents = (root / path for path in (*(source.path for source in sources), *linked))
    return (
        *documents,
        *(root / folder / "lib" for folder in (".venv", "venv")),
        *root.glob("*venv/lib/*/site-packages"),
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
