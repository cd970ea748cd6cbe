"""Measures that a sentence of another language than English says are not taken: "Daten werden nicht verschlüsselt"."""

from __future__ import annotations

from typing import Final

from troth.policy.words.mood import BUT, CLAUSE
from troth.policy.words.spoken import LANGUAGES, foreign, speaks
from troth.policy.words.topic import abroad

DONE: Final = frozenset(
    {
        "audit_log",
        "backup",
        "branch_protection",
        "code_review",
        "encryption",
        "input_validation",
        "isolation",
        "licence_policy",
        "monitoring",
        "signing",
        "staging",
        "testing",
        "two_factor",
    }
)
"""Topics that name what is done; of the others much is protection because it is not done: "keine Passwörter"."""


def undone(text: str) -> bool:
    """Whether each clause of ``text`` that names what is done denies it, and nothing is refused or kept by that."""
    languages = LANGUAGES.get()
    if not languages or foreign("moods.undone", text) is None or not speaks(text) or foreign("moods.guarded", text):
        return False
    clauses = [clause for part in BUT.split(text) for clause in CLAUSE.split(part)]
    named = [each for each in clauses if any(name in DONE for name, _, _ in abroad(each, languages))]
    return bool(named) and all(foreign("moods.undone", each) for each in named)
