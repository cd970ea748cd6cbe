"""Are the secrets long, each its own, and none that stands in a manual?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from django.conf import settings

from troth_desk.project import configuration
from troth_desk.project.doctor.check import Check, Desk, Finding, safe, unsafe
from troth_desk.project.doctor.clauses import SECRETS

SHORTEST = 32
"""Characters. The desk makes its own of 64; 32 hexadecimal digits are 128 bits."""
LEAST_BITS = 72.0
"""Bits by the characters that occur: below them somebody typed it. 32 hexadecimal digits
made by chance are never below 90."""
IN_MANUALS = ("change", "secret", "password", "example", "django-insecure", "default", "desk", "troth", "12345", "test")
"""Beginnings of secrets that stand in manuals and were never replaced."""
NAMED = {
    configuration.SECRET: "SECRET_KEY",
    configuration.ATTACHMENT_KEY: "ATTACHMENT_KEY",
    configuration.FACTOR_KEY: "FACTOR_KEY",
    configuration.WEBHOOK_KEY: "WEBHOOK_KEY",
}
"""The variable of the environment, and the setting that holds the value."""


def _look(desk: Desk) -> Iterator[Finding]:
    values = {variable: str(getattr(settings, name)) for variable, name in NAMED.items()}
    faults = False
    for variable, value in values.items():
        fault = weakness(value)
        if fault:
            faults = True
            yield unsafe(f"{variable} {fault}.", _how(variable))
    for variable in _twice(values):
        faults = True
        yield unsafe(f"{variable} is the same as another secret: who learns one has both.", _how(variable))
    if not faults:
        yield safe(f"{len(values)} secrets are long enough, and each is its own.")


def weakness(value: str) -> str:
    """What makes ``value`` easy to guess, to be read after the name of the secret; "" where nothing does."""
    if value.lower().startswith(IN_MANUALS):
        return "begins like one that stands in a manual"
    if len(value) < SHORTEST:
        return f"has {len(value)} characters, fewer than {SHORTEST}"
    if len(value) * _bits_a_character(value) < LEAST_BITS:
        return "repeats itself too much to have been made by chance"
    return ""


def _bits_a_character(value: str) -> float:
    """Shannon's entropy of its characters, in bits."""
    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())


def _twice(values: dict[str, str]) -> list[str]:
    counted = Counter(values.values())
    return [variable for variable, value in values.items() if counted[value] > 1]


def _how(variable: str) -> str:
    if variable == configuration.SECRET:
        return "Make a new one (python -c 'import secrets; print(secrets.token_urlsafe(48))'); everybody logs in again."
    return (
        "What was sealed with it needs it: see “Secrets” in the manual before you change it. For a new desk make one "
        "with python -c 'import secrets; print(secrets.token_urlsafe(48))'."
    )


CHECK = Check(
    name="secret-values",
    asks="Are the secrets long, and each its own?",
    applies=(SECRETS,),
    look=_look,
    before_start=True,
)
