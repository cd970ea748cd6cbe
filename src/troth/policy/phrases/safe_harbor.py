"""Good-faith research is not pursued."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.words.sieve import Words
from troth.terms.commitment import SafeHarbor

WORDS = Words(
    r"\b(?:not|never|won['’]t|no)\b[^.]{0,60}\b(?:legal action|lawsuit|law enforcement|prosecut\w+|legal "
    r"(?:claims?|proceedings)|civil|sue|legal (?:steps|measures|threats|consequences|charges)|press charges|to court|"
    r"involve (?:the )?(?:police|authorities)|penali[sz]ed?|punish(?:ed)?|to the "
    r"(?:authorities|police))\b|\bsafe[\s-]harbou?r\b(?=[^.]{0,60}\b(?:for|provid\w*|offer\w*|"
    r"we|grant\w*|policy|terms|applies|commit\w*))|\b(?:offer|provide|grant|support|adopt|"
    r"follow)\w*\b[^.]{0,40}\bsafe[\s-]harbou?r\b|"
    r"\b(?:consider(?:ed)?|deem(?:ed)?|treat(?:ed)?)\b[^.]{0,80}\bauthori[sz]ed\b|\bauthori[sz]ed "
    r"conduct\b|\bkeine rechtlichen schritte\b|\baucune (?:action|poursuite)|\bno (?:emprender|tomar)\w* "
    r"acciones legales|法的措置|法律行动"
)
_LEGAL = (
    r"(?:(?:legal|civil|criminal)(?: (?:or|and) \w+)? (?:actions?|charges|complaints?|claims?|proceedings|measures|"
    r"steps)|prosecut\w+|(?:involving )?law enforcement)\b"
)
"""What a court or the police would be asked for."""
_PEOPLE = (
    r"against (?:you|any(?:one|body)|(?:[\w-]+ ){0,3}(?:researchers?|reporters?|finders?|people|persons|individuals|"
    r"those))\b"
)
"""Whom it would be asked against, where it is they that are spared and not spam."""
LAWFUL = Words(
    rf"\b(?:we|team|company|organi[sz]ation|project|foundation|maintainers) (?:[\w'’-]+ ){{0,4}}?(?<!ask )(?<!you to )"
    rf"(?:abstain|refrain|desist) from (?:\w+ ){{0,3}}{_LEGAL}|"
    rf"^\W*(?:to )?(?:abstain|refrain|desist)(?:ing)? from (?:\w+ ){{0,3}}{_LEGAL} (?:\w+ )?{_PEOPLE}|"
    r"(?:\bwe (?:[\w'’-]+ ){0,3}?(?:not|never|won['’]t)|(?<!you )\b(?:will (?:not|never)|won['’]t)|^\W*(?:not|never)) "
    r"(?:pursue|take|bring|initiate|seek|file)\b (?:\w+ ){0,2}(?:(?:legal|civil|criminal) (?:actions?|charges|"
    r"complaints?|claims?|proceedings)\b (?:\w+ )?(?:over|for)\b|(?:charges|complaints?|claims?|proceedings) (?:over|"
    r"for) (?:\w+ )?(?:good[\s-]faith|accidental|research)\b|(?:actions?|charges|complaints?|claims?|"
    rf"proceedings)\b (?:\w+ )?{_PEOPLE})|"
    r"\bprotected (?:from|against) (?:\w+ )?(?:legal|prosecution|lawsuits?)|"
    r"\bconsider\w*\b[^.]{0,80}\b(?:lawful|exempt)\b|\bwe (?:will )?waive\b[^.]{0,60}\b(?:claims?|rights?|"
    r"restrictions)\b|"
    r"\bstate that your (?:\w+ )?(?:research|actions?|activit\w+) (?:was|were) authori[sz]ed|"
    r"\bgood[\s-]faith\b[^.]{0,30}\b(?:is|are) protected\b|^\W*safe[\s-]harbou?r\W{1,5}(?=\w)(?!none|no\b|not\b)|"
    r"\bnon (?:\w+ )?(?:intraprend|persegu|avvi|promuov)\w* (?:\w+ )?azion\w* (?:legal|giudiziari)|"
    r"\b(?:n['’]|ne )(?:\w+ )?(?:poursuiv|engag|intent|entamer)\w* (?:pas|aucune|jamais)\b[^.;]{0,30}(?:poursuites?|"
    r"justice|action|"
    r"procédure|chercheur)|\bno (?:emprend|tom|inici)\w* (?:\w+ ){0,2}acci[oó]n(?:es)? legal|"
    r"\bnão (?:tom|inici|mov|adot)\w* (?:\w+ ){0,2}(?:aç(?:ão|ões)|medidas) (?:legal|legais|judicia)|"
    r"\bне (?:будем|станем) (?:\w+ )?(?:преследовать|подавать в суд)|법적 (?:조치|대응)[^.]{0,16}(?:않|아니)|"
    r"\bno vamos a demandar\b|\bnão (?:processaremos|tomaremos)\b|\bnessuna azione legale\b|\bgeen (?:juridische|"
    r"aangifte)\b"
)
POINTS = Words(r"\bsafe[\s-]harbou?r\b[^.:]{0,30}(?:[—–-]|,) (?:see|read|refer|consult|is in|are in)\b")
"""A list of what stands on another page."""
SECTION = Words(r"safe[\s-]harbou?r")
PROTECTS = Words(r"\b(?:we (?:will|consider|commit|support)|good[\s-]faith|authori[sz]ed|protect\w*)\b")


NOT_BELOW = Words(
    r"\b(?:we|team|company|organi[sz]ation|project)\b[^.;:]{0,30}\b(?:not|never|n['’]t|refrain from)\W*$|\bwon['’]t\W*$"
)
"""What leads to a list of what the project will not do."""
STEP = Words(
    r"^\W*(?:initiat|pursu|tak|bring|fil|threaten|seek|start|suggest\w* or bring|su)(?:e|ing|s)?\b[^.;]{0,30}"
    r"(?:\b(?:legal|civil|criminal|lawsuits?|charges|claims?|law enforcement)\b|\byou$)"
)
"""An item of it: "Initiate legal action"."""


def _find(saying: Saying) -> Iterator[SafeHarbor]:
    match = WORDS.search(saying.text) or LAWFUL.search(saying.text)
    if match is None and saying.statement.form == "bullet" and NOT_BELOW.search(saying.lead):
        match = STEP.search(saying.text)
    if match is None and saying.statement.heading and SECTION.search(saying.statement.heading[-1]):
        match = PROTECTS.search(saying.text)
    if match and POINTS.search(saying.text):
        return
    if match and not re.search(
        r"\bno safe[\s-]harbou?r|\bdoes not (?:waive|provide|offer|constitute)|\bnot (?:offer|provide|"
        r"grant)\b[^.]{0,20}harbou?r",
        saying.low,
    ):
        yield saying.make(SafeHarbor, match.start(), strength="promise")


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
        "rechtlich",
        "poursuite",
        "acciones",
        "法",
        "legais",
        "judicia",
        "giudiziari",
        "poursuiv",
        "justice",
        "преслед",
        "법적",
    ),
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
