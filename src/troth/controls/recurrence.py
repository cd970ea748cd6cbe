"""Something is done again and again.

What is promised
    A rhythm: weekly scans, monthly updates, a yearly review.

Why it matters
    A rhythm is the promise that fades first, because nothing happens when it is missed.

What counts as evidence
    For work of machines a schedule whose largest gap is no longer than the period and whose findings fail the run, or
    the days on which `troth audit` ran the tools on this checkout, as far as they were kept; for updates the interval
    of Dependabot, which runs by itself, or of Renovate, which needs its app. Push and pull-request events are no
    rhythm. For work of people a dated record: an
    attestation of the day on which it was last done (`troth attest promise`). The document's own "last reviewed" and
    "next review" dates are records of
    its review; "last updated" and a fresh commit are none. For all of these, and for updates to reporters, the signed
    facts of a desk that keeps them (`troth check --desk-facts FILE`): each period, done or missed.

How it is judged
    Kept: such a schedule, a record within the period, or runs kept over at least three periods, none later than
    promised, up to today. At risk: the schedule blocks nothing, or what it runs sees nothing that is here; the
    advisories that such runs were given were older than the promised rhythm (and than a week, since some ecosystems
    have no news for days); the repository is asleep
    for more than 60 days (which does not stop Dependabot); the next review is due within a fifth of the period. Broken:
    the only schedules are slower than promised; the newest record is older than the period. Unproven: no schedule, no
    record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from troth.controls import document_dates, recorded
from troth.controls.control import Control
from troth.controls.wiring import (
    ECOSYSTEMS,
    SPEAKS,
    alerts,
    asleep,
    blind,
    ecosystem,
    judge_bots,
    lets_pass,
    listed,
    own_tool,
    powerless,
    reach,
    sight_wants,
    sighting,
    softened,
    unique,
    unshown,
    writer,
)
from troth.terms.activity import Activity, serves
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Demand, Recurrence
from troth.terms.event import Event
from troth.terms.seen.automation import Exits, Firing, Invocation, UpdateBot
from troth.terms.seen.results import AuditRecord
from troth.terms.time.period import every, longest
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import AuditRecords, Invocations, Manifests, NamedFiles, Past, UpdateBots

_SCANS = frozenset({"scan"})
_UPDATES = frozenset({"update", "patching"})
_OF_DEPENDENCIES = re.compile(
    r"\bdependenc|\bpackages?\b|\bdependabot\b|\brenovate\b|\bversion updates?\b|\blibrar|\bactions\b", re.IGNORECASE
)
_BOT = re.compile(r"\b(?:dependabot|renovate)\b", re.IGNORECASE)
_TO_REPORTERS = frozenset({"update", "report"})
A_WEEK = 7.0
"""Days that the newest advisory of an ecosystem may be old before it tells of advisories that nobody fetched."""
_PERIODS = 3
"""Periods over which kept runs must reach before they show a rhythm: two runs could be chance."""
_LANGUAGES = {
    "python": ("python", "pip", "pypi"),
    "go": ("go", "golang"),
    "rust": ("rust", "cargo", "crates"),
    "javascript": ("npm", "node", "javascript", "typescript", "frontend"),
}
_NO_MACHINE = re.compile(r"\b(?:malware|virus\w*|alerts?|triag\w+)\b", re.IGNORECASE)
"""What no scanner of a pipeline shows: work on servers, and what people do with findings."""
_OUTSIDE = re.compile(
    r"\b(?:servers?|hosts?|networks?|infrastructure|staging|production|(?:web)?sites?|endpoints?|clusters?)\b",
    re.IGNORECASE,
)
"""Subjects outside the repository: only a tool that the sentence names can show their scans."""
_SCORECARD = re.compile(r"\bscorecards?\b", re.IGNORECASE)
"""A standard and a tool; no other scanner draws it up."""
_SUBJECTS = (
    (Activity.DEPENDENCY_SCANNING, re.compile(r"\bdependenc", re.IGNORECASE)),
    (Activity.CONTAINER_SCANNING, re.compile(r"\b(?:images?|containers?)\b", re.IGNORECASE)),
    (
        Activity.SECRET_SCANNING,
        re.compile(r"\bsecrets? (?:(?:is|are) )?scan|\bscan\w* for (?:\w+ )?secrets?\b", re.IGNORECASE),
    ),
    (Activity.STATIC_ANALYSIS, re.compile(r"\b(?:source )?code\b(?! ?ql)", re.IGNORECASE)),
)


def judges(commitment: Commitment) -> bool:
    """Every rhythm that no other control took."""
    return isinstance(commitment, Recurrence)


def wants(commitment: Recurrence) -> tuple[Want[Any], ...]:
    """Schedules for machines, bots for updates, the document itself for its review."""
    desk = recorded.wants(commitment)
    if _by_bots(commitment):
        return (UpdateBots(), Manifests(), Invocations(), Past(), desk)
    if _by_machine(commitment):
        return (Invocations(), Past(), AuditRecords(), desk, *sight_wants(commitment.tools))
    if commitment.action == "policy_review":
        return (_itself(commitment), desk)
    return (desk,)


def judge(commitment: Recurrence, answers: Answers, today: date) -> Verdict:
    """Bots, schedules, or records of people."""
    seen = _seen_here(commitment, answers, today)
    if seen is not None and seen.standing is not Standing.UNPROVEN:
        return seen
    if seen is None and _for_reports(commitment):
        told = recorded.judge(commitment, answers) or recorded.nobody(commitment, "no desk facts", "desk")
        return recorded.regular(commitment, answers, told, "desk")
    nobody = recorded.nobody(commitment, NO_RECORD, "people")
    return recorded.rhythm(commitment, answers, seen) or seen or nobody


NO_RECORD = "people do this, and no record or attestation says when they last did"


def _seen_here(commitment: Recurrence, answers: Answers, today: date) -> Verdict | None:
    """By bots, schedules, or the document's own dates; None where people do it."""
    if _by_bots(commitment):
        verdict = _updates(commitment, answers)
        if verdict:
            return verdict
    if not _by_bots(commitment) and _by_machine(commitment) and (own := _own(commitment, answers)):
        return unshown(commitment, own)
    if _by_bots(commitment) or _by_machine(commitment):
        return _scheduled(commitment, answers, today)
    if commitment.action == "policy_review":
        return document_dates.reviewed(commitment, answers[_itself(commitment)].found, today)
    return None


