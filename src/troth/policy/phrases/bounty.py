"""Money or reward for reports, offered, left open or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.words.mood import MAY
from troth.policy.words.pursued import MISTAKEN, UNTRUE
from troth.policy.words.sieve import Words, either
from troth.policy.words.spoken import Spoken, foreign, speaks
from troth.terms.commitment import Bounty

WORD = Spoken(
    r"\bbount(?:y|ies)\b|\b(?:monetary|financial|cash|paid) (?:\w+ )?(?:rewards?|compensation|incentives?|"
    r"remuneration|payments?)\b|\brewards?\b|\brewarded\b(?=[^.]{0,40}(?:[$€£]|\b(?:usd|eur|euros?|dollars?)\b)|"
    r"\W*$)|"
    r"\b(?:compensat\w+|pay|paying|paid) (?:for|researchers|reporters|finders)"
    r"(?= (?:reports?|findings?|vulnerab|bugs|who|or|that)|\W*$)|"
    r"\b(?:no|any|not|without)\b (?:\w+ ){0,3}?(?:compensation|compensated|remuneration)\b|"
    r"\bpayments? (?:is|are) (?:not )?(?:offered|made|provided|available)\b|"
    r"\b(?:demand|request|ask|expect)\w* (?:for )?(?:\w+ )?(?:compensation|payment|money)\b|"
    r"\b(?:pay|paying|paid|money|payments?|payouts?)\b[^.;]{0,15}\bfor (?:\w+ )?(?:reports?|findings?|"
    r"vulnerabilit\w+|"
    r"bugs)\b|"
    r"\breports? (?:are|is) (?:not |un)?paid\b|\b(?:reports?|research|researchers)\b[^.;]{0,30}\bunpaid\b|"
    r"\bwe (?:do not|don['’]t|cannot|can['’]t|never) pay\b(?=\W*$)|"
    r"\brequests? for (?:payment|money|compensation)\b(?=[^.;]{0,30}\b(?:ignored|rejected|declined|refused|not)\b)|"
    r"\b(?:send|give|receive|get|offer)\w*\b[^.;]{0,40}\b(?:stickers|"
    r"t-?shirts?|"
    r"merch(?:andi[sz]e)?|(?:thank[- ]you )?gifts?)\b|\bswag\b|"
    r"\b(?:can['’]?t|cannot|(?:can|could|do|will)(?:n['’]?t| not)?) (?:\w+ )?pay (?:you|"
    r"anyone|anybody|reporters?|researchers?|finders?|"
    r"hackers)\b(?! (?:back|a visit))",
    "thanks.money",
)
NO = Words(
    r"\b(?:no|not|never|cannot|cant|dont|without|none|nothing|refrain|nor|neither|nobody|unable|lack|ignored|rejected|"
    r"declined|refused|decided against|yet "
    r"to|kein\w{0,2}|geen|niet|pas|"
    r"aucun\w*|não|ningun\w*)\b|n['’]t\b|нет|не |不|没有|ない|ません|않|없"
)
OUTSIDE = Words(r"\b(?:outside|out|not part|not in)(?: of)? (?:the )?scope (?:of|for) (?:\w+ ){0,2}(?:bug )?bounty")
WITHOUT = Words(
    r"\b(?:(?:do|does|can)(?:es)?(?: not|n['’]t)|cannot|not) (?:currently )?(?:offer|provide|have|promise|guarantee|"
    r"run)\b[^.]{0,20}$"
    r"|não oferec\w+\W*$|no ofrec\w+\W*$"
)
"""The title of a list of what there is not."""
DENIED = Words(
    r"\b(?:not|n['’]t|never|nobody|no[\s-]one)\b[^.;]{0,20} expect (?:\w+ ){0,2}rewards?\b|\bno rewards?\b|"
    r"\brewards?\W{1,4}(?:none|no|not|nothing|n/a)\b|\bbudget for rewards\b"
)
NOUN = Words(r"\brewards?\b")
OF_LEDGER = Words(
    r"\b(?:block|staking|validators?|mining|miners?|delegat\w+|loyalty|referral|epoch|inflation|"
    r"liquidity) rewards?\b|"
    r"\brewards? (?:payouts?|markers?|functions?|models?|hacking|signals?|pools?|distribution|tokens?|curves?|"
    r"calculations?|"
    r"rates?)\b"
)
"""Rewards that a ledger pays or a model learns by, not those of reporters."""
FOUND = Words(r"\b(?:report|findings?\b|vulnerab|flaw|bug|research|finder|bount|disclos)\w*")
OFFER = Words(
    r"\b(?:we|program(?:me)?|offer\w*|pay\w*|eligible|receive|bug|discretion|researchers?|reporters?|amount|bounty|"
    r"reward (?:you|them|guidelines|amounts?|table|tiers?|structure)|"
    r"\$|€)\b|[$€£]\s?\d"
)
THEIRS = Words(
    r"\b(?:bount(?:y|ies)|rewards?|program(?:me)?s?) of (?:our |the |an? |other )?(?:\w+ )?"
    r"(?:competitors?|upstreams?|vendors?|others|projects|compan(?:y|ies))\b"
)
"""A bounty of somebody else."""
FUTURE = Words(
    r"\b(?:planned|future|coming soon|upcoming|ready to launch|"
    r"after (?:(?:the|public|our) )*(?:launch|release|beta)|"
    r"if (?:the )?program active|considered|optional|opcional|possible|if public)\b"
)
PAID = Words(
    r"\b(?:we|you|reports?|reporters?|researchers?|finders?|findings?|flaws?|bugs?|vulnerabilit(?:y|ies)|issues?|"
    r"submissions?)\b"
    r"(?P<between>[^.;]{0,60}?)\b(?:pay|paid|earn|award|receive|get)s?\b(?P<sum>[^.;]{0,40})(?:[$€£]\s?\d[\d,.]*\d|"
    r"\b\d{2,}\s?(?:usd|eur|gbp|chf|euros?|dollars)\b)"
)
"""Money that reports are worth, without a word for a bounty."""
SENT = Words(
    r"\bfor (?:[\w-]+ ){0,4}(?:reports?|findings?|flaws?|vulnerabilit(?:y|ies)|bugs?) (?:we|i) (?:will |also )?"
    r"(?:send|give|pay|offer|award|grant)\b[^.;]{0,30}(?:[$€£]\s?\d|\d ?(?:€|usd\b|eur\b|euros?\b|dollars\b|pounds\b))"
)
OTHERS = Words(
    r"^\W*(?:(?:many|most|some|few|other|lots of|plenty of) )+(?:[\w-]+ ){0,3}?(?:projects|compan\w+|teams|vendors|"
    r"maintainers|programs|organi[sz]ations|people)\b(?![^.;]*\b(?:we|our|this project|i)\b)"
)
"""Those of whom it is told what they do not pay."""
OTHERS_FIRST = Words(
    r"^\W*(?:(?:many|most|some|few|other|lots of|plenty of) )+(?:[\w-]+ ){0,3}?(?!(?:reports|findings|flaws|bugs|"
    r"issues|"
    r"vulnerabilities|submissions)\b)[\w-]{2,30}(?:s|people)\b (?:\w+ )?(?:pay|offer|run|have|give|award|reward)\b"
)
"""The same, where the other half is the project's own."""
WORTHLESS = Words(
    r"\bfor (?:[\w-]+ ){0,2}?(?:spam|duplicates?|low[\s-]quality|automated|scanner|invalid|out[\s-]of[\s-]scope|"
    r"theoretical|"
    r"trivial|known|informational|low[\s-]effort|generated)\b"
)
"""Reports for which nobody pays, whether or not others are paid for."""
NO_FLAWS = Words(
    r"\bbount(?:y|ies) (?:escrows?|contracts?|boards?|modules?|tokens?|vaults?|pools?|payouts? contract)\b|"
    r"\breward(?:ed)? (?:ads?|videos?|interstitials?|units?)\b"
)
"""Parts of a product that are called so."""
OWN_HALF = Words(r";|\b(?:but|whereas|while)\b|, (?=(?:there|this|no|we|i)\b)")
"""Where what is told of others ends."""
NO_REFUSAL = Words(r"\bno longer (?:refus|declin|reject)\w*|\bnever (?:refus|declin)\w*")
SAVE = Words(
    r"\b(?:except|save|other than|apart from|unless)\b(?: for| in case of| they are| it is)? (?:\w+ ){0,3}?"
    r"(?:critical|severe|high|serious|exceptional|findings?|reports?|flaws?|vulnerabilit\w+|bugs?)\b"
)
"""Some are rewarded after all."""
UNPAID = Words(r"(?:\b(?:not|never|cannot)|n['’]t)(?: \w+)?\W*$")
"""What stands right before a verb of paying that is denied."""
LIMITED = Words(r"\b(?:more|less|fewer) than\b|\b(?:above|over|below|under|exceed\w*)\b")
"""Within a denial that only bounds the sum."""
TRADED = Words(r"\b(?:attackers?|criminals?|adversar(?:y|ies)|black[\s-]?markets?|brokers?|thieves)\b")
"""Those who pay and are paid for flaws elsewhere."""
MONEY = Words(r"[$€£]\s?\d{2,}", 0)
REWARDED = either(WORD.english, PAID, SENT)
"""What a sentence has to hold that tells of a reward and of no sum."""
ZERO = Words(
    r"[$€£]\s?0(?:[.,]0{1,2})?(?![\d.,]*\d)|\b(?:0(?:[.,]0{1,2})?|zero|nil)\s?(?:€|\$|(?:usd|eur|gbp|euros?|dollars?|"
    r"pounds?|"
    r"cents?)\b)"
)
"""A sum that is none."""
SOME = Words(r"[$€£]\s?[\d.,]*[1-9]|[1-9][\d.,]*\s?(?:€|\$|(?:usd|eur|gbp|euros?|dollars?|pounds?)\b)")
"""A sum that is one."""


