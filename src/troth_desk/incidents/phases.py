"""What the phases of an incident are: those that the policy names, in its order, or the six that most plans know.

The six follow NIST SP 800-61 (https://csrc.nist.gov/pubs/sp/800/61/r2/final, 3.2 to 3.4), with detection told apart
from its assessment and containment, eradication and recovery from each other, as plans for teams do. A phase of a
policy may be several of them ("Containment and Eradication") or none ("Notification").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from troth.terms.commitment import Commitment, IncidentClass, IncidentPhase

FEWEST = 3
"""Phases below which a list is no plan of its own: the six stand, and take the names that it gives."""
MOST = 20
"""Phases of one incident; a policy that lists more has no phases, but paragraphs."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the six: its ``name``, how phases of policies are recognised, and what is asked before it is left."""

    name: str
    words: re.Pattern[str]
    enter: tuple[str, ...]
    leave: tuple[str, ...]


def _kind(name: str, words: str, enter: Sequence[str], leave: Sequence[str]) -> Kind:
    return Kind(name, re.compile(rf"\b(?:{words})", re.IGNORECASE), tuple(enter), tuple(leave))


KINDS: tuple[Kind, ...] = (
    _kind(
        "detection",
        r"detect|identif|discover|monitor|report(?:ed|ing)?\b|alert|notic(?:e|ing)\b",
        ["Somebody or something says that there may be an incident."],
        ["It is written down what was seen, where, when, and by whom.", "Somebody leads."],
    ),
    _kind(
        "assessment",
        r"assess|analy[sz]|triag|scop(?:e|ing)|investigat|classif|validat|evaluat|blast radius|confirm",
        ["There is something to look at: an alert, a report, a log."],
        [
            "It is known whether this is an incident, and of which class and severity.",
            "The systems and data that are or may be affected are listed.",
        ],
    ),
    _kind(
        "containment",
        r"contain|isolat|quarantin|mitigat|limit|immediate (?:response|action)",
        ["It is known what has to be stopped."],
        [
            "It does not spread any more, and the attacker has lost the way in.",
            "Evidence was kept before it was changed.",
        ],
    ),
    _kind(
        "eradication",
        r"eradicat|remov|remediat|resol(?:ve|ution)|fix|patch|revok|rotat|clean",
        ["It is contained."],
        ["The cause is known and removed.", "What the attacker left or knew is removed or replaced."],
    ),
    _kind(
        "recovery",
        r"recover|restor|rebuil|return to|resum",
        ["The cause is removed."],
        ["Everything runs as before, and somebody has checked it.", "It is watched whether it comes back."],
    ),
    _kind(
        "lessons learned",
        r"lessons?|post[- ]?(?:incident|mortem|event)|retrospect|review|learn|improv|prevent|closure|follow[- ]?up",
        ["Work goes on as usual."],
        ["The review was held, and what it found is written down.", "Each thing to do has an owner and a date."],
    ),
)
"""The six, in their order."""
BY_NAME = {kind.name: kind for kind in KINDS}
LESSONS = "lessons learned"
OTHER_ENTER = ("The phase before it is done.",)
OTHER_LEAVE = ("What this phase is for is done, and written down.",)
"""For a phase that is none of the six."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A phase that an incident will have. ``commitment`` is the id of its promise, "" for one of ours."""

    name: str
    kinds: tuple[str, ...]
    commitment: str = ""
    document: str = ""
    line: int = 0
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A class or level that a policy names: ``says`` is its sentence."""

    name: str
    commitment: str = ""
    document: str = ""
    line: int = 0
    says: str = ""


def kinds_of(name: str) -> tuple[str, ...]:
    """Which of the six a phase of that name is, in their order; none where it is another one."""
    return tuple(kind.name for kind in KINDS if kind.words.search(name))


def plain(name: str) -> str:
    """A name as two of them are compared: without capitals, marks and doubled spaces."""
    return " ".join(re.sub(r"[^\w&+/-]+", " ", name.casefold()).split())


def classes(said: Mapping[str, Commitment]) -> list[Named]:
    """The classes of incidents among the commitments of a policy, each name once, in its order."""
    return _named((name, one) for name, one in said.items() if isinstance(one, IncidentClass) and not one.level)


def levels(said: Mapping[str, Commitment]) -> list[Named]:
    """The levels of incidents ("SEV1") that a policy names, in its order."""
    return _named((name, one) for name, one in said.items() if isinstance(one, IncidentClass) and one.level)


def _named(found: Iterable[tuple[str, IncidentClass]]) -> list[Named]:
    told: dict[str, Named] = {}
    for name, one in found:
        if not one.silenced:
            told.setdefault(plain(one.name), Named(one.name, name, one.span.path, one.span.line or 0, one.sentence))
    return list(told.values())


def planned(said: Mapping[str, Commitment], incident_class: str = "") -> list[Planned]:
    """The phases of an incident of ``incident_class`` by the commitments of a policy, at most ``MOST``.

    A policy may name phases in several lists, some below the heading of a class: those of the class come first, then
    the list that is most of a plan. One of fewer than ``FEWEST`` phases fills the places of the six.
    """
    lists = _lists(said)
    named = {plain(one.name) for one in classes(said)}
    wanted = plain(incident_class)
    own = [one for heading, one in lists if wanted and wanted in heading]
    common = [one for heading, one in lists if not any(each in heading for each in named)]
    chosen = max(own or common or [one for _, one in lists] or [[]], key=_weight)
    return chosen[:MOST] if len(chosen) >= FEWEST else _filled(chosen)


def _lists(said: Mapping[str, Commitment]) -> list[tuple[str, list[Planned]]]:
    """Each list of phases with its heading; within a list each name stands once."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, Planned]] = {}
    for name, one in said.items():
        if not isinstance(one, IncidentPhase) or one.silenced:
            continue
        phases = found.setdefault((one.span.path, one.heading), {})
        told = Planned(one.name, kinds_of(one.name), name, one.span.path, one.span.line or 0, one.sentence)
        phases.setdefault(plain(one.name), told)
    return [(plain(" ".join(heading)), list(phases.values())) for (_, heading), phases in found.items()]


def _weight(phases: Sequence[Planned]) -> tuple[int, int]:
    return len({kind for one in phases for kind in one.kinds}), len(phases)


def _filled(given: Sequence[Planned]) -> list[Planned]:
    """The six, with the names of ``given`` where they are of the same kind; others of these before the last."""
    places: dict[str, Planned] = {kind.name: Planned(kind.name, (kind.name,)) for kind in KINDS}
    others = []
    for one in given:
        free = next((kind for kind in one.kinds if not places[kind].commitment), "")
        if free:
            places[free] = one
        else:
            others.append(one)
    ordered = list(places.values())
    return [*ordered[:-1], *others, ordered[-1]]
