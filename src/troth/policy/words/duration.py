"""Periods of time in prose: "within 48 hours", "3–5 business days", "two weeks"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from troth.policy.words.foreign_duration import at_all, periods
from troth.policy.words.said_duration import Duration
from troth.policy.words.sieve import Words, lowered
from troth.policy.words.spoken import foreign

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ENGLISH = {
    "a": 1, "an": 1, "a couple of": 2, "couple of": 2, "a couple": 2,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    **{one: number for number, one in enumerate(_ONES, 1)},
    **{ten: 10 * number for number, ten in enumerate(_TENS, 2)},
    **{
        f"{ten}{between}{one}": 10 * tens + ones
        for tens, ten in enumerate(_TENS, 2)
        for ones, one in enumerate(_ONES, 1)
        for between in "- "
    },
}  # fmt: skip
"""English numbers up to ninety-nine; "a" week is one."""
UNITS: dict[str, tuple[str, ...]] = {
    "M": ("minutes", "minute", "mins", "min"),
    "H": ("hours", "hour", "hrs", "hr", "h"),
    "D": ("days", "day", "d"),
    "W": ("weeks", "week", "wks", "wk", "w"),
    "FORTNIGHT": ("fortnights", "fortnight"),
    "MONTH": ("months", "month"),
    "QUARTER": ("quarters", "quarter"),
    "Y": ("years", "year"),
}
LETTER = {name: letter for letter, names in UNITS.items() for name in names}
BUSINESS = r"business|working|work|workin[g']?|bus\."
_WORD = "|".join(sorted((re.escape(word) for word in ENGLISH), key=len, reverse=True))
_NUMBER = rf"\d{{1,3}}|(?:{_WORD})(?![a-z])"
_AGAIN = rf"(?:\(\s?(?:\d{{1,3}}|{_WORD})\s?\)\s?)?"
"""The number once more, in brackets: "forty-eight (48) hours", "72 (seventy-two) hours"."""
_UNIT = "|".join(sorted((re.escape(name) for name in LETTER), key=len, reverse=True))
_COMPOSED = rf"(?:{'|'.join(_TENS)})[-\s](?:{'|'.join(_ONES)})"
"""Numbers such as forty-eight, which are no range from forty to eight."""
BARE = Words(r"\bwithin (?P<number>\d{1,3})(?=\s*(?:[,;)]|\.(?:\s|$)|$|(?:for|and|on|if|or|once|unless|after)\b))", 0)
_RANK = r"(?:critical|high|medium|moderate|low|severe|sev-?\d|p[0-4]|others?|(?:the )?rest|everything else)"
RANK = Words(rf"\b{_RANK}\b")
SAME_REACH = 36
"""Characters between a word for at once and the number that says what it means."""
RANKED = Words(
    rf"\b{_RANK}(?:[\s-](?:severity|priority|ones|issues))?(?:[*_`]{{0,2}}\s?[:=→][*_`]{{0,2}}\s?|\s[–—-]\s|"
    rf"\s)(?:(?:in|within|at|is|are|get) )?"
    r"(?P<number>\d{1,3})(?=\s*(?:[,;)]|\.(?:\s|$)|$|and\b|for\b))"
)
"""A severity and a number that leaves out its unit: "critical: 7 days, high: 30"."""
RANKED_BEHIND = Words(
    rf"(?<=[,;]\s)(?:(?:and|within|in) ){{0,2}}(?P<number>\d{{1,3}}) (?:for|on) (?:the |all |our )?{_RANK}\b|"
    rf"(?<=and )(?P<last>\d{{1,3}}) (?:for|on) (?:the |all |our )?{_RANK}\b|"
    rf"(?<=[,;]\s)(?:(?:and|within|in) )?(?P<aside>\d{{1,3}}) \((?:for )?{_RANK}\b"
)
"""The same with the severity behind: "15 days for critical, 45 for high"."""
LEFT_OVER = re.compile(r"(?<=[^\W\d]\s)(?P<number>\d{1,3})(?=\s*(?:[.;)]|,(?!\d)|$))")
LEFT_OVER_REACH = 20
"""Characters before a number without a unit in which "the others" may stand."""
UNIT_OF = re.compile(r"(?P<sign>PT?)\d+(?P<letter>[A-Z])")
OR_TWO = Words(
    rf"\b(?:an?|one) (?:(?P<basis>{BUSINESS}|calendar) )?(?P<unit>{_UNIT}) or "
    rf"(?P<high>two|three)(?![\w-])(?! (?:{_UNIT})\b)"
)
"""A period and the next: "a day or two"."""
PERIOD = Words(
    rf"""(?<![\w.$€/:-])(?<!\d,)(?<!half )(?<!hundred )(?<!hundred and )(?<!thousand )(?P<sign>[<≤~≈]=?\s{{0,2}})?
    (?:(?!(?:{_COMPOSED})\b)(?P<low>{_NUMBER})\+?(?:\s{{0,2}}(?P<lesser>{_UNIT})(?![a-z]))?\s{{0,2}}(?:-|–|—|~|〜|/|\bto\b|\bor\b|\band\b)\s{{0,2}})?
    (?:\[?(?P<high>{_NUMBER})\]?\s?{_AGAIN}(?:[\s-]{{0,2}}(?P<basis>{BUSINESS}|calendar|full|consecutive|natural)(?:\s?\((?:{BUSINESS})\))?[\s-]){{0,2}}[\s-]{{0,2}}(?P<unit>{_UNIT}))
    (?![a-zäöüéèñ\d])(?P<after>[\s-](?:{BUSINESS})\b)?""",
    re.VERBOSE | re.IGNORECASE,
)
GATE = Words(
    rf"\d|(?<![^\W\d_])(?:{_WORD}|same|next|day after|following|end of|close of)[\s-]|immediate|overnight|tomorrow", 0
)
LONG = Words(
    r"\b(?:tag|dag|jour|giorno|d[ií]a|woche|semaine|semana|settimana) \d|"
    r"hour|hrs?\b|day|week|wks?\b|month|year|quarter|fortnight|minute|mins?\b|immediate|instantly|at once|overnight|"
    r"tomorrow|close of business"
)
SHORT = re.compile(r"\d\s?(?:h|d|w|min|[hd]\w{1,2})\b")
"""Units in full, and those that are one letter behind a figure."""
AT_ONCE = Words(r"\b(?:immediate(?:ly)?|instantly|at once)\b")
SAME_DAY = Words(
    r"\bsame[\s-](?:(?:business|working)[\s-])?day\b|\b(?:next|following) (?:business|working) day\b|"
    r"(?<=the )(?:next|following) day\b(?!['’])|\b(?:by|before) (?:the )?(?:end|close) of (?:(?:the|our|a|that|each) )?"
    r"(?:(?:business|working|same|next|following|same business|next business|next working) )*(?:day|business)\b|"
    r"(?<=than )the day after\b|(?<=by )the day after\b|\bby tomorrow\b|\bovernight\b"
)
"""Times that are over with a day: "the same day", "by the end of the next business day", "overnight"."""
DAY = Words(
    r"^\W*(?:by )?(?P<step>day|week|tag|dag|jour|giorno|d[ií]a|dia|woche|semaine|semana|settimana)s? "
    r"(?P<day>\d{1,3})(?:\s?(?:-|–|to)\s?(?P<last>\d{1,3}))?\W",
    0,
)
"""A step that is named by its day: "Day 7: initial assessment"."""
LOWER = Words(
    r"(?:\b(?:notice|(?:advance|prior|early) (?:warning|notification)) of|"
    r"at least|a minimum of|minimum(?: of)?|no (?:sooner|earlier|less) than|not (?:before|earlier "
    r"than))\s*(?:\w+\s){0,1}$"
)
AHEAD = Words(
    r"^(?:\s(?:in advance|prior to|before|ahead)\b|['’]?\s(?:advance |prior |written |public |deprecation )?notice\b)",
    0,
)
"""What comes behind a period by which something has to come earlier: "seven days before the release"."""
PLUS = re.compile(r"(?<![\w.])(?P<first>\d{1,3})\+$")
"""What stands before the days of grace that come on top: "60+10 days"."""
MOST = Words(r"\b(?:within|in|at most|up to|less than|(?:no|not) (?:more|later|longer) than|last|final)(?: the)?\s*$")
BUSINESS_NEAR = Words(
    r"^(?:(?!\bwithin\b)[^.;\n]){0,40}?\b"
    r"(?:(?:on|during|in|excluding) (?:normal )?(?:business|working) (?:days|hours)|"
    r"business days|working days|weekdays|excluding weekends|mon(?:day)?s?\s?(?:[-–—]|to|through)\s?fri(?:day)?s?|"
    r"\(business\)|\(business days?\)|\(working "
    r"days?\))"
)


def timed(low: str) -> bool:
    """Whether lower-case ``low`` can hold a period at all: cheap, for sentences that have none."""
    return _counts(low) or at_all(low)


def _least(low: str, start: int, end: int) -> bool:
    """Whether the period at ``start``..``end`` is the least there is, not the most."""
    before = low[max(0, start - 40) : start]
    return bool(LOWER.search(before)) or (bool(AHEAD.match(low[end : end + 20])) and not MOST.search(before))


def _counts(low: str) -> bool:
    """Whether a unit of time and a number stand somewhere, or a word for at once."""
    return bool((LONG.search(low) or SHORT.search(low)) and GATE.search(low))


def durations(text: str) -> Iterator[Duration]:
    """Periods of ``text``, in order."""
    low = lowered(text)
    others = list(periods(low))
    if not others and not _counts(low):
        return
    counted = [*_counted(low), *others]
    counted += _or_two(low)
    counted += _bare(low, counted)
    found = [
        *counted,
        *(each for each in _fixed(low) if not any(_same(low, each, other) for other in counted)),
    ]
    found.sort(key=lambda each: (each.start, -each.end))
    last = -1
    for each in found:
        if each.start >= last:
            yield each
            last = each.end


def _same(low: str, fixed: Duration, counted: Duration) -> bool:
    """Whether a number says what a word right before it means: "at once, within 24 hours" for the same severity."""
    return 0 <= counted.start - fixed.end <= SAME_REACH and not RANK.search(low[fixed.end : counted.start])


def _counted(low: str) -> Iterator[Duration]:
    found = list(PERIOD.finditer(low))
    for match, following in zip_longest(found, found[1:]):
        letter = LETTER[match["unit"]]
        if (match["high"] in {"a", "an"} and match["unit"] in {"d", "h", "w", "min"}) or not match["high"].strip("0"):
            continue  # "a d…" is no day, and a 0-day is a flaw
        business = bool(match["basis"] and re.fullmatch(BUSINESS, match["basis"])) or bool(match["after"])
        edge = min(match.end() + 90, following.start() if following else len(low))
        business = business or bool(BUSINESS_NEAR.match(low[match.end() : edge]))
        on_top = PLUS.search(low, max(0, match.start() - 6), match.start())
        yield Duration(
            start=on_top.start() if on_top else match.start(),
            end=match.end(),
            within=_iso(on_top["first"] if on_top else match["high"], letter),
            earliest=_iso(match["low"], LETTER[match["lesser"] or match["unit"]]) if match["low"] else "",
            basis="business" if business else "calendar",
            upper=not _least(low, match.start(), match.end()),
        )


def _bare(low: str, counted: Sequence[Duration]) -> Iterator[Duration]:
    """Numbers that leave out the unit that one before had: "high within 7 days, medium within 30"."""
    taken: set[int] = set()
    for match in (*BARE.finditer(low), *_left_over(low), *RANKED.finditer(low), *RANKED_BEHIND.finditer(low)):
        name = next((each for each in ("last", "aside") if match.re.groupindex.get(each) and match[each]), "number")
        at = match.start(name)
        if at in taken or any(each.start <= at < each.end for each in counted):
            continue
        taken.add(at)
        ended = (each for each in counted if each.end <= at)
        before = max(ended, key=lambda each: each.end, default=None)
        if before is None or ". " in low[before.end : at]:
            continue
        if unit := UNIT_OF.fullmatch(before.within):
            yield Duration(
                start=at,
                end=match.end(name),
                within=f"{unit['sign']}{int(match[name])}{unit['letter']}",
                basis=before.basis,
            )


def _left_over(low: str) -> Iterator[re.Match[str]]:
    """The same in other languages, behind a severity or all the others: "as demais, em 60"."""
    if foreign("severities", low):
        for match in LEFT_OVER.finditer(low):
            if foreign("severities", low[: match.start()][-LEFT_OVER_REACH:]):
                yield match


def _or_two(low: str) -> Iterator[Duration]:
    """Periods such as "a week or two", which start where the shorter one does and are found first."""
    for match in OR_TWO.finditer(low):
        letter = LETTER[match["unit"]]
        yield Duration(
            start=match.start(),
            end=match.end(),
            within=_iso(match["high"], letter),
            earliest=_iso("a", letter),
            basis="business" if match["basis"] and re.fullmatch(BUSINESS, match["basis"]) else "calendar",
        )


def _fixed(low: str) -> Iterator[Duration]:
    opening = DAY.match(low)
    if opening and opening["day"] != "0":
        letter = "W" if opening["step"].startswith(("w", "s")) else "D"
        within = f"P{int(opening['last'] or opening['day'])}{letter}"
        yield Duration(
            start=opening.start("day"),
            end=opening.end(),
            within=within,
            earliest=f"P{int(opening['day'])}{letter}" if opening["last"] else "",
        )
    for match in AT_ONCE.finditer(low):
        yield Duration(start=match.start(), end=match.end(), within="PT0H")
    for match in SAME_DAY.finditer(low):
        business = "business" if "business" in match[0] or "working" in match[0] else "calendar"
        yield Duration(start=match.start(), end=match.end(), within="P1D", basis=business)  # type: ignore[arg-type]


def _iso(number: str, letter: str) -> str:
    count = int(number) if number.isdigit() else ENGLISH[number]
    if letter == "M":
        return f"PT{count}M"
    if letter == "H":
        return f"PT{count}H"
    if letter == "FORTNIGHT":
        return f"P{2 * count}W"
    if letter == "QUARTER":
        return f"P{3 * count}M"
    return f"P{count}{'M' if letter == 'MONTH' else letter}"
