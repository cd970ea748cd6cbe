"""When two sentences say the same words, and how alike two are: white space, marks of Markdown and case apart."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

LONGEST = 4_000
"""Characters of a sentence that are compared."""
_LINK = re.compile(
    r"!?\[([^\[\]]{0,400})\]\([^()\s]{0,2000}(?:\s[^()]{0,200})?\)|!?\[([^\[\]]{0,400})\]\[[^\[\]]{0,200}\]"
)
_MARKS = re.compile(r"[*`~\\|]+|(?<!\w)_+|_+(?!\w)|^\s*(?:[-+•>]|#{1,6}|\d{1,3}[.)])\s+")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
_WORD = re.compile(r"\w+", re.UNICODE)


@lru_cache(maxsize=16_384)
def plainly(sentence: str) -> str:
    """The words of ``sentence`` as they are compared: on one line, without marks of Markdown, quotes made straight."""
    text = unicodedata.normalize("NFC", sentence[:LONGEST]).translate(_QUOTES)
    text = _LINK.sub(lambda found: found[1] or found[2] or "", text)
    text = _MARKS.sub("", text)
    return " ".join(text.casefold().split()).rstrip(" .;,:!")


@lru_cache(maxsize=16_384)
def words(sentence: str) -> Counter[str]:
    """Each word of ``sentence`` and how often it stands there. Not to be changed."""
    return Counter(_WORD.findall(plainly(sentence)))


def alike(one: str, other: str) -> float:
    """How many of the words of both stand in both, from 0 to 1 (Dice's coefficient of the two bags of words)."""
    ours, theirs = words(one), words(other)
    size = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / size if size else float(plainly(one) == plainly(other))


def numbers(sentence: str) -> Counter[str]:
    """The words of ``sentence`` that hold a digit, and those that deny: what changes a meaning that no field holds."""
    return Counter({word: count for word, count in words(sentence).items() if _weighs(word)})


def _weighs(word: str) -> bool:
    return any(map(str.isdigit, word)) or word in _DENIALS


_DENIALS = frozenset(
    {"no", "not", "never", "none", "without", "cannot", "nicht", "kein", "keine", "nie", "pas", "jamais"}
)