BESIDE = Words(
    r"\bif (?:your?|they|it|(?:the |a )?(?:reporter|researcher)s?)"
    r"(?: are| is| do| does| would)?(?: not|n['’]t| never)|\b(?:can|do|would)n['’]t (?:wish|"
    r"want)|"
    r"\bwhether or not\b|\bmust not\b|\bnot be reported\b|\bnot only\b|\bdo not (?:abide|allow)|\bno later than\b|"
    r"\bnot limited to\b|"
    r"(?:\b(?:do|does|did|have|has) not|n['’]t) (?:hear|heard|receiv\w+|get|got) (?:back |anything |an? |any )*"
    r"(?:from|answer|reply|response)\b"
)
"""Negations that are about something else than the reward."""
EARNED = Words(
    r"\b(?:will|may|can|shall) (?:still |also )?(?:receive|earn|get|be (?:paid|awarded|given))\b[^.;,]{0,30}$|"
    r"\beligible (?:for|to)\b[^.;,]{0,30}$"
)
"""In front of a reward that is to be had."""
INELIGIBLE = Words(
    r"(?:\b(?:not|never|no longer)\b|n['’]t\b)[^.;]{0,30}\b(?:eligible|qualif\w+|earn\w*|(?:be )?rewarded|be paid|"
    r"be awarded|receive|entitled)\b"
)
ALL_DENIED = Words(
    r"\bno (?:new |further |more )?(?:submissions?|reports?|findings) (?:is|are|will be) (?:\w+ )?"
    r"(?:eligible|paid|rewarded|awarded)\b"
)
WHOLE = Words(
    r"\b(?:this|the|our|these|open[\s-]source|software|all) (?:[\w-]+ ){0,3}?(?:projects?|repositor(?:y|ies)|"
    r"software|"
    r"products?|librar(?:y|ies)|sdks?|company)\b|\b(?:they|it) (?:is|are) not\b|\bcurrently\b|\bat this time\b|"
    r"^\W*(?:(?:security |vulnerability )?(?:reports?|reporters?|researchers?|submissions?|findings|vulnerabilit\w+|"
    r"disclosures?)|you|we)\b (?:\w+ )?(?:\w*n['’]t|not)\b"
)
"""Whose reports earn nothing at all: the project's, or all of them."""
CLOSED = Words(
    r"\b(?:bount(?:y|ies)|rewards?) (?:program(?:me)?s? )?(?:is|are|has been|have been) (?:currently |now )?(?:closed|"
    r"paused|"
    r"suspended|"
    r"discontinued|ended|inactive|unavailable)\b"
)
PLANNED = Words(
    r"\b(?:may|might|could|will) (?:later |soon |eventually )?be (?:introduced|launched|established|set up|started)\b|"
    r"\bwould be (?:\w+ )?(?:nice|great|good|lovely|welcome)\b|"
    r"^\W*to (?:set up|start|launch|create|establish|add|enable) (?:an?|your own) (?:\w+ ){0,2}(?:bount|reward)"
)
"""A program that there is not yet, or how one would be begun."""


