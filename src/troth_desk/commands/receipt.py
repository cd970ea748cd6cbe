"""``troth-desk receipt``: is the receipt of a report real, and what does it say?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from troth_desk.intake.checking import NoReceiptError, checked, told


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser("receipt", help="check the receipt of a report with the public key of its desk")
    parser.add_argument("file", metavar="RECEIPT", type=Path, help="the receipt, as it was downloaded")
    parser.add_argument(
        "--key",
        metavar="PEM",
        type=Path,
        required=True,
        help="public key of the desk: its address with /.well-known/troth-desk-key.pem",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 where it is real, 1 where it is not, 2 where a file cannot be read."""
    try:
        data, key = _one_line(arguments.file.read_bytes()), arguments.key.read_text()
    except (OSError, UnicodeDecodeError) as error:
        print(f"troth-desk receipt: {error}", file=sys.stderr)
        return 2
    try:
        payload = checked(data, [key])
    except NoReceiptError as refusal:
        print(f"This is no receipt of that desk: {refusal}.", file=sys.stderr)
        return 1
    print("\n".join(told(payload)))
    return 0


def _one_line(data: bytes) -> bytes:
    """The receipt as it was written: programs for mail break its one long line, and in JSON no break means anything."""
    return data.replace(b"\r", b"").replace(b"\n", b"")
