"""``troth-desk facts``: how the promises of a project were kept, signed, for ``troth check --desk-facts``."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from typing import Any

from troth.formats import desk_facts
from troth_desk.commands import setup

MOST_DAYS = 3_650


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "facts",
        help="write how promises were kept, signed, for `troth check --desk-facts`",
        description="Write the signed facts of a project to standard output (in-toto Statement v1 in a DSSE envelope).",
        epilog="Exit codes: 0 written, 2 there is no such desk, project or policy.",
    )
    setup.add_options(parser)
    parser.add_argument("--organisation", metavar="SLUG", help="of this organisation (needed where several are)")
    parser.add_argument("--project", metavar="SLUG", help="of this project (needed where several are)")
    parser.add_argument(
        "--days",
        type=_days,
        default=365,
        metavar="N",
        help="how many days back the facts reach (default: 365; fewer than 90 count only where there are no older "
        "records)",
    )
    parser.add_argument(
        "--valid",
        type=_days,
        default=desk_facts.VALID.days,
        metavar="N",
        help=f"how many days they hold (default: {desk_facts.VALID.days}; at most {desk_facts.LONGEST_VALID.days})",
    )
    parser.add_argument("--key", action="store_true", help="write the public key (PEM) that they are signed by instead")


def run(arguments: argparse.Namespace) -> int:
    """Exit code."""
    return setup.reading(arguments, _written)


def _written(arguments: argparse.Namespace) -> str:
    """Why nothing could be written, "" where it was."""
    from troth.formats.json_text import printed
    from troth_desk import clock
    from troth_desk.ledger import signing
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.proofs.actions import issue_facts
    from troth_desk.proofs.facts import NoPolicyError
    from troth_desk.tenants import queries, scope

    if arguments.key:
        sys.stdout.write(signing.public_key_pem())
        return ""
    organisation = one(queries.organisations(), arguments.organisation, "organisation")
    if isinstance(organisation, str):
        return organisation
    with scope.inside(organisation):
        project = one(queries.projects(organisation), arguments.project, "project")
        if isinstance(project, str):
            return project
        try:
            envelope = issue_facts(
                project,
                by=SYSTEM,
                at=clock.now(),
                window=timedelta(days=arguments.days),
                valid=timedelta(days=arguments.valid),
            )
        except NoPolicyError as error:
            return str(error)
    sys.stdout.write(printed(envelope).decode())
    return ""


def one(found: Any, slug: str | None, what: str) -> Any:
    """The one that is meant, or why none is, in words."""
    named = [each for each in found if slug in (None, each.slug)]
    if len(named) == 1:
        return named[0]
    if not named:
        return f"no {what} is called {slug}" if slug else f"there is no {what} yet"
    return f"which {what}? --{what} " + "|".join(each.slug for each in named)


def _days(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 1 to {MOST_DAYS}")
    return number
