"""What a check of the doctor is: a question, the clause of a policy that it applies, and what it finds."""

from __future__ import annotations

import enum
import ipaddress
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

logger = logging.getLogger(__name__)


class State(enum.StrEnum):
    """How a thing stands, in the words that are shown; the later ones weigh more."""

    SAFE = "safe"
    UNSEEN = "not looked at"
    AT_RISK = "at risk"
    UNSAFE = "unsafe"

    @property
    def weight(self) -> int:
        """Its place in the order above."""
        return list(State).index(self)


MARKS = {State.SAFE: "●", State.AT_RISK: "◐", State.UNSAFE: "✕", State.UNSEEN: "○"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence that security policies hold, and the kind of promise it is (``troth.terms.commitment``).

    "guidance" is what a policy asks of those who run its software: here it is asked of the desk itself.
    """

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk that is looked at. ``production``: it answers by a name that is not this machine's own."""

    at: datetime
    address: str
    production: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was seen. ``says`` is the fact in a sentence, ``do`` what to type or change; "" where nothing."""

    state: State
    says: str
    do: str = ""


def safe(says: str) -> Finding:
    """It is as it should be."""
    return Finding(State.SAFE, says)


def at_risk(says: str, do: str) -> Finding:
    """Nothing is open yet, and somebody should see to it."""
    return Finding(State.AT_RISK, says, do)


def unsafe(says: str, do: str) -> Finding:
    """Something is open, or proves nothing any more."""
    return Finding(State.UNSAFE, says, do)


def unseen(says: str, do: str = "") -> Finding:
    """It could not be looked at, or does not apply; ``says`` tells why."""
    return Finding(State.UNSEEN, says, do)


def is_own_machine(host: str) -> bool:
    """Whether ``host`` names the machine that asks: localhost and what lies below it (RFC 6761 §6.3), loopback."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@dataclass(frozen=True, slots=True)
class Check:
    """A question about the desk. ``look`` finds at least one thing.

    ``before_start``: in production the desk does not start where this is unsafe. Such a check looks at settings alone:
    it may be asked before there are tables.
    """

    name: str
    asks: str
    applies: tuple[Clause, ...]
    look: Callable[[Desk], Iterable[Finding]]
    before_start: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A check and what it found. ``accepted``: whoever runs the desk said that it is meant so."""

    check: Check
    findings: tuple[Finding, ...]
    accepted: bool = False

    @property
    def state(self) -> State:
        """The state that weighs most among what was found."""
        return max((each.state for each in self.findings), key=lambda state: state.weight)


def look(check: Check, desk: Desk, accepted: frozenset[str] = frozenset()) -> Looked:
    """Ask ``check``. What it cannot see is told as not looked at: one broken check hides no other."""
    try:
        found = tuple(check.look(desk)) or (unseen("There was nothing to look at."),)
    except (DatabaseError, ImproperlyConfigured) as error:
        found = (unseen(f"The database could not be asked: {_first_line(error)}"),)
    except Exception as error:  # whatever a check raises is told and must not hide the others
        logger.exception("the check %s failed", check.name)
        found = (unseen(f"The check itself failed ({type(error).__name__}); its log says where."),)
    return Looked(check, found, check.name in accepted)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
