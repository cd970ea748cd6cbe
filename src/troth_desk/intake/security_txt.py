"""``/.well-known/security.txt`` (RFC 9116) of the desk: written from what the policies say, never by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta

from troth_desk.intake import addresses, contacts, own_key, queries
from troth_desk.policies import queries as policies
from troth_desk.publishing import addresses as publishing
from troth_desk.publishing import provider
from troth_desk.tenants import scope
from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation

VALID = timedelta(days=90)
"""§2.5.5 recommends less than a year; the desk writes it anew at each request, so a short time costs nothing."""
MOST_LINES = 100
"""Lines of one field."""

Signing = Callable[[str], str]
"""From the plain file to the one with OpenPGP's cleartext signature (§2.3), which has no line outside of its armour."""


def security_txt(at: datetime, sign: Signing = own_key.sign) -> str | None:
    """The file as of ``at``; None where there is no project that could be reported to.

    Keys: what a policy links to stands before the organisation's own, for its people hold the one for sure.
    """
    found = queries.open_projects()
    if not found:
        return None
    pages = [f"Contact: {addresses.report_page(each.organisation, each.project)}" for each in found]
    written = [line for each in found for line in _of_policy(each)]
    reached = pages + [line for line in written if line.startswith("Contact:")]
    keys = [line for line in written if line.startswith("Encryption:")]
    organisations = {each.organisation.pk: each.organisation for each in found}
    keys += [f"Encryption: {own_key.address(each)}" for each in organisations.values() if own_key.at_hand(each, at)]
    lines = [
        *_few(reached),
        f"Expires: {_expires(at)}",
        *_few(keys),
        f"Canonical: {whole('/.well-known/security.txt')}",
        *_few([f"Policy: {addresses.policy_page(each.organisation, each.project)}" for each in found]),
        "Preferred-Languages: en",
        *_few([line for each in organisations.values() for line in _csaf(each, at)]),
    ]
    return sign("\n".join(lines) + "\n")


def _csaf(organisation: Organisation, at: datetime) -> Iterator[str]:
    """Where programs find the advisories of ``organisation`` (OASIS CSAF 2.0 §7.1.8), once there are any."""
    with scope.inside(organisation):
        if provider.provides(organisation, at):
            yield f"CSAF: {publishing.provider(organisation)}"


def _few(lines: list[str]) -> list[str]:
    return list(dict.fromkeys(lines))[:MOST_LINES]


def _of_policy(opened: queries.Open) -> Iterator[str]:
    with scope.inside(opened.organisation):
        version = policies.current_version(opened.project)
        if version is None:
            return
        yield from (f"Contact: {uri}" for uri, _ in contacts.contacts(version))
        yield from (f"Encryption: {key}" for key in contacts.linked_keys(version))


def _expires(at: datetime) -> str:
    """Midnight, so that the file is the same for a whole day."""
    day = (at.astimezone(UTC) + VALID).date()
    return datetime.combine(day, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
