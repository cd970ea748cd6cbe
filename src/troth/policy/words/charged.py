"""What is left to those who run the product: their duties are no promise of the project."""

from __future__ import annotations

from troth.policy.words.sieve import Words

_WHO = (
    r"(?:operators?|deployers?|self-hosters?|integrators?|adopters?|embedders?|implementers?|library users?|"
    r"downstream users?|end[\s-]users?|calling applications?|callers?|host applications?)"
)
CHARGED = Words(
    rf"^\W*(?:(?:the|each|every|all) )?(?:[\w-]+ )?{_WHO} (?:is|are|remains?) (?:\w+ly )?responsible for\b|"
    rf"\b{_WHO}['’]s? (?:own |sole )?responsibility\b|"
    rf"\bresponsibility of (?:the |each |every )?(?:[\w-]+ )?{_WHO}\b"
)
