"""What is said of a version: whether it gets fixes, in ticks, in words of a cell or in words behind its name."""

from __future__ import annotations

from troth.policy.words.sieve import Words

YES = Words(
    r":(?:white_check_mark|heavy_check_mark|ballot_box_with_check|green_circle|large_green_circle|warning|"
    r"tada|rocket|\+1|thumbsup|green_heart|ok|large_blue_circle|sparkles|star|shield|construction|yellow_circle):|"
    r"[✅✔☑🟢✓🟡⚠○◯◎🟩🟨👍💚🆗🎉🚀⭐🌟✨💪🦾🙌👌🛡🔵🟠🔒🚧]|^\s*\[[xX]\](?!\w)|"
    r"^\W{0,4}(?:yes|y|true|supported|active(?:ly)?|full(?:y)?|maintained|current|"
    r"latest|lts|security[\s-]only|security|limited|partial(?:ly)?|always|"
    r"critical|best effort|maintenance|stable|until|so far)\b"
)
NO = Words(
    r":(?:x|no_entry|no_entry_sign|negative_squared_cross_mark|red_circle|cross_mark|"
    r"heavy_multiplication_x|-1|thumbsdown|skull|coffin|stop_sign|no_good):|[❌✗✘🔴🚫✖❎×╳⛔🟥👎💀🪦☠🛑🙅☐]|"
    r"^\s*\[ {0,2}\](?!\w)|^\W{0,4}(?:no|n|"
    r"false|not|unsupported|eol|end[\s-]of[\s-]life|"
    r"deprecated|discontinued|unmaintained|none|never|legacy|obsolete|retired|archived|sunset|dropped|yanked|withdrawn|"
    r"dead|ended|abandoned|fail|ko|left behind|out of support|without (?:security |any )?(?:support|fixes|patches|"
    r"updates)|"
    r"(?:please )?upgrade|(?:please )?update to|-|–|"
    r"—)(?:\b|$)|\bend of life\b|\bnot supported\b|\blegacy\b"
)
IN_PART = Words(
    r"\b(?:maintenance|security|critical|bug)(?:[\s-](?:fixes|fix|patches|updates|bugs))? only\b|"
    r"\bmaintenance mode\b|"
    r"\bbest[\s-]effort\b|\bextended support\b|\bpartial support\b|\blimited support\b"
)
"""Support in part is support, whatever else the row calls the version."""
PLAIN = Words(
    r"^\W*(?:yes|no|true|false|y|n|supported|unsupported|not supported|until\b.{4,30}|"
    r":(?:white_check_mark|heavy_check_mark|x|no_entry|warning):|[✅✔☑🟢✓❌✗✘🔴🚫✖❎])\W*$"
)
"""A cell or the rest of a line that is nothing but a tick or a yes or no."""
NO_TICK = Words(
    r"\bpaid (?:support|maintenance|updates?|subscription|customers?) only\b|\bonly (?:with|for|through|via|from|"
    r"under|as) "
    r"(?:an? |our )?(?:paid|commercial|extended paid|paying)\b|"
    r"[❌✗✘🔴🚫✖❎×╳⛔]|^\W{0,4}(?:no|not|unsupported)\b|\bno longer\b|:x:"
)
"""What says no whatever else is said; support that is only sold is none."""
SOLD = Words(
    r"\b(?:paid|commercial) (?:extended )?(?:support|maintenance|updates?) (?:only |is )?(?:available )?(?:via|"
    r"through|from|by)\b"
)
"""Support that others sell, which is none where no tick stands beside it."""
TICK = Words(
    r":(?:white_check_mark|heavy_check_mark|ballot_box_with_check):|[✅✔☑🟢✓]|"
    r"^\W{0,4}(?:yes|y|true|supported|active(?:ly)?|full(?:y)?|maintained|current)\b"
)
"""A plain yes, whatever is sold besides: "✅ (paid support available from others)"."""
REFUSE = Words(
    r"\b(?:not|no|unsupported|never|won['’]t|n['’]t|end[\s-]of[\s-]life|eol|deprecated|discontinued|retired|obsolete|"
    r"unmaintained)\b|\bby (?:nobody|none of us)\b"
)
GRANT = Words(
    r"\b(?:best[\s-]effort|supported|support|receive|receives|get|maintained|fix\w*|updated?s?|patched|patches|"
    r"considered|backport\w*)\b"
)
DEAD = Words(
    r"\b(?:unsupported|end[\s-]of[\s-]life|eol|deprecated|discontinued|retired|obsolete|unmaintained|not covered)\b"
)
"""Words that refuse support without a negation."""
GIVES = Words(
    r"\b(?:support(?:s|ed)?|maintain(?:s|ed)?|backport\w*|fix(?:es|ed)?|patch(?:es|ed)?|updates|provide[sd]?|"
    r"appl(?:y|ies|ied))\b[^.;]{0,60}$"
)
"""What is done for a version that is named behind it."""
UPGRADE = Words(
    r"^\s(?:\w+ )?(?:should|must|need to|have to|are (?:asked|encouraged|advised|expected|urged|required) to)"
    r"(?: \w+ly| please)? (?:be (?:upgraded|updated|replaced)|upgrade|update|move|migrate)\b"
)
"""Who still runs a version is sent to a newer one: a refusal."""


def barred(cell: str) -> bool:
    """Whether ``cell`` says no whatever else it says."""
    return bool(NO_TICK.search(cell) or (SOLD.search(cell) and not TICK.search(cell)))


def granted(*parts: str) -> bool | None:
    """Whether the first of ``parts`` that says anything grants support; None where none does."""
    for part in parts:
        if barred(part):
            return False
        if IN_PART.search(part):
            return True
        if NO.search(part):
            return False
        if YES.search(part):
            return True
        refused, given = REFUSE.search(part), GRANT.search(part)
        if refused and not (given and given.start() < refused.start()):
            return False
        if given:
            return True
    return None
