"""Something is done within a time: acknowledged, assessed, updated, fixed, disclosed, notified."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.deadline_row import counted_below, row
from troth.policy.phrases.due_at_once import not_at_once, urgent
from troth.policy.phrases.due_cue import ANCHOR, CLAUSE, behind, in_front, named_behind, with_it
from troth.policy.phrases.due_figure import figure, setting
from troth.policy.phrases.due_lead import led_to
from troth.policy.phrases.due_severity import ranked, severity_of, weighed
from troth.policy.phrases.due_silence import silence
from troth.policy.phrases.due_time import Time, labelled, made, made_each, name_of, names_in, rated, times
from troth.policy.phrases.due_unit import AROUND, unit_before, without_unit
from troth.policy.phrases.due_wait import at_least, granted, held, later
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.clause import actions, anchored
from troth.policy.words.counted_from import (
    ADVISED,
    AFTER,
    AFTER_FIX,
    BARE_RELEASE,
    CLOSES,
    CONFIRMS,
    INSTALL,
    INVALID,
    TO_USERS,
    VERSION_OUT,
    WITHHELD,
)
from troth.policy.words.due import (
    ADJECTIVE,
    AFTERMATH,
    AGED,
    AGENDA,
    AHEAD_OF,
    AUTHORITY,
    BEYOND,
    CUE,
    DELETED,
    ENDED,
    HANDED_OUT,
    HELD,
    KEPT_BACK,
    LASTS,
    LEFT_OPEN,
    LIMIT,
    LOOKED_BACK,
    MEASURED,
    NEEDED,
    NO_DEADLINE,
    NOTICE,
    NOTICE_OF,
    OF_SOFTWARE,
    OF_UPKEEP,
    OTHER_REQUESTS,
    OTHERS_DUTY,
    PASSED_ON,
    PLAN,
    RECEIVED,
    RENEWED,
    RIPENS,
    SPENT,
    STEPS_OF,
    TEAM,
    TENDED,
    TITLED,
    TO_PEOPLE,
    TOLD_HEAD,
    UNANSWERED,
    WAIT,
    WHO,
    listed_within,
    phase,
)
from troth.policy.words.duration import timed
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import foreign, speaks
from troth.terms.commitment import Deadline

APART = Words(r"^\sapart\b", 0)
UNDERWAY = Words(
    r"^\W{0,6}(?:(?:a|the) )?(?:fix|patch|hotfix|remediation|resolution|solution)\w* (?:is |are )?(?:still )?"
    r"(?:in|under) (?:development|progress|testing|review|preparation|way)\b"
)
"""What is not yet done by then: "Day 30: fix in development"."""
EVERY = Words(r"\b(?:every|each|per|once|twice|times|once every)\s(?:\w+ )?$")
STILL = Words(r"\b(?:within|acknowledg\w*|patch\w*|fix\w*|disclos\w*|embargo\w*)\b")
"""What makes a period a deadline beside words that speak against it."""
TOLD = Words(r"heads[\s-]up|notif|inform|tell|disclos|announc|embargo|notice|allow|give|wait|receive|publish|publicat")
BY_RANK = Words(
    r"\b(?:fix|patch\w*|remediation|resolution|release) (?:timelines?|times?|schedules?|windows?|targets?)\b[^.;]{0,30}"
    r"\b(?:based on|by|depending on|depends on|per|according to) (?:the )?severity\b"
)
"""Times of fixes that the severities behind them tell apart: "fix timeline by severity (critical: 7 days)"."""
NOT_NEGATED = Words(r"\bnot? (?:later|longer|more) than\b|\bpublic\w*|\bdisclos\w*|\bembargo")
UNRESOLVED = Words(
    r"\bescalat\w*\b[^.;]{0,60}\b(?:if|when|after)\b[^.;]{0,40}\b(?:not|n['’]t|un)[ -]?(?:\w+ )?(?:resolved|mitigated|"
    r"acknowledged|contained|fixed|answered|responded|addressed)\b[^.;]{0,15}$"
)
"""Others are told when something stays open so long: "escalate if not resolved within an hour"."""
NEAR = 4
"""Sentences back in which another severity has its time."""
LISTED = 20
"""Items of a list that are asked for an acknowledgement of its own."""
FEW = 9
"""Words beside a period above which a sentence without an action of its own is about something else."""
STAGED = Role.TIMES | Role.STEPS | Role.REPORTING | Role.INCIDENT
SYMBOL_BEYOND = re.compile(r"(?<![-=\s>])\s?>=?\s?$")
EVALUATED = Words(r"^\W*(?:with|including) (?:\w+ ){0,2}(?:evaluation|assessment|analysis)\b")
"""An answer that is an assessment: "within 3 days with our evaluation of the report"."""
MANAGED = Words(r"\b(?:vulnerabilit\w+|patch|finding|flaw)s? (?:management|handling|remediation)\b")
"""Headings of what is fixed, under which a time by severity needs no other word."""
AT_END = Words(r"\d\s?\w{1,7},? (?:" + CUE.english.source + r")\W*$")
"""What several severities have their times for, said behind the last: "critical: 24h, high: 7d remediation"."""
PARTED = re.compile(r"[\s以内]*[,，、;；]")
COUNTED = Words(r"^\s(?:after|from|following|since|of) (?:the |a |our |its )?(?:\w+ )?$")
"""What makes the word behind it the point that the period before counted from."""
CHAIN = Words(
    r"^[\s,/&+*`]*(?:(?:and|or|then|to|the|a|an|any|all|each|it|your|new|security|public|vulnerabilit\w+|reports?|"
    r"issues?|make|send|give|"
    r"provide|offer)(?:[\s,]+|$)){0,6}$"
)


def _find(saying: Saying) -> Iterator[Deadline]:
    if not timed(saying.low) and not counted_below(saying) and not without_unit(saying):
        return
    freed = silence(saying)
    if freed:
        yield made(saying, later(freed).period, "disclose", severity_of(saying, freed))
    if WAIT.search(saying.text):
        return
    if saying.statement.form == "row":
        yield from row(saying) if not freed else ()
        return
    if _titles(saying):
        return
    carried: tuple[str, ...] = ()
    unit = unit_before(saying)
    for time in times(f"{saying.text.rstrip(AROUND)} {unit}" if unit else saying.text):
        if freed and time.period.start >= freed.period.start:
            return
        if _skipped(saying, time):
            continue
        phased = phase(time.before) if time.first and time.before.endswith("(") else None
        if phased and saying.statement.form == "heading" and not saying.role & STAGED:
            continue  # a stage of some other work: "Phase 5: Testing (1 day)"
        carried = _actions(saying, time, carried) if phased is None else (phased,) if phased else ()
        if carried:
            yield from made_each(saying, at_least(saying, time, carried), carried, severity_of(saying, time))


def _titles(saying: Saying) -> bool:
    """Whether it is only the title of what is due below it."""
    if saying.statement.form == "heading":
        return listed_within(saying.text) is not None
    titled = TITLED.search(saying.text) or saying.text.rstrip(" *_").endswith((":", "："))
    return bool(saying.role & Role.INCIDENT and titled and listed_within(saying.text))


def _skipped(saying: Saying, time: Time) -> bool:
    if speaks(saying.text):
        return _skipped_abroad(saying, time)
    if (
        AGENDA.search(saying.around)
        or AGENDA.search(saying.low)
        or EVERY.search(saying.text[max(0, time.period.start - 16) : time.period.start])
    ):
        return True
    if time.period.within == "PT0H":
        return not_at_once(saying, time)
    near = f"{time.before[-60:]} {time.after[:40]}"
    if saying.statement.form == "heading" and saying.text[time.period.start :].lower().startswith("same"):
        return True
    if (NO_DEADLINE.search(near) and not STILL.search(time.before[-50:])) or DELETED.search(time.before):
        return True
    if (VERSION_OUT.match(time.after) and not TOLD.search(saying.low)) or _theirs(saying, time):
        return True
    if (
        (AHEAD_OF.match(time.after) and not TOLD.search(saying.low))
        or APART.match(time.after)
        or UNDERWAY.match(time.after)
        or AGED.match(time.after)
        or OF_UPKEEP.match(time.after)
        or NEEDED.search(time.before)
        or (AFTERMATH.search(saying.label) and STEPS_OF.match(saying.text[saying.value_at :]))
        or OTHER_REQUESTS.search(time.before)
    ):
        return True
    if (LASTS.search(time.before) and not HELD.search(time.before)) or figure(time):
        return True
    if (
        any(words.search(time.before) for words in (LOOKED_BACK, TENDED, MEASURED, RIPENS))
        or (time.hyphened and ADJECTIVE.match(time.after))
        or (BEYOND.search(time.before) and not _limited(time))
        or setting(saying, time)
        or (OTHERS_DUTY.search(time.before) and not saying.role & Role.CLASSES)
    ):
        return True
    return (
        saying.unsaid(time.period.start, 60)
        and not held(time)
        and not _limited(time)
        and not NOT_NEGATED.search(saying.low[: time.period.start])
    )


def _limited(time: Time) -> bool:
    """Whether it is denied that something takes longer than the period."""
    return any(words.search(time.before) for words in (LIMIT, LEFT_OPEN, UNANSWERED))


def _theirs(saying: Saying, time: Time) -> bool:
    """Whether users are told how fast to install what is out: "High: update within a week" in advice to them."""
    if not INSTALL.search(time.before) and not INSTALL.match(time.after):
        return False
    return bool(saying.role & Role.USERS or ADVISED.search(saying.around) or TO_USERS.search(saying.around))


def _skipped_abroad(saying: Saying, time: Time) -> bool:
    """The same for a sentence in another language."""
    start, end = time.period.start, time.period.end
    near = f"{time.before[-60:]} {time.after[:40]}"
    before = saying.text[max(0, start - 16) : start]
    every = foreign("repetition.every", before)
    behind = foreign("repetition.every_behind", saying.text[end : end + 6])
    done = actions(time.before, time.after, CUE)
    if saying.role & Role.USERS and not ({"notify", "disclose"} & set(done) or foreign("moods.we", saying.text)):
        return True  # how fast they install what is out
    if (
        SYMBOL_BEYOND.search(time.before)
        or (every and not before[every.end() :].strip())
        or (behind and behind.start() == 0)
    ):
        return True
    if foreign("moods.lasts", near) and not done:
        return True
    if time.period.within == "PT0H":
        return not {"fix", "notify", "acknowledge"} & set(done) or foreign("bans.please", saying.text) is not None
    return saying.unsaid(start, 60) and "disclose" not in done


def _actions(saying: Saying, time: Time, carried: tuple[str, ...]) -> tuple[str, ...]:
    """What is done within ``time``: the nearest cue before it, else behind it, else around the sentence."""
    if speaks(saying.text):
        held = foreign("bans.until", time.after[:40]) and "disclose" in names_in(time.after)
        if foreign("bans.please", saying.text) and names_in(time.after)[-1:] == ["disclose"]:
            return ("disclose",)
        return actions(time.before, time.after, CUE) or (("disclose",) if held else _elsewhere(saying, time, carried))
    label = saying.label if time.first else ""
    settled = _told_ahead(saying, time)
    if settled:
        return settled
    named = named_behind(time)
    if named:
        return with_it(named)
    cues = in_front(CLAUSE.split(time.before)[-1]) or in_front(time.before)
    if carried and cues and all(COUNTED.search(time.before[: each.start()]) for each in CUE.finditer(time.before)):
        cues = []  # "14 days after the fix or 90 days after the report"
    if cues:
        chain = _chained(cues)
        chain = [each for each in chain if not each[0].lower().startswith("communicat")] or chain
        chosen = tuple(dict.fromkeys(name_of(each) for each in reversed(chain)))
        if AFTER_FIX.match(time.after) and BARE_RELEASE.match(time.before):
            return ()
        if chosen == ("assess",) and (HANDED_OUT.search(time.before) or SPENT.search(cues[0].string[cues[-1].end() :])):
            return ()
        if chosen == ("assess", "acknowledge") and chain[-1][0].lower().startswith("review"):
            chosen = ("acknowledge",)
        if PLAN.search(time.before) or re.search(r"\bplan\b(?! to\b)", label):
            return ("assess",) if _assessed(cues) else ("update",)
        return _software(saying, time, _settled(time, chosen, label))
    after = behind(time)
    if after:
        return with_it(after)
    return _unsaid(saying, time, carried, label)


def _chained(cues: list[re.Match[str]]) -> list[re.Match[str]]:
    """The last of ``cues`` and those before it that are done in one breath with it, from the last."""
    chain = [cues[-1]]
    edge = cues[-1].start()
    for each in reversed(cues[:-1]):
        between = cues[0].string[each.end() : edge]
        if not CHAIN.match(between):
            break
        edge = each.start()
        if between.strip():  # the "patch" of a "patch release" only says of what kind it is
            chain.append(each)
    return chain


def _unsaid(saying: Saying, time: Time, carried: tuple[str, ...], label: str) -> tuple[str, ...]:
    """What is done where the sentence has no word for it beside the period."""
    if _renewed(saying):
        return ("fix",)
    if carried == ("assess",) and SPENT.search(time.before):
        return ()
    if carried and len(time.before) < 80 and (not CLAUSE.search(time.before) or ranked(saying, time.before)):
        return carried
    if label and WHO.match(label) and (saying.role & Role.INCIDENT or TOLD_HEAD.search(saying.around)):
        return ("notify",)
    if (led := led_to(saying, time)) is not None:
        return led
    if shared := _shared(saying, time):
        return shared
    if len(re.findall(r"\w+", f"{time.before} {time.after}")) > FEW and not label and not weighed(saying):
        return ()
    if label and ranked(saying, label) and not names_in(saying.text) and _answered(saying):
        return ("fix",)
    told = (
        not label
        or ranked(saying, label)
        or re.search(r"tim(?:e|ing)|within|sla|deadline|target|delay|duration", label)
    )
    if not told:
        return ()
    return _from_around(saying) or _from_before(saying) or _by_place(saying)


def _shared(saying: Saying, time: Time) -> tuple[str, ...]:
    """What several severities have their times for, where it is said only behind the last."""
    named = set(names_in(saying.text))
    if len(named) != 1 or not ranked(saying, time.before):
        return ()
    last = PARTED.match(time.after) and speaks(saying.text) and not names_in(time.before)  # where verbs stand last
    return tuple(named) if last or AT_END.search(saying.text) else ()


def _from_before(saying: Saying) -> tuple[str, ...]:
    """What is done for another severity right before: "Critical: fixed within a day. High: within a week"."""
    if not (weighed(saying) or foreign("severities.others", saying.text)) or names_in(saying.text):
        return ()
    for each in saying.company.preceding(saying, saying.number, NEAR - 1):
        if timed(each.low) and weighed(each):
            named = set(names_in(each.text))
            if len(named) == 1:
                return tuple(named)
    return ()


def _told_ahead(saying: Saying, time: Time) -> tuple[str, ...]:
    """What is told so long ahead, kept back so long, or passed on to the project's own people; () for all else."""
    if (NOTICE.match(time.after) or NOTICE_OF.search(time.before)) and not ENDED.search(saying.text):
        return ("notify",)
    if held(time) or granted(saying, time) or (WITHHELD.search(time.before) and AFTER.match(time.after)):
        return ("disclose",)
    if LEFT_OPEN.search(time.before) or BY_RANK.search(time.before):
        return ("fix",)
    if UNANSWERED.search(time.before):
        return ("acknowledge",)
    if LIMIT.search(time.before) and KEPT_BACK.search(time.before) and names_in(time.before)[-1:] != ["fix"]:
        return ("disclose",)
    if UNRESOLVED.search(time.before):
        return ("notify",)
    if CLOSES.search(saying.text) and INVALID.search(saying.low):
        return ("assess",)
    told = saying.text[: time.period.start]
    if TEAM.search(saying.text) or PASSED_ON.search(time.before) or AUTHORITY.search(told):
        return ("notify",)
    if not time.period.upper and AHEAD_OF.match(time.after) and RECEIVED.search(time.before):
        return ("notify",)
    called = urgent(saying, time) if time.period.within == "PT0H" else ""
    return (called,) if called else ()


