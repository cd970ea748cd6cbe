"""Whether a sentence says that researchers are spared the courts, or that they are not.

"Not" and "legal action" in one sentence tell nothing by themselves: "we will not hesitate to take legal action" and "if
you do not follow the rules we will take legal action" are threats. So who acts, what is denied and what stands between
are asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from troth.policy.words.sieve import Words

ACTION = (
    r"(?:(?:legal|civil|criminal|judicial|court)(?:(?: (?:or|and)|/| or/and|,)? ?\w+)? (?:actions?|charges?|"
    r"complaints?|claims?|proceedings|measures|steps|threats?|consequences|penalt(?:y|ies)|sanctions?|liability|"
    r"cases?|recourse|"
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
BACK = 200
"""Characters before an action that tell who does it to whom."""
MOST = 8
"""Actions of one sentence that are looked at: whoever spares nobody by then spares nobody."""
START = re.compile(r"(?<!\bLtd)(?<!\bInc)(?<!\bCorp)(?<!\bCo)[.;:!?]\s|\s[-–—]\s|\n")
"""Where the words begin that belong together."""
OVERTURNS = Words(
    r"\b(?:hesitat\w*|refrain\w*|abstain\w*|desist\w*|rul(?:e|es|ed|ing) out|exclud\w*|limit\w*|prevent\w*|"
    r"preclud\w*|prohibit\w*|stop\w*|restrict\w*|waiv\w*|forgo|forego|give up|giving up|surrender\w*|renounc\w*|"
    r"shy\w*|shrink\w*|fail\w*|hold back|think twice|think long|afraid|scared?|fear|forget|guarantee\w*|promise\w*|"
    r"say|said|know|sure|certain|decid\w*|(?<!the )(?<!this )matter|doubt\w*|only|just|merely|hinder\w*|bar|bars|"
    r"barred|keep us|keeps us|"
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
    r"agency|department|authority|office|society|ministry|firm|business|association|university|consortium|"
    r"corporation|institute|committee|lawyers|management)"
)
WHO = (
    rf"(?:\b(?:we|i)\b|\b(?:the|our|this|its|and)\b (?:[\w'’.&-]+ ){{0,3}}?{_TEAM}\b|\b(?:all|its) {_TEAM}\b|"
    r"(?-i:(?<![\w'’])(?!(?:Do|Does|Will|Can|Should|Must|Shall|There|Nothing|Nobody|Anyone|Everyone|Even|As|"
    r"Unless|Where|While|Legal|Some|Many|Most|Our|Your|Their|The|If|You|Researchers?|When|Any|All|They|It|This|That|These|Those|No|Not|"
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
FOR_PEOPLE = Words(
    r"^(?:,? (?!(?:will|is|are)\b)[\w-]+){0,3}? (?:for|over|to|on|from) [^.;]{0,40}?\b(?:research\w*|"
    r"report(?:s|ers?|ing)?|test(?:s|ers?|ing)|finders?|disclos\w+|good[\s-]faith|you|anyone|anybody|people|"
    r"those|hackers?)\b"
)
"""The same: "no legal consequences for good-faith research"."""
BROUGHT = Words(
    r"^[^.;]{0,40}?\b(?:taken|brought|pursued|initiated|filed|sought|started|threatened|made|raised|instituted|"
    r"commenced|"
    r"launched|pressed|involve(?:d|ment)|informed|called|contacted|follow|ensue|result|arise)\b"
)
"""What "no legal action" is followed by, where it is a promise."""
PENDING = Words(
    r"^[^.;]{0,30}?\b(?:is|are|was|were|been) (?:\w+ )?(?:pending|under ?way|open|ongoing|known|on file|outstanding|"
    r"in progress|recorded|running|required|necessary|needed|available)\b|"
    r"^[^.;]{0,30}?\b(?:derived?|deduced?|inferred|deducible|derivable)\b"
)
"""What tells only how things stand: "no litigation is pending"."""
TAKES = Words(
    r"\b(?:tak(?:e|es|ing|en)|pursu\w+|br(?:ing|ings|inging|ought)|initiat\w+|fil(?:e|es|ed|ing)|seek\w*|sought|"
    r"threat\w*|start\w*|commenc\w+|institut\w+|launch\w*|mak(?:e|es|ing)|rais(?:e|es|ing)|press\w*|resort\w*|"
    r"assert\w*|exercis\w*|enforc\w*|fac(?:e|es|ing)|fears?|undertak\w+|engag\w+|lodg\w+|subject\w*|consider\w*|"
    r"have|has|enter\w*|open)\b"
)
"""What is done with an action that is taken; other words leave it a term of law: "we offer no legal remedies"."""
TERM = Words(r"(?:liabilit|remed|cases?|claims?|recourse|complaint|investigation|proceeding|suits?|litigation)\w*$")
"""What stands in disclaimers as well."""
KEEPERS = Words(r"law enforcement|(?:the )?(?:police|authorities)")
"""Those whom also data, logs and certificates may come from or go to."""
GOING = Words(
    r"\b(?:involv|contact|call|inform|notif|alert|summon|approach|fear|engag|ask|complain)\w*\b(?: (?:in|to|by|"
    r"on|with))?"
    r"(?: (?:any|the|local))*\W*$|\b(?:go|goes|going|turn|run|speak|talk)(?:ing)? to(?: (?:any|the|local))*\W*$|"
    r"\b(?:report|refer|hand|turn|deliver|name|denounce|identify|give|send|forward|pass)\w*\b(?: (?:you|them|him|"
    r"anyone|anybody|people|(?:[\w-]+ ){0,3}(?:researchers?|reporters?|finders?|hackers?|persons)|(?:your|their|such) "
    r"(?:[\w-]+ )?(?:research|testing|tests|activit\w+|actions?|conduct|work|identit\w+|names?|report)|"
    r"(?:the|this|any|such) (?:matter|research|testing|violation|activity|case)s?|"
    r"it))?(?: over| in)? to"
    r"(?: (?:any|the|local))*\W*$"
)
"""How somebody goes to them about a researcher."""
OTHER_DEED = Words(
    r"^\W*(?:\w+ly )?(?:offer|provid|shar|disclos|trust|hand|respond to|answer to|(?:be )?(?:held )?(?:liable|"
    r"responsible)|"
    r"comment|discuss|track|keep)(?:e|es|ing)?\b(?![^.;]*\b(?:or|nor|and)\b)"
)
"""What else the project does not do, with such a word in it."""
FEAR = Words(r"^\W*(?:have to |need to )?fear (?:any )?\W*$")
"""What else is denied of them."""
OTHERS = Words(
    r"\b(?:our|the|your|their|any|some|most|many|other|his|her) (?:[\w-]+ ){0,2}?(?:providers?|hosters?|hosts?|"
    r"vendors?|suppliers?|partners?|customers?|clients?|sponsors?|upstreams?|employers?|registrars?|platforms?|"
    r"competitors?|"
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
_UNTRUE = r"\b(?:it is|it['’]s|that is) (?:not true|untrue|false|wrong|a myth|a lie|incorrect)\b|\bnot the case\b"
_MISTAKEN = (
    r"\b(?:nobody|no one|no[\s-]one) (?:should|must|may|can) (?:\w+ )?(?:think|believe|assume|conclude|infer)\b|"
    r"\b(?:do not|don['’]t|never|not) (?:\w+ )?(?:think|believe|assume|conclude|infer|imply|mean|suppose)\b"
)
_UNEXPECTED = (
    r"\b(?:nobody|no one|no[\s-]one) (?:should|must|may|can) (?:\w+ )?expect\b|"
    r"\b(?:do not|don['’]t|never|not) (?:\w+ )?expect\b"
)
UNTRUE = Words(_UNTRUE)
"""What is said is a rumour, wherever that stands in the sentence."""
MISTAKEN = Words(_MISTAKEN)
"""Before what nobody should think."""
FALSE = Words(f"{_UNTRUE}|{_MISTAKEN}|{_UNEXPECTED}")
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
    marks = [each.end() for each in START.finditer(text)]
    denials = [(each.start(), each.end()) for each in NOT.finditer(text)]
    for act in islice(ACTIONS.finditer(text), MOST):
        begin = max(0, bisect_right(marks, act.start()) - 1)
        start = marks[begin] if marks and marks[begin] <= act.start() else 0
        back = max(start, act.start() - BACK)
        before, behind = text[back : act.start()], text[act.end() : act.end() + BACK]
        if AGAINST_US.match(behind):
            continue
        if neither := NEITHER.search(before):
            if _ours(f"{neither['who']} ") and not OVERTURNS.search(neither["act"]):
                yield start, back + neither.start()
            continue
        last = bisect_right(denials, (act.start(), -1)) - 1
        if last < 0 or denials[last][0] < back:
            if BEHIND.match(behind) or _abstains(before, behind):
                yield start, act.start()
            continue
        denial, end = denials[last]
        between, ahead = text[end : act.start()], text[back:denial]
        near = len(between) <= NEAR and not OVERTURNS.search(between)
        opening = text[start : min(start + BACK, denial)]
        if (
            near and _denies(ahead, text[denial:end], between, opening) and _pursues(act[0], ahead, between, behind)
        ) or (FEAR.match(between) and SPARED.search(ahead)):
            yield start, denial


def threatened(text: str, cannot: re.Match[str]) -> bool:
    """Whether a promise that is not made (``cannot``) is one about courts: who offers no remedies threatens nobody."""
    offered = cannot[0].lower().endswith(("offer", "give", "warrant"))
    return any(not (offered and TERM.search(act[0])) for act in ACTIONS.finditer(text, cannot.end()))


def _pursues(act: str, ahead: str, between: str, behind: str) -> bool:
    """Whether ``act`` is one that researchers are spared, not a term of a disclaimer or of privacy."""
    if AGAINST_PEOPLE.match(behind):
        return True
    if OTHER_DEED.match(between):
        return False
    if KEEPERS.fullmatch(act):
        return bool(GOING.search(between) or BROUGHT.match(behind))
    if PENDING.match(behind):
        return False
    if not TERM.search(act):
        return True
    done = f"{ahead[-20:]}{between}"
    return bool(
        TAKES.search(done) or BROUGHT.match(behind) or FOR_PEOPLE.match(behind) or not (ahead + between).strip()
    )


def _abstains(before: str, behind: str) -> bool:
    """Whether the project abstains from what stands between ``before`` and ``behind``."""
    verb = ABSTAINS.search(before)
    if verb is None:
        return False
    ahead = before[: verb.start()]
    return _ours(ahead) or bool(HEADED.match(ahead) and AGAINST_PEOPLE.match(behind))


def _denies(ahead: str, denial: str, between: str, opening: str) -> bool:
    """Whether ``denial`` between these words says that the project does not go to court."""
    ours = _ours(ahead, opening)
    if NOBODY.fullmatch(denial.lower()):
        bare = denial.lower() in {"no", "none"}
        if bare and not FEW.match(between):
            return False
        return bool(not bare or HEADED.match(ahead) or ours or SPARED.search(ahead) or GIVEN.search(ahead))
    return bool(ours or HEADED.match(ahead) or (SPARED.search(ahead) and SPARING.match(between)))


def _ours(ahead: str, opening: str = "") -> bool:
    """Whether the project acts where ``ahead`` ends, in words that begin with ``opening``."""
    return bool(BY_US.search(ahead) or (ELIDED.search(ahead) and FIRST.match(opening or ahead)))
