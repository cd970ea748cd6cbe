"""Which tool does a class of work in this tree, where the promise names none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from troth.remedy.ci.ground import Ground
from troth.terms.activity import Activity
from troth.terms.commitment import Practice, Recurrence

SCANNERS = {"pypi": "pip-audit", "go": "govulncheck", "cargo": "cargo-audit", "npm": "npm audit",
            "packagist": "composer audit"}  # fmt: skip
"""The scanner of dependencies of each ecosystem, by what its own community keeps."""
COVERS = {"cargo-deny": "cargo", "pnpm audit": "npm"} | {tool: name for name, tool in SCANNERS.items()}
"""The ecosystem that a scanner of one ecosystem looks at."""
EVERYTHING = ("osv-scanner", "trivy")
"""Scanners that look at every ecosystem."""
BY_LOCKFILE = {"npm audit": ("package-lock.json", "npm-shrinkwrap.json"), "cargo-audit": ("Cargo.lock",),
               "composer audit": ("composer.lock",)}  # fmt: skip
"""Scanners that read nothing but a lockfile."""
OSV = frozenset({"pypi", "go", "cargo", "npm", "rubygems", "packagist", "maven", "gradle", "nuget", "hex", "pub",
                 "conan", "cran", "hackage"})  # fmt: skip
"""Ecosystems that osv-scanner looks at."""
ANALYSERS = {"pypi": "bandit", "go": "gosec", "cargo": "clippy"}
LINTERS = {"pypi": "ruff", "go": "go vet", "cargo": "clippy"}
TESTS = {"go": "go test", "cargo": "cargo test"}
LANGUAGES = {
    "pypi": ("python", "pip", "pypi"),
    "go": ("go", "golang"),
    "cargo": ("rust", "cargo", "crates"),
    "npm": ("npm", "node", "javascript", "typescript", "frontend"),
}
_SUBJECTS = (
    (Activity.DEPENDENCY_SCANNING, re.compile(r"\bdependenc", re.IGNORECASE)),
    (Activity.CONTAINER_SCANNING, re.compile(r"\b(?:images?|containers?)\b", re.IGNORECASE)),
    (Activity.STATIC_ANALYSIS, re.compile(r"\b(?:source )?code\b(?! ?ql)", re.IGNORECASE)),
)
_OUTSIDE = re.compile(
    r"\b(?:servers?|hosts?|networks?|infrastructure|staging|production|(?:web)?sites?|endpoints?|clusters?|malware"
    r"|virus\w*)\b",
    re.IGNORECASE,
)
CODEQL = {"py": "python", "js": "javascript-typescript", "ts": "javascript-typescript", "tsx": "javascript-typescript",
          "jsx": "javascript-typescript", "go": "go", "java": "java-kotlin", "kt": "java-kotlin", "cs": "csharp",
          "rb": "ruby", "c": "c-cpp", "cc": "c-cpp", "cpp": "c-cpp", "rs": "rust"}  # fmt: skip
"""Languages of CodeQL by the ends of file names (docs.github.com, "Supported languages and frameworks")."""
_CHOSEN = {
    Activity.SECRET_SCANNING: ("gitleaks",),
    Activity.CONTAINER_SCANNING: ("trivy",),
    Activity.POSTURE: ("zizmor",),
}
_NOBODY = {
    Activity.SIGNING: "what is signed, and by which identity, is for the release of the project to say",
    Activity.FUZZING: "a fuzz target has to be written first",
    Activity.DYNAMIC_ANALYSIS: "a dynamic scan needs a running system, and its address",
    Activity.PUBLISHING: "what is published, and where, is for the project to say",
    Activity.TYPE_CHECKING: "a type checker needs the project's dependencies, and how they are installed differs",
    Activity.LICENCE_CHECK: "which licences are allowed is for you to say",
}


def tools(commitment: Practice | Recurrence, ground: Ground, named: frozenset[str]) -> tuple[str, ...] | str:
    """The tools that do the promised work in this tree, or the reason why none can be chosen."""
    sentence = f"{commitment.subject} {commitment.sentence}"
    promised = _promised(commitment)
    if promised is Activity.SCANNING_ANY and _OUTSIDE.search(sentence):
        return "the sentence speaks of systems outside of this repository"
    spoken = _ecosystem(commitment)
    ecosystems = (spoken,) if spoken else ground.ecosystems()
    if promised in (Activity.DEPENDENCY_SCANNING, Activity.SCANNING_ANY):
        return scanners(ground, ecosystems, named)
    if promised in _CHOSEN:
        able = {Activity.SECRET_SCANNING: ("betterleaks", "gitleaks")}.get(promised, ())
        return tuple(tool for tool in able if tool in named)[:1] or _CHOSEN[promised]
    table = {Activity.STATIC_ANALYSIS: ANALYSERS, Activity.LINTING: LINTERS, Activity.TESTING: TESTS}.get(promised)
    if table is not None:
        found = _of_table(ecosystems, table, named)
        if found:
            return found
        if promised is Activity.STATIC_ANALYSIS and languages(ground):
            return ("codeql",)
        return "no tool for the languages here is known that is safe to choose for everybody"
    return _NOBODY.get(promised, "no tool is known that is safe to choose for everybody")


def scanners(ground: Ground, ecosystems: Iterable[str], named: frozenset[str]) -> tuple[str, ...] | str:
    """A scanner of dependencies for each of ``ecosystems``: one that the policy names before the usual one."""
    wide = tuple(tool for tool in EVERYTHING if tool in named)
    found: dict[str, None] = {}
    for ecosystem in ecosystems:
        if ecosystem not in OSV:
            continue
        own = [tool for tool, covered in COVERS.items() if covered == ecosystem]
        usual = next((tool for tool in own if tool in named), "") or SCANNERS.get(ecosystem, "")
        if not usual or (usual in BY_LOCKFILE and not ground.matching(*BY_LOCKFILE[usual])):
            usual = wide[0] if wide else "osv-scanner"
        found.setdefault(usual)
    return tuple(found) or "no manifest is here that a scanner of dependencies reads"


def languages(ground: Ground) -> tuple[str, ...]:
    """Languages of CodeQL that the tree is written in, by their share of files; those of a single file left out."""
    counts: dict[str, int] = {}
    for path in ground.matching("*.*"):
        name = CODEQL.get(path.rpartition(".")[2].lower())
        if name:
            counts[name] = counts.get(name, 0) + 1
    most = max(counts.values(), default=0)
    return tuple(sorted(name for name, count in counts.items() if count > 1 or count == most))


def _promised(commitment: Practice | Recurrence) -> Activity:
    named = commitment.activity or Activity.SCANNING_ANY
    words = f"{commitment.subject} {commitment.sentence} {' '.join(commitment.heading[-1:])}"
    if named is Activity.SCANNING_ANY and isinstance(commitment, Recurrence):
        return next((kind for kind, sign in _SUBJECTS if sign.search(words)), named)
    return named


def _ecosystem(commitment: Practice | Recurrence) -> str:
    if not isinstance(commitment, Recurrence):
        return ""
    words = set(re.findall(r"[a-z]+", f"{commitment.subject} {' '.join(commitment.heading[-1:])}".lower()))
    return next((name for name, signs in LANGUAGES.items() if words & set(signs)), "")


def _of_table(ecosystems: Iterable[str], table: dict[str, str], named: frozenset[str]) -> tuple[str, ...]:
    chosen = dict.fromkeys(table[one] for one in ecosystems if one in table)
    preferred = tuple(tool for tool in chosen if tool in named)
    return preferred or tuple(chosen)
