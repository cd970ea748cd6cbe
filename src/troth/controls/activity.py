"""The project promises a kind of work and names no tool ("vulnerability scanning in CI").

What is promised
    Some tool of a class (dependency scanning, static analysis, secret scanning, tests …) does the work.

Why it matters
    "Scanning in CI" is the sentence that outlives the scanner: the job goes, the sentence stays.

What counts as evidence
    Any tool of that class that the automation runs, with the events that start it and whether its failure stops
    anything. Which tools belong to which class is written in their records.

How it is judged
    As for a named tool, with the best tool of the class: kept when one runs automatically and blocking; at risk when it
    blocks nothing, is started by hand or by a hook only, is filtered, or sees nothing that is here (a configuration
    without rules, another ecosystem); broken where the sentence names a place or an event, that place was read
    completely, and no tool of the class is there; otherwise unproven. A tool of the project's own ("our custom linter")
    is shown by no other one: unproven, until the sentence is bound to the job that runs it.
"""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.controls.wiring import (
    Promise,
    carry_own,
    judge_bots,
    listed,
    own_tool,
    powerless,
    sight_wants,
    signing,
    unshown,
)
from troth.terms.activity import Activity, serves
from troth.terms.answer import Answer, Answers, Want
from troth.terms.commitment import Commitment, Practice, Recurrence
from troth.terms.seen.automation import Invocation
from troth.terms.tool_editions import shows
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Configurations, Invocations, Manifests, Past, UpdateBots

_WORDS = {
    Activity.DEPENDENCY_SCANNING: "a dependency scanner",
    Activity.STATIC_ANALYSIS: "a static analyser",
    Activity.SECRET_SCANNING: "a secret scanner",
    Activity.CONTAINER_SCANNING: "a container scanner",
    Activity.LICENCE_CHECK: "a licence check",
    Activity.DEPENDENCY_UPDATE: "an update bot",
    Activity.SBOM: "an SBOM generator",
    Activity.SIGNING: "a signing step",
    Activity.FUZZING: "a fuzzer",
    Activity.DYNAMIC_ANALYSIS: "a dynamic scanner",
    Activity.POSTURE: "a posture check",
    Activity.LINTING: "a linter",
    Activity.TYPE_CHECKING: "a type checker",
    Activity.TESTING: "a test run",
    Activity.PUBLISHING: "a publishing step",
    Activity.SCANNING_ANY: "a security scanner",
}

_WHOLLY = frozenset({"testing", "signing"})
_PARTLY = frozenset({"secrets", "monitoring", "other", "staging", "code_review"})
"""Topics that a tool proves only where the sentence speaks of the work itself ("secret scanning", not "no secrets")."""
_WORK = re.compile(r"scan|detect|analy[sz]|\bcheck|\btest|\blint|\baudit|attest|sbom|fuzz|updat", re.IGNORECASE)
_OF_RESULTS = re.compile(
    r"\b(?:scan\w*|analys[ei]s|audit\w*|tests?|lint\w*) (?:outputs?|results?|reports?|findings|logs)\b[^.;]{0,60}"
    r"\b(?:never|not|(?:is|are) (?:\w+ )?(?:reviewed|triaged|assessed|tracked|kept|stored|discussed))\b",
    re.IGNORECASE,
)
"""What is done with results, which no run of a tool shows: "scan output must never be taken for an audit"."""
_BY_PEOPLE = re.compile(r"\b(?:gpg|pgp)\b")
"""Signatures of OpenPGP, which a signer of images does not make."""
_PROVENANCE = frozenset({"github attestations", "slsa-github-generator"})
"""Signers that say how something was built; other signatures say only who made it."""
_PREDICATE = re.compile(r"slsaprovenance\w*|https?://(?:slsa\.dev|in-toto\.io)/provenance/\S+", re.IGNORECASE)
"""What an attestation says, where that is how something was built (docs.sigstore.dev, "cosign attest --type")."""
_TYPED = ("--type", "--predicate-type")
_FILES = re.compile(
    r"\b(?:images?|artifacts?|artefacts?|binar(?:y|ies)|containers?|sigstore|cosign|attest\w*|provenance)\b"
)
"""What signers of images and files sign; "releases are signed" may mean tags."""
_ELSEWHERE = {
    Activity.SIGNING: "signing may happen on a maintainer's own machine",
    Activity.SBOM: "a bill of materials may be written on a maintainer's own machine",
    Activity.PUBLISHING: "publishing may happen on a maintainer's own machine",
    Activity.TESTING: "tests may be run by a command that is not known here",
    Activity.LINTING: "a linter may be run by a command that is not known here",
    Activity.TYPE_CHECKING: "a compiler may be what checks the types",
    Activity.FUZZING: "a fuzzer may be run by a command that is not known here",
    Activity.LICENCE_CHECK: "a licence check may be run by a command that is not known here",
    Activity.DYNAMIC_ANALYSIS: "a dynamic scan may be run from outside",
}
"""Work that has more forms than the records know, so that its absence contradicts nothing."""


