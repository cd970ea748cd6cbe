"""Versions that are numbers between dots or dashes, the longer after the shorter: CRAN and Hackage.

https://cran.r-project.org/doc/manuals/R-exts.html ("Version"), https://pvp.haskell.org.
"""

from __future__ import annotations

import re

from troth.terms.versions.unreadable import UnreadableVersionError

_FORM = re.compile(r"\s*[0-9]+(?:[.-][0-9]+)*\s*")


def key(text: str) -> tuple[int, ...]:
    """The numbers, zeros at the end and all."""
    if _FORM.fullmatch(text) is None:
        raise UnreadableVersionError(text)
    return tuple(int(number) for number in text.replace("-", ".").split("."))
