"""That advisories or CVEs are not made, where the words stand behind what they are of: "CVEs are not requested"."""

from __future__ import annotations

import re
from typing import Literal

MADE = frozenset({"cve", "github-advisory", "other"})
"""Channels whose name is what is published there, so that "are not published" refuses them."""
UNMADE = re.compile(
    r"^[^.;:,()]{0,40}?\b(?:(?:are|is|will|can|has|have|does|do|get)(?:n['’]t| not| never)|won['’]t|can['’]?t|cannot)\b"
    r"(?! (?:only|just|merely|solely|necessarily|always|be only))(?: (?:be|been|being|normally|generally|usually|"
    r"currently|publicly|separately))* (?:request|assign|issued|obtain|publish|filed|creat|reserv|allocat|register|"
    r"post|announc|releas|sent)\w*(?P<rest>[^.;]*)",
    re.IGNORECASE,
)
"""That what stands before is not made: "CVEs are not requested"."""
UNMADE_YET = re.compile(
    r"\b(?:until|before|unless|except|without|till|prior|yet|immediately|at once|automatically|by default|if|when|"
    r"where|while|in advance|individually|directly)\b",
    re.IGNORECASE,
)
"""Words by which that holds of a time or a way alone."""
UNMADE_SOME = re.compile(r"\bfor (?:every|all|each|any|minor|low|some|most|many|other|older)\b", re.IGNORECASE)
"""Words by which it holds of some flaws alone."""


def refused(name: str, behind: str) -> Literal["", "refusal", "discretion"]:
    """What the words ``behind`` a channel of this name say of it: that it is not made at all, or not for all."""
    found = UNMADE.match(behind[:200]) if name in MADE else None
    if found is None or UNMADE_YET.search(found["rest"]):
        return ""
    return "discretion" if UNMADE_SOME.search(found["rest"]) else "refusal"
