"""A trigger on its way through a workflow: how far a failure still reaches, and what makes it doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from troth.evidence.automation.github.triggers import Trigger
from troth.terms.answer import Gap
from troth.terms.event import Event
from troth.terms.seen.automation import Filter, Firing
from troth.terms.span import Span
from troth.terms.time.cron import largest_gap


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """One trigger that reaches a job or step."""

    trigger: Trigger
    softened_by: tuple[Span, ...] = ()
    doubts: tuple[Gap, ...] = ()
    limits: tuple[Filter, ...] = ()
    """Conditions that only some events of the trigger meet."""

    def softened(self, by: Span) -> Live:
        """The same where a failure no longer counts."""
        return msgspec.structs.replace(self, softened_by=(*self.softened_by, by))

    def doubted(self, *gaps: Gap) -> Live:
        """The same where it cannot be told whether it goes on."""
        return msgspec.structs.replace(self, doubts=tuple(dict.fromkeys((*self.doubts, *gaps))))

    def limited(self, *filters: Filter) -> Live:
        """The same where only some of the events go on."""
        return msgspec.structs.replace(self, limits=tuple(dict.fromkeys((*self.limits, *filters))))

    @property
    def filters(self) -> tuple[Filter, ...]:
        """What keeps some events from starting it."""
        return (*self.trigger.filters, *self.limits)


def firings(lives: Iterable[Live]) -> tuple[Firing, ...]:
    """One firing per event and filter; schedules become one with all their crons."""
    found: dict[Firing, None] = {}
    crons: dict[tuple[tuple[Span, ...], tuple[Filter, ...]], list[Trigger]] = {}
    for live in lives:
        trigger = live.trigger
        if trigger.event is Event.SCHEDULE:
            crons.setdefault((live.softened_by, live.filters), []).append(trigger)
            continue
        found.setdefault(
            Firing(
                event=trigger.event,
                span=trigger.span,
                blocking=not live.softened_by,
                softened_by=live.softened_by,
                filters=live.filters,
                every_branch=trigger.every_branch,
            )
        )
    return (*found, *(_schedule(*how, triggers) for how, triggers in crons.items()))


def _schedule(softened_by: tuple[Span, ...], filters: tuple[Filter, ...], triggers: Sequence[Trigger]) -> Firing:
    spans = tuple(dict.fromkeys(trigger.cron for trigger in triggers if trigger.cron is not None))
    return Firing(
        event=Event.SCHEDULE,
        span=triggers[0].span,
        blocking=not softened_by,
        softened_by=softened_by,
        filters=filters,
        crons=spans,
        gap_days=largest_gap(span.text for span in spans),
    )
