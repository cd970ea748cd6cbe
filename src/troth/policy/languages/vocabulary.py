"""The words of one language as patterns: words, stems with ``*``, gaps with ``…``, accents that may be missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

MOST: Final = 200
"""Words of one list."""
LONGEST: Final = 80
"""Characters of one word."""
FIRST_WIDE: Final = "\u2e80"
"""From here on stand the scripts that set no spaces between words, or hang particles to them: no word ends at them."""
LETTER: Final = r"\w"
LATIN: Final = "[A-Za-z0-9_]"
"""What a Latin word ends at between Chinese, Japanese or Korean ones. Classes with wide ranges compile a hundred times
slower, so none is used."""
_APART: Final = {
    " ": r"[\s\u00a0]{1,3}",
    "-": r"[-\u2010\u2011 ]?",
    "'": "['’]",
    "’": "['’]",
}
_GAP: Final = re.compile(" … |…")
_BETWEEN: Final = r"[^.;!?。；！？\n]{0,60}?"
_TWO: Final = {"ä": "(?:ä|ae|a)", "ö": "(?:ö|oe|o)", "ü": "(?:ü|ue|u)", "ß": "(?:ß|ss)", "å": "(?:å|aa|a)"}
_RUN: Final = re.compile(r"[^\s*…'’-]+")
NEVER: Final = re.compile(r"(?!)")


class Vocabulary:
    """Words of the language ``code`` by concept: ``table.name``, or ``table`` for all of its lists as named groups."""

    def __init__(self, code: str, data: Mapping[str, Any]) -> None:
        self.code = code
        self.name = str(data.get("name", code))
        self.common = frozenset(str(word).lower() for word in data.get("common", ()))
        self.script = str(data.get("script", ""))
        self.letter = LATIN if self.script >= FIRST_WIDE else LETTER
        self.tables: dict[str, dict[str, tuple[str, ...]]] = {
            table: {name: _checked(code, table, name, words) for name, words in lists.items()}
            for table, lists in data.items()
            if isinstance(lists, Mapping)
        }
        bits: dict[str, int] = {}
        self._bits: dict[str, int] = {}
        for number, (concept, words) in enumerate(self._concepts()):
            self._bits[concept] = 1 << number
            for word in words:
                for literal in literals(word):
                    bits[literal] = bits.get(literal, 0) | 1 << number
        self._masks = list(bits.values())
        self._automaton = AhoCorasick(list(bits)) if bits else None
        self.mask = lru_cache(maxsize=512)(self._mask)
        self.pattern = lru_cache(maxsize=512)(self._pattern)

    def _concepts(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for table, lists in self.tables.items():
            for name, words in lists.items():
                yield f"{table}.{name}", words

    def words(self, concept: str) -> tuple[str, ...]:
        """The words of ``table.name``, as the file has them, in NFC."""
        table, _, name = concept.partition(".")
        return self.tables.get(table, {}).get(name, ())

    def _mask(self, text: str) -> int:
        """A bit for each list of which a word may stand in ``text``."""
        found = 0
        if self._automaton is not None:
            for number in {each[0] for each in self._automaton.find_matches_as_indexes(text.lower(), overlapping=True)}:
                found |= self._masks[number]
        return found

    def near(self, concept: str, text: str) -> re.Pattern[str] | None:
        """The pattern of ``concept``, unless ``text`` is known to hold none of its words."""
        mask = self.mask(text)
        if not mask:
            return None
        wanted = self._bits.get(concept)
        if wanted is None:
            wanted = 0
            for name in self.tables.get(concept, ()):
                wanted |= self._bits[f"{concept}.{name}"]
            self._bits[concept] = wanted
        return self.pattern(concept) if mask & wanted else None

    def _pattern(self, concept: str) -> re.Pattern[str]:
        """The pattern of a list, or of all lists of a table with a group for each."""
        if concept in self.tables:
            groups = [
                f"(?P<{name}>{either(words, self.letter)})" for name, words in self.tables[concept].items() if words
            ]
            return re.compile("|".join(groups), re.IGNORECASE) if groups else NEVER
        words = self.words(concept)
        return re.compile(either(words, self.letter), re.IGNORECASE) if words else NEVER


def _checked(code: str, table: str, name: str, words: Any) -> tuple[str, ...]:
    if not isinstance(words, list) or len(words) > MOST:
        raise ValueError(f"{code}.toml: {table}.{name} is no list of at most {MOST} words")
    for word in words:
        if not isinstance(word, str) or not word.strip("*… ") or len(word) > LONGEST:
            raise ValueError(f"{code}.toml: {table}.{name} holds {word!r}, which is no word")
    return tuple(unicodedata.normalize("NFC", word) for word in words)


def either(words: Iterable[str], letter: str = LETTER) -> str:
    """A pattern of any of ``words``, the longest first, which end at whatever is no ``letter``."""
    bound: list[str] = []
    free: list[str] = []
    for word in sorted(set(words), key=len, reverse=True):
        (bound if _spaced(word[0]) else free).append(spelled(word, letter))
    parts = []
    if bound:
        parts.append(f"(?<!{letter})(?:{'|'.join(bound)})")
    if free:
        parts.append(f"(?:{'|'.join(free)})")
    return f"(?:{'|'.join(parts)})" if parts else "(?!)"


def _spaced(letter: str) -> bool:
    """Whether words end at ``letter``: not at signs, nor in scripts without spaces."""
    return letter.isalnum() and letter < FIRST_WIDE


def spelled(word: str, letter: str = LETTER) -> str:
    """The pattern of one word or stem, from its first letter on."""
    pieces = ["".join(_letter(each, letter) for each in piece) for piece in _GAP.split(word)]
    wide = not any(_spaced(each) for each in word)
    gap = _BETWEEN if wide or "…" in word.replace(" … ", "") else rf"[\s\u00a0](?:{_BETWEEN}[\s\u00a0])?"
    end = f"(?!{letter})" if _spaced(word[-1]) else ""
    return gap.join(pieces) + end


def _letter(letter: str, any_letter: str) -> str:
    if letter == "*":
        return f"{any_letter}{{0,30}}"
    if letter in _APART:
        return _APART[letter]
    low = letter.lower()
    if low in _TWO:
        return _TWO[low]
    base = bare(low)
    return f"[{low}{base}]" if base != low else re.escape(low)


def bare(text: str) -> str:
    """``text`` without the accents of Latin letters; other scripts as they are."""
    split = unicodedata.normalize("NFD", text)
    kept = "".join(
        each
        for at, each in enumerate(split)
        if not (unicodedata.combining(each) and split[at - 1] < "\u0250")
        and not (unicodedata.combining(each) and at > 1 and unicodedata.combining(split[at - 1]))
    )
    return unicodedata.normalize("NFC", kept)


def literals(word: str) -> frozenset[str]:
    """Lower-case strings of which one stands in every text that ``word`` matches."""
    run = max(_RUN.findall(word.lower()), key=len)
    plain = max(re.split("[^a-z\u0370-\uffff]+", run), key=len)
    if len(plain) >= (1 if plain >= FIRST_WIDE else 3) or plain == run:
        return frozenset({plain}) if plain else frozenset({run})
    return spellings(run)


def spellings(word: str) -> frozenset[str]:
    """The lower-case ``word`` with its accents, without them, and with the two letters that stand for an umlaut."""
    doubled = word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    return frozenset({word, bare(word).replace("ß", "ss"), bare(doubled)})
