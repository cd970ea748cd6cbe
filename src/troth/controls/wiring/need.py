"""What a sentence asks of the automation: one need per event and per place that it names."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from troth.terms.activity import Activity
from troth.terms.commitment import Commitment
from troth.terms.event import AUTOMATIC, HOOKS, Event
from troth.terms.seen.automation import Firing, Invocation

_SYSTEMS = {"github-actions": "github-actions", "gitlab-ci": "gitlab-ci"}
_CI = frozenset({"ci", "repository", *_SYSTEMS})


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the automation has to do.

    ``words`` finish the sentence "runs …". ``named``: the sentence names this place or event, so that its absence
    contradicts once the place was read completely. ``path`` and ``system`` narrow the place.
    """

    words: str
    events: frozenset[Event]
    named: bool
    path: str = ""
    system: str = ""
    release: bool = False

    @property
    def hook(self) -> bool:
        """Whether a developer's own hook is what was promised."""
        return self.events <= HOOKS

    def met_by(self, invocation: Invocation, everything: Iterable[Invocation]) -> tuple[Firing, ...]:
        """The firings of ``invocation`` that answer this need, of whatever quality."""
        if invocation.unreached or (self.path and self.path not in files_of(invocation)):
            return ()
        if self.system and invocation.system in _SYSTEMS and invocation.system != self.system:
            return ()
        firings = invocation.firings_on(self.events)
        if not firings and self.release and publishes_beside(invocation, everything):
            return invocation.firings_on(AUTOMATIC | {Event.MANUAL})
        return firings


def files_of(invocation: Invocation) -> frozenset[str]:
    """Every file on the way from the event to the command."""
    return frozenset(span.path for span in (invocation.span, *invocation.chain))


def publishes_beside(invocation: Invocation, everything: Iterable[Invocation]) -> bool:
    """Whether a job of the same pipeline file publishes: then that file is a release path, whatever starts it."""
    home = origin(invocation)
    return any(Activity.PUBLISHING in other.activities and origin(other) == home for other in everything)


def origin(invocation: Invocation) -> str:
    """The pipeline file that starts ``invocation``."""
    return invocation.chain[0].path if invocation.chain else invocation.span.path


def needs(commitment: Commitment) -> tuple[Need, ...]:
    """What the sentence asks, at least one need; a sentence without place and event asks for some automatic event."""
    places, events = commitment.place, commitment.events
    system = next((name for place in places if (name := _SYSTEMS.get(place))), "")
    asked = [_event(event, system) for event in events if event in AUTOMATIC]
    if "release" in places and Event.RELEASE not in events:
        asked.append(_event(Event.RELEASE, system))
    asked += [
        Need(words=f"in {place}", events=AUTOMATIC | HOOKS, named=True, path=place)
        for place in places
        if is_path(place)
    ]
    if not asked and _CI & set(places):
        asked.append(Need(words="in CI", events=AUTOMATIC, named=True, system=system))
    if "pre-commit" in places or HOOKS & set(events):
        asked.append(Need(words="as a hook before a commit", events=HOOKS, named=True))
    return tuple(asked) or (Need(words="automatically", events=AUTOMATIC, named=False),)


def is_path(place: str) -> bool:
    """Whether ``place`` names a file or folder of the tree."""
    return "/" in place or place.endswith((".yml", ".yaml"))


def _event(event: Event, system: str) -> Need:
    words = {
        Event.PUSH: "on push",
        Event.PULL_REQUEST: "on pull requests",
        Event.MERGE_GROUP: "in the merge queue",
        Event.SCHEDULE: "on a schedule",
        Event.RELEASE: "for releases",
    }[event]
    return Need(
        words=words,
        events=frozenset({event}),
        named=event is not Event.SCHEDULE,
        system=system,
        release=event is Event.RELEASE,
    )
