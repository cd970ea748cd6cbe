"""What controls can ask of the world: one typed question each, answered by ``evidence`` in one pass."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from troth.terms.answer import Want
from troth.terms.attestation import Attestation
from troth.terms.seen.automation import Configuration, DocumentedLine, Invocation, UpdateBot
from troth.terms.seen.components import Component, Tenure
from troth.terms.seen.cryptography import CryptoLibrary, WeakUse
from troth.terms.seen.desk import DeskRecord
from troth.terms.seen.documents import ContactSeen, History, IssueTemplates, Link, NamedFile
from troth.terms.seen.keys import PublicKey
from troth.terms.seen.licences import DeclaredLicence, LicenceList
from troth.terms.seen.manifests import DeclaredVersion, Lockfile, Manifest, Release, Requirement, Toolchain
from troth.terms.seen.own_advisories import NotesFile, OwnPackage, OwnWeakness
from troth.terms.seen.privileges import Privilege, Subject
from troth.terms.seen.proof import CaseRun, JobSeen, LiteralSeen, NamedTest, ProofCandidate, ProofFile
from troth.terms.seen.results import AuditRecord, ToolRun
from troth.terms.seen.secrets import SecretScan
from troth.terms.seen.signatures import Signature
from troth.terms.seen.source import CrateLints, ReviewRecord, UnsafeSite
from troth.terms.seen.vulnerabilities import AdvisoryData, Exposure, Vulnerability
from troth.terms.settings import Named, Settings
from troth.terms.span import Span
from troth.terms.waiver import Waiver


class Invocations(Want[Invocation], frozen=True):
    """All places where tools are run.

    ``read`` are the automation files; gaps name other CI systems and unresolved calls.
    """


class Configurations(Want[Configuration], frozen=True):
    """Files and tables that would configure ``tool``, alive or not, whatever their names."""

    tool: str


class PrintedConfigurations(Want[Configuration], frozen=True):
    """The same for configuration that a policy prints: ``text`` would stand in ``file`` of the tree."""

    tool: str
    file: str
    text: str
    document: str
    line: int


class DocumentedLines(Want[DocumentedLine], frozen=True):
    """What the makers of ``tool`` say to a documented ``command``: does it install or run the tool, is it supported?"""

    tool: str
    command: str


class UpdateBots(Want[UpdateBot], frozen=True):
    """Entries of Dependabot and Renovate."""


class Requirements(Want[Requirement], frozen=True):
    """Dependency lines of manifests of ``ecosystem`` ("pypi", "go", "cargo", "npm", "docker", "github-actions")."""

    ecosystem: str


class Lockfiles(Want[Lockfile], frozen=True):
    """Lockfiles of the tree."""


class Toolchains(Want[Toolchain], frozen=True):
    """Lines that choose the version of ``language`` ("go", "rust", "python", "node")."""

    language: str


class DeclaredVersions(Want[DeclaredVersion], frozen=True):
    """Versions that the project's manifests give themselves."""


class Releases(Want[Release], frozen=True):
    """Version tags merged into the checked commit, not younger than the check."""


class ReleasesElsewhere(Want[Release], frozen=True):
    """Version tags of other branches, not merged into the checked commit and not younger than the check."""


class Branches(Want[str], frozen=True):
    """Names of branches known to the clone."""


class Manifests(Want[Manifest], frozen=True):
    """All manifests of the tree, one per file."""


class UnsafeSites(Want[UnsafeSite], frozen=True):
    """Unsafe Rust code. ``read`` are the source files."""


class Crates(Want[CrateLints], frozen=True):
    """Every crate of the tree with its ``unsafe_code`` lint."""


class ReviewRecords(Want[ReviewRecord], frozen=True):
    """Recorded reviews of unsafe code."""


class Attestations(Want[Attestation], frozen=True):
    """What people vouch for in ``attestations/``, whether it counts or not; gaps are entries that are none."""


class NamedFiles(Want[NamedFile], frozen=True):
    """The files that ``target`` names, relative to ``document`` and to the root."""

    document: str
    target: str


class FilesAbout(Want[NamedFile], frozen=True):
    """Documents whose path or headings speak of ``words``: candidates, best first."""

    words: str


class IssueForms(Want[IssueTemplates], frozen=True):
    """Issue templates of the hosts the tree has them for."""


class ContactsElsewhere(Want[ContactSeen], frozen=True):
    """Security contacts named outside ``document``."""

    document: str


class Links(Want[Link], frozen=True):
    """Relative links of ``document``."""

    document: str


class LeftOvers(Want[Span], frozen=True):
    """Lines of ``document`` that still hold the text of a template."""

    document: str


class Past(Want[History], frozen=True):
    """The checked commit and its date."""


class ToolRuns(Want[ToolRun], frozen=True):
    """Results of running ``tool``; a gap where it was not, or could not be, run.

    ``command`` is a line that the policy shows: the tool runs as it says where that is safe.
    """

    tool: str
    command: str = ""


