"""Where the promises of a document stand in it: which lines, which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from troth.report.html.tags import Html, join, tag
from troth.report.paint import MARKS, WORDS
from troth.report.words import promise
from troth.terms.result import Judged
from troth.terms.span import Span
from troth.terms.verdict import WORST_FIRST, Standing

UNREAD = "unread"


class Mark(msgspec.Struct, frozen=True):
    """One promise at one place. ``anchor`` names its evidence in the page; ``judged`` is None for what was not
    understood; ``again``: the document says here once more what it promised elsewhere."""

    anchor: str
    span: Span
    judged: Judged | None
    again: bool = False

    @property
    def standing(self) -> Standing | None:
        """How the promise stands; None for what was not understood."""
        return self.judged.verdict.standing if self.judged else None

    @property
    def name(self) -> str:
        """The class that carries its look."""
        return UNREAD if self.standing is None else look(self.standing)


def look(standing: Standing) -> str:
    """The name of the class that carries the look of ``standing``."""
    return standing.value.replace("_", "-")


def letters(text: str) -> str:
    """The letters and digits of ``text``: what two ways of writing a sentence have in common."""
    return "".join(filter(str.isalnum, text))


class Marks:
    """The marks of one document, taken by its lines, each once."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._at: defaultdict[int, list[Mark]] = defaultdict(list)
        for mark in marks:
            self._at[mark.span.line or 0].append(mark)

    def take(self, first: int, last: int) -> list[Mark]:
        """The marks from line ``first`` to ``last``, which are not given again."""
        return [mark for line in range(first, last + 1) for mark in self._at.pop(line, ())]

    def rest(self) -> list[Mark]:
        """What was not taken yet."""
        return [mark for line in sorted(self._at) for mark in self._at.pop(line)]


def classes(marks: Iterable[Mark]) -> str:
    """The classes of words that ``marks`` cover: the look of the worst, and all that they hold."""
    held = {mark.name for mark in marks}
    order = [*(look(standing) for standing in WORST_FIRST), UNREAD]
    said = [name for name in order if name in held]
    return " ".join(["p", said[0], *(f"has-{name}" for name in said)])


def margin(marks: list[Mark]) -> Html:
    """What stands in the margin beside the words that ``marks`` cover: one link each.

    What is said again is told only where the words say nothing else.
    """
    first = [mark for mark in marks if not mark.again]
    return tag("span", join(map(_link, first or marks), " "), class_="marks")


def _link(mark: Mark) -> Html:
    if mark.judged is None or mark.standing is None:
        return tag("span", tag("i", "?", aria_hidden="true"), " not understood", class_=f"mark {UNREAD}")
    word = WORDS[mark.standing]
    told = f"{': ' if not mark.again else ' (said again): '}{promise(mark.judged.verdict.commitment)}"
    accepted = tag("small", " accepted") if mark.judged.accepted else ""
    again = tag("small", " again") if mark.again else ""
    return tag(
        "a",
        tag("i", MARKS[mark.standing], aria_hidden="true"),
        f" {word}",
        accepted,
        again,
        tag("span", told, class_="for-ears"),
        class_=f"mark {mark.name} has-{mark.name}",
        href=f"#{mark.anchor}",
    )