OTHERWISE = Words(
    r"\b(?:but|however|whereas|while|yet|though)\b|;|\balthough\b[^,.]{3,80},|\. (?=(?:valid|other|all other|"
    r"critical|new|"
    r"confirmed)\b)"
)
"""What opens the other half of a sentence: "nothing for spam, but …"."""
AT_TIMES = Words(
    r"\b(?:may|might|could|can|will|discretion|sometimes|occasionally|exception\w*|case[- ]by[- "
    r"]case)\b[^.;]{0,60}\b(?:consider|give|offer|send|pay|grant|award|provide)\b[^.;]{0,30}\b(?:rewards?|bount(?:y|"
    r"ies)|payouts?)\b(?![^.;]{0,40}\b(?:future|later|plans?|planned|once)\b)"
)
"""The other half of a refusal that leaves a reward open: "no bounties, but we may consider a reward"."""
GAINED = Words(
    r"\b(?:earn|receiv|award|get)\w*\b[^.;]{0,40}(?:\b(?:bount|reward|payout)\w*|[$€£]\s?\d|\d ?(?:€|usd\b|"
    r"eur\b|dollars|euros))|"
    r"\b(?:is|are|be|get) (?:\w+ )?(?:rewarded|paid)\b(?! (?:with|by|in) (?!up\b|[$€£\d]))|"
    r"\b(?:pay|paying|offer|give|provide)\w* (?:[\w-]+ ){0,3}(?:for (?:[\w-]+ ){0,2}(?:reports?|findings?|flaws|"
    r"vulnerabilit\w+|"
    r"bugs|ones)|(?:bount(?:y|ies)|rewards?)\b|[$€£]\s?\d)"
)
"""A reward that is to be had."""


