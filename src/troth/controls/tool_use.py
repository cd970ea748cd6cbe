"""The project says that it uses a tool.

What is promised
    A named tool watches the code or its dependencies ("we use bandit", "enforced by cargo-deny", "Dependabot updates").

Why it matters
    A tool that nobody runs, or whose findings stop nothing, protects nobody.

What counts as evidence
    A command, action or hook that runs it, the events that start it, and whether its failure fails the run. A
    configuration file, a make target or an installed package alone prove nothing. Where the words are "enforced" or
    "must pass", its own result may contradict them.

How it is judged
    Kept: it runs automatically on the events that the sentence names (on some automatic event where it names none), a
    finding fails the run, and the configuration it loads is alive. At risk: it blocks on no event; only a button or a
    developer's hook starts it; a path filter, a dead key, a lapsed ignore, an unsupported call, a threshold that the
    sentence does not name; a schedule in a repository asleep for 60 days; where no known weaknesses are promised, a
    clean result by advisories that are older than a week. Broken: "enforced" and its failure stops
    nothing; a named event or place was read completely and it is not there; its result contradicts the outcome; an
    ignore that it obeys has lapsed and what it hides still affects a dependency.
    Unproven: configured only, hosted, or hanging on a setting that no file shows; "A or B" where another of them may
    keep it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from troth.controls.control import Control
from troth.controls.wiring import (
    Promise,
    Seen,
    carry,
    carry_own,
    judge_bots,
    listed,
    other_version,
    sees,
    signing,
    unique,
)
from troth.terms.answer import Answer, Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Demand, Tool
from troth.terms.event import HOOKS
from troth.terms.seen.automation import Configuration, Invocation
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.settings import Named
from troth.terms.span import Span
from troth.terms.tool_editions import BESIDE, PLUGINS, shows, tool_of
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.waiver import BY_LOCKFILE
from troth.terms.waiving import waived
from troth.terms.wants import (
    Advisories,
    Configurations,
    Invocations,
    Manifests,
    NamedFiles,
    Past,
    PinnedVersions,
    ToolRuns,
    UpdateBots,
    Vulnerabilities,
    Waivers,
)

BOTS = frozenset({"dependabot", "renovate"})
_REQUIRED = re.compile(
    r"\brequired (?:status )?checks?\b|\bbranch protection\b|\brequired (?:\w+ ){0,2}(?:before|to) merg", re.IGNORECASE
)
"""Words for a setting of the host that no file of the tree shows."""
_CLEAN = re.compile(
    r"\b(?:no|zero|free of|without)\s+(?:\w+\s+){0,2}(?:vulnerabilit|findings|advisories|issues)", re.IGNORECASE
)
_GROUPS = {
    "licenses": re.compile(r"licen[cs]", re.IGNORECASE),
    "bans": re.compile(r"\bban(?:s|ned)?\b", re.IGNORECASE),
    "sources": re.compile(r"\bsources?\b", re.IGNORECASE),
    "advisories": re.compile(r"advisor|vulnerab", re.IGNORECASE),
}
_OF_NODE = frozenset({"npm audit", "pnpm audit", "yarn audit", "bun audit"})
"""What asks the same database about the same packages."""
A_WEEK = 7
"""Days that the newest advisory may be old; some ecosystems have no news for days."""
_CALLED = "called"
"""The group of findings with which govulncheck fails, whatever the exit code of its JSON form (0)."""
_OF_ADVISORIES = frozenset({"advisories", _CALLED})
_LESSER = frozenset({"imported", "required"})
"""Groups of govulncheck that never make it fail."""
_FILE = re.compile(r"\.\w{1,8}$|/$")
_SHOWN = 20


def judges(commitment: Commitment) -> bool:
    """Promises to use a tool."""
    return isinstance(commitment, Tool) and commitment.claim == "use"


def wants(commitment: Tool) -> tuple[Want[Any], ...]:
    """Where it runs, what it would load, how old the newest commit is; its result where the words ask for one."""
    asked: list[Want[Any]] = [Invocations(), Configurations(tool=tool_of(commitment.name)), Past()]
    if commitment.name in BOTS:
        asked += [UpdateBots(), Manifests()]
    if _outcome(commitment):
        asked += [ToolRuns(tool=tool_of(commitment.name)), PinnedVersions(tool=tool_of(commitment.name)), Waivers()]
    if commitment.name in BY_LOCKFILE:
        asked += [Vulnerabilities(), Advisories()]
    asked += [NamedFiles(document=commitment.span.path, target=path) for path in _paths(commitment)]
    asked += [want for other in _alternatives(commitment) for want in wants(other)]
    return tuple(dict.fromkeys(asked))


def judge(commitment: Tool, answers: Answers, today: date) -> Verdict:
    """By what runs it; where the sentence promises it or another, nothing is broken that the other may keep."""
    verdict = _judged(commitment, answers, today)
    unseen = verdict.standing in (Standing.BROKEN, Standing.UNPROVEN)
    others = [_judged(each, answers, today) for each in _alternatives(commitment)] if unseen else []
    open_ = next((one for one in others if one.standing in (Standing.KEPT, Standing.AT_RISK)), None)
    if open_ is None and verdict.standing is Standing.BROKEN:
        open_ = next((one for one in others if one.standing is not Standing.BROKEN), None)
    if open_ is None:
        return verdict
    return msgspec.structs.replace(
        verdict,
        standing=Standing.UNPROVEN,
        reason=f"the sentence leaves it open which runs, {listed([commitment.name, *commitment.alternatives], 'or')}; "
        f"{open_.reason}",
        because=open_.because,
        gaps=open_.gaps,
        settles=open_.settles or "repository",
        next=Step(text="Say in the sentence which of them runs, and where."),
    )


def _alternatives(commitment: Tool) -> tuple[Tool, ...]:
    """The promise as it is of each other tool that would keep it."""
    return tuple(msgspec.structs.replace(commitment, name=each, alternatives=()) for each in commitment.alternatives)


def _judged(commitment: Tool, answers: Answers, today: date) -> Verdict:
    """Bots by their entries, other tools by the invocations that run them."""
    gone = _gone(commitment, answers)
    if gone:
        return gone
    bots = _bots(commitment, answers)
    if bots:
        return bots
    invocations, configurations = answers[Invocations()], answers[Configurations(tool=tool_of(commitment.name))]
    candidates = tuple(one for one in invocations.found if shows(commitment.name, one.tool, one.span.text))
    fitting = signing(commitment, candidates)
    if isinstance(fitting, Verdict):
        return fitting
    candidates = fitting
    asked = commitment
    if commitment.name == "pre-commit":
        asked = _without_its_own_name(commitment)
        if not any(one.automatic for one in candidates):
            candidates += _hooks_of_pre_commit(invocations.found)
    promise = Promise(
        commitment=asked,
        what=commitment.name,
        hosted=next((gap.reason for gap in configurations.gaps if gap.wanted == tool_of(commitment.name)), ""),
        configurations=configurations.found,
        history=answers[Past()].found,
    )
    named = re.compile(rf"(?<![\w-]){re.escape(commitment.name)}(?![\w-])", re.IGNORECASE)
    carried = carry_own(promise, candidates, invocations, today, named)
    verdict = msgspec.structs.replace(carried, commitment=commitment)
    if verdict.standing is Standing.BROKEN and commitment.name in _OF_NODE:
        verdict = _by_sibling(promise, verdict, invocations, today)
    if verdict.standing is Standing.BROKEN and not candidates and commitment.name in PLUGINS:
        verdict = _by_host(promise, verdict, invocations, today)
    return _with_result(_lapsed(_required(verdict), configurations.found, answers), answers, today)


def _by_sibling(promise: Promise, verdict: Verdict, invocations: Answer[Invocation], today: date) -> Verdict:
    """At risk where the audit of another package manager does the work: people say "npm audit" of all of them."""
    others = tuple(one for one in invocations.found if one.tool in _OF_NODE and one.tool != promise.what)
    other = carry(promise, others, invocations, today)
    if not others or other.standing is not Standing.KEPT:
        return verdict
    return msgspec.structs.replace(
        other,
        commitment=verdict.commitment,
        standing=Standing.AT_RISK,
        reason=f"not {promise.what}: {other.reason}",
        because=unique([*(fact for fact in verdict.because if fact.weakness), *other.because]),
        next=Step(text=f"Name {others[0].tool} in the sentence."),
    )


def _by_host(promise: Promise, verdict: Verdict, invocations: Answer[Invocation], today: date) -> Verdict:
    """Unproven where what a plugin runs in is run as promised: whether it is loaded stands in a configuration."""
    host = BESIDE[promise.what]
    runs = tuple(one for one in invocations.found if one.tool == host)
    other = carry(promise, runs, invocations, today)
    if not runs or other.standing is Standing.BROKEN:
        return verdict
    return msgspec.structs.replace(
        other,
        commitment=verdict.commitment,
        standing=Standing.UNPROVEN,
        reason=f"{host} runs; whether {promise.what} is loaded stands in its configuration",
        next=Step(text=f"Name {promise.what} in the line that runs {host}, or attest that it is loaded."),
        settles="repository",
    )


def _required(verdict: Verdict) -> Verdict:
    """What a host requires before a merge is its setting: the wired facts stay, the proof is elsewhere."""
    if verdict.standing is not Standing.KEPT or not _REQUIRED.search(verdict.commitment.sentence):
        return verdict
    return msgspec.structs.replace(
        verdict,
        standing=Standing.UNPROVEN,
        reason=f"{verdict.reason}; whether it is required is a setting of the host",
        settles="hosted",
        next=Step(text="Attest that the check is required on the protected branch."),
    )


def _lapsed(verdict: Verdict, configurations: tuple[Configuration, ...], answers: Answers) -> Verdict:
    """Broken where an ignore that the runs obey has lapsed and what it hides still matches (VERDICTS §3).

    A sentence that names other checks of the tool ("licences and sources") promises nothing of advisories.
    """
    named = {group for group, words in _GROUPS.items() if words.search(verdict.commitment.sentence)}
    if named and "advisories" not in named:
        return verdict
    cited = {fact.span for fact in verdict.because if fact.weakness}
    past = [one for each in configurations for one in each.lapsed if one.span in cited]
    if not past or verdict.standing is not Standing.AT_RISK or Vulnerabilities() not in answers:
        return verdict
    certain = [one for one in answers[Vulnerabilities()].found if not one.only_if and one.component.own]
    for ignored in past:
        hidden = [one for one in certain if ignored.target.casefold() in {n.casefold() for n in (one.id, *one.aliases)}]
        if hidden:
            component = hidden[0].component
            what = f"{ignored.target} affects {component.package.name} {component.version}".strip()
            fact = Fact(fact=what, kind=Class.RESULT, span=component.span, weakness=True)
            return msgspec.structs.replace(
                verdict,
                standing=Standing.BROKEN,
                reason=f"{what}; its ignore ended on {ignored.until}, and still hides it",
                because=unique([fact, *verdict.because]),
                next=Step(text=f"Update {component.package.name}, or grant the ignore at {ignored.span} anew."),
            )
    return verdict


def _paths(commitment: Tool) -> tuple[str, ...]:
    """Files that the sentence itself names; those that stand around it may belong to another sentence."""
    return tuple(place for place in commitment.place if _FILE.search(place) and place in commitment.sentence)


def _gone(commitment: Tool, answers: Answers) -> Verdict | None:
    """A path that the sentence names as evidence and that is not there (VERDICTS §6)."""
    for path in _paths(commitment):
        answer = answers[NamedFiles(document=commitment.span.path, target=path)]
        if answer.found and not answer.gaps and not any(one.exists for one in answer.found):
            fact = Fact(fact="not in the tree", kind=Class.CONFIGURED, span=answer.found[0].span, weakness=True)
            return Verdict(
                commitment=commitment,
                standing=Standing.BROKEN,
                reason=f"the sentence names {path}, which is not in the tree",
                because=(fact,),
                next=Step(text=f"Restore {path}, or name the file that took its place."),
            )
    return None


def _without_its_own_name(commitment: Tool) -> Tool:
    """ "pre-commit hooks" names the tool, not a place where it would be enough to have it configured."""
    return msgspec.structs.replace(
        commitment,
        place=tuple(place for place in commitment.place if place != "pre-commit"),
        events=tuple(event for event in commitment.events if event not in HOOKS),
    )


def _hooks_of_pre_commit(found: tuple[Invocation, ...]) -> tuple[Invocation, ...]:
    """The hooks that pre-commit would run stand for pre-commit itself."""
    hooks = tuple(one for one in found if one.system == "pre-commit" and one.only_hooks)
    return tuple(msgspec.structs.replace(one, tool="pre-commit", unsupported="") for one in hooks[:1])


def _bots(commitment: Tool, answers: Answers) -> Verdict | None:
    if commitment.name not in BOTS:
        return None
    return judge_bots(commitment, commitment.name, answers[UpdateBots()], answers[Manifests()])


def _outcome(commitment: Tool) -> bool:
    return commitment.demand is Demand.ENFORCED or bool(_CLEAN.search(commitment.sentence))


def _of_another_version(verdict: Verdict, run: ToolRun, pinned: Named, against: tuple[Fact, ...]) -> Verdict:
    """What another version than the automation's reports: advisories are news to any version, its own rules are not."""
    fact = Fact(fact=f"asks for {run.tool} {pinned.value}", kind=Class.CONFIGURED, span=pinned.span, weakness=True)
    number = f"{len(against)} finding{'s' * (len(against) > 1)}"
    return msgspec.structs.replace(
        verdict,
        standing=Standing.AT_RISK,
        reason=f"{run.tool} {run.version} reports {number}; the automation runs {pinned.value}",
        because=unique([*against[:_SHOWN], fact, *verdict.because]),
        next=Step(text=f"Run the newer version at {pinned.span}, and mend what it reports."),
        settles="",
    )


