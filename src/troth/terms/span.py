"""Where something was seen: a file, a line, and the words that stand there."""

from __future__ import annotations

import msgspec

from troth.terms.redaction import covered

EXCERPT = 200
"""Longest excerpt kept of a line, in characters: enough to recognise it, too little to carry a payload."""


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place in the checked tree.

    ``path`` is relative to the root, with ``/``; ``tag:v1.2.0`` cites a git tag. ``line`` counts from 1;
    ``None`` cites the file, folder or tag as a whole. ``end_line`` is the last line where the place covers several.
    """

    path: str
    line: int | None = None
    text: str = ""
    end_line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


SENTENCE = 2_000
"""Longest sentence of a policy that is kept: judged by its words, it must not lose its end to an excerpt."""


def excerpt(text: str, longest: int = EXCERPT) -> str:
    """Return ``text`` on one line, cut at ``longest`` characters, with what has the form of a secret covered."""
    line = covered(" ".join(text[: longest * 8].split()))  # a line of megabytes is not split for an excerpt
    return line if len(line) <= longest else line[: longest - 1] + "…"
