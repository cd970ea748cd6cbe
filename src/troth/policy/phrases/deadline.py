"""Something is done within a time: acknowledged, assessed, updated, fixed, disclosed, notified."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.clause import actions, anchored, clause
from troth.policy.words.duration import DAY, Duration, durations, timed
from troth.policy.words.severity import ORDER, WORD, severities
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken, foreign, speaks
from troth.terms.commitment import Deadline, Severity

CUES: tuple[tuple[str, str], ...] = (
    ("update", (
        r"(?:status|progress|regular|first|substantive)[\s-]+(?:\w+ )?updates?|more detailed (?:response|"
        r"reply)|detailed response|next steps|keep (?:you|the reporter|reporters) (?:informed|updated)|"
        r"\bupdates? (?:on|about|regarding)\b|\bfollow(?:ed)?[\s-]up\b|progress report|(?:a |an )?updates?(?! "
        r"for| release|s? are|:? (?:is |are )?(?:applied|installed|deployed))\b|(?:timeline|plan) for|action plan|"
        r"remediation plan"
    )),
    ("assess", (
        r"post[\s-]?mortems?|post[\s-]incident \w+|lessons learned|root cause|initial (?:security )?(?:assessment|"
        r"triage|evaluation|analysis|review|investigation)|triag\w*|"
        r"assess\w*|validat\w*|evaluat\w*|verif(?:y|ied|ication)|investigat\w*|severity (?:is |will be "
        r")?(?:decid|determin|assign|rat)\w*|determin\w*|analy[sz]\w+|confirm(?:ation|s|ed(?= (?:the|whether|that|as|"
        r"your|if)))? (?:of |whether |"
        r"if |the |that )?(?:the )?(?:validity|issue|vulnerab\w+|problem|bug|it is)|reproduc\w+|classif\w+|"
        r"\breview(?:ed)?\b|decision|accept(?:ed|ance)? or"
    )),
    ("acknowledge", (
        r"acknowledg\w*|confirm(?:ation)? (?:the |of )?(?:the )?receipt|receipt|(?:initial|first|preliminary|"
        r"human) (?:response|reply|contact|answer|reaction|feedback)|respon(?:d|ds|ded|ding)\b|"
        r"response\b(?! (?:team|plan|manager|process|lead|procedure))|repl(?:y|"
        r"ies|ied)\b|get(?:ting)? back to|hear (?:back )?from|hear back|contact(?:ed)? you|be in touch|in "
        r"contact|reach(?:ed)? out|answer\w*|response times?|\back\b|confirm(?:ation|ed)?\b(?! (?:\w+ )?(?:vulnerab|"
        r"issues|bugs|reports|findings|problems))"
    )),
    ("disclose", (
        r"disclos\w*|embargo\w*|keep (?:\w+ ){0,4}(?:confidential|private)|keep confidential|"
        r"publish\w*(?! (?:a |an |the )?(?:\w+ )?(?:fix|patch|release|update|hotfix|new version))|publication|"
        r"\badvisor(?:y|ies)\b|make (?:it )?public|go public|"
        r"public(?:ly)? (?:announce|releas)\w*"
    )),
    ("fix", (
        r"fix(?:es|ed|ing)?\b|patch\w*|resol(?:v\w+|ution)|remediat\w*|mitigat\w*|\baddress(?:ed|ing)?\b|"
        r"security (?:release|update)s?|releas\w*|repair\w*|hotfix\w*|solution|corrected|correct(?:ion|ive)|"
        r"(?:dependenc\w+|packages?|images?|software|systems?|librar\w+) (?:\w+ ){0,2}(?:are|is|will be|"
        r"must be) updated\b|"
        r"workaround|contain(?:ment|ed)?\b|rebuild"
    )),
    ("notify", (
        r"notif\w*|tell(?:ing)? (?:you|users|reporters)|inform(?:ed|ing)? (?:\w+ ){0,2}(?:users|customers|"
        r"authorit\w+|affected|stakeholders|"
        r"management|regulators)|alert(?:ed|ing)?\b|communicat\w*|(?<!privilege )escalat\w*"
    )),
)  # fmt: skip
CUE = Spoken("|".join(rf"(?P<{name}>(?<!\w)(?:{words}))" for name, words in CUES), "actions")
PLAN = Words(
    r"\b(?:plan|timeline|estimate\w*|eta|schedule|roadmap)\b[^.:;—–]{0,40}\b(?:fix|patch|resol|remediat|"
    r"mitigat|address)\w*[^.]{0,30}$|\b(?:fix|patch|remediation|mitigation|resolution)(?: or (?:a )?\w+)? "
    r"(?:plan|timeline|schedule|estimate)s?\b[^.:]{0,20}$"
)
OTHERS = Spoken(
    r"\bothers?\b(?=\s*(?:$|\||:|severit|issue|vulnerab|level|report|finding|bug|case|class|within|in \d))|"
    r"\b(?:remaining|the rest|everything else|all else)\b|\b(?:non|not)[-\s]critical",
    "severities.others",
)
FOR_OTHERS = Words(r"\s*(?:for|on) (?:the |all )?(?:others?|rest|remaining|lower(?:[-\s]severity)?|non[-\s]critical)\b")
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
WAIT = Spoken(
    r"\bif (?:you|no|there is no|we|nobody|the (?:project|maintainers?|team))\b[^.]{0,60}\b(?:not|no|"
    r"n['’]t|never|without|fail\w*)\b|\b(?:do|did|have|has)(?: not|n['’]t) (?:receive|hear|get|respond|"
    r"receiv\w+|heard|got)\w*|\bif no (?:response|reply)|\bwithout (?:a )?(?:response|reply)|\bno "
    r"(?:response|reply|answer) (?:within|after)",
    "moods.no_answer",
)
NO_DEADLINE = Words(
    r"\b(?:expir\w*|retain\w*|retention|retained|kept for|keep (?:logs|data|backups)|stored for|valid for|"
    r"lifetime|ttl|sessions?|tokens?|timeout|time[\s-]out|lock(?:ed|out)?|rate[\s-]limit\w*|per (?:minute|"
    r"hour|ip)|supported for|support(?:ed)? (?:for|until)|older than|ago|past|last \d|cool[\s-]?down|"
    r"quarantine|minimum age|rotat\w*|rto|rpo|history|uptime|experience|warranty|years of|"
    r"delete[sd]?|purge[sd]?|backups? (?:every|are)|cache|review[\s-]date|extension|maintain(?:ed)? for|"
    r"security (?:support|fixes) for|end[\s-]of[\s-]life|age of)\b"
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
AGENDA = Words(r"\bagenda\b|\bmeeting\b|\bleave of absence\b|\bmin(?:ute)?s? (?:read|video|walkthrough)\b", 0)
"""What takes its time, not what is due."""
LASTS = Words(r"\bfor (?:at least |up to |a minimum of |a period of |another |a further |about |the )?$", 0)
"""How long something goes on, which is no deadline."""
HELD = Words(
    r"\b(?:embargo\w*|confidential\w*|private\w*|wait\w*|undisclosed|disclos\w*|publi\w*|secret|withh\w+|aim\w*|"
    r"target\w*|goal|strive|allow|hold|held|delay\w*)\b"
)
FEW = 9
"""Words beside a period above which a sentence without an action of its own is about something else."""
EVALUATED = Words(r"^\W*(?:with|including) (?:\w+ ){0,2}(?:evaluation|assessment|analysis)\b")
"""An answer that is an assessment: "within 3 days with our evaluation of the report"."""
ACTED_HEAD = Words(r"\baction|\bremed|\brequired|\bhandling|\bprocedure|\bresponse$|\bplan\b")
"""Headers of what is done, beside those of when."""
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
    carried: tuple[str, ...] = ()
    for time in _times(saying.text):
        if _skipped(saying, time):
            continue
        carried = _actions(saying, time, carried)
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
    if time.period.within == "PT0H":
        return (
            saying.strength == "discretion"
            or saying.negated(time.period.start, 20)
            or not re.search(
                r"\b(?:fix|patch\w*|mitigat\w*|notif\w*|remediat\w*|response|respond|rebuild|contain\w*|hotfix)\b",
                near,
                re.IGNORECASE,
            )
            or bool(re.search(r"\b(?:you|please|users|email|report|let us know|contact)\b", saying.low))
            or bool(CLAUSE.search(time.after[:1]))
        )
    return saying.negated(time.period.start, 60) and not re.search(
        r"\bnot? (?:later|longer|more) than\b|\bpublic\w*|\bdisclos\w*|\bembargo", saying.low[: time.period.start]
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
                named = _of(saying, time.before[-30:]) or _of(saying, re.split(r"[,;]", time.after[:30])[0])
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
    if RESPONSE_HEAD.match(name) and any(
        found[0] == "fix"
        for other, value in saying.cells
        if ACTED_HEAD.search(other) and not timed(value.lower()) and (found := _names(value))
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
