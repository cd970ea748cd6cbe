"""Where the promises of a document stand in it: which lines, which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

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
    understood; ``again``: the document says here once more what it promised elsewhere. ``note`` stands below its word
    in the margin."""

    anchor: str
    span: Span
    judged: Judged | None
    again: bool = False
    note: str = ""

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


def foremost(marks: Sequence[Mark]) -> Sequence[Mark]:
    """Those of ``marks`` that count for the same words: what is said again only where they say nothing else."""
    return [mark for mark in marks if not mark.again] or marks


def classes(marks: Sequence[Mark]) -> str:
    """The classes of words that ``marks`` cover: the look of the worst, and all that they hold."""
    held = {mark.name for mark in foremost(marks)}
    order = [*(look(standing) for standing in WORST_FIRST), UNREAD]
    said = [name for name in order if name in held]
    return " ".join(["p", said[0], *(f"has-{name}" for name in said)])


def target(marks: Sequence[Mark]) -> str | None:
    """The evidence that words lead to which ``marks`` cover: that of the worst."""
    order = [look(standing) for standing in WORST_FIRST]
    found = [mark for mark in foremost(marks) if mark.judged is not None]
    return min(found, key=lambda mark: order.index(mark.name)).anchor if found else None


def margin(marks: Sequence[Mark]) -> Html:
    """What stands in the margin beside the words that ``marks`` cover: one link each."""
    return tag("span", join(map(_link, foremost(marks)), " "), class_="marks")


def _link(mark: Mark) -> Html:
    if mark.judged is None or mark.standing is None:
        return tag("span", tag("i", "?", aria_hidden="true"), " not understood", class_=f"mark {UNREAD}")
    beside = [word for word, held in (("accepted", mark.judged.accepted), ("again", mark.again)) if held]
    word = WORDS[mark.standing]
    return tag(
        "a",
        tag("i", MARKS[mark.standing], aria_hidden="true"),
        f" {word}",
        *(tag("small", f" {each}") for each in (*beside, *filter(None, (mark.note,)))),
        aria_label=f"{', '.join([word, *beside])}: {promise(mark.judged.verdict.commitment)}",
        class_=f"mark {mark.name} has-{mark.name}",
        href=f"#{mark.anchor}",
    )
