"""An advisory that a project writes about itself, before any format: what the world shall read of one weakness.

``terms.advisory`` is what others say of packages; this is the other direction. Every writer of ``troth.formats``
(CSAF 2.0, CVE 5.1, GHSA, OSV, OpenVEX, Atom, HTML, a note for the release) takes this record and nothing else, so what
was approved is what is written. ``formats.own_advisory_json`` writes it down and gives its digest.

A record holds no person who did not agree to be named: there is no field that a name could hide in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from troth.terms.advisory import Range, Vector
from troth.terms.package import Package

State = Literal["draft", "published", "withdrawn"]
ReferenceKind = Literal[
    "advisory", "article", "detection", "discussion", "report", "fix", "introduced", "git", "package", "evidence", "web"
]
"""The kinds of OSV 1.7 ("references[].type field"), in small letters."""
CreditKind = Literal[
    "finder", "reporter", "analyst", "coordinator", "remediation_developer", "remediation_reviewer",
    "remediation_verifier", "tool", "sponsor", "other",
]  # fmt: skip
"""What somebody is thanked for; the same list in OSV 1.7, CVE 5.1 and GitHub's interface."""
ProductStatus = Literal["affected", "not_affected", "under_investigation"]
Justification = Literal[
    "component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist",
]  # fmt: skip
"""Why a product is not affected: the labels of CSAF 2.0 ("flags") and OpenVEX 0.2.0 ("Status Justifications")."""
RemediationKind = Literal["vendor_fix", "workaround", "mitigation", "none_available", "no_fix_planned"]
"""The categories of CSAF 2.0, 3.2.3.12.1."""
PublisherKind = Literal["vendor", "coordinator", "discoverer", "other", "translator", "user"]
Tlp = Literal["WHITE", "GREEN", "AMBER", "RED"]
"""Labels of TLP 1, as CSAF 2.0 spells them; WHITE is CLEAR of TLP 2.0."""


class Publisher(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who speaks. ``namespace`` is an address under the publisher's control (CSAF 2.0, 3.2.1.8.5).

    ``cve_org`` is the UUID of the CVE Numbering Authority that assigned the id, "" where that is not the publisher's to
    say; ``cve_short_name`` the short name of it.
    """

    name: str
    namespace: str
    kind: PublisherKind = "vendor"
    contact: str = ""
    authority: str = ""
    cve_org: str = ""
    cve_short_name: str = ""


class Reference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where more is to be read; ``title`` is what the address leads to, "" where nobody said."""

    url: str
    kind: ReferenceKind = "web"
    title: str = ""


class Credit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who agreed to be named, by this very name. ``login`` is the account at GitHub, "" for none."""

    name: str
    kind: CreditKind = "reporter"
    links: tuple[str, ...] = ()
    login: str = ""


class Product(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that people use, and which versions of it the weakness concerns.

    ``package`` is its name in an ecosystem, None for what no registry has. ``ranges`` and ``versions`` mean what they
    mean in OSV (``advisories.affects`` evaluates them); for a product that is not affected they say which versions that
    is said of, and none says it of all. ``fixed`` names versions with the fix that no range ends at. ``vendor`` is ""
    for the publisher. ``justification`` and ``impact`` say why it is not affected. ``functions`` are what is affected
    inside, ``platforms`` what it runs on where the weakness shows, none for everywhere.
    """

    name: str
    vendor: str = ""
    package: Package | None = None
    ranges: tuple[Range, ...] = ()
    versions: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    status: ProductStatus = "affected"
    justification: Justification | None = None
    impact: str = ""
    functions: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    repository: str = ""


class Remediation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What users can do; ``url`` leads to the fix."""

    kind: RemediationKind
    words: str
    url: str = ""


class Revision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One edition of the advisory: 1 is the first that was published."""

    number: int
    at: datetime
    words: str


class Moment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened: the report, the fix, the release."""

    at: datetime
    words: str


class OwnAdvisory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One weakness, told to everybody. Instants are aware.

    ``id`` is the name of the advisory ("GHSA-…", "CVE-…", or "x_harbour-2026-0001" where no database gave one);
    ``aliases`` are other names of the same weakness, ``related`` of others. ``details`` and ``impact`` are Markdown,
    ``summary`` is plain text of a sentence or two. ``severity`` holds vectors of CVSS ("CVSS_V3", "CVSS_V4"), ``cwes``
    ids ("CWE-79"). ``exploited`` says what is known of attacks, "" where nothing is. ``revisions`` stand in order, the
    last is the present one; a draft may have none. ``page`` is where the advisory is read, ``base`` the address that
    its files lie under, without a slash at the end; "" where it is published nowhere yet.
    """

    id: str
    title: str
    summary: str
    publisher: Publisher
    state: State = "draft"
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    details: str = ""
    impact: str = ""
    products: tuple[Product, ...] = ()
    severity: tuple[Vector, ...] = ()
    cwes: tuple[str, ...] = ()
    exploited: str = ""
    remediations: tuple[Remediation, ...] = ()
    references: tuple[Reference, ...] = ()
    credits: tuple[Credit, ...] = ()
    timeline: tuple[Moment, ...] = ()
    modified: datetime
    published: datetime | None = None
    withdrawn: datetime | None = None
    withdrawn_reason: str = ""
    discovered: datetime | None = None
    revisions: tuple[Revision, ...] = ()
    language: str = "en"
    tlp: Tlp = "WHITE"
    page: str = ""
    base: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The id and all aliases, each once."""
        return tuple(dict.fromkeys((self.id, *self.aliases)))

    @property
    def cves(self) -> tuple[str, ...]:
        """Its CVE ids; one weakness has one, and what has more is written once for each."""
        return tuple(name for name in self.names if name.startswith("CVE-"))

    @property
    def ghsa(self) -> str:
        """Its name at GitHub, "" for none."""
        return next((name for name in self.names if name.startswith("GHSA-")), "")

    @property
    def revision(self) -> int:
        """The number of the present edition, 0 before the first."""
        return self.revisions[-1].number if self.revisions else 0


class UnwritableError(ValueError):
    """A format cannot carry this record, for it lacks something that the format demands.

    ``reasons`` are whole sentences for the person who edits the advisory, each with what to do.
    """

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
