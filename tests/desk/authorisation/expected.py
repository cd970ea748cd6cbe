"""The words in which the tables of ``pages`` and ``operations`` say who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from troth_desk.people.models import Role

Roles = frozenset[Role]
TEAM: Roles = frozenset(Role)
HANDLERS: Roles = frozenset({Role.OWNER, Role.RESPONDER, Role.REVIEWER})
"""Everybody but auditors, who change nothing."""
WORK: Roles = frozenset({Role.OWNER, Role.RESPONDER})
REVIEW: Roles = frozenset({Role.OWNER, Role.REVIEWER})
OWN: Roles = frozenset({Role.OWNER})
NOBODY: Roles = frozenset()
"""The page does not answer this method."""
EVERYBODY = "everybody"
ACCOUNT = "account"
"""Anybody who is logged in, of whichever organisation."""
LINK = "link"
"""Whoever has the secret link of a case."""
FEED = "feed"
"""Whoever has the address of a calendar that a member made."""
INVITATION = "invitation"
"""Whoever has an invitation that nobody used."""
LETTER = "letter"
"""Whoever has the link of a letter to a known user."""
Who = Roles | str


@dataclass(frozen=True)
class Of:
    """In a body: the id (or whatever ``World`` calls so) of a thing of the organisation that is written to.

    Each is sent a second time as that of another organisation, which must not work.
    """

    name: str


@dataclass(frozen=True)
class Page:
    """An address: who may read it (``get``), who may write to it (``post``), and a ``body`` that is right.

    ``takes`` says what of ``World`` stands in the place of an argument: ``{"pk": "duty"}``, or for tables that the
    world does not know a model, of which a row is made: ``{"pk": "webhooks.Subscription"}``. Without a word an
    argument is called as it is: ``organisation``, ``project``, ``reference``. ``ledger`` is false for what writes no
    entry of the ledger, such as what a session remembers. ``told`` is true for what owners are told of even where it is
    only read: downloads of everything.
    """

    address: str
    get: Who = NOBODY
    post: Who = NOBODY
    body: Mapping[str, Any] = field(default_factory=dict)
    takes: Mapping[str, str] = field(default_factory=dict)
    ledger: bool = True
    told: bool = False


@dataclass(frozen=True)
class Operation:
    """An operation of the interface for programs: the scope that a key needs ("" for none), and a right ``body``.

    ``status`` is its answer where all is well; ``takes`` is as in ``Page``, for parts of the path and ``query``.
    """

    method: str
    path: str
    scope: str
    status: int
    body: Any = None
    takes: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
