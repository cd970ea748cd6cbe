"""Something is done within a time: acknowledged, assessed, updated, fixed, disclosed, notified."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.clause import actions, anchored, clause
from troth.policy.words.due import (
    ACTED_HEAD,
    AGENDA,
    BEYOND,
    CUE,
    FIXED_HEAD,
    FOR_OTHERS,
    HELD,
    INCLUDED,
    LASTS,
    NO_DEADLINE,
    OTHERS,
    OTHERS_DUTY,
    PLAN,
    SHORT,
    TO_DO,
    WAIT,
    listed_within,
    phase,
)
from troth.policy.words.duration import AT_ONCE, DAY, durations, timed
from troth.policy.words.said_duration import Duration
from troth.policy.words.severity import ORDER, WORD, severities
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken, foreign, speaks
from troth.terms.commitment import Deadline, Severity

FOR = Words(r"^\s*(?:for|to)\s(?:(?:the|an?|initial|first)\s)*(?:" + CUE.english.source + ")")
NEXT = Words(r"^\s(?:\w+\s)?(?:" + CUE.english.source + ")")
ALONE = Words(
    r"^\s(?:(?!of|from|after|to|following|before|until|for)\w+\s)?(?:" + CUE.english.source + r")\s*(?=[,;/|)]|$)"
)
"""What is due stands alone behind the period: "24h acknowledgement, 72h fix"."""
ANCHOR = Words(
    r"\b(?:of|after|from|following|before|upon|until|since|prior to)\s"
    r"(?:(?:the|your|our|a|an|initial|first|receiving|confirmed|valid|this|that|we|you)\s)*$"
)
TIME_HEAD = Spoken(
    r"\b(?:times?|sla|target|within|deadline|timeline|timing|period|window|"
    r"acknowledg\w*|respon\w*|fix|patch|resolution|remediat\w*|mitigat\w*|triage|assessment|disclosure|"
    r"notif\w*|update\w*|containment)\b",
    "headings.times",
)
BEHIND = Words(
    r"^\s*(?:\(?(?:for|on|in case of|with|to)\s)?\(?(?:the |all |any |our )?"
    r"(?:(?:" + WORD.english.source + r")(?:\s?(?:and|or|/|&|,|to|-|–)\s?)?)+(?=\W|$)"
)
"""A severity right behind the period: "48 hours for critical, 7 days for high", "24h critical"."""
FEW = 9
"""Words beside a period above which a sentence without an action of its own is about something else."""
EVALUATED = Words(r"^\W*(?:with|including) (?:\w+ ){0,2}(?:evaluation|assessment|analysis)\b")
"""An answer that is an assessment: "within 3 days with our evaluation of the report"."""
RESPONSE_HEAD = Words(r"\W*(?:target )?(?:response(?: time)?|time ?frame|timeline|sla|target)s?\W*$")
CHAIN = Words(r"^[\s,/&+*`]*(?:(?:and|or|then|to|the|a|an|any|your|vulnerabilit\w+|reports?|issues?|,)[\s,]*){0,4}$")
CLAUSE = Words(r"[;.](?=\s|$)|\)\s*,|\bbut\b|\bthen\b|\bafter which\b|；|。")


class _Time(msgspec.Struct, frozen=True):
    """One period and the words it stands in: ``before`` from the last period on, ``after`` up to the next."""

    period: Duration
    before: str
    after: str
    first: bool
    hyphened: bool
    """Whether it is an adjective of the word behind it: "4-hour resolution"."""


def _find(saying: Saying) -> Iterator[Deadline]:
    if not timed(saying.low) or WAIT.search(saying.text):
        return
    if saying.statement.form == "row":
        yield from _row(saying)
        return
    if saying.statement.form == "heading" and listed_within(saying.text):
        return
    carried: tuple[str, ...] = ()
    for time in _times(saying.text):
        if _skipped(saying, time):
            continue
        phased = phase(time.before) if time.first and time.before.endswith("(") else None
        carried = _actions(saying, time, carried) if phased is None else (phased,) if phased else ()
        for action in carried:
            yield _deadline(saying, time.period, action, _severity(saying, time))


def _times(text: str) -> Iterator[_Time]:
    found = list(durations(text))
    last = 0
    for index, each in enumerate(found):
        end = found[index + 1].start if index + 1 < len(found) else len(text)
        yield _Time(
            each,
            text[last : each.start],
            text[each.end : end],
            index == 0,
            "-" in text[each.start : each.end] and not each.earliest,
        )
        last = each.end


def _skipped(saying: Saying, time: _Time) -> bool:
    if speaks(saying.text):
        return _skipped_abroad(saying, time)
    near = f"{time.before[-60:]} {time.after[:40]}"
    if AGENDA.search(saying.around) or AGENDA.search(saying.low):
        return True
    if re.search(
        r"\b(?:every|each|per|once|twice|times|once every)\s(?:\w+ )?$",
        saying.text[max(0, time.period.start - 16) : time.period.start],
        re.IGNORECASE,
    ):
        return True
    if NO_DEADLINE.search(near) and not re.search(
        r"\b(?:within|acknowledg\w*|patch\w*|fix\w*|disclos\w*|embargo\w*)\b", time.before[-50:], re.IGNORECASE
    ):
        return True
    if re.match(r"\s*(?:before|prior to|in advance|ahead of)\b", time.after, re.IGNORECASE) and not re.search(
        r"notif|inform|tell|disclos|announc|embargo|notice|allow|give|wait", saying.low
    ):
        return True
    if LASTS.search(time.before) and not HELD.search(time.before):
        return True
    if BEYOND.search(time.before) or (OTHERS_DUTY.search(time.before) and not saying.role & Role.CLASSES):
        return True
    if time.period.within == "PT0H":
        return (
            saying.strength == "discretion"
            or saying.negated(time.period.start, 20)
            or bool(TO_DO.match(saying.text[time.period.start :]))
            or (
                not _at_once(saying, time)
                and not re.search(
                    r"\b(?:fix|patch\w*|mitigat\w*|notif\w*|remediat\w*|response|respond|rebuild|contain\w*|hotfix)\b",
                    near,
                    re.IGNORECASE,
                )
            )
            or bool(re.search(r"\b(?:you|please|users|email|report|let us know|contact)\b", saying.low))
            or bool(CLAUSE.search(time.after[:1]))
        )
    return saying.negated(time.period.start, 60) and not re.search(
        r"\bnot? (?:later|longer|more) than\b|\bpublic\w*|\bdisclos\w*|\bembargo", saying.low[: time.period.start]
    )


def _at_once(saying: Saying, time: _Time) -> bool:
    """Whether a severity stands before a bare "immediately", as in a list of when fixes are deployed."""
    value = saying.text[saying.value_at :].split()
    return bool(saying.label and len(value) <= SHORT and time.first and _of(saying, saying.label)) and (
        FIXED_HEAD.search(saying.around) is not None
    )


def _skipped_abroad(saying: Saying, time: _Time) -> bool:
    """The same for a sentence in another language."""
    start, end = time.period.start, time.period.end
    near = f"{time.before[-60:]} {time.after[:40]}"
    before = saying.text[max(0, start - 16) : start]
    every = foreign("repetition.every", before)
    behind = foreign("repetition.every_behind", saying.text[end : end + 6])
    done = actions(time.before, time.after, CUE)
    if (every and not before[every.end() :].strip()) or (behind and behind.start() == 0):
        return True
    if foreign("moods.lasts", near) and not done:
        return True
    if time.period.within == "PT0H":
        return not {"fix", "notify", "acknowledge"} & set(done) or foreign("bans.please", saying.text) is not None
    return saying.negated(start, 60) and "disclose" not in done


def _actions(saying: Saying, time: _Time, carried: tuple[str, ...]) -> tuple[str, ...]:
    """What is done within ``time``: the nearest cue before it, else behind it, else around the sentence."""
    if speaks(saying.text):
        return actions(time.before, time.after, CUE) or _elsewhere(saying, time, carried)
    label = saying.label if time.first else ""
    if re.search(r"\b(?:allow|give|wait|grant)\b", time.before, re.IGNORECASE) and re.search(
        r"\bbefore\b.{0,40}\b(?:disclos|public)", time.after, re.IGNORECASE
    ):
        return ("disclose",)
    aimed = FOR.match(time.after)
    if aimed:
        return (next(name for name, found in aimed.groupdict().items() if found),)
    if (time.hyphened or time.before.endswith("(") or ALONE.match(time.after)) and (named := NEXT.match(time.after)):
        return (next(name for name, found in named.groupdict().items() if found),)
    cues = list(CUE.finditer(CLAUSE.split(time.before)[-1])) or list(CUE.finditer(time.before))
    if cues:
        chain = [cues[-1]]
        for each in reversed(cues[:-1]):
            between = cues[0].string[each.end() : chain[-1].start()]
            if not CHAIN.match(between):
                break
            chain.append(each)
        chosen = tuple(dict.fromkeys(_name(each) for each in reversed(chain)))
        if PLAN.search(time.before):
            return ("update",)
        return _settled(time, chosen, label)
    behind = next(
        (each for each in CUE.finditer(CLAUSE.split(time.after)[0]) if not ANCHOR.search(time.after[: each.start()])),
        None,
    )
    if behind:
        return (_name(behind),)
    if carried and not CLAUSE.search(time.before) and len(time.before) < 80:
        return carried
    if len(re.findall(r"\w+", f"{time.before} {time.after}")) > FEW and not label and not _of(saying, saying.text):
        return ()
    told = not label or _of(saying, label) or re.search(r"tim(?:e|ing)|within|sla|deadline|target", label)
    return _from_around(saying) if told else ()


def _elsewhere(saying: Saying, time: _Time, carried: tuple[str, ...]) -> tuple[str, ...]:
    """What another language does within ``time``, where its own clause does not say it."""
    named = _names(saying.label) if time.first else []
    if named:
        return (named[-1],)
    if carried and len(time.before) < 80:
        return carried
    other = [match for match in CUE.finditer(time.before) if not anchored(time.before, match, time.after)]
    return (_name(other[-1]),) if other and not foreign("moods.lasts", saying.text) else _from_around(saying)


def _settled(time: _Time, chosen: tuple[str, ...], label: str) -> tuple[str, ...]:
    if label:
        named = [_name(each) for each in CUE.finditer(label)]
        if named and CUE.search(time.before[len(label) :]) is None:
            return _labelled(label, named)
    if chosen[-1] in {"acknowledge", "update"} and EVALUATED.match(time.after):
        return (*chosen[:-1], "assess")
    if len(chosen) > 1 and chosen[-1] == "acknowledge" and "update" in chosen:
        return ("update",)
    return chosen


def _labelled(label: str, named: list[str]) -> tuple[str, ...]:
    """The action of a label: of "fix release" the fix, of "triage and response" both."""
    if len(set(named)) > 1 and not re.search(r"\band\b|/|&|,", label):
        return (named[0] if named[0] in {"fix", "disclose", "assess", "update"} else named[-1],)
    return tuple(dict.fromkeys(named))


def _from_around(saying: Saying) -> tuple[str, ...]:
    for source in (
        saying.label,
        saying.statement.lead[-200:],
        saying.statement.heading[-1] if saying.statement.heading else "",
    ):
        named = [_name(each) for each in CUE.finditer(source)]
        if named and (
            saying.role & (Role.TIMES | Role.STEPS | Role.REPORTING | Role.INCIDENT) or _of(saying, saying.text)
        ):
            return ("fix",) if named[-1] == "update" and _of(saying, saying.text) else (named[-1],)
    return ("acknowledge",) if saying.role & Role.TIMES and _of(saying, saying.label) else ()


def _name(match: re.Match[str]) -> str:
    return match.lastgroup or ""


def _severity(saying: Saying, time: _Time) -> tuple[Severity, ...]:
    if speaks(saying.text):
        own = " ".join(clause(time.before, time.after))
        if foreign("severities.others", own):
            named = _of(saying, saying.text) or ("critical",)
            return tuple(each for each in ORDER if each not in named)
        heading = saying.statement.heading[-1] if saying.statement.heading else ""
        near = re.split(r"[;.]\s", time.before)[-1]
        return _all_or(_of(saying, own) or _of(saying, near) or _of(saying, saying.label) or _of(saying, heading))
    before = re.split(r"[;.]\s", time.before)[-1]
    if OTHERS.search(f"{before[-40:]} |") or FOR_OTHERS.match(time.after):
        named = _of(saying, saying.text) or ("critical",)
        return tuple(each for each in ORDER if each not in named)
    behind = BEHIND.match(time.after)
    if behind:
        return _all_or(_of(saying, behind[0]))
    taken = BEHIND.match(time.before)
    found = _of(saying, time.before[taken.end() :] if taken and not time.first else before)
    if not found:
        found = _of(
            saying, re.split(r"[;.,]\s|\b(?:and|within)\b(?! (?:critical|high|medium|low|severe))", time.after)[0]
        )
    if not found and time.first is False and _of(saying, saying.label):
        found = _of(saying, saying.label)
    if not found and saying.statement.heading and not time.before.strip().lower().startswith("all"):
        found = _of(saying, saying.statement.heading[-1])
        if len(saying.statement.heading) > 1 and not found and len(saying.statement.heading) > 2:
            found = _of(saying, saying.statement.heading[-2])
    if not found and len(saying.statement.lead) < 160:
        found = _of(saying, saying.statement.lead)
    return _all_or(found)


def _of(saying: Saying, text: str) -> tuple[Severity, ...]:
    """Severities of ``text``, by the way in which the document counts its levels."""
    return severities(text, saying.scene.worst_level)


def _all_or(found: tuple[Severity, ...]) -> tuple[Severity, ...]:
    return () if len(found) == len(ORDER) else found


def _row(saying: Saying) -> Iterator[Deadline]:
    """A cell under a header that names the action, or a row whose first cell does."""
    cells = saying.cells
    first = cells[0][1] if cells else ""
    own = _row_severity(saying, first)
    if len(cells) > 1 and not CUE.search(first) and (TIME_HEAD.search(cells[0][0]) or DAY.match(f"{first.lower()} ")):
        whens = list(durations(f"{first} "))
        for period in whens:
            for action in _names(" ".join(value for _, value in cells[1:]))[:1]:
                yield _deadline(saying, period, action, (), 0)
        if whens:
            return
    offset = 0
    for index, (name, value) in enumerate(cells):
        if index and (TIME_HEAD.search(name) or CUE.search(name) or CUE.search(first)) and not NO_DEADLINE.search(name):
            for time in _times(value):
                if (
                    (time.period.start > 60 and not time.first)
                    or re.search(r"\bevery\s$|\bextension\b|\bper\s$", f"{time.before[-8:]}", re.IGNORECASE)
                    or re.match(r"\s*extension", time.after)
                ):
                    continue
                behind = BEHIND.match(time.after)
                named = (
                    (_of(saying, behind[0]) if behind else ())
                    or _of(saying, time.before[-30:])
                    or _of(saying, re.split(r"[,;]", time.after[:30])[0])
                )
                severity = named or own or _of(saying, name)
                for action in _cell_actions(saying, name, time.before, first):
                    yield _deadline(
                        saying, time.period, action, severity if len(severity) < 4 else (), offset + time.period.start
                    )
        offset += len(value) + 3


def _row_severity(saying: Saying, first: str) -> tuple[Severity, ...]:
    """The severity a row is for: of its first cell, of a column about severity, else of its heading."""
    found = _of(saying, first)
    for name, value in saying.cells:
        if not found and re.search(r"sever|level|priorit", name):
            found = _of(saying, value)
    return found or (_of(saying, saying.statement.heading[-1]) if saying.statement.heading else ())


def _cell_actions(saying: Saying, name: str, before: str, first: str) -> tuple[str, ...]:
    near = _names(before[-60:])
    head = _names(name)
    row = _names(first)
    if not row and (phased := phase(first)):
        return (phased,)
    if RESPONSE_HEAD.match(name) and any(
        found[0] == "fix"
        for other, value in saying.cells
        if ACTED_HEAD.search(other)
        and (AT_ONCE.search(value) or not timed(value.lower()))
        and (found := [*(["fix"] if INCLUDED.search(value) else ()), *_names(value)])
    ):
        return ("fix",)
    if head and not re.fullmatch(r"\W*(?:target )?(?:response|target|sla)s?\W*", name):
        return tuple(dict.fromkeys(head)) if re.search(r"\band\b|/|&", name) else (_labelled(name, head)[0],)
    if row:
        return _labelled(first.lower(), row)
    if near:
        return (near[-1],)
    if head:
        return (head[-1],)
    others = [found[-1] for other, _ in saying.cells if (found := _names(other))]
    around = (
        others
        or _names(saying.statement.lead[-160:])
        or _names(saying.statement.heading[-1] if saying.statement.heading else "")
    )
    return (around[-1],) if around else ()


def _names(text: str) -> list[str]:
    return [_name(each) for each in CUE.finditer(text)]


def _deadline(
    saying: Saying, period: Duration, action: str, severity: tuple[Severity, ...], offset: int | None = None
) -> Deadline:
    strength = saying.strength
    if strength == "discretion":
        strength = "promise"
    if saying.scene.best_effort and strength == "promise":
        strength = "target"
    return saying.make(
        Deadline,
        period.start if offset is None else offset,
        action=action,
        within=period.within,
        earliest=period.earliest,
        basis=period.basis,
        severity=severity,
        upper=period.upper,
        strength=strength,
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
