"""``troth-desk prepare``: tables, roles, style, the first organisation, its policy. Twice is the same as once."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from troth_desk.commands import setup
from troth_desk.project import configuration


class UnusableError(Exception):
    """What was asked for cannot be had; the message says what to do."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser("prepare", help="make or renew tables, roles and the first organisation, then end")
    setup.add_options(parser)
    add_content(parser)


def add_content(parser: argparse.ArgumentParser) -> None:
    """Options that say whose desk it is and what its policy says."""
    parser.add_argument(
        "--policy",
        metavar="FILE",
        action="append",
        default=[],
        type=Path,
        help="SECURITY.md or troth.toml to load (again for each); a changed one becomes a new version",
    )
    parser.add_argument(
        "--organisation", metavar="NAME", help="whose desk; a name that is new founds one (default: the first one)"
    )
    parser.add_argument(
        "--project", metavar="NAME", help="whose policy; a name that is new begins one (default: the first one)"
    )


def run(arguments: argparse.Namespace) -> int:
    """0, or 2 with the reason."""
    try:
        texts = read(arguments.policy)
        setup.prepare(arguments, configuration.OWNER_ROLE)
        link = prepare(arguments, texts)
    except UnusableError as error:
        print(f"troth-desk: {error}", file=sys.stderr)
        return 2
    tell_link(link)
    return 0


def tell_link(link: str) -> None:
    """Print the one-time link for the first owner, where the desk has none yet."""
    if link:
        print(f"Nobody owns this desk yet. This link makes you its first owner, once: {link}", flush=True)


def read(paths: list[Path]) -> dict[str, str]:
    """The texts of the policy by their names; raises ``UnusableError``."""
    texts = {}
    for path in paths:
        try:
            texts[path.name] = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UnusableError(f"cannot read the policy {path}: {error}") from error
    return texts


def prepare(arguments: argparse.Namespace, texts: dict[str, str]) -> str:
    """Bring the database up to date and load ``texts``; Django is set up, as the owner of the tables.

    The one-time link for the first owner; "" where there is an owner.
    """
    from django.db import OperationalError, connection

    from troth_desk.tenants import protection, upgrade

    try:
        with protection.alone(connection):
            upgrade.migrate()
            link = _content(arguments, texts)
    except upgrade.LaterDeskError as error:
        raise UnusableError(str(error)) from error
    except OperationalError as error:
        raise UnusableError(f"the database does not answer: {str(error).strip()}") from error
    connection.close()
    return link


def _content(arguments: argparse.Namespace, texts: dict[str, str]) -> str:
    from django.urls import reverse

    from troth_desk import clock
    from troth_desk.intake import own_key
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.openpgp.keys import UnusableKeyError
    from troth_desk.people.actions import set_up
    from troth_desk.policies.actions import import_texts
    from troth_desk.policies.refusal import RefusedTextsError
    from troth_desk.tenants import actions, queries, scope
    from troth_desk.tenants.addresses import whole
    from troth_desk.tenants.refusal import OneOrganisationAFileError

    at = clock.now()
    name = arguments.project or _project_name(arguments.policy)
    title = arguments.organisation or name
    organisation = (
        queries.organisation(_slug(title)) if arguments.organisation else queries.organisations().order_by("pk").first()
    )
    if organisation is None:
        try:
            organisation = actions.found_organisation(_slug(title), title, by=SYSTEM, at=at)
        except OneOrganisationAFileError as error:
            raise UnusableError(str(error)) from error
    with scope.inside(organisation):
        project = (
            queries.project(organisation, _slug(name))
            if arguments.project
            else queries.projects(organisation).order_by("pk").first()
        )
        if project is None:
            project = actions.begin_project(organisation, _slug(name), name, by=SYSTEM, at=at)
        if texts:
            try:
                import_texts(project, texts, by=SYSTEM, at=at)
            except RefusedTextsError as error:
                raise UnusableError(f"the policy cannot be loaded: {error}") from error
        try:
            own_key.keep(organisation, by=SYSTEM, at=at)
        except UnusableKeyError as error:
            raise UnusableError(str(error)) from error
        link = set_up(organisation, at=at)
    if link is None:
        return ""
    return whole(reverse("people:join", kwargs={"organisation": organisation.slug, "token": link.token}))


def _project_name(paths: list[Path]) -> str:
    """ "Arco" for arco/SECURITY.md and for arco-SECURITY.md."""
    if not paths:
        return "Our project"
    stem = re.sub(r"(?i)[-_.]?security$", "", paths[0].stem)
    word = stem if stem and paths[0].suffix != ".toml" else paths[0].absolute().parent.name
    if word.lower() in {"", ".github", "docs"}:
        word = paths[0].absolute().parent.parent.name or "Our project"
    return word.replace("-", " ").replace("_", " ").strip().capitalize() or "Our project"


def _slug(name: str) -> str:
    from django.utils.text import slugify

    return slugify(name)[:60] or "team"
