"""``troth init --ci``: what makes the promises true, as edits of the tree that are shown or written."""

from __future__ import annotations

import argparse
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

from troth import __version__, pipeline
from troth.cli import mending
from troth.cli.examine import examine
from troth.evidence import history, origin
from troth.evidence.gather import Scene
from troth.evidence.repository import Repository
from troth.remedy.ci.ground import Ground
from troth.remedy.ci.plan import plan
from troth.terms import wants


def show_or_write(arguments: argparse.Namespace) -> int:
    """Show the files for the host ``arguments.ci``, or write them where ``arguments.write`` says so.

    Raises:
        TrothError: the tree or a policy cannot be read, or a file cannot be written.
    """
    arguments.no_tools = True  # what is asked is how things are wired; nothing is run for it
    result = examine(arguments).result
    root = Path(arguments.path)
    edits, unmended = plan(result, ground(root, arguments), arguments.skip)
    if arguments.write:
        mending.write(root, edits)
    sys.stdout.write(
        mending.say(edits, unmended, arguments.format, color=arguments.color, written=bool(arguments.write))
    )
    return 0


def ground(root: Path, arguments: argparse.Namespace) -> Ground:
    """What the remedies may know of the tree at ``root``."""
    repository = Repository(root)
    today = arguments.at or datetime.now(UTC).date()
    asked = (
        wants.Manifests(), wants.Invocations(), wants.UpdateBots(), wants.IssueForms(), wants.Releases(),
        wants.OwnSettings(),
    )  # fmt: skip
    answers = pipeline.answer(list(asked), Scene(repository=repository, at=today), lambda: pipeline.NO_SHELF)
    home = origin.address(repository.checkout) if repository.checkout else ""

    def text(path: str) -> str | None:
        data = repository.data(path) if path in repository.path_set else None
        try:
            return None if data is None else data.decode("utf-8")
        except UnicodeDecodeError:
            return None

    return Ground(
        host=arguments.ci,
        today=today,
        paths=repository.paths,
        text=text,
        manifests=answers[wants.Manifests()].found,
        invocations=answers[wants.Invocations()],
        bots=answers[wants.UpdateBots()].found,
        forms=answers[wants.IssueForms()].found,
        releases=answers[wants.Releases()].found,
        settings=next(iter(answers[wants.OwnSettings()].found), None),
        home=home,
        branch=history.default_branch(repository),
        seed=zlib.crc32((home or repository.root.name).encode()),
        troth=__version__ if arguments.with_troth else "",
    )
