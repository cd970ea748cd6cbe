"""Periods of time in other languages than English: "zwei Werktage", "３営業日", "48 à 72 heures"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from troth.policy.languages import vocabulary
from troth.policy.languages.vocabulary import LATIN, LETTER, Vocabulary, either, spelled, spellings
from troth.policy.words.said_duration import Duration
from troth.policy.words.spoken import LANGUAGES, foreign, heard

UNITS: dict[str, str] = {
    "minute": "PT{}M",
    "hour": "PT{}H",
    "business_day": "P{}D",
    "day": "P{}D",
    "week": "P{}W",
    "month": "P{}M",
    "year": "P{}Y",
}
"""ISO 8601 forms of the units of a language file; quarters are counted in months."""
MONTHS_OF_QUARTER = 3
_START: Final = {LETTER: r"(?<![\w.$€/:-])", LATIN: r"(?<![A-Za-z0-9_０-９.$€/:年月第-])"}
"""Where a number may start: not within a word, nor in a date."""
_SIGNS = r"-|–|—|~|〜|～|/"
REACH = 40
"""Characters before a period in which "at least" may stand."""


def periods(low: str) -> Iterator[Duration]:
    """Periods of the lower-case ``low`` in the languages of the document."""
    for code in LANGUAGES.get():
        for match in _pattern(code).finditer(low):
            yield _period(code, match, low)
        for concept, within, basis in (
            ("periods.at_once", "PT0H", "calendar"),
            ("periods.next_business_day", "P1D", "business"),
        ):
            found = heard(code, concept, low)
            if found and low[found.end() : found.end() + 2].strip()[:1] not in {"~", "〜", "-", "–"}:
                yield Duration(start=found.start(), end=found.end(), within=within, basis=basis)  # type: ignore[arg-type]


def _period(code: str, match: re.Match[str], low: str) -> Duration:
    groups = match.groupdict()
    unit = next(name for name in (*UNITS, "quarter") if groups.get(name))
    before = low[max(0, match.start() - REACH) : match.start()]
    least = heard(code, "periods.at_least", before)
    behind = heard(code, "periods.at_least_behind", low[match.end() : match.end() + 6])
    return Duration(
        start=match.start(),
        end=match.end(),
        within=_iso(code, match["high"], unit),
        earliest=_iso(code, match["low"], unit) if match["low"] else "",
        basis="business"
        if unit == "business_day"
        or match["before"]
        or match["after"]
        or heard(code, "periods.business_ahead", before[-12:])
        else "calendar",
        upper=not (least and len(before) - least.end() < 12) and not (behind and behind.start() == 0),
    )


def _iso(code: str, number: str, unit: str) -> str:
    count = int(number) if number.isdigit() else _numbers(code)[number]
    return f"P{MONTHS_OF_QUARTER * count}M" if unit == "quarter" else UNITS[unit].format(count)


@lru_cache(maxsize=16)
def _numbers(code: str) -> dict[str, int]:
    """Figures by every spelling of their words: with and without accents and hyphens."""
    return {
        spelling: int(figure)
        for figure, words in vocabulary(code).tables.get("numbers", {}).items()
        for word in words
        for plain in spellings(word.lower())
        for spelling in (plain, plain.replace("-", " "))
    }


@lru_cache(maxsize=16)
def _pattern(code: str) -> re.Pattern[str]:
    known = vocabulary(code)
    words = sorted(map(re.escape, _numbers(code)), key=len, reverse=True)
    number = rf"(?:\d{{1,3}}|{'|'.join(words)})" if words else r"\d{1,3}"
    between = "|".join([_SIGNS, *(spelled(word, known.letter) for word in known.words("periods.range"))])
    business = either(known.words("periods.business"), known.letter)
    units = "|".join(
        f"(?P<{name}>{_any(known, known.words(f'units.{name}'))})"
        for name in (*UNITS, "quarter")
        if known.words(f"units.{name}")
    )
    any_unit = _any_unit(known)
    return re.compile(
        rf"{_START[known.letter]}(?:(?P<low>{number})(?:\s?{any_unit})?\s{{0,2}}(?:{between})\s{{0,2}})?"
        rf"\[?(?P<high>{number})\]?\s?(?:[(（]\s?(?:{number})\s?[)）]\s?)?"
        rf"(?P<before>{business}\s?)?[\s-]{{0,2}}(?:{units})(?P<after>\s{business})?",
    )


def _any_unit(known: Vocabulary) -> str:
    return f"(?:{_any(known, [word for words in known.tables.get('units', {}).values() for word in words])})"


def _any(known: Vocabulary, words: Sequence[str]) -> str:
    """Any of ``words``, also right behind a figure."""
    return "|".join(spelled(word, known.letter) for word in sorted(words, key=len, reverse=True))


def at_all(text: str) -> bool:
    """Whether a document in another language may speak of periods in ``text``: there numbers are not only figures."""
    return bool(LANGUAGES.get()) and not (text.isascii() and foreign("units", text) is None)
