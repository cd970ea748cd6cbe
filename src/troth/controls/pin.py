"""How tightly versions are held ("== for critical packages", "actions pinned by commit").

What is promised
    Every dependency line in scope obeys a rule: exact, compatible, locked, hashed, or a version that is named.

Why it matters
    One open line lets tomorrow's release of somebody else into the build.

What counts as evidence
    The dependency lines of the manifests, lockfiles beside them, the `uses:` lines of workflows, the base images of
    Dockerfiles. Runtime lines are in scope; lines for development, tests, builds and extras are counted apart and break
    the promise only where the sentence says "all". A package that the sentence itself lets out is out of scope.

How it is judged
    Kept: every line in scope obeys. Stricter than promised never breaks (`==` where `~=` was promised). At risk: all
    obey, but a constraints file or a manifest without lock may override; a version tag where a commit was meant.
    Broken: a line is looser or other; every offender is listed with its rewritten form. Unproven: no such lines, a rule
    that no reader can decide, packages that the sentence does not name, or a way to install (`--require-hashes`) that
    no file with packages shows.
"""

from __future__ import annotations

import posixpath
import re
from datetime import date
from typing import Any

import msgspec
from packaging.utils import canonicalize_name

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Pin
from troth.terms.holding import (
    BY_LOCKFILE,
    EXACT,
    HASH,
    VERSION_TAG,
    Rule,
    ecosystems,
    in_scope,
    left_out,
    operator_written,
    overriding,
    rule_of,
    transitive,
    unversioned,
    vague,
)
from troth.terms.resolved import Resolved
from troth.terms.seen.manifests import Lockfile, Requirement
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Components, Lockfiles, Requirements

_SHOWN = 120
_PROOF = 40
_LIST = (".txt", ".in")
_OPERATORS = frozenset({"==", "===", "=", "~=", "^", "~"})


def judges(commitment: Commitment) -> bool:
    """Every pin that is not about a toolchain."""
    return isinstance(commitment, Pin)


def wants(commitment: Pin) -> tuple[Want[Any], ...]:
    """Dependency lines of the ecosystems in question, the lockfiles, and what these resolved where a line is told."""
    rule = rule_of(commitment.rule)
    resolved = (Components(),) if rule and rule.tightness else ()
    return (*(Requirements(ecosystem=name) for name in ecosystems(commitment)), Lockfiles(), *resolved)


def judge(commitment: Pin, answers: Answers, today: date) -> Verdict:
    """As the lines say; a sentence about a part that no line tells from the rest is not broken by the others."""
    if not commitment.ecosystem and _ALL_OF_CI.search(commitment.sentence):
        return _open(commitment, "what everything in CI is cannot be told from the lines of dependencies", ())
    verdict = _judged(commitment, answers)
    if verdict.standing is Standing.KEPT:
        verdict = _beside(commitment, answers) or verdict
    called = _AS_INSTALLED.search(commitment.sentence)
    if verdict.standing is Standing.KEPT and called:
        reason = f"{verdict.reason}; how packages are installed (“{called.group()}”) is not looked at"
        gap = Gap(wanted="the calls that install packages", reason="only files that name packages are read")
        return msgspec.structs.replace(
            _open(commitment, reason, (*verdict.gaps, gap)),
            because=verdict.because,
            next=Step(text="Name the file that holds the hashes, or attest how packages are installed."),
        )
    if verdict.standing is Standing.BROKEN and _OF_SOME.search(commitment.sentence):
        return _open(commitment, "which of the lines the sentence means cannot be told", verdict.gaps)
    return verdict


