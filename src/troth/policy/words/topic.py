"""Topics of security measures, by their words.

A line often names several topics ("secrets are never logged"). Which one it is of is told by where a topic is named
(at the start, later, in the heading, in the lead-in) and by how much its words weigh: "least privilege" says more of a
line than "test" does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from troth.policy.languages import vocabulary
from troth.policy.words.sieve import Many, Words
from troth.policy.words.spoken import LANGUAGES
from troth.policy.words.topic_words import TOPIC_WORDS

PATTERNS = Many(((name, weight), Words(words)) for name, weight, words in TOPIC_WORDS)

WEIGHTS: Final = {name: weight for name, weight, _ in TOPIC_WORDS}
"""How much the words of a topic weigh, in whatever language they are."""
START: Final = 12
"""Characters from the start within which a topic is the subject of its line."""
AT_START: Final = 8
FIRST: Final = 5
BASE: Final = 13
"""What a topic weighs more for being at the start, being the first that is named, and being in the line at all."""
HEADING: Final = 8
ITEM: Final = 5
LEAD: Final = 11
PARENT: Final = 9
"""What a topic weighs more for standing in the heading (more above a list item), the lead-in or the heading above."""
ABOVE: Final = {
    "input_validation": 10,
    "two_factor": 12,
    "sandbox": 12,
    "authentication": 7,
    "branch_protection": 7,
    "audit_log": 6,
    "memory_safety": 6,
    "secrets": 5,
    "network": 4,
    "monitoring": 3,
    "crypto_libraries": 2,
    "encryption": -2,
    "testing": -3,
    "code_review": -3,
    "staging": -4,
    "other": -5,
    "backup": -7,
    "authorization": -7,
    "isolation": -9,
}
"""Topics whose headings tell more, or less, of what stands below than most."""

Named = tuple[int, int, str]
"""A topic in a text: its weight there (negative, so that the least is chosen), its offset and its name."""


def named(text: str) -> tuple[Named, ...]:
    """Every topic that ``text`` names in English or another language of its document, the one it is of first."""
    return _named(text, LANGUAGES.get())


@lru_cache(maxsize=8192)
def _named(text: str, languages: tuple[str, ...]) -> tuple[Named, ...]:
    places: dict[str, tuple[int, int]] = {}
    for (name, weight), match in PATTERNS.search(text):
        offset, most = places.get(name, (len(text), weight))
        places[name] = (min(offset, match.start()), max(most, weight))
    for name, start, _ in abroad(text, languages):
        offset, most = places.get(name, (len(text), WEIGHTS.get(name, 0)))
        places[name] = (min(offset, start), most)
    first = min((offset for offset, _ in places.values()), default=0)
    return tuple(
        sorted(
            (-BASE - weight - FIRST * (offset == first) - AT_START * (offset < START), offset, name)
            for name, (offset, weight) in places.items()
        )
    )


def abroad(text: str, languages: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Topics that ``text`` names in ``languages``, each with where its word begins and ends."""
    for code in languages:
        pattern = vocabulary(code).near("topics", text)
        for match in pattern.finditer(text) if pattern else ():
            yield match.lastgroup or "", match.start(), match.end()


def topic(text: str) -> str:
    """The topic that ``text`` is of, or ""."""
    found = named(text)
    return found[0][2] if found else ""


def weights(
    own: Iterable[Named], heading: str = "", lead: str = "", parent: str = "", *, item: bool = False
) -> dict[str, int]:
    """What each topic weighs for a line that names ``own`` below a heading, a lead-in and a heading above it."""
    sums: defaultdict[str, int] = defaultdict(int)
    for weight, _, name in own:
        sums[name] -= weight
    above = topic(heading)
    if above:
        sums[above] += HEADING + ITEM * item + ABOVE.get(above, 0)
    for text, more in ((lead, LEAD), (parent, PARENT)):
        around = topic(text)
        if around:
            sums[around] += more
    return dict(sums)


def heaviest(sums: Mapping[str, int]) -> str:
    """The topic that weighs most, or ""."""
    return max(sums, key=lambda each: sums[each]) if sums else ""
