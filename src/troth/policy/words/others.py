"""Whose deeds a sentence tells: what others do, promise or write is no promise of the project.

Others are told by what they are to the project (upstream, vendors, competitors), by names that the document gives to
such, and by names that everybody knows. A service that does its work for the project is none of them: "GitHub scans
every push of ours".
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from troth.policy.words.severity import severities
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import foreign

_NOUN = r"(?! (?:are|is|was|were|will|gets?|must|may|can|should|shall|have|has|land|go|come|reach|flow|arrive)\b)"
"""Behind a verb that would be a noun: "upstream fixes are shipped"."""
_DEEDS = (
    r"(?:fix|mend|repair|patch|resolve|remediate|answer|repl(?:y|ies)\b|respond|react|acknowledge|confirm|triage|handle|"
    r"assess|investigate|pay|offer|award|run|use|scan|test|audit|check|review|publish|release|ship|sign|pin|rotate|"
    r"rate|grade|score|classify|classifies|"
    r"provide|promise|commit|guarantee|aim|strive|tr(?:y|ies)\b|credit|disclose|coordinate|follow|generate|produce|"
    r"take|need|require|claim|say|state|write|support|maintain|backport|encrypt|enforce|track|monitor|update|has\b|"
    rf"have\b)(?:e?s)?\b{_NOUN}"
)
_HOW = (
    r"(?:(?:\w+ly|also|often|always|still|now|will|may|can|could|would|should|must|themselves|itself|who|which|do|does|"
    r"not|never|cannot|(?:do|does|wo|ca)n['’]t) )"
    r"{0,3}"
)
_UNBOUND = r"(?! (?:(?:also|always|still|\w+ly) )?(?:must|should|shall|have to)\b)"
"""Whom the project buys from, unless told what to do: such a rule is the project's own."""
_AT_WORK = r"(?! (?:(?:also|always|often|usually|may|can|will) ){0,2}(?:take|need|require|review|check|test|triage)\b)"
"""Others, unless reports or people of the project: "others take 30 days to fix", "other people review each change"."""
_OPENING = r"^\W*(?:[^,.;:]{0,50}, )?"
ROLE = Words(
    rf"{_OPENING}(?P<who>(?:(?:our|the|most|many|some|all|several|certain|a few|every|each|an?) )?"
    r"(?:upstreams?(?: (?:projects?|maintainers?|teams?|vendors?|authors?|developers?|communit(?:y|ies)))?|"
    rf"(?:(?:(?:software|hardware|cloud|os|operating system|third[- ]party|affected|large|big) )?vendors?|suppliers?)"
    rf"(?: of (?:the|an?|our|each|its|that) [\w-]+(?: [\w-]+)?)?{_UNBOUND}|"
    r"competitors?|rivals?|(?:downstream )?(?:re)?(?:distributors?|packagers?)(?: (?:at|of|for) [\w-]+)?|"
    r"(?:linux )?(?:distros?|distributions)|"
    r"(?:some|many|most|several|certain|a few|a number of|plenty of) (?:of the )?(?:other )?(?:teams|people|companies|"
    r"projects|organi[sz]ations|developers|shops|packagers|forks|customers)|"
    r"(?:plug-?in|driver|firmware) (?:authors?|vendors?)|"
    rf"other (?:[\w-]+ )?(?:projects?|teams?|companies|organi[sz]ations?|frameworks?)|"
    rf"(?:others|other people){_AT_WORK})) "
    rf"{_HOW}{_DEEDS}"
)
"""Those whom the project knows, and what they do."""
NAMED_UPSTREAM = Words(
    rf"{_OPENING}(?P<who>(?:(?:our|the) )?upstream (?!\w+ (?:are|is|was|were|will|gets?|must)\b)"
    rf"[A-Za-z][\w.-]{{1,30}}|(?:our|the) upstream, [\w. -]{{2,40}},) {_HOW}{_DEEDS}"
)
KNOWN = Words(
    r"\b(?:microsoft|google|apple|amazon|aws|azure|oracle|canonical|debian|ubuntu|fedora|suse|mozilla|adobe|"
    r"ibm|cisco|facebook|meta|intel|amd|nvidia|vmware|broadcom|sap|siemens|openssl|chromium|chrome|"
    r"firefox|linux|android|kubernetes|apache|nginx|postgresql|mysql|django|rails|python|rust|java|"
    r"openjdk|php|perl|curl|samsung|qualcomm|huawei|salesforce|atlassian|cloudflare|netflix|twitter|"
    r"signal|tor|openbsd|freebsd|wordpress|drupal|nvd)\b"
)
"""Whom everybody knows. Who works for others, as hosters of code and makers of checks do, is none of them.

Who is named again and again is no other: the policy is theirs."""
NAMED = Words(
    r"^\W*(?:[^,.;:]{0,50}, )?(?P<who>(?:[Tt]he )?(?P<name>[A-Z][\w.-]{1,30})(?:['’]s)?"
    r"(?: (?i:projects?|teams?|maintainers?|developers?|foundation|community|kernel|security team|engineers|"
    r"project zero))?) "
    rf"{_HOW}{_DEEDS}",
    0,
)
AWAY = Words(
    r"\b(?:in|by|at) (?:the |an? )?(?:ci(?:/cd)?|pipelines?|workflows?|build servers?)(?: system)? (?:of|at|by) "
    r"(?P<who>(?:(?:our|the|an?|some|their|its) )?(?:(?:downstream|sister|parent|mother|partner|upstream|other|"
    r"another) (?:[\w-]+ )?(?:projects?|compan(?:y|ies)|organi[sz]ations?|repositor(?:y|ies)|teams?)|"
    r"(?:customers?|users|vendors?|suppliers?|employers?|sponsors?|distributors?|packagers?|competitors?|others|"
    r"upstreams?|another [\w-]+|somebody else|someone else)))\b|"
    r"\bin (?:our |the )?(?:(?:customers?|users|vendors?|suppliers?|employers?|sponsors?|distributors?|packagers?|"
    r"upstream|partners?)['’]s?|their|somebody else['’]s|someone else['’]s|upstream['’]s) "
    r"(?:own )?(?:ci(?:/cd)?|pipelines?|workflows?)\b"
)
"""The automation of others, in which something runs: "in the CI of our customers"."""
UNLIKE = Words(
    r"^\W*(?:unlike|compared (?:to|with)|in contrast to|whereas|while) (?!us\b|our|we\b)[^,;]{2,60},? (?:which|who)\b"
)
_WRITES = (
    r"\b(?:their|his|her|(?:the )?[\w.-]+['’]s|the (?:upstream|vendor)|upstream|"
    r"according to (?:the )?[\w.-]+(?:['’]s)?|(?P<name>[\w.-]+)) (?:own )?"
    r"(?:(?:security|disclosure|vulnerability|bounty|public) )*"
    r"(?:polic(?:y|ies)|pages?|sites?|website|readme|documentation|docs|security\.md|announcement|blog|statement|"
    r"terms)\b"
)
WRITES = Words(_WRITES)
"""A document that others wrote."""
TOLD = Words(rf"^\W*(?:(?:according to|in|under|per|by|from|on|as) (?:the )?)?{_WRITES}")
"""The same, first in a sentence."""
OUR_OWN = Words(r"\b(?:our|this|my|ours|github|gitlab|bugcrowd|hackerone|project|team|community)\b")
"""Within it: one of the project itself, or of a service that it uses."""
_SAYS = r"(?:says?|states?|reads?|promises?|claims?|writes?|goes|demands?|puts? it|tells?)"
QUOTES = Words(rf"\b{_SAYS}\b(?: (?:that|as follows|this|the following|for example))?\W{{0,3}}(?:[:：\"“„«']|$)")
"""What introduces words of somebody."""
SAID = Words(r"^\W*as (?:the )?[\w. '’-]{2,40} (?:writes?|says?|puts? it)\b")
SPEAKER = Words(rf"^\W*(?P<who>[\w. '’-]{{2,60}}?) (?:\w+ly )?{_SAYS}\b")
ATTRIBUTED = Words(
    r"^\W*(?:[Aa]s )?(?P<who>(?:[Tt]he )?[A-Z][\w&.'’-]{1,30}(?: (?:of |the |and |& )?[A-Z][\w&.'’-]{0,30}){0,4}|"
    r"[Oo]thers|[Oo]ther people|[Ss]ome(?:body|one) else|[Ss]ome people|[Mm]any (?:people|others)),? (?:once |also |"
    r"rightly )?(?:says?|writes?|puts? it|(?:states|claims)(?= (?:that|as follows)\b))"
    r"\b(?: (?:that|as follows|this))?\W{0,3}(?:[:：\"“„«']|$)",
    0,
)
"""Whoever else is quoted, by a name that is written as names are."""
NO_SPEAKER = Words(
    r"\b(?:polic(?:y|ies)|teams?|sections?|documents?|readme|contributing|guides?|code|rules?|notes?|reporters?|"
    r"authors?|security|nobody|everybody|everyone|it|that|here|what|which|who|license|file|template|example)\b"
)
"""Words of those and that by which a project speaks itself."""
BODY = Words(
    r"\b(?:foundation|corporation|corp|company|inc|ltd|llc|gmbh|teams?|consortium|association|society|institute|"
    r"university|council|committee|board|group|cooperative)\.?$"
)
"""Who publishes policies."""
WE = Words(r"^[\s*_\u2022-]*(?:we|our)\b")
"""First words that are no quotation, for want of its marks."""
OURSELVES = Words(r"\b(?:we|i|our|us|this|my|you|your|it|project|maintainers?)\b")
SAMPLE = Words(
    r"\b(?:example|sample|template|model|boilerplate)s? (?:of (?:an? )?)?(?:\w+ )?(?:polic(?:y|ies)|security\.md|"
    r"wording|text)\b[^.]{0,60}:\W*$|\b(?:your|such a|a|the) (?:\w+ )?(?:policy|security\.md|file|text) (?:can|could|"
    r"may|might|would) (?:\w+ )?(?:say|read|state|look like)\b[^.]{0,30}:\W*$|"
    r"\b(?:the following|all of this|all this|this list) (?:is|are) (?:not true|untrue|false|wrong|a lie|made up)\W*$"
)
"""What introduces a text that nobody stands by."""
SAMPLE_TITLE = Words(
    r"^\W*(?:\d[\d.]* )?(?:an? |the )?(?:(?P<bare>example|sample)|(?:example|sample)s? "
    r"(?:of (?:an? )?)?(?:\w+ )?(?:polic(?:y|ies)|security\.md|wording|text|file))\W*$"
)
"""Titles of the same; "Examples" are of flaws, and a template is taken as it is written."""
THEIR_TITLE = Words(
    r"^\W*(?:(?:what|how) (?:others|upstream|other projects|competitors|vendors) \w+|(?:our |the )?upstream(?:['’]s)? "
    r"(?:polic(?:y|ies)|promises|commitments|practices|process)|other projects|competitors|policies of (?:others|other "
    r"projects)|membership (?:criteria|conditions|requirements|obligations|rules|duties)|(?:criteria|conditions|"
    r"requirements|obligations|rules|duties|responsibilities) (?:of|for) (?:(?:the|all|our|list|distributors) )*"
    r"(?:members(?:hip)?|participants|subscribers|list members))\W*$"
)
"""Titles of what others do, or have to do to be let into a circle of those who are told early."""
_DATE = r"(?:\d[\w./-]*|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?)"
VOID_TITLE = Words(
    r"\(\W*(?:(?:now|already|since) )?(?:superseded(?: by [^()]{1,40})?|obsolete|outdated|historical|withdrawn|"
    r"repealed|not (?:yet )?in (?:force|effect)|no longer (?:in (?:force|effect)|valid|applicable))"
    rf"(?:,? (?:(?:since|as of|as from|from|on|in|until) )?{_DATE}(?:,? {_DATE}){{0,2}})?\W*\)|"
    r"\b(?:no longer|not(?: yet)?) in (?:force|effect)\b|"
    r"^\W*(?:the |our )?(?:former|superseded|withdrawn|old) (?:security )?polic(?:y|ies)\W*$"
)
"""Titles of what is not, or no longer, in force."""
UNMEANT_TITLE = Words(
    r"\bwhat (?:we|i) (?:do|will|can)(?: not|n['’]?t) (?:promise|guarantee|commit to)\b|"
    r"^\W*(?:\d[\d.]* )?(?:glossary|terminology|abbreviations|acronyms)(?: (?:of|and|&) [\w ]{1,30})?\W*$"
)
"""Titles of what is not promised at all, and of what words mean."""
OURS = Words(
    r"\b(?:we|i|us|our|ours|my|this (?:project|repositor(?:y|ies)|package|library|policy)|the project(?:['’]s)?|"
    r"(?:the|every|each|all) (?:push(?:es)?|commits?|pull requests?) (?:here|to|of))\b"
)
"""Words of the project itself."""
_UNPAID = r"(?! (?:pay\b|(?:offer|give|run|have|provide) (?:[\w-]+ ){0,3}?(?:bount|reward|money|payment|compensation)))"
"""What else the project itself does not do is told of it, not of others: that it pays nothing."""
HERE_TOO = Words(r"\b(?:we|us|ours|here|our (?:own )?(?:ci|pipelines?|workflows?|repositor(?:y|ies)))\b")
"""Words by which the project does the same in its own automation."""
IDLE = Words(
    r"\b(?:as far as (?:we|i) (?:know|can tell)|(?:we|i)(?:['’](?:ve|re|m))? (?:\w+ ){0,2}?(?:trust|rely|depend|hope|"
    r"know|think|believe|like|admire|envy|welcome|appreciate|thank|wait|expect|learned|copied|heard|read|saw|"
    r"are (?:not|no|small|few|only|too|glad|grateful)|have (?:no(?! (?:[\w-]+ ){0,2}?(?:bount|reward))|not|nothing)|"
    rf"do not{_UNPAID}|don['’]t{_UNPAID}|cannot{_UNPAID}|can['’]t{_UNPAID}|need not)"
    r"\b[^,.;]*|(?:than|unlike|from|beside|before|like|to|with) (?:us|ours|we do)\b|"
    r"our (?:users?|upstreams?|competitors?|rivals?|vendors?|suppliers?|friends|peers|part|knowledge|opinion|"
    r"dependenc\w+|(?:\w+ )?distributors?))\b"
)
"""The same where it does nothing about it."""
TURN = re.compile(
    r"(?:[,;]|\s[-–—]|\s(?:and|but|so|while|whereas|yet|which))\s(?:(?:and|but|so|then|while|that) )?(?:we|i|our|us)\b",
    re.IGNORECASE,
)
"""Where the project comes in."""
TEAM_TURN = re.compile(
    r"[,;]\s(?:and|but|so|while|whereas)\s(?:[^,.;]{0,80}\bby (?:us|(?:the|our) (?:\w+ )?(?:team|maintainers))|"
    r"the (?:\w+ )?(?:team|maintainers))\b",
    re.IGNORECASE,
)
"""The same without "we": ", and flaws are numbered by the security team"."""
NEAR = 6
"""Statements before one in which a quotation may begin."""
NAME = re.compile(r"[\w.-]+")