_CLAUSE = re.compile(r";\s|\.\s|\s[–—]\s|,\s(?:and|but|while|whereas|beside which|besides which) ")
_SIGNS = {
    Activity.STATIC_ANALYSIS: re.compile(r"\bstatic|\bsast\b|\bcode (?:scan|analy)", re.IGNORECASE),
    Activity.DEPENDENCY_SCANNING: re.compile(r"\bdependenc|\bpackages?\b|\bsca\b", re.IGNORECASE),
    Activity.SECRET_SCANNING: re.compile(r"\bsecrets?\b|\bcredentials?\b", re.IGNORECASE),
    Activity.CONTAINER_SCANNING: re.compile(r"\bcontainers?\b|\bimages?\b", re.IGNORECASE),
    Activity.LICENCE_CHECK: re.compile(r"\blicen[cs]", re.IGNORECASE),
    Activity.LINTING: re.compile(r"\blint", re.IGNORECASE),
    Activity.TYPE_CHECKING: re.compile(r"\btyp(?:e|ing)", re.IGNORECASE),
    Activity.FUZZING: re.compile(r"\bfuzz", re.IGNORECASE),
    Activity.DYNAMIC_ANALYSIS: re.compile(r"\bdynamic|\bdast\b", re.IGNORECASE),
}
"""Words by which a clause speaks of a kind of work."""
_BOTS = frozenset({"dependabot", "renovate", "pre-commit"})
"""Names of services, and of what starts other tools."""
_ANY_OF_THEM = frozenset({Activity.TESTING, Activity.PUBLISHING, Activity.SBOM, Activity.DEPENDENCY_UPDATE})
"""Work of which every project has its own form, so that a name in the sentence parts nothing."""
_LOOKED_AT = re.compile(
    r"\b(?:fails?|block(?:s|ed)?|stops?|stopped|reject(?:s|ed)?|refus(?:es|ed)|abort(?:s|ed)?)\b[^.;]{0,30}"
    r"\b(?:if|when|where|unless|without|on)\b[^.;]{0,60}\b(?:missing|absent|inconsistent|invalid|unsigned|incomplete|"
    r"lack\w*|without|mismatch\w*|verif\w+|not (?:match|signed|present|there))",
    re.IGNORECASE,
)
"""What is made is looked at afterwards, which its maker does not show: "it fails if signatures are missing"."""
_VERBS = {
    Activity.SIGNING: re.compile(r"\bsign|\battest", re.IGNORECASE),
    Activity.TESTING: re.compile(r"\btest", re.IGNORECASE),
    Activity.LINTING: re.compile(r"\blint", re.IGNORECASE),
    Activity.FUZZING: re.compile(r"\bfuzz", re.IGNORECASE),
}
"""Words for work by which its clause is found."""
_MADE = frozenset({Activity.SBOM, Activity.SIGNING, Activity.PUBLISHING})
_COMMAND = re.compile(
    r"\W{0,6}`((?:make|just|task|rake|poe|invoke|npm run|pnpm run|pnpm|yarn run|yarn|bun run|deno task|nox -s|tox -e|"
    r"hatch run|mise run|composer|mage|cargo make|cargo xtask) [\w:./-]+|\./[\w./-]+)(?: [^`]{0,60})?`"
    r"\W{0,3}(?=[-–—:(])"
)
"""A command of the project that a line tells about: "`make lint`: lints all code"."""
_BY_HOST = re.compile(
    r"^\W*(?:github|gitlab|bitbucket|codeberg|our (?:code )?host(?:er)?)(?: itself| also| automatically| will){0,2} "
    r"(?:scan|check|look|monitor|watch|analy[sz]|alert|inspect|search)\w*\b|"
    r"\b(?:secret scanning|push protection)\b[^.;]{0,40}\b(?:by|from|of) (?:github|gitlab)\b|\bpush protection\b",
    re.IGNORECASE,
)
"""Work that the host of the code does by itself: "GitHub scans every push for secrets"."""


