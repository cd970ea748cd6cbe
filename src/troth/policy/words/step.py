"""The name of a step: the label of a line, else its words without who does it, when, how and why.

"We will acknowledge your report within two days" is the step "acknowledge the report".
"""

from __future__ import annotations

import re

NUMBER = re.compile(
    r"^(?:(?:step|phase|stage|day)?\s*(?:\d{1,3}|[a-h])|(?:step|phase|stage)\s[ivx]{1,4})\s*[.:)–—-]+\s+", re.IGNORECASE
)
COUNTER = re.compile(
    r"(?:(?:within|after|by|up to|first|next|around|until) )?(?:the )?(?:first )?"
    r"(?:(?:steps?|phase|days?|hours?|months?|stage|weeks?|t\s?[+-])?\s?[\d\s.–+<≤~-]+|[a-h])"
    r"(?:business |working )?(?:hours?|days?|weeks?|months?|minutes?|hrs?|h|d)?|immediate(?:ly)?",
    re.IGNORECASE,
)
ENDS = re.compile(r"[.;:](?=\s|$)|\s(?:--|[–—-])\s|\s→\s")
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
VERBS = frozenset(
    {
        "accept",
        "acknowledge",
        "add",
        "address",
        "analyse",
        "analyze",
        "announce",
        "apply",
        "approve",
        "archive",
        "assess",
        "assign",
        "audit",
        "backport",
        "block",
        "broadcast",
        "build",
        "bump",
        "check",
        "cherry-pick",
        "choose",
        "classify",
        "close",
        "collaborate",
        "collect",
        "commit",
        "communicate",
        "conduct",
        "confirm",
        "contact",
        "coordinate",
        "create",
        "credit",
        "cut",
        "deliver",
        "deploy",
        "determine",
        "develop",
        "disclose",
        "discuss",
        "document",
        "draft",
        "embargo",
        "escalate",
        "evaluate",
        "examine",
        "finalize",
        "fix",
        "forward",
        "handle",
        "hold",
        "identify",
        "implement",
        "ensure",
        "include",
        "inform",
        "inspect",
        "investigate",
        "invite",
        "issue",
        "log",
        "make",
        "mark",
        "merge",
        "mitigate",
        "monitor",
        "move",
        "negotiate",
        "notify",
        "open",
        "package",
        "patch",
        "perform",
        "plan",
        "post",
        "prepare",
        "prioritise",
        "prioritize",
        "provide",
        "publish",
        "push",
        "raise",
        "reach",
        "rebuild",
        "record",
        "reject",
        "release",
        "remediate",
        "replicate",
        "report",
        "reproduce",
        "request",
        "rerun",
        "resolve",
        "respond",
        "retest",
        "review",
        "revoke",
        "rotate",
        "scan",
        "schedule",
        "score",
        "select",
        "send",
        "set",
        "share",
        "ship",
        "sign",
        "start",
        "submit",
        "tag",
        "tell",
        "test",
        "track",
        "triage",
        "update",
        "upload",
        "validate",
        "verify",
        "withdraw",
        "write",
    }
)
"""Verbs of the handling of a report."""
IRREGULAR = {
    "sent": "send",
    "made": "make",
    "written": "write",
    "built": "build",
    "shipped": "ship",
    "tagged": "tag",
    "chosen": "choose",
    "cut": "cut",
    "set": "set",
    "told": "tell",
}


def _participle(verb: str) -> str:
    return f"{verb}d" if verb.endswith("e") else f"{verb[:-1]}ied" if verb.endswith("fy") else f"{verb}ed"


