"""Is the desk itself run as policies advise? Each check is a module of this folder and a line of ``CHECKS``.

A check is one file with ``CHECK``, one test file of the same name, one line here. ``troth-desk doctor`` asks all of
them, and a desk that starts asks those that are marked ``before_start``: in production it refuses to start unsafe.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Collection, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from troth_desk.project.doctor import (
    address,
    database_role,
    debug,
    disk,
    hosts,
    ledger,
    secret_files,
    secret_values,
)
from troth_desk.project.doctor.check import Check, Desk, Looked, State, look

ACCEPT = "TROTH_DESK_ACCEPT"
"""Names of checks whose unsafe findings are meant so, separated by commas: the desk starts, the doctor still tells."""

CHECKS: tuple[Check, ...] = (
    address.CHECK,
    hosts.CHECK,
    debug.CHECK,
    secret_values.CHECK,
    secret_files.CHECK,
    database_role.CHECK,
    ledger.CHECK,
    disk.CHECK,
)
"""Every check, in the order in which they are told where two weigh the same."""


def present(at: datetime) -> Desk:
    """The desk of this process's settings."""
    return Desk(at, settings.ADDRESS, not is_own_machine(urlsplit(settings.ADDRESS).hostname or ""))


def is_own_machine(host: str) -> bool:
    """Whether ``host`` names the machine that asks: localhost and what lies below it (RFC 6761 §6.3), loopback."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


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