def _own(commitment: Recurrence, answers: Answers) -> str:
    """The tool that no record knows and that alone does it by its sentence; "" where any of its class may."""
    sentence = commitment.sentence.lower()
    if commitment.tools or any(one.tool in sentence for one in answers[Invocations()].found):
        return ""
    return own_tool(commitment.sentence)


def _for_reports(commitment: Recurrence) -> bool:
    """Whether it is done for reports, so that the desk has it on record."""
    return commitment.action in _TO_REPORTERS or bool(commitment.severity)


def _by_machine(commitment: Recurrence) -> bool:
    return commitment.activity is not None or commitment.action in _SCANS


def _by_bots(commitment: Recurrence) -> bool:
    if commitment.activity is not None:
        return commitment.activity is Activity.DEPENDENCY_UPDATE
    words = f"{commitment.subject} {commitment.sentence}"
    if _BOT.search(commitment.sentence) and commitment.action not in ("policy_review", *_SCANS):
        return True
    return commitment.action in _UPDATES and not commitment.severity and bool(_OF_DEPENDENCIES.search(words))


def _itself(commitment: Recurrence) -> NamedFiles:
    return NamedFiles(document=commitment.span.path, target="")


# ---- updates


def _updates(commitment: Recurrence, answers: Answers) -> Verdict | None:
    spoken_of = _language(commitment)
    of_alerts = alerts(commitment, answers[UpdateBots()].found) if "dependabot" in commitment.sentence.lower() else None
    if of_alerts:
        return of_alerts
    name = next((bot for bot in ("dependabot", "renovate") if bot in commitment.sentence.lower()), "")
    bots = tuple(
        bot
        for bot in answers[UpdateBots()].found
        if (not name or bot.name == name)
        and (not spoken_of or ecosystem(bot.ecosystem) == ECOSYSTEMS[spoken_of])
        and bot.wired
        and bot.present
    )
    allowed = longest(commitment.every, commitment.basis)
    slow = tuple(bot for bot in bots if allowed and bot.interval_days and bot.interval_days > allowed + 0.5)
    if slow and not commitment.condition:
        return _slower_bots(commitment, slow, len(slow) == len(bots))
    if bots and spoken_of and not any(bot.idle for bot in bots):
        return _kept_by(commitment, bots)
    if bots and allowed and not all(bot.interval_days for bot in bots):
        return None
    return judge_bots(commitment, name, answers[UpdateBots()], answers[Manifests()])


