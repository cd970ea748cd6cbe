"""Which dependency lines a promise of pinned versions speaks of, and whether a line obeys it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import msgspec
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from troth.terms.commitment import Pin
from troth.terms.seen.manifests import Requirement
from troth.terms.versions.narrowed import NoVersionError, Tightness, compatible_python, exact_python, narrowed

LOCKED = ("pypi", "npm", "cargo", "go")
"""Ecosystems with lockfiles, asked where the sentence names none."""
EXACT = frozenset({"==", "===", "=", "exact", "exact versions", "pinned", "version", "fixed", "specific versions"})
COMPATIBLE = frozenset({"~=", "~", "^", "caret", "semver", "compatible", "semantic versioning"})
HASH = frozenset({"hash", "sha", "digest", "commit", "hashes", "commit sha", "sha256"})
FLOOR = frozenset({">=", "minimum", "lower bound"})
BY_LOCKFILE = frozenset({"lockfile", "lock", "locked", "lock file", "lockfiles"})
VERSION_TAG = re.compile(r"@?v?\d+(?:\.\d+)*(?:[-.\w]*)")
_WORDS = (
    ("github-actions", re.compile(r"\bactions?\b|\bworkflows?\b")),
    ("docker", re.compile(r"\b(?:docker|container|images?|base images?)\b")),
    ("pypi", re.compile(r"\b(?:python|pip|pypi|wheels?)\b")),
    ("npm", re.compile(r"\b(?:npm|node|javascript|typescript|frontend)\b")),
    ("go", re.compile(r"\b(?:go|golang)\b")),
    ("cargo", re.compile(r"\b(?:rust|cargo|crates?)\b")),
)
_SHA = re.compile(r"@?[0-9a-f]{40}(?:[0-9a-f]{24})?")
_COMMIT = re.compile(r"@?[0-9a-f]{7,64}")
"""A commit by its name or the start of it (git-scm.com, gitrevisions)."""
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_FULL = re.compile(r"=?v?\d+\.\d+(?:\.\d+)?[\w.+-]*")
_FILE = re.compile(r"[\w./-]*\w\.(?:txt|in|toml|json|mod|cfg|ya?ml)\b|\b(?:Pipfile|Gemfile|Dockerfile)\b")
_HELD = re.compile(
    r"\b(?:all|every|each|any|no)\b (?:[\w-]+ ){0,4}?(?:dependenc\w+|packages?|librar\w+|modules?|requirements)\b"
    r"[^.;]{0,80}?\b(?:is|are|gets?|stays?|remains?) (?:\w+ ){0,3}?(?:pinned|locked|hashed|held|fixed|frozen)\b",
    re.IGNORECASE,
)
"""All of them are held; a file that is named behind this is where."""
_REQUIREMENTS = re.compile(r"[\w.-]*requirements[\w.-]*\.(?:txt|in)", re.IGNORECASE)
_BESIDE_RUNTIME = re.compile(
    r"\b(?:dev(?:elopment)?|test(?:ing)?|build(?:ing)?|lint(?:ing)?)(?:[ -]time)?"
    r"(?:(?:,| and| or|/| &) (?:dev(?:elopment)?|test(?:ing)?|build(?:ing)?))* "
    r"(?:dependenc|packages|requirements|tools)|"
    r"\b(?:packages|dependencies) for (?:development|testing|tests|building|builds)\b",
    re.IGNORECASE,
)
"""Dependencies that no user installs: "development dependencies", "packages for building and testing"."""
_FLAWED = re.compile(
    r"\b(?:known|open|unpatched|unfixed|published)\s(?:\w+\s){0,2}(?:CVEs?|vulnerabilities|advisories)\b(?: \S+){0,2}? "
    r"(?:in|of|from|for|through|via)\b|"
    r"\b(?:with|have|has|having|affected by|hit by|subject to) (?:\w+ ){0,3}(?:CVEs?|vulnerabilit\w+|advisor\w+|"
    r"security (?:issues?|fix(?:es)?|updates?|patch(?:es)?))\b|"
    r"\b(?:vulnerable|affected|problematic|compromised) (?:[\w-]+ ){0,3}(?:dependenc|packages|librar|modules|versions)",
    re.IGNORECASE,
)
"""Dependencies that are held because of a flaw: which they are no manifest says."""
_OF_IMAGE = re.compile(
    r"\b(?:images?|containers?|alpine|debian|ubuntu|distroless|base|chroot|rootfs|firmware)\b[^.;,]{0,40}\bwith "
    r"(?:\w+ ){0,2}pinned (?:\w+ )?(?:dependenc|packages|versions)",
    re.IGNORECASE,
)
"""What is built into an image, which no manifest of the project lists."""
_TRANSITIVE = re.compile(r"\b(?:transitive|indirect|nested)\b", re.IGNORECASE)
_DIRECT_TOO = re.compile(r"\bdirect\b|\ball\b|\bevery\b|\bincluding\b|\bboth\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:critical|major|important|key|sensitive|security|vulnerable|regular)\b", re.IGNORECASE)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """``obeys`` decides about one line; ``form`` writes its constraint as it should be, with "<version>" where that is
    not known. ``tightness`` is how a line is made to obey by its own words alone, None where only other files can.
    ``version`` is the one version that the promise itself names, as a constraint ("==1.2.3").
    """

    obeys: Callable[[Requirement], bool]
    form: Callable[[Requirement], str]
    tightness: Tightness | None = None
    version: str = ""


def ecosystems(commitment: Pin) -> tuple[str, ...]:
    """Ecosystems whose lines are in question."""
    if commitment.ecosystem:
        return (commitment.ecosystem,)
    words = f"{commitment.what} {commitment.subject}".lower()
    named = tuple(name for name, sign in _WORDS if sign.search(words))
    if named:
        return named
    return ("pypi",) if operator_written(commitment) else LOCKED


def operator_written(commitment: Pin) -> bool:
    """Whether the sentence itself writes an operator of Python's: "==" is also how "exact versions" is told."""
    return commitment.rule in ("==", "===", "~=") and any(sign in commitment.sentence for sign in ("==", "~="))


