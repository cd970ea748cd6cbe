"""Listed steps, phases and classes: the bullets of a section that is nothing but such a list."""

from __future__ import annotations

import re

from troth.policy.saying import Saying
from troth.policy.section import Roles
from troth.policy.words.sieve import Words

BOLD = Words(r"^(?:step|phase|stage|type|playbook|scenario|class)\s*\d*\s*[:.)–—-]*\s*")


def title(saying: Saying) -> str:
    """The name of a listed thing: its label, else the words of the bullet up to the first comma or dash."""
    text = re.sub(r"\s*\([^()]{0,80}\)", "", re.sub(r"^[^\w(]+", "", saying.text))
    label = re.match(r"^([^:：|]{2,60}?)\s*(?:[:：]|\s[–—-]\s)\s*\S", text)
    words = label[1] if label else re.split(r"[.;:](?=\s|$)|\s[–—-]\s", text)[0]
    return BOLD.sub("", words).strip(" *_`.").lower()[:100]


def listed(saying: Saying) -> bool:
    """Whether the saying is an item of a list at the top of its section."""
    return saying.statement.form == "bullet" and saying.statement.depth == 1


def headed(saying: Saying, role: Roles) -> bool:
    """Whether the innermost heading that says anything says ``role``."""
    headings = saying.statement.heading
    return bool(headings) and bool(saying.scene.title(headings[-1]) & role)
