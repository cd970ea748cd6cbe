"""``troth read``: list what a policy promises, without judging it."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from troth.cli import terminal
from troth.cli.commands import COMMANDS
from troth.cli.documents import LARGEST, LESSON, decode, refuse_address, text_of
from troth.cli.usual_places import usual
from troth.evidence import git, tools
from troth.evidence.listing import Listing
from troth.evidence.repository import Repository
from troth.evidence.waivers.gatherer import register as register_of
from troth.formats import commitment_json, json_text
from troth.policy import register
from troth.policy.belonging import is_support, of_security
from troth.policy.document import parse
from troth.policy.languages import unknown
from troth.policy.localised import language_of
from troth.policy.reader import read
from troth.policy.trace import misses, traces
from troth.report import reading as report
from troth.report.paint import Paint
from troth.report.plain import plain, wrap
from troth.terms.commitment import Commitment
from troth.terms.errors import UnreadablePolicyError
from troth.terms.lines import as_edited
from troth.terms.statement import Reading, Statement
from troth.terms.waiver import REGISTER

FOREIGN = (
    "This seems not to be English, and its language was not recognised, so promises may be missed. docs/languages.md "
    "lists the languages that are read; a file name such as SECURITY.de.md says which it is."
)
HINT = "troth read takes the path of a document, or - for standard input"
PLACE = re.compile(r"(?:(?P<document>.+):)?(?P<lines>[Ll]?[0-9]{1,7}(?:-[Ll]?[0-9]{1,7})?)")
"""Lines as people write them: 9, L9, 9-11, SECURITY.md:9."""
RULE = re.compile(r"[\s|:+>-]*-[\s|:+-]*")
"""The line below the header of a table."""


class _Place(NamedTuple):
    """Lines that ``--explain`` asks for, of ``document`` where one is named."""

    document: str
    lines: range


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "read",
        help=COMMANDS["read"],
        description="Show a policy with what it promises beside each line, without judging it. Only the files that are "
        "named are read; check also reads security.txt, SUPPORT.md and what the policy links to.",
        epilog="Exit codes: 0 it was read, whatever it promises, 2 wrong use or unreadable policy, 3 internal error.",
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="*",
        help="the policy, its folder, or several; - reads standard input (default: the SECURITY.md of this folder)",
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--list", action="store_true", help="only the promises, each with its sentence")
    shown.add_argument(
        "--unread",
        action="store_true",
        help="only lines that look like promises and were not understood, with why, and parts that were not read",
    )
    shown.add_argument(
        "--explain",
        action="extend",
        nargs="+",
        metavar="LINES",
        help="which phrase fired on a line, and why no other: 9, 9-11, 9,12, 9 12 or FILE:9; may be repeated",
    )
    shown.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="with --explain, the points that were summed, too; with --list, whole sentences",
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour (default: auto, on a terminal without NO_COLOR)",
    )
    parser.set_defaults(run=run)


def _sorted_out(arguments: argparse.Namespace) -> tuple[list[str], list[_Place]]:
    """The files and the lines that are asked for: after ``--explain 9 12`` the file may stand, too.

    Without a file it is the one that the lines name, else the policy that hosts show of this folder; of a folder that
    is named, the policy that they show of it.

    Raises:
        UnreadablePolicyError: no file is named or found, or what should be a line is none.
    """
    files, asked = list(arguments.file), list(arguments.explain or ())
    if asked and not files and not all(map(_is_place, re.split(r"[,\s]+", asked[-1].strip()))):
        files.append(asked.pop())
    places = [_place(each) for text in asked for each in re.split(r"[,\s]+", text.strip())]
    if not files:
        files = list(dict.fromkeys(place.document for place in places if place.document))
    if not files:
        files = [place.path for place in usual(Path())[:1]]
    files = [_in_folder(file) for file in files]
    if not files:
        raise UnreadablePolicyError("troth read is given no document, and finds no SECURITY.md here", HINT)
    return files, places


def _in_folder(file: str) -> str:
    """The policy that hosts show of ``file`` where that is a folder; else ``file`` itself."""
    found = usual(Path(file))[:1] if os.path.isdir(file) else ()  # noqa: PTH112 - a name may be no path at all
    return str(Path(file) / found[0].path) if found else file


def _is_place(text: str) -> bool:
    return PLACE.fullmatch(text) is not None


def _place(text: str) -> _Place:
    place = PLACE.fullmatch(text)
    first, *end = (int(each.lstrip("Ll")) for each in place["lines"].split("-")) if place else (0,)
    last = end[0] if end else first
    if not place or not 0 < first <= last:
        raise UnreadablePolicyError(
            f"{text!r} is no line and no range such as 9-11; lines count from 1", "troth read FILE --explain 9 12-14"
        )
    return _Place(place["document"] or "", range(first, last + 1))


def run(arguments: argparse.Namespace) -> int:
    """Read, print, and return the exit code.

    Raises:
        UnreadablePolicyError: a document cannot be read, or has fewer lines than ``--explain`` asks for.
    """
    files, places = _sorted_out(arguments)
    if len(files) > 1 and (arguments.json or places):
        shown = "--json" if arguments.json else "--explain"
        raise UnreadablePolicyError(f"{shown} takes one document, and {len(files)} are named", "name one of them")
    if files.count("-") > 1:
        raise UnreadablePolicyError("- reads standard input, which can be read once", HINT)
    for number, file in enumerate(files):
        refuse_address(file)
        text = _standard_input() if file == "-" else text_of(Path(file), hint=HINT, teach=LESSON)
        one = argparse.Namespace(**(vars(arguments) | {"file": file, "explain": places}))
        with terminal.Progress() as progress:
            progress(f"reading {plain(file)} …")
            told = _told(one, text)
        sys.stdout.write(("\n" if number else "") + told)
    return 0


def _told(arguments: argparse.Namespace, text: str) -> str:
    """What is shown of the one document that ``arguments`` name, at the places that they ask for."""
    paint = Paint(on=terminal.colour(arguments.color))
    file: str = arguments.file
    if arguments.explain:
        asked = _asked(file, arguments.explain, as_edited(text))
        told = traces(file, text, asked, tools.NAMES)
        headers = _headers(as_edited(text), parse(file, text).statements)
        return report.explained(file, told, headers, terminal.columns(), paint, verbose=arguments.verbose)
    reading = _registered(file, msgspec.structs.replace(read(file, text, tools.NAMES), text=text))
    if arguments.json:
        return _json(reading)
    note = _foreign(file, text)
    if arguments.unread:
        return report.unread(reading, misses(file, text, tools.NAMES), terminal.columns(), paint) + note
    aside = tuple(one for one in reading.commitments if not of_security(one)) if is_support(file) else ()
    if arguments.list:
        return (
            report.listed(reading, terminal.columns(), aside, whole=arguments.verbose or not sys.stdout.isatty()) + note
        )
    statements = parse(file, text).statements
    titles = frozenset(each.span.line for each in statements if each.form == "heading" and each.span.line)
    shared = _shared(statements)
    return report.marked(as_edited(text), titles, reading, terminal.whole_columns(), paint, shared, aside) + note


def _foreign(file: str, text: str) -> str:
    """What is said of a document whose language nobody recognised: little of it is understood."""
    if not unknown(text, language_of(file)):
        return ""
    return "\n" + "\n".join(wrap(FOREIGN, terminal.columns())) + "\n"


def _asked(file: str, places: Sequence[_Place], lines: Sequence[str]) -> list[int]:
    """The lines that are asked for; of a range, those that are not empty, if there are any.

    Raises:
        UnreadablePolicyError: a place names another document, or a line that is none.
    """
    asked: set[int] = set()
    for place in places:
        if place.document and os.path.realpath(place.document) != os.path.realpath(file):
            raise UnreadablePolicyError(
                f"--explain asks for a line of {place.document}, and {file} is read",
                f"troth read {place.document} --explain {place.lines[0]}",
            )
        if place.lines[-1] > len(lines):
            raise UnreadablePolicyError(
                f"{file} has no line {place.lines[-1]}", f"its last is {len(lines)}; they count from 1"
            )
        asked.update([each for each in place.lines if lines[each - 1].strip()] or place.lines)
    return sorted(asked)


def _headers(lines: Sequence[str], statements: Sequence[Statement]) -> frozenset[int]:
    """Numbers of the lines that name the columns of a table: a rule and a row stand below."""
    rows = {each.span.line for each in statements if each.form == "row"}
    rules = (number for number, line in enumerate(lines, 1) if number + 1 in rows and RULE.fullmatch(line))
    return frozenset(number - 1 for number in rules)


def _shared(statements: Sequence[Statement]) -> frozenset[int]:
    """Numbers of the lines on which several sentences stand."""
    return frozenset(
        line for line, number in Counter(line for each in statements for line in each.lines).items() if number > 1
    )


def _registered(file: str, reading: Reading) -> Reading:
    """``reading`` with what the register says that stands nearest above ``file``, in the same checkout."""
    folder = Path(os.path.realpath(file)).parent
    top = git.checkout_of(folder) or folder
    root = next((each for each in (folder, *folder.parents) if (each / REGISTER).is_file() or each == top), folder)
    if file == "-" or not (root / REGISTER).is_file():
        return reading
    own = register_of(Repository(root, Listing(paths=(REGISTER,))))
    name = Path(os.path.realpath(file)).relative_to(root).as_posix()
    entries = [entry for entry in own.commitments if entry.document in ("", name)] if own else []
    return register.apply((reading,), entries).readings[0]


def _standard_input() -> str:
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UnreadablePolicyError(
            f"standard input is larger than {LARGEST // 1024 // 1024} MB", "no policy is that long"
        )
    return decode(data, "standard input", LESSON)


def _json(reading: Reading) -> str:
    told = {
        "document": reading.document,
        "statements": reading.statements,
        "commitments": [_commitment(one) for one in reading.commitments],
        "unread": [{"line": span.line, "text": span.text} for span in reading.unread],
    }
    return json_text.printed(told).decode()


def _commitment(one: Commitment) -> dict[str, Any]:
    """As the labelling guide has it, with what ``troth.toml`` says of it, where it does."""
    own = {"id": one.named, "silenced": one.silenced}
    return commitment_json.to_json(one) | {name: value for name, value in own.items() if value}