def _kept_by(commitment: Recurrence, bots: tuple[UpdateBot, ...]) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"{bots[0].name} looks at {listed(bot.ecosystem for bot in bots)} {bots[0].interval}".rstrip(),
        because=tuple(_watch(bot) for bot in bots),
    )


def _watch(bot: UpdateBot, *, weakness: bool = False) -> Fact:
    return Fact(
        fact=f"{bot.ecosystem}: {bot.interval or 'no interval'}", kind=Class.WIRED, span=bot.span, weakness=weakness
    )


def _slower_bots(commitment: Recurrence, slow: tuple[UpdateBot, ...], every_one: bool) -> Verdict:  # noqa: FBT001
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN if every_one else Standing.AT_RISK,
        reason=f"{slow[0].name} looks only {slow[0].interval} at {listed(bot.ecosystem for bot in slow)}",
        because=tuple(_watch(bot, weakness=True) for bot in slow),
        next=Step(
            text=f"Shorten the interval at {slow[0].span}.", command="troth fix" if slow[0].name == "dependabot" else ""
        ),
    )


# ---- schedules


def _language(commitment: Recurrence) -> str:
    words = set(re.findall(r"[a-z]+", f"{commitment.subject} {' '.join(commitment.heading[-1:])}".lower()))
    return next((name for name, signs in _LANGUAGES.items() if words & set(signs)), "")


def _promised(commitment: Recurrence) -> Activity:
    """The class of work; "scans" of dependencies are scans for their known vulnerabilities."""
    if _by_bots(commitment):
        return Activity.DEPENDENCY_UPDATE
    named = commitment.activity or Activity.SCANNING_ANY
    words = f"{commitment.subject} {commitment.sentence} {' '.join(commitment.heading[-1:])}"
    if named is Activity.SCANNING_ANY:
        return next((kind for kind, sign in _SUBJECTS if sign.search(words)), named)
    return named


def _candidates(commitment: Recurrence, found: tuple[Invocation, ...]) -> tuple[Invocation, ...]:
    promised = _promised(commitment)
    language = _language(commitment)
    if _NO_MACHINE.search(commitment.sentence):
        return ()
    if not commitment.tools and promised is Activity.SCANNING_ANY and _OUTSIDE.search(commitment.sentence):
        return ()
    said = {one.tool for one in found if re.search(rf"(?<!\w){re.escape(one.tool)}(?!\w)", commitment.sentence.lower())}
    said |= {"scorecard"} if _SCORECARD.search(commitment.sentence) else set()
    return tuple(
        one
        for one in found
        if one.tool in (commitment.tools or said or {one.tool})  # a tool that is named speaks first
        and (commitment.tools or (said and promised is Activity.SCANNING_ANY) or serves(one.activities, promised))
        and (promised is not Activity.DEPENDENCY_UPDATE or Activity.DEPENDENCY_UPDATE in one.activities)
        and not one.unreached
        and (not language or SPEAKS.get(one.tool, language) == language)
    )


