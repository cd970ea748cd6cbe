"""As whom does the desk run? An account of its own can read nothing else on the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe
from troth_desk.project.doctor.clauses import LEAST_PRIVILEGE, SERVICE_ACCOUNTS


def _look(desk: Desk) -> Iterator[Finding]:
    if os.geteuid() == 0:
        yield at_risk(
            "This runs as root: a fault in the desk would be one in the machine.",
            "Make an account for it (useradd --system troth), give it the data folder, and run it as that one.",
        )
    else:
        yield safe(f"It runs as the account with number {os.geteuid()}, not as root.")


CHECK = Check(
    name="service-account", asks="As whom does the desk run?", applies=(SERVICE_ACCOUNTS, LEAST_PRIVILEGE), look=_look
)
