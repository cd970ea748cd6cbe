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
    contradicts once the place was read completely. ``paths`` (any of them) and ``system`` narrow the place.
    """

    words: str
    events: frozenset[Event]
    named: bool
    paths: tuple[str, ...] = ()
    system: str = ""
    release: bool = False

    @property
    def hook(self) -> bool:
        """Whether a developer's own hook is what was promised."""
        return self.events <= HOOKS

    def met_by(self, invocation: Invocation, everything: Iterable[Invocation]) -> tuple[Firing, ...]:
        """The firings of ``invocation`` that answer this need, of whatever quality."""
        if invocation.unreached or (self.paths and not files_of(invocation) & set(self.paths)):
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
    hooks = "pre-commit" in places or bool(HOOKS & set(events))
    asked = [_event(event, system) for event in events if event in AUTOMATIC]
    if "release" in places and Event.RELEASE not in events:
        asked.append(_event(Event.RELEASE, system))
    asked += _paths(commitment)
    if not asked and _CI & set(places):
        # where a hook is named beside the CI, the hook may be all that is meant of this tool
        asked.append(Need(words="in CI", events=AUTOMATIC, named=not hooks, system=system))
    if hooks:
        asked.append(Need(words="as a hook before a commit", events=HOOKS, named=True))
    return tuple(asked) or (Need(words="automatically", events=AUTOMATIC, named=False),)


def _paths(commitment: Commitment) -> list[Need]:
    """One need per automation file that the sentence itself names; of those named around it any one will do."""
    files = tuple(place for place in commitment.place if is_automation(place))
    own = tuple(place for place in files if place in commitment.sentence)
    return [
        Need(words=f"in {group[0]}", events=AUTOMATIC | HOOKS, named=True, paths=group)
        for group in (tuple((path,) for path in own) or ((files,) if files else ()))
    ]


def is_path(place: str) -> bool:
    """Whether ``place`` names a file or folder of the tree."""
    return "/" in place or place.endswith((".yml", ".yaml"))


def is_automation(place: str) -> bool:
    """Whether ``place`` names a file that runs something."""
    name = place.rsplit("/", 1)[-1].lower()
    return is_path(place) and (
        place.startswith(".github/workflows/") or "gitlab-ci" in place or name.startswith((".pre-commit", "lefthook"))
    )


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
