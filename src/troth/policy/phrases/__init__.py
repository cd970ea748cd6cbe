"""One file per kind of phrase; ``PHRASES`` lists them in the order in which they are asked."""

from __future__ import annotations

from troth.policy.phrases import (
    advisory_channel,
    bounty,
    contact,
    coordinated_disclosure,
    credit,
    deadline,
    disclosure_step,
    document,
    guidance,
    incident_class,
    incident_phase,
    pgp,
    pin,
    practice,
    public_issue_ban,
    recurrence,
    safe_harbor,
    sbom,
    severity_band,
    standard,
    supported_version,
    tool_command,
    tool_configuration,
    tool_use,
)
from troth.policy.phrases.phrase import Phrase

PHRASES: tuple[Phrase, ...] = (
    contact.PHRASE,
    public_issue_ban.PHRASE,
    pgp.PHRASE,
    supported_version.PHRASE,
    deadline.PHRASE,
    recurrence.PHRASE,
    tool_use.PHRASE,
    tool_command.PHRASE,
    tool_configuration.PHRASE,
    sbom.PHRASE,
    pin.PHRASE,
    standard.PHRASE,
    credit.PHRASE,
    bounty.PHRASE,
    safe_harbor.PHRASE,
    coordinated_disclosure.PHRASE,
    advisory_channel.PHRASE,
    incident_class.PHRASE,
    incident_phase.PHRASE,
    disclosure_step.PHRASE,
    document.PHRASE,
    severity_band.PHRASE,
    guidance.PHRASE,
    practice.PHRASE,
)
"""``practice`` stands last: it speaks only for bullets of which no other phrase said what they promise."""
