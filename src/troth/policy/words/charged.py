"""What is left to those who run the product or report flaws: their duties are no promise of the project."""

from __future__ import annotations

import re

from troth.policy.words.sieve import Words

_WHO = (
    r"(?:operators?|deployers?|self-hosters?|integrators?|adopters?|embedders?|implementers?|library users?|"
    r"downstream users?|end[\s-]users?|calling applications?|callers?|host applications?)"
)
_CHARGED = Words(
    rf"^\W*(?:(?:the|each|every|all) )?(?:[\w-]+ )?{_WHO} (?:is|are|remains?) (?:\w+ly )?responsible for\b|"
    rf"\b(?<!not the )(?<!not an )(?<!never the )(?<!never an ){_WHO}['’]s? (?:own |sole )?responsibility\b|"
    rf"\b(?<!not the )(?<!not a )(?<!never the )responsibility of (?:the |each |every )?(?:[\w-]+ )?{_WHO}\b"
)
_CLAUSES = re.compile(r"[;:]\s|\s[–—]\s|,? (?:but|while|whereas)\s|,? and (?=we\b|our\b)", re.IGNORECASE)
_OWN = re.compile(
    r"\W*(?:we|our [\w-]+|the (?:server|client|library|project|product|app\w*|service|framework|cli|daemon|tool|sdk|"
    r"agent|system|api|team|maintainers))\b(?![^.;]{0,60}\b(?:must|should|shall|ha(?:s|ve) to|needs? to|ought)\b)",
    re.IGNORECASE,
)
"""A clause in which the project speaks of itself."""


def charged(text: str) -> bool:
    """Whether ``text`` only says what is left to others: no clause of it tells what the project does itself."""
    if not _CHARGED.search(text):
        return False
    return not any(_OWN.match(part) and not _CHARGED.search(part) for part in _CLAUSES.split(text))


DISMISSED = Words(
    r"\b(?:cannot|can['’]t|can not|do(?:es)? not|doesn['’]t|don['’]t) (?:\w+ )?(?:claim|protect|prevent|guarantee|"
    r"defend|promise|attempt|try|cover|replace)\b[^.]*:\s*$|\bnot safe\b[^.]*:\s*$|"
    r"\b(?<!if )you (?:(?:may|also|can) )?(?:have the right|can|could|might|may consider|can consider)\b"
    r"[^.,]{0,50}:\s*$|"
    r"^\W*(?:you|researchers|reporters|testers) (?:must|should|shall|have to|need to|agree to)(?: not)?\W*$|"
    r"\b(?:exit|closure|entry) criteria\W*$|\b(?:when|if) any of [^.]{0,60}:\s*$|"
    r"\b(?:considered|regarded as) (?:\w+ )?(?:sensitive|dangerous|risky)\b[^.]*:\s*$|"
    r"\b(?:risks?|pitfalls?|dangers?|things|points) to (?:be aware of|consider|keep in mind)\b[^.]*:\s*$"
)
"""Lead-ins of what is not done, of what readers may or must do, of what is dangerous, and of conditions."""
EXCLUDED = Words(
    r"\b(?:not (?:authori[sz]ed|permitted|allowed|covered|protect)|out[\s-]of[\s-]scope|prohibited|"
    r"exclu(?:ded|sions?|des))\b(?! (?:of |coding |code |unsafe |insecure |weak |dangerous |deprecated |obsolete )*"
    r"(?:practices|patterns|functions|apis?|protocols?|ciphers?|algorithms?|constructs?|code|librar(?:y|ies)|packages?|"
    r"dependenc(?:y|ies)|licen[cs]es?|file types?|commands?|characters?|settings)\b)"
)
"""Headings and lead-ins of what is forbidden to researchers or left out; a ban on weak ciphers is a measure."""
BINDING = Words(
    r"^\W*(?:[\d.]+ )?(?:you|(?:security )?researchers|reporters|testers) (?:must|should|shall|agree)"
    r"(?: not| never)?\W*$|\brules of engagement\b|\b(?:symptoms?|warning signs|red flags)\W*$|"
    r"^\W*(?:síntomas|symptome|symptômes|sintomas)\W*$"
)
"""Headings of what researchers are held to, and of what is seen when something fails."""
