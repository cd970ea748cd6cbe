"""Document → statements → commitments."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeVar

from troth.policy.document import Document, parse
from troth.policy.languages import spoken_in
from troth.policy.localised import language_of
from troth.policy.merge import merge
from troth.policy.phrases import PHRASES
from troth.policy.phrases.phrase import Phrase
from troth.policy.reward_conditions import without_conditions
from troth.policy.saying import UNGIVEN, Saying, sayings
from troth.policy.scene import Scene
from troth.policy.section import SILENT, Role, Roles
from troth.policy.unread import introduced, unread
from troth.policy.words.mood import noted
from troth.policy.words.sieve import SIEVE
from troth.policy.words.spoken import LANGUAGES, foreign, one_document
from troth.policy.words.tools import tools_named
from troth.terms.commitment import Commitment
from troth.terms.statement import Reading
from troth.terms.tool_name import ToolName
from troth.terms.trace import Reason

K = TypeVar("K", bound=Saying)


@one_document()
def read(document: str, text: str, tools: Iterable[ToolName] = ()) -> Reading:
    """Read ``text`` of the file ``document``; ``tools`` are the names to recognise. Never raises on any text."""
    parsed, said = prepared(document, text, tools, Saying)
    found: list[Commitment] = []
    missed = list(parsed.unread)
    told = set[int]()
    silent: list[int] = []
    for place, saying in enumerate(said):
        here = list(hear(saying))
        found += here
        if here:
            told.add(place)
        else:
            silent.append(place)
    for place in silent:
        if not told & set(introduced(said, place)):
            missed += unread(said[place])
    return Reading(
        document=document,
        commitments=merge(without_conditions(found)),
        unread=tuple(missed),
        statements=len(parsed.statements),
        cut=parsed.unread,
        markup=parsed.markup,
    )


def prepared(document: str, text: str, tools: Iterable[ToolName], kind: type[K]) -> tuple[Document, list[K]]:
    """The document ``text`` and its sayings, just as they are heard; ``kind`` is what the sayings are."""
    if not text.isascii():
        # a letter and its accent may come as two characters; the words of the phrases have them as one
        text = unicodedata.normalize("NFC", text)
    parsed = parse(document, text)
    scene = Scene(parsed.statements, tools_named(tuple(tools)), spoken_in(text, language_of(document)))
    return parsed, sayings(parsed.statements, scene, kind)


IN_SILENCE = frozenset({"contact", "public-issue-ban", "guidance", "credit", "pgp", "policy-kept", "advisory-channel"})
"""Phrases that are heard in sections that promise nothing else."""
OF_ANYBODY = frozenset(
    {
        "contact", "public-issue-ban", "pgp", "guidance", "advisory-channel", "document", "incident-class",
        "incident-phase", "severity-band", "policy-kept",
    }
)  # fmt: skip
"""Phrases that are on no deed: whoever acts in the sentence, the project may still mean it."""
Manner = tuple[bool, bool, bool, bool, bool]
"""Whether a phrase is heard in what reporters are told, in what is past and in advice, is on what is done, and is on no
deed."""
GATED: tuple[tuple[Phrase, int, Manner], ...] = tuple(
    (
        phrase,
        SIEVE.bit(frozenset(phrase.gate)),
        (
            phrase.reporter,
            phrase.tells_past,
            phrase.advises,
            phrase.done,
            phrase.name in OF_ANYBODY,
        ),
    )
    for phrase in PHRASES
)
"""Each phrase with the bit of the words that it asks for, and its manner: many phrases share one."""


def hear(saying: Saying) -> Iterator[Commitment]:
    """All that one saying promises, by every phrase that hears it."""
    languages = saying.scene.languages
    if LANGUAGES.get() != languages:  # nearly never, and cheaper to ask than to set
        LANGUAGES.set(languages)
    near = saying.text.mask | saying.around.mask
    moods: dict[Manner, Reason | None] = {}
    for phrase, gate, manner in _listeners(saying.statement.form, saying.role & (SILENT | Role.USERS)):
        if not near & gate and not (languages and called(phrase, gate, saying)):
            continue
        if manner not in moods:
            moods[manner] = _mood(phrase, saying)
        if moods[manner] is None and not _ungiven(phrase, saying):
            for commitment in phrase.find(saying):
                saying.said.add(type(commitment).__name__)
                yield commitment


@cache
def _listeners(form: str, role: Roles) -> tuple[tuple[Phrase, int, Manner], ...]:
    """Phrases that read ``form`` in a section of ``role``."""
    return tuple(each for each in GATED if _placed(each[0], form, role) is None)


def called(phrase: Phrase, gate: int, saying: Saying) -> bool:
    """Whether ``saying`` holds a word that ``phrase`` asks for: in English by the bit ``gate``, or abroad."""
    return bool(
        (saying.text.mask | saying.around.mask) & gate
        or (phrase.abroad and foreign(phrase.abroad, saying.text) is not None)
    )


def refusal(phrase: Phrase, saying: Saying) -> Reason | None:
    """Why ``phrase`` does not listen to ``saying``; None where it does.

    The words of the gate are asked by who calls: they cost least.
    """
    reason = _placed(phrase, saying.statement.form, saying.role) or _mood(phrase, saying)
    return Reason.WITHHELD if reason is None and _ungiven(phrase, saying) else reason


def _ungiven(phrase: Phrase, saying: Saying) -> bool:
    """Whether ``saying`` names what ``phrase`` is on in a list of what there is not."""
    return UNGIVEN.get(phrase.name.replace("-", "_")) == "silent" and saying.ungiven


def _placed(phrase: Phrase, form: str, role: Roles) -> Reason | None:
    """Whether the form or the section keeps ``phrase`` from listening."""
    if form not in phrase.forms:
        return Reason.FORM
    if role & SILENT and not (phrase.anywhere and phrase.name in IN_SILENCE):
        return Reason.SECTION
    return Reason.USERS if role & Role.USERS and not phrase.anywhere else None


def _mood(phrase: Phrase, saying: Saying) -> Reason | None:
    """Whether the mood of the sentence keeps ``phrase`` from listening."""
    if saying.past and not phrase.tells_past:
        return Reason.PAST
    if saying.asked:
        return Reason.QUESTION
    if saying.quoted or (saying.of_others and phrase.name not in OF_ANYBODY):
        return Reason.OTHERS
    if (phrase.done and saying.withheld) or saying.unticked:
        return Reason.WITHHELD
    if phrase.reporter:
        return Reason.ADVICE if saying.deploys else Reason.PLANNED if noted(saying.text) else None
    if saying.planned:
        return Reason.PLANNED
    return Reason.ADVICE if saying.advice and not phrase.advises else None
