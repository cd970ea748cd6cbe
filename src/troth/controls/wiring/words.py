"""Invocations in words: events as people say them, and the facts that show where a tool runs."""

from __future__ import annotations

from collections.abc import Iterable

from troth.terms.answer import Class, Fact
from troth.terms.event import AUTOMATIC, HOOKS, Event
from troth.terms.seen.automation import Exits, Firing, Invocation

_SPOKEN = {
    Event.PUSH: "push",
    Event.PULL_REQUEST: "pull request",
    Event.MERGE_GROUP: "merge queue",
    Event.SCHEDULE: "schedule",
    Event.RELEASE: "release",
    Event.MANUAL: "a button",
    Event.COMMIT_HOOK: "a commit hook",
    Event.PUSH_HOOK: "a push hook",
    Event.OTHER: "other events",
}


def listed(parts: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    items = list(dict.fromkeys(parts))
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def spoken(events: Iterable[Event]) -> str:
    """Events as people say them, in a fixed order."""
    given = frozenset(events)
    return listed(word for event, word in _SPOKEN.items() if event in given)


def unique(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """``facts`` without a second one for the same place, in order; a weakness wins over a proof of the same line."""
    kept: dict[tuple[str, int | None], Fact] = {}
    for fact in facts:
        place = (fact.span.path, fact.span.line)
        if place not in kept or (fact.weakness and not kept[place].weakness):
            kept[place] = fact
    return tuple(kept.values())


def softened(invocation: Invocation, firings: Iterable[Firing]) -> tuple[Fact, ...]:
    """The lines by which a failure of ``invocation`` counts for nothing: flags, ``|| true``, ``continue-on-error``, or
    the call itself."""
    lines = dict.fromkeys([*invocation.softeners, *(span for firing in firings for span in firing.softened_by)])
    bare = not lines and invocation.exits is Exits.FINDINGS_PASS
    told = f"{invocation.tool} exits 0 here whatever it finds" if bare else "a failure is ignored here"
    if by_template(invocation) and invocation.span in lines:
        told = "this template of GitLab lets its job fail"
    return tuple(Fact(fact=told, kind=Class.WIRED, span=span, weakness=True) for span in lines or [invocation.span])


def by_template(invocation: Invocation) -> bool:
    """Whether a job of GitLab's own templates runs it; such a job may fail unless the project says otherwise."""
    return invocation.system == "gitlab-ci" and bool(invocation.action) and not invocation.argv


def sighting(invocation: Invocation, firings: Iterable[Firing], *, weakness: bool = False) -> tuple[Fact, ...]:
    """The facts that show ``invocation``: its command first, then the lines that start it, then the way between."""
    given = tuple(firings)
    kind = Class.WIRED if any(f.event in AUTOMATIC | HOOKS for f in given) else Class.CONFIGURED
    what = f"{invocation.tool} runs here" if given else f"{invocation.tool} stands here, and nothing starts it"
    facts = [Fact(fact=what, kind=kind, span=invocation.span, weakness=weakness)]
    for firing in given:
        facts.append(Fact(fact=f"started by {spoken([firing.event])}", kind=kind, span=firing.span, weakness=weakness))
        facts += [Fact(fact="the schedule", kind=kind, span=cron, weakness=weakness) for cron in firing.crons]
    facts += [Fact(fact="starts the command", kind=kind, span=span, weakness=weakness) for span in invocation.chain]
    return unique(facts)
