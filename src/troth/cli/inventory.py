"""``troth inventory``: what the project is made of, by its lockfiles."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from troth.terms.answer import Gap
    from troth.terms.seen.components import Component, Inventoried


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "inventory",
        help=COMMANDS["inventory"],
        description="List the packages that lockfiles name, each with its line, and say what they do not tell.",
        epilog="Exit codes: 0 it was read, whatever it names, 2 wrong use or unreadable folder, 3 internal error.",
    )
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="a folder or one lockfile (default: here)")
    parser.add_argument("--list", action="store_true", help="every component with its line and what brings it in")
    parser.add_argument("--direct", action="store_true", help="list only what the project itself asks for")
    parser.add_argument(
        "--ecosystem",
        action="append",
        default=[],
        metavar="NAME",
        help="only PyPI, crates.io, Go, npm …",
    )
    parser.add_argument("--gaps", action="store_true", help="every gap instead of counts of those of one kind")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour (default: auto, on a terminal without NO_COLOR)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, print, and return the exit code.

    Raises:
        UnreadableTreeError: the path is no folder or file that can be read, or a file of no known format.
    """
    from troth.cli import terminal

    path = Path(arguments.path)
    ecosystems = frozenset(name.lower() for name in arguments.ecosystem)
    with terminal.Progress() as progress:
        found = []
        for one in lockfiles(path):
            progress(f"reading {one.path} …")
            found.append(_chosen(one, ecosystems, direct=arguments.direct))
    if arguments.json:
        sys.stdout.buffer.write(_json(arguments.path, found))
    else:
        from troth.report import inventory as report
        from troth.report.paint import Paint

        paint = Paint(on=terminal.colour(arguments.color))
        listed = arguments.list or arguments.direct
        told = report.text(arguments.path, found, terminal.columns(), paint, listed=listed, gaps=arguments.gaps)
        sys.stdout.write(told)
    return 0


def lockfiles(path: Path) -> Iterable[Inventoried]:
    """The lockfiles of a folder, or the one that ``path`` names.

    Raises:
        UnreadableTreeError: the path is no folder or file that can be read, or a file of no known format.
    """
    from troth.evidence.given import beside
    from troth.evidence.inventory import inventory, readers
    from troth.evidence.repository import Repository
    from troth.terms.errors import UnreadableTreeError

    if not _is_file(path):
        return inventory(Repository(path), keep=False)
    repository = beside(path)
    if path.name not in readers(repository):
        raise UnreadableTreeError(
            f"{path} is no lockfile by its name",
            "troth inventory takes a folder or a lockfile; docs/inventory.md lists the formats",
        )
    return [one for one in inventory(repository) if one.path == path.name and one.kind != "manifest"]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _chosen(one: Inventoried, ecosystems: frozenset[str], *, direct: bool) -> Inventoried:
    if not ecosystems and not direct:
        return one
    from msgspec.structs import replace

    kept = tuple(
        component
        for component in one.components
        if (not ecosystems or component.package.base.lower() in ecosystems)
        and (not direct or (component.direct is True and component.origin != "workspace"))
    )
    return replace(one, components=kept)


def _json(root: str, found: list[Inventoried]) -> bytes:
    told = {
        "root": root,
        "components": [_component(component) for one in found for component in one.components],
        "gaps": [
            _gap(gap, hides=hides)
            for one in found
            for gaps, hides in ((one.gaps, True), (one.notes, False))
            for gap in gaps
        ],
        "files": [{"file": one.path, "format": one.kind or None, "components": len(one.components)} for one in found],
    }
    from troth.formats import json_text

    return json_text.printed(told)


def _component(component: Component) -> dict[str, Any]:
    return {
        "name": component.package.name,
        "version": component.version,
        "purl": component.purl,
        "file": component.span.path,
        "line": component.span.line,
        "ecosystem": component.package.ecosystem,
        "direct": component.direct,
        "via": component.via,
        "scope": component.scope,
        "origin": component.origin,
        "registry": component.registry,
        "commit": component.commit,
        "checksums": component.checksums,
        "licence": component.licence,
        "own": component.own,
    }


def _gap(gap: Gap, *, hides: bool) -> dict[str, Any]:
    """``hides``: something of the project is not in the list; else it only says why a file adds nothing to it."""
    return {
        "wanted": gap.wanted,
        "reason": gap.reason,
        "file": gap.span.path if gap.span else None,
        "line": gap.span.line if gap.span else None,
        "hides": hides,
    }
