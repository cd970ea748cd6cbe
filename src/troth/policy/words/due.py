"""What is due within a period: the words by which an answer, an assessment, a fix or a notice is known."""

from __future__ import annotations

from functools import lru_cache

from troth.policy.words.duration import durations, timed
from troth.policy.words.said_duration import Duration
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken

CUES: tuple[tuple[str, str], ...] = (
    ("update", (
        r"(?:status|progress|regular|first|substantive)[\s-]+"
        r"(?:(?!security|software|system|dependency)\w+ )?updates?|more detailed (?:response|"
        r"reply)|detailed response|next steps|keep (?:you|the reporter|reporters) (?:informed|updated)|"
        r"\bupdates? (?:on|about|regarding)\b|\bfollow(?:ed)?[\s-]up\b|progress report|"
        r"(?:a |an )?(?<!security )updates?(?! "
        r"for| release|s? are|:? (?:is |are )?(?:applied|installed|deployed))\b|(?:timeline|plan) for|action plan|"
        r"remediation plan"
    )),
    ("assess", (
        r"post[\s-]?mortems?|post[\s-]incident \w+|root cause|initial (?:security )?(?:assessment|"
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
        r"workaround|contain(?:ment|ed)?\b|rebuild|eradicat\w*"
    )),
    ("notify", (
        r"notif\w*|tell(?:ing)? (?:you|users|reporters)|inform(?:ed|ing)? (?:\w+ ){0,2}(?:users|customers|"
        r"authorit\w+|affected|stakeholders|"
        r"management|regulators)|alert(?:ed|ing)?\b|communicat\w*|(?<!privilege )escalat\w*"
    )),
)  # fmt: skip
CUE = Spoken("|".join(rf"(?P<{name}>(?<!\w)(?:{words}))" for name, words in CUES), "actions")
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
AGENDA = Words(r"\bagenda\b|\bmeeting\b|\bleave of absence\b|\bmin(?:ute)?s? (?:read|video|walkthrough)\b", 0)
"""What takes its time, not what is due."""
BEYOND = Words(r"\b(?<!no )(?<!not )(?:more|longer|later) than $|\b(?<!not )(?<!in )(?:over|beyond) $", 0)
"""Longer than a period is no limit."""
OTHERS_DUTY = Words(
    r"\b(?:vendors?|suppliers?|researchers?|reporters?|third part(?:y|ies)|upstream \w+|upstream|github|gitlab|"
    r"hackerone|"
    r"bugcrowd|you|customers|users|they)\s(?:agree to|must|have to|has to|need to|shall|should|are required to|will|"
    r"have|triages?|responds?|patch(?:es)?|fix(?:es)?|answers?)\b(?![^.;]{0,40}\b(?:receive|expect|hear|get|see|be|"
    r"allow|"
    r"wait|give|coordinat\w*|disclos\w*|publi\w*)\b)[^.;]{0,80}$|\bby the reporter\b|\brequires us to\b"
)
"""What somebody else has to do within a time."""
LASTS = Words(r"\bfor (?:at least |up to |a minimum of |a period of |another |a further |about |the )?$", 0)
"""How long something goes on, which is no deadline."""
HELD = Words(
    r"\b(?:embargo\w*|confidential\w*|private\w*|wait\w*|undisclosed|disclos\w*|publi\w*|secret|withh\w+|aim\w*|"
    r"target\w*|goal|strive|allow|hold|held|delay\w*)\b"
)
TO_DO = Words(r"immediate(?:ly)?(?: (?:action|response|step)s?)?[`*\s]*:|immediate action to\b")
"""The title of what to do first, which promises no time of its own: "Immediate response: isolate systems"."""
FIXED_HEAD = Words(r"\bupdate|\bpatch|\bfix|\brelease|\bremediat")
"""Headings of lists of when fixes come."""
SHORT = 2
"""Words of a time that stands alone behind its label."""
ACTED_HEAD = Words(r"\baction|\bremed|\brequired|\bhandling|\bprocedure|\bresponse$|\bplan\b")
"""Headers of what is done, beside those of when."""
INCLUDED = Words(r"\binclud\w+ in\b[^.|]{0,30}\b(?:updates?|release)\b")
"""What is done for lesser severities: "include in regular update cycle"."""
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
FOR_OTHERS = Words(
    r"\s*(?:\(|(?:for|on) )(?:the |all )?(?:others?|rest|remaining|lower(?:[-\s]severity)?|non[-\s]critical)\b"
)
PHASE = Spoken(
    r"(?:\b(?:phase|step|stage)\s?\d{0,2}\s?[:.–—-]\s?)?\b(?:(?P<assess>detect\w*|identif\w*|investigat\w*)|"
    r"(?P<fix>eradicat\w*)|(?P<none>recovery|lessons learned))(?: phase)?",
    "phases",
)
"""A phase of an answer to an incident and what it does; recovery and what is learnt are no duty of their own."""


def phase(before: str) -> str | None:
    """What the phase does that is all of ``before`` a period in brackets, "" for nothing; None where it is no phase."""
    name = before.strip(" \t*_#(0123456789.:")
    found = PHASE.match(name)
    if not found or name[found.end() :].strip():
        return None
    return "" if found.lastgroup == "none" else found.lastgroup or ""


TITLE = Words(
    r"\W*(?:\d{1,2}[.)]\W*)?(?:(?:within|in|during|the|first|next|initial|immediate(?:ly)?|short[\s-]?term|"
    r"medium[\s-]?term|mid[\s-]?term|long[\s-]?term|actions?|steps?|follow[\s-]?up|phase|by)\W+){0,5}$"
)
"""All that may stand before the period of a title that is a time."""
REST = Words(r"\W*(?:(?:of|after|from|following) (?:\w+ ){0,3}\w+)?\W*$")
"""All that may stand behind it."""
LONGEST = 80
"""Characters of a title that is a time."""


@lru_cache(maxsize=1024)
def listed_within(title: str) -> Duration | None:
    """The period that is all that ``title`` says, if any."""
    if len(title) > LONGEST or not timed(title.lower()):
        return None
    periods = [each for each in durations(title) if each.within != "PT0H"]
    if len(periods) != 1 or not periods[0].upper:
        return None
    before, after = title[: periods[0].start], title[periods[0].end :]
    return periods[0] if TITLE.match(before) and REST.match(after) else None