def _perhaps(verdict: Verdict, run: ToolRun, against: tuple[Fact, ...]) -> Verdict:
    """What a run in our own way reports, where the automation chooses by other options what it looks at."""
    number = f"{len(against)} finding{'s' * (len(against) > 1)}"
    return msgspec.structs.replace(
        verdict,
        standing=Standing.AT_RISK,
        reason=f"{run.tool} {run.version} reports {number}; the automation runs it with other options",
        because=unique([*against[:_SHOWN], *verdict.because]),
        next=Step(text=f"Mend what `{' '.join(run.argv)}` reports, or write the automation's command into the policy."),
        settles="",
    )


def _with_result(verdict: Verdict, answers: Answers, today: date) -> Verdict:
    """Hold the tool's own result against an outcome that was promised; its absence lowers nothing.

    What the register lets pass contradicts nothing, and is cited.
    """
    commitment = verdict.commitment
    if not isinstance(commitment, Tool) or not _outcome(commitment):
        return verdict
    answer = answers[ToolRuns(tool=tool_of(commitment.name))]
    parted = [
        (run, *waived(_against(commitment, run), answers[Waivers()].found, today, tool=run.tool))
        for run in answer.found
    ]
    tools = {run.tool for run in answer.found}
    runners = [one for one in answers[Invocations()].found if one.tool in tools and one.firings]
    held = [(run, one, sees(run, one, runners)) for run, open_, _ in parted for one in open_]
    sure = any(seen is Seen.YES for _, _, seen in held)
    against = [
        (run, _contradiction(run, one)) for run, one, seen in held if seen is (Seen.YES if sure else Seen.PERHAPS)
    ]
    elsewhere = bool(held) and not against
    used = dict.fromkeys(waiver for _, _, passed in parted for _, waiver in passed)
    granted = tuple(
        Fact(fact=f"{one.target} may pass until {one.until}: {one.reason}", kind=Class.CONFIGURED, span=one.span)
        for one in used
    )
    if against and verdict.standing is not Standing.BROKEN:
        run = against[0][0]
        pinned = other_version(run, answers[PinnedVersions(tool=tool_of(commitment.name))].found)
        if pinned is not None and not any(one.group in _OF_ADVISORIES for _, open_, _ in parted for one in open_):
            return _of_another_version(verdict, run, pinned, tuple(fact for _, fact in against))
        if not sure:
            return _perhaps(verdict, run, tuple(fact for _, fact in against))
        return msgspec.structs.replace(
            verdict,
            standing=Standing.BROKEN,
            reason=f"{run.tool} {run.version} reports {len(against)} finding{'s' * (len(against) > 1)} "
            + ("today" if run.at.date() == today else f"({run.at:%Y-%m-%d})"),
            because=unique([*(fact for _, fact in against[:_SHOWN]), *verdict.because]),
            next=Step(text=f"Mend what `{' '.join(run.argv)}` reports, or waive it with a reason and a date."),
            settles="",
        )
    old = None if against else _old_advisories(commitment, answer.found, answers, today)
    if old is not None and verdict.standing is Standing.KEPT:
        return msgspec.structs.replace(
            verdict,
            standing=Standing.AT_RISK,
            reason=f"{old.fact}: what came after it is not known",
            because=unique([old, *verdict.because]),
            next=Step(text="Bring the advisories up to date: troth advisories update."),
            settles="",
        )
    results = tuple(
        Fact(
            fact=f"{run.tool} {run.version} scanned {run.scanned}: {_said(commitment, run, waived_some=bool(used))}",
            kind=Class.RESULT,
            span=Span(run.directory or "."),
            at=run.at.date(),
        )
        for run in answer.found
        if not against
        and not elsewhere
        and not answer.gaps
        and (used or not _fails(run) or any(not finding.suppressed for finding in run.findings))  # else: why it failed?
        and verdict.standing not in (Standing.BROKEN, Standing.AT_RISK)  # else it argues the other way
    )
    because = unique([*verdict.because, *results, *granted]) if verdict.because else verdict.because
    return msgspec.structs.replace(verdict, because=because, gaps=(*verdict.gaps, *answer.gaps))