def _but_others(text: str) -> bool:
    """Whether another half of the sentence gives what one half denies: "no bounty for spam, but flaws earn €100"."""
    halves = OTHERWISE.split(text)
    return len(halves) > 1 and any(GAINED.search(half) and not NO.search(BESIDE.sub(" ", half)) for half in halves)


def _of_some(saying: Saying, start: int, begin: int) -> bool:
    """Whether only some reports are told to earn nothing, which tells that others do; its own words ``begin`` there."""
    if _but_others(saying.text[begin:]):
        return True
    if ALL_DENIED.search(saying.text):
        return False
    if INELIGIBLE.search(saying.text):
        return not WHOLE.search(saying.text)
    return bool(EARNED.search(saying.text[:start]))


def _worthless(text: str, match: re.Match[str]) -> bool:
    """Whether the reward that ``match`` names is only denied to reports that are worth nothing."""
    return bool(WORTHLESS.search(text[match.end() - 4 :]) and NO.search(text[: match.start()]))


def _begin(saying: Saying) -> int | None:
    """Where the project's own words begin, behind what is told of others; ``None`` where it says nothing of its own."""
    text = saying.text
    if not text.mask & REWARDED and not MONEY.search(text) and not saying.scene.languages:
        return None
    if THEIRS.search(text) or NO_REFUSAL.search(text) or UNTRUE.search(text):
        return None
    if not OTHERS.search(text):
        half = OWN_HALF.search(text) if OTHERS_FIRST.search(text) else None
        return half.end() if half else 0
    own = OWN_HALF.search(text)
    return own.end() if own else None