def _beside(commitment: Pin, answers: Answers) -> Verdict | None:
    """At risk where the file that is said to hold all of them leaves some out that nothing else holds."""
    rule = rule_of("hash" if commitment.rule.strip().lower() in BY_LOCKFILE else commitment.rule)
    found = tuple(line for name in ecosystems(commitment) for line in answers[Requirements(ecosystem=name)].found)
    left = left_out(commitment, found) if rule else ()
    loose = tuple(line for line in left if rule and not rule.obeys(line) and not _spared(commitment, line))
    open_ = _unlocked(loose, answers[Lockfiles()].found)
    if not open_ or rule is None:
        return None
    first = open_[0]
    return _risk(
        commitment,
        f"the file that the sentence names does not hold {first.name} of {first.span.path}",
        _offenders(open_, rule),
        f"Hold {first.name} in that file too, or say which packages it holds.",
    )


def _judged(commitment: Pin, answers: Answers) -> Verdict:
    """Sort the lines in scope into those that obey and those that do not."""
    asked = [answers[Requirements(ecosystem=name)] for name in ecosystems(commitment)]
    locks = tuple(one for one in answers[Lockfiles()].found if one.ecosystem in ecosystems(commitment))
    found = tuple(line for answer in asked for line in answer.found)
    gaps = tuple(gap for answer in asked for gap in answer.gaps)
    rule = commitment.rule.strip().lower()
    lines = tuple(line for line in in_scope(commitment, found) if not _spared(commitment, line))
    if vague(commitment):
        return _open(commitment, "the sentence does not say which packages it means", gaps)
    if rule in BY_LOCKFILE:
        return _locked(commitment, lines, locks, gaps)
    if transitive(commitment):
        return _locked(commitment, lines, locks, gaps)
    judged = rule_of(rule)
    if judged is None:
        return _open(commitment, f"the rule “{commitment.rule}” cannot be held against a line", gaps)
    if judged.tightness:
        judged = Resolved(answers[Components()].found).informed(judged)
    if rule in HASH and locks and not {"github-actions", "docker"} & set(ecosystems(commitment)):
        return _hashed_by_lock(commitment, lines, locks, judged, gaps)
    written = operator_written(commitment) or rule in _OPERATORS - {"==", "===", "~="}
    if not written and locks and rule in EXACT:
        return _pinned_by_lock(commitment, lines, locks, judged) or _lines(commitment, lines, found, judged, gaps)
    return _lines(commitment, lines, found, judged, gaps)


_NAMES = r"(?:the )?(?P<names{0}>`?[\w.@/-]+`?(?:(?:,| and| or|, and) `?[\w.@/-]+`?){{0,5}}?)"
_EXCEPT = (
    r"(?:except(?:ing)?(?: for)?|with the (?:\w+ )?exceptions? of|apart from|aside from|other than|save for|excluding|"
    r"barring|but not)"
)
_EXCEPTION = re.compile(
    rf"\bwith {_NAMES.format(0)} (?:being|as) (?:(?:the|an?|our|its) )?(?:\w+ )?exceptions?\b"
    rf"|\b{_EXCEPT} {_NAMES.format(1)}(?=\W*$|[,;.)] |[.)]|, )"
    rf"|(?:[,;:(]| and| but| –| —) {_NAMES.format(2)} (?:is|are|being|remains?) "
    r"(?:(?:the|an?|our) (?:\w+ )?exceptions?|exempt(?:ed)?|excluded|excepted|not (?:pinned|included))\b",
    re.IGNORECASE,
)
"""Packages that the sentence itself lets out: "with `b` as the exception"."""