class Secrets(Want[SecretScan], frozen=True):
    """One look for secrets through the whole tree, and through its past where ``history`` is wanted.

    ``read`` are the files looked through; gaps name what could not be, or why there was no look at all.
    """

    history: bool = False


class AuditRecords(Want[AuditRecord], frozen=True):
    """The days on which tools ran, as ``troth audit`` has kept them for this tree."""


class Components(Want[Component], frozen=True):
    """Every component that lockfiles and manifests of the tree name; gaps name what a file cannot tell."""


class Tenures(Want[Tenure], frozen=True):
    """How long lockfiles named each version of each package, by the history of the checked commit."""


class Signatures(Want[Signature], frozen=True):
    """Tags of releases, or the newest commits of the default branch, and whether each carries a signature."""

    of: Literal["tags", "commits"]


class Privileges(Want[Privilege], frozen=True):
    """What the files confine: the token of each job, what each checkout leaves, the user of each image, and the events
    of each workflow."""

    of: Subject


class SentenceAges(Want[datetime], frozen=True):
    """When the line ``line`` of ``document`` was last written, by the history of the checked commit (UTC)."""

    document: str
    line: int


class Waivers(Want[Waiver], frozen=True):
    """Every exception: those of ``troth.toml`` and those of the tools' own files."""


class OwnSettings(Want[Settings], frozen=True):
    """What the project tells Troth in ``troth.toml``; nothing where there is none."""


class Advisories(Want[AdvisoryData], frozen=True):
    """What advisories are known here and how new they are; a gap where there are none."""


class Vulnerabilities(Want[Vulnerability], frozen=True):
    """Known weaknesses of the components; ``read`` are the files looked up, gaps what could not be."""


class Exposures(Want[Exposure], frozen=True):
    """Each time that a lockfile stood in the range of a known weakness, from the history of the checked commit."""


class LicenceLists(Want[LicenceList], frozen=True):
    """Allow-lists of licences in the files of tools that Troth reads natively."""


class DeclaredLicences(Want[DeclaredLicence], frozen=True):
    """The licence of every dependency, asked only where ``troth.toml`` has an allow-list; unknown ones are gaps."""


class CryptoLibraries(Want[CryptoLibrary], frozen=True):
    """Cryptographic libraries among the components and the imports of the source."""


class WeakCrypto(Want[WeakUse], frozen=True):
    """Broken primitives in the source that ships."""


class PinnedVersions(Want[Named], frozen=True):
    """Versions of ``tool`` that the automation asks for by number, each with its line."""

    tool: str


class NamedTests(Want[NamedTest], frozen=True):
    """The tests that ``node`` names, as a test selector writes it; ``read`` are the files looked through."""

    node: str


class TestResults(Want[CaseRun], frozen=True):
    """What reports say of the tests that ``node`` names; gaps are reports that cannot count, and why."""

    node: str


class ReportedCases(Want[CaseRun], frozen=True):
    """Test cases of the JUnit reports that ``file`` (a path or glob inside of the tree) names, of ``suite`` alone where
    it is given; ``read`` are the reports."""

    file: str
    suite: str = ""


class Literals(Want[LiteralSeen], frozen=True):
    """Places where ``value`` stands in ``file``; ``read`` is the file, empty where it is not there."""

    value: str
    file: str


class ProofFiles(Want[ProofFile], frozen=True):
    """The file or folder ``file``; nothing where it is not in the tree."""

    file: str


class Jobs(Want[JobSeen], frozen=True):
    """Every job of the workflows and pipelines; gaps are those of the automation."""


class PublicKeys(Want[PublicKey], frozen=True):
    """OpenPGP keys that files of the tree hold, and ``document`` itself."""

    document: str


class ProofCandidates(Want[ProofCandidate], frozen=True):
    """Tests and jobs whose names say one of ``stems``, or words that begin with ``words``; the best first.

    A place to look, never proof.
    """

    stems: tuple[str, ...]
    words: tuple[str, ...] = ()


class DeskRecords(Want[DeskRecord], frozen=True):
    """What the desk has on record of every promise of ``document``; nothing where no facts were handed in.

    Gaps are facts that do not count, and why.
    """

    document: str


class OwnPackages(Want[OwnPackage], frozen=True):
    """Packages that the tree publishes itself, by the names that its manifests give them."""


class OwnWeaknesses(Want[OwnWeakness], frozen=True):
    """Weaknesses of the project itself that are fixed, as published databases know them."""


class AnnouncedWeaknesses(Want[OwnWeakness], frozen=True):
    """Weaknesses of the project itself whose advisories a desk published, by its signed facts for ``document``."""

    document: str


class ReleaseNotes(Want[NotesFile], frozen=True):
    """Files of release notes. ``read`` are those that were looked through."""
