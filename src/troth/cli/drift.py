"""``troth drift``: the documents against ``troth.toml``, or the tree against a revision of it."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from troth.cli import options
from troth.cli.commands import COMMANDS
from troth.cli.manner import manner
from troth.report.changes_formats import FORMATS
from troth.terms.errors import TrothError
from troth.terms.waiver import REGISTER

if TYPE_CHECKING:
    from troth.report.manner import Manner
    from troth.terms.changes import Changes

PARTED = 1
"""Exit code where the two have parted, or where something went the wrong way since the revision."""


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "drift",
        help=COMMANDS["drift"],
        description="Say where the policy and the register of commitments in troth.toml part: what is new, changed, "
        "gone. With --since say what changed since a revision, in the promises and in how they stand.",
        epilog="Exit codes: 0 they say the same, 1 they have parted (with --since: less is promised, or something "
        "stands worse), 2 wrong use or unreadable policy, 3 internal error.",
    )
    options.add_path(parser)
    options.add_documents(parser)
    parser.add_argument(
        "--since",
        metavar="REV",
        help="compare with a git revision instead: what changed in the promises and in how they stand; main... (with "
        "three dots) is the commit at which this branch left main",
    )
    parser.add_argument("--tools", action="store_true", help="with --since: run tools too, on both sides")
    parser.add_argument(
        "--advisories",
        default="",
        metavar="FILE",
        help="with --since: the index of advisories (default: as in troth check)",
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="list everything")
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default="text",
        help="how to say it; without --since text or json (default: text)",
    )
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    options.add_colour(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Compare, print, and return the exit code.

    Raises:
        TrothError: the tree or a policy cannot be read, or there is no register.
    """
    from troth import pipeline
    from troth.cli.registered import registered
    from troth.terms.drift import drift

    if arguments.since is not None:
        return _since(arguments)
    if arguments.format not in ("text", "json") or arguments.tools:
        raise TrothError(
            f"--format {arguments.format} tells of two revisions"
            if not arguments.tools
            else "--tools runs on two revisions",
            "name the older one: --since main",
        )
    found = registered(arguments)
    if not found.entries:
        there = (Path(arguments.path) / REGISTER).is_file()
        raise TrothError(
            f"{REGISTER} lists no commitment" if there else f"there is no {Path(arguments.path) / REGISTER}",
            f"troth init writes them into {Path(arguments.path) / REGISTER}",
        )
    promises = pipeline.promises(found.sources, found.entries)
    standing = sum(entry.gone is None for entry in found.entries)
    drifted = drift(promises.matches, promises.by_id)
    documents = tuple(reading.document for reading in promises.readings)
    if arguments.format == "json":
        from troth.formats import drift_json

        sys.stdout.write(drift_json.encode_drift(drifted, documents, standing).decode())
    else:
        from troth.report import drift as told

        sys.stdout.write(told.render(drifted, documents, standing, manner(arguments)))
    return PARTED if drifted else 0


def _since(arguments: argparse.Namespace) -> int:
    """Tell what changed since a revision; 1 where less is promised or something stands worse."""
    from troth.cli.hosting import hosting
    from troth.cli.saving import summarise
    from troth.cli.since import changes

    found = changes(arguments)
    host = hosting(Path(arguments.path))
    how = msgspec.structs.replace(manner(arguments), prefix=host.prefix, repository=host.repository, files=host.files)
    sys.stdout.write(_rendered(arguments.format, found, how))
    if arguments.format == "github":
        summarise(_rendered("markdown", found, how))
    return PARTED if found.worse else 0


def _rendered(name: str, found: Changes, how: Manner) -> str:
    told: str = import_module(f"troth.report.{FORMATS[name]}").render_changes(found, how)
    return told
