"""Who acts: a value that every action is given and every ledger entry names by plain ids."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class ActorKind(enum.StrEnum):
    """What sort of party acts."""

    MEMBER = "member"
    """A person of the team; the id is that of the membership."""
    REPORTER = "reporter"
    """A participant from outside, by capability link; the id is that of the participant."""
    KEY = "key"
    """A program with an API key; the id is that of the key."""
    SYSTEM = "system"
    """The desk itself: clocks, jobs, defaults of the policy."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``id`` is a plain id, never a name or an address: the ledger is shown to auditors."""

    kind: ActorKind
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)


SYSTEM = Actor(ActorKind.SYSTEM)
