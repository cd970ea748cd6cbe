"""Good-faith research is not pursued."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words import mood, pursued
from troth.policy.words.pursued import ACTION, WHO
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import foreign
from troth.terms.commitment import SafeHarbor, Strength

_SAFE = r"(?:legal )?safe[\s-]harbou?rs?"
SAFE = Words(rf"\b{_SAFE}\b")
GIVEN = Words(
    rf"\b(?:offer|provid|grant|support|adopt|follow|extend|giv|guarante|honou?r|observ|commit|recogni[sz]|maintain|"
    rf"includ|contain|establish|appl|afford|creat|hav|enjoy|receiv|get|protect|cover)\w*\b[^.;]{{0,50}}\b{_SAFE}\b|"
    rf"\b{_SAFE}\b(?=[^.]{{0,60}}\b(?:for|provid\w*|offer\w*|we|grant\w*|policy|terms|appl\w*|commit\w*|cover\w*|"
    r"protect\w*|extend\w*)\b)|"
    rf"^\W*{_SAFE}\W{{1,5}}(?=\w)"
)
"""Safe harbour that is given, by its name."""
_OF_RESEARCH = (
    r"(?:research\w*|activit\w+|conduct|testing|tests?|actions?|access|work|efforts?|behaviou?r|disclosures?|probing|"
    r"scanning|it|this|them|reporting|reports?)"
)
_LAWFUL = r"(?:authori[sz]ed|lawful|legal|permitted|exempt)"
LAWFUL = Words(
    rf"\b(?:consider|deem|treat|regard|view)(?:s|ed|ing)?\b[^.]{{0,100}}\b{_LAWFUL}\b|"
    rf"\b{_OF_RESEARCH}\b[^.;]{{0,100}}\b(?:consider|deem|treat|regard|view)ed\b[^.;]{{0,40}}\b{_LAWFUL}\b|"
    r"\bauthori[sz]ed conduct\b"
)
"""Research that is said to be authorised."""
AUTHORISED = Words(rf"\b{_LAWFUL}\b")
RESEARCH = Words(rf"\b{_OF_RESEARCH}\b")
CONSIDERS = Words(r"\b(?:consider|deem|treat|regard|view)(?:s|ed|ing)?\b")
SHIELDED = Words(
    r"\bwe (?:will not|won['’]t|do not|don['’]t|never|will never) go after (?:you\b|any(?:one|body)\b|"
    r"(?:\w+ ){0,3}(?:researchers?|"
    r"reporters?|finders?|hackers?)\b|those who report)|"
    r"\bprotected (?:from|against) (?:\w+ )?(?:legal|prosecution|lawsuits?)|"
    r"\bwe (?:will |hereby |also )?waive\b[^.]{0,60}\b(?:claims?|rights?|restrictions)\b|"
    r"\bstate that your (?:\w+ )?(?:research|actions?|activit\w+) (?:was|were) authori[sz]ed|"
    r"\bgood[\s-]faith\b[^.]{0,30}\b(?:is|are) protected\b|"
    r"\bwe (?:[\w'’-]+ ){0,3}?(?:not|never|won['’]t) (?:pursue|take|bring|initiate|seek|file)\b (?:\w+ ){0,2}"
    r"(?:(?:charges|complaints?|claims?|proceedings) (?:over|for) (?:\w+ )?(?:good[\s-]faith|accidental|research)\b|"
    r"(?:actions?|charges|complaints?|claims?|proceedings)\b (?:\w+ )?against (?:you|any(?:one|body)|(?:[\w-]+ ){0,3}"
    r"(?:researchers?|reporters?|finders?|people|persons|individuals|those))\b)"
)
"""Other ways to say that nobody is pursued."""
POINTS = Words(r"\bsafe[\s-]harbou?r\b[^.:]{0,30}(?:[—–-]|,) (?:see|read|refer|consult|is in|are in)\b")
"""A list of what stands on another page."""
SECTION = Words(r"safe[\s-]harbou?r")
PROTECTS = Words(
    r"\b(?:we (?:will (?:not|never)|consider|commit|support|protect|welcome|stand)|good[\s-]faith|authori[sz]ed|"
    r"protect\w*)\b|"
    r"\bwe will\b(?=[^.;]*\b(?:work with|help|understand|support|stand|defend|make (?:it )?known|recogni[sz]e)\b)|"
    r"\bwe will\W*$"
)
NOT_BELOW = Words(
    r"\b(?:we|team|company|organi[sz]ation|project)\b[^.;:]{0,30}\b(?:not|never|n['’]t|refrain from)\W*$|\bwon['’]t\W*$"
)
"""What leads to a list of what the project will not do."""
STEP = Words(
    r"^\W*(?:initiat|pursu|tak|bring|fil|threaten|seek|start|suggest\w* or bring|su)(?:e|ing|s)?\b[^.;]{0,30}"
    r"(?:\b(?:legal|civil|criminal|lawsuits?|charges|claims?|law enforcement)\b|\byou$)"
)
"""An item of it: "Initiate legal action"."""
NOT_FOR_US = Words(
    r"\b(?:you|researchers|reporters|testers|participants|finders) (?:must|should|may|shall|will|agree to|can|are|"
    r"do)\b[^.;]{0,40}\W*$|\bplease\b[^.;]{0,40}\W*$|\bask(?:ed)? you\b[^.;]{0,40}\W*$"
)
"""What leads to a list for reporters."""
TURNED_DOWN = Words(
    r"\b(?:decid\w+ against|decid\w+ not to|reject\w*|turn\w* (?:it |this |that |them )?down|chose not|opted not|"
    r"declin\w*|refus\w*|unable|withdr\w+|withdrawn|no longer|abandon\w*|discontinu\w*|revok\w*|cancel\w*|"
    r"drop(?:ped|s)|lacks?|instead of|rather than|without)\b"
)
NO_HARBOUR = Words(
    rf"\bno (?:\w+ ){{0,3}}{_SAFE}\b|\b{_SAFE}\W{{1,4}}(?:none|no|n/a|not (?:offered|available|provided|applicable))\b|"
    rf"\b{_SAFE}\b[^.;]{{0,40}}?(?:\b(?:not|never|no longer)\b|n['’]t\b)[^.;]{{0,20}}\b(?:offer|grant|provid|giv|"
    rf"availab|exist|extend|part of|appl\w+ to (?:any|you\b|research\w*\W*$|all)|commit|promis|intend|plan)\w*|"
    rf"\b(?:not|never|cannot|unable to|no longer)\b[^.;]{{0,30}}\b(?:offer|provid|grant|extend|giv|publish|hav|adopt|"
    rf"promis|support|guarante|constitut)\w*\b[^.;]{{0,40}}\b{_SAFE}\b|"
    rf"n['’]t [^.;]{{0,20}}\b(?:offer|provid|grant|extend|giv|publish|hav|adopt|promis|support|guarante)\w*\b"
    rf"[^.;]{{0,40}}\b{_SAFE}\b|\b(?:refus|declin)\w+ to [^.;]{{0,30}}{_SAFE}\b|\bwithout (?:any |a )?{_SAFE}\b|"
    rf"\b{_SAFE}\b[^.;]{{0,30}}\b(?:refused|declined|withdrawn|rejected)\b|\bdecided against [^.;]{{0,30}}{_SAFE}\b|"
    rf"\b{_SAFE}\b[^.;]{{0,20}}\bdecided against\b"
)
"""Safe harbour that is not given."""
SERVICE = Words(r"\b(?:github|gitlab|google|microsoft|amazon|aws|cloudflare|apple|upstream) (?:\w+ ){0,2}$")
UNLESS = Words(rf"\b(?:unless|until|if|when|not|only)\b (?:\w+ ){{0,2}}{_LAWFUL}$")
"""Before "authorised": it only bounds what is meant."""
LIMITS = Words(
    r"\b(?:if|unless|except|when|where|outside|out of scope|beyond|third[- ]part(?:y|ies)|others?|who|whose|"
    r"that\b(?! we\b)|violat\w*|malicious\w*|bad faith|extort\w*|partners?|those|these|such|employees|users?)\b"
)
"""Words with which only some are not spared."""
NO_RESEARCH = Words(
    rf"\b(?:not|never|n['’]t)\b[^.;]{{0,20}}\b(?:consider|deem|treat|regard|view)\w*\b[^.;]{{0,10}}\b(?:any|all)\b|"
    rf"\bno (?:\w+ ){{0,3}}{_OF_RESEARCH}\b"
)
_ANYBODY = (
    r"(?:(?:any|all|every|you|anyone|anybody|everyone|everybody)\b(?: (?:security |independent )?(?:researchers?|"
    r"reporters?|finders?|hackers?|testers?|people))?|"
    r"(?:security )?(?:researchers|reporters|finders|hackers|testers)\b)"
    r"(?: (?:and|or) (?:any|every)\w+)?"
    r"(?=\W*$|[.;!?]| (?:for|over|because of) (?:any |all |their |your )?(?:\w+ )?(?:research|testing|tests|reports?|"
    r"reporting|scanning|probing|findings)\b| (?:at any time|in any case|in all cases|regardless|always)\b|"
    r",? always)"
)
"""Whoever it is, and no more words on what else they did: "anyone accessing data" is not everybody."""
THREAT = Words(
    rf"{WHO}(?:['’]ll)? (?:[\w'’]+ ){{0,8}}?(?:will|shall|rights? to|hesitate to|rule out|always|would|exclude|limit)\b"
    rf"[^.;]{{0,60}}\b{ACTION}(?: against)? {_ANYBODY}"
)
"""All are told that they are not spared."""
LONGEST = 100
"""Characters before what is promised that tell how firmly."""


def _find(saying: Saying) -> Iterator[SafeHarbor]:
    if POINTS.search(saying.text):
        return
    found = _place(saying)
    if _refused(saying, found):
        yield saying.make(SafeHarbor, 0 if found is None else found[1], strength="refusal")
        return
    if found is None or _others(saying):
        return
    start, offset = found
    around = saying.text[max(start, offset - LONGEST) : offset]
    behind = saying.text[offset:]
    strength: Strength = "promise"
    if pursued.OPEN.search(around) or pursued.OPEN.search(behind) or pursued.OPEN.search(saying.lead):
        strength = "discretion"
    elif pursued.HOPED.search(around) or mood.TARGET.search(saying.lead) or saying.role & Role.AIMED:
        strength = "target"
    later = pursued.LATER.search(saying.text)
    condition = later[0].strip().lower() if later and later.start() <= offset else saying.condition
    yield saying.make(SafeHarbor, offset, strength=strength, condition=condition)


def _place(saying: Saying) -> tuple[int, int] | None:
    """Where the words begin that promise it, and where what they promise stands."""
    text = saying.text
    for start, offset in pursued.spared(text):
        if not (_listed_for_others(saying) or _unsaid(text[start:offset])):
            return start, offset
    for find in (_authorised, _given, _otherwise, _abroad, _below):
        at = find(saying)
        if at is not None and not _unsaid(text[:at]):
            return 0, at
    return None


def _listed_for_others(saying: Saying) -> bool:
    return bool(saying.lead and NOT_FOR_US.search(saying.lead))


def _unsaid(before: str) -> bool:
    return bool(pursued.UNPROMISED.search(before) or pursued.FALSE.search(before))


def _others(saying: Saying) -> bool:
    """Whether others spare researchers, or are said to."""
    return bool(pursued.OTHERS.search(saying.text) or foreign("sparing.others", saying.text))


def _authorised(saying: Saying) -> int | None:
    match = LAWFUL.search(saying.text)
    if match is None or not RESEARCH.search(match[0]):
        return None
    verb = CONSIDERS.search(saying.text)
    at = verb.start() if verb else match.start()
    if saying.unsaid(at) or saying.unsaid(match.end() - 1, 50) or NO_RESEARCH.search(saying.text):
        return None
    ahead = saying.text[:at]
    if UNLESS.search(saying.text[: match.end()]):
        return None
    if re.search(r"\bonly\b", f"{ahead[-LONGEST:]}{match[0]}", re.IGNORECASE):
        return None
    if re.search(r"\b(?:you|they|courts?|judges?|providers?|law)\b \W*(?:\w+ )?$", ahead, re.IGNORECASE):
        return None
    return match.start()


def _given(saying: Saying) -> int | None:
    text = saying.text
    match = GIVEN.search(text)
    if match is None:
        return None
    name = next(SAFE.finditer(text, match.start()), None)
    if saying.ungiven or saying.unsaid(match.start(), LONGEST) or (name and saying.unsaid(name.start(), LONGEST)):
        return None
    if (
        SERVICE.search(text[: match.start()])
        or TURNED_DOWN.search(text)
        or (name and re.match(r"[^.;]{0,60}\b(?:not|never|no)\b", text[name.end() :]))
    ):
        return None
    return match.start()


def _otherwise(saying: Saying) -> int | None:
    match = SHIELDED.search(saying.text)
    if match is None or (match[0].lower().startswith(("protected", "good")) and saying.unsaid(match.start())):
        return None
    return match.start()


def _abroad(saying: Saying) -> int | None:
    """The same in a language of the document: plainly, or as a complaint against those that are named."""
    match = foreign("sparing.spares", saying.text)
    if match is None and foreign("sparing.whom", saying.text):
        match = foreign("sparing.denied", saying.text)
    return None if match is None or foreign("sparing.turned", saying.text) else match.start()


def _below(saying: Saying) -> int | None:
    """An item below "We will not:", or a sentence of a section of that name."""
    if saying.statement.form == "bullet" and NOT_BELOW.search(saying.lead):
        match = STEP.search(saying.text)
        if match:
            return match.start()
    if saying.statement.heading and SECTION.search(saying.statement.heading[-1]):
        match = PROTECTS.search(saying.text)
        if match and not (pursued.ACTIONS.search(saying.text) or saying.unsaid(match.start())):
            return match.start()
    return None


def _refused(saying: Saying, found: tuple[int, int] | None) -> bool:
    """Whether it is said that nobody is spared."""
    text = saying.text
    if _others(saying) or saying.past or pursued.FALSE.search(text):
        return False
    if no := NO_HARBOUR.search(text):
        return not LIMITS.search(text[no.end() :]) and not LIMITS.search(text[: no.start()])
    if found is not None:
        return False
    if LIMITS.search(text):
        return False
    if LAWFUL.search(text) and NO_RESEARCH.search(text):
        return bool(RESEARCH.search(text))
    if (cannot := pursued.UNPROMISED.search(text)) and pursued.threatened(text, cannot):
        return bool(re.search(rf"{WHO}(?: \w+)? ?$", text[: cannot.start()]))
    return bool(THREAT.search(text))


EXAMPLES = (
    Example(
        text="## Reporting\n\nWe will not take legal action against research in good faith.",
        makes=({"kind": "safe_harbor"},),
        negated="This policy does not offer safe harbor.",
        advice="## For operators\n\nIf you run a programme, tell your reporters about legal matters.",
        past="In 2020 we took legal action against nobody.",
        code="For example:\n\n```\nno legal action\n```",
    ),
)

PHRASE = Phrase(
    name="safe-harbor",
    find=_find,
    gate=(
        "legal",
        "action",
        "claim",
        "proceeding",
        "complaint",
        "abstain",
        "refrain",
        "desist",
        "harbo",
        "authori",
        "lawsuit",
        "litigation",
        "law enforcement",
        "prosecut",
        "civil",
        "sue",
        "penal",
        "punish",
        "police",
        "charges",
        "court",
        "lawful",
        "exempt",
        "waive",
        "demandar",
        "processar",
        "juridisch",
        "aangifte",
        "good faith",
        "good-faith",
        "go after",
    ),
    abroad="sparing",
    forms=PROSE,
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=(
        "## Research\n\nPlease refrain from criminal activity while testing.",
        "## Research\n\nWe ask you to refrain from criminal activity.",
        "## Research\n\nYou will not take action against anyone.",
        "## Research\n\nWe will not take action for reports that are out of scope.",
        "## Research\n\nWe will not take any action against spam.",
    ),
)