def theirs(
    text: str, names: AbstractSet[str], own: AbstractSet[str], heading: tuple[str, ...] = ()
) -> tuple[int, int] | None:
    """From where to where ``text`` tells what others do.

    ``names`` are others by name, ``own`` names of the project; a known one that stands in a title above is the project.
    """
    if _abroad(text):
        return 0, len(text)
    if (away := AWAY.search(text)) and not HERE_TOO.search(text) and not _own(away["who"] or "", own):
        return 0, len(text)
    end = _acting(text, names, own)
    if end is None:
        return None
    titled = frozenset(name for title in heading for name in NAME.findall(title.lower()))
    if not titled.isdisjoint(each[0].lower() for each in KNOWN.finditer(text[:end])):
        return None
    if any(QUOTES.finditer(text, end)):
        return 0, len(text)
    turns = (turn.start() for turn in TURN.finditer(text, end))
    stop = next((turn for turn in turns if OURS.search(_busy(text[turn:]))), None)
    if stop is None and (team := TEAM_TURN.search(text, end)):
        stop = team.start()
    elif stop is None:
        aside = UNLIKE.search(text)
        comma = text.find(", ", end) if aside and aside.end() == end else -1
        stop = comma if comma >= 0 else len(text)
    return None if OURS.search(_busy(text[end:stop])) else (0, stop)


