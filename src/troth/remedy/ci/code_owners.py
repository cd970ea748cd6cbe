"""CODEOWNERS for promised reviews, where the tree says who the owners are.

docs.github.com, "About code owners"; docs.gitlab.com, "Code Owners".
"""

from __future__ import annotations

import re

from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.ground import Ground, serves
from troth.terms.commitment import Commitment, Practice, Recurrence
from troth.terms.result import Result
from troth.terms.verdict import Standing

PLACES = {"github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
          "gitlab": (".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")}  # fmt: skip
"""Where each host looks, the place for a new file first."""
_NAMES = ("MAINTAINERS", "MAINTAINERS.md", "MAINTAINERS.txt", "OWNERS.md", ".github/MAINTAINERS.md", "CODE_OWNERS")
_HANDLE = re.compile(r"(?<![\w.+@/-])@[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:/[A-Za-z0-9][\w.-]{0,60})?(?![\w@.]*\.\w)")
_REVIEW = re.compile(r"\breviewe?[ds]?\b|\bapprov", re.IGNORECASE)
_CHANGES = re.compile(r"\b(?:code|pull requests?|prs?|changes?|merge requests?|commits?|merg\w+)\b", re.IGNORECASE)
_MOST = 10


def write(result: Result, ground: Ground, drafts: Drafts) -> None:
    """Name the owners of everything where reviews are promised and nothing names them yet."""
    promised = [
        serves(judged)
        for judged in result.judged
        if judged.verdict.standing not in (Standing.KEPT, Standing.NOTED) and _of_reviews(judged.verdict.commitment)
    ]
    places = PLACES.get(ground.host, ())
    if not promised or not places or any(ground.has(place) for place in places):
        return
    owners = _owners(ground)
    if not owners:
        reason = "reviews are promised, and the tree does not say by whom: name the owners (`* @who`)"
        drafts.leave(places[0], reason, promised)
        return
    text = f"# Written by `troth init --ci`: who reviews what is promised to be reviewed.\n* {' '.join(owners)}\n"
    why = "Asks the maintainers for a review of each change; that it is required is a setting of the branch."
    drafts.put(places[0], text, "codeowners", why, promised)


def _of_reviews(commitment: Commitment) -> bool:
    if isinstance(commitment, Practice) and commitment.topic == "code_review":
        return True
    if isinstance(commitment, Recurrence) and commitment.action == "code_review":
        return bool(_REVIEW.search(commitment.sentence) and _CHANGES.search(commitment.sentence))
    return False


def _owners(ground: Ground) -> tuple[str, ...]:
    for name in _NAMES:
        found = dict.fromkeys(match[0] for match in _HANDLE.finditer((ground.text(name) or "")[:20_000]))
        if found:
            return tuple(found)[:_MOST]
    return ()
