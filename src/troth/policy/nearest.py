"""Which phrases a sentence that none understood comes nearest to, and what those would have understood.

A phrase is near where the sentence holds words that the phrase is about: those of its name, of what its file says that
it reads, and of its examples. Words that few phrases share tell more than words that many do.
"""

from __future__ import annotations

import importlib
import inspect
import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from troth.policy.phrases import PHRASES
from troth.policy.phrases.phrase import Phrase
from troth.policy.reader import read
from troth.terms.statement import Statement
from troth.terms.tool_name import ToolName
from troth.terms.trace import Near

MOST = 3
"""Phrases that are offered."""
NEARLY = 0.5
"""A phrase is offered where it comes more than so near as the nearest."""
COMMON = frozenset(
    re.findall(
        r"\w+",
        "a about after all also an and any are as at be been before but by can could do does each every for from get "
        "gets had has have how i if in into is it its just may me more must my no not of on once one only or other our "
        "out shall should so some stuff than that the their them then there these they this those to too up us very "
        "was we were what when where which while who will with within without would you your",
    )
)
"""Words that stand in sentences on anything."""
STEM = 6
"""Letters by which forms of a word are one: "supported", "supports"."""


def nearest(statement: Statement, silent: Iterable[str], tools: tuple[ToolName, ...] = ()) -> tuple[Near, ...]:
    """Those of the ``silent`` phrases that are about words of ``statement``, each with a sentence that it wants.

    ``tools`` are the names that are recognised.
    """
    said = stems(statement.text)
    scores = {name: sum(_weights().get(stem, 0.0) for stem in said & _words(name)) for name in silent}
    least = max(scores.values(), default=0.0) * NEARLY
    best = sorted((name for name, score in scores.items() if score > least), key=lambda name: -scores[name])[:MOST]
    return tuple(Near(name, _wanted(name, said, tools)) for name in best)


def stems(text: str) -> frozenset[str]:
    """The words of ``text`` that say something, cut to what their forms share."""
    words = set(re.findall(r"[^\W\d_]{2,}", text.lower())) - COMMON
    return frozenset(re.sub(r"(?:ing|ed|es|s)$", "", word)[:STEM] if len(word) > 3 else word for word in words)


def _wanted(name: str, said: frozenset[str], tools: tuple[ToolName, ...]) -> str:
    """A sentence that the phrase ``name`` understands: of its examples the one that shares most with ``said``."""
    sentences = _sentences(name, tools)
    return max(sentences, key=lambda each: len(stems(each) & said)) if sentences else ""


def about(phrase: Phrase) -> str:
    """The first sentence of what the file of ``phrase`` says of itself."""
    module = importlib.import_module(f"troth.policy.phrases.{phrase.name.replace('-', '_')}")
    return " ".join((inspect.getdoc(module) or "").split("\n\n")[0].split())


@cache
def _named(name: str) -> Phrase:
    return next(phrase for phrase in PHRASES if phrase.name == name)


@cache
def _words(name: str) -> frozenset[str]:
    phrase = _named(name)
    return stems(" ".join([name.replace("-", " "), about(phrase), *(example.text for example in phrase.examples)]))


@cache
def _weights() -> dict[str, float]:
    """How much each word tells: nothing where every phrase is about it."""
    shared = Counter(stem for phrase in PHRASES for stem in _words(phrase.name))
    return {stem: math.log(len(PHRASES) / number) for stem, number in shared.items()}


@cache
def _sentences(name: str, tools: tuple[ToolName, ...]) -> tuple[str, ...]:
    """What of the examples of a phrase is understood as what they are to show, the first first."""
    found = []
    for example in _named(name).examples:
        kinds = {one["kind"] for one in example.makes}
        found += [one.sentence for one in read("example.md", example.text, tools).commitments if one.kind in kinds]
    return tuple(dict.fromkeys(found))
