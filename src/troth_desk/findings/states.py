"""What can be said of a finding: its states, what it is about, how bad it is, why a product is not affected."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from troth.terms.severity import Rating


class State(models.TextChoices):
    """What was decided. Whether a tool still sees it is another matter: see ``Finding.gone_at``."""

    OPEN = "open", "open"
    ACCEPTED = "accepted", "to be fixed"
    FALSE_POSITIVE = "false_positive", "false positive"
    NOT_AFFECTED = "not_affected", "not affected"
    WAIVED = "waived", "waived"
    FIXED = "fixed", "fixed"
    SILENCED = "silenced", "silenced in the source"
    """The tool itself was told to leave it out ("# nosec", an ignore)."""


LIVE = (State.OPEN, State.ACCEPTED)
"""States in which somebody has something to do, as long as the finding is seen."""


class Kind(models.TextChoices):
    """What it is about."""

    DEPENDENCY = "dependency", "dependency"
    """A known weakness of a package: an advisory tells of it."""
    SOURCE = "source", "source"
    """A warning about one's own code, until a person has looked."""


class Severity(models.TextChoices):
    """Bands of CVSS; "unknown" where the tool gives a level alone or nothing."""

    CRITICAL = "critical", "critical"
    HIGH = "high", "high"
    MEDIUM = "medium", "medium"
    LOW = "low", "low"
    NONE = "none", "none"
    UNKNOWN = "unknown", "unknown"


class Justification(models.TextChoices):
    """Why a product is not affected (OpenVEX 0.2.0, "Status Justifications"; the same five as in CSAF 2.0, 3.2.3.5)."""

    COMPONENT_NOT_PRESENT = "component_not_present", "the component is not in the product"
    CODE_NOT_PRESENT = "vulnerable_code_not_present", "the vulnerable code is not in the product"
    NOT_IN_PATH = "vulnerable_code_not_in_execute_path", "the vulnerable code is never executed"
    NOT_CONTROLLED = (
        "vulnerable_code_cannot_be_controlled_by_adversary",
        "an attacker cannot reach or steer the vulnerable code",
    )
    MITIGATED = "inline_mitigations_already_exist", "the product itself prevents the attack"


_WORDS: Mapping[str, Severity] = {
    "critical": Severity.CRITICAL, "high": Severity.HIGH, "important": Severity.HIGH, "medium": Severity.MEDIUM,
    "moderate": Severity.MEDIUM, "low": Severity.LOW, "negligible": Severity.LOW, "minor": Severity.LOW,
    "none": Severity.NONE, "info": Severity.NONE, "informational": Severity.NONE,
}  # fmt: skip
"""Words of tools that are severities. Levels of SARIF ("error", "warning", "note") are none: they say how sure the
tool is to report it, not what an attacker gains, and arm no clock."""
_RANKS: Mapping[str, int] = {"critical": 90, "high": 70, "medium": 50, "low": 30, "none": 10}
_LEVELS: Mapping[str, int] = {"error": 60, "warning": 40, "note": 20}


def band(word: str) -> Severity:
    """The severity that a tool's ``word`` is; unknown where it is a level or nothing."""
    return _WORDS.get(word.strip().lower(), Severity.UNKNOWN)


def rank(severity: str, said: str = "") -> int:
    """By what findings are ordered, the worst highest; the unknown stand where their level (``said``) puts them."""
    return _RANKS.get(severity, _LEVELS.get(said, 45))


def of_rating(rating: Rating) -> Severity:
    """The severity that an advisory's rating is."""
    return Severity(rating.value)
