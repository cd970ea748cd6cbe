"""The periods of a sentence with the words they stand in, and the deadlines that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words import mood
from troth.policy.words.due import CUE
from troth.policy.words.duration import durations
from troth.policy.words.said_duration import Duration
from troth.policy.words.severity import WORD, severities
from troth.policy.words.sieve import Words
from troth.terms.commitment import Deadline, Severity

BEHIND = Words(
    r"^\s*(?:\(?(?:for|of|on|in case of|with|to)\s)?\(?(?:the |all |any |our )?(?:(?:severit(?:y|ies)|"
    r"vulnerabilities|issues|bugs|flaws|those|anything|reports|findings) (?:(?:classified|rated|ranked|scored|marked|"
    r"considered|deemed|assessed|classed) )?(?:as |of )?)?"
    r"(?:(?:" + WORD.english.source + r")(?:[-–/&]\d(?!\d))?(?:\s?(?:and|or|/|&|,|to|-|–)\s?)?)+(?=\W|$)"
)
"""A severity right behind the period: "48 hours for critical, 7 days for high", "24h critical"."""


AT_REST = Words(
    r"\(\W{0,3}(?:on |at |over |during )?(?:the )?(?P<when>(?:weekends?|(?:public |bank )?holidays?|vacations?)"
    r"(?: (?:and|or|&) (?:weekends?|(?:public |bank )?holidays?|vacations?))?)\W{1,3}(?:within |in |up to )?$"
)
"""Days on which another time holds, in brackets right before it: "2 days (weekends: 4 days)"."""


NOTHING = "none"
"""The name of what takes a time and promises nothing by it."""
APART = re.compile(r"\d\s?[a-z]{0,7}\s?/\s?\d", re.IGNORECASE)
"""Two periods that are no range: "14d / 30d"."""
APART_IN_FULL = re.compile(r"\d\s?[a-z]{1,7}\s?/\s?\d", re.IGNORECASE)
"""The same with a unit each, which in a sentence tells them from a range such as "24/48 hours"."""
RESPECTIVE = Words(r",? respectively\b")
HOURS = {"D": 24.0, "W": 168.0, "M": 720.0, "Y": 8760.0}
HOURS_WITHIN = {"M": 1 / 60, "H": 1.0}
"""Hours of the units of a period, those of a day apart."""


ONE_OF = re.compile(r"(?!1\b)\d{1,3} (?:day|week|month|year|hour)", re.IGNORECASE)
"""A period in the singular, which is an adjective as well: "a 90 day window"."""
DAYS_ARE = Words(
    r"(?:(?<!not )(?<!\w)all (?:of )?"
    r"(?:(?:the|our|these|stated|given|listed|following|response|sla|target|time) ){0,3}|"
    r"(?:(?<![\w,] )|(?<=otherwise, )|(?<=(?:stated|listed), )|(?<=noted, ))(?<!\w)(?:(?:the|our|these|sla) ){0,2})"
    r"(?:days|times|timelines|time ?frames|slas|periods|targets|deadlines)\b[\"'”’]?"
    r"(?: (?:above|below|here|listed|given|stated|shown|mentioned|in this (?:policy|document|table|section))){0,3}"
    r"(?: (?:are|refers? to|means?|count)(?: (?:all|always|only|counted|measured|given|expressed|stated|specified|"
    r"calculated|understood|meant|to be|based on|in|as|full)){0,4}| in) [\"'“‘]?(?:business|working)[ -]days?\b"
    r"(?!,? (?:(?:but|and) )?(?:only )?(?:where|when|whenever|if|for|as (?:noted|marked|indicated)|in cases?)\b)"
    r"(?![^.;:]{0,60}(?<!not )(?<!not in )(?<!not as )\bcalendar\b)"
)
"""What says of all times that they count working days: "all times are in business days".

