"""How a sentence is meant: promised, aimed at, left open, refused; negated, past, or advice to the reader."""

from __future__ import annotations

import re

from troth.policy.languages import vocabulary
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import LANGUAGES, Spoken, foreign, speaks
from troth.terms.commitment import Strength

LONGEST = 160
"""Characters of a clause in which its last word is looked for."""
TARGET = Spoken(
    r"\b(?:aim(?:s|ed|ing)?|(?<!fuzz )(?<!fuzzing )targets?|targeted|goals?|try|tries|strive|strives|typical(?:ly)?|"
    r"best[\s-]effort|endeavou?r\w*|expect to|intend(?:s|ed)? to|usual(?:ly)?|generally|"
    r"hope to|(?:would|we['’]d|i['’]d) like to|attempt to|"
    r"do our best|planned|in progress|ideally|where possible|as far as possible|"
    r"(?<!users )(?<!you )should(?! (?:you|receive|expect|hear|get|see|be used|have received))|"
    r"we request a|suggestions?|"
    r"approximate(?:ly)?|(?:if|when|as|where) (?:\w+ )?(?:time|capacity|resources|funding|budget|staffing|funds|money) "
    r"(?:permits?|allows?|suffices?))\b",
    "moods.target",
)
ELSEWHERE = Words(
    r"\b(?:low|medium|moderate|minor|lowest|others?|rest|everything else|all else|non-critical)"
    r"(?:[\s-](?:severity|priority|ones|issues|bugs))?\W{0,3}(?:\s?[:=→–—-]|\s(?:are|is|on|at|get)\b)\W{0,3}(?:an? )?"
    r"best[\s-]effort\b(?: basis)?(?=\W*$)"
)
"""Best effort that is for the least of the severities alone, last of the times of the others."""
WHEN_DONE = Words(
    r"\b(?:steps?|process(?:es)?|phases?|tasks?|actions?|procedures?|this|these|it|they) should (?:\w+ly )?"
    r"(?:be (?:\w+ly )?(?:completed?|done|finished|carried out|performed|started|begun)|begin|start|end|finish)\b"
)
"""When the steps of a list are to be done, not how firmly each is: "these steps should be completed"."""
_DEED = (
    r"(?:committed|(?:force[- ])?pushed|merged|skipped|ignored|disabled|by-?passed|circumvented|hard-?coded|stored|"
    r"checked in|logged|embedded|reused|shared|exposed|printed|deployed|weakened|lowered|overridden|dismissed|"
    r"(?:switched|turned) off|left out)\b"
)
_FORBIDS = (
    rf" (?:not|never) (?:be (?:\w+ly )?{_DEED}|(?:fall|drop|sink|go|decrease) (?:below|under)\b|"
    r"be (?:added|changed|made|used|introduced|released|granted|accepted|installed|published) (?:\w+ ){0,4}?without "
    r"(?:\w+ ){0,3}?(?:review|approval|permission|consent|sign-?off|tests?)\b)"
)
"""Behind "may": a deed that is forbidden, as of secrets that may not be committed; a fix may not be possible."""
MAY = Spoken(
    r"\b(?:(?:may|might|could)(?! (?:already have|(?:already |also )?have been)\b)"
    rf"(?!{_FORBIDS})(?<!no one may)(?<!nobody may)|"
    r"optional(?:ly)?|at (?:our|the maintainers'?|their) (?:sole )?discretion|"
    r"case[\s-]by[\s-]case|consider|considered(?! (?:an? |to be )?(?:end[\s-]of|eol|unsupported|unmaintained|"
    r"deprecated|obsolete|retired|stable|supported|maintained|legacy|final|frozen)\b))\b",
    "moods.may",
)
THEIR_MAY = Words(
    r"[;,] (?:(?:and|but|though|although|however|while) )?(?:(?:the|some|other|our|downstream|linux) ){0,3}"
    r"(?:distributions?|distros?|distributors?|packagers?|vendors?|forks?|others|third[ -]parties|companies|users?|"
    r"customers?|downstreams?|upstreams?|integrators?|operators?) (?:may|might|could)\b[^.;]*"
)
"""What is left to others behind what the project says: "only the last release is supported; vendors may backport"."""
NOT = Spoken(
    r"\b(?:not|never|no|none|cannot|can't|don't|doesn't|won't|isn't|aren't|didn't|without|unable|nor|"
    r"neither|nobody|no[\s-]one|nothing|rarely|seldom|unlikely|hardly|"
    r"(?<!you )(?:know|decided?|decide|clear|sure) whether)\b|"
    r"n[’']t\b|\b(?:do|does|did|is|are|was|were|have|has|had|would|could|should|ca|wo)nt\b",
    "moods.not",
)
PAST = Words(
    r"\b(?:(?<!be )(?<!is )(?<!are )(?<!being )(?<!get )(?<!gets )used to|"
    r"previously(?! (?:un\w+|known|drafted|published|disclosed|reported|identified|described|mentioned|agreed|"
    r"approved)\b)|"
    r"(?:in|under|by) (?:the|a|an|our|its) (?:previous|former|old|older|earlier|prior|outdated) "
    r"(?:version|edition|revision|text|wording|draft)s? of (?:this|the|our) (?:\w+ )?"
    r"(?:policy|document|rules|page|file|text|statement)|"
    r"formerly(?! known)|in the past|last (?:year|month|week|quarter)|back then|"
    r"^\W*(?:before|until|prior to) (?:release |version |v)?\d[\w.]*,[^.;]{0,80}\b(?:ran|used|was|were|had|did)|"
    r"(?:in|during) (?:(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december|q[1-4]) )?(?:19|20)\d\d)\b"
)
PAST_WE = Words(
    r"\b(?<!before )(?<!until )(?<!once )(?<!after )(?<!as soon as )"
    r"(?<!as )(?<!what )(?<!actions )(?<!steps )(?<!measures )"
    r"(?:we|they|maintainers|the team|the project|i) (?:(?:also|once|always|then) )?(?:used|ran|"
    r"acknowledged|responded|fixed|patched|released|published|scanned|reviewed|audited|paid|offered|"
    r"credited|rotated|trained|pinned|supported|"
    r"coordinated|tested|kept|had|did|generated|followed|encrypted|validated|logged|wrote|sent|notified|"
    r"disclosed|replied|updated|held|isolated|answered|shipped|accepted|asked|required|signed|took|gave|"
    r"listed(?! (?:in|on|at|under|below|here|above))|handled|promised|enforced|recorded|documented|announced|"
    r"maintained|tracked|worked|classified|"
    r"rated|named(?! (?:in|on|under|below|above))|checked)\b"
)
WAS = Words(r"^.{0,60}?\b(?:was|were|had been)\b")
LOGGED = Words(
    r"^\W*(?:(?:19|20)\d\d-\d\d(?:-\d\d)?|cve-\d{4}-\d+|ghsa(?:-\w{4}){3})\b"
    r"(?![^.;]{0,160}\b(?:will|is|are|shall|must|should|if|when|once|until)\b)"
    r"[^.;]{0,80}?\b(?:\w+ed|found|sent|shipped)\b"
)
"""An entry of a history: "CVE-2020-1111: fixed within 3 days"."""
ENDED = Words(
    r"\b(?:was|were) (?:\w+ ){0,2}?(?:reviewed|audited|certified|scanned|tested|rotated|published|checked|done|made)\b"
    r"[^.;]{0,60}\b(?:until|till) (?:\w+ )?(?:19|20)\d\d\b"
)
"""What came to an end: "it was reviewed yearly until 2019"."""
PRESENT = Words(r"\b(?:will|shall|is|are|must|if|when|once|after|as soon as|until|can|may|should)\b")
ADVICE = Words(
    r"\b(?:you (?:should(?! (?:receive|expect|hear|get|also receive|see|have received))|must|need to|can "
    r"use|may want|might want|ought)|users? (?:should|must|shall|are (?:advised|encouraged|responsible))|"
    r"(?:is|are|remains?) the (?:sole |full )?responsibility of (?:the |each |every |all )?(?:users?|customers?|"
    r"operators?|deployers?|administrators?|integrators?|consumers?)|"
    r"(?:operators|administrators|deployers|customers|consumers|integrators|developers using) (?:should|must|can|shall|"
    r"are(?! (?:\w+ )?(?:notified|informed|contacted|alerted|told|warned|e-?mailed|given)))|"
    r"we (?:strongly )?(?:recommend|advise|suggest|encourage) (?:that )?(?!report|research|respons|"
    r"coordinat)(?:you|users?|operators|all users|everyone|using|to|that|running|enabling|keeping|pinning|"
    r"setting|rotating|verifying)?|"
    r"please (?:run|use|install|execute)\b|before you (?:open|submit|create|push|commit|send)\b|"
    r"(?:is|are) (?:strongly |highly )?(?:recommended|advised)|"
    r"(?:make sure|(?<!s )(?<!to )(?<!we )(?<!will )ensure|remember) (?:that |to "
    r")?you\w{0,2}|your (?:own )?(?:deployment|server|application|app|instance|environment|installation|"
    r"cluster|organi[sz]ation|infrastructure|users|team)|"
    r"if you (?:deploy|run|host|self-host|use|operate)|consider (?:using|running|enabling|adding|setting|"
    r"pinning|rotating))\b"
)
BIDS = Words(r"^\W*(?:please\s|avoid\s|(?:never|always|do not|don['’]t)\s(?!\w+(?:[^s]s|ing|ed)\b)\w+)")
"""What a section of advice bids its readers: "never enable debug mode"; the product itself "never logs" them."""
PLANS = Words(
    r"\bhopes? to (?:offer|provide|publish|pay|start|have|"
    r"support)\b|"
    r"\bdecided against\b|\b(?:plan(?:s|ned|ning)? to|would like to|hopes? to|intends? to|wants? to|looking to|"
    r"going to|"
    r"will (?:soon|later))\s(?:\w+ )?(?:add|adopt|introduce|integrate|enable|implement|use|switch|migrate|"
    r"set up|start|move|run|automate)\b|\bin the (?:near )?future\b|\bcoming soon\b|"
    r"\b(?:tracked|filed|noted|listed|recorded|planned) as (?:an? )?(?:future|possible|planned|later) "
    r"(?:improvement|enhancement|work|feature|task|item|step)s?\b|"
    r"\b(?:as soon as|once|when) (?:we|i) (?:find|have|get) (?:the |some |enough )?"
    r"(?:time|people|resources|money|funding|capacity|an? (?:\w+ )?(?:sponsor|maintainer|volunteer|budget|licen[cs]e))"
    r"\b|"
    r"\b(?:once|as soon as|when) (?:the |our |more |enough |some |further |new |a )*(?:funding|funds|money|budget|"
    r"sponsor(?:ship|s)?|grants?|licen[cs]es?|runners?|hardware) "
    r"(?:arrives?|comes?|(?:is|are|becomes?) (?:there|available|ready|secured|granted|paid|bought|found|approved|back))"
    r"\b|"
    r"^\W*(?:some ?day|one day(?! (?:after|before|later|of|is|for|to|at|per|in|from)\b))\b,?(?= )|"
    r"\b(?:will|shall|should|may|might) (?:one day(?! (?:after|before|later))|some ?day)\b|"
    r"\bwill (?:start|begin) (?:to|with|using|running)\b|"
    r"^\W*(?:(?!annual|quarter|month|week|year|daily|every|each|regular)[\w`.-]+ ){1,6}"
    r"(?:is|are) (?:currently |still |only )?planned(?: for (?:later|the future|20\d\d))?\W*$|"
    r"\b(?:is|are) (?:an? )?(?:phase|milestone|stage) [\divx]+ (?:deliverables?|items?|work|goals?|features?|scope)\b|"
    r"\b(?:is|are) (?:\w+ )?(?:deferred|postponed|slated|scheduled|planned) (?:to|for|until) (?:phase|milestone|v?\d)|"
    r"\bon (?:our|the) roadmap\b|\b(?:to be|will be) (?:added|introduced)\b"
)
NOTED = Words(r"^\W*(?:todo|to-do|fixme|tbd|roadmap|planned|future work)\b\s*[:：]")
"""What is noted for later."""
NOT_BEHIND = Words(
    r"\b(?:is|are|was|were|will be|has been|have been)(?: (?:currently|yet|also|still|generally))?(?: not|n['’]t|"
    r" never| "
    r"no longer)(?: (?:yet|currently|being|always|generally))? (?:available|provided|offered|given|published|generated|"
    r"produced|used|run|performed|done|in place|implemented|enabled|enforced|guaranteed|promised|paid|included|planned|"
    r"created|issued|signed|made|granted|held|conducted|scheduled|required|requested|assigned|applied for)\b|"
    r"\b(?:is|are|would be|seems?|remains?) (?:\w+ly |just |simply )?(?:unrealistic|impossible|infeasible|unfeasible|"
    r"impractical|impracticable|illusory|wishful|out of (?:the question|reach)|beyond (?:us|our \w+))\b|"
    r"\bby (?:nobody|no[\s-]?one|none of us|their (?:own )?(?:authors|maintainers|developers|vendors))\b|"
    r"^[^.;:,]{0,60}\b\w+(?:ed|en|un|ept) nowhere\b"
)
"""A negation behind what it denies: "SBOMs are not yet available", "a fix within a day is out of reach"."""
BEYOND = Words(
    r"(?:\b(?:(?:it|that|this) (?:is|would be|seems|appears|remains)|it['’]s|(?:we|i) (?:find|consider|think|deem) it) "
    r"(?:(?!not\b)[\w']+ ){0,2}?(?:un(?:realistic|reasonable|feasible|wise|fair)|impossible|infeasible|impractical|"
    r"impracticable|naive|foolish|illusory|hard|difficult|wishful thinking|too (?:much|hard|early|soon)|"
    r"out of the question|beyond (?:us|our \w+))\b[^.;:,]{0,60}?\b(?:to|that)\b|"
    r"\btoo (?:few|small|busy|slow|understaffed) (?:\w+ ){0,2}?to\b|"
    r"\blacks? (?:the |any )?(?:\w+ )?(?:resources?|people|time|means|staff|capacity|hands|money|funds) (?:to|for)\b)"
    r"[^.;:,]*$"
)
"""Before what is said to be more than the project can do: "it is unrealistic to respond within a day"."""
NONE_OF = Words(
    r"\b(?:no|without(?: an?| any)?|lacks?(?: of)?(?: an?| any)?|missing)\s(?:[\w/-]+\s){1,5}\([^()]{0,60}$"
)
"""Before an example of what there is none of: "no image scanning (Trivy, Grype)"."""
UNMET = Words(
    r"\b(?:would|[’']d) (?:really |gladly |also )?(?:love|like|be (?:happy|glad)|have loved|have liked) to\b[^.;]*$|"
    r"\bwish (?:that )?(?:we|i) could\b[^.;]*$"
)
"""A wish before what is wished for: "we would love to credit you"."""
PREVENTED = Words(
    r"[^.;]*\b(?:but|however|yet|though)\b(?![^.;]*\b(?:if|unless|when|until|without)\b)[^.;]*"
    r"(?:\b(?:not|cannot|no|never|forbid\w*|prohibit\w*|prevents?)\b|n[’']t\b)"
)
"""Behind it: the wish is not met."""
WISH = 240
"""Characters of a wish, and of what keeps it from being met."""
CLAUSE = Words(r"[,.;、，。；]", 0)
FULL_STOP = Words(r"[,;、，。；]|\.(?=\s|$)", 0)
"""The end of a clause in which numbers of versions may stand."""
ONE = Words(r"\W*\S+\s*$", 0)
"""One word before an "and": the first of a list, not a clause."""
BUT = Words(r"[,;]?\s(?:but|however|although|though|while)\s|[;:—–]|-{2,3}|\s-\s|\.\s|\s\(")


