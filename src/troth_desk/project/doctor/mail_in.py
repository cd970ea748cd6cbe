"""Does mail to the policy's address become reports? The last looks into the mailbox tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from troth_desk.mailbox import queries, source
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, is_own_machine, safe, unsafe, unseen
from troth_desk.project.doctor.clauses import CONTACT, TLS
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

LATE = timedelta(minutes=30)


def _look(desk: Desk) -> Iterator[Finding]:
    try:
        mailbox = source.mailbox()
    except source.BadMailboxError as error:
        yield unsafe(f"{error}.", "Until then no mail becomes a report.")
        return
    if mailbox is None:
        yield unseen("No mailbox was given (TROTH_DESK_MAILBOX); a mail server may hand mails over by LMTP.")
        return
    if mailbox.scheme == "imap+plain" and not is_own_machine(mailbox.host):
        yield unsafe(f"The mailbox of {mailbox.shown} is read in clear, its password too.", "Use imaps:// or imap://.")
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            yield _of(organisation, desk)


def _of(organisation: Organisation, desk: Desk) -> Finding:
    found = queries.fetching(organisation)
    if found is None or found.looked_at is None:
        return at_risk(f"{organisation.name}: nobody has looked into the mailbox yet.", "See that a worker runs.")
    if found.failing_since is not None:
        since = f"since {found.failing_since:%Y-%m-%d %H:%M} UTC"
        return unsafe(
            f"{organisation.name}: no mail came in {since}: {found.failure}.", "Settings, Mail; a report may lie there."
        )
    if desk.at - found.looked_at > LATE:
        when = f"{found.looked_at:%Y-%m-%d %H:%M} UTC"
        return at_risk(f"{organisation.name}: the mailbox was looked into last at {when}.", "See that a worker runs.")
    if found.left or found.unclaimed:
        lying = found.left + found.unclaimed
        return at_risk(
            f"{organisation.name}: {lying} mails lie in the mailbox and could not be taken.", "Settings, Mail."
        )
    return safe(f"{organisation.name}: the mailbox was looked into at {found.looked_at:%Y-%m-%d %H:%M} UTC.")


CHECK = Check(name="mail-in", asks="Does mail become reports?", applies=(CONTACT, TLS), look=_look)
