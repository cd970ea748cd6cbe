"""What is wrong and hangs on no promise: dead links, template text, hidden policies, documents that disagree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from troth.terms.answer import Answers, Want
from troth.terms.statement import Reading
from troth.terms.verdict import Finding


def wants(readings: Sequence[Reading]) -> tuple[Want[Any], ...]:  # noqa: ARG001
    """What must be asked of the world to find what is wrong beside the promises of ``readings``."""
    return ()


def find(readings: Sequence[Reading], answers: Answers, today: date) -> tuple[Finding, ...]:  # noqa: ARG001
    """Everything wrong that hangs on no promise, by place; each named once."""
    return ()
