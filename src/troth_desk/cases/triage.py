"""Which reports wait in the triage queue? Rules that everybody can read, each with its reason; none drops a report.

A held report is a case like every other: its clocks run, its reporter has a link, it is listed. It only waits for a
person to release it, to merge it into the case that it repeats, or to turn it away with a reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import QuerySet
from django.db.models.functions import Substr

from troth_desk.cases.models import Case
from troth_desk.cases.states import Held

SHORTEST = 40
"""Letters that a report needs to say what is wrong: "XSS in the search field of the shop" has 29."""
ALIKE = 0.85
"""From which share of common words on two reports seem to say the same."""
LOOKED_AT = 50
"""Newest cases that a report is compared with."""
CLOSELY = 3
"""Of these, how many are compared word by word: those that share most words with it."""
COMPARED = 4_000
"""Characters of a report that are compared."""
COLUMNS = ("title", "description", "steps", "impact", "suggested_fix")
"""What is compared; what a policy asks for beyond (versions, products) is alike in reports that are not."""
_LINK = re.compile(r"https?://\S+")
_LETTER = re.compile(r"[^\W\d_]")
_OFFER = re.compile(
    r"\b(?:bounty|reward|payment|paid|compensation|hall of fame)\b[^.?!]{0,80}\?|"
    r"\bdo you (?:have|offer|run|provide)\b[^.?!]{0,60}\b(?:bounty|reward|program)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a report waits: ``held`` is the sort of doubt, ``reason`` the sentence, ``resembles`` the case it repeats."""

    held: str
    reason: str
    resembles: Case | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the queue: ``says`` is how people read it."""

    says: str
    find: Callable[[Case], Doubt | None]


def doubt(case: Case) -> Doubt | None:
    """The first rule that holds ``case``, which need not be saved; None where none does."""
    return next((found for rule in RULES if (found := rule.find(case))), None)


def words_of(case: Case) -> str:
    """All that a case says of the weakness."""
    return " ".join(
        (case.title, case.description, case.steps, case.impact, case.suggested_fix, *map(str, case.answers.values()))
    )


def _same_words(case: Case) -> Doubt | None:
    same = _others(case).filter(digest=case.digest).order_by("received_at", "id").first()
    if same is None:
        return None
    return Doubt(Held.DUPLICATE, f"It has the same words as {same.reference}.", same)


def _alike(case: Case) -> Doubt | None:
    """Cheap for every report: common words are counted, and only the few that share most are compared in their order.

    Whoever waits for this holds up every other report where a file has one writer.
    """
    mine = _tokens(*(getattr(case, name) for name in COLUMNS))
    if len(mine) < 12:
        return None
    newest = _others(case).order_by("-received_at", "-id").values_list("pk", *map(_beginning, COLUMNS))[:LOOKED_AT]
    counted = Counter(mine)
    shared = []
    for pk, *texts in newest:
        theirs = _tokens(*texts)
        share = 2 * (counted & Counter(theirs)).total() / (len(mine) + len(theirs))
        if share >= ALIKE:
            shared.append((share, pk, theirs))
    for _, pk, theirs in sorted(shared, reverse=True)[:CLOSELY]:
        if SequenceMatcher(None, mine, theirs, autojunk=True).ratio() >= ALIKE:
            other = _others(case).get(pk=pk)
            return Doubt(Held.DUPLICATE, f"It says nearly the same as {other.reference}.", other)
    return None


def _little(case: Case) -> Doubt | None:
    letters = len(_LETTER.findall(_LINK.sub("", words_of(case))))
    if letters >= SHORTEST:
        return None
    return Doubt(Held.DOUBTFUL, f"It has {letters} letters beside links; {SHORTEST} are needed to say what is wrong.")


def _offer(case: Case) -> Doubt | None:
    if case.steps.strip() or not _OFFER.search(words_of(case)[:COMPARED]):
        return None
    return Doubt(Held.DOUBTFUL, "It asks for a reward and names no steps to reproduce.")


def _links(case: Case) -> Doubt | None:
    words = words_of(case)
    linked = sum(len(match[0]) for match in _LINK.finditer(words))
    if linked * 2 <= len(words):
        return None
    return Doubt(Held.DOUBTFUL, "More than half of it are links.")


def _others(case: Case) -> QuerySet[Case]:
    return Case.objects.filter(organisation_id=case.organisation_id, project_id=case.project_id).exclude(pk=case.pk)


def _beginning(column: str) -> Substr:
    """No more of a text is read from the database than is compared."""
    return Substr(column, 1, COMPARED)


def _tokens(*texts: str) -> list[str]:
    return re.findall(r"\w+", " ".join(texts)[:COMPARED].casefold())


RULES = (
    Rule("The same words were sent before.", _same_words),
    Rule("It says nearly the same as another of the newest cases of the project.", _alike),
    Rule("It is too short to say what is wrong.", _little),
    Rule("More than half of it are links.", _links),
    Rule("It asks for a reward and names no steps to reproduce.", _offer),
)
"""Every rule, in the order in which they are asked."""
