"""How tightly versions are held ("== for critical packages", "actions pinned by commit").

What is promised
    Every dependency line in scope obeys a rule: exact, compatible, locked, hashed, or a version that is named.

Why it matters
    One open line lets tomorrow's release of somebody else into the build.

What counts as evidence
    The dependency lines of the manifests, lockfiles beside them, the `uses:` lines of workflows, the base images of
    Dockerfiles. Runtime lines are in scope; lines for development, tests, builds and extras are counted apart and break
    the promise only where the sentence says "all".

How it is judged
    Kept: every line in scope obeys. Stricter than promised never breaks (`==` where `~=` was promised). At risk: all
    obey, but a constraints file or a manifest without lock may override; a version tag where a commit was meant.
    Broken: a line is looser or other; every offender is listed with its rewritten form. Unproven: no such lines, a rule
    that no reader can decide, or packages that the sentence does not name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Pin
from troth.terms.seen.manifests import Lockfile, Requirement
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Lockfiles, Requirements

_SHOWN = 120
_PROOF = 40
_LOCKED = ("pypi", "npm", "cargo", "go")
"""Ecosystems with lockfiles, asked where the sentence names none."""
_WORDS = (
    ("github-actions", re.compile(r"\bactions?\b|\bworkflows?\b")),
    ("docker", re.compile(r"\b(?:docker|container|images?|base images?)\b")),
    ("pypi", re.compile(r"\b(?:python|pip|pypi|wheels?)\b")),
    ("npm", re.compile(r"\b(?:npm|node|javascript|typescript|frontend)\b")),
    ("go", re.compile(r"\b(?:go|golang)\b")),
    ("cargo", re.compile(r"\b(?:rust|cargo|crates?)\b")),
)
_EXACT = frozenset({"==", "===", "=", "exact", "exact versions", "pinned", "version", "fixed", "specific versions"})
_COMPATIBLE = frozenset({"~=", "~", "^", "caret", "semver", "compatible", "semantic versioning"})
_HASH = frozenset({"hash", "sha", "digest", "commit", "hashes", "commit sha", "sha256"})
_OPERATORS = frozenset({"==", "===", "=", "~=", "^", "~"})
_VAGUE = re.compile(r"\b(?:critical|major|important|key|sensitive|security|vulnerable|regular)\b", re.IGNORECASE)
_SHA = re.compile(r"@?[0-9a-f]{40}(?:[0-9a-f]{24})?")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_VERSION_TAG = re.compile(r"@?v?\d+(?:\.\d+)*(?:[-.\w]*)")
_FULL = re.compile(r"=?v?\d+\.\d+(?:\.\d+)?[\w.+-]*")


class _Rule(msgspec.Struct, frozen=True, kw_only=True):
    """``obeys`` decides about one line; ``form`` writes the line as it should be."""

    obeys: Callable[[Requirement], bool]
    form: Callable[[Requirement], str]


def judges(commitment: Commitment) -> bool:
    """Every pin that is not about a toolchain."""
    return isinstance(commitment, Pin)


def wants(commitment: Pin) -> tuple[Want[Any], ...]:
    """Dependency lines of the ecosystems in question, and the lockfiles."""
    return (*(Requirements(ecosystem=name) for name in _ecosystems(commitment)), Lockfiles())


def _ecosystems(commitment: Pin) -> tuple[str, ...]:
    if commitment.ecosystem:
        return (commitment.ecosystem,)
    words = f"{commitment.what} {commitment.subject}".lower()
    named = tuple(name for name, sign in _WORDS if sign.search(words))
    if named:
        return named
    return ("pypi",) if commitment.rule in ("==", "===", "~=") else _LOCKED


def judge(commitment: Pin, answers: Answers, today: date) -> Verdict:
    """Sort the lines in scope into those that obey and those that do not."""
    asked = [answers[Requirements(ecosystem=name)] for name in _ecosystems(commitment)]
    locks = tuple(one for one in answers[Lockfiles()].found if one.ecosystem in _ecosystems(commitment))
    found = tuple(line for answer in asked for line in answer.found)
    gaps = tuple(gap for answer in asked for gap in answer.gaps)
    rule = commitment.rule.strip().lower()
    in_scope = _scope(commitment, found)
    if _VAGUE.search(commitment.what) and not commitment.packages and not commitment.others:
        return _open(commitment, "the sentence does not say which packages it means", gaps)
    if rule in ("lockfile", "lock", "locked", "lock file", "lockfiles"):
        return _locked(commitment, in_scope, locks, gaps)
    judged = _rule(rule)
    if judged is None:
        return _open(commitment, f"the rule “{commitment.rule}” cannot be held against a line", gaps)
    if rule in _HASH and locks and not {"github-actions", "docker"} & set(_ecosystems(commitment)):
        return _hashed_by_lock(commitment, in_scope, locks, judged, gaps)
    if rule not in _OPERATORS and locks and rule in _EXACT:
        return _pinned_by_lock(commitment, in_scope, locks, judged) or _lines(commitment, in_scope, found, judged, gaps)
    return _lines(commitment, in_scope, found, judged, gaps)


def _scope(commitment: Pin, found: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """Runtime lines from an index; all scopes under "all"; named packages, or all the others."""
    named = {canonicalize_name(name) for name in (*commitment.packages, *commitment.excepted)}
    lines = []
    for line in found:
        if line.constrains or line.indirect or line.variable or line.source in ("path", "workspace", "url", "git"):
            continue
        if line.scope != "runtime" and not (commitment.universal or line.ecosystem in ("github-actions", "docker")):
            continue
        mine = canonicalize_name(line.name) in named
        if named and mine == commitment.others:
            continue
        lines.append(line)
    return tuple(lines)


# ---- rules


def _rule(rule: str) -> _Rule | None:
    if rule in _HASH:
        return _Rule(obeys=_is_hashed, form=_with_hash)
    if rule in _EXACT:
        return _Rule(obeys=_is_exact, form=_exactly)
    if rule in _COMPATIBLE:
        return _Rule(obeys=lambda line: _is_exact(line) or _is_compatible(line), form=_compatibly)
    return _own(rule)


def _own(rule: str) -> _Rule | None:
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
        exact = _version_of(line)
        return _is_exact(line) and exact is not None and allowed.contains(exact, prereleases=True)

    return _Rule(obeys=obeys, form=lambda line: f"{line.name}{words}")


def _is_exact(line: Requirement) -> bool:
    given = line.constraint.strip()
    if line.hashed or line.ecosystem == "go":
        return True
    if line.ecosystem == "pypi":
        clauses = [clause.strip() for clause in given.split(",")]
        # a bare version is Poetry's way to write an exact one
        return any(re.match(r"(?:===?\s*[^*]+|\d[\w.+!-]*)$", clause) for clause in clauses)
    if line.ecosystem == "cargo":
        return bool(re.fullmatch(r"=\s*\d+\.\d+\.\d+\S*", given))
    if line.ecosystem == "docker":
        return bool(given) and given.lstrip(":@") not in ("latest", "stable", "edge", "nightly", "main", "master")
    if line.ecosystem == "github-actions":
        return bool(_SHA.fullmatch(given)) or bool(re.fullmatch(r"@?v?\d+\.\d+\.\d+\S*", given))
    return bool(_FULL.fullmatch(given))


def _is_compatible(line: Requirement) -> bool:
    given = line.constraint.strip()
    if line.ecosystem == "pypi":
        return given.startswith("~=") or _bounded(given) or bool(re.fullmatch(r"==\s*\d[\d.]*\.\*", given))
    if line.ecosystem in ("npm", "cargo"):
        return bool(re.fullmatch(r"[\^~]?\s*v?\d[\w.+-]*", given))
    return False


def _bounded(given: str) -> bool:
    """Whether a PEP 440 range ends no later than the next major version: what ``~=`` with two numbers allows."""
    low = re.search(r">=\s*([\w.]+)", given)
    high = re.search(r"<\s*(?!=)([\w.]+)", given)
    if not low or not high:
        return False
    try:
        floor, ceiling = Version(low[1]), Version(high[1])
    except InvalidVersion:
        return False
    return ceiling <= Version(f"{floor.release[0] + 1}")


def _is_hashed(line: Requirement) -> bool:
    given = line.constraint.strip()
    if line.ecosystem == "github-actions":
        return bool(_SHA.fullmatch(given)) or (line.hashed and bool(_SHA.search(given) or _DIGEST.search(given)))
    return line.hashed or bool(_DIGEST.search(given))


def _version_of(line: Requirement) -> str | None:
    match = re.search(r"v?(\d+(?:\.\d+)*(?:[-+.]?[a-z]+\d*)?)", line.constraint.lower())
    return match[1] if match else None


def _exactly(line: Requirement) -> str:
    version = _version_of(line) or "<version>"
    if line.ecosystem == "docker":
        return f"{line.name}:<version>"
    sign = {"pypi": "==", "cargo": "="}.get(line.ecosystem, "")
    if "*" in line.constraint or line.constraint.strip().startswith(("<", "!")):
        return f"{sign}<the version you run>"  # a bare prefix would be another version
    return f"{sign}{version}"


def _compatibly(line: Requirement) -> str:
    version = _version_of(line) or "<version>"
    sign = {"pypi": "~=", "npm": "^"}.get(line.ecosystem, "")
    return f"{sign}{version}"


def _with_hash(line: Requirement) -> str:
    if line.ecosystem == "github-actions":
        return f"{line.name}@<commit of 40 hex digits> # {line.constraint.lstrip('@') or 'version'}"
    if line.ecosystem == "docker":
        return f"{line.name}@sha256:<digest>"
    return f"{line.name}=={_version_of(line) or '<version>'} --hash=sha256:<digest>"


# ---- verdicts


def _lines(
    commitment: Pin, lines: tuple[Requirement, ...], found: tuple[Requirement, ...], rule: _Rule, gaps: tuple[Gap, ...]
) -> Verdict:
    if not lines:
        return _open(commitment, "no dependency line of that kind was seen", gaps)
    wrong = tuple(line for line in lines if not rule.obeys(line))
    right = tuple(line for line in lines if rule.obeys(line))
    if wrong and _tags_only(commitment, wrong):
        return _risk(
            commitment,
            f"{len(wrong)} of {len(lines)} lines name a version tag, which can be moved",
            (*_offenders(wrong, _Rule(obeys=rule.obeys, form=_with_hash)), *_proof(right)),
            f"Pin {wrong[0].span} by its commit.",
        )
    if wrong:
        files = len({line.span.path for line in wrong})
        return Verdict(
            commitment=commitment,
            standing=Standing.BROKEN,
            reason=f"{len(wrong)} of {len(lines)} lines looser, {files} file{'s' * (files > 1)}",
            because=_offenders(wrong, rule),
            gaps=gaps,
            next=Step(
                text=f"Write {rule.form(wrong[0])} at {wrong[0].span}" + (" and so on." if len(wrong) > 1 else ".")
            ),
        )
    over = _overriding(lines, found, rule)
    if over:
        return _risk(
            commitment,
            f"all {len(lines)} lines obey, but {over[0].span.path} may override {over[0].name}",
            (*_offenders(over, rule), *_proof(right)),
            f"Write {rule.form(over[0])} at {over[0].span}.",
        )
    hidden = (*gaps, *_hidden(found))
    if hidden and commitment.universal:
        return msgspec.structs.replace(
            _open(commitment, f"{len(lines)} lines obey, but not everything could be read", hidden),
            because=_proof(right),
        )
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"all {len(lines)} lines obey" if len(lines) > 1 else "the one line obeys",
        because=_proof(right),
        gaps=hidden,
    )


def _tags_only(commitment: Pin, wrong: tuple[Requirement, ...]) -> bool:
    """ "Pinned" and no more, and each offender names at least a version tag of an action: at risk, not broken."""
    return commitment.rule.strip().lower() in _EXACT and all(
        line.ecosystem == "github-actions" and _VERSION_TAG.fullmatch(line.constraint) for line in wrong
    )


def _overriding(lines: tuple[Requirement, ...], found: tuple[Requirement, ...], rule: _Rule) -> tuple[Requirement, ...]:
    """Lines of a constraints file for the same packages that say something looser."""
    names = {line.name for line in lines}
    return tuple(line for line in found if line.constrains and line.name in names and not rule.obeys(line))


def _hidden(found: tuple[Requirement, ...]) -> tuple[Gap, ...]:
    return tuple(
        Gap(wanted=line.name, reason="its version is a variable", span=line.span) for line in found if line.variable
    )


def _offenders(lines: tuple[Requirement, ...], rule: _Rule) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            fact=f"{line.name}{_sign(line)}{line.constraint} → {rule.form(line)}",
            kind=Class.CONFIGURED,
            span=line.span,
            weakness=True,
        )
        for line in lines[:_SHOWN]
    )


def _sign(line: Requirement) -> str:
    if line.ecosystem == "github-actions" and line.constraint and not line.constraint.startswith("@"):
        return "@"
    return " " if re.match(r"[\w]", line.constraint) else ""


def _proof(lines: tuple[Requirement, ...]) -> tuple[Fact, ...]:
    return tuple(
        Fact(fact=f"{line.name}{_sign(line)}{line.constraint}", kind=Class.CONFIGURED, span=line.span)
        for line in lines[:_PROOF]
    )


def _locked(
    commitment: Pin, lines: tuple[Requirement, ...], locks: tuple[Lockfile, ...], gaps: tuple[Gap, ...]
) -> Verdict:
    if not locks and lines and all(line.hashed for line in lines):
        return Verdict(
            commitment=commitment, standing=Standing.KEPT, reason="every line carries a hash", because=_proof(lines)
        )
    if not locks:
        return _open(commitment, "no lockfile is in the tree", gaps)
    proof = tuple(Fact(fact="locks its folder", kind=Class.CONFIGURED, span=one.span) for one in locks[:_PROOF])
    bare = _unlocked(lines, locks)
    if bare:
        files = tuple({line.span.path: line for line in bare}.values())
        weak = tuple(
            Fact(fact="no lockfile beside it", kind=Class.CONFIGURED, span=line.span, weakness=True)
            for line in files[:_PROOF]
        )
        return _risk(
            commitment,
            f"{len(files)} manifest{'s' * (len(files) > 1)} without lockfile: {files[0].span.path}",
            (*weak, *proof),
            f"Add a lockfile beside {files[0].span.path}.",
        )
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"every manifest is locked by {locks[0].span.path}"
        + (f" and {len(locks) - 1} more" if len(locks) > 1 else ""),
        because=proof,
        gaps=gaps,
    )


def _unlocked(lines: tuple[Requirement, ...], locks: tuple[Lockfile, ...]) -> tuple[Requirement, ...]:
    """Lines whose manifest has no lockfile of its ecosystem in its folder or above."""
    homes = {(one.ecosystem, posixpath.dirname(one.span.path)) for one in locks}

    def locked(line: Requirement) -> bool:
        folder = posixpath.dirname(line.span.path)
        while True:
            if (line.ecosystem, folder) in homes:
                return True
            if not folder:
                return False
            folder = posixpath.dirname(folder)

    return tuple(line for line in lines if not locked(line) and not line.hashed)


def _hashed_by_lock(
    commitment: Pin,
    lines: tuple[Requirement, ...],
    locks: tuple[Lockfile, ...],
    rule: _Rule,
    gaps: tuple[Gap, ...],
) -> Verdict:
    hashed = tuple(one for one in locks if one.hashed)
    bare = tuple(line for line in _unlocked(lines, hashed) if not rule.obeys(line))
    if not hashed or not bare:
        if hashed:
            return _locked(commitment, lines, hashed, gaps)
        return _lines(commitment, lines, lines, rule, gaps)
    proof = tuple(Fact(fact="hashes its entries", kind=Class.CONFIGURED, span=one.span) for one in hashed[:_PROOF])
    return _risk(
        commitment,
        f"{hashed[0].span.path} has hashes, but {bare[0].span.path} has open lines",
        (*_offenders(bare, rule), *proof),
        f"Install from the locked file, or hash {bare[0].span.path}.",
    )


def _pinned_by_lock(
    commitment: Pin, lines: tuple[Requirement, ...], locks: tuple[Lockfile, ...], rule: _Rule
) -> Verdict | None:
    """ "Pinned" without an operator: a lockfile holds what the manifest leaves open, until someone installs past it."""
    bare = tuple(line for line in lines if not rule.obeys(line))
    if not bare:
        return None
    proof = tuple(Fact(fact="holds its versions", kind=Class.CONFIGURED, span=one.span) for one in locks[:_PROOF])
    return _risk(
        commitment,
        f"{locks[0].span.path} is locked, but {bare[0].span.path} has open lines",
        (*_offenders(bare, rule), *proof),
        f"Install from the lockfile only, or write {rule.form(bare[0])} at {bare[0].span}.",
    )


def _risk(commitment: Pin, reason: str, facts: tuple[Fact, ...], step: str) -> Verdict:
    return Verdict(commitment=commitment, standing=Standing.AT_RISK, reason=reason, because=facts, next=Step(text=step))


def _open(commitment: Pin, reason: str, gaps: tuple[Gap, ...]) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        gaps=gaps,
        settles="repository",
        next=Step(text="Name the packages and the rule, and let a manifest hold them."),
    )


CONTROL = Control(name="pin", judges=judges, wants=wants, judge=judge)
