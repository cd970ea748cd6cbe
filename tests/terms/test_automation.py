"""The arithmetic of invocations: automatic, by hand, hooks, blocking."""

from __future__ import annotations

from troth.terms.event import Event
from troth.terms.seen.automation import Exits, Firing, Invocation
from troth.terms.span import Span

LINE = Span(".github/workflows/scan.yml", 9, "run: bandit -r src")


def invocation(*firings: Firing, exits: Exits = Exits.FINDINGS_FAIL, softeners: tuple[Span, ...] = ()) -> Invocation:
    return Invocation(
        tool="bandit", span=LINE, system="github-actions", firings=firings, exits=exits, softeners=softeners
    )


def firing(event: Event, *, blocking: bool = True) -> Firing:
    return Firing(event=event, span=LINE, blocking=blocking)


def test_a_button_is_not_automatic() -> None:
    assert not invocation(firing(Event.MANUAL)).automatic
    assert invocation(firing(Event.MANUAL)).only_by_hand
    assert not invocation().only_by_hand


def test_a_hook_on_a_laptop_is_only_a_hook() -> None:
    assert invocation(firing(Event.COMMIT_HOOK)).only_hooks
    assert not invocation(firing(Event.COMMIT_HOOK), firing(Event.PUSH)).only_hooks
    assert not invocation().only_hooks


def test_blocking_is_a_value_per_event() -> None:
    both = invocation(firing(Event.PUSH, blocking=False), firing(Event.PULL_REQUEST))
    assert [f.event for f in both.blocking_on()] == [Event.PULL_REQUEST]
    assert not both.blocking_on([Event.PUSH])


def test_a_tool_that_exits_zero_on_findings_blocks_nothing() -> None:
    assert not invocation(firing(Event.PUSH), exits=Exits.FINDINGS_PASS).blocking_on()
    assert not invocation(firing(Event.PUSH), exits=Exits.UPLOADS).blocking_on()
    assert not invocation(firing(Event.PUSH), softeners=(LINE,)).blocking_on()
    assert invocation(firing(Event.PUSH), exits=Exits.THRESHOLD).blocking_on()