def _scheduled(commitment: Recurrence, answers: Answers, today: date) -> Verdict:
    answer = answers[Invocations()]
    candidates = _candidates(commitment, answer.found)
    pairs = [(one, firing) for one in candidates for firing in one.firings if firing.event is Event.SCHEDULE]
    sure = [(one, firing) for one, firing in pairs if not one.doubts]
    allowed = longest(commitment.every, commitment.basis)
    fast = [(one, firing) for one, firing in sure if _in_time(firing, allowed)]
    if fast:
        return _on_time(commitment, fast, answers, today)
    recorded = _recorded(commitment, answers, today)
    if recorded:
        return recorded
    open_ = [firing for one, firing in pairs if one.doubts and (not firing.gap_days or _in_time(firing, allowed))]
    if sure and not open_ and all(firing.gap_days for _, firing in sure):
        return _too_slow(commitment, sure, complete=not answer.gaps)
    seen = reach(answer)
    doubts = tuple(gap for one, _ in pairs for gap in one.doubts)
    events = tuple(fact for one in candidates[:3] for fact in sighting(one, one.firings_on(one.events)))
    near = tuple(
        Fact(fact=f"near miss: {one.unreached}", kind=Class.CONFIGURED, span=one.span, weakness=True)
        for one in answer.found
        if one.unreached and serves(one.activities, _promised(commitment))
    )
    what = "updates" if _by_bots(commitment) else "scans"
    reason = f"no schedule for these {what} was seen ({seen.words})"
    reason += "; push and pull requests are no rhythm" if events else ""
    step = Step(text="A workflow with a `schedule:` that runs them would prove it.", command=writer(answer))
    if doubts:
        one = next(one for one, _ in pairs if one.doubts)
        reason = f"whether {one.tool} runs on its schedule cannot be told from here: {doubts[0].reason}"
        step = Step(text=f"What decides it stands at {doubts[0].span or one.span}.")
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        because=unique([*near, *events]),
        gaps=(*doubts, *answer.gaps),
        settles="hosted" if doubts else "repository",
        next=step,
    )


def promised_days(commitment: Recurrence) -> float | None:
    """The days within which audits have to follow each other, where they can prove ``commitment``; else None."""
    if not _by_machine(commitment) or _by_bots(commitment) or _NO_MACHINE.search(commitment.sentence):
        return None
    return longest(commitment.every, commitment.basis) or None


def able(commitment: Recurrence, records: Sequence[AuditRecord]) -> list[AuditRecord]:
    """Those of ``records`` whose tools do what is promised: the ones that the sentence names, else any of the class."""
    promised, language = _promised(commitment), _language(commitment)
    if not commitment.tools and promised is Activity.SCANNING_ANY and _OUTSIDE.search(commitment.sentence):
        return []
    return [
        one
        for one in records
        if (one.tool in commitment.tools if commitment.tools else serves(one.activities, promised))
        and (not language or SPEAKS.get(one.tool, language) == language)
    ]


def _recorded(commitment: Recurrence, answers: Answers, today: date) -> Verdict | None:
    """Kept by the days on which audits ran, where these show the rhythm; None where they do not reach so far.

    Where tools are named, each of them has to have run in time; else one of the class is enough.
    """
    allowed = promised_days(commitment)
    if not allowed:
        return None
    records = able(commitment, answers[AuditRecords()].found)
    steady = [(one, days) for one in records if (days := _steady(one.days, allowed, today))]
    if not steady or {one.tool for one, _ in steady} < set(commitment.tools):
        return None
    old = [(one, days) for one, days in steady if not _steady(_by_new_advisories(one, allowed), allowed, today)]
    if old and (commitment.tools or len(old) == len(steady)):
        return _by_old_advisories(commitment, old)
    shown = steady if commitment.tools else [pair for pair in steady if pair not in old][:1]
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"{listed(one.tool for one, _ in shown)} ran in time since {max(days[0] for _, days in shown)}, "
        "by the days that troth audit kept",
        because=tuple(
            document_dates.dated(f"{one.tool} ran on {len(days)} days from {days[0]} to {days[-1]}", one.span, days[-1])
            for one, days in shown
        ),
    )


def _by_new_advisories(one: AuditRecord, allowed: float) -> tuple[date, ...]:
    """The days on which the advisories that the tool was given were no older than the rhythm."""
    most = max(allowed, A_WEEK)
    return tuple(day for day in one.days if day not in one.advised or (day - one.advised[day]).days <= most)


def _by_old_advisories(commitment: Recurrence, old: list[tuple[AuditRecord, tuple[date, ...]]]) -> Verdict:
    """It ran in time, and could not have seen what became known meanwhile."""
    one, days = old[0]
    day = max((day for day in days if day in one.advised), key=lambda day: day - one.advised[day])
    words = f"{one.tool} ran on {day} by advisories of {one.advised[day]}"
    weak = Fact(fact=words, kind=Class.RESULT, span=one.span, at=day, weakness=True)
    return _risk(
        commitment,
        f"{words}: older than what is promised",
        (
            weak,
            document_dates.dated(
                f"{one.tool} ran on {len(days)} days from {days[0]} to {days[-1]}", one.span, days[-1]
            ),
        ),
        "Run `troth advisories update` before each audit.",
    )