PARTICIPLES = {_participle(verb): verb for verb in sorted(VERBS)} | IRREGULAR
"""Participles and the verbs that they are of."""
PASSIVE = re.compile(
    r"^(?P<what>(?:[\w\"-]+ ){1,7}?)(?:is|are|will be|gets?|has been|have been|must be|should be|shall be|can be)"
    r"(?: (?:\w+ly|then|also|first))? (?P<done>[\w-]+(?:(?:, (?:and )?| and )(?:\w+ly )?[\w-]+(?:ed|t|n))*)\b(?! or\b)",
    re.IGNORECASE,
)
"""What is done with something: "a patch is written, reviewed and tested"."""
FINITE = "|".join(
    f"{re.escape(verb[:-1])}(?:y|ies)" if verb.endswith("fy") else f"{verb}(?:e?s)?" for verb in sorted(VERBS)
)
"""The verbs in both persons."""
SOMEBODY = re.compile(
    r"^(?:an?|the|one|our|all)?\s?(?:[\w'’-]+ ){0,8}?(?:teams?|members?|maintainers?|committee|handlers?|managers?|"
    r"group|persons?|people|someone|recipients?|developers?|owners?|leads?|coordinators?|engineers?|psc|pst|psirt|csirt|tsc|"
    r"crew)(?: (?:of|in|on|at|from|for) (?:[\w'’-]+ ){1,4}?| )(?:(?:will|shall|may|can|should|would|must|aims? to|"
    r"tr(?:y|ies) to) )?(?:first |then |also )?(?<!the )(?<!an )(?<!a )(?<!our )"
    rf"(?=(?P<verb>{FINITE})\b)",
    re.IGNORECASE,
)
"""Anybody who handles a report, before the verb."""
SEVERAL = re.compile(rf"\b(?:{FINITE})(?:, (?:{FINITE})){{0,8}},? (?:and|or) (?=(?:{FINITE})\b)", re.IGNORECASE)
"""Verbs that share what they are done to."""
WHEN = re.compile(
    r",? (?:as soon as possible|as (?:required|needed|appropriate)|immediately$|at once$|right away$|thoroughly$|"
    r"promptly$|as quickly as possible|if (?:applicable|needed|necessary|appropriate|possible|"
    r"confirmed|valid)|when (?:appropriate|applicable|ready)|where (?:appropriate|applicable)|unless |via |through |"
    r"at https?:|"
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
    r"^(?P<kept>\S+ \S.*?) (?:to|onto|into|in|with|on|per|under|as)\b.*$|^(?P<most>\S+ \S+ \S.*?) for\b.*$|"
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
COMMA, SPACE = "\x1f", "\x01"
"""Stand for a comma and a space that end nothing."""
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
    (re.compile(r"\byour\b", re.IGNORECASE), "the"),
    (re.compile(r"\bcredit you\b.*$", re.IGNORECASE), "credit the reporter"),
    (re.compile(r"\b(request an? cve) (?:identifiers?|identification numbers?)", re.IGNORECASE), r"\1"),
    (re.compile(r"\bfor all supported\b", re.IGNORECASE), "for supported"),
    (re.compile(r"\bfor the latest\b", re.IGNORECASE), f"for{SPACE}the{SPACE}latest"),
    (re.compile(r" of (?:\w+ )?progress$", re.IGNORECASE), ""),
    (re.compile(r"\b(?:a |the )?list of (?:all )?(?:the )?", re.IGNORECASE), ""),
    (re.compile(r"\bthe (?=affected (?:versions|releases|packages))", re.IGNORECASE), ""),
    (re.compile(r"^(?:work|attempt|try|begin|continue|work with [\w ]{2,30}?) to ", re.IGNORECASE), ""),
)
"""Turns of phrase that many policies share, and the words for them in a name."""
QUOTES = re.compile(r"[\"“”](?=[\w ]+[\"“”])|(?<=\w)[\"“”]")
UNSAID = re.compile(
    r"(?:let us|typically|usually|normally|generally|this|that|these|those|it|there|they|if|when|once|while|please|"
    r"nota?|"
    r"on the|in the|at the|for the|by the|as|every|each|any|some|all|no|in|on|for|with|we (?:have|are|do)|do|"
    r"next step|you|yours|what|how|why|who|because|since|although|however|also|must|should|may|"
    r"can|cannot|messages|details|actively)\b|[^a-z]*$",
    re.IGNORECASE,
)
"""Beginnings of what is no name: they are those of a sentence."""
ALL = re.compile(r"^all (?:the )?", re.IGNORECASE)
PRIVATE = re.compile(r" in an? (?=(?:temporary )?private (?:fork|branch|repo\w*|repository))", re.IGNORECASE)
"""Where a fix is made is told by its name."""
UNENDED = re.compile(r"\s(?:and|or|to|in|of|the|an?|for|with|by|on|at|that|which)$", re.IGNORECASE)
"""Words at which no name ends."""
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
    words = SEVERAL.sub(lambda found: f"{found[0].replace(', ', COMMA)}", ENDS.split(words)[0])
    words = HANDLER[0].sub(HANDLER[1], words)
    words = PRIVATE.sub(lambda found: found[0].replace(" ", SPACE), _verb(CLAUSE.sub("", words)))
    words = WHEN.sub("", PLACE.sub("", QUOTES.sub("", words)))
    for pattern, brief in SAID_BRIEFLY:
        words = pattern.sub(brief, words)
    if len(words.split()) > SHORT:
        shorter = LONG.sub("", words)
        words = shorter if " " in shorter.strip() else words
    words = TO_WHAT.sub(r"\g<kept>\g<most>", SECOND.sub(r"\g<first>\g<long>", words))
    return _bare(UNENDED.sub("", words)).replace(COMMA, ", ").replace(SPACE, " ")


def sensible(name: str) -> bool:
    """Whether ``name`` says what is done, as no beginning of a sentence does."""
    return bool(name) and not UNSAID.match(name)


def stage_name(title: str) -> str:
    """The name of the stage that a heading tells, lower case, without its number."""
    return _bare(PLACE.sub("", NUMBER.sub("", re.sub(r"^[^\w(]+|^(?:\d{1,2}\.)+\d*\s+", "", title))))


def _verb(words: str) -> str:
    """``words`` from their verb on: "the team tests it" is "test it", "code is audited" is "audit code"."""
    passive = PASSIVE.match(words)
    done = re.split(r", (?:and )?| and ", re.sub(r"\b\w+ly ", "", passive["done"].lower())) if passive else []
    if passive and all(each in PARTICIPLES for each in done):
        verbs = " and ".join(filter(None, (COMMA.join(PARTICIPLES[each] for each in done[:-1]), PARTICIPLES[done[-1]])))
        return f"{verbs} {ALL.sub('', passive['what'].strip())}{words[passive.end() :]}"
    somebody = SOMEBODY.match(words)
    if somebody and _base(somebody["verb"].lower()) in VERBS:
        rest = words[somebody.end() :]
        return f"{_base(somebody['verb'].lower())}{rest[len(somebody['verb']) :]}"
    who = WHO.match(words)
    if not who:
        return words
    rest = words[who.end() :]
    if who["who"].lower() in {"we", "i"}:
        return rest
    third = THIRD.match(rest)
    return f"{third['verb']}{'y' if third['end'] == 'ies' else ''}{rest[third.end() :]}" if third else rest


def _base(verb: str) -> str:
    """``verb`` without the ending of the third person."""
    third = THIRD.match(f"{verb} ")
    return f"{third['verb']}{'y' if third['end'] == 'ies' else ''}" if third else verb


def _bare(words: str) -> str:
    return words.strip(" *_`.,:").lower()[:LONGEST]
