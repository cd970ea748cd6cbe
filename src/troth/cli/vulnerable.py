"""``troth vulnerable``: known weaknesses of what the lockfiles name, by the advisories on this machine."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth.cli import options
from troth.cli.commands import COMMANDS
from troth.terms.answer import Gap
from troth.terms.severity import Unknown
from troth.terms.waiver import REGISTER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from troth.formats.troth_toml import Register
    from troth.terms.seen.components import Component, Inventoried

NOT_WHOLE = 4
"""Not all could be looked up: nothing known is no answer."""
LEVELS = ("any", "low", "medium", "high", "critical", "never")


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "vulnerable",
        help=COMMANDS["vulnerable"],
        description="List the known weaknesses of what lockfiles name, with their lines and the upgrades that clear "
        "them.",
        epilog="Exit codes: 0 nothing at or above --fail-on, 1 something is, 2 wrong use or no advisories, 3 internal "
        "error, 4 not all could be looked up. What the register in troth.toml waives does not count; a severity that "
        "nobody knows counts as the worst, unless [severity] unknown in troth.toml says otherwise.",
    )
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="a folder or one lockfile (default: here)")
    parser.add_argument(
        "--advisories",
        default="",
        metavar="FILE",
        help="the index of advisories (default: TROTH_ADVISORIES, else the one of `troth advisories update`)",
    )
    parser.add_argument("--fail-on", choices=LEVELS, default="any", help="what makes the exit code 1 (default: any)")
    parser.add_argument(
        "--all", action="store_true", help="other people's code and test data in the tree, and notices, too"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    options.add_colour(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look, print, and return the exit code.

    Raises:
        TrothError: the tree cannot be read, or there are no advisories.
    """
    from troth.advisories.answers import matched
    from troth.advisories.index import NoIndexError
    from troth.advisories.weak_packages import weak_packages
    from troth.cli.inventory import lockfiles
    from troth.cli.shelf import opened
    from troth.cli.terminal import Progress, columns
    from troth.report.paint import Paint
    from troth.terms.waiving import waived

    today = datetime.now(UTC).date()
    shelf = opened(arguments.advisories, today)
    if isinstance(shelf, Gap):
        what, _, hint = shelf.reason.partition(": ")
        raise NoIndexError(what, hint)
    path = Path(arguments.path)
    with Progress() as progress:
        progress("reading the lockfiles …")
        looked = Look(lockfiles(path), progress)
        found, gaps = matched(looked.components(), shelf)
    if not looked.count:
        nothing = "no lockfile here names a package (docs/inventory.md lists what is read)"
        gaps = (*gaps, Gap(wanted="known weaknesses of the dependencies", reason=nothing))
    kept = [one for one in found if arguments.all or (one.component.own and not one.informational)]
    own = _register(path)
    counted, passed = waived(kept, own.waivers if own else (), today)
    weak = weak_packages(counted, shelf.library)
    told = [*looked.gaps, *gaps]
    data = shelf.data(looked.ecosystems)
    if arguments.json:
        from troth.cli.vulnerable_told import as_json

        sys.stdout.buffer.write(as_json(arguments.path, weak, (data, told, passed, looked.count, today)))
    else:
        from troth.cli.terminal import colour
        from troth.report.weaknesses import text

        page = text(
            path.resolve().name or arguments.path,
            weak,
            (data, told, passed, looked.count, today),
            columns(),
            Paint(on=colour(arguments.color)),
        )
        sys.stdout.write(page)
    return exit_code(counted, arguments.fail_on, own.settings.unknown if own else Unknown.UNSAID, whole=not told)


class Look:
    """Goes through lockfiles once, keeping nothing but gaps, the number of components and their ecosystems."""

    def __init__(self, files: Iterable[Inventoried], progress: Callable[[str], None]) -> None:
        self.gaps: list[Gap] = []
        self.count = 0
        self.ecosystems: set[str] = set()
        self._files = files
        self._progress = progress

    def components(self) -> Iterator[Component]:
        """Every component of every file."""
        for file in self._files:
            self._progress(f"looking up {file.path} …")
            self.gaps += file.gaps
            self.count += len(file.components)
            self.ecosystems.update(one.package.base for one in file.components)
            yield from file.components


def _register(path: Path) -> Register | None:
    """The ``troth.toml`` of a folder; what reads it is loaded only where there is one."""
    if not (path / REGISTER).is_file():
        return None
    from troth.evidence.repository import Repository
    from troth.evidence.waivers.gatherer import register

    return register(Repository(path))


def exit_code(counted: Any, fail_on: str, unknown: Unknown, *, whole: bool) -> int:
    """1 where one of ``counted`` is at or above ``fail_on`` (notices never are), else 4 where not all was looked up.

    ``unknown`` is what the project says that an unknown severity means.
    """
    from troth.terms.severity import Rating, reaches

    if fail_on == "never":
        return 0
    least = Rating.NONE if fail_on == "any" else Rating(fail_on)
    ratings = (one.severity.rating for one in counted if not one.informational)
    if any(reaches(rating, least, unknown_counts=unknown.counts) for rating in ratings):
        return 1
    return 0 if whole else NOT_WHOLE
