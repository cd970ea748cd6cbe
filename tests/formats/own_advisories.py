"""Advisories of one's own, for tests: a whole one, and strategies for all that a person could write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from troth.terms.advisory import Event, Range, Vector
from troth.terms.own_advisory import (
    Credit,
    Moment,
    OwnAdvisory,
    Product,
    Publisher,
    Reference,
    Remediation,
    Revision,
)
from troth.terms.package import Package

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
V3 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:N"
V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N"
HARBOUR = Publisher(
    name="Harbour",
    namespace="https://harbour.example",
    contact="security@harbour.example",
    authority="The makers of Harbour",
    cve_org="8254265b-2729-46b6-b9e3-3dfca2d5bfca",
    cve_short_name="harbour",
)
WHOLE = OwnAdvisory(
    id="GHSA-2222-3333-4444",
    aliases=("CVE-2026-90001",),
    related=("CVE-2026-90002",),
    title="A crafted chart writes outside of its folder",
    summary="Charts that name folders above their own write anywhere.",
    details="The *reader* follows `..`.\n\n- first\n- second, see [the chart](https://chart.example/1)\n\n```\n# code\n```",
    impact="Whoever hands in a chart can replace any file of the server.",
    exploited="No attack is known.",
    publisher=HARBOUR,
    state="published",
    products=(
        Product(
            name="Harbour",
            vendor="Harbour Works",
            package=Package("PyPI", "harbour"),
            ranges=(
                Range(
                    type="ECOSYSTEM",
                    events=(
                        Event("introduced", "0"),
                        Event("fixed", "1.5"),
                        Event("introduced", "2.0"),
                        Event("last_affected", "2.3"),
                    ),
                ),
            ),
            versions=("3.0",),
            fixed=("3.1",),
            functions=("harbour.charts.read",),
            platforms=("Linux",),
            repository="https://git.harbour.example/harbour",
        ),
        Product(
            name="Harbour Light",
            status="not_affected",
            justification="vulnerable_code_not_present",
            impact="It has no reader of charts.",
        ),
        Product(name="Quay", package=Package("npm", "@harbour/quay"), status="under_investigation"),
    ),
    severity=(Vector("CVSS_V3", V3), Vector("CVSS_V4", V4)),
    cwes=("CWE-22", "CWE-73"),
    remediations=(
        Remediation(kind="vendor_fix", words="Update to 3.1.", url="https://harbour.example/3.1"),
        Remediation(kind="workaround", words="Take charts from people you trust."),
    ),
    references=(Reference(url="https://git.harbour.example/harbour/c/1", kind="fix", title="The fix"),),
    credits=(
        Credit(name="Reporter of tests", kind="finder", links=("https://reporter.example",), login="reporter-of-tests"),
    ),
    timeline=(Moment(at=AT - timedelta(days=40), words="It was reported."),),
    discovered=AT - timedelta(days=41),
    published=AT - timedelta(days=1),
    modified=AT,
    revisions=(
        Revision(number=1, at=AT - timedelta(days=1), words="First edition."),
        Revision(number=2, at=AT, words="The range of 2.x is told exactly."),
    ),
    page="https://desk.example/harbour/advisories/GHSA-2222-3333-4444",
    base="https://desk.example/harbour/advisories/files",
)
"""One with every field."""
