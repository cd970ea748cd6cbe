"""What clocks run for: each app says what its things are called, where their pages are, and in which words they owe.

A clock names its subject as "kind:id" ("incident:IN-7K3MQ9TD"). Lists, calendars and notices show it by what the app of
that kind says here; what nobody knows is shown by its bare name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from troth_desk.deadlines.models import Clock
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing: ``reference`` names it in lists and calendars (no words of reports), ``title`` to the team.

    ``address`` is the path of its page, ``says`` its state in a word or two, ``owner`` whose it is, "" for nobody's.
    """

    reference: str
    title: str
    address: str
    says: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """An action in words: ``noun`` ("post-incident review"), ``todo`` ("Hold the review"), ``counts`` as done."""

    noun: str
    todo: str
    counts: str = ""


Describe = Callable[[Organisation, Sequence[str]], Mapping[str, Subject]]
"""The things of those ids that the organisation has, by id; one query for all of them."""
Mine = Callable[[Membership], Iterable[str]]
"""The ids of the open things that are a member's."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of subject. ``owed`` are the words of its actions, by action."""

    describe: Describe
    mine: Mine = lambda _: ()
    owed: Mapping[str, Owed] = field(default_factory=dict)


_kinds: dict[str, Kind] = {}


def register(prefix: str, kind: Kind) -> None:
    """Say what "prefix:…" is; called in ``ready()`` of the app that has it. The same prefix again replaces it."""
    _kinds[prefix] = kind


def described(organisation: Organisation, subjects: Iterable[str]) -> dict[str, Subject]:
    """What is known of each of ``subjects``, by its whole name; one query a kind."""
    ids: dict[str, list[str]] = {}
    for subject in dict.fromkeys(subjects):
        prefix, _, name = subject.partition(":")
        if prefix in _kinds and name:
            ids.setdefault(prefix, []).append(name)
    return {
        f"{prefix}:{name}": found
        for prefix, names in ids.items()
        for name, found in _kinds[prefix].describe(organisation, names).items()
    }


def of_member(member: Membership) -> list[str]:
    """The names of all subjects that are the member's, but for cases."""
    return [f"{prefix}:{name}" for prefix, kind in _kinds.items() for name in kind.mine(member)]


def owed(clock: Clock) -> Owed | None:
    """In which words the app of the clock's subject says what is owed; None where it says nothing of it."""
    kind = _kinds.get(clock.subject.partition(":")[0])
    return kind.owed.get(clock.action) if kind else None
