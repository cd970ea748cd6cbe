"""What a reporter's page does not repeat: words that the desk decrypted.

A mail that is encrypted to the desk can be sent again by anybody who has a copy of it, under a name and a key of their
own. Were it shown on the page of whoever sent it, the desk would decrypt the mail of others for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from troth_desk.cases.models import Case

TITLE = "Your encrypted report"
"""Stands on the page in place of a title that came encrypted."""
INSTEAD = (
    "It came encrypted by mail. This page does not repeat what it said: whoever sends a copy of your encrypted mail as "
    "their own would read it here."
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """``report``: title and text of the report are; ``words`` are texts of the conversation that are."""

    report: bool = False
    words: frozenset[str] = frozenset()

    @property
    def anything(self) -> bool:
        """Whether something is withheld; names of files are then, too."""
        return self.report or bool(self.words)


_questions: list[Callable[[Case], Withheld]] = []


def asks(question: Callable[[Case], Withheld]) -> None:
    """``question`` is asked of each case; for apps above this one, by which words come."""
    if question not in _questions:
        _questions.append(question)


def of(case: Case) -> Withheld:
    """What the page of whoever reported ``case`` leaves out."""
    answers = [question(case) for question in _questions]
    return Withheld(any(one.report for one in answers), frozenset().union(*(one.words for one in answers)))
