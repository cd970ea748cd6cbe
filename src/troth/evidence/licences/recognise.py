"""Which licence a text is, by sentences that each holds and no other; careful rather than clever.

Only the commonest are known. A text that holds those of two is both; one that holds none is unknown.
"""

from __future__ import annotations

import re

import msgspec

LARGEST = 200_000
"""Characters of one text that are looked at."""
_OTHER_SIGNS = re.compile(r"[^a-z0-9]+")


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Words (lower case, signs as spaces) that a licence holds, all of them, and words that it never holds."""

    licence: str
    holds: tuple[str, ...]
    never: tuple[str, ...] = ()


_GRANT = "permission is hereby granted free of charge to any person obtaining a copy of this software and associated"
_BSD = "redistribution and use in source and binary forms with or without modification are permitted provided that"
_BINARY = "redistributions in binary form must reproduce the above"
_ENDORSE = ("be used to endorse or promote products derived from",)
MARKS = (
    Mark(
        licence="MIT",
        holds=(_GRANT, "this permission notice shall be included in all copies or substantial portions"),
        never=("except as contained in this notice the name", "advertising material"),
    ),
    Mark(
        licence="Apache-2.0",
        holds=("apache license version 2 0 january 2004", "grant of patent license", "redistribution"),
    ),
    Mark(licence="BSD-3-Clause", holds=(_BSD, _BINARY, *_ENDORSE), never=("all advertising materials",)),
    Mark(licence="BSD-2-Clause", holds=(_BSD, _BINARY), never=("all advertising materials", *_ENDORSE)),
    Mark(
        licence="ISC",
        holds=(
            "copy modify and or distribute this software for any purpose with or without fee is hereby granted",
            "the above copyright notice and this permission notice appear in all copies",
        ),
    ),
    Mark(
        licence="MPL-2.0",
        holds=("mozilla public license version 2 0", "exhibit a source code form license notice"),
    ),
    Mark(licence="Unlicense", holds=("this is free and unencumbered software released into the public domain",)),
    Mark(
        licence="(GPL-3.0-only OR GPL-3.0-or-later)",
        holds=("gnu general public license version 3 29 june 2007", "conveying verbatim copies"),
        never=("gnu affero general public license version 3",),
    ),
    Mark(
        licence="(GPL-2.0-only OR GPL-2.0-or-later)",
        holds=("gnu general public license version 2 june 1991", "terms and conditions for copying distribution"),
    ),
    Mark(
        licence="(AGPL-3.0-only OR AGPL-3.0-or-later)",
        holds=("gnu affero general public license version 3 19 november 2007",),
    ),
    Mark(
        licence="(LGPL-3.0-only OR LGPL-3.0-or-later)",
        holds=("gnu lesser general public license version 3 29 june 2007",),
    ),
)
"""GNU texts do not say themselves whether a later version may be taken."""


def recognise(text: str) -> str:
    """The licence expression of ``text``, "" where it is not recognised."""
    words = _OTHER_SIGNS.sub(" ", text[:LARGEST].lower())
    found = [mark.licence for mark in MARKS if _is(words, mark)]
    return " AND ".join(found)


def _is(words: str, mark: Mark) -> bool:
    return all(each in words for each in mark.holds) and not any(each in words for each in mark.never)
