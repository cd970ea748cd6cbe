"""The bands of scores are those of the scale.

What is promised
    A word for a severity stands for a band of CVSS scores ("Critical: 9.0 to 10.0").

Why it matters
    Deadlines hang on the word. Where a score falls into two bands, or into none, nobody can say what was promised.

What counts as evidence
    The sentence itself and the other bands of the same document, held against the qualitative rating scale of CVSS
    3.1 and 4.0 (low 0.1 to 3.9, medium 4.0 to 6.9, high 7.0 to 8.9, critical 9.0 to 10.0), and that of version 2 where
    the sentence names it.

How it is judged
    Kept by its text: the band is that of the scale, or is made of whole bands of it. At risk: two bands meet in one
    score, so that it has two names. Broken: it overlaps another band, leaves scores between two bands without a name,
    or says something else than the scale that it names. Unproven: other bands than those of CVSS and no scale
    named, or scores beside a word whose band stands elsewhere in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, SeverityBand
from troth.terms.verdict import Standing, Step, Verdict

CVSS = {"low": (1, 39), "medium": (40, 69), "high": (70, 89), "critical": (90, 100)}
"""Tenths of a point (FIRST, CVSS v3.1 section 5 and v4.0 section 6, qualitative severity rating scale)."""
CVSS_2 = {"low": (0, 39), "medium": (40, 69), "high": (70, 100)}
"""The bands that NVD used with version 2 (https://nvd.nist.gov/vuln-metrics/cvss)."""
_NAMED = re.compile(r"\bcvss\b", re.IGNORECASE)
_SECOND = re.compile(r"\bcvss\s*(?:version|v)?\s*2", re.IGNORECASE)
Band = tuple[str, int, int]
"""Name, lowest and highest score, in tenths."""


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, SeverityBand)


def _wants(_commitment: SeverityBand) -> tuple[Want[Any], ...]:
    return ()


def _judge(commitment: SeverityBand, _answers: Answers, _today: date) -> Verdict:
    """First against the other bands, then against the scale."""
    own = (commitment.name, _tenths(commitment.min), _tenths(commitment.max))
    words = " ".join((commitment.sentence, *commitment.heading))
    scale = CVSS_2 if _SECOND.search(words) else CVSS
    bands = [(name, _tenths(low), _tenths(high)) for name, low, high in commitment.neighbours]
    defined = {band[0] for band in bands if _equals(band, scale)}
    if own[0] in defined and not _equals(own, scale):
        reason = f"{own[0]} has its band elsewhere in the document, and this sentence names other scores"
        return _told(commitment, Standing.UNPROVEN, reason, "Say here what the scores are for, or leave them out.")
    others = [band for band in bands if band[0] != own[0] and (band[0] not in defined or _equals(band, scale))]
    wrong = next(_wrong(own, others), "")
    if wrong:
        return _told(commitment, Standing.BROKEN, wrong, "Give each score one band.")
    if _equals(own, scale) or _whole(own, scale):
        meeting = next((name for name, low, high in others if low == own[2] or high == own[1]), "")
        if not meeting:
            return _told(commitment, Standing.KEPT, "kept by its text: the band is that of CVSS", "")
    touching = [
        (name, own[2] if low == own[2] else own[1]) for name, low, high in others if low == own[2] or high == own[1]
    ]
    if touching:
        name, score = touching[0]
        reason = f"{score / 10:.1f} is both {own[0]} and {name}"
        return _told(commitment, Standing.AT_RISK, reason, f"Let one of them end at {(score - 1) / 10:.1f}.")
    if _NAMED.search(words):
        scores = f"{own[1] / 10:.1f} to {own[2] / 10:.1f}"
        if own[0] in scale:
            low, high = scale[own[0]]
            reason = f"{own[0]} of CVSS is {low / 10:.1f} to {high / 10:.1f}, not {scores}"
        else:
            reason = f"the scale that is named has no {own[0]}, which is {scores} here"
        return _told(commitment, Standing.BROKEN, reason, "Use the bands of CVSS, or say that the scale is your own.")
    return _told(
        commitment, Standing.UNPROVEN, "no scale is named, and the bands are not those of CVSS", "Name the scale."
    )


def _wrong(own: Band, others: list[Band]) -> Iterator[str]:
    """Scores with two names, and scores between two bands without one."""
    name, low, high = own
    for other, other_low, other_high in others:
        if max(low, other_low) < min(high, other_high):
            yield f"{name} and {other} overlap from {max(low, other_low) / 10:.1f} to {min(high, other_high) / 10:.1f}"
    above = min((each for each in others if each[1] > high), key=lambda each: each[1], default=None)
    if above and above[1] - high > 1 and not any(each[1] <= high < each[2] for each in others):
        yield f"scores from {(high + 1) / 10:.1f} to {(above[1] - 1) / 10:.1f} are neither {name} nor {above[0]}"


def _equals(own: Band, scale: dict[str, tuple[int, int]]) -> bool:
    """Whether it is the band of the scale; that of low may begin at 0."""
    low, high = scale.get(own[0], (-1, -1))
    return own[2] == high and (own[1] == low or (own[0] == "low" and own[1] in (0, 1)))


def _whole(own: Band, scale: dict[str, tuple[int, int]]) -> bool:
    """Whether it is several bands of the scale together, its own among them."""
    if own[0] not in scale:
        return False
    low, high = scale[own[0]]
    starts = {start for start, _ in scale.values()} | {0}
    ends = {end for _, end in scale.values()}
    return own[1] in starts and own[2] in ends and own[1] <= low and high <= own[2]


def _tenths(score: float) -> int:
    return round(score * 10)


def _told(commitment: SeverityBand, standing: Standing, reason: str, advice: str) -> Verdict:
    weak = standing is not Standing.KEPT
    fact = Fact(fact="the document says so", kind=Class.TEXT, span=commitment.span, weakness=weak)
    return Verdict(
        commitment=commitment,
        standing=standing,
        reason=reason,
        because=(fact,),
        next=Step(text=advice) if advice else None,
        settles="repository" if standing is Standing.UNPROVEN else "",
    )


CONTROL = Control(name="severity-band", judges=_judges, wants=_wants, judge=_judge)