def judges(commitment: Commitment) -> bool:
    """Practices and rhythms with a class of tools; rhythms only where no period is named."""
    if isinstance(commitment, Practice):
        if commitment.activity in _MADE and _LOOKED_AT.search(commitment.sentence):
            return False
        return (
            commitment.activity is not None
            and not _OF_RESULTS.search(commitment.sentence)
            and (
                commitment.topic in _WHOLLY or (commitment.topic in _PARTLY and bool(_WORK.search(commitment.sentence)))
            )
        )
    return (
        isinstance(commitment, Recurrence)
        and (commitment.activity is not None or commitment.action == "scan")
        and not commitment.every
        and bool(commitment.events or commitment.place)
        and commitment.trigger != "schedule"
    )


def wants(commitment: Practice | Recurrence) -> tuple[Want[Any], ...]:
    """Everything that runs, what could blind it, and the age of the newest commit."""
    asked: tuple[Want[Any], ...] = (Invocations(), Past())
    if commitment.activity is Activity.DEPENDENCY_UPDATE:
        return (*asked, UpdateBots(), Manifests())
    return (*asked, *sight_wants(_named(commitment)))


def _named(commitment: Practice | Recurrence) -> tuple[str, ...]:
    return commitment.tools if isinstance(commitment, Recurrence) else ()


def _promised(commitment: Practice | Recurrence) -> Activity:
    """The work that is promised; of a sentence on signatures beside a bill of materials, the signing.

    The bill is a promise of its own.
    """
    if isinstance(commitment, Practice) and commitment.topic == "signing" and commitment.activity is Activity.SBOM:
        return Activity.SIGNING if _VERBS[Activity.SIGNING].search(commitment.sentence) else Activity.SBOM
    return commitment.activity or Activity.SCANNING_ANY


def _hosted(commitment: Practice | Recurrence, named: tuple[str, ...], answers: Answers) -> str:
    """Which setting that no file shows could do it: the host's own work, or what one of the named tools has there."""
    if _BY_HOST.search(commitment.sentence):
        return "what the host of the code does by itself is a setting of the hosted repository"
    told = [
        next((gap.reason for gap in answers[Configurations(tool=name)].gaps if gap.wanted == name), "")
        for name in named
    ]
    return next(filter(None, told), "")


