"""The name of a step: the label of a line, else its words without who does it, when, how and why.

"We will acknowledge your report within two days" is the step "acknowledge the report".
"""

from __future__ import annotations

import re

NUMBER = re.compile(r"^(?:step|phase|stage|day)?\s*(?:\d{1,3}|[a-h])\s*[.:)–—-]+\s+", re.IGNORECASE)
COUNTER = re.compile(
    r"(?:(?:within|after|by|up to|first|next|around|until) )?(?:the )?(?:first )?"
    r"(?:(?:steps?|phase|days?|hours?|months?|stage|weeks?|t\s?[+-])?\s?[\d\s.–+<≤~-]+|[a-h])"
    r"(?:business |working )?(?:hours?|days?|weeks?|months?|minutes?|hrs?|h|d)?|immediate(?:ly)?",
    re.IGNORECASE,
)
ENDS = re.compile(r"[.;:](?=\s|$)|\s[–—-]\s|\s→\s")
PLACE = re.compile(r"\s*\([^()]{0,80}\)|\s*\([^()]{0,200}$")
WHO = re.compile(
    r"^(?:(?:once|after|when|if|on|in|upon)\b[^,]{0,80},\s*)?(?:then )?"
    r"(?!(?:notif|inform|alert|contact|tell|brief|assembl|activat|conven|engag|gather|involv|page|call|assign|build|let|tell|ask|give|help|make|keep)\w*\s)"
    r"(?P<who>we|i|the maintainers?|maintainers?|(?:the |a member of the |our )?(?:\w+ ){0,2}"
    r"(?:team|manager|lead|owners?|maintainers?|developers?))"
    r"(?:['’]ll| will| would| may| should| shall| aim to| try to| also){0,3}\s+(?:also |then |promptly |publicly )?"
    r"(?!of |in |is |are |has |have |and |or )",
    re.IGNORECASE,
)
"""Who does it, before the verb."""
ACTOR = re.compile(
    r"(?:(?:the )?(?:\w+ ){0,2}(?:coordinator|developer|maintainer|lead|team|manager|owner|reporter|engineer|officer|"
    r"committer|handler|admin|cto|ciso)s?(?: ?(?:/|&|,|and|or|\+) ?|$)){1,3}",
    re.IGNORECASE,
)
"""Labels that tell who takes the step: "Coordinator: close the report"."""
THIRD = re.compile(r"^(?P<verb>[a-z]{3,20}?)(?P<end>ies|(?<=sh)es|(?<=ch)es|(?<=ss)es|(?<!s)s)(?=\s)")
CLAUSE = re.compile(
    r"^(?:(?:once|after|when|if|on|upon|during|before|at|as|in|within|for|following|prior to|with|while|until|"
    r"no (?:more|later|less) than|to the best|depending|\d+|one|two|three)\b[^,;]{3,90},|"
    r"(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|after that|afterwards|next|then|lastly|finally),?)\s+(?:then )?"
    r"(?=\w+ \w)",
    re.IGNORECASE,
)
"""A clause before the step that tells when it is taken."""
PASSIVE = re.compile(
    r"^(?:a |an |all )?(?P<what>(?:[\w-]+ ){1,5}?)(?:is|are|will be|gets?) (?:then |also |publicly |privately )?"
    r"(?P<verb>prepar|audit|develop|test|publish|releas|validat|announc|assign|request|merg|review|deploy|creat|notif|"
    r"updat|fix|confirm|rotat|disclos|communicat|implement|acknowledg|triag|investigat|assess|verif|evaluat|"
    r"coordinat|patch|credit|inform|backport|schedul|resolv|determin)(?P<end>i?ed)\b",
    re.IGNORECASE,
)
WHEN = re.compile(
    r",? (?:as soon as possible|as (?:required|needed|appropriate)|immediately$|at once$|right away$|thoroughly$|"
    r"promptly$|as quickly as possible|if (?:applicable|needed|necessary|appropriate|possible|"
    r"confirmed|valid)|when (?:appropriate|applicable|ready)|where (?:appropriate|applicable)|unless |via |through |"
    r"within |according to |along with |in line with ).*$|,.*$",
    re.IGNORECASE,
)
"""When and how: never part of a name."""
LONG = re.compile(
    r" (?:via|through|within|unless|using|based on|depending|after|before|once|when|if|by|from|that|which|"
    r"(?:for|with|in|on|to|about) (?:the|our|a|an|your|any|production|users?|release|high|critical|it)|"
    r"to (?:find|fix|ensure|verify|address|re-\w+))\b.*$",
    re.IGNORECASE,
)
"""What goes from names that are too long."""
TO_WHAT = re.compile(
    r"^(?P<kept>\S+ \S.*?) (?:to|into|in|with|on|per|under|as)\b.*$|^(?P<most>\S+ \S+ \S.*?) for\b.*$|"
    r" (?:across|against|following|until|upon|where|who|asap|during|prior|among|between|throughout|including|since|"
    r"because|so|while|together|alongside|along)\b.*$",
    re.IGNORECASE,
)
"""Where to, with what and beside what, behind a verb and what it is done to."""
SECOND = re.compile(
    r"^(?P<first>.*?),? and (?:keep|credit|notify|inform|coordinate|work|collaborate|initiate)\b.*$|"
    r"^(?P<long>(?:\S+ ){3,}?\S+) and .*$",
    re.IGNORECASE,
)
"""A second clause about the company of the reporter, or behind a long first."""
HANDLER = (
    re.compile(r"^.{0,90}\bassign(?:ed)? (?:it to )?a primary handler.*$", re.IGNORECASE),
    "assign primary handler",
)
"""Said briefly before what it is about is cut off: it may stand behind that."""
SAID_BRIEFLY = (
    (re.compile(r"\bto find any (?:potential )?", re.IGNORECASE), "for "),
    (re.compile(r"\ball releases still (?:under maintenance|maintained)", re.IGNORECASE), "all maintained releases"),
    HANDLER,
    (re.compile(r"^(acknowledge|confirm) receipt of .*$", re.IGNORECASE), r"\1 receipt"),
    (re.compile(r" (?:with you|of (?:our|the) progress|appropriately)$", re.IGNORECASE), ""),
    (re.compile(r"^(?:the|an?) ", re.IGNORECASE), ""),
    (re.compile(r"^(?:work|attempt|try|begin|continue|work with [\w ]{2,30}?) to ", re.IGNORECASE), ""),
)
"""Turns of phrase that many policies share, and the words for them in a name."""
STEMS = frozenset(
    {
        "implement",
        "assess",
        "patch",
        "credit",
        "inform",
        "backport",
        "draft",
        "audit",
        "develop",
        "test",
        "publish",
        "assign",
        "request",
        "review",
        "deploy",
        "fix",
        "confirm",
    }
)
SHORT = 3
LONGEST = 100


