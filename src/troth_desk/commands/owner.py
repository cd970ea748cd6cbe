"""``troth-desk owner``: whoever runs the desk lets somebody in as an owner, or back into their account."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from troth_desk.commands import setup
from troth_desk.project import configuration

if TYPE_CHECKING:
    from troth_desk.tenants.models import Organisation


class UnknownError(Exception):
    """There is no such organisation or account; the message says what to do."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser("owner", help="let somebody in as an owner, or back into their account")
    setup.add_options(parser)
    parser.add_argument("--email", required=True, metavar="ADDRESS", help="mail address of the person")
    parser.add_argument("--organisation", metavar="SLUG", help="which organisation, where the desk has several")
    parser.add_argument("--reset", action="store_true", help="print a one-time link to set a new password instead")
    parser.add_argument(
        "--remove-second-factor", action="store_true", help="with --reset: also remove passkeys, app and recovery codes"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 after the link was printed; 2 with the reason."""
    setup.prepare(arguments, configuration.OWNER_ROLE)
    email = arguments.email.strip().lower()
    try:
        if arguments.reset:
            print(_reset(email, remove=arguments.remove_second_factor))
        else:
            print(_own(_organisation(arguments.organisation), email))
    except UnknownError as error:
        print(f"troth-desk: {error}", file=sys.stderr)
        return 2
    return 0


def _organisation(slug: str | None) -> Organisation:
    from troth_desk.tenants import queries

    found = queries.organisation(slug) if slug else queries.only_organisation()
    if found is None and slug:
        raise UnknownError(f"there is no organisation {slug}; there are: {_slugs()}")
    if found is None:
        slugs = _slugs()
        raise UnknownError(
            f"say which one with --organisation: {slugs}" if slugs else "there is none yet; start troth-desk up once"
        )
    return found


def _slugs() -> str:
    from troth_desk.tenants import queries

    return ", ".join(each.slug for each in queries.organisations())


def _own(organisation: Organisation, email: str) -> str:
    """Makes a member an owner at once; for everybody else, what to send them."""
    from django.urls import reverse

    from troth_desk import clock
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.people import actions, queries
    from troth_desk.people.models import Role
    from troth_desk.tenants import scope
    from troth_desk.tenants.addresses import whole

    at = clock.now()
    with scope.inside(organisation):
        member = queries.members(organisation).filter(user__email__iexact=email).first()
        if member is not None and member.role == Role.OWNER:
            return f"{email} is an owner of {organisation.name} already: {whole('/accounts/login/')}"
        if member is not None:
            actions.change_role(member, Role.OWNER, by=SYSTEM, at=at)
            return f"{email} is an owner of {organisation.name} now: {whole('/accounts/login/')}"
        link = actions.invite(organisation, email, Role.OWNER, by=SYSTEM, at=at)
    address = reverse("people:join", kwargs={"organisation": organisation.slug, "token": link.token})
    return f"This link works once, for seven days: {whole(address)}"


def _reset(email: str, *, remove: bool) -> str:
    from allauth.account import app_settings
    from allauth.account.utils import user_pk_to_url_str
    from allauth.mfa.models import Authenticator
    from django.contrib.auth.models import User
    from django.urls import reverse

    from troth_desk.people import queries, watching
    from troth_desk.tenants.addresses import whole

    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise UnknownError(f"nobody here has the address {email}; without --reset you make a link to join")
    if remove:
        mine = Authenticator.objects.filter(user=user)
        kinds = [str(each.type) for each in mine.filter(type__in=queries.SECOND_FACTORS)]
        mine.delete()
        for kind in kinds:
            watching.factor_removed(user, kind)
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    removed = " Passkeys, app and recovery codes were removed." if remove else ""
    return f"This link sets a new password, once, for three days: {whole(address)}{removed}"
