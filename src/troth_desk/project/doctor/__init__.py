"""Is the desk itself run as policies advise? Each check is a module of this folder and a line of ``CHECKS``.

A check is one file with ``CHECK``, one test file of the same name, one line here. ``troth-desk doctor`` asks all of
them, and a desk that starts asks those that are marked ``before_start``: in production it refuses to start unsafe.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from troth_desk.project import configuration
from troth_desk.project.doctor import (
    access_review,
    address,
    advisories,
    alerts,
    api_keys,
    audits,
    backups,
    certificate,
    database_role,
    database_tls,
    debug,
    dependencies,
    disk,
    hosts,
    ledger,
    login_provider,
    machine_clock,
    mail_in,
    mail_out,
    openpgp_keys,
    proxies,
    second_factors,
    secret_files,
    secret_values,
    service_account,
    sessions,
    signing_key,
    workers,
)
from troth_desk.project.doctor.check import Check, Desk, Looked, State, is_own_machine, look

ACCEPT = "TROTH_DESK_ACCEPT"
"""Names of checks whose unsafe findings are meant so, separated by commas: the desk starts, the doctor still tells."""

CHECKS: tuple[Check, ...] = (
    address.CHECK,
    hosts.CHECK,
    debug.CHECK,
    secret_values.CHECK,
    secret_files.CHECK,
    database_role.CHECK,
    database_tls.CHECK,
    certificate.CHECK,
    ledger.CHECK,
    backups.CHECK,
    workers.CHECK,
    audits.CHECK,
    alerts.CHECK,
    second_factors.CHECK,
    access_review.CHECK,
    sessions.CHECK,
    login_provider.CHECK,
    proxies.CHECK,
    api_keys.CHECK,
    signing_key.CHECK,
    openpgp_keys.CHECK,
    mail_out.CHECK,
    mail_in.CHECK,
    dependencies.CHECK,
    advisories.CHECK,
    disk.CHECK,
    machine_clock.CHECK,
    service_account.CHECK,
)
"""Every check, in the order in which they are told where two weigh the same."""


def present(at: datetime) -> Desk:
    """The desk of this process's settings; a further name by which it answers makes it one that others reach."""
    names = (urlsplit(settings.ADDRESS).hostname or "", *configuration.listed(configuration.HOSTS))
    return Desk(at, settings.ADDRESS, not all(map(is_own_machine, names)))


def accepted() -> frozenset[str]:
    """The names in ``TROTH_DESK_ACCEPT``."""
    return frozenset(filter(None, (each.strip() for each in os.environ.get(ACCEPT, "").split(","))))


def unknown_names(names: Collection[str]) -> list[str]:
    """Those of ``names`` that no check has, sorted."""
    return sorted(set(names) - {check.name for check in CHECKS})


def examine(desk: Desk, names: Collection[str] = ()) -> list[Looked]:
    """Ask every check, or those of ``names``; what weighs most comes first."""
    meant = accepted()
    found = [look(check, desk, meant) for check in CHECKS if not names or check.name in names]
    return sorted(found, key=lambda each: -each.state.weight)


def refusals(desk: Desk) -> Iterator[str]:
    """Why this desk does not start, a sentence or two each: unsafe settings of a desk in production.

    Nothing is refused on one's own machine, nor what ``TROTH_DESK_ACCEPT`` names.
    """
    if not desk.production:
        return
    meant = accepted()
    for check in CHECKS:
        if not check.before_start or check.name in meant:
            continue
        for finding in look(check, desk).findings:
            if finding.state is State.UNSAFE:
                yield f"{check.name}: {finding.says} {finding.do}".strip()
