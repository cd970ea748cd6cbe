"""Credit as agreed: who is thanked, and by which name, as the people themselves have said it last.

A participant of a case says whether they wish to be named, and how (``cases.models.Participant``). That is asked each
time an advisory is shown: whoever takes their name back is gone from every page and file with the next request. A name
that changed after it was approved is not shown either, until a revision says it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from troth.terms.own_advisory import Credit, CreditKind
from troth_desk.cases.models import Case, CreditChoice, Participant
from troth_desk.cases.states import Part
from troth_desk.publishing.content import Content, Thanks

NAMED = frozenset({CreditChoice.NAME, CreditChoice.ALIAS})
KINDS: dict[str, CreditKind] = {Part.REPORTER: "reporter", Part.COORDINATOR: "coordinator", Part.VENDOR: "other"}
"""What participants are thanked for; observers are not."""


@dataclass(frozen=True, slots=True)
class Credited:
    """A participant of a case and what becomes of their wish: ``named`` is the name in the advisory, "" for none.

    ``choice`` is theirs; ``changed``: they have said something else since the content was written.
    """

    participant: Participant
    kind: CreditKind
    named: str
    changed: bool

    @property
    def choice(self) -> str:
        """How they wish to be named."""
        return self.participant.credit


def thanks_of(case: Case | None) -> tuple[Thanks, ...]:
    """Everybody of ``case`` who wishes to be named, in the order in which they joined."""
    return tuple(
        Thanks(participant=one.pk, kind=KINDS[one.role], said=said(one.credit_name))
        for one in _participants(case)
        if one.credit in NAMED and one.credit_name
    )


def with_wishes(content: Content, case: Case | None) -> Content:
    """``content`` with the thanks that the people of ``case`` wish now; others that stand in it stay."""
    others = tuple(one for one in content.credits if one.participant is None)
    return replace(content, credits=(*thanks_of(case), *others))


def named(content: Content, case: Case | None) -> tuple[Credit, ...]:
    """Those who are named: a participant only by the name that they gave last, and that stood in ``content``."""
    people = {one.pk: one for one in _participants(case)}
    return tuple(_credits(content.credits, people))


def credited(content: Content, case: Case | None) -> list[Credited]:
    """Every participant who may be thanked, and what ``content`` makes of their wish."""
    stands = {one.participant: one.said for one in content.credits if one.participant is not None}
    found = []
    for one in _participants(case):
        wishes = one.credit in NAMED and bool(one.credit_name)
        current = stands.get(one.pk) == said(one.credit_name)
        named = one.credit_name if wishes and current else ""
        found.append(
            Credited(one, KINDS[one.role], named, changed=wishes != (one.pk in stands) or (wishes and not named))
        )
    return found


def unnamed(case: Case | None) -> list[Participant]:
    """Everybody of ``case`` who said that they wish not to be named, or has not said anything."""
    return [one for one in _participants(case, everybody=True) if one.credit not in NAMED]


def said(name: str) -> str:
    """Tells one name from another without holding it."""
    return hashlib.sha256(name.encode()).hexdigest()[:16] if name else ""


def _credits(thanks: Iterable[Thanks], people: dict[int, Participant]) -> Iterator[Credit]:
    for one in thanks:
        if one.participant is None:
            yield Credit(name=one.name, kind=one.kind, login=one.login)
            continue
        found = people.get(one.participant)
        if found and found.credit in NAMED and found.credit_name and said(found.credit_name) == one.said:
            yield Credit(name=found.credit_name, kind=one.kind)


def _participants(case: Case | None, *, everybody: bool = False) -> list[Participant]:
    if case is None:
        return []
    found = [one for one in case.participants.all() if one.organisation_id == case.organisation_id]
    found.sort(key=lambda one: (one.joined_at, one.pk))
    return [one for one in found if everybody or one.role in KINDS]
