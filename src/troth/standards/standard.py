"""What a published standard asks, requirement by requirement, and which kinds of promise answer each.

A requirement is told in our own words, beside the number that the standard gives it. What answers it is written as
*means*, short lines of data:

``practice topic=authorization``
    a promise of that kind whose field has that value; ``a|b`` is either, several fields hold together. ``activity`` of
    a tool is what the tool is for; ``about`` looks for a word in the sentence, "_" for a space; ``within=<P14D`` is a
    time of at most 14 days.
``said: contact``
    the requirement asks only that a document *says* it, so that the sentence itself answers it.

Nothing here decides that a standard is followed: that is the word of an assessor.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

SAID = "said: "
ABOUT = "about"


class Means(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of promise that answers a requirement.

    ``where`` are the fields and the values of which one must be there; ``said`` that the sentence itself is enough.
    """

    kind: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    said: bool = False


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a standard asks.

    ``number`` is its own ("OSPS-VM-01.01"), ``says`` what it asks in our words. ``levels`` are those at which it holds,
    ``weight`` how strongly it is asked ("must", "should", "suggested"). It is answered wholly where of each group of
    ``whole`` one means is kept, in part where one of ``part`` is. With neither, no promise of a security policy can
    show it.
    """

    number: str
    says: str
    levels: tuple[int, ...] = ()
    weight: str = "must"
    whole: tuple[tuple[str, ...], ...] = ()
    part: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether some promise can answer it at all."""
        return bool(self.whole or self.part)

    @property
    def groups(self) -> tuple[tuple[Means, ...], ...]:
        """``whole``, read."""
        return tuple(tuple(means(line) for line in group) for group in self.whole)

    @property
    def parts(self) -> tuple[Means, ...]:
        """``part``, read."""
        return tuple(means(line) for line in self.part)


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    """A standard with what it asks.

    ``name`` is how Troth calls it, ``answers`` how sentences of policies name it (the ``name`` of a ``standard``
    commitment). ``edition`` and ``published`` (ISO date) say which text, ``source`` where it stands, ``read`` the day
    on which these lines were held against it. ``rights`` says what of its text may be repeated. ``note`` is told
    beside every answer.
    """

    name: str
    title: str
    edition: str
    published: str
    source: str
    read: str
    rights: str
    requirements: tuple[Requirement, ...]
    answers: tuple[str, ...] = ()
    note: str = ""

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels that its requirements know, ascending."""
        return tuple(sorted({level for one in self.requirements for level in one.levels}))

    def at_level(self, level: int) -> Standard:
        """The same with the requirements of ``level`` alone."""
        kept = tuple(one for one in self.requirements if level in one.levels)
        return msgspec.structs.replace(self, requirements=kept)


@lru_cache(maxsize=2048)
def means(line: str) -> Means:
    """Read one line of data, as the docstring of this module has it.

    Raises:
        ValueError: it names no kind, or a field without a value.
    """
    said = line.startswith(SAID)
    kind, *fields = line.removeprefix(SAID).split()
    where = []
    for field in fields:
        name, equals, values = field.partition("=")
        if not (name and equals and values):
            raise ValueError(f"{line!r}: {field!r} is no field with a value")
        where.append((name, tuple(values.split("|"))))
    return Means(kind=kind, where=tuple(where), said=said)
