"""How well one invocation answers one need: blocking, filters, configuration, sleep (VERDICTS §2, §3 and §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from troth.controls.wiring.need import Need
from troth.controls.wiring.outcome import Outcome
from troth.controls.wiring.scope import EXCLUDING, Scope, missed, wider_than_seen
from troth.controls.wiring.sight import finder, foreign, loads
from troth.controls.wiring.threshold import lets_pass
from troth.controls.wiring.words import by_template, sighting, softened, spoken, unique
from troth.terms.activity import Activity
from troth.terms.answer import Answer, Class, Fact, Gap
from troth.terms.commitment import Commitment, Demand, Tool
from troth.terms.event import Event
from troth.terms.observing import only_observes
from troth.terms.seen.automation import Configuration, Exits, Filter, Firing, Invocation
from troth.terms.seen.documents import History
from troth.terms.seen.manifests import Manifest
from troth.terms.span import Span
from troth.terms.verdict import Standing, Step

_FIX = "troth fix"
_STOPS_A_CHANGE = frozenset({Event.PUSH, Event.PULL_REQUEST, Event.MERGE_GROUP, Event.RELEASE})
_EVERY = re.compile(
    r"\b(?:every|each|all|any)\s+(?:\w+\s+){0,2}(?:push|commit|pull|prs?\b|merge|change|build|release|code)",
    re.IGNORECASE,
)
_SOME_EVERY = re.compile(r"\b(?:every|each|all|any|no)\b", re.IGNORECASE)
_EVERY_BRANCH = re.compile(
    r"\b(?:every|each|all|any)\s+(?:(?:of|the|our|single|one|\w+ed|feature|and)\s+){0,4}branch(?:es)?\b"
    r"|\b(?:whatever|whichever|regardless of(?: the)?|no matter (?:which|what)(?: the)?) branch\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"\bsign(?:s|ed|ing)?\b|\battest(?:s|ed|ing)?\b", re.IGNORECASE)
_SIGNERS = frozenset({"cosign", "gpg", "minisign", "sigstore"})
"""Tools that sign with one call and check signatures with another."""


_HISTORY = re.compile(
    r"\b(?:whole|full|entire|complete|all)\s(?:\w+\s){0,3}history\b|\b(?:git|commit)\s+histor(?:y|ies)\b"
    r"|\bhistory of the repositor|\b(?:all|every|past|old(?:er)?|previous) commits?\b[^.;]{0,40}\bhistor",
    re.IGNORECASE,
)
_OF_HISTORY = frozenset({"gitleaks", "betterleaks", "trufflehog", "git-secrets", "kingfisher", "gitguardian"})
"""Scanners that read every commit that is there."""
_IMAGES = re.compile(r"\bimages?\b|\bcontainers\b", re.IGNORECASE)
_OF_IMAGES = frozenset({"trivy", "grype", "snyk"})
"""Scanners of which one call looks at images, another at files."""
_ASIDE = re.compile(r"\b(?:tests?|docs|documentation|examples?)\b", re.IGNORECASE)
"""Words of sentences that speak of more than what is shipped."""


class Grading(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all invocations of one promise: ``scope`` is what those that answer one need reach together.

    ``asleep`` is set where schedules have stopped.
    """

    commitment: Commitment
    what: str
    configurations: tuple[Configuration, ...] = ()
    asleep: History | None = None
    scope: Scope = Scope()
    manifests: Answer[Manifest] = Answer()