def _steady(days: tuple[date, ...], allowed: float, today: date) -> tuple[date, ...]:
    """The newest days that follow each other in time up to ``today``; empty where they show no rhythm yet."""
    run: list[date] = []
    later = today
    for day in reversed(days):
        if (later - day).days > allowed:
            break
        run.append(day)
        later = day
    run.reverse()
    return tuple(run) if len(run) > _PERIODS and (run[-1] - run[0]).days >= _PERIODS * allowed else ()


def _in_time(firing: Firing, allowed: float | None) -> bool:
    if allowed is None:
        return True
    return firing.gap_days is not None and firing.gap_days <= allowed + 1e-6


def _on_time(commitment: Recurrence, pairs: list[tuple[Invocation, Firing]], answers: Answers, today: date) -> Verdict:
    needs_blocking = commitment.demand is not Demand.ADVISORY
    sound = [
        (one, firing)
        for one, firing in pairs
        if not needs_blocking or one.exits is Exits.UPLOADS or (one.can_fail and firing.blocking)
    ]
    blinded = [_blinded(commitment, *pair, answers) for pair in sound]
    sound = [pair for pair, why in zip(sound, blinded, strict=True) if why is None]
    one, firing = (sound or pairs)[0]
    proof = sighting(one, [firing])
    why = next((why for why in blinded if why is not None), None)
    if not sound and why is not None:
        return _risk(
            commitment,
            f"{one.tool} runs on time and sees nothing here: {why.fact}",
            unique([why, *proof]),
            f"Mend it at {why.span}.",
        )
    sleeping = asleep(answers[Past()].found, today)
    if not sound:
        weak = list(softened(one, [firing]))
        return _risk(
            commitment,
            f"{one.tool} runs on time, but nothing fails when it finds something",
            unique([*weak, *proof]),
            f"Take away what ignores its failure at {weak[0].span}.",
        )
    low = None if any(lets_pass(commitment, one) is None for one, _ in sound) else lets_pass(commitment, one)
    if low is not None:
        return _risk(
            commitment,
            f"{one.tool} runs on time and {low.fact}, which the sentence does not say",
            unique([low, *proof]),
            f"Lower the threshold at {one.span}, or name it.",
        )
    if sleeping:
        cron = firing.crons[0] if firing.crons else firing.span
        weak = [Fact(fact=f"newest commit is of {sleeping.newest}", kind=Class.WIRED, span=cron, weakness=True)]
        return _risk(
            commitment,
            f"schedules stop after 60 days without a commit; the newest is of {sleeping.newest}",
            unique([*weak, *proof]),
            "A commit wakes the schedule.",
        )
    every = (
        ("every day" if firing.gap_days == 1 else f"every {firing.gap_days:g} days at most")
        if firing.gap_days
        else "on a schedule"
    )
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"{one.tool} runs {every}",
        because=unique(fact for one, firing in sound for fact in sighting(one, [firing])),
    )


def _blinded(commitment: Recurrence, one: Invocation, firing: Firing, answers: Answers) -> Fact | None:
    if _by_bots(commitment):
        return None
    return blind(one, firing, powerless(commitment.tools, answers), answers[Manifests()])


def _risk(commitment: Recurrence, reason: str, facts: tuple[Fact, ...], step: str) -> Verdict:
    return Verdict(commitment=commitment, standing=Standing.AT_RISK, reason=reason, because=facts, next=Step(text=step))


def _too_slow(commitment: Recurrence, pairs: list[tuple[Invocation, Firing]], *, complete: bool) -> Verdict:
    one, firing = min(pairs, key=lambda pair: pair[1].gap_days or 0.0)
    lines = firing.crons or (firing.span,)
    promised = every(commitment.every, commitment.basis)
    facts = [
        Fact(fact=f"up to {firing.gap_days:g} days between two runs", kind=Class.WIRED, span=span, weakness=True)
        for span in lines
    ]
    facts += sighting(one, [firing])
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN if complete else Standing.AT_RISK,
        reason=f"{one.tool} runs up to {firing.gap_days:g} days apart; promised: {promised}",
        because=unique(facts),
        next=Step(text=f"Write a faster cron at {lines[0]}.", command="troth fix"),
    )


CONTROL = Control(name="recurrence", judges=judges, wants=wants, judge=judge)
