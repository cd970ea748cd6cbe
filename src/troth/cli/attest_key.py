"""``troth attest key``: name the user's key in the tree, so that signatures by it are good ones."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from troth.terms.errors import RefusedAttestationError

EPILOG = """\
An SSH key goes into attestations/allowed_signers (ssh-keygen(1), ALLOWED SIGNERS), for attestations alone;
an OpenPGP key into attestations/keys/. The key is the one with which git signs.

Whoever may change these files says whose signatures are good: let them be reviewed by somebody else.

Exit codes: 0 done, 2 wrong use or refused, 3 internal error."""


def add(kinds: Any) -> None:
    """Declare this kind of attestation."""
    parser: argparse.ArgumentParser = kinds.add_parser(
        "key",
        help="name your key, so that your signatures are good ones",
        description="Name the key with which git signs as yours, in attestations/.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--by", default="", metavar="WHO", help='whose key it is, "Name <mail>" (default: the user of git)'
    )
    parser.add_argument("--root", default=".", metavar="PATH", help="the checkout (default: here)")
    parser.set_defaults(work=name_key)


def name_key(arguments: argparse.Namespace) -> int:
    """Write the key and say where.

    Raises:
        RefusedAttestationError: no key or no address is named, or the file cannot be written.
    """
    from troth.cli import attest_record, tree_file
    from troth.evidence.attestations import signing
    from troth.evidence.attestations.signatures import KEYS, NAMESPACE, SIGNERS, mail
    from troth.report.plain import plain
    from troth.terms.identity import slug

    root = Path(arguments.root)
    by = attest_record.author(arguments)
    address = mail(by)
    if not address or any(character in address for character in ' ,"#*?!'):
        raise RefusedAttestationError("a key is named for an address", '--by "Name <mail>", or git config user.email')
    signer = signing.signer(root)
    key = signing.public_key(signer, root).decode("utf-8", "replace")
    if signer.form == "openpgp":
        path = f"{KEYS}/{slug(address)}.asc"
        text = key
    else:
        path = SIGNERS
        before = tree_file.text_at(tree_file.place(root, path, RefusedAttestationError), RefusedAttestationError)
        line = f'{address} namespaces="{NAMESPACE}" {key.strip()}'
        if line in before.splitlines():
            print(plain(f"{path} names this key for {address} already."))
            return 0
        text = before + ("\n" if before and not before.endswith("\n") else "") + f"{line}\n"
    tree_file.write(tree_file.place(root, path, RefusedAttestationError), text, RefusedAttestationError)
    print(plain(f"{path} names the key of {address}: commit it, and let somebody else review it."))
    print(plain("Next: troth attest --guide --sign"))
    return 0
