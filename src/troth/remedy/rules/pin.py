"""Looser dependency lines, written as tightly as promised: ``==`` or ``~=``, by the versions that the files name.

The version is the one that a lockfile of the same folder, or of one above, resolved; where there is none, the lower
bound of the line itself. A line without either stays as it is and is told. Hashes, digests, commits of actions and
lockfiles are written by the tools that know them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from troth.remedy.constraints import places, restyled
from troth.remedy.remedy import Change, Ground, Remedy, serves
from troth.terms.answer import Want
from troth.terms.commitment import Pin
from troth.terms.edit import Serves, Unmended
from troth.terms.holding import BY_LOCKFILE, EXACT, HASH, Rule, ecosystems, in_scope, overriding, rule_of
from troth.terms.resolved import OF_OSV, Resolved
from troth.terms.result import Judged, Result
from troth.terms.seen.manifests import Lockfile, Requirement
from troth.terms.versions.narrowed import NoVersionError, Tightness, narrowed
from troth.terms.wants import Components, Lockfiles, Requirements

SHOWN = 5
"""Names that one reason tells."""
_OPERATORS = frozenset({"==", "===", "=", "~=", "^", "~"})
_BY_TOOLS: Mapping[str, str] = {
    "pypi": "uv lock, poetry lock or pip-compile --generate-hashes writes it",
    "npm": "npm install --package-lock-only writes it",
    "cargo": "cargo generate-lockfile writes it",
    "go": "go mod tidy writes it",
    "docker": "the digest of a tag is known to its registry alone",
}
"""Who can write what no line of a manifest holds."""


def _wants(result: Result) -> tuple[Want[Any], ...]:
    """The versions that lockfiles resolved, where a promise about versions does not hold."""
    return (Components(),) if any(judged.verdict.control == "pin" for judged in result.judged) else ()


def _mend(ground: Ground) -> Iterator[Change | Unmended]:
    """Every looser line once, by the tightest promise that it is under."""
    resolved = Resolved(ground.answer(Components()).found)
    wanted: dict[Requirement, tuple[Rule, tuple[Serves, ...]]] = {}
    for judged in ground.by("pin"):
        commitment = judged.verdict.commitment
        if isinstance(commitment, Pin):
            yield from _by_tools(judged, commitment, ground)
            for line, rule in _looser(commitment, ground):
                tightest, for_whom = wanted.get(line, (rule, ()))
                if rule.tightness == "exact" or rule.version:
                    tightest = rule
                wanted[line] = tightest, (*for_whom, serves(judged))
    yield from _Lines(ground, resolved).mend(wanted)


def _looser(commitment: Pin, ground: Ground) -> Iterator[tuple[Requirement, Rule]]:
    rule = rule_of(commitment.rule)
    if rule is None or not _by_lines(commitment, ground):
        return
    found = tuple(line for name in ecosystems(commitment) for line in ground.answer(Requirements(ecosystem=name)).found)
    lines = in_scope(commitment, found)
    for line in (*lines, *overriding(lines, found, rule)):
        if not rule.obeys(line) and line.ecosystem != "github-actions":  # the rule action-commit is for those
            yield line, rule


def _by_lines(commitment: Pin, ground: Ground) -> bool:
    """Whether the promise is one about lines: what a lockfile may hold ("pinned") is held by the one that is there."""
    rule = commitment.rule.strip().lower()
    if rule in BY_LOCKFILE or rule in HASH:
        return False
    return rule in _OPERATORS or rule not in EXACT or not _locks(commitment, ground)


def _locks(commitment: Pin, ground: Ground) -> tuple[Lockfile, ...]:
    names = ecosystems(commitment)
    return tuple(one for one in ground.answer(Lockfiles()).found if one.ecosystem in names)


def _by_tools(judged: Judged, commitment: Pin, ground: Ground) -> Iterator[Unmended]:
    """Promises that only a tool can keep, which knows what no file here says."""
    if _by_lines(commitment, ground) or ecosystems(commitment) == ("github-actions",):
        return
    fact = next((fact for fact in judged.verdict.because if fact.weakness), None)
    if fact is None:
        return
    lock = commitment.rule.strip().lower() in (BY_LOCKFILE | HASH)
    first = next(iter(ecosystems(commitment)), "")
    reason = (
        f"a lockfile or hash is needed: {_BY_TOOLS.get(first, 'the tool that resolves versions writes it')}"
        if lock
        else "a lockfile holds its versions; install from that alone, or write == into the manifest"
    )
    yield Unmended(path=fact.span.path, reason=reason, serves=(serves(judged),))


class _Lines:
    """Lines rewritten file by file, and those that stay, told once for each file and reason."""

    def __init__(self, ground: Ground, resolved: Resolved) -> None:
        self._ground, self._resolved = ground, resolved
        self._left: dict[tuple[str, str], tuple[list[str], dict[str, Serves]]] = {}

    def mend(self, wanted: Mapping[Requirement, tuple[Rule, tuple[Serves, ...]]]) -> Iterator[Change | Unmended]:
        for line, (rule, for_whom) in wanted.items():
            try:
                yield from self._line(line, rule, for_whom)
            except NoVersionError as error:
                names, whom = self._left.setdefault((line.span.path, str(error)), ([], {}))
                names.append(f"{line.name} at line {line.span.line}" if line.span.line else line.name)
                whom.update({each.id: each for each in for_whom})
        for (path, reason), (names, whom) in self._left.items():
            told = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
            yield Unmended(path=path, reason=f"{told}: {reason}", serves=tuple(whom.values()))

    def _line(self, line: Requirement, rule: Rule, for_whom: tuple[Serves, ...]) -> Iterator[Change]:
        if line.hashed:
            raise NoVersionError("its hashes belong to the version that stands there")
        written = self._ground.file(line.span.path)
        if written is None:
            raise NoVersionError("the file cannot be edited here")
        if rule.version:
            new, by = rule.version, ""
        elif rule.tightness is None:
            raise NoVersionError(_BY_TOOLS.get(line.ecosystem, "which version is meant is a decision of yours"))
        else:
            new, by = self._tight(line, rule.tightness)
        found = places(written, line)
        if not found:
            raise NoVersionError("it is written in a way that cannot be edited here")
        for begin, end in found:
            yield Change(
                path=line.span.path,
                begin=begin,
                end=end,
                new=restyled(written.text[begin:end], new),
                remedy="pin",
                why=_why(rule, by),
                serves=for_whom,
            )

    def _tight(self, line: Requirement, tightness: Tightness) -> tuple[str, str]:
        if line.ecosystem not in OF_OSV:
            raise NoVersionError(_BY_TOOLS.get(line.ecosystem, "which version that is cannot be told from here"))
        version, by = self._resolved.version(line)
        return narrowed(line.ecosystem, line.constraint, tightness, version), by


def _why(rule: Rule, by: str) -> str:
    if rule.version:
        return "Names the version that is promised."
    how = "one version" if rule.tightness == "exact" else "compatible releases"
    if by:
        return f"Holds packages to {how}, by the versions that {by} resolved."
    return f"Holds packages to {how}, from the lower bound that each line names; run your tests with them."


REMEDY = Remedy(name="pin", what="dependency lines as tight as promised: == or ~=", mend=_mend, wants=_wants)