def _renewed(saying: Saying) -> bool:
    """Whether software is brought up to date by its severity: "Critical: merge within a day"."""
    if not saying.label or not ranked(saying, saying.label) or not RENEWED.match(saying.text[saying.value_at :]):
        return False
    return not TO_PEOPLE.search(saying.around) and not TO_PEOPLE.search(saying.text[saying.value_at :])


def _assessed(cues: list[re.Match[str]]) -> bool:
    """Whether an assessment comes along with a plan, in one breath."""
    text = cues[0].string
    return any(
        name_of(each) == "assess" and "," not in text[each.end() :] and not ANCHOR.search(text[: each.start()])
        for each in cues
    )


def _software(saying: Saying, time: Time, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Updates of dependencies are fixes, those of reporters are not."""
    if chosen[-1] == "update" and _renewed(saying):
        return ("fix",)
    near = f"{saying.around} {saying.low}"
    if chosen == ("update",) and OF_SOFTWARE.search(near) and not TO_PEOPLE.search(f"{time.before} {time.after}"):
        return ("fix",)
    return chosen


def _elsewhere(saying: Saying, time: Time, carried: tuple[str, ...]) -> tuple[str, ...]:
    """What another language does within ``time``, where its own clause does not say it."""
    named = list(CUE.finditer(saying.label)) if time.first else []
    if named:
        between = saying.label[named[-2].end() : named[-1].start()] if len(named) > 1 else ""
        both = foreign("moods.and", between) or re.search(r"\band\b|/|&", between)
        return tuple(dict.fromkeys(name_of(each) for each in named[-2 if both else -1 :]))
    if carried and len(time.before) < 80:
        return carried
    if shared := _shared(saying, time):
        return shared
    other = [match for match in CUE.finditer(time.before) if not anchored(time.before, match, time.after)]
    if other and not foreign("moods.lasts", saying.text):
        return (name_of(other[-1]),)
    return _from_before(saying) or _from_around(saying)


def _settled(time: Time, chosen: tuple[str, ...], label: str) -> tuple[str, ...]:
    if label:
        named = [name_of(each) for each in CUE.finditer(label)]
        if CONFIRMS.match(label) and "assess" in names_in(CLAUSE.split(time.after)[0])[:1]:
            return ("assess",)
        if named and CUE.search(time.before[len(label) :]) is None:
            return labelled(label, named)
    if chosen[-1] in {"acknowledge", "update"} and EVALUATED.match(time.after):
        return (*chosen[:-1], "assess")
    if len(chosen) > 1 and chosen[-1] == "acknowledge" and "update" in chosen:
        return ("update",)
    return chosen


def _from_around(saying: Saying) -> tuple[str, ...]:
    heading = saying.statement.heading[-1] if saying.statement.heading else ""
    for source in (saying.label, saying.statement.lead[-200:], "" if AFTERMATH.search(heading) else heading):
        named = [name_of(each) for each in CUE.finditer(source)]
        if named and (
            saying.role & (Role.TIMES | Role.STEPS | Role.REPORTING | Role.INCIDENT)
            or weighed(saying)
            or foreign("severities.others", saying.text)
        ):
            last = labelled(heading.lower(), named)[-1] if source is heading else named[-1]
            return ("fix",) if last == "update" and weighed(saying) else (last,)
    return ()


def _by_place(saying: Saying) -> tuple[str, ...]:
    """What a time by severity is for that only its heading tells of: answers, but fixes where flaws are managed."""
    if not ranked(saying, saying.label):
        return ()
    if saying.role & Role.TIMES:
        return ("acknowledge",)
    return ("fix",) if saying.statement.heading and MANAGED.search(saying.statement.heading[-1]) else ()


def _answered(saying: Saying) -> bool:
    """Whether another item of its list says when all are acknowledged: times by severity are then those of fixes."""
    return any(
        each is not saying and not rated(each, each.text) and timed(each.low) and "acknowledge" in names_in(each.text)
        for each in saying.company.siblings(saying)[:LISTED]
    )


EXAMPLES = (
    Example(
        text="## Reporting\n\nWe acknowledge reports within 48 hours and fix critical ones within 7 days.",
        makes=(
            {"kind": "deadline", "action": "acknowledge", "within": "PT48H", "basis": "calendar"},
            {"kind": "deadline", "action": "fix", "within": "P7D", "severity": ["critical"]},
        ),
        negated="## Reporting\n\nWe cannot acknowledge reports within 48 hours.",
        advice="## For operators\n\nIf you run your own instance, answer your users within 48 hours.",
        past="## Reporting\n\nIn 2020 we acknowledged reports within 48 hours.",
        code="A reply, for example:\n\n```\nWe acknowledge reports within 48 hours.\n```",
    ),
    Example(
        text=(
            "## Response times\n\n| Severity | First response | Fix |\n|---|---|---|\n| High | 2 business "
            "days | 30 days |"
        ),
        makes=(
            {"kind": "deadline", "action": "acknowledge", "within": "P2D", "basis": "business", "severity": ["high"]},
            {"kind": "deadline", "action": "fix", "within": "P30D", "severity": ["high"]},
        ),
        negated="## Response times\n\nNo times are promised.",
        advice="## For operators\n\n| Severity | Your fix |\n|---|---|\n| High | soon |",
        past="## Response times\n\nIn 2020 we fixed most reports within 30 days.",
        code="For example:\n\n```\n| High | 2 business days | 30 days |\n```",
    ),
)

PHRASE = Phrase(
    name="deadline",
    find=_find,
    forms=PROSE | {"heading"},
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=(
        "## Reporting\n\nIf you do not hear from us within 5 days, write again.",
        "Sessions expire after 30 minutes.",
    ),
)
