"""``troth-desk verify``: was the ledger changed?"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from troth.formats import dsse
from troth_desk.commands import setup

MOST_NAMED = 10
"""Rows that are named where they say something else than the ledger."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "verify",
        help="was the ledger changed? names the first broken entry",
        description="Walk the ledger of each organisation: the chain of its entries and the signed checkpoints; then "
        "hold cases and clocks against it.",
        epilog="Exit codes: 0 nothing was changed, 1 something was, 2 there is no desk or a file cannot be read.",
    )
    setup.add_options(parser)
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="public key (PEM) that checkpoints may be signed by; may be given several times "
        "(default: the desk's own and its retired ones)",
    )
    parser.add_argument(
        "--kept",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a checkpoint that was kept elsewhere (the last line of `troth-desk export --ledger`): shows that the end "
        "was cut off",
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code."""
    nothing = setup.nothing_there(arguments)
    if nothing:
        print(f"troth-desk: {nothing}", file=sys.stderr)
        return 2
    try:
        keys = [path.read_text() for path in arguments.key] or None
        dsse.public_keys(keys or [])
        kept = [_envelope(path) for path in arguments.kept]
    except (OSError, ValueError) as error:
        print(f"troth-desk: {error}", file=sys.stderr)
        return 2
    setup.prepare(arguments)
    return _told(keys, kept)


def _told(keys: list[str] | None, kept: list[dict[str, Any]]) -> int:
    from django.db import DatabaseError, connection

    from troth_desk.ledger import rules
    from troth_desk.tenants import queries

    try:
        organisations = list(queries.organisations())
        broken = [organisation for organisation in organisations if not _whole(organisation, keys, kept)]
        lifted = rules.missing(connection)
    except DatabaseError as error:
        print(f"troth-desk: the ledger cannot be read: {str(error).strip()}", file=sys.stderr)
        return 2
    if not organisations:
        print("troth-desk: there is no organisation in it, so there is no ledger to look at", file=sys.stderr)
        return 2
    if lifted:
        print(f"BROKEN  the database does not refuse changes any more: {', '.join(lifted)} is off", file=sys.stderr)
    return 1 if broken or lifted else 0


def _whole(organisation: Any, keys: list[str] | None, kept: list[dict[str, Any]]) -> bool:
    from troth_desk.ledger import queries
    from troth_desk.ledger.verification import verify
    from troth_desk.proofs.agreement import disagreements
    from troth_desk.tenants import scope

    with scope.inside(organisation):
        mine = [each for each in kept if _of(each) in (organisation.pk, None)]
        found = verify(organisation.pk, keys, mine)
        if found.flaw is None and not (differing := list(islice(disagreements(organisation), MOST_NAMED))):
            counted = f"{found.entries} {'entry' if found.entries == 1 else 'entries'}"
            signed = f"{found.checkpoints} signed {'checkpoint' if found.checkpoints == 1 else 'checkpoints'}"
            print(f"whole   {organisation.name}: {counted}, {signed}; head {found.digest[:16]}")
            return True
        for seq, what in (
            [(found.flaw.seq, found.flaw.what)] if found.flaw else [(one.seq, one.what) for one in differing]
        ):
            entry = queries.entries(organisation.pk).filter(seq=seq).first()
            named = f" ({entry.action} of {entry.subject}, {entry.at:%Y-%m-%d %H:%M} UTC)" if entry else ""
            where = f"entry {seq}{named}" if seq else "no entry tells of it"
            print(f"BROKEN  {organisation.name}: {where}: {what}")
    return False


def _envelope(path: Path) -> dict[str, Any]:
    """The checkpoint in a file: the last line of an export, or an envelope alone; raises ``ValueError``."""
    lines = path.read_text().strip().splitlines()
    try:
        value = json.loads(lines[-1] if lines and lines[-1].startswith("{") else "\n".join(lines))
        found = value.get("head", value.get("checkpoint", value))
    except (ValueError, AttributeError, RecursionError):
        raise ValueError(f"{path} holds no checkpoint") from None
    if not isinstance(found, dict):
        raise ValueError(f"{path} holds no checkpoint")  # noqa: TRY004 - a bad file, not a bad type
    return found


def _of(envelope: dict[str, Any]) -> int | None:
    """The organisation that a checkpoint says it is of; whether that is true is looked at when it is verified."""
    try:
        said = json.loads(dsse.decoded(str(envelope.get("payload", ""))))
    except (ValueError, RecursionError):
        return None
    found = said.get("organisation") if isinstance(said, dict) else None
    return found if isinstance(found, int) else None
