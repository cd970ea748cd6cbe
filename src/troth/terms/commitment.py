"""What was promised: one frozen type per kind of commitment, with the sentence that made it.

Kinds, fields and values follow the labelling guide of the policy corpus; the same words are used in code, JSON and
``troth.toml``. Durations are ISO 8601 strings ("PT48H", "P5D").
"""

from __future__ import annotations

import enum
from typing import ClassVar, Literal

import msgspec

from troth.terms.activity import Activity
from troth.terms.event import Event
from troth.terms.selector import Selector
from troth.terms.span import Span

Strength = Literal["promise", "target", "discretion", "refusal"]
Severity = Literal["critical", "high", "medium", "low"]


class Demand(enum.StrEnum):
    """How much the words of the sentence ask of an automation (VERDICTS §1, outcome words)."""

    RUNS = "runs"
    """"We use X": it has to run, and its findings have to count."""
    ENFORCED = "enforced"
    """"Enforced", "required", "blocks", "must pass": a failure has to stop the change."""
    ADVISORY = "advisory"
    """"Advisory", "non-blocking", "informational": running is enough."""


class Commitment(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="commitment"):
    """One promise of a policy. Subclasses add the fields of their kind.

    ``span`` is the line that holds the value; ``also`` holds other places that say the same. ``heading`` is the path of
    headings above it, outermost first. ``place`` names where the sentence says it happens ("ci", "github-actions",
    "gitlab-ci", "pre-commit", "release", "repository", or a path); ``events`` the events it names; ``demand`` how
    much its words ask; ``condition`` a condition that must first come true ("once 1.0 is reached"); ``subject`` what
    it speaks of ("python dependencies"); ``universal`` that it says "all", "every", "no". ``silenced`` is the reason
    for which ``troth.toml`` takes the sentence for no promise; ``evidence`` what it names as proof; ``named`` the id
    that it gives it, "" where it has no entry, ``corrected`` the fields that it says otherwise than
    the sentence was read.
    """

    span: Span
    strength: Strength = "promise"
    also: tuple[Span, ...] = ()
    heading: tuple[str, ...] = ()
    condition: str = ""
    place: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    demand: Demand = Demand.RUNS
    subject: str = ""
    universal: bool = False
    silenced: str = ""
    evidence: tuple[Selector, ...] = ()
    named: str = ""
    corrected: tuple[str, ...] = ()

    key: ClassVar[tuple[str, ...]] = ()
    """Names of the fields that tell two commitments of this kind apart; the readable id is made of them."""
    beside: ClassVar[tuple[str, ...]] = ()
    """Names of fields that tell them apart too; the id holds them only where the sentence says more than usual."""

    @property
    def kind(self) -> str:
        """Name of the kind, as in JSON."""
        return str(self.__struct_config__.tag)

    @property
    def sentence(self) -> str:
        """The words that made the promise."""
        return self.span.text

    @property
    def sentences(self) -> tuple[str, ...]:
        """The words of every place that says it, the foremost first."""
        return tuple(span.text for span in (self.span, *self.also))


class Contact(Commitment, frozen=True, kw_only=True, tag="contact"):
    """Where to report privately. ``github`` = private vulnerability reporting or the advisory page."""

    channel: Literal["email", "url", "github", "phone", "chat", "other"]
    value: str
    key: ClassVar[tuple[str, ...]] = ("channel", "value")


class PublicIssueBan(Commitment, frozen=True, kw_only=True, tag="public_issue_ban"):
    """ "Do not open public issues"."""

    @property
    def trackers(self) -> tuple[str, ...]:
        """The hosts whose issues the sentence speaks of by name; none where it speaks of issues anywhere."""
        said = self.sentence.lower()
        return tuple(host for host in ("GitHub", "GitLab") if f"{host} issue".lower() in said)


class Pgp(Commitment, frozen=True, kw_only=True, tag="pgp"):
    """A key, or the offer to use PGP. ``value``: fingerprint, key id, URL, path or empty."""

    value: str = ""
    key: ClassVar[tuple[str, ...]] = ("value",)


class SupportedVersion(Commitment, frozen=True, kw_only=True, tag="supported_version"):
    """One row of a supported-versions table, or "the latest release".

    ``neighbours`` are the other rows of the same document, as (version, supported): whether the newest release is
    supported is a question to all of them. ``crowded``: there are too many to be held against each other. ``product``
    is what the row is of, where the table lists several.
    """

    version: str
    supported: bool
    until: str = ""
    neighbours: tuple[tuple[str, bool], ...] = ()
    crowded: bool = False
    product: str = ""
    key: ClassVar[tuple[str, ...]] = ("version", "supported")
    beside: ClassVar[tuple[str, ...]] = ("product",)


class Deadline(Commitment, frozen=True, kw_only=True, tag="deadline", rename={"earliest": "from"}):
    """Something is done within a time. ``upper`` is false for lead times ("at least a week ahead")."""

    action: Literal["acknowledge", "assess", "update", "fix", "disclose", "notify"]
    within: str
    earliest: str = ""
    basis: Literal["calendar", "business"] = "calendar"
    severity: tuple[Severity, ...] = ()
    upper: bool = True
    key: ClassVar[tuple[str, ...]] = ("action", "within", "basis", "severity")


