"""The topic that a measure is of, where its words name several or none: a sum of signs.

`topic` finds whether a line names a topic of security. A measure is of one, and people who read with care choose
between those that are named by more than the loudest word: by what comes first, by the heading and the one above it,
by what the measures beside it are of, and by the form of the line. A sentence that merely holds a word is of that topic
less often than an item of a list or a line with a label, and is of none (``other``).

How much each of these weighs is a table of points, ``points/topic.json``, made by ``scripts/fit_topics.py``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from troth.policy.points import points
from troth.policy.words.sieve import Many, Words
from troth.policy.words.spoken import LANGUAGES
from troth.policy.words.topic import abroad
from troth.policy.words.topic_signs import TOPIC_SIGNS

PATTERNS: Final = Many(((name, loud), Words(words)) for name, loud, words in TOPIC_SIGNS)
REST: Final = "other"
"""The topic of measures that are of no topic with a name."""
WHOLE: Final = 60
"""Amount of a sign that is there; divided by as many lines as may stand beside a measure without a rest."""
LOUD: Final = WHOLE // 6
"""Amount of one step of loudness."""
START: Final = 14
"""Characters from the start within which a word is the subject of its line."""
CLEAR: Final = 8
"""How loud a word is that names its topic as surely as the words of `topic` do."""
PLAIN: Final = 6
"""How loud the words of other languages are, which are not told apart."""
TOGETHER: Final = 2
"""Characters by which two words may differ and both be first."""
STEP: Final = 450
"""Points by which a topic lies one step before the next."""
CLEAREST: Final = 4
POINTS = points("topic").points


class Sign(NamedTuple):
    """A topic that a text speaks of, how loud, and where its word stands."""

    topic: str
    loud: int
    start: int
    end: int


class Standing(NamedTuple):
    """A line and what stands around it."""

    text: str
    heading: str = ""
    parent: str = ""
    """The heading above the heading."""
    beside: tuple[str, ...] = ()
    """Lines near it under the same heading, at most six."""
    labelled: bool = False
    sentence: bool = False
    before: Mapping[str, int] = {}
    """What each topic weighs by the words of `topic`."""


def signs(text: str) -> tuple[Sign, ...]:
    """Every class of words in ``text`` that speaks for a topic."""
    return _signs(text, LANGUAGES.get())


@lru_cache(maxsize=4096)
def _signs(text: str, languages: tuple[str, ...]) -> tuple[Sign, ...]:
    english = (Sign(name, loud, match.start(), match.end()) for (name, loud), match in PATTERNS.search(text))
    return (*english, *(Sign(name, PLAIN, start, end) for name, start, end in abroad(text, languages)))


def loudest(text: str) -> str:
    """The topic that ``text`` speaks of loudest, or ""."""
    return _loudest(text, LANGUAGES.get())


@lru_cache(maxsize=4096)
def _loudest(text: str, _: tuple[str, ...]) -> str:
    loud: Counter[str] = Counter()
    for sign in signs(text):
        loud[sign.topic] += sign.loud
    return max(loud, key=lambda each: loud[each]) if loud else ""


def evidence(line: Standing) -> Iterator[tuple[str, str, int]]:
    """What speaks for each topic: the topic, the name of the evidence, and how much of it there is."""
    own = signs(line.text)
    first = min((sign.start for sign in own), default=0)
    for sign in own:
        yield sign.topic, "named", sign.loud * LOUD
        if sign.start <= first + TOGETHER:
            yield sign.topic, "first", sign.loud * LOUD
        if sign.start < START:
            yield sign.topic, "start", sign.loud * LOUD
    for name, text in (("heading", line.heading), ("parent", line.parent)):
        for sign in signs(text):
            yield sign.topic, name, sign.loud * LOUD
    last = max(signs(line.heading), key=lambda sign: sign.end, default=None)
    if last is not None:
        yield last.topic, "heading-ends", WHOLE
    for text in line.beside:
        found = loudest(text)
        if found:
            yield found, "beside", WHOLE // len(line.beside)
    for name, weight in line.before.items():
        yield name, "topic", weight * WHOLE // 10
    yield from ((REST, name, WHOLE) for name in _plain(line))


def _plain(line: Standing) -> Iterator[str]:
    if not line.before and all(sign.loud < CLEAR for sign in signs(line.text)):
        yield "no-topic"
    if line.sentence:
        yield "sentence"
    if not line.labelled:
        yield "no-label"
    if line.text[:1].islower():
        yield "lower-case"
    if "`" in line.text:
        yield "code"


class Measured(NamedTuple):
    """The topic that a measure is of, and how clear that is."""

    topic: str
    clear: int
    """Steps that it lies before the next topic, at most `CLEAREST`."""


def measured(found: Iterable[tuple[str, str, int]]) -> Measured:
    """The topic for which the evidence that was ``found`` speaks most."""
    sums: defaultdict[str, int] = defaultdict(int)
    for topic, name, amount in found:
        sums[topic] += amount * POINTS.get(name, 0)
    best = max(sums, key=lambda each: sums[each], default=REST)
    rest = max((total for topic, total in sums.items() if topic != best), default=0)
    return Measured(best, max(0, min(CLEAREST, (sums[best] - max(rest, 0)) // STEP)))
