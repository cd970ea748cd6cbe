"""Refusals of some rewards beside a bounty: conditions of what is paid, and no word against it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from troth.terms.commitment import Bounty, Commitment

_REPORTS = r"(?:reports?|findings?|issues?|bugs?|flaws?|submissions?|vulnerabilit(?:y|ies)|weaknesses)"
_OF_SOME = re.compile(
    r"\b(?:reward\w*|pay|paid|paying|bount(?:y|ies)|compensat\w+|money|payments?|payouts?)\b"
    r"(?: (?:is|are|for|any|the|made|given|paid|offered|you)){0,4} "
    rf"(?:(?:duplicate|automated|theoretical|invalid|public|known|low[ -]\w+|out[ -]of[ -]scope|scanner|incomplete) "
    rf"(?:\w+ )?{_REPORTS}\b|(?:(?:security|vulnerability|bug) )?{_REPORTS} "
    r"(?:about|on|of|produced|made|found|generated|written|sent|that|which|from|by|concerning|regarding|without|in|with|"
    r"caused|relating|related|below|already)\b"
    rf"(?! (?:(?:our|the|this|any|all|these) )?(?:security\b|{_REPORTS}|software|products?|projects?|code)))",
    re.IGNORECASE,
)
"""Reports that earn nothing though others do: "we do not reward reports about missing SPF records"."""


def without_conditions(found: Iterable[Commitment]) -> list[Commitment]:
    """``found`` without the refusals of some rewards, where the same document offers one."""
    found = list(found)
    offered = any(isinstance(each, Bounty) and each.strength != "refusal" for each in found)
    return [each for each in found if not (offered and _refuses_some(each))]


def _refuses_some(each: Commitment) -> bool:
    return isinstance(each, Bounty) and each.strength == "refusal" and _OF_SOME.search(each.sentence) is not None