def unversioned(line: Requirement) -> bool:
    """Whether a line comes from a branch or an address, which no version holds; a commit or a version tag does."""
    if line.source not in ("git", "url") or line.constraint.startswith("=="):
        return False
    held = _COMMIT.fullmatch(line.constraint) or VERSION_TAG.fullmatch(line.constraint)
    return held is None and not line.hashed


def vague(commitment: Pin) -> bool:
    """Whether the sentence does not say which packages it means."""
    if commitment.packages or commitment.others:
        return False
    said = commitment.sentence
    return bool(_VAGUE.search(commitment.what) or _FLAWED.search(said) or _OF_IMAGE.search(said))


def transitive(commitment: Pin) -> bool:
    """Whether it speaks of dependencies of dependencies alone, which only a lockfile lists."""
    return bool(_TRANSITIVE.search(commitment.what)) and not (
        commitment.universal or commitment.packages or _DIRECT_TOO.search(commitment.sentence)
    )


_BASES = re.compile(r"\bbase images?\b|\bdocker\s?files?\b|\bcontainer\s?files?\b", re.IGNORECASE)
_OTHER_IMAGES = re.compile(
    r"\b(?:ci|jobs?|pipelines?|compose|kubernetes|k8s|helm|charts?|manifests?|services?|runners?|workflows?)\b|"
    r"\b(?:and|all|other|every) (?:other )?(?:container |docker )?images?\b",
    re.IGNORECASE,
)
_CONTAINER_FILE = re.compile(r"(?:docker|container)file[^/]*$", re.IGNORECASE)
"""What images are made from: the image that a job of CI runs in is the base of none."""


