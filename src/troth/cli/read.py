"""``troth read``: list what a policy promises, without judging it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import msgspec

from troth.cli.commands import COMMANDS
from troth.cli.documents import LARGEST, decode, text_of
from troth.evidence import tools
from troth.formats import commitment_json
from troth.policy.reader import read
from troth.report.plain import plain
from troth.report.words import promise
from troth.terms.errors import UnreadablePolicyError
from troth.terms.statement import Reading

COLUMNS = 80
"""Width of a sentence in the plain list."""


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "read", help=COMMANDS["read"], description="List what a policy promises, without judging it."
    )
    parser.add_argument("file", metavar="FILE", help="the policy; - reads standard input")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, print, and return the exit code."""
    text = _standard_input() if arguments.file == "-" else text_of(Path(arguments.file))
    reading = read(arguments.file, text, tools.NAMES)
    sys.stdout.write(_json(reading) if arguments.json else _text(reading))
    return 0


def _standard_input() -> str:
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UnreadablePolicyError(
            f"standard input is larger than {LARGEST // 1024 // 1024} MB", "no policy is that long"
        )
    return decode(data, "standard input")


def _json(reading: Reading) -> str:
    told = {
        "document": reading.document,
        "statements": reading.statements,
        "commitments": [commitment_json.to_json(one) for one in reading.commitments],
        "unread": [{"line": span.line, "text": span.text} for span in reading.unread],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def _text(reading: Reading) -> str:
    lines = [f"{plain(reading.document)}   {len(reading.commitments)} promises in {reading.statements} statements"]
    for one in reading.commitments:
        lines.append(f"  L{one.span.line:<5} {one.kind:<23} {promise(one)}")
        lines.append(f"         {_cut(plain(one.sentence))}")
    if reading.unread:
        lines += ["", "Looks like a promise, not understood"]
        lines += [f"  L{span.line:<5} {_cut(plain(span.text))}" for span in reading.unread]
    return "\n".join(lines) + "\n"


def _cut(text: str) -> str:
    room = COLUMNS - len("         ")
    return text if len(text) <= room else f"{text[: room - 1]}…"
