"""Listed steps, phases and classes: the bullets of a section that is nothing but such a list."""

from __future__ import annotations

import re

from troth.policy.saying import Saying
from troth.policy.section import Roles
from troth.policy.words.sieve import Words

BOLD = Words(r"^(?:step|phase|stage|type|playbook|scenario|class)\s*\d*\s*[:.)–—-]*\s*")

GOES_ON = re.compile(r"\s+(?:\([^()]*\)\s*)?[\w`'\"(]")
ADVERB = re.compile(r"(?:immediately|promptly|quickly|always|never|do not|if|when|what|how|why)\b", re.IGNORECASE)
"""Bold words that are no name."""
LONGEST_BOLD = 6


def title(saying: Saying) -> str:
    """The name of a listed thing: its label, else the words of the bullet up to the first comma or dash."""
    text = re.sub(r"\s*\([^()]{0,80}\)", "", re.sub(r"^[^\w(]+", "", saying.text))
    label = re.match(r"^([^:：|]{2,60}?)\s*(?:[:：]|\s(?:--|[–—-])\s)\s*\S", text)
    words = label[1] if label else re.split(r"[.;:](?=\s|$)|\s(?:--|[–—-])\s", text)[0]
    return BOLD.sub("", words).strip(" *_`.").lower()[:100]


def bold_words(saying: Saying) -> str:
    """The few words set in bold with which an item begins, where it goes on behind them without a colon, or "".

    "**Isolate** the server at once" is a step that is called "isolate".
    """
    text, bold = saying.statement.text, saying.statement.bold
    words = text[:bold].strip(" *_`.,")
    if not words or text[bold - 1 : bold] in ".:" or ADVERB.match(words) or not GOES_ON.match(text[bold:]):
        return ""
    return re.sub(r"^(?:an?|the)\s", "", words.lower()) if len(words.split()) <= LONGEST_BOLD else ""


def listed(saying: Saying) -> bool:
    """Whether the saying is an item of a list at the top of its section."""
    return saying.statement.form == "bullet" and saying.statement.depth == 1


def headed(saying: Saying, role: Roles) -> bool:
    """Whether the innermost heading that says anything says ``role``."""
    headings = saying.statement.heading
    return bool(headings) and bool(saying.scene.title(headings[-1]) & role)
