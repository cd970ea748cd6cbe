"""Is there a backup that is fresh, whole, and holds the keys without which nobody reads attachments again?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe
from troth_desk.project.doctor.clauses import BACKUPS
from troth_desk.tenants import leases, queries

FRESH = timedelta(days=2)
"""A backup a day, and one that failed."""
OLD = timedelta(days=7)
HOW = "troth-desk backup FILE; or TROTH_DESK_BACKUPS=folder, and a worker makes one a day."


def _look(desk: Desk) -> Iterator[Finding]:
    last, tried = queries.last_backup(), queries.last_try_at_a_backup()
    if tried is not None and tried.failure:
        yield at_risk(f"The last try at a backup, {tried.began_at:%Y-%m-%d}, failed: {tried.failure}.", HOW)
    if last is None:
        finding = unsafe if desk.production else at_risk
        yield finding("There never was a backup that the desk knows of.", HOW)
        return
    age = desk.at - last.began_at
    said = f"The newest backup is of {last.began_at:%Y-%m-%d %H:%M} UTC"
    if age < -leases.SKEW:
        yield at_risk(f"{said}, which is still to come: the clock was set, so its age is not known.", HOW)
    elif age > OLD:
        yield unsafe(f"{said}, {age.days} days ago.", HOW)
    elif age > FRESH:
        yield at_risk(f"{said}, {age.days} days ago.", HOW)
    else:
        yield safe(f"{said}.")
    if not last.keys:
        yield at_risk(
            "It holds no keys: without them nobody reads attachments or mails again.",
            "Give it a passphrase or an OpenPGP certificate, or keep the folder keys elsewhere.",
        )
    if last.missing:
        yield at_risk(f"{last.missing} files that cases name were not there to be saved.", "troth-desk verify")


CHECK = Check(name="backups", asks="Is there a backup that is fresh and whole?", applies=(BACKUPS,), look=_look)