class Weakness(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that keeps an invocation from proving the promise. ``breaks``: it contradicts the words.

    ``soft``: the tool itself fails nothing.
    """

    reason: str
    facts: tuple[Fact, ...]
    next: Step
    breaks: bool = False
    soft: bool = False


def grade(grading: Grading, need: Need, invocation: Invocation, firings: tuple[Firing, ...]) -> Outcome:
    """Say what ``firings`` of ``invocation`` are worth for ``need``."""
    seen = sighting(invocation, firings)
    if invocation.doubts:
        return Outcome(
            standing=Standing.UNPROVEN,
            reason=f"whether {invocation.tool} runs cannot be told from here: {invocation.doubts[0].reason}",
            because=seen,
            gaps=invocation.doubts,
            settles="hosted",
            next=Step(text=f"What decides it stands at {invocation.doubts[0].span or invocation.span}."),
        )
    weaknesses = tuple(_weaknesses(grading, need, invocation, firings))
    if not weaknesses:
        wider = _wider(grading, invocation)
        if wider:
            return Outcome(
                standing=Standing.UNPROVEN,
                reason=f"{invocation.tool} runs, but {wider}",
                because=seen,
                gaps=(Gap(wanted="all that the sentence names", reason=wider, span=invocation.span),),
                settles="repository",
                next=Step(text=f"Say in the sentence what the call at {invocation.span} looks at."),
            )
        return Outcome(standing=Standing.KEPT, reason=_sound(grading, need, invocation, firings), because=seen)
    leading = next((weak for weak in weaknesses if weak.breaks), weaknesses[0])
    if leading.soft and invocation.gate is not None:
        return _gated(invocation, invocation.gate, seen)
    return Outcome(
        standing=Standing.BROKEN if leading.breaks else Standing.AT_RISK,
        reason=leading.reason,
        because=unique([*(fact for weak in weaknesses for fact in weak.facts), *seen]),
        next=leading.next,
        weight=len(weaknesses),
    )


def _wider(grading: Grading, invocation: Invocation) -> str:
    """What keeps ``invocation`` from proving one of the sentences that make the promise; empty where nothing does."""
    configured = tuple(
        key.span.text
        for one in grading.configurations
        if loads(invocation, one)
        for key in one.keys
        if key.alive and key.name in EXCLUDING
    )
    scope = msgspec.structs.replace(grading.scope, configured=configured)
    wider = (wider_than_seen(each, invocation.tool, scope) for each in _said_of(invocation, grading.commitment))
    return next(filter(None, wider), "")


def _said_of(invocation: Invocation, commitment: Commitment) -> Iterator[str]:
    """The sentences that make the promise, whichever came first; of a rhythm's others those that name the tool."""
    yield commitment.sentence
    for each in commitment.sentences[1:]:
        if isinstance(commitment, Tool) or invocation.tool in each.lower():
            yield each


def _sound(grading: Grading, need: Need, invocation: Invocation, firings: tuple[Firing, ...]) -> str:
    when = f"{invocation.tool} runs on {spoken(firing.event for firing in firings)}"
    if need.hook:
        return when
    if grading.commitment.demand is Demand.ADVISORY:
        return f"{when}, advisory as the sentence says"
    if invocation.exits is Exits.UPLOADS:
        return f"{when} and uploads what it finds"
    if _observes(grading, invocation):
        return f"{when} and observes, as the sentence says"
    return f"{when}; {'a finding fails the run' if finder(invocation) else 'where it fails, the run fails'}"


def _observes(grading: Grading, invocation: Invocation) -> bool:
    """Whether the tool is only promised to observe, and is none that looks for flaws: running is enough of it."""
    if invocation.exits is not Exits.FINDINGS_PASS or invocation.softeners or finder(invocation):
        return False
    return only_observes(grading.commitment.sentence) and grading.commitment.demand is Demand.RUNS


def _weaknesses(
    grading: Grading, need: Need, invocation: Invocation, firings: tuple[Firing, ...]
) -> Iterator[Weakness]:
    yield from _filters(grading, need, invocation, firings)
    if not need.hook and grading.commitment.demand is not Demand.ADVISORY and not _observes(grading, invocation):
        yield from _blocking(grading, invocation, firings)
    if {firing.event for firing in firings} == {Event.MANUAL}:
        yield _weak(
            f"{invocation.tool} runs only when someone presses a button",
            firings[0].span,
            "started by hand only",
            Step(text=f"Add an automatic event at {firings[0].span}."),
        )
    if _checks_only(grading, invocation):
        yield _weak(
            f"{invocation.tool} is called, but this call signs nothing: it checks what was signed before",
            invocation.span,
            "signs nothing",
            Step(text=f"Sign with {invocation.tool} beside {invocation.span}, or say that signatures are checked."),
        )
    yield from _elsewhere(grading, invocation)
    if invocation.unsupported:
        yield _weak(
            f"{invocation.tool} runs, but its makers no longer support this call: {invocation.unsupported}",
            invocation.span,
            invocation.unsupported,
            Step(text=f"Replace the call at {invocation.span}."),
        )
    if grading.asleep and all(firing.event is Event.SCHEDULE for firing in firings):
        yield _weak(
            f"scheduled only, and schedules stop after 60 days without a commit (newest {grading.asleep.newest})",
            _schedule_line(firings[0]),
            f"newest commit is of {grading.asleep.newest}",
            Step(text="A commit, or a push event beside the schedule, wakes it."),
        )
    other = foreign(invocation, grading.manifests)
    if other is not None:
        yield Weakness(reason=other.fact, facts=(other,), next=Step(text="Run a scanner of what is here."))
    for configuration in grading.configurations:
        if loads(invocation, configuration):
            yield from _configured(grading, configuration)


def _checks_only(grading: Grading, invocation: Invocation) -> bool:
    """Whether signatures are promised of a call that does not sign (``cosign verify``)."""
    signer = invocation.tool in _SIGNERS and Activity.SIGNING not in invocation.activities
    return signer and _SIGNS.search(grading.commitment.sentence) is not None


def _elsewhere(grading: Grading, invocation: Invocation) -> Iterator[Weakness]:
    """What the sentence says the tool looks at, and this call does not."""
    sentence = grading.commitment.sentence
    tool = invocation.tool
    if tool in _OF_IMAGES and _IMAGES.search(sentence) and Activity.CONTAINER_SCANNING not in invocation.activities:
        yield _weak(
            f"{tool} runs, but this call looks at no image",
            invocation.span,
            "looks at no image",
            Step(text=f"Scan the image too, beside {invocation.span}."),
        )
    if tool in _OF_HISTORY and invocation.shallow is not None and _HISTORY.search(sentence):
        yield _weak(
            f"{tool} does not see the history: {invocation.shallow} checks out the newest commit alone",
            invocation.shallow,
            "the newest commit alone is checked out",
            Step(text=f"Set fetch-depth: 0 at {invocation.shallow}."),
        )
    for said in _said_of(invocation, grading.commitment):
        for miss in missed(said, tool, grading.scope):
            yield _weak(miss.reason, invocation.span, miss.fact, Step(text=f"{miss.next} {invocation.span}."))


def _filters(grading: Grading, need: Need, invocation: Invocation, firings: tuple[Firing, ...]) -> Iterator[Weakness]:
    filters = [_kept_from(invocation, firing, grading.commitment.sentence) for firing in firings]
    if all(any(given.fatal for given in each) for each in filters):
        given = next(given for given in filters[0] if given.fatal)
        if given.narrow:
            yield _weak(
                f"{invocation.tool} runs only where {given.what.removeprefix('if: ')}",
                given.span,
                f"some events only: {given.what}",
                Step(text=f"Take the condition at {given.span} away, or name it in the policy."),
            )
            return
        folders = any(one.folder for one in filters[0])
        yield _weak(
            f"{invocation.tool} is wired, but "
            + ("does not get" if given.files else "a filter keeps it from")
            + f" what it should see: {given.what}",
            given.span,
            given.what,
            Step(
                text=f"Check out what it should see at {given.span}."
                if given.files
                else f"Widen the filter at {given.span}.",
                command=_FIX if folders else "",
            ),
        )
        return
    sentence = grading.commitment.sentence
    if _EVERY_BRANCH.search(sentence) and not need.hook and not need.release:
        yield from _one_branch(invocation, firings)
    led = grading.commitment.universal and not _SOME_EVERY.search(sentence)  # the words around it say "every"
    every = led or _EVERY.search(sentence)
    if need.named and len(need.events) == 1 and every and all(filters):
        given = filters[0][0]
        yield _weak(
            f"{invocation.tool} does not run on every {spoken(need.events)}: {given.what}",
            given.span,
            given.what,
            Step(text=f"Take the filter at {given.span} away, or name it in the policy."),
        )


def _one_branch(invocation: Invocation, firings: tuple[Firing, ...]) -> Iterator[Weakness]:
    """That no push to other branches starts what is promised for all of them."""
    pushes = [firing for firing in firings if firing.event is Event.PUSH]
    if pushes and not any(firing.every_branch for firing in pushes):
        yield _weak(
            f"{invocation.tool} does not run on every branch: the push event at {pushes[0].span} names its branches",
            pushes[0].span,
            "pushes to some branches only",
            Step(text=f"Take the branches at {pushes[0].span} away, or name them in the policy."),
        )


def _kept_from(invocation: Invocation, firing: Firing, sentence: str) -> tuple[Filter, ...]:
    """What keeps ``firing`` from some of what the sentence speaks of.

    Branches of the repository itself are covered by a push to any of them, so that pull requests from forks alone may
    be left to the other event.
    """
    tests = bool(_ASIDE.search(sentence))
    pushed = any(one.every_branch and not one.filters for one in invocation.firings)
    return tuple(given for given in firing.filters if not (pushed and given.forks) and not (tests and given.tests))


def _blocking(grading: Grading, invocation: Invocation, firings: tuple[Firing, ...]) -> Iterator[Weakness]:
    enforced = grading.commitment.demand is Demand.ENFORCED
    if invocation.exits is Exits.UPLOADS:
        if enforced:
            yield _weak(
                f"{invocation.tool} uploads what it finds and fails nothing by itself",
                invocation.span,
                "uploads its findings",
                Step(text="Require its check on the protected branch, and attest that setting."),
            )
        return
    blocking = [firing for firing in firings if invocation.can_fail and firing.blocking]
    if not blocking:
        yield _soft(invocation, firings, breaks=enforced)
        return
    if enforced and not any(firing.event in _STOPS_A_CHANGE for firing in blocking):
        yield _weak(
            f"{invocation.tool} runs on {spoken(f.event for f in blocking)} only, which stops no change",
            blocking[0].span,
            "a failure here comes after the change",
            Step(text=f"Run it on pull requests too, at {blocking[0].span}."),
        )
    passing = lets_pass(grading.commitment, invocation)
    if passing is not None:
        yield Weakness(
            reason=f"{invocation.tool} {passing.fact}, and the sentence names no such threshold",
            facts=(passing,),
            next=Step(text="Lower the threshold, or name it in the policy."),
        )


def _soft(invocation: Invocation, firings: tuple[Firing, ...], *, breaks: bool) -> Weakness:
    facts = softened(invocation, firings)
    if invocation.exits is Exits.FINDINGS_PASS and not any(
        [invocation.softeners, *(firing.softened_by for firing in firings)]
    ):
        reason = f"{invocation.tool} runs, but as called it ends well whatever it finds"
        step = Step(
            text=f"Make findings count at {invocation.span} (an exit code or a severity to fail on).",
            command=_writer(invocation),
        )
    else:
        finds = "finds something" if finder(invocation) else "fails"
        reason = f"{invocation.tool} runs, but nothing fails when it {finds}"
        step = Step(text=f"Take away what ignores its failure at {facts[0].span}.", command=_writer(invocation))
        if by_template(invocation) and facts[0].span == invocation.span:
            step = Step(text=f"Set allow_failure: false on the job that the template at {facts[0].span} brings.")
    return Weakness(reason=reason, facts=facts, next=step, breaks=breaks, soft=True)


def _gated(invocation: Invocation, gate: Span, seen: tuple[Fact, ...]) -> Outcome:
    """A later line asks what the tool wrote: what it fails by is beyond what can be read."""
    fact = Fact(fact="asks its report, and may fail by it", kind=Class.WIRED, span=gate)
    return Outcome(
        standing=Standing.UNPROVEN,
        reason=f"{invocation.tool} runs; what it finds fails the run only as {gate.path}:{gate.line} decides",
        because=unique([fact, *seen]),
        gaps=(Gap(wanted="what fails the run", reason="a later line decides it by the report of the tool", span=gate),),
        settles="repository",
        next=Step(text='Bind the sentence in troth.toml to that job: evidence = [{ ci_job = "ci.yml#job" }].'),
    )


def _writer(invocation: Invocation) -> str:
    """The command that changes such lines."""
    return f"troth init --ci {'gitlab' if invocation.system == 'gitlab-ci' else 'github'}"


def _configured(grading: Grading, configuration: Configuration) -> Iterator[Weakness]:
    if configuration.cannot_fail:
        yield _weak(
            f"the configuration that {configuration.tool} loads leaves nothing that could fail",
            configuration.span,
            configuration.cannot_fail,
            Step(text=f"Put rules back at {configuration.span}."),
            breaks=grading.commitment.demand is Demand.ENFORCED,
        )
    for key in configuration.dead_keys:
        near = f"; the real key is {key.nearest}" if key.nearest else ""
        yield _weak(
            f"the configuration that {configuration.tool} loads has a key without effect: {key.name}{near}",
            key.span,
            key.reason or f"{key.name} has no effect{near}",
            Step(text=f"Rename or remove {key.name} at {key.span}{near}.", command=_FIX),
        )
    for lapsed in configuration.lapsed:
        yield _weak(
            f"an ignore in what {configuration.tool} loads has lapsed: {lapsed.target}, until {lapsed.until}",
            lapsed.span,
            f"lapsed {lapsed.until}",
            Step(text=f"Remove or renew the ignore at {lapsed.span}.", command=_FIX),
        )


def _schedule_line(firing: Firing) -> Span:
    return firing.crons[0] if firing.crons else firing.span


def _weak(reason: str, span: Span, fact: str, step: Step, *, breaks: bool = False) -> Weakness:
    return Weakness(
        reason=reason,
        facts=(Fact(fact=fact, kind=Class.WIRED, span=span, weakness=True),),
        next=step,
        breaks=breaks,
    )