_OF_THE_HOST = ("actions/", "github/")
_THIRD = re.compile(
    r"\b(?:third|3rd)[- ]party (?:[\w-]+ ){0,3}(?:actions?|workflows?)\b|"
    r"\bactions\b[^.;]{0,30}\b(?:we (?:do not|don['’]t) (?:own|control|maintain)|"
    r"(?:owned|made|maintained|written) by others|"
    r"(?:from|of) (?:others|third[- ]part(?:y|ies)))\b",
    re.IGNORECASE,
)
"""Actions that neither the project nor the host makes: "third-party" in nearly every policy."""
_THIRD_TOO = re.compile(
    r"\b(?:includ\w+|and|both|also|as well as|first[- ](?:party|and)|official)\b[^.;]{0,40}\b(?:third|3rd)[- ]part|"
    r"\b(?:third|3rd)[- ]party\b[^.;]{0,20}\b(?:and|as well as)\b[^.;]{0,30}\b(?:first|1st|official|own|github)\b",
    re.IGNORECASE,
)
"""Actions of others beside all the rest: "all actions, including third-party ones"."""
_AS_INSTALLED = re.compile(
    r"--(?:require-hashes|frozen-lockfile|immutable|frozen|locked)\b|"
    r"\b(?:ci|pipelines?|workflows?|runners?|builds?|jobs?)(?: jobs?)? (?:\w+ly |only )?installs?\b",
    re.IGNORECASE,
)
"""What is said of the call that installs, which no lockfile shows."""
_ALL_OF_CI = re.compile(
    r"\b(?:everything|anything|nothing|all)\b (?:that |which )?(?:(?:is|we|runs?|used?) ){0,3}(?:in|on|of) "
    r"(?:the |our )?(?:ci|pipelines?)\b",
    re.IGNORECASE,
)
"""Actions, images and what is installed, all at once."""
_OF_SOME = re.compile(
    r"\b(?:most|many|some|nearly all|almost all)\b (?:of )?(?:the |our )?(?:[\w-]+ ){0,3}"
    r"(?:actions|dependenc\w+|packages|"
    r"images|workflows|versions)\b|"
    r"\bsha\w*\b(?:(?!\b(?:not|never|instead|rather)\b)[^.;,]){0,16}\bor\b[^.;,]{0,24}\b(?:tags?|versions?)\b|"
    r"\b(?:tags?|versions?) or\b[^.;,]{0,24}\bsha\b|"
    r"\bactions\b (?:that |which )?(?:(?:are |is )?(?:used|run|called|referenced) )?(?:in|by|for|of|from) "
    r"(?:(?:the|our|a) )?(?:release|publish\w*|deploy\w*|docs?)(?:s|ing)?\b",
    re.IGNORECASE,
)
"""A pin of a part that no line of a file tells: "most actions", "actions in the release workflow", "a SHA or a tag"."""


def _spared(commitment: Pin, line: Requirement) -> bool:
    """Whether the sentence names the package of ``line`` as an exception, or speaks of the actions of others alone."""
    of_host = line.ecosystem == "github-actions" and line.name.startswith(_OF_THE_HOST)
    if of_host and _THIRD.search(commitment.sentence) and not _THIRD_TOO.search(commitment.sentence):
        return True
    named = (name for match in _EXCEPTION.finditer(commitment.sentence) for name in _each_name(match))
    return canonicalize_name(line.name) in {canonicalize_name(name) for name in named}


def _each_name(match: re.Match[str]) -> list[str]:
    names = next(value for name, value in match.groupdict().items() if name.startswith("names") and value)
    return re.findall(r"[\w.@/-]*[\w]", names)


# ---- verdicts


