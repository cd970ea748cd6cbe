"""``troth-desk openpgp``: the OpenPGP key of an organisation: show it, replace it, take it back, publish it."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from troth_desk.commands import setup

if TYPE_CHECKING:
    from troth_desk.tenants.models import Organisation


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "openpgp",
        help="the OpenPGP key of an organisation: show, replace, import, take back, publish",
        description="The OpenPGP key that reporters encrypt to and that signs security.txt.",
        epilog="Exit codes: 0 done, 1 it could not be done, 2 there is no such desk, organisation or file.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, says: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=says)
        setup.add_options(made)
        made.add_argument("--organisation", metavar="SLUG", help="whose key (default: the only organisation there is)")
        return made

    verb("show", "print the keys: which is in use, which went before")
    verb("rotate", "make a new key in place of the present one, which still opens what comes")
    taken = verb("import", "use a key of your own: gpg --armor --export-secret-keys FINGERPRINT")
    taken.add_argument("file", type=Path, metavar="FILE", help="the secret key, without a passphrase")
    taken.add_argument("--retired", action="store_true", help="keep it to open older mail with; it signs nothing")
    back = verb("revoke", "take a key back for good, because somebody else may have it")
    back.add_argument("fingerprint", metavar="FINGERPRINT")
    files = verb("wkd", "write the files of the Web Key Directory for the web server of your domain")
    files.add_argument("folder", type=Path, metavar="FOLDER", help="one folder for each host is made in it")


def run(arguments: argparse.Namespace) -> int:
    """Exit code."""
    nothing = setup.nothing_there(arguments)
    if nothing:
        print(f"troth-desk: {nothing}", file=sys.stderr)
        return 2
    setup.prepare(arguments)
    from troth_desk import clock
    from troth_desk.openpgp.keys import UnusableKeyError
    from troth_desk.tenants import queries, scope

    slug = arguments.organisation
    organisation = queries.organisation(slug) if slug else queries.only_organisation()
    if organisation is None:
        print("troth-desk openpgp: say which organisation: --organisation SLUG", file=sys.stderr)
        return 2
    try:
        with scope.inside(organisation):
            return _do(arguments, organisation, clock.now())
    except UnusableKeyError as error:
        print(f"troth-desk openpgp: {error}", file=sys.stderr)
        return 1
    except (OSError, UnicodeDecodeError) as error:
        print(f"troth-desk openpgp: {error}", file=sys.stderr)
        return 2


def _do(arguments: argparse.Namespace, organisation: Organisation, at: datetime) -> int:
    from troth_desk.intake import key_life
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.openpgp import wkd

    if arguments.verb == "rotate":
        print(f"In use: {key_life.rotate(organisation, by=SYSTEM, at=at).fingerprint}")
    elif arguments.verb == "import":
        text = arguments.file.read_text()
        how = key_life.keep_older if arguments.retired else key_life.take
        key = how(organisation, text, by=SYSTEM, at=at)
        print(f"{'Kept for older mail' if arguments.retired else 'In use'}: {key.fingerprint}")
    elif arguments.verb == "revoke":
        key = key_life.revoke(organisation, arguments.fingerprint, by=SYSTEM, at=at)
        print(f"Taken back. In use: {key.fingerprint}")
    elif arguments.verb == "wkd":
        found = wkd.files(key_life.directory(organisation))
        if not found:
            print("The key has no mail address, so nobody looks for it in a directory.", file=sys.stderr)
            return 1
        wkd.write(arguments.folder, found)
        print("\n".join(sorted(found)))
    else:
        return _show(organisation, at)
    return 0


def _show(organisation: Organisation, at: datetime) -> int:
    from troth_desk.openpgp import keys, life

    present = keys.key(organisation.pk)
    if present is None:
        print("There is no key yet: it is made once the desk has a policy.")
        return 1
    taken_back = life.revocations(organisation.pk)
    ends = f"ends {present.expires_at:%Y-%m-%d}" if present.expires_at else "does not end"
    days = life.threshold(present.expires_at, at)
    soon = "" if days is None else ", which is soon: troth-desk openpgp rotate" if days else ": it has ended"
    print(f"{present.fingerprint}  in use, {ends}{soon}")
    for user in present.user_ids:
        print(f"  {user}")
    for each in keys.before(organisation.pk):
        if each.fingerprint != present.fingerprint:
            state = "taken back" if each.fingerprint in taken_back else "before it"
            print(f"{each.fingerprint}  {state}, opens older mail")
    return 0
