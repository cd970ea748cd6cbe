"""Audits that are pushed become findings, in the transaction that keeps them."""

from __future__ import annotations

import logging
from datetime import datetime

from troth_desk.findings import reading
from troth_desk.findings.actions.bringing import bring
from troth_desk.ledger.actor import Actor
from troth_desk.scans.models import Scan

logger = logging.getLogger(__name__)
SOURCE = "audit"


def kept(scan: Scan, by: Actor, at: datetime) -> None:
    """``scan`` was kept a moment ago: what its tools found is brought in; what cannot be read stays a scan alone."""
    try:
        delivered = reading.of_audit(scan)
    except reading.UnreadableError as error:
        logger.warning("scan %s: %s", scan.pk, error)
        return
    for one in delivered:
        bring(scan.project, one, source=SOURCE, digest=scan.digest, scan=scan, by=by, at=at)
