"""Which playbook is for an incident of a class, and which of its sections is for which phase.

Policies name classes in words of their own ("Database Breach", "Credential Stuffing Attack"). A playbook says which
names it is for; the one that fits most words of the class is taken, and the general one where none does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from troth_desk.incidents.phases import kinds_of, plain
from troth_desk.incidents.playbooks.form import Playbook, Section
from troth_desk.incidents.playbooks.shipping import GENERAL

EXACT = 100
"""What a name is worth that is the very one."""
_STEM = 5
"""Letters by which two forms of a word are the same: "inject" and "injection"."""


def chosen(playbooks: Mapping[str, Playbook], incident_class: str, says: str = "") -> str:
    """The short name of the playbook for ``incident_class``, "" where there is none at all.

    ``says`` is the sentence of the policy about the class: asked where its name says nothing.
    """
    for words in filter(None, (incident_class, says)):
        worth = {slug: _worth(one, words) for slug, one in playbooks.items()}
        best = max(worth.values(), default=0)
        if best:
            return next(slug for slug, each in worth.items() if each == best)
    return GENERAL if GENERAL in playbooks else next(iter(playbooks), "")


def _worth(playbook: Playbook, words: str) -> int:
    given = _words(words)
    return max((_fits(name, words, given) for name in (*playbook.classes, playbook.title)), default=0)


def _fits(name: str, words: str, given: Sequence[str]) -> int:
    if plain(name) == plain(words):
        return EXACT
    wanted = _words(name)
    return len(wanted) if wanted and all(any(_same(one, each) for each in given) for one in wanted) else 0


def _words(text: str) -> list[str]:
    return [
        word for word in re.findall(r"[^\W_]+", text.casefold()) if word not in {"of", "to", "the", "a", "an", "or"}
    ]


def _same(one: str, other: str) -> bool:
    least = min(len(one), len(other))
    return one == other or (least >= _STEM and one[:least] == other[:least])


def sections_of(playbook: Playbook, phases: Sequence[tuple[str, Iterable[str]]]) -> list[list[Section]]:
    """For each phase (its name, and which of the six it is) the sections of ``playbook`` that are for it.

    Each section is for one phase: that of its name, else the first of its kind, else the one before, so that nothing
    of a playbook is lost in a policy that has fewer phases.
    """
    found: list[list[Section]] = [[] for _ in phases]
    place = 0
    for section in playbook.sections:
        place = _place(section.name, phases, place)
        if found:
            found[place].append(section)
    return found


def _place(name: str, phases: Sequence[tuple[str, Iterable[str]]], before: int) -> int:
    named = next((at for at, (phase, _) in enumerate(phases) if plain(phase) == plain(name)), None)
    if named is not None:
        return named
    wanted = kinds_of(name)
    return next((at for kind in wanted for at, (_, kinds) in enumerate(phases) if kind in kinds), before)
