"""Words by which a sentence reaches further than the calls that were found can show."""

from __future__ import annotations

import re

_BEYOND = re.compile(
    r"\b(?:every|all|each)(?: (?:of|our|the|supported|single)){0,4} "
    r"(?:repositor(?:ies)|services?|languages?|platforms|operating systems?)\b(?! ?\()|"
    r"\bevery (?:supported )?(?:platform|repository of ours)\b",
    re.IGNORECASE,
)
"""What one repository and its runs cannot show whole."""
_SYSTEM = re.compile(
    r"\b(?:runs?|running|tested|tests?|executed?)\b[^.;]{0,30}\bon [^.;]{0,40}?\b(?:\w*bsd|debian|fedora|alpine|rhel|"
    r"ubuntu \d\d|arm(?:64)?|android|ios|pc|self-hosted|github-hosted|python \d|node \d)\b",
    re.IGNORECASE,
)
"""Machines and versions that are not told apart here."""
_FOLDER = re.compile(r"(?<![\w./-])`?((?:[\w-]+/)+)`?(?![\w*.<{-])")


def wider_than_seen(sentence: str, looks: tuple[str, ...]) -> str:
    """Why running is not enough to prove ``sentence``, where the calls look at ``looks``; empty where it is."""
    beyond = _BEYOND.search(sentence) or _SYSTEM.search(sentence)
    if beyond:
        return f"whether on all of “{beyond.group()[:60]}” cannot be told"
    if not looks or "" in looks:
        return ""
    named = [found.rstrip("/") for found in _FOLDER.findall(sentence)]
    missed = next((one for one in named if not any(one == at or one.startswith(f"{at}/") for at in looks)), "")
    return f"the call names other folders than {missed}, which the sentence names" if missed else ""