def step_name(text: str, label: str) -> str:
    """The name of the step that ``text`` tells, lower case; ``label`` are its words before a colon or dash."""
    words = NUMBER.sub("", re.sub(r"^[^\w(]+", "", text))
    if label and ACTOR.fullmatch(label):
        words = re.sub(r"^[^|:–—]{1,70}[|:–—]\s*", "", words)
    elif label:
        named = NUMBER.sub("", re.sub(r"^[^\w(]+", "", label))
        if len(named) < 60 and not COUNTER.fullmatch(named):
            return _bare(PLACE.sub("", named))
        words = re.sub(r"^[^|:]{0,60}[|:]\s*", "", words) if COUNTER.fullmatch(named) else words
    words = ENDS.split(words)[0]
    words = HANDLER[0].sub(HANDLER[1], words)
    words = WHEN.sub("", PLACE.sub("", _verb(CLAUSE.sub("", words))))
    for pattern, brief in SAID_BRIEFLY:
        words = pattern.sub(brief, words)
    if len(words.split()) > SHORT:
        shorter = LONG.sub("", words)
        words = shorter if " " in shorter.strip() else words
    return _bare(TO_WHAT.sub(r"\g<kept>\g<most>", SECOND.sub(r"\g<first>\g<long>", words)))


def stage_name(title: str) -> str:
    """The name of the stage that a heading tells, lower case, without its number."""
    return _bare(PLACE.sub("", NUMBER.sub("", re.sub(r"^[^\w(]+", "", title))))


def _verb(words: str) -> str:
    """``words`` from their verb on: "the team tests it" is "test it", "code is audited" is "audit code"."""
    passive = PASSIVE.match(words)
    if passive:
        stem = passive["verb"].lower()
        verb = stem if stem in STEMS else f"{stem}y" if stem in {"notif", "verif"} else f"{stem}e"
        return f"{verb} {passive['what'].strip()}{words[passive.end() :]}"
    who = WHO.match(words)
    if not who:
        return words
    rest = words[who.end() :]
    if who["who"].lower() in {"we", "i"}:
        return rest
    third = THIRD.match(rest)
    return f"{third['verb']}{'y' if third['end'] == 'ies' else ''}{rest[third.end() :]}" if third else rest


def _bare(words: str) -> str:
    return words.strip(" *_`.,:").lower()[:LONGEST]
