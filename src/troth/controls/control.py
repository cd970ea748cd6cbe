"""The shape of a control."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from troth.terms.answer import Answers, Want
from troth.terms.commitment import Commitment
from troth.terms.verdict import Verdict


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of promise is judged.

    ``name`` is the name of its file with dashes. ``judges`` accepts the commitments it is for; ``wants`` says what to
    ask;
    ``judge`` gives the verdict from the answers and the date of the check, and does nothing else.

    The docs page is made of the module's docstring: *What is promised / Why it matters / What counts as evidence /
    How it is judged*.
    """

    name: str
    judges: Callable[[Commitment], bool]
    wants: Callable[[Any], tuple[Want[Any], ...]]
    judge: Callable[[Any, Answers, date], Verdict]
