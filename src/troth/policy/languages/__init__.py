"""The words of other languages than English: one data file each, which a native speaker can edit.

A file gives lists of words by concept ("deadline actions", "negation"); this module makes patterns of them when a
document in that language is first read. How a file is written stands in docs/languages.md.
"""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from troth.policy.languages.vocabulary import Vocabulary

LANGUAGES: Final = ("de", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "zh")
"""Codes of ISO 639-1; each has its file in this folder."""
TESTS: Final = "\n[[example]]"
"""What ends the words of a file and opens its tests, which readers of policies never parse."""
ENOUGH: Final = 2
"""So many different common words of a language tell that a document is written in it."""
ENGLISH: Final = frozenset(
    {
        "the",
        "and",
        "we",
        "to",
        "of",
        "is",
        "for",
        "will",
        "with",
        "please",
        "not",
        "are",
        "or",
        "this",
        "you",
        "if",
        "be",
    }
)
"""Common words of English."""
OF_POLICIES: Final = frozenset(
    {
        *("security", "report", "reports", "reporting", "vulnerability", "vulnerabilities", "supported", "issue"),
        *("issues", "email", "mail", "bug", "bugs", "fix", "fixes", "by", "on", "at", "within", "i", "my", "us", "our"),
        *("it", "no", "all", "have", "only", "latest", "releases", "todo", "updates", "see", "public", "in", "a"),
    }
)
"""Words of English policies that a short one may have where it has no common word."""
FEW: Final = 5
"""Fewer different words than this tell nothing of their language."""
LOOKED_AT: Final = 200_000
"""Characters of a document that are asked for its languages."""


def source(code: str) -> str:
    """The text of the file of language ``code``."""
    data = pkgutil.get_data(__name__, f"{code}.toml")
    if data is None:
        raise FileNotFoundError(f"{code}.toml")
    return data.decode()


@lru_cache(maxsize=len(LANGUAGES))
def vocabulary(code: str) -> Vocabulary:
    """The words of language ``code``; ValueError or tomllib.TOMLDecodeError where its file is wrong."""
    return Vocabulary(code, tomllib.loads(source(code).split(TESTS, 1)[0]))


@lru_cache(maxsize=1)
def _marks() -> tuple[tuple[str, frozenset[str], str, tuple[str, ...]], ...]:
    """For each language its common words, its letters, and the languages beside which it is not looked for."""
    found = []
    for code in LANGUAGES:
        # only the lines before the first table: they are few, and every document is asked for them
        head: dict[str, Any] = tomllib.loads(source(code).split("\n[", 1)[0])
        common = frozenset(map(str.lower, head.get("common", ())))
        found.append((code, common, head.get("script", ""), tuple(head.get("unless", ()))))
    return tuple(found)


def spoken_in(text: str, named: str = "") -> tuple[str, ...]:
    """Codes of the languages other than English that ``text`` seems to be written in, also in part.

    ``named`` is the language that the name of its file tells: a sign that few words of it, or none of English, affirm.
    """
    text = text[:LOOKED_AT]
    said = _said(text)
    found = _worded(said)
    if named in LANGUAGES and named not in found and not text.isspace():
        common = next(common for code, common, *_ in _marks() if code == named)
        found += [named] if common & said or not ENGLISH & said else []
    if not text.isascii():
        letters = set(text)
        lettered = [mark for mark in _marks() if mark[2] and written(letters, mark[2])]
        codes = {code for code, *_ in lettered}
        found += [code for code, _, _, unless in lettered if code not in found and not codes & set(unless)]
    return tuple(found)


def unknown(text: str, named: str = "") -> bool:
    """Whether ``text`` is in words, none of them is a common one of English, and no other language was recognised."""
    text = text[:LOOKED_AT]
    words = {word for word in _said(text) if len(word) > 1 and word.isalpha()}
    return len(words) >= FEW and not words & (ENGLISH | OF_POLICIES) and not spoken_in(text, named)


def _said(text: str) -> set[str]:
    return {word.strip(".,;:!?()*_\"'") for word in set(text.lower().split())}


def written(letters: Iterable[str], script: str) -> bool:
    """Whether any of ``letters`` is of ``script``, a range such as "а-я"."""
    return any(script[0] <= letter <= script[-1] for letter in letters)


def _worded(said: set[str]) -> list[str]:
    """Languages by their common words: the best, and others that have enough words of their own beside it."""
    counts = sorted(((len(common & said), code, common) for code, common, *_ in _marks()), key=lambda each: -each[0])
    found: list[str] = []
    # of a long English document chance words are like those of another language: the more English, the more it takes
    left, least = set(said), max(ENOUGH, len(ENGLISH & said) // 2)
    for _, code, common in counts:
        if len(common & left) >= least:
            least = max(least, len(common & left) // 4)
            found.append(code)
            left -= common
    return found
