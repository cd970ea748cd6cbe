"""Whether a sentence gives an order: "Keep your keys", "Never share them"."""

from __future__ import annotations

from troth.policy.words.sieve import Sifted
from troth.policy.words.spoken import Spoken

ORDER = Spoken(
    r"^(?:[^\w]{0,4})(?:always |never |do not |don't |only |please |regularly |periodically )?(?:use|keep|"
    r"run|enable|disable|set|store|rotate|review|monitor|avoid|verify|check|update|upgrade|implement|"
    r"deploy|configure|limit|restrict|ensure|make sure|protect|secure|"
    r"follow|commit|change|install|validate|encrypt|backup|back up|audit|test|pin|subscribe|watch|treat|"
    r"put|place|require|consider|download|choose|apply|lock|grant|give|be|share|expose|report|generate|"
    r"read|prefer|remove|isolate|scan|trust|log|sanitize|use)\b",
    "moods.order",
)
"""An order, at the head of its sentence."""


def ordered(text: Sifted) -> bool:
    """Whether ``text`` begins with an order, itself or behind its label."""
    return bool(ORDER.match(text)) or (": " in text and bool(ORDER.match(text.split(": ", 1)[1])))