def _lines(
    commitment: Pin, lines: tuple[Requirement, ...], found: tuple[Requirement, ...], rule: Rule, gaps: tuple[Gap, ...]
) -> Verdict:
    if not lines:
        return _open(commitment, "no dependency line of that kind was seen", gaps)
    wrong = tuple(line for line in lines if not rule.obeys(line))
    right = tuple(line for line in lines if rule.obeys(line))
    if wrong and _tags_only(commitment, wrong):
        return _risk(
            commitment,
            f"{len(wrong)} of {len(lines)} lines name a version tag, which can be moved",
            (*_offenders(wrong, rule_of("hash") or rule), *_proof(right)),
            f"Pin {wrong[0].span} by its commit.",
        )
    if wrong:
        files = len({line.span.path for line in wrong})
        return Verdict(
            commitment=commitment,
            standing=Standing.BROKEN,
            reason=f"{len(wrong)} of {len(lines)} lines looser than promised, {files} file{'s' * (files > 1)}",
            because=_offenders(wrong, rule),
            gaps=gaps,
            next=_write(rule, wrong),
        )
    over = overriding(lines, found, rule)
    if over:
        return _risk(
            commitment,
            f"all {len(lines)} lines obey, but {over[0].span.path} may override {over[0].name}",
            (*_offenders(over, rule), *_proof(right)),
            _write(rule, over),
        )
    hidden = (*gaps, *_hidden(found))
    if hidden and commitment.universal:
        return msgspec.structs.replace(
            _open(commitment, f"{_obeying(lines)}, but not everything could be read", hidden),
            because=_proof(right),
        )
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"all {len(lines)} lines obey" if len(lines) > 1 else _obeying(lines),
        because=_proof(right),
        gaps=hidden,
    )


def _obeying(lines: tuple[Requirement, ...]) -> str:
    return f"{len(lines)} lines obey" if len(lines) > 1 else "the one line obeys"


def _tags_only(commitment: Pin, wrong: tuple[Requirement, ...]) -> bool:
    """ "Pinned" and no more, and each offender names at least a version tag of an action: at risk, not broken."""
    return commitment.rule.strip().lower() in EXACT and all(
        line.ecosystem == "github-actions" and VERSION_TAG.fullmatch(line.constraint) for line in wrong
    )


def _hidden(found: tuple[Requirement, ...]) -> tuple[Gap, ...]:
    variable = "its version is a variable"
    elsewhere = "it comes from a branch or an address, which no version holds"
    return tuple(
        Gap(wanted=line.name, reason=variable if line.variable else elsewhere, span=line.span)
        for line in found
        if line.variable or unversioned(line)
    )


def _offenders(lines: tuple[Requirement, ...], rule: Rule) -> tuple[Fact, ...]:
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
    """Lines whose manifest has no lockfile of its ecosystem in its folder or above.

    A list of requirements locks what it names and no more, whatever other manifests beside it ask for.
    """
    lists = {one.span.path for one in locks if one.span.path.endswith(_LIST)}
    homes = {(one.ecosystem, posixpath.dirname(one.span.path)) for one in locks if one.span.path not in lists}
    named = {
        (line.ecosystem, posixpath.dirname(line.span.path), canonicalize_name(line.name))
        for line in lines
        if line.span.path in lists
    }

    def locked(line: Requirement) -> bool:
        folder = posixpath.dirname(line.span.path)
        while True:
            if (line.ecosystem, folder) in homes:
                return True
            if (line.ecosystem, folder, canonicalize_name(line.name)) in named:
                return True
            if not folder:
                return False
            folder = posixpath.dirname(folder)

    return tuple(line for line in lines if not locked(line) and not line.hashed)


def _hashed_by_lock(
    commitment: Pin,
    lines: tuple[Requirement, ...],
    locks: tuple[Lockfile, ...],
    rule: Rule,
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
    commitment: Pin, lines: tuple[Requirement, ...], locks: tuple[Lockfile, ...], rule: Rule
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


def _write(rule: Rule, wrong: tuple[Requirement, ...]) -> Step:
    """The first line as it should be; all of them are written by a command where the lines name versions."""
    mends = any((rule.tightness or rule.version) and "<the" not in rule.form(line) for line in wrong)
    more = " and so on." if len(wrong) > 1 else "."
    return Step(text=f"Write {rule.form(wrong[0])} at {wrong[0].span}{more}", command="troth fix" if mends else "")


def _risk(commitment: Pin, reason: str, facts: tuple[Fact, ...], step: str | Step) -> Verdict:
    following = Step(text=step) if isinstance(step, str) else step
    return Verdict(commitment=commitment, standing=Standing.AT_RISK, reason=reason, because=facts, next=following)


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