def _abroad(text: str) -> bool:
    """Whether ``text`` begins with others in another language, and is no rule for them nor of the project too.

    Those who are told of something are told it by the project.
    """
    who = foreign("moods.others", text)
    if who is None or re.search(r"\w", text[: who.start()]):
        return False
    return not (foreign("moods.we", text) or foreign("moods.told", text) or foreign("stance.must", text))


def _busy(text: str) -> str:
    return IDLE.sub(" ", text)


def _acting(text: str, names: AbstractSet[str], own: AbstractSet[str]) -> int | None:
    """Where the words end that say who of others acts."""
    for words in (NAMED_UPSTREAM, ROLE):
        if (found := words.search(text)) and not _own(found["who"], own):
            return found.end("who")
    named = NAMED.search(text) if names else None
    if named and (name := named["name"].lower().rstrip(".")) not in own and name in names:
        return named.end("who")
    if speaker := _attributed(text, own):
        return speaker
    if found := UNLIKE.search(text) or SAID.search(text):
        return None if OURSELVES.search(found[0]) else found.end()
    return _written(TOLD, text, names, own)


def _attributed(text: str, own: AbstractSet[str]) -> int:
    """Where the name ends of somebody else whose words ``text`` introduces; 0 for none."""
    found = ATTRIBUTED.search(text)
    if found is None:
        return 0
    who = found["who"]
    ours = (
        OURSELVES.search(who)
        or NO_SPEAKER.search(who)
        or _own(who, own)
        or as_we(text, text[found.end("who") :].partition(":")[2])
    )
    return 0 if ours else found.end("who")


