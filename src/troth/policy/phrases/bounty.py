"""Money or reward for reports, offered, left open or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.words.mood import MAY
from troth.policy.words.sieve import Words
from troth.terms.commitment import Bounty

WORD = Words(
    r"\bbount(?:y|ies)\b|\b(?:monetary|financial|cash|paid) (?:\w+ )?(?:rewards?|compensation|incentives?|"
    r"remuneration|payments?)\b|\brewards?\b|\brewarded\b(?=[^.]{0,40}[$€£]|\W*$)|\bcompensat\w+ (?:for|researchers|"
    r"reporters)|"
    r"\b(?:demand|request|ask|expect)\w* (?:for )?(?:\w+ )?(?:compensation|payment|money)\b|"
    r"\b(?:pay|paying|paid|money|payments?|payouts?)\b[^.;]{0,15}\bfor (?:\w+ )?(?:reports?|findings?|vulnerabilit\w+|"
    r"bugs)\b|"
    r"\breports? (?:are|is) (?:not |un)?paid\b|\b(?:send|give|receive|get|offer)\w*\b[^.;]{0,20}\b(?:stickers|"
    r"t-?shirts?|"
    r"merch\w*|(?:thank[- ]you )?gifts?)\b|\bswag\b|prämie|"
    r"belohnung|récompense|recompensa|вознагражд|赏金|奖励|報奨金|バグバウンティ|바운티|포상"
)
NO = Words(
    r"\b(?:no|not|never|cannot|cant|dont|without|none|nothing|refrain|nor|neither|nobody|unable|decided against|yet "
    r"to|kein\w{0,2}|pas|"
    r"aucun\w*|não|ningun\w*)\b|n['’]t\b|нет|не |不|没有|ない|ません|않|없"
)
OUTSIDE = Words(r"\b(?:outside|out|not part|not in)(?: of)? (?:the )?scope (?:of|for) (?:\w+ ){0,2}(?:bug )?bounty")
WITHOUT = Words(
    r"\b(?:(?:do|does|can)(?:es)?(?: not|n['’]t)|cannot|not) (?:currently )?(?:offer|provide|have|promise|guarantee|"
    r"run)\b[^.]{0,20}$"
    r"|não oferec\w+\W*$|no ofrec\w+\W*$"
)
"""The title of a list of what there is not."""
DENIED = Words(r"\brewards?\W{1,4}(?:none|no|not|nothing|n/a)\b|\bbudget for rewards\b")
NOUN = Words(r"\brewards?\b")
OFFER = Words(
    r"\b(?:we|program(?:me)?|offer\w*|pay\w*|eligible|receive|bug|researchers?|reporters?|amount|bounty|"
    r"\$|€)\b|[$€£]\s?\d"
)
FUTURE = Words(r"\b(?:planned|future|if (?:the )?program active|considered|optional|opcional|possible|if public)\b")
MONEY = Words(r"[$€£]\s?\d{2,}", 0)


def _find(saying: Saying) -> Iterator[Bounty]:
    match = WORD.search(saying.text)
    if match and match[0][:3].lower() in {"dem", "req", "ask", "exp"} and not NO.search(saying.text):
        return
    if match:
        if (NOUN.fullmatch(match[0]) and not OFFER.search(saying.text) and not DENIED.search(saying.text)) or re.search(
            r"\bfor (?:\w+ ){0,4}(?:third[- ]party|other|related|upstream) (?:products?|projects?|compan\w+|software)|"
            r"\bbounty (?:hunters?|reports?|submissions|hunting|issues)\b",
            saying.low,
        ):
            return
        around = saying.text[max(0, match.start() - 90) : match.end() + 60]
        if (
            OUTSIDE.search(saying.text)
            or re.search(r"\bbeg[\s-]bount|\bunpaid\b", saying.low)
            or WITHOUT.search(saying.lead)
            or WITHOUT.search("".join(saying.statement.heading[-1:]))
            or (
                NO.search(around)
                and not re.search(
                    r"\bnot eligible\b|\bdo not (?:abide|allow|qualify)|\bnot only\b", around, re.IGNORECASE
                )
            )
        ):
            yield saying.make(Bounty, match.start(), strength="refusal")
        else:
            may = MAY.search(saying.text) or FUTURE.search(saying.text)
            yield saying.make(Bounty, match.start(), strength="discretion" if may else "promise")
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
    gate=(
        "bount",
        "reward",
        "swag",
        "compensat",
        "monetary",
        "financial",
        "cash",
        "paid",
        "money",
        "payment",
        "pay ",
        "payout",
        "sticker",
        "gift",
        "shirt",
        "merch",
        "$",
        "€",
        "£",
        "prämie",
        "belohnung",
        "récompense",
        "recompensa",
        "вознагражд",
        "赏金",
        "奖励",
        "報奨",
        "バウンティ",
        "바운티",
        "포상",
    ),
    forms=PROSE,
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=(
        "## Staking\n\nRewards of staking are distributed daily.",
        "## Rights\n\nPaid plans are supported by phone.",
    ),
)