def _old_advisories(commitment: Tool, runs: tuple[ToolRun, ...], answers: Answers, today: date) -> Fact | None:
    """A clean result that is promised, by advisories on this machine that are older than a week; None for none."""
    named = {group for group, words in _GROUPS.items() if words.search(commitment.sentence)}
    if Advisories() not in answers or not _CLEAN.search(commitment.sentence) or (named and "advisories" not in named):
        return None
    run = next((run for run in runs if run.origin != "report"), None)  # a report tells nothing of those here
    data = next(iter(answers[Advisories()].found), None)
    if run is None or data is None or (data.newest and (today - data.newest.date()).days <= A_WEEK):
        return None
    when = f"{data.newest:%Y-%m-%d}" if data.newest else "an unknown day"
    words = f"{run.tool} {run.version} found nothing by advisories of which the newest is of {when}"
    return Fact(fact=words, kind=Class.RESULT, span=Span(run.directory or "."), at=run.at.date(), weakness=True)


def _against(commitment: Tool, run: ToolRun) -> tuple[ToolFinding, ...]:
    """What contradicts the sentence in a run that failed, or anything of its groups where it promises a clean one."""
    if not _fails(run) and not _CLEAN.search(commitment.sentence):
        return ()
    return tuple(finding for finding in _spoken_of(commitment, run) if finding.group not in _LESSER)


