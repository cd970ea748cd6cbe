"""Documents that say of themselves, where they begin, that they are not or no longer in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from troth.policy.words.sieve import Sifted, Words
from troth.terms.statement import Statement

_GONE = (
    r"(?:historical|superseded|obsolete|outdated|withdrawn|archived|retired|revoked|(?:kept|retained|preserved) "
    r"(?:only )?for (?:historical|archival|reference)|no longer (?:in (?:force|effect)|current|valid|applicable|"
    r"maintained|followed)|not (?:yet |currently )?in (?:force|effect)|not (?:the|our|a) (?:current|present) )"
)
_ITSELF = (
    r"\b(?<!\bin )(?<!\bof )(?<!\bby )(?<!\bfrom )(?<!\bunder )(?<!\bon )(?<!\bwith )(?<!\bif )(?<!\bwhen )(?<!\bonce )"
    r"(?<!\buntil )(?<!\bunless )(?<!\bwhether )(?<!\bbefore )(?<!\bafter )"
    r"(?:the (?:contents?|text|information) (?:of|in) )?(?:this|the present) (?:security )?"
    r"(?:document|policy|page|file|plan|process|version of (?:the|this) policy)\b"
)
"""The document where it is what a sentence is about: not "the crates in this policy", not "once this policy is"."""
_BESIDES = (
    r"(?: \([^()]{0,60}\)|,[^.;,]{0,60},|, which| for (?:the )?[\w.-]+(?: v?\d[\w.]*)?|"
    r" (?:is|was|has been) (?:(?!\b(?:which|that|what|who|where|when|after|before|because|as)\b)[^.;]){1,60}? and)?"
)
"""What may stand between it and its verb."""
VOID = Words(
    rf"^\W*(?:(?:document |policy )?status|note|warning|attention)\W{{1,4}}(?:this (?:document|policy) is {_GONE}|"
    rf"{_GONE}(?=\W*$|\s?[.;:!(–—\d]|,? (?:by|since|in|on|as|and|but|from|with|document|policy|version)\b))|"
    rf"{_ITSELF}{_BESIDES} (?:is|was|has been) (?:(?:now|since|therefore) )?(?:an? )?{_GONE}"
)
PART = Words(r"\b(?:partly|in part|sections?|paragraphs?|except|for versions?|for releases?|older than|before v?\d)\b")
"""Only some of it is gone."""
OPENING = 12
"""Statements in which a document says what it is."""


def in_force(statements: Sequence[Statement], sifted: Callable[[str], Sifted]) -> bool:
    """Whether the document of ``statements`` stands by itself, as all do that do not say otherwise first."""
    for each in [one for one in statements if one.form != "heading"][:OPENING]:
        if len(each.heading) > 1:
            break
        text = sifted(each.text)
        if VOID.search(text) and not PART.search(text):
            return False
    return True
