"""Which phrases a sentence that none understood comes nearest to, and what those would have understood.

What people speak of is first told by plain signs: money, the law, a time in which something is done. Beside these a
phrase is near where the sentence holds several words that the phrase is about: those of its name, of what its file
says that it reads, and of its examples. Words that few phrases share tell more than words that many do. Where nothing
is near, nothing is offered: a strange example helps nobody.
"""

from __future__ import annotations

import importlib
import inspect
import math
import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
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
LEAST = 4.0
"""How much the words that are shared have to tell."""
LEAST_WORDS = 2
"""Words that have to be shared: one alone is a coincidence."""
OF_ANYTHING = frozenset(
    {"practice", "public-issue-ban", "disclosure-step", "incident-class", "incident-phase", "document", "guidance"}
)
"""Phrases whose examples are on everything that there is: of these one word more has to be shared."""
_TIMED = r"\bwithin\b|\b(?:\d+|a|one|two|three|few) ?(?:hours?|h|days?|weeks?|months?)\b|\bimmediately\b|\bpromptly\b"
_HANDLED = (
    r"\b(?:respond|repl(?:y|ies)|answer|react|acknowledg|confirm|assess|triag|investigat|review|fix|patch|resolv|remed|"
    r"mitigat|releas|disclos|publish|announc|notif|inform|tell|updat|get back|hear from)"
)
SIGNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "bounty",
        "We pay a bounty for valid reports.",
        (r"\b(?:pay(?:s|ing|ment|out)?|paid|bount(?:y|ies)|rewards?|money|swag)\b",),
    ),
    (
        "safe-harbor",
        "We will not take legal action against research in good faith.",
        (r"\b(?:legal|lawsuits?|lawyers?|sued?|suing|prosecut\w*|court|police|good[ -]faith)\b",),
    ),
    ("pgp", "Encrypt your report with our PGP key 0xA1B2C3D4E5F60718.", (r"\b(?:pgp|gpg|openpgp|age key)\b",)),
    ("sbom", "Each release comes with an SBOM in SPDX.", (r"\b(?:sboms?|bills? of materials?|spdx|cyclonedx)\b",)),
    (
        "recurrence",
        "Dependencies are scanned weekly.",
        (
            r"\b(?:daily|nightly|weekly|monthly|quarterly|annually|yearly|regularly|periodically|every|each)\b",
            r"\b(?:scan|check|review|audit|test|updat|upgrad|rotat|train|patch|drill|rehears|assess)",
        ),
    ),
    ("deadline", "We acknowledge reports within 48 hours.", (_TIMED, _HANDLED)),
    (
        "credit",
        "Reporters will be credited in the release notes.",
        (
            (
                r"\b(?:credit(?:s|ed)?(?! (?:monitoring|cards?|notes?))|hall of fame|thanks page|"
                r"acknowledg\w* (?:you|reporters?|researchers?))\b"
            ),
        ),
    ),
    (
        "public-issue-ban",
        "Please do not open a public issue for a vulnerability.",
        (
            r"\b(?:public|open|github|gitlab)\b",
            r"\b(?:issues?|trackers?|bug reports?)\b",
            r"\b(?:not|never|don['’]?t|avoid)\b",
        ),
    ),
    (
        "supported-version",
        "Only the latest release receives security fixes.",
        (
            r"\b(?:fix|patch|support|maintain|backport|updates?\b)",
            r"\b(?:versions?|branch(?:es)?|latest|newest|main|master|trunk|lts|v?\d+\.[\dx]+)\b",
        ),
    ),
    (
        "coordinated-disclosure",
        "We coordinate the date of publication with the reporter.",
        (r"\b(?:embargo\w*|coordinat\w*|publication|go public|made public|public disclosure)\b",),
    ),
    (
        "advisory-channel",
        "Security advisories are published on GitHub.",
        (
            r"\b(?:advisor(?:y|ies)|announce\w*|release notes|changelog)\b",
            r"\b(?:publish|announc|post|list|appear|find)",
        ),
    ),
)
"""Phrases by what a sentence plainly speaks of, the surest first: all patterns have to be found; and what they want."""
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


def nearest(
    statement: Statement, silent: Iterable[str], tools: tuple[ToolName, ...] = (), deaf: Iterable[str] = ()
) -> tuple[Near, ...]:
    """Those of the ``silent`` phrases that are about words of ``statement``, each with a sentence that it wants.

    ``tools`` are the names that are recognised, ``deaf`` the phrases that found none of the words they listen for: what
    the sentence plainly speaks of may be theirs all the same.
    """
    said = stems(statement.text)
    quiet = tuple(silent)
    by_sign = _signed(statement.text, {*quiet, *deaf})
    shared = {name: said & _words(name) for name in quiet}
    scores = {
        name: sum(_weights().get(stem, 0.0) for stem in words)
        for name, words in shared.items()
        if len(words) >= LEAST_WORDS + (name in OF_ANYTHING)
    }
    least = max(LEAST, max(scores.values(), default=0.0) * NEARLY)
    best = sorted((name for name, score in scores.items() if score > least), key=lambda name: -scores[name])
    by_words = [
        Near(name, _wanted(name, said, tools)) for name in best if name not in {each.phrase for each in by_sign}
    ]
    return tuple([*by_sign, *by_words][:MOST])


def _signed(text: str, listening: AbstractSet[str]) -> list[Near]:
    """The phrases that ``text`` plainly speaks of."""
    low = text.lower()
    return [
        Near(name, wants)
        for name, wants, patterns in SIGNS
        if name in listening and all(re.search(pattern, low) for pattern in patterns)
    ]


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