def strength(text: str) -> Strength:
    """How firmly ``text`` speaks, apart from refusals, which each kind knows by its own words."""
    if MAY.search(text) and MAY.search(THEIR_MAY.sub(" ", text)):
        return "discretion"
    return "target" if TARGET.search(text) else "promise"


def negated(text: str, start: int, reach: int = 70) -> bool:
    """Whether a negation stands before ``start`` in the same clause, or behind it where it denies it there too."""
    clause = BUT.split(text[max(0, start - reach) : start])[-1]
    behind = CLAUSE.split(text[start : start + reach])[0]
    abroad = speaks(text)
    while abroad and (turn := foreign("moods.and_clause", clause)):
        clause = clause[turn.end() :]
    none = NONE_OF.search(text[max(0, start - WISH) : start]) if "(" in text[:start] else None
    if none and not NOT.search(BUT.split(text[max(0, start - WISH) : start][: none.start()])[-1]):
        return True
    if NOT_BEHIND.search(behind) or foreign("moods.not_behind", behind):
        return True
    if (
        BEYOND.search(text[max(0, start - WISH) : start])
        or closed(text, start)
        or (UNMET.search(text[max(0, start - WISH) : start]) and PREVENTED.match(text[start : start + WISH]))
    ):
        return True
    found = foreign("moods.not", clause) if abroad else NOT.search(clause)
    if found and foreign("moods.not_later", clause):
        return False
    return bool(found) and not re.search(
        r"\b(?:no|not) (?:later|longer|more|less|fewer)(?: often| frequently)? than|without (?:undue |further )?delay|"
        r"whether or not|not only|if not|"
        r"no matter",
        clause,
        re.IGNORECASE,
    )


