"""What starts a workflow: the key ``on`` in all its forms, mapped onto events, with the filters that confine them.

docs.github.com, "Events that trigger workflows" and "Workflow syntax", with its "Filter pattern cheat sheet".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from troth.evidence.automation.globs import matches
from troth.evidence.automation.nodes import Node
from troth.evidence.repository import Repository
from troth.terms.event import Event
from troth.terms.seen.automation import Filter
from troth.terms.span import Span
from troth.terms.time.cron import is_cron

USUAL_BRANCHES = ("main", "master")
"""Names that a default branch has where nothing tells its name."""
TAG = "v1.0.0"
_PULL = ("opened", "synchronize", "reopened")
_RELEASE = ("published", "released", "created", "prereleased", "edited")
_OTHERS = {
    "merge_group": Event.MERGE_GROUP,
    "workflow_dispatch": Event.MANUAL,
}


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """One cause that starts a workflow. ``name`` and ``ref`` are GitHub's own; ``cron`` is set for schedules.

    ``branches`` are all the branches (or tags) that it is for and ``types`` all the actions, empty where nothing
    confines them; ``ref`` and ``action`` are the ones imagined first.
    """

    event: Event
    name: str
    ref: str
    span: Span
    filters: tuple[Filter, ...] = ()
    cron: Span | None = None
    every_branch: bool = False
    action: str = ""
    branches: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    @property
    def is_pull_request(self) -> bool:
        """Whether a pull request starts it."""
        return self.name.startswith("pull_request")


def triggers(repository: Repository, on: Node, branches: Sequence[str]) -> tuple[Trigger, ...]:
    """The triggers of the key ``on``; ``branches`` are the names that the default branch may have.

    ``workflow_call`` and ``workflow_run`` give none here: they inherit those of another workflow.
    """
    events = on.items() if on.is_map else [(node.text, node) for node in on.each() if node.is_text]
    found: list[Trigger] = []
    for name, body in events:
        found += _of_event(repository, name, body, branches)
    return tuple(found)


def not_callable(path: str, on: Node) -> str:
    """Why GitHub lets no job call the workflow ``path``, and refuses the file that does; "" where it may.

    A file of which no event could be read tells nothing.

    docs.github.com, "Reuse workflows": the file stands in ``.github/workflows`` itself, and its events include
    ``workflow_call``.
    """
    if not path.startswith(".github/workflows/") or path.count("/") != 2:
        return f"it calls {path}, which is not in .github/workflows"
    events = [name for name, _ in on.items()] if on.is_map else on.words()
    return "" if not events or "workflow_call" in events else f"it calls {path}, which has no workflow_call"


def _of_event(repository: Repository, name: str, body: Node, branches: Sequence[str]) -> list[Trigger]:
    if name == "push":
        return _of_push(repository, body, branches)
    if name in ("pull_request", "pull_request_target"):
        return _of_pull_request(repository, name, body, branches)
    if name == "schedule":
        return _of_schedule(body, branches)
    if name == "release":
        types = body.get("types").words()
        event = Event.RELEASE if not types or set(types) & set(_RELEASE) else Event.OTHER
        action = types[0] if types else "published"
        given = tuple(types)
        return [Trigger(event=event, name=name, ref=f"refs/tags/{TAG}", span=body.span, action=action, types=given)]
    if name in ("workflow_call", "workflow_run"):
        return []
    event = _OTHERS.get(name, Event.OTHER)
    return [Trigger(event=event, name=name, ref=f"refs/heads/{branches[0]}", span=body.span)]


def _of_push(repository: Repository, body: Node, branches: Sequence[str]) -> list[Trigger]:
    wanted, unwanted = body.get("branches"), body.get("branches-ignore")
    tags, no_tags = body.get("tags"), body.get("tags-ignore")
    by_branch, by_tag = bool(wanted or unwanted), bool(tags or no_tags)
    found = []
    paths = path_filters(repository, body)
    if by_branch or not by_tag:
        branch = admitted(branches, wanted, unwanted)
        filters = paths if branch else (*paths, _excluded(wanted or unwanted))
        ref = f"refs/heads/{branch or branches[0]}"
        free = not by_branch or (not unwanted and any(word in ("**", "*") for word in wanted.words()))
        found.append(
            Trigger(
                event=Event.PUSH,
                name="push",
                ref=ref,
                span=body.span,
                filters=filters,
                every_branch=free,
                branches=_literal(wanted),
            )
        )
    if (by_tag or not by_branch) and admitted((TAG, "1.0.0", *_sample(tags)), tags, no_tags):
        found.append(
            Trigger(event=Event.RELEASE, name="push", ref=f"refs/tags/{TAG}", span=(tags or no_tags or body).span)
        )
    return found


def _literal(wanted: Node) -> tuple[str, ...]:
    """The names that a filter lists; none where one of them is a pattern."""
    words = tuple(wanted.words())
    return () if any(re.search(r"[*?\[+!]", word) for word in words) else words


def _sample(tags: Node) -> tuple[str, ...]:
    """Names that the tag patterns themselves suggest, so that "harbour-v*" counts as a release tag."""
    return tuple(re.sub(r"\[[^\]]*\]\+?", "1", word).replace("*", "1").replace("+", "") for word in tags.words())


def _of_pull_request(repository: Repository, name: str, body: Node, branches: Sequence[str]) -> list[Trigger]:
    types = body.get("types").words()
    wanted, unwanted = body.get("branches"), body.get("branches-ignore")
    filters = path_filters(repository, body)
    if not admitted(branches, wanted, unwanted):
        filters = (*filters, _excluded(wanted or unwanted))
    if types and not set(types) & set(_PULL):
        what = f"types: {', '.join(types)[:120]}"
        filters = (*filters, Filter(what=what, span=body.get("types").span, fatal=True, narrow=True))
    return [
        Trigger(
            event=Event.PULL_REQUEST,
            name=name,
            ref="refs/pull/1/merge",
            span=body.span,
            filters=filters,
            action=next((one for one in types or ("synchronize",) if one in _PULL), types[0] if types else ""),
            branches=_literal(wanted),
            types=tuple(types) or _PULL,
        )
    ]


def _of_schedule(body: Node, branches: Sequence[str]) -> list[Trigger]:
    found = []
    for item in body.each():
        cron = item.get("cron")
        if cron.is_text and is_cron(cron.text):
            span = msgspec.structs.replace(cron.span, text=cron.text.strip())
            found.append(
                Trigger(
                    event=Event.SCHEDULE, name="schedule", ref=f"refs/heads/{branches[0]}", span=body.span, cron=span
                )
            )
    return found


def _excluded(node: Node) -> Filter:
    return Filter(what=f"branches: {', '.join(node.words())[:120]}", span=node.span, fatal=True, branches=True)


def admitted(names: Iterable[str], wanted: Node, unwanted: Node) -> str:
    """The first of ``names`` that the filters let through; "" where none is."""
    for name in names:
        if unwanted and chosen(name, unwanted.words()):
            continue
        if wanted and not chosen(name, wanted.words()):
            continue
        return name
    return ""


def chosen(name: str, patterns: Sequence[str]) -> bool:
    """Whether ``name`` matches the patterns in order, ``!`` taking back what an earlier one chose."""
    found = False
    for pattern in patterns:
        if pattern.startswith("!"):
            found = found and not matches(pattern[1:], name, "github")
        elif matches(pattern, name, "github"):
            found = True
    return found


def path_filters(repository: Repository, body: Node) -> tuple[Filter, ...]:
    """The path filters of an event, and those of their lines that can match nothing below the folder they name."""
    found = []
    for key in ("paths", "paths-ignore"):
        node = body.get(key)
        patterns = node.words()
        if not patterns:
            continue
        reached = any(chosen(path, patterns) != (key == "paths-ignore") for path in repository.paths)
        found.append(Filter(what=f"{key}: {', '.join(patterns)[:120]}", span=node.span, fatal=not reached))
        for item in node.each() if key == "paths" else ():
            if item.text.strip("/") in repository.folders and not re.search(r"[*?\[+!]", item.text):
                words = f"paths: {item.text} is a folder; without a glob it matches no file below it"
                found.append(Filter(what=words, span=item.span, fatal=True, folder=True))
    return tuple(found)
