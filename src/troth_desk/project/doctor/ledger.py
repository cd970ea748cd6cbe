"""Is the audit log on, and was it changed? The chain of each organisation is walked from its first entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction

from troth_desk.ledger import queries, rules
from troth_desk.ledger.verification import verify
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe
from troth_desk.project.doctor.clauses import AUDIT_LOG, REVIEW_LOGS
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

UNSIGNED = timedelta(hours=3)
"""The worker signs each hour; an entry that has been unsigned for so long says that it does not run."""


def _look(desk: Desk) -> Iterator[Finding]:
    lifted = rules.missing(connection)
    if lifted:
        yield unsafe(
            f"The database does not refuse changes of the ledger any more: {', '.join(lifted)} is off.",
            "Run troth-desk prepare, then troth-desk verify.",
        )
    for organisation in tenants.organisations():
        with scope.inside(organisation), transaction.atomic():
            yield from _of(organisation, desk)


def _of(organisation: Organisation, desk: Desk) -> Iterator[Finding]:
    found = verify(organisation.pk)
    if found.flaw:
        yield unsafe(
            f"{organisation.name}: entry {found.flaw.seq} of the ledger: {found.flaw.what}.",
            "Run troth-desk verify; then look for who could write to the database.",
        )
        return
    newest = queries.newest(organisation.pk)
    signed = queries.checkpoints(organisation.pk).order_by("-seq").first()
    if newest and (signed is None or signed.seq < newest.seq) and newest.at < desk.at - UNSIGNED:
        yield at_risk(
            f"{organisation.name}: the last entries of the ledger have been unsigned since "
            f"{newest.at:%Y-%m-%d %H:%M} UTC.",
            "See that a worker runs: troth-desk worker, or up.",
        )
        return
    entries = "1 entry" if found.entries == 1 else f"{found.entries} entries"
    checkpoints = "1 signed checkpoint" if found.checkpoints == 1 else f"{found.checkpoints} signed checkpoints"
    yield safe(f"{organisation.name}: {entries} and {checkpoints}, none changed.")


CHECK = Check(
    name="ledger",
    asks="Is the audit log on, and was it changed?",
    applies=(AUDIT_LOG, REVIEW_LOGS),
    look=_look,
)
