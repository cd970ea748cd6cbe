"""``troth-desk example``: fill the desk with example data, or take it away again."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from troth_desk.commands import prepare, setup
from troth_desk.project import configuration

if TYPE_CHECKING:
    from troth_desk.people.models import Membership
    from troth_desk.tenants.models import Organisation

TEAM = "Harbour Works"
"""The organisation of an example on an empty desk."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "example",
        help="load or remove example data",
        description="Load two projects with reports in every state, or remove them. On a desk without people the "
        "example brings an owner and others; their login is printed once.",
    )
    parser.add_argument("do", choices=("load", "remove"), help="what to do")
    setup.add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """0, or 2 with the reason."""
    try:
        setup.prepare(arguments, configuration.OWNER_ROLE)
        return _load(arguments) if arguments.do == "load" else _remove()
    except prepare.UnusableError as error:
        print(f"troth-desk: {error}", file=sys.stderr)
        return 2


def _load(arguments: argparse.Namespace) -> int:
    _tables()
    from troth_desk import clock
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.project.example import play, story
    from troth_desk.tenants import actions, queries, scope

    at = clock.now()
    organisation = queries.organisations().order_by("pk").first()
    if organisation is None:
        began = at - story.BEGAN
        organisation = actions.found_organisation("harbour-works", TEAM, zone="Europe/Berlin", by=SYSTEM, at=began)
    with scope.inside(organisation):
        cast = _cast(organisation, at - story.BEGAN)
        try:
            count = play.load(organisation, cast.members, by=SYSTEM, at=at)
        except play.LoadedError as error:
            raise prepare.UnusableError(str(error)) from error
    print(f"{count} example reports are loaded into {organisation.name}.")
    if cast.password:
        print(f"Log in as {cast.members['owner'].user.email} with the password {cast.password}")
    return 0


def _remove() -> int:
    from troth_desk import clock
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.project.example import removal
    from troth_desk.tenants import queries, scope

    gone = 0
    for organisation in queries.organisations():
        with scope.inside(organisation):
            gone += removal.remove(organisation, by=SYSTEM, at=clock.now())
    print(f"{gone} example reports are removed. The ledger still tells of them.")
    return 0


def _tables() -> None:
    from django.db import OperationalError

    from troth_desk.tenants import upgrade

    try:
        upgrade.migrate()
    except upgrade.LaterDeskError as error:
        raise prepare.UnusableError(str(error)) from error
    except OperationalError as error:
        raise prepare.UnusableError(f"the database does not answer: {str(error).strip()}") from error


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays which role; ``password`` of all of them where they were made for the example, else empty."""

    members: Mapping[str, Membership]
    password: str


def _cast(organisation: Organisation, at: datetime) -> Cast:
    """The owner and the first responder of the team, or people of the example where there is no owner yet."""
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.people import actions, queries
    from troth_desk.people.models import Role

    owner = queries.members(organisation, Role.OWNER).first()
    if owner is not None:
        responder = queries.members(organisation, Role.RESPONDER).first()
        return Cast({"owner": owner, "responder": responder or owner}, "")
    password = secrets.token_urlsafe(12)
    members = {}
    for role in Role:
        link = actions.invite(organisation, f"{role.value}@example.org", role, by=SYSTEM, at=at)
        user = actions.open_account(f"{role.value}@example.org", role.value.capitalize(), password)
        members[role.value] = actions.join(link.invitation, user, at=at)
    return Cast(members, password)