def _find(saying: Saying) -> Iterator[Bounty]:
    begin = _begin(saying)
    if begin is None:
        return
    match = next(WORD.finditer(saying.text, begin), None)
    if match and (MISTAKEN.search(saying.text[: match.start()]) or NO_FLAWS.search(saying.text)):
        return
    if match and _worthless(saying.text, match) and not _but_others(saying.text):
        return
    if match and match[0][:3].lower() in {"dem", "req", "ask", "exp"} and not NO.search(saying.text):
        return
    if match:
        if (NOUN.fullmatch(match[0]) and not OFFER.search(saying.text) and not DENIED.search(saying.text)) or re.search(
            r"\bfor (?:\w+ ){0,4}(?:third[- ]party|other|related|upstream) (?:products?|projects?|compan\w+|"
            r"software)|"
            r"\b(?:third|3rd|other|external|accept|ignore|from)\b[^.]{0,40}\bbounty platforms?\b|"
            r"\bwho (?:do|does) not (?:want|wish|like) to (?:participate|take part|join|be part)\b[^.]{0,30}\bbount|"
            r"\bbounty (?:hunters?|reports?|submissions|hunting|issues|administration)\b",
            saying.low,
        ):
            return
        if NOUN.fullmatch(match[0]) and OF_LEDGER.search(saying.text) and not FOUND.search(saying.text):
            return
        if PLANNED.search(saying.text):
            return
        around = saying.text[max(begin, match.start() - 90) : match.end() + 60]
        if (
            OUTSIDE.search(saying.text)
            or re.search(r"\bbeg[\s-]bount|\bunpaid\b", saying.low)
            or WITHOUT.search(saying.lead)
            or WITHOUT.search("".join(saying.statement.heading[-1:]))
            or CLOSED.search(saying.text)
            or (ZERO.search(saying.text) and not SOME.search(saying.text))
            or (NO.search(BESIDE.sub(" ", around)) and not _of_some(saying, match.start(), begin))
            or (speaks(saying.text) and (saying.negated(match.start()) or foreign("thanks.refused", around)))
        ):
            save = SAVE.search(saying.text)
            given = bool(save and save.start() > match.start() and not NO.search(save[0]))
            yield saying.make(Bounty, match.start(), strength=saying.strength if given else "refusal")
            if any(AT_TIMES.search(half) for half in OTHERWISE.split(saying.text)[1:]):
                yield saying.make(Bounty, match.end() - 1, strength="discretion")
        else:
            may = MAY.search(saying.text) or FUTURE.search(saying.text)
            yield saying.make(Bounty, match.start(), strength="discretion" if may else "promise")
    elif not begin:
        yield from _paid(saying)


def _paid(saying: Saying) -> Iterator[Bounty]:
    """Money for reports, without a word for a bounty."""
    if (paid := PAID.search(saying.text)) and FOUND.search(saying.text):
        if UNPAID.search(paid["between"]) and not LIMITED.search(paid["sum"]):
            yield saying.make(Bounty, 0, strength="refusal")
        elif not TRADED.search(saying.text):
            yield saying.make(Bounty, 0, strength="discretion" if MAY.search(saying.text) else "promise")
    elif SENT.search(saying.text):
        yield saying.make(Bounty, 0, strength="discretion" if MAY.search(saying.text) else "promise")
    elif MONEY.search(saying.text) and re.search(
        r"bount|reward",
        f"{' '.join(saying.statement.heading)} {saying.around} {' '.join(name for name, _ in saying.cells)}",
        re.IGNORECASE,
    ):
        yield saying.make(Bounty, 0, strength="promise")


EXAMPLES = (
    Example(
        text="## Reporting\n\nWe offer a bounty for critical findings.",
        makes=({"kind": "bounty", "strength": "promise"},),
        negated="## Reporting\n\nWe do not offer a bounty.",
        advice="## For operators\n\nIf you run a programme, your users can be paid a bounty.",
        past="## Reporting\n\nIn 2020 we paid a bounty.",
        code="For example:\n\n```\nWe offer a bounty\n```",
    ),
)

PHRASE = Phrase(
    name="bounty",
    find=_find,
    forms=PROSE,
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=(
        "## Staking\n\nRewards of staking are distributed daily.",
        "## Rights\n\nPaid plans are supported by phone.",
        "## Threats\n\nAttackers who find a vulnerability get $10000 on the black market.",
    ),
)