def in_scope(commitment: Pin, found: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """Runtime lines from an index; all scopes under "all"; named packages, or all the others.

    Where the sentence names a manifest, all lines of that file and no others; where it speaks of development, tests or
    builds alone, theirs.
    """
    found = tuple(found)
    return _scoped(commitment, found, _named_files(commitment, found))


def left_out(commitment: Pin, found: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """Lines of "all dependencies" that the file which is said to hold them all does not name.

    "All dependencies are pinned in `requirements.txt`" says where they are held, not which; what only builds the
    package is none of them.
    """
    found = tuple(found)
    held = _HELD.search(commitment.sentence) if commitment.universal else None
    files = _named_files(commitment, found)
    if held is None or not files or _FILE.search(commitment.sentence, 0, held.end()):
        return ()
    there = {canonicalize_name(line.name) for line in found if line.span.path.rpartition("/")[2] in files}
    return tuple(
        line
        for line in _scoped(commitment, found, frozenset())
        if line.scope != "build" and canonicalize_name(line.name) not in there
    )


def _scoped(commitment: Pin, found: tuple[Requirement, ...], files: frozenset[str]) -> tuple[Requirement, ...]:
    bases = _BASES.search(commitment.sentence) and not _OTHER_IMAGES.search(commitment.sentence)
    beside = bool(_BESIDE_RUNTIME.search(f"{commitment.sentence} {commitment.subject}"))
    named = {canonicalize_name(name) for name in (*commitment.packages, *commitment.excepted)}
    lines = []
    for line in found:
        if line.constrains or line.indirect or line.variable or line.source in ("path", "workspace", "url", "git"):
            continue
        if files and line.span.path.rpartition("/")[2] not in files:
            continue
        if line.ecosystem == "docker" and bases and not _CONTAINER_FILE.search(line.span.path):
            continue
        everything = bool(files) or commitment.universal or line.ecosystem in ("github-actions", "docker")
        if not everything and (line.scope == "runtime") is beside:
            continue
        mine = canonicalize_name(line.name) in named
        if named and mine == commitment.others:
            continue
        lines.append(line)
    return tuple(lines)


def _named_files(commitment: Pin, found: tuple[Requirement, ...]) -> frozenset[str]:
    """Names of the manifests that the sentence names: those that are there, and requirement lists even if they are not.

    Lockfiles are not among them: a sentence that names one says how lines are held, not which.
    """
    said = {word.rpartition("/")[2] for word in _FILE.findall(commitment.sentence)}
    there = {line.span.path.rpartition("/")[2] for line in found}
    return frozenset(name for name in said if name in there or _REQUIREMENTS.fullmatch(name))


def overriding(lines: Iterable[Requirement], found: Iterable[Requirement], rule: Rule) -> tuple[Requirement, ...]:
    """Lines of a constraints file for the same packages as ``lines`` that say something looser."""
    names = {line.name for line in lines}
    return tuple(line for line in found if line.constrains and line.name in names and not rule.obeys(line))


def rule_of(words: str) -> Rule | None:
    """The rule that ``words`` of a promise mean ("==", "~=", "hash", "<4"); None where no line can be held to it."""
    words = words.strip().lower()
    if words in HASH:
        return Rule(obeys=_is_hashed, form=_with_hash)
    if words in EXACT:
        return Rule(obeys=is_exact, form=_exactly, tightness="exact")
    if words in COMPATIBLE:
        return Rule(obeys=lambda line: is_exact(line) or is_compatible(line), form=_compatibly, tightness="compatible")
    if words in FLOOR:
        return Rule(obeys=has_floor, form=lambda line: f">={version_of(line) or '<the version you run>'}")
    return _own(words)


def _own(rule: str) -> Rule | None:
    """A version range of its own ("<4", ">= 8.17.1", "1.2.3")."""
    words = rule.replace(" ", "")
    words = f"={words}" if re.match(r"=\d", words) else f"=={words}" if re.match(r"v?\d", words) else words
    try:
        allowed = SpecifierSet(words)
    except InvalidSpecifier:
        return None

    def obeys(line: Requirement) -> bool:
        if line.constraint.replace(" ", "") in (words, rule.replace(" ", "")):
            return True
        exact = version_of(line)
        return is_exact(line) and exact is not None and allowed.contains(exact, prereleases=True)

    named = words if re.fullmatch(r"==\d[\w.]*", words) else ""
    return Rule(obeys=obeys, form=lambda line: f"{line.name}{words}", version=named)


def is_exact(line: Requirement) -> bool:
    """Whether one version alone satisfies ``line``."""
    given = line.constraint.strip()
    if line.hashed or line.ecosystem == "go":
        return True
    if line.ecosystem == "pypi":
        return exact_python(given)
    if line.ecosystem == "cargo":
        return bool(re.fullmatch(r"=\s*\d+\.\d+\.\d+\S*", given))
    if line.ecosystem == "docker":
        return bool(given) and given.lstrip(":@") not in ("latest", "stable", "edge", "nightly", "main", "master")
    if line.ecosystem == "github-actions":
        return bool(_SHA.fullmatch(given)) or bool(re.fullmatch(r"@?v?\d+\.\d+\.\d+\S*", given))
    return bool(_FULL.fullmatch(given))


def has_floor(line: Requirement) -> bool:
    """Whether ``line`` lets in nothing older than a version that it names."""
    given = line.constraint.strip()
    if is_exact(line) or is_compatible(line):
        return True
    if line.ecosystem == "pypi":
        return any(re.match(r"\s*(?:>=?|~=|===?|\^|~)\s*v?\d", part) for part in re.split(r"[,;]", given))
    return all(re.match(r"\s*(?:>=?|\^|~|=)?\s*v?\d", part) for part in given.split("||"))


def is_compatible(line: Requirement) -> bool:
    """Whether ``line`` allows no more than compatible releases, by the rules of its ecosystem."""
    given = line.constraint.strip()
    if line.ecosystem == "pypi":
        return compatible_python(given)
    if line.ecosystem in ("npm", "cargo"):
        return bool(re.fullmatch(r"[\^~]?\s*v?\d[\w.+-]*", given))
    return False


def _is_hashed(line: Requirement) -> bool:
    given = line.constraint.strip()
    if line.ecosystem == "github-actions":
        return bool(_SHA.fullmatch(given)) or (line.hashed and bool(_SHA.search(given) or _DIGEST.search(given)))
    return line.hashed or bool(_DIGEST.search(given))


def version_of(line: Requirement) -> str | None:
    """The first version that stands in the constraint."""
    match = re.search(r"v?(\d+(?:\.\d+)*(?:[-+.]?[a-z]+\d*)?)", line.constraint.lower())
    return match[1] if match else None


def _exactly(line: Requirement) -> str:
    if line.ecosystem == "docker":
        return f"{line.name}:<version>"
    try:
        return narrowed(line.ecosystem, line.constraint, "exact")
    except NoVersionError:
        sign = {"pypi": "==", "cargo": "="}.get(line.ecosystem, "")
        return f"{sign}<the version you run>"


def _compatibly(line: Requirement) -> str:
    try:
        return narrowed(line.ecosystem, line.constraint, "compatible")
    except NoVersionError:
        sign = {"pypi": "~=", "npm": "^"}.get(line.ecosystem, "")
        return f"{sign}<the version you run>"


def _with_hash(line: Requirement) -> str:
    if line.ecosystem == "github-actions":
        return f"{line.name}@<commit of 40 hex digits> # {line.constraint.lstrip('@') or 'version'}"
    if line.ecosystem == "docker":
        return f"{line.name}@sha256:<digest>"
    return f"{line.name}=={version_of(line) or '<version>'} --hash=sha256:<digest>"
