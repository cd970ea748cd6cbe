"""The title that an item runs in with: "3. Confidentiality. We will not share your name." promises by its sentence.

The title alone promises nothing; it tells what the sentence behind it is about.
"""

from __future__ import annotations

import re

from troth.policy.saying import Saying

TITLE = re.compile(r"\W*[^\W\d_][\w'’/&-]*(?: (?:[\w'’/&-]+,?)){0,4}\.\W*")
MOST = 60
DEED = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|do|does|did|don['’]t|will|must|shall|should|may|can|cannot|we|it|you|they|i|"
    r"no|not|never|always|only|all|every|each|none)\b|"
    r"^\W*(?:use|uses|encrypt|rotate|sign|scan|review|pin|enforce|require|limit|restrict|disable|enable|keep|run|"
    r"test|validate|saniti[sz]e|verify|check|monitor|log|audit|update|patch|lock|block|store|hash|separate|isolate|sandbox|"
    r"treat|avoid|prefer|assume|minimi[sz]e|protect|prevent|remove|delete|publish|report|notify|fix)\b(?! "
    r"(?:management|policy|process|handling|plan|cadence|cycle|schedule|log|logs|trail|reviews?)\b)|\w(?:ed|en)\W*$",
    re.IGNORECASE,
)
"""What makes a short sentence one that says something by itself: "Rotate keys.", "Logs are kept.", "TLS enforced."."""


def opens(saying: Saying) -> bool:
    """Whether ``saying`` is only the title of its item, and a sentence of the item follows."""
    return bool(behind(saying))


def behind(saying: Saying) -> str:
    """The sentence that follows in the item whose title ``saying`` is; "" where it is no title."""
    own = saying.statement
    if own.form != "bullet" or len(saying.text) > MOST or not TITLE.fullmatch(saying.text) or DEED.search(saying.text):
        return ""
    after = saying.company.after(saying.number)
    within = after is not None and after.form == "sentence" and after.depth == own.depth and after.lead == own.text
    return after.text if after is not None and within else ""


def title_of(saying: Saying) -> Saying | None:
    """The title that ``saying`` stands right behind in its item; None where there is none."""
    if saying.statement.form != "sentence" or not saying.statement.depth:
        return None
    before = next(iter(saying.company.opening(saying, saying.number)), None)
    return before if before is not None and opens(before) else None
