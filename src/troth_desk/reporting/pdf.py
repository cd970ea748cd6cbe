"""A report as PDF, set by Typst (the extra ``troth[pdf]``): tagged, and the same bytes for the same report.

Everything that is told goes in as data, and the template sets it as text: no word of anybody becomes markup.
"""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources import files

import msgspec

from troth_desk.reporting.content import Told

MISSING = "PDF needs the extra: pip install 'troth[pdf]'. The page prints as well: let the browser save it as PDF."


class NoTypesetterError(RuntimeError):
    """The extra is not installed; says what to do."""


def render(told: Told, paper: str = "a4") -> bytes:
    """``told`` on ``paper`` ("a4", "us-letter").

    Raises:
        NoTypesetterError: Typst is not installed.
        ValueError: there is no such paper.
    """
    if paper not in ("a4", "us-letter"):
        raise ValueError("paper is a4 or us-letter")
    try:
        import typst  # an extra of 85 MB that few need
    except ImportError:
        raise NoTypesetterError(MISSING) from None
    template = files("troth_desk.reporting").joinpath("report.typ").read_bytes()
    return typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        timestamp=datetime.fromisoformat(told.gathered_at),
        sys_inputs={"told": json.dumps(msgspec.to_builtins(told)), "paper": paper},
    )
