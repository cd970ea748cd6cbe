"""Can the desk sign, and how old is the key that it signs by?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from troth_desk.ledger import queries, signing
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe
from troth_desk.project.doctor.clauses import ROTATION
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope

OLD = timedelta(days=2 * 365)
"""As long as NIST SP 800-57 part 1, table 1, lets a private signature key be in use at most ("1 to 3 years")."""
HOW = (
    "Put its public half into keys/retired/ (troth-desk facts --key writes it), then give a new key by "
    "TROTH_DESK_SIGNING_KEY: openssl genpkey -algorithm ed25519."
)


def _look(desk: Desk) -> Iterator[Finding]:
    try:
        identity = signing.key_id()
    except signing.UnusableKeyError as error:
        yield unsafe(f"The desk cannot sign: {error}.", "Receipts, facts and the ledger need a key that works.")
        return
    since = _in_use_since(identity)
    if since is None:
        yield safe(f"The key {identity[:16]} has signed nothing yet.")
    elif desk.at - since > OLD:
        yield at_risk(f"The key {identity[:16]} has signed since {since:%Y-%m-%d}, longer than two years.", HOW)
    else:
        yield safe(f"The key {identity[:16]} has signed since {since:%Y-%m-%d}.")


def _in_use_since(identity: str) -> datetime | None:
    """The first checkpoint of any organisation that the key signed: files have no age that a copy keeps."""
    found = []
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            for each in queries.checkpoints(organisation.pk).order_by("seq").iterator(chunk_size=500):
                if json.loads(each.envelope)["signatures"][0]["keyid"] == identity:
                    found.append(each.at)
                    break
    return min(found, default=None)


CHECK = Check(name="signing-key", asks="Can the desk sign, and how old is its key?", applies=(ROTATION,), look=_look)
