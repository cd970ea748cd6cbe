"""``troth attest``: record what a person vouches for, and tell what is attested."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from troth.cli import attest_key, attest_promise, attest_unsafe, options
from troth.cli.commands import COMMANDS
from troth.terms.errors import RefusedAttestationError

EPILOG = """\
examples:
  troth attest --guide                     walk through every promise that people settle
  troth attest promise L31                 vouch for the promise of line 31
  troth attest --list                      what is attested, by whom, until when
  troth attest key                         name your key, so that your signatures are good ones
  troth attest unsafe                      reviews of unsafe Rust code

Records are files in attestations/: commit them, and let them be reviewed like code.

Exit codes: 0 done, 2 wrong use or refused, 3 internal error."""


def add(subparsers: Any) -> None:
    """Declare the command with its kinds of attestation."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "attest",
        help=COMMANDS["attest"],
        description="Record what a person vouches for, and tell what is attested.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--list", action="store_true", help="tell what is attested (the default)")
    doing.add_argument("--guide", action="store_true", help="walk through the promises that people settle")
    attest_promise.add_author(parser)
    parser.add_argument("--json", action="store_true", help="print the list, or what the guide would ask, as JSON")
    parser.add_argument("--root", default=".", metavar="PATH", help="the checkout (default: here)")
    options.add_documents(parser)
    options.add_colour(parser)
    parser.set_defaults(run=run, work=_tell)
    kinds = parser.add_subparsers(dest="kind", metavar="KIND")
    attest_promise.add(kinds)
    attest_key.add(kinds)
    attest_unsafe.add(kinds)
    shared = {action.dest for action in parser._actions}  # noqa: SLF001 - argparse has no other way
    for kind in kinds.choices.values():
        for action in kind._actions:  # noqa: SLF001 - options may stand in front of KIND too
            if action.dest in shared:
                action.default = argparse.SUPPRESS


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked and say it.

    Raises:
        RefusedAttestationError: nobody can vouch for it, or a file cannot be written.
        TrothError: the tree or a policy cannot be read.
    """
    if arguments.kind and (arguments.guide or (arguments.list and arguments.kind != "unsafe")):
        raise RefusedAttestationError(f"--guide and --list do not go with {arguments.kind}", "leave one of them out")
    work: Callable[[argparse.Namespace], int] = arguments.work
    return work(arguments)


def _tell(arguments: argparse.Namespace) -> int:
    if arguments.guide:
        from troth.cli import attest_guide

        return attest_guide.walk(arguments)
    from troth.cli import attest_list

    return attest_list.tell(arguments)
