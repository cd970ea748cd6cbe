"""Options that ``check`` and ``explain`` share."""

from __future__ import annotations

import argparse
from datetime import date


def add(parser: argparse.ArgumentParser) -> None:
    """Say what to check and by which date."""
    add_documents(parser)
    parser.add_argument(
        "--at",
        type=day,
        metavar="DATE",
        help="check as of this date (YYYY-MM-DD, UTC); later tags and commits do not exist (default: today)",
    )
    parser.add_argument("--no-tools", action="store_true", help="run no other program; Troth's own readers only look")
    parser.add_argument(
        "--history",
        action="store_true",
        help="look for secrets in the whole past too, not only where a promise speaks of it",
    )
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="FILE",
        help="a test report to take results from, for promises that troth.toml binds to tests: JUnit XML, or what "
        "go test -json printed; may be given several times",
    )
    add_desk(parser)
    parser.add_argument(
        "--advisories",
        default="",
        metavar="FILE",
        help="the index of advisories (default: TROTH_ADVISORIES, else the one of `troth advisories update`)",
    )
    parser.add_argument(
        "--no-baseline",
        action="store_true",
        help="accept nothing: tell every promise as it stands, whatever troth-baseline.json holds",
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="list everything, unproven promises too")
    add_colour(parser)


def add_desk(parser: argparse.ArgumentParser) -> None:
    """Say which records of a desk count."""
    parser.add_argument(
        "--desk-facts",
        default="",
        metavar="FILE",
        help="signed facts of your desk (troth-desk facts), for promises that only its records prove",
    )
    parser.add_argument(
        "--desk-key",
        action="append",
        default=[],
        metavar="FILE",
        help="public key (PEM) that they have to be signed by; may be given several times (default: the one that "
        "troth.toml names, else desk-key.pem of PATH)",
    )
    parser.add_argument(
        "--desk-project",
        default="",
        metavar="NAME",
        help="the project that they have to be of, as ORGANISATION/PROJECT (default: that of troth.toml, else the "
        "repository or the document has to be the same)",
    )


def add_documents(parser: argparse.ArgumentParser) -> None:
    """Say which documents hold the promises."""
    parser.add_argument(
        "--policy",
        action="append",
        default=[],
        metavar="FILE",
        help="a policy to check, relative to PATH; may be given several times, and then only these are read "
        "(default: SECURITY.md, security.txt and SUPPORT.md in the usual places, and what they go on in)",
    )
    parser.add_argument(
        "--organisation",
        default="",
        metavar="DIR",
        help="a checkout of your organisation's .github repository, whose policy holds where PATH has none",
    )


def add_colour(parser: argparse.ArgumentParser) -> None:
    """Say whether to colour."""
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour (default: auto, on a terminal without NO_COLOR)",
    )


def add_path(parser: argparse.ArgumentParser) -> None:
    """Say where the repository is."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the checkout to look at (default: here)")


def day(text: str) -> date:
    """A day as it is typed, "2026-11-25".

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-11-25") from None