class Recurrence(Commitment, frozen=True, kw_only=True, tag="recurrence"):
    """Something is done again and again. ``every`` is empty for "regular" or event-driven rhythms.

    ``basis`` says which days those of ``every`` are: "every 10 business days". ``tools`` are those that the same line
    promises to use: they alone carry the rhythm.
    """

    action: str
    every: str
    basis: Literal["calendar", "business"] = "calendar"
    activity: Activity | None = None
    severity: tuple[Severity, ...] = ()
    trigger: str = ""
    tools: tuple[str, ...] = ()
    key: ClassVar[tuple[str, ...]] = ("action", "every", "subject")
    beside: ClassVar[tuple[str, ...]] = ("basis",)


class Tool(Commitment, frozen=True, kw_only=True, tag="tool"):
    """The project says it uses a tool, documents its command or install line, or shows its configuration.

    ``claim`` says which of the four. ``command`` holds the documented line, ``config`` a file name or a configuration
    line, ``file`` the configuration file that line belongs to, ``threshold`` a severity that the sentence names as the
    one that blocks. ``alternatives`` are tools of which the sentence promises this one or another: "A or B scans".
    """

    name: str
    claim: Literal["use", "command", "install", "configuration"] = "use"
    command: str = ""
    config: str = ""
    file: str = ""
    threshold: str = ""
    alternatives: tuple[str, ...] = ()
    key: ClassVar[tuple[str, ...]] = ("name", "claim", "command", "config")


class Sbom(Commitment, frozen=True, kw_only=True, tag="sbom"):
    """Bills of material. ``generator`` is the tool the sentence names, if any."""

    formats: tuple[Literal["spdx", "cyclonedx"], ...] = ()
    generator: str = ""
    key: ClassVar[tuple[str, ...]] = ("formats",)


class Pin(Commitment, frozen=True, kw_only=True, tag="pin"):
    """How tightly versions are held.

    ``rule``: "==", "~=", "lockfile", "hash", or a version. ``packages`` are the names the sentence lists; ``others``
    marks "~= for others", whose ``excepted`` are the names that other sentences took; ``ecosystem`` is "pypi", "go",
    "cargo", "npm", "github-actions", "docker" or empty.
    """

    what: str
    rule: str
    packages: tuple[str, ...] = ()
    others: bool = False
    excepted: tuple[str, ...] = ()
    ecosystem: str = ""
    key: ClassVar[tuple[str, ...]] = ("ecosystem", "rule", "what")


class Standard(Commitment, frozen=True, kw_only=True, tag="standard"):
    """A published standard the project says it follows."""

    name: str
    key: ClassVar[tuple[str, ...]] = ("name",)


class Credit(Commitment, frozen=True, kw_only=True, tag="credit"):
    """Reporters are credited."""


class Bounty(Commitment, frozen=True, kw_only=True, tag="bounty"):
    """Money or reward; strength *refusal* where they say they have none."""


class SafeHarbor(Commitment, frozen=True, kw_only=True, tag="safe_harbor"):
    """Good-faith research is not pursued."""


class CoordinatedDisclosure(Commitment, frozen=True, kw_only=True, tag="coordinated_disclosure"):
    """Publication is coordinated with the reporter."""


class AdvisoryChannel(Commitment, frozen=True, kw_only=True, tag="advisory_channel"):
    """Where fixes and advisories are published."""

    channel: str
    key: ClassVar[tuple[str, ...]] = ("channel",)


class IncidentClass(Commitment, frozen=True, kw_only=True, tag="incident_class"):
    """A listed class of incident, or a level (SEV1)."""

    name: str
    level: bool = False
    key: ClassVar[tuple[str, ...]] = ("name",)


class IncidentPhase(Commitment, frozen=True, kw_only=True, tag="incident_phase"):
    """A listed step of the incident response."""

    name: str
    key: ClassVar[tuple[str, ...]] = ("name",)


class DisclosureStep(Commitment, frozen=True, kw_only=True, tag="disclosure_step"):
    """A listed step of the vulnerability handling."""

    name: str
    severity: tuple[Severity, ...] = ()
    key: ClassVar[tuple[str, ...]] = ("name",)


class Document(Commitment, frozen=True, kw_only=True, tag="document"):
    """A document or playbook they say they keep. ``target`` is the path or link the sentence gives, if any."""

    name: str
    target: str = ""
    key: ClassVar[tuple[str, ...]] = ("name",)


class SeverityBand(Commitment, frozen=True, kw_only=True, tag="severity_band"):
    """A band of CVSS scores. ``neighbours`` are the other bands of the same document, as (name, min, max)."""

    name: Severity
    min: float
    max: float
    neighbours: tuple[tuple[str, float, float], ...] = ()
    key: ClassVar[tuple[str, ...]] = ("name",)


class Practice(Commitment, frozen=True, kw_only=True, tag="practice"):
    """A security measure the project says it takes. ``activity`` is set where a class of tools proves it.

    ``tools`` are those that the same line promises to use: no other one of the class shows it.
    """

    topic: str
    activity: Activity | None = None
    what: str = ""
    tools: tuple[str, ...] = ()
    key: ClassVar[tuple[str, ...]] = ("topic", "activity")


class Guidance(Commitment, frozen=True, kw_only=True, tag="guidance"):
    """The heading of a section of advice to users: noted, never judged."""


KINDS: tuple[type[Commitment], ...] = (
    Contact, PublicIssueBan, Pgp, SupportedVersion, Deadline, Recurrence, Tool, Sbom, Pin, Standard, Credit, Bounty,
    SafeHarbor, CoordinatedDisclosure, AdvisoryChannel, IncidentClass, IncidentPhase, DisclosureStep, Document,
    SeverityBand, Practice, Guidance,
)  # fmt: skip
"""Every kind, in the order of the guide."""