def closed(text: str, start: int) -> bool:
    """Whether the clause from ``start`` on closes with a negation, as a German main clause does: "nutzen wir nicht"."""
    clause = FULL_STOP.split(text[start : start + LONGEST])[0]
    for code in LANGUAGES.get():
        closing = vocabulary(code).near("moods.not_closing", clause)
        for match in closing.finditer(clause) if closing else ():
            between = clause[: match.start()]
            later = foreign("moods.not_later", clause[match.start() :])
            if later is not None and later.start() == 0:
                continue  # "nicht nur in der CI"
            if clause[match.end() :].strip(" *_`!)") or len(clause) == LONGEST:
                continue
            turn = foreign("moods.and_clause", between)
            if turn and between[turn.end() :].strip():
                continue
            joined = foreign("moods.and", between)
            return joined is None or bool(ONE.match(between[: joined.start()]))
    return False


def past(text: str) -> bool:
    """Whether ``text`` tells of what was."""
    if (
        PAST_WE.search(text)
        or PAST.search(text)
        or LOGGED.match(text)
        or ENDED.search(text)
        or foreign("moods.past", text)
    ):
        return True
    return bool(WAS.match(text)) and not PRESENT.search(text)


def advice(text: str) -> bool:
    """Whether ``text`` tells readers what they should do with the product."""
    return bool(ADVICE.search(text) or foreign("moods.advice", text))


DEPLOYS = Words(
    r"\b(?:your (?:own )?(?:deployment|server|application|app|instance|environment|installation|cluster|"
    r"organi[sz]ation|infrastructure|users|team|company|project|customers|policy)|if you (?:deploy|run|"
    r"host|self-host|operate|maintain|publish|ship|fork)|"
    r"(?:operators|administrators|deployers|customers|integrators|forks) (?:should|must|can|"
    r"are(?! (?:\w+ )?(?:notified|informed|contacted|alerted|told|warned|e-?mailed|given)))|users "
    r"should (?:publish|offer|provide|set|support|answer|pin|rotate|acknowledge|respond|fix|patch|"
    r"credit))\b"
)


def planned(text: str) -> bool:
    """Whether ``text`` tells of something that is still to come ("we plan to add …")."""
    return bool(PLANS.search(text)) or noted(text)


def noted(text: str) -> bool:
    """Whether ``text`` is a note of what is to do later ("TODO: …")."""
    return bool(NOTED.match(text))


def deploys(text: str) -> bool:
    """Whether ``text`` advises those who run a product of their own, not those who report."""
    return bool(DEPLOYS.search(text) or foreign("moods.deploys", text))