def judge(commitment: Practice | Recurrence, answers: Answers, today: date) -> Verdict:
    """The best tool of the class carries the promise."""
    promised = _promised(commitment)
    if promised is Activity.DEPENDENCY_UPDATE:
        verdict = judge_bots(commitment, "", answers[UpdateBots()], answers[Manifests()])
        if verdict:
            return verdict
    invocations = answers[Invocations()]
    able = tuple(one for one in invocations.found if serves(one.activities, promised))
    sentence = commitment.sentence.lower()
    if promised is Activity.SIGNING and _BY_PEOPLE.search(sentence):
        able = tuple(one for one in able if one.tool == "gpg")
    elif promised is Activity.SIGNING and not _FILES.search(sentence):
        able = ()
    if promised is Activity.SIGNING and "provenance" in sentence:
        able = tuple(one for one in able if one.tool in _PROVENANCE or _says_provenance(one))
    named = _named(commitment)
    if named:
        able = tuple(one for one in invocations.found if one.tool in named)
    candidates = tuple(one for one in able if one.tool in sentence)  # a tool that is named speaks first
    command = _COMMAND.match(commitment.sentence)
    if command and not named:
        candidates = able = tuple(one for one in able if _through(one, command[1]))
        if not able:
            return _of_a_command(commitment, command[1])
    if not (named or candidates or promised in _ANY_OF_THEM):
        own = _elsewhere(commitment, invocations.found) or own_tool(_own_clauses(commitment.sentence, promised))
        if own:
            return unshown(commitment, own)
    candidates = candidates or able
    able_to = signing(commitment, candidates) if promised is Activity.SIGNING else candidates
    if isinstance(able_to, Verdict):
        return able_to
    candidates = able_to
    updates = promised is Activity.DEPENDENCY_UPDATE
    promise = Promise(
        commitment=commitment,
        what=listed(named) or _WORDS[promised],
        hosted=_hosted(commitment, () if updates else named, answers) or _ELSEWHERE.get(promised, ""),
        configurations=() if updates else powerless(named, answers),
        history=answers[Past()].found,
        manifests=Answer() if updates else answers[Manifests()],
    )
    return carry_own(promise, candidates, invocations, today, _VERBS.get(promised))


def _own_clauses(sentence: str, promised: Activity) -> str:
    """The clauses of ``sentence`` that speak of the work ``promised``; all of it where none can be told apart.

    What another clause tells of a tool of the project's own is not about that work.
    """
    sign = _SIGNS.get(promised)
    clauses = _CLAUSE.split(sentence)
    told = [clause for clause in clauses if sign and sign.search(clause)]
    return "; ".join(told) if told else sentence


def _says_provenance(invocation: Invocation) -> bool:
    """Whether it attests with ``cosign attest --type slsaprovenance``: other types say what is in it, or nothing."""
    words = invocation.argv
    if invocation.tool != "cosign" or not {"attest", "attest-blob"} & set(words):
        return False
    given = [word.partition("=")[2] for word in words if word.startswith(tuple(f"{name}=" for name in _TYPED))]
    given += [value for word, value in itertools.pairwise(words) if word in _TYPED]
    return any(_PREDICATE.fullmatch(each) for each in given)


def _elsewhere(commitment: Practice | Recurrence, found: tuple[Invocation, ...]) -> str:
    """Tools that the same line promises and that nothing here runs, such as those that the host itself sets up."""
    absent = (name for name in commitment.tools if name not in _BOTS)
    return listed(tuple(name for name in absent if not any(shows(name, one.tool, one.span.text) for one in found)))


_BETWEEN = r"(?:[ \t]+(?!-\w*[CfIo]\b|--(?:dir|file|make|old))[\w.:=/-]+){0,8}?[ \t]+"
"""What may stand between make and a target: "make -j4 test lint"; not where it reads another Makefile."""


def _through(invocation: Invocation, command: str) -> bool:
    """Whether a line that leads to it calls ``command``; between a runner and its target may stand others."""
    runner, _, target = command.partition(" ")
    between = _BETWEEN if runner == "make" else r"\s+"
    words = f"{re.escape(runner)}{between}{re.escape(target)}" if target else re.escape(runner)
    called = re.compile(rf"(?<![\w-]){words}(?![\w:-])")
    return any(called.search(span.text) for span in (*invocation.chain, invocation.span))


def _of_a_command(commitment: Practice | Recurrence, command: str) -> Verdict:
    """What a command of the project does that nothing was seen to call: whatever else runs is not what is spoken of."""
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=f"it tells what `{command}` does; nothing was seen to call that",
        settles="repository",
        next=Step(text=f"A job that calls `{command}` would show it."),
    )


CONTROL = Control(name="activity", judges=judges, wants=wants, judge=judge)