def as_we(text: str, follows: str) -> bool:
    """Whether ``text`` introduces, with what ``follows`` its colon, a body as itself: "The Board says: we …"."""
    found = ATTRIBUTED.search(text) if WE.match(follows) else None
    return bool(found and BODY.search(found["who"]) and not KNOWN.search(found["who"]))


def _written(words: Words, text: str, names: AbstractSet[str], own: AbstractSet[str]) -> int | None:
    """Behind which place ``text`` names a document of others, by ``words``."""
    for found in words.finditer(text):
        name = found["name"]
        known = name is None or name.lower() in names
        if (
            known
            and not OURSELVES.search(text[: found.start()])
            and not OUR_OWN.search(found[0])
            and not _own(found[0], own)
        ):
            return found.end()
    return None


def _own(words: str, own: AbstractSet[str]) -> bool:
    """Whether ``words`` hold a name of the project."""
    return any(name[0].removesuffix("'s") in own for name in NAME.finditer(words.lower().replace("’", "'")))


def introduces(text: str) -> bool:
    """Whether ``text`` may introduce words of somebody."""
    return bool(QUOTES.search(text) or SAMPLE.search(text))


def quotes(text: str, names: AbstractSet[str], own: AbstractSet[str]) -> bool:
    """Whether ``text`` introduces words of others, or a text that nobody stands by."""
    if SAMPLE.search(text):
        return True
    if not QUOTES.search(text):
        return False
    if _written(WRITES, text, names, own) or _attributed(text, own):
        return True
    speaker = SPEAKER.search(text)
    return bool(speaker and not OURSELVES.search(speaker["who"]) and theirs(text, names, own))


@lru_cache(maxsize=2048)
def of_nobody(heading: tuple[str, ...], *, titled: bool = False) -> bool:
    """Whether one of the titles of ``heading`` is that of an example, of what others do, or of what is not in force.

    Where its first is the title of a whole document (``titled``), that is in force.
    """
    for number, title in enumerate(heading):
        sample = SAMPLE_TITLE.search(title)
        # below a severity an example is one of its flaws, and times stand beside it
        if (
            THEIR_TITLE.search(title)
            or UNMEANT_TITLE.search(title)
            or ((number or not titled) and VOID_TITLE.search(title))
            or (sample and not (sample["bare"] and any(map(severities, heading[:number]))))
        ):
            return True
    return False


def opened(text: str) -> bool:
    """Whether a quotation begins in ``text`` and does not end in it."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1
