"""Is anything on that is for developers? Django's debug pages show settings and rows to whoever breaks a page."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.conf import settings

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe
from troth_desk.project.doctor.clauses import LEAST_PRIVILEGE


def _look(desk: Desk) -> Iterator[Finding]:
    if settings.DEBUG:
        yield unsafe(
            "DEBUG is on: whoever breaks a page sees settings and what lies in the database.",
            "Set DEBUG to False in your settings, or use the desk's own.",
        )
    if os.environ.get("TROTH_DESK_STYLE"):
        yield at_risk("The page of styles for developers is on.", "Take TROTH_DESK_STYLE out of the environment.")
    if not settings.DEBUG and not os.environ.get("TROTH_DESK_STYLE"):
        yield safe("Nothing for developers is on.")


CHECK = Check(
    name="debug",
    asks="Is anything on that is for developers?",
    applies=(LEAST_PRIVILEGE,),
    look=_look,
    before_start=True,
)
