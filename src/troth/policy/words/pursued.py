"""Whether a sentence says that researchers are spared the courts, or that they are not.

"Not" and "legal action" in one sentence tell nothing by themselves: "we will not hesitate to take legal action" and "if
you do not follow the rules we will take legal action" are threats. So who acts, what is denied and what stands between
are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.words.sieve import Words

ACTION = (
    r"(?:(?:legal|civil|criminal|judicial|court)(?:(?: (?:or|and)|/| or/and|,)? ?\w+)? (?:actions?|charges?|"
    r"complaints?|claims?|proceedings|measures|steps|threats?|consequences|penalt(?:y|ies)|sanctions?|liability|cases?|recourse|"
    r"remed(?:y|ies)|suits?|investigations?)|legal action|lawsuits?|litigation|law enforcement|"
    r"prosecut(?:e|es|ed|ion|ing)|"
    r"sue[ds]?|suing|press(?:ing)? charges|to court|(?:the )?(?:police|authorities)|penali[sz](?:e|ed|ing)|"
    r"punish(?:ed|ing)?)\b"
)
ACTIONS = Words(rf"\b{ACTION}")
"""What a court or the police would be asked for, and what is done to those who come before it."""
NOT = Words(r"\b(?:not|never|no|neither|nobody|no[\s-]one|none|nor)\b|(?:n['’]t|\bcannot)\b")
NEAR = 70
"""Characters between a negation and what it denies."""
START = re.compile(r"(?<!\bLtd)(?<!\bInc)(?<!\bCorp)(?<!\bCo)[.;:!?]\s|\s[-–—]\s|\n")
"""Where the words begin that belong together."""
OVERTURNS = Words(
    r"\b(?:hesitat\w*|refrain\w*|abstain\w*|desist\w*|rul(?:e|es|ed|ing) out|exclud\w*|limit\w*|prevent\w*|"
    r"preclud\w*|prohibit\w*|stop\w*|restrict\w*|waiv\w*|forgo|forego|give up|giving up|surrender\w*|renounc\w*|"
    r"shy\w*|shrink\w*|fail\w*|hold back|think twice|think long|afraid|scared?|fear|forget|guarantee\w*|promise\w*|"
    r"say|said|know|sure|certain|decid\w*|matter|doubt\w*|only|just|merely|hinder\w*|bar|bars|barred|keep us|keeps us|"
    r"spare|spared|avoid\w*|reluctan\w*|too proud|above|need|needs|mind|tolerat\w*|accept\w*|allow\w*|limited|"
    r"otherwise|able|protect\w*|"
    r"shield\w*|help|defend\w*|influence\w*|control\w*)\b|"
    r"\b(?:we|i|team|maintainers?|project|company|foundation)(?:['’]ll)? (?:\w+ly |always |also |then )?"
    r"(?:will|shall|may|can|could|might|must|would|do|take|pursue|bring|file|reserve|sue|prosecute|report|call|"
    r"consider|are|is)\b(?! (?:not|never)\b)|['’]ll\b"
)
"""Between a negation and what seems denied: it denies something else, or says the contrary."""
_TEAM = (
    r"(?:project|team|compan(?:y|ies)|organi[sz]ation|foundation|maintainers?|developers?|authors?|founders?|board|"
    r"agency|department|authority|office|society|ministry|firm|business|association|university|consortium|corporation|institute|committee|lawyers|management)"
)
WHO = (
    rf"(?:\b(?:we|i)\b|\b(?:the|our|this|its|and)\b (?:[\w'’.&-]+ ){{0,3}}?{_TEAM}\b|\b(?:all|its) {_TEAM}\b|"
    r"(?-i:(?<![\w'’])(?!(?:Do|Does|Will|Can|Should|Must|Shall|There|Nothing|Nobody|Anyone|Everyone|Even|As|Unless|Where|While|Legal|Some|Many|Most|Our|Your|Their|The|If|You|Researchers?|When|Any|All|They|It|This|That|These|Those|No|Not|"
    r"GitHub|GitLab|Bugcrowd|HackerOne|Google|Microsoft|Amazon|Cloudflare|Apple|Reporters?|Please)\b)"
    r"[A-Z][\w.&’'-]*(?: (?:[A-Z][\w.&’'-]*|of|and|the)){0,5}))"
)
"""Those who promise: we, the project, or a company by its name."""
_LINK = (
    r"(?:,? (?!(?:you|they|he|she|it|others?|anybody|anyone|people|researchers?|reporters?|providers?|hosts?|partners?|"
    r"customers?|who|which|that (?!(?:we|i)\b)|if|when|because|since|cannot|unless)\b)[\w'’-]+,?){0,6}"
)
BY_US = Words(rf"{WHO}(?:['’]ll)?{_LINK}\W*$")
"""Who acts, right before a negation."""
ELIDED = Words(r"(?:\b(?:and|but|nor|or|so)\b|,) ?(?:therefore )?(?:will|shall|do|does|would|wo)?\W*$")
"""A second verb of who acted before: "we welcome you and will"."""
FIRST = Words(rf"^\W*(?:[^,]{{0,80}}, )?{WHO} (?!will not|do not)")
HEADED = Words(r"^\W*(?:(?:to|and|or|also|then|furthermore|moreover|in turn) )*$")
"""Nothing stands before it: an item, or a label."""
SPARED = Words(
    r"\b(?:you|researchers?|reporters?|finders?|people|persons|those|they|anyone|anybody|everyone|who\b[^.;]{1,80}|"
    r"research\b[^.;]{0,80}|(?:reports?|testing|tests|disclosures?|submissions?|activit(?:y|ies)|conduct|actions?|"
    r"findings|violations?)\b[^.;]{0,80}|faith\b[^.;]{0,40}|policy\b[^.;]{0,20}|rules\b[^.;]{0,20}|safe harbou?r) ?,? ?"
    r"(?:will|shall|are|is|do|does|wo|need)?\W*$"
)
"""Who is spared, right before a negation."""
SPARING = Words(
    r"^\W*(?:\w+ )?(?:be|face|facing|fear|have|meet|see|become|get|receive|result|lead|risk|expose\w*|cause|trigger)\b"
    r"(?! (?:afraid|sure))"
)
"""What then is denied of them."""
NOBODY = Words(r"\b(?:no|nobody|no[\s-]one|none)\b", 0)
GIVEN = Words(r"\bthere (?:will be|is|are|shall be)\W*$|\b(?:face|faces|fear|have|will see|bring|brings)\W*$|,\W*$")
"""What stands before "no legal action", where nobody acts."""
FEW = Words(r"^\W*(?:[\w/-]+\W+){0,3}$")
NEITHER = Words(
    r"\bneither\b (?P<who>[^.;]{2,60}) nor [^.;]{2,60} (?:will|shall|do|does|would|are|is) (?P<act>[^.;]{0,60})$"
)
AGAINST_US = Words(r"^\W*(?:against |on |for )?(?:us|the (?:project|maintainers|company|team)|our)\b")
"""The project itself, which spares nobody where it is spared."""
BEHIND = Words(
    r"^[^.;]{0,60}?\b(?:(?:will|shall|is|are) (?:not|never)|won['’]t|(?:is|are)n['’]t) (?:\w+ly )?(?:be )?(?:\w+ly )?"
    r"(?:taken|brought|pursued|initiated|filed|sought|started|threatened|used|instituted|commenced|launched|involved|"
    r"informed|called|contacted)\b"
)
"""The action comes first, and is denied behind: "legal action will not be taken"."""
ABSTAINS = Words(r"\b(?:abstain|refrain|desist|forgo|forego|renounce|waive)(?:s|ing)? (?:from )?(?:\w+ ){0,4}$")
AGAINST_PEOPLE = Words(
    r"^(?: \w+)? against (?:you|any(?:one|body)|(?:[\w-]+ ){0,3}(?:researchers?|reporters?|finders?|people|persons|"
    r"individuals|those))\b"
)
FEAR = Words(r"^\W*(?:have to |need to )?fear (?:any )?\W*$")
"""What else is denied of them."""
OTHERS = Words(
    r"\b(?:our|the|your|their|any|some|most|many|other|his|her) (?:[\w-]+ ){0,2}?(?:providers?|hosters?|hosts?|"
    r"vendors?|suppliers?|partners?|customers?|clients?|sponsors?|upstreams?|employers?|registrars?|platforms?|competitors?|"
    r"subsidiar(?:y|ies)|affiliates?|projects|companies|organi[sz]ations|isps?)\b(?:['’]s?)? (?!and\b|or\b)"
    r"(?:\w+ ){0,2}?(?:will|may|might|do|does|can|cannot|has|have|is|are|offers?|grants?|provides?|consider|gives?|"
    r"promises?|won['’]t|supports?)\b"
)
"""Others who act."""
UNPROMISED = Words(
    r"\b(?:cannot|can['’]t|can not|(?:do|does|will|would|could) not|(?:do|does|wo|would|could)n['’]t|unable to|"
    r"not able to|"
    r"never|nor|refuse to|decline to|unwilling to|not willing to|hard to|impossible to) (?:\w+ )?(?:promise|guarantee|"
    r"commit|assure|agree|pledge|say|undertake|ensure|offer|give|warrant|know)\b"
)
"""A promise that is not made, before what it would be."""
FALSE = Words(
    r"\b(?:it is|it['’]s|that is) (?:not true|untrue|false|wrong|a myth|a lie|incorrect)\b|\bnot the case\b|"
    r"\b(?:nobody|no one|no[\s-]one) (?:should|must|may|can) (?:\w+ )?(?:think|believe|assume|expect|conclude|infer)\b|"
    r"\b(?:do not|don['’]t|never|not) (?:\w+ )?(?:think|believe|assume|expect|conclude|infer|imply|mean|suppose)\b"
)
HOPED = Words(
    r"\b(?:hop(?:e|es|ing)|aim\w*|tr(?:y|ies|ying)|striv\w*|intend\w*|intention|expect|prefer|wish|would like|"
    r"['’]d like|plan to|goal|best|generally|usually|typically|normally|mostly|in principle|as a rule|"
    r"wherever possible|"
    r"where possible|in most cases|tend|want|unlikely)\b"
)
OPEN = Words(
    r"\b(?:(?:we|i|team|project|company|maintainers?|foundation) (?:\w+ )?(?:may|might|could)|discretion|"
    r"case[- ]by[- ]case|possibly|perhaps|maybe|(?:we|i) (?:will |are )?consider (?:not|offering|granting|whether)|"
    r"considering|under consideration|may (?:be|choose|decide|not))\b"
)
LATER = Words(
    r"\b(?:from|starting|beginning)(?: (?:in|from|on|with))? (?:[A-Za-z]+ )?(?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:of )?"
    r"(?:[A-Za-z]+ )?20\d\d\b(?: on(?:wards?)?)?|\bonce (?:we|the|our|this)\b[^,.;]{3,60}"
)
"""A day, or an event, before which it does not hold."""


def spared(text: str) -> Iterator[tuple[int, int]]:
    """Where ``text`` says that those who look for flaws are not brought before a court, and where those words begin."""
    for act in ACTIONS.finditer(text):
        start = _begin(text, act.start())
        before = text[start : act.start()]
        if AGAINST_US.match(text[act.end() :]):
            continue
        if neither := NEITHER.search(before):
            if _ours(f"{neither['who']} ") and not OVERTURNS.search(neither["act"]):
                yield start, start + neither.start()
            continue
        denial = next(reversed(tuple(NOT.finditer(before))), None)
        if denial is None:
            if BEHIND.match(text[act.end() :]) or _abstains(before, text[act.end() :]):
                yield start, act.start()
            continue
        between = before[denial.end() :]
        ahead = before[: denial.start()]
        near = len(between) <= NEAR and not OVERTURNS.search(between)
        if (near and _denies(ahead, denial[0], between)) or (FEAR.match(between) and SPARED.search(ahead)):
            yield start, start + denial.start()


def _abstains(before: str, behind: str) -> bool:
    """Whether the project abstains from what stands between ``before`` and ``behind``."""
    verb = ABSTAINS.search(before)
    if verb is None:
        return False
    ahead = before[: verb.start()]
    return _ours(ahead) or bool(HEADED.match(ahead) and AGAINST_PEOPLE.match(behind))


def _denies(ahead: str, denial: str, between: str) -> bool:
    """Whether ``denial`` between these words says that the project does not go to court."""
    if NOBODY.fullmatch(denial.lower()):
        bare = denial.lower() in {"no", "none"}
        if bare and not FEW.match(between):
            return False
        return bool(not bare or HEADED.match(ahead) or _ours(ahead) or SPARED.search(ahead) or GIVEN.search(ahead))
    return bool(_ours(ahead) or HEADED.match(ahead) or (SPARED.search(ahead) and SPARING.match(between)))


def _ours(ahead: str) -> bool:
    """Whether the project acts where ``ahead`` ends."""
    return bool(BY_US.search(ahead) or (ELIDED.search(ahead) and FIRST.match(ahead)))


def _begin(text: str, end: int) -> int:
    """Where the words that belong to those at ``end`` begin."""
    start = 0
    for mark in START.finditer(text, 0, end):
        start = mark.end()
    return start
