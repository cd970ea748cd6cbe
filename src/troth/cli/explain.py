"""``troth explain``: one promise, what counts as proof, what was found, what would change the verdict."""

from __future__ import annotations

import argparse
import difflib
import posixpath
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from troth.cli import options
from troth.cli.commands import COMMANDS
from troth.cli.examine import examine
from troth.cli.terminal import colour, columns
from troth.controls import pages
from troth.policy.belonging import is_support
from troth.report import entries, explanation
from troth.report.paint import Paint
from troth.report.words import promise
from troth.terms.errors import TrothError
from troth.terms.lines import as_edited
from troth.terms.result import Judged, Result

MOST_OFFERED = 5
PLACE = re.compile(r"(?:(?P<document>.+):)?[Ll]?(?P<line>[0-9]{1,7})")
"""A line as people write it: L31, 31, SECURITY.md:31."""


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "explain", help=COMMANDS["explain"], description="Say of one promise what proves it and what was found."
    )
    parser.add_argument(
        "promise", metavar="ID", help="the id of a promise (troth check --json), or its line: L31, docs/SECURITY.md:31"
    )
    options.add_path(parser)
    options.add(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Explain, and return the exit code."""
    result = examine(arguments).result
    paint = Paint(on=colour(arguments.color))
    told = [
        explanation.render(judged, pages.of(judged.verdict.control), columns(), paint, verbose=arguments.verbose)
        for judged in choose(result, arguments.promise, arguments.path)
    ]
    sys.stdout.write("\n".join(told))
    return 0


def choose(result: Result, asked: str, folder: str = ".") -> tuple[Judged, ...]:
    """The verdict with the id ``asked``, or all on that line; ``folder`` is the checked one, from here.

    Raises:
        TrothError: there is none; the hint offers the nearest ids.
    """
    chosen = tuple(judged for judged in result.judged if judged.id == asked)
    place = PLACE.fullmatch(asked)
    if not chosen and place:
        chosen = tuple(
            judged for judged in result.judged if _stands(judged, place["document"] or "", int(place["line"]))
        )
    if chosen:
        return chosen
    if place and place["document"]:
        _place_without(result, place["document"], int(place["line"]), folder)
    raise TrothError(f"no promise is called {asked!r}", _offer(result, asked))


def _place_without(result: Result, document: str, line: int, folder: str) -> None:
    """Say of a line of a named document why nothing can be explained there, where that can be told.

    Raises:
        TrothError: nothing of that document counts, or only what it says of security, or it has no such line.
    """
    name = document.removeprefix("./")
    read = {reading.document: reading.role for reading in result.readings}
    from_here = document if folder == "." else posixpath.join(folder, name)
    see = f"troth read {shlex.quote(from_here)} --explain {line}"
    last = next((len(as_edited(reading.text)) for reading in result.readings if reading.document == name), line)
    if line > last:
        raise TrothError(f"{from_here} has no line {line}", f"its last is {last}; they count from 1")
    if read.get(name) == "support" or (name not in read and is_support(name)):
        raise TrothError(
            f"{document}:{line} holds no promise of security; of {name}, which is about support of any sort, only "
            "those of security are checked",
            f"{see} tells what the line says\n--policy {shlex.quote(document)} checks all that it promises",
        )
    if name not in read:
        raise TrothError(
            f"{document} is none of the documents that are checked: {', '.join(read)}",
            f"{see} tells what the line says\n--policy {shlex.quote(document)} checks it",
        )
    own = [judged for judged in result.judged if judged.verdict.commitment.span.path == name]
    by_id = {judged.id: judged for judged in sorted(own, key=lambda judged: _distance(judged, line))}
    nearest = [_listed(list(by_id)[:MOST_OFFERED], by_id)] if by_id else []
    raise TrothError(f"no promise was read on {document}:{line}", "\n".join([f"{see} tells why", *nearest]))


def _distance(judged: Judged, line: int) -> int:
    return abs((judged.verdict.commitment.span.line or 0) - line)


def _stands(judged: Judged, document: str, line: int) -> bool:
    """Whether a promise is said on ``line`` of ``document``, there or again; of any document where none is named."""
    commitment = judged.verdict.commitment
    return any(
        span.line == line and (not document or span.path in (document, document.removeprefix("./")))
        for span in (commitment.span, *commitment.also)
    )


def _offer(result: Result, asked: str) -> str:
    by_id = {judged.id: judged for judged in result.judged}
    if not by_id:
        return f"no promise was found in the policy: troth read {result.readings[0].document}"
    line = re.fullmatch(r"[Ll]?(\d{1,7})(?:-.*)?", asked)
    if line:
        wanted = int(line[1])
        lines = sorted(by_id, key=lambda name: abs((by_id[name].verdict.commitment.span.line or 0) - wanted))
        return _listed(lines[:MOST_OFFERED], by_id)
    near = difflib.get_close_matches(asked, by_id, n=MOST_OFFERED, cutoff=0.3) or list(by_id)[:MOST_OFFERED]
    return _listed(near, by_id)


def _listed(near: Sequence[str], by_id: Mapping[str, Judged]) -> str:
    listed = [f"  {name}  ({entries.number(by_id[name])} {promise(by_id[name].verdict.commitment)})" for name in near]
    return "\n".join(["nearest:", *listed])
