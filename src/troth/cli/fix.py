"""``troth fix``: rewrite the lines that keep promises from being true; diffs first, written where asked."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth.cli import options
from troth.cli.commands import COMMANDS
from troth.terms.errors import TrothError

if TYPE_CHECKING:
    from troth.mending import Mended
    from troth.remedy.remedy import Remedy

EPILOG = """\
examples:
  troth fix                          show what would be changed, and write nothing
  troth fix --write                  write it
  troth fix --only pin --only waiver these rules alone (all: troth fix --list)
  troth fix --only pin-pypi-exact    one promise alone, by its id

Exit codes: 0 nothing to mend, or it was written; 1 there is something to mend, which was shown and not written;
2 wrong use or refused, 3 internal error."""


class NothingOfThatNameError(TrothError):
    """``--only`` names neither a rule nor a promise."""


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "fix",
        help=COMMANDS["fix"],
        description="Rewrite the lines that keep promises from being true. Shows diffs; --write writes them.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_path(parser)
    options.add_documents(parser)
    parser.add_argument("--write", action="store_true", help="write the changes, all of them or none")
    parser.add_argument(
        "--only", action="append", default=[], metavar="RULE|ID", help="mend by this rule, or for this promise, alone"
    )
    parser.add_argument("--list", action="store_true", help="list the rules and mend nothing")
    parser.add_argument("--at", type=options.day, metavar="DATE", help="mend as of this date (default: today, UTC)")
    parser.add_argument(
        "--advisories", default="", metavar="FILE", help="the index of advisories (default: as in troth check)"
    )
    parser.add_argument("--json", action="store_const", const="json", default="text", dest="format", help="print JSON")
    options.add_colour(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show or write what mends, and return the exit code.

    Raises:
        TrothError: the tree or a policy cannot be read, or a file cannot be written.
    """
    if arguments.list:
        return _list(arguments)
    from troth.cli import mending
    from troth.report import mended as told

    rules, ids = _chosen(arguments.only)
    found = _mended(arguments, rules, ids)
    if arguments.write:
        mending.write(Path(arguments.path), found.edits)
    sys.stdout.write(
        mending.say(found.edits, found.unmended, arguments.format, color=arguments.color, written=arguments.write)
    )
    if arguments.format != "json":
        from troth.cli.terminal import columns

        sys.stdout.write(
            told.summary(
                found.before,
                found.after,
                edits=len(found.edits),
                columns=columns(),
                written=arguments.write,
                again=_again(arguments),
            )
        )
    return int(bool(found.edits) and not arguments.write)


def _mended(arguments: argparse.Namespace, rules: tuple[Remedy, ...], ids: tuple[str, ...]) -> Mended:
    from troth.cli.shelf import opened
    from troth.cli.sources import sources
    from troth.cli.terminal import Progress
    from troth.evidence.repository import Repository
    from troth.evidence.scene import Scene
    from troth.mending import Case, mend

    root = Path(arguments.path)
    repository = Repository(root)
    documents = sources(root, arguments.policy, arguments.organisation)
    at = arguments.at or datetime.now(UTC).date()
    with Progress() as progress:
        progress("looking at the tree …")
        case = Case(
            sources=documents.sources,
            scene=Scene(repository=repository, at=at, progress=progress),
            not_seen=documents.not_seen,
            shelf=lambda: opened(arguments.advisories, at),
        )
        found = mend(case, rules, ids)
    unknown = [name for name in ids if name not in {judged.id for judged in found.before.judged}]
    if unknown:
        raise NothingOfThatNameError(
            f"no rule and no promise is called {unknown[0]}",
            "troth fix --list lists the rules, troth check --json the ids of the promises",
        )
    return found


def _chosen(only: list[str]) -> tuple[tuple[Remedy, ...], tuple[str, ...]]:
    """The rules that are asked for, all where none is named, and the ids of promises."""
    from troth.remedy.rules import REMEDIES

    names = {remedy.name for remedy in REMEDIES}
    rules = tuple(remedy for remedy in REMEDIES if remedy.name in only) or REMEDIES
    return rules, tuple(name for name in only if name not in names)


def _again(arguments: argparse.Namespace) -> str:
    """The words of this call that a next command needs too."""
    import shlex

    words = [] if arguments.path == "." else [arguments.path]
    for policy in arguments.policy:
        words += ["--policy", policy]
    if arguments.organisation:
        words += ["--organisation", arguments.organisation]
    words += [word for name in arguments.only for word in ("--only", name)]
    return "".join(f" {shlex.quote(word)}" for word in words)


def _list(arguments: argparse.Namespace) -> int:
    from troth.remedy.rules import REMEDIES

    if arguments.format == "json":
        from troth.formats import json_text

        sys.stdout.write(json_text.printed([{"rule": one.name, "what": one.what} for one in REMEDIES]).decode())
        return 0
    width = max(len(one.name) for one in REMEDIES)
    for one in REMEDIES:
        print(f"{one.name:<{width}}  {one.what}")
    return 0
