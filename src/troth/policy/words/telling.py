"""Sentences that tell what harms: what counts as a vulnerability, or what attackers do."""

from __future__ import annotations

import re

from troth.policy.words.sieve import Sifted, Words

TELLING = Words(
    r"\b(?:is|are|as) (?:not )?(?:(?:considered|regarded as|treated as)(?: to be)? )?(?:an? )?(?:vulnerabilit(?:y|ies)|"
    r"security (?:issues?|problems?|bugs?))\b|"
    r"\b(?:attackers?|adversar(?:y|ies)|malicious \w+) (?:can|could|may|might|would)\b"
)
"""First clauses that tell what counts as a vulnerability, or what attackers do."""
FIRST_OF = re.compile(r";|\.\s|,\s(?:so|therefore|hence|thus)\b")
"""The end of a first clause."""
ANSWERED = re.compile(
    r"(?:[;,]\s(?:so|therefore|hence|thus|which is why|to prevent (?:this|that))\b|"
    r"\s(?:and|so|hence|therefore)\s(?:(?:they|it)\s)?(?:is|are)\s(?:\w+ly\s|always\s|never\s|also\s)?"
    r"(?:rejected|refused|disabled|blocked|removed|denied|dropped|stripped|turned off|not (?:accepted|allowed)|"
    r"forbidden|encrypted|checked|validated|escaped|limited|restricted|rotated|revoked|quarantined|patched))\b",
    re.IGNORECASE,
)
"""What is done about it, in the same sentence."""


def telling(text: Sifted) -> bool:
    """Whether ``text`` begins with what harms, and nothing in it is done about that."""
    told = TELLING.search(text)
    return told is not None and not FIRST_OF.search(text, 0, told.start()) and not ANSWERED.search(text, told.end())
