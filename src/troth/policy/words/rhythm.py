"""How often: "weekly", "every 90 days", "twice a year", "on every pull request", "regularly"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from troth.policy.words.duration import durations
from troth.policy.words.foreign_rhythm import foreign_events, foreign_rhythms
from troth.policy.words.place import UNASKED
from troth.policy.words.sieve import Words, lowered
from troth.terms.time.due import Basis

NAMED: tuple[tuple[str, str], ...] = (
    (r"(?:every (?:other|two|second) years?|biennial(?:ly)?)", "P2Y"),
    (
        (r"(?:every|each|on) (?:weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)(?! of (?:the|each|"
        r"every) (?:month|quarter))"),
        "P1W",
    ),
    (r"(?:bi-?weekly|fortnightly|every (?:other|two|second) weeks?)", "P2W"),
    (r"(?:bi-?monthly|every (?:other|second) month)", "P2M"),
    ((
        r"(?:semi-?annual(?:ly)?|semi-?yearly|bi-?annual(?:ly)?|half[\s-]?yearly|(?:6|six)-?monthly|"
        r"every half[\s-]?year|(?:twice|two times|2x)[\s-](?:(?:a|per|every|each) year|yearly|annually))"
    ), "P6M"),
    (r"(?:(?:three times|3x) (?:(?:a|per|every) year|yearly|annually))", "P4M"),
    (r"(?:(?:four times|4x) (?:(?:a|per|every) year|yearly|annually)|(?:3|three)-?monthly)", "P3M"),
    (r"(?:semi-?monthly|(?:twice|two times|2x) (?:(?:a|per|every|each) month|monthly))", "P2W"),
    (r"(?:(?:every|each) (?:single )?(?:business|working|week|work)[\s-]?day)", "P1D"),
    ((
        r"(?:daily|nightly|(?:every|each) (?:single )?(?:day|night|morning|evening)|once (?:a|per|every|each) day)"
    ), "P1D"),
    ((
        r"(?:weekly|(?:every|each) week|once (?:a|per|every) week|per week|1x?/week)"
    ), "P1W"),
    ((
        r"(?:monthly|(?:every|each) month|once (?:a|per|every) month|per month|1x?/month)"
    ), "P1M"),
    ((
        r"(?:quarterly|(?:every|each|per) quarter|once (?:a|per) quarter)"
    ), "P3M"),
    ((
        r"(?:annual(?:ly)?|yearly|(?:every|each) (?:calendar )?year|once (?:a|per|every|each|in (?:a|each|every)) "
        r"(?:calendar )?year|per year|1x?/(?:year|yr))"
    ), "P1Y"),
    (r"(?:hourly|every hour)", "PT1H"),
)  # fmt: skip
WORKING = Words(r"(?:business|work|working|week)[\s-]?days?\b")
NAME = Words("|".join(rf"(?P<n{index}>(?<![\w-]){pattern}(?![\w]))" for index, (pattern, _) in enumerate(NAMED)))
EVERY = Words(
    r"(?:\b(?:every|each|once (?:every|per|in)|once in every|per)\s{1,3}(?:\w+\s)?|"
    r"\b(?:intervals?|cycles?|(?<!grace )(?<!notice )(?<!transition )(?<!waiting )(?<!support )(?<!embargo )"
    r"(?<!deprecation )(?<!disclosure )periods?) (?:of|not exceeding|no longer than) "
    r"(?:(?:at most|no more than|up to) )?)$"
)
CYCLE = Words(
    r"[\s-](?:(?:key|secret|credential|password|token|certificate|access|policy|security|patch(?:ing)?|scan(?:ning)?|"
    r"review|audit|update|backup|training|test(?:ing)?) )?(?:rotation|cycles?|cadence|intervals?|basis|rhythm|"
    r"schedule)\b"
)
"""Behind a bare period these say that it comes again and again: "a 90-day cycle"."""
REGULAR = Words(
    r"\b(?:regular(?:ly)?|periodic(?:ally)?|on a regular basis|ongoing|continuous(?:ly)?|continual(?:ly)?|"
    r"recurring|routine(?:ly)?)\b|"
    r"\bautomatically (?=rotated)|(?<=rotated )automatically\b"
)
DRIVEN = Words(
    r"\b(?:(?:on|for|at|with|per|upon|before|prior to|in|after|following) (?:every|each|all|new)|"
    r"after (?:an?|any|major|significant)|every|each|"
    r"per)\s(?:\w+\s){0,2}?(?P<what>phase|stage|step|milestone|sprint|push|"
    r"commit|pull request|pr|merge request|mr|release|"
    r"build|deployment|"
    r"merge|incident|ci run)(?:e?s)?\b"
    r"|\b(?:before|on) (?:releases|commits|deployments)\b|"
    r"(?<!based )(?<!depends )(?<!depending )\bon (?:every )?"
    r"(?:prs?|pull requests?|merge requests?|push(?:es)?(?! notif)|commit|merge)(?=\W|$)|"
    r"\b(?:before|prior to|on|for|after) (?:all |any )?(?:major|minor|new|production|public|stable|official|"
    r"significant|feature|mainnet) (?:feature |production |public )?(?P<kind>releases?|builds?|deployments?)\b|"
    r"\b(?:before|prior to) any (?:\w+ )?(?P<any>release|deployment|merge)\b|"
    r"\b(?:on|upon|after|following|in (?:the )?(?:case|event) of) (?:any |an? |each |every )?"
    r"(?:(?:suspected|known|possible|potential|staff|team|personnel|key|security|employee|member) ){0,2}"
    r"(?P<event>compromises?|revocation|exposure|leaks?|breach(?:es)?|departures?|offboarding|turnover|"
    r"termination)\b|"
    r"\b(?:when|whenever|if|after|once|as soon as) (?:an? |the |any )?"
    r"(?:\w+ )?(?:maintainers?|members?|employees?|people|staff|someone|"
    r"engineers?|administrators?|admins?|developers?|contributors?) (?:\w+ )?(?P<leaves>leaves?|departs?)\b|"
    r"\b(?:(?:on|at|with|upon|before|prior to|after|following|whenever there is) (?:every|each|any|all|major|"
    r"significant|material)|(?:upon|after|following|whenever there is|whenever|every time) an?)"
    r"\s(?:[\w/-]+\s){0,3}?(?P<change>(?:change|update|upgrade|migration|version|bump|sprint|iteration|feature|"
    r"exercise|drill)s?)\b|"
    r"\b(?!\w+ed\b)(?:scan|check|analy[sz]|audit|test|fuzz|lint|inspect)\w* (?:(?:all|new|incoming) )?"
    r"(?P<all>(?:pull request|pr|merge request|mr|commit|push)e?s)\b|"
    r"\ball (?:new |incoming )?(?P<every>(?:pull request|pr|merge request|mr|commit)s) (?:are|get|will be)\b"
    r"(?! (?:\w+ )?(?:welcomed?|appreciated|encouraged|accepted|considered|squashed|merged|closed|small)\b)|"
    r"\b(?:all )?(?:new |incoming )?(?P<these>(?:pull request|pr|merge request|mr|commit)s) (?:go through|must pass|"
    r"trigger|(?:are|get|will be)(?= (?:(?:\w+ly|also|always|then|first|all|each|both|only) ){0,2}(?:(?:security|code|"
    r"peer)[ -])?(?:re-?)?(?:scanned|checked|tested|analy[sz]ed|audited|reviewed|linted|fuzzed|inspected|built|"
    r"verified|validated|gated|blocked|screened|examined|monitored|required|run|subject(?:ed)?)\b))\b|"
    r"\b(?:if|when|whenever|wherever|once|as soon as|where) (?:[\w'’]+,? ){0,11}?"
    r"(?P<lost>compromised?|exposed|leak(?:ed|s)?|stolen|suspected)\b|"
    r"\b(?:up)?on (?:any )?(?P<suspected>suspicion)\b|"
    r"\bscheduled\b"
)
GATE = Words(
    "|".join(
        map(
            re.escape,
            (
                "ly",
                "every",
                "each",
                "once",
                "regular",
                "annual",
                "period",
                "ongoing",
                "continu",
                "per ",
                "1/",
                "1x/",
                "schedul",
                "twice",
                "rout",
                "recurr",
                "times ",
                "2x ",
                "3x ",
                "4x ",
                "half-y",
                "half y",
                "cycle",
                "cadence",
                "interval",
                "basis",
                "rhythm",
                "rotation",
                "on pr",
                "on pull",
                "on all",
                "requests",
                "prs ",
                "mrs ",
                "commits",
                "pushes",
                "on merge",
                "on commit",
                "on push",
                " major ",
                " production ",
                " significant ",
                " feature ",
                " mainnet ",
                " new ",
                "compromise",
                "revocation",
                "expos",
                "stolen",
                "suspect",
                "suspicion",
                "leak",
                "breach",
                "departure",
                "offboarding",
                "turnover",
                "termination",
                "leave",
                "depart",
                "on commits",
                "before rel",
                "before commits",
                "before depl",
                "upon",
                "following",
                "whenever",
                "automat",
                "auto-rot",
                "leaves",
                "before any",
                "all pu",
                "all me",
                "all co",
                "all pr",
                "all mr",
                "after",
                "prior to",
            ),
        )
    )
)


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """A rhythm at ``start``..``end``; ``every`` is empty for "regular" and for events, told by ``trigger``.

    ``basis`` says which days those of ``every`` are.
    """

    start: int
    end: int
    every: str
    trigger: str = ""
    basis: Basis = "calendar"


def rhythms(text: str) -> Iterator[Rhythm]:
    """Rhythms of ``text`` in order; those with a period first."""
    low = UNASKED.sub(lambda denied: " " * len(denied[0]), lowered(text))
    others = list(foreign_rhythms(low))
    events = list(foreign_events(low))
    if not (others or events) and not GATE.search(low):
        return
    periods = [
        *_named(low),
        *_counted(low),
        *(Rhythm(start=a, end=b, every=every, basis=basis) for a, b, every, basis in others if every),
    ]
    yield from sorted(periods, key=lambda each: each.start)
    for match in DRIVEN.finditer(low):
        if not any(each.start <= match.start() < each.end for each in periods):
            start = match.start("all") if match["all"] else match.start()
            yield Rhythm(start=start, end=match.end(), every="", trigger=_trigger(match))
    yield from (Rhythm(start=start, end=end, every="", trigger=event) for start, end, event in events)
    for match in REGULAR.finditer(low):
        yield Rhythm(start=match.start(), end=match.end(), every="")
    yield from (Rhythm(start=start, end=end, every="") for start, end, every, _ in others if not every)


def _trigger(match: re.Match[str]) -> str:
    if match["lost"] or match["suspected"]:
        return "compromise"
    if match["event"] or match["leaves"]:
        return "departure" if match["leaves"] else match["event"]
    if match["kind"]:
        return match["kind"].removesuffix("s")
    what = (
        match["what"] or match["any"] or match["all"] or match["every"] or match["these"] or match["change"] or match[0]
    )
    if match["change"]:
        return what.removesuffix("s")
    if what.endswith(("release", "releases", "commits", "deployments")):
        return what.split()[-1].removesuffix("s")
    if "sched" in what:
        return "schedule"
    if what in {"pr", "prs", "mr", "mrs", "pull request", "merge request", "merge requests"} or "pull" in what:
        return "pull request"
    return "push" if "push" in what else "pull request" if "pr" in what else what


COUNTED = Words(
    r"(?:\b(?:once|times?|twice)|\dx|\b(?:audit|test|pentest|scan|review|training|report|drill|update|rotation|"
    r"assessment|hour|"
    r"meeting|run|check)s?) $"
)
"""What may stand before "per month": a count or work, no files or visits."""


def _named(low: str) -> Iterator[Rhythm]:
    for match in NAME.finditer(low):
        if (
            match[0].startswith("per ")
            and match.start()
            and not COUNTED.search(low[max(0, match.start() - 20) : match.start()])
        ):
            continue
        index = int((match.lastgroup or "n0")[1:])
        basis: Basis = "business" if WORKING.search(match[0]) else "calendar"
        yield Rhythm(start=match.start(), end=match.end(), every=NAMED[index][1], basis=basis)


def _counted(low: str) -> Iterator[Rhythm]:
    for each in durations(low):
        before = EVERY.search(low[max(0, each.start - 40) : each.start])
        if before and not NAME.fullmatch(low[each.start - len(before[0]) : each.end].strip()):
            yield Rhythm(start=each.start - len(before[0]), end=each.end, every=each.within, basis=each.basis)
        elif not before and CYCLE.pattern.match(low, each.end):
            yield Rhythm(start=each.start, end=each.end, every=each.within, basis=each.basis)