One that has a figure, is denied or holds for some alone says nothing of the others.
"""
BESIDE = 30
"""Statements below the same heading of which one may say so."""


ROUGH = Words(
    r"\b(?:about|around|roughly|circa|ca\.?|or so) $|\b(?:on average|average|normally|ordinarily|mostly|as a rule|"
    r"in most cases|"
    r"most of the time)\b[^.;]*$"
)
"""Before a time that is kept about or as a rule."""
ABOUT = Words(
    r"^\W{0,2}(?:on average|or so\b|or thereabouts|in most cases|most of the time|give or take|normally\b|as a rule)"
)
"""The same behind it."""


class Time(msgspec.Struct, frozen=True):
    """One period and the words it stands in: ``before`` from the last period on, ``after`` up to the next."""

    period: Duration
    before: str
    after: str
    first: bool
    hyphened: bool
    """Whether it is an adjective of the word behind it: "4-hour resolution"."""


def times(text: str) -> Iterator[Time]:
    """The periods of ``text``, in order."""
    found = list(durations(text))
    last = 0
    for index, each in enumerate(found):
        end = found[index + 1].start if index + 1 < len(found) else len(text)
        yield Time(
            each,
            text[last : each.start],
            text[each.end : end],
            index == 0,
            not each.earliest
            and ("-" in text[each.start : each.end] or ONE_OF.fullmatch(text[each.start : each.end]) is not None),
        )
        last = each.end


def names_in(text: str) -> list[str]:
    """The actions that ``text`` names, in order."""
    return [name for each in CUE.finditer(text) if (name := name_of(each)) != NOTHING]


def name_of(match: re.Match[str]) -> str:
    """The action of one cue."""
    return match.lastgroup or ""


def labelled(label: str, named: list[str]) -> tuple[str, ...]:
    """The action of a label: of "fix release" the fix, of "triage and response" both."""
    if named[-1] == "acknowledge" and re.search(r"\backnowledg\w*\W*$", label):
        return ("acknowledge",) if not re.search(r"\band\b|/|&|,", label) else tuple(dict.fromkeys(named))
    if named[-1] == "update" and re.search(r"\b(?:status|progress)\W+updates?\W*$", label) and "fix" not in named:
        return ("update",)
    if len(set(named)) > 1 and not re.search(r"\band\b|/|&|,", label):
        return (named[0] if named[0] in {"fix", "disclose", "assess", "update"} else named[-1],)
    return tuple(dict.fromkeys(named))


def rated(saying: Saying, text: str) -> tuple[Severity, ...]:
    """Severities of ``text``, by the way in which the document counts its levels."""
    return severities(text, saying.scene.worst_level)


def made_each(
    saying: Saying, time: Time, actions: tuple[str, ...], severity: tuple[Severity, ...], offset: int = 0
) -> Iterator[Deadline]:
    """Deadlines for ``actions``; ``offset`` is of a cell.

    Two actions that each have a period take them in order: "response / fix: 24h / 7d". Where one action has two, they
    are of two severities: "high/low within 7/14 days".
    """
    period = time.period
    actions = tuple(each for each in actions if each != NOTHING)
    at = offset + period.start
    both = (period.earliest, period.within)
    if len(actions) == len(both) and parted(saying, time, offset):
        words = saying.text[at : offset + period.end]
        if saying.statement.form == "row" or APART_IN_FULL.search(words) or RESPECTIVE.match(time.after):
            for action, within in zip(actions, both, strict=True):
                yield made(saying, msgspec.structs.replace(period, within=within, earliest=""), action, severity, at)
            return
    elif len(severity) == len(both) and parted(saying, time, offset):
        for action in actions:
            for each, within in zip(severity, sorted(both, key=length_of), strict=True):
                yield made(saying, msgspec.structs.replace(period, within=within, earliest=""), action, (each,), at)
        return
    for action in actions:
        yield made(saying, time, action, severity, at)


def parted(saying: Saying, time: Time, offset: int = 0) -> bool:
    """Whether it is two periods and no range."""
    period = time.period
    words = saying.text[offset + period.start : offset + period.end]
    return bool(period.earliest and (APART.search(words) or RESPECTIVE.match(time.after)))


def _in_business(saying: Saying, period: Duration, at: int) -> bool:
    """Whether it is said of all times of its section that their days are working days."""
    if not period.within.endswith("D") or "calendar" in saying.low[at : at + period.end - period.start]:
        return False
    heading, known = saying.statement.heading, saying.scene.in_business
    if heading not in known:
        near = list(saying.company.beside(saying))[:BESIDE]
        known[heading] = any(DAYS_ARE.search(text) for each in near for text in (each.text, each.statement.lead[-160:]))
    return known[heading]


def length_of(within: str) -> float:
    """The hours of a period, about."""
    number, unit = int(re.sub(r"\D", "", within)), within[-1]
    return number * (HOURS_WITHIN if "T" in within else HOURS)[unit]


HEDGED_LATER = Words(
    r"(?:[,;]| ?[–—(]|-{2}) ?(?:(?:and|but|though|in practice) )?(?:usually|typically|often|mostly|normally|generally|"
    r"ideally|hopefully),? (?=(?:(?:much|far|a lot) )?(?:the (?:same|next)|same|next|within|in (?:less|under|\d|an?\b)|"
    r"\d|sooner|faster|earlier|quicker|less|under|on the same)\b)|"
    r", (?:in der regel|meist(?:ens)?|normalerweise|üblicherweise|por lo general|normalmente|généralement) "
    r"(?=(?:noch )?(?:am (?:selben|gleichen|nächsten)|schneller|früher|el mismo|antes|le jour même|plus tôt)\b)|"
    r"[,;]? (?:and|but|while) (?:(?:we|then|will|also|otherwise|always|the team|maintainers) )*(?:aim(?:ing)?|try|"
    r"trying|hope|hoping|strive|striving|endeavou?r|attempt|intend|expect|do our best|would like|ideally|usually|"
    r"typically|generally)\b"
)
"""Where a second half of a sentence begins that only aims: "within 3 days, and try to fix it within 30"."""
AT_MOST = Words(
    r"\W(?:but |and |though )?(?:never|in no case|under no circumstances|always|certainly)(?: be)? "
    r"(?:(?:later|longer|more) than|after more than|within) $|"
    r", (?:but |and )?(?:at (?:the )?(?:very )?(?:most|latest)|in (?:any|all|every) cases?)(?: within| in| after)? $|"
    r", (?:aber |jedoch |pero |mais )?(?:spätestens|a más tardar|au plus tard)(?: aber| jedoch)?"
    r"(?: nach| innerhalb von| binnen| in| en| dans| sous)? $"
)
"""Right before the time that holds whatever is usual: "usually within 3 days, never later than 7"."""


AT_LATEST = Words(r"^[^,.;]{0,30}?\b(?:at the (?:very )?latest|at most|without exception|guaranteed)\b")
"""Behind the time that holds whatever is usual: "within 3 days at the latest"."""


TURN = re.compile(r"[,;:–—(]|\.\s")
"""Where one clause ends and the next begins."""
TURN_OR_BUT = re.compile(r"[,;:–—(]|\b(?:but|and|though)\b", re.IGNORECASE)
"""The same, or a word that sets one half of a sentence against the other."""


def _firm(saying: Saying, at: int) -> bool:
    """Whether the hedge of the sentence is on another time than the one at ``at``."""
    if saying.statement.form == "row" or mood.TARGET.search(saying.lead) or saying.role & Role.AIMED:
        return False
    text = saying.text
    hedges = [each.span() for each in mood.TARGET.finditer(text)]
    starts = [each.start for each in durations(text)]
    most = AT_MOST.search(text[:at])
    if most and all(end > most.start() or TURN_OR_BUT.search(text[end : most.end()]) for _, end in hedges):
        return True
    if AT_LATEST.search(text[at:]) and _on_others(hedges, starts, at):
        return True
    later = HEDGED_LATER.search(text)
    if later is not None and at < later.start() and not mood.TARGET.search(text[: later.start()]):
        return True
    return bool(CUE.search(text[:at])) and all(_apart(text, hedge, starts, at) for hedge in hedges)


def _on_others(hedges: list[tuple[int, int]], starts: list[int], at: int) -> bool:
    """Whether each hedge has a time of its own between it and the one at ``at``, or behind it where it comes later."""
    return all(
        any(end <= each < at for each in starts) if start < at else any(each > start for each in starts)
        for start, end in hedges
    )


def _apart(text: str, hedge: tuple[int, int], starts: list[int], at: int) -> bool:
    """Whether the hedge stands in a later clause than the time at ``at``, and right before a time of its own."""
    last = max((each for each in starts if each < hedge[0]), default=-1)
    after = min((each for each in starts if each >= hedge[1]), default=-1)
    if not at <= last < after:
        return False
    return bool(TURN.search(text[last : hedge[0]])) and not TURN.search(text[hedge[1] : after])


def made(
    saying: Saying, time: Duration | Time, action: str, severity: tuple[Severity, ...], offset: int | None = None
) -> Deadline:
    """A deadline for ``action``: best effort and discretion as the document and the sentence have them."""
    period = time.period if isinstance(time, Time) else time
    resting = AT_REST.search(time.before) if isinstance(time, Time) else None
    strength = saying.strength
    if strength == "discretion":
        strength = "promise"
    at = period.start if offset is None else offset
    if strength == "target" and _firm(saying, at):
        strength = "promise"
    basis = "business" if period.basis == "calendar" and _in_business(saying, period, at) else period.basis
    about = isinstance(time, Time) and ABOUT.match(time.after) and not HEDGED_LATER.match(saying.text[period.end :])
    rough = about or (isinstance(time, Time) and ROUGH.search(time.before))
    if strength == "promise" and (rough or saying.hedged or saying.aimed(at)):
        strength = "target"
    return saying.make(
        Deadline,
        at,
        action=action,
        within=period.within,
        earliest=period.earliest,
        basis=basis,
        severity=severity,
        upper=period.upper,
        strength=strength,
        condition=f"on {resting['when'].lower()}" if resting else saying.condition,
    )
