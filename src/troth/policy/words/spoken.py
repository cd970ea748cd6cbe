"""Patterns that listen in the languages of the document: English as a pattern, the others from their data files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Generic, TypeVar

from troth.policy.languages import ENGLISH, vocabulary, written
from troth.policy.words.sieve import Many, Words

T = TypeVar("T")

LANGUAGES: ContextVar[tuple[str, ...]] = ContextVar("LANGUAGES", default=())
"""Languages beside English of the document whose sentences are being heard."""


@contextmanager
def one_document() -> Iterator[None]:
    """Languages that are set inside are forgotten at the end, however it comes."""
    try:
        yield
    finally:
        LANGUAGES.set(())


class Spoken:
    """An English pattern and the words of a concept in the other languages of the document."""

    __slots__ = ("concept", "english")

    def __init__(self, english: str, concept: str) -> None:
        self.english = Words(english)
        self.concept = concept

    def search(self, text: str) -> re.Match[str] | None:
        """The first place of either."""
        found = self.english.search(text)
        for code in LANGUAGES.get():
            other = heard(code, self.concept, text)
            if other is not None and (found is None or other.start() < found.start()):
                found = other
        return found

    def match(self, text: str) -> re.Match[str] | None:
        """Either at the start of ``text``."""
        found = self.english.match(text)
        for code in LANGUAGES.get() if found is None else ():
            pattern = vocabulary(code).near(self.concept, text)
            found = found or (pattern.match(text) if pattern else None)
        return found

    def finditer(self, text: str, start: int = 0, end: int = 1 << 40) -> Iterator[re.Match[str]]:
        """All places in order, none within another."""
        if not LANGUAGES.get():
            yield from self.english.finditer(text, start, end)
            return
        matches = list(self.english.finditer(text, start, end))
        for code in LANGUAGES.get():
            pattern = vocabulary(code).near(self.concept, text)
            matches += pattern.finditer(text, start, end) if pattern else ()
        last = -1
        for each in sorted(matches, key=lambda found: (found.start(), -found.end())):
            if each.start() >= last:
                yield each
                last = each.end()


class Concepts(Generic[T]):
    """Concepts with what each stands for, asked together: of an English text only those whose literals it holds."""

    __slots__ = ("_english", "_named")

    def __init__(self, named: Iterable[tuple[T, Spoken]]) -> None:
        self._named = tuple(named)
        self._english = Many((name, spoken.english) for name, spoken in self._named)

    def __iter__(self) -> Iterator[tuple[T, Spoken]]:
        return iter(self._named)

    def search(self, text: str) -> Iterator[T]:
        """What those stand for whose words ``text`` says, in their order."""
        if LANGUAGES.get():
            return (name for name, spoken in self._named if spoken.search(text) is not None)
        return (name for name, _ in self._english.search(text))


def heard(code: str, concept: str, text: str) -> re.Match[str] | None:
    """Where ``text`` says ``concept`` in the language ``code``."""
    pattern = vocabulary(code).near(concept, text)
    return pattern.search(text) if pattern else None


def foreign(concept: str, text: str) -> re.Match[str] | None:
    """Where ``text`` says ``concept`` in a language of the document other than English."""
    for code in LANGUAGES.get():
        found = heard(code, concept, text)
        if found is not None:
            return found
    return None


def speaks(text: str) -> bool:
    """Whether ``text`` is in another language than English, in a document that has one, as no English word tells."""
    return any(_speaks(code, text) for code in LANGUAGES.get())


@lru_cache(maxsize=256)
def _speaks(code: str, text: str) -> bool:
    known = vocabulary(code)
    if known.script:
        return written(set(text), known.script)
    said = {word.strip(".,;:!?()*_\"'|") for word in text.lower().split()}
    return bool(known.common & said) or not ENGLISH & said