def _spoken_of(commitment: Tool, run: ToolRun) -> tuple[ToolFinding, ...]:
    """Findings that are not silenced; of cargo-deny's groups those that the sentence names, all where it names none."""
    named = {group for group, words in _GROUPS.items() if words.search(commitment.sentence)}
    counted = (finding for finding in run.findings if not finding.suppressed)
    return tuple(one for one in counted if not named or one.group not in _GROUPS or one.group in named)


def _fails(run: ToolRun) -> bool:
    """Whether the tool itself fails by what it found."""
    return bool(run.exit_code) or any(one.group == _CALLED and not one.suppressed for one in run.findings)


def _said(commitment: Tool, run: ToolRun, *, waived_some: bool) -> str:
    """What a run says that contradicts nothing: findings with which a tool does not fail are no clean result."""
    found = 0 if waived_some else len(_spoken_of(commitment, run))
    if not found:
        return f"nothing {'else ' * waived_some}against it"
    told = f"{found} finding{'s' * (found > 1)}"
    if run.origin == "report":
        return f"{told}; whether they make it fail is not in the report"
    return f"{told}, none of which makes it fail"


def _contradiction(run: ToolRun, finding: ToolFinding) -> Fact:
    return Fact(
        fact=f"{finding.rule}: {finding.text}",
        kind=Class.RESULT,
        span=finding.span or Span(run.directory or "."),
        at=run.at.date(),
        weakness=True,
    )


CONTROL = Control(name="tool-use", judges=judges, wants=wants, judge=judge)
