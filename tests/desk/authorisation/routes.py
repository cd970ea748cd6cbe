"""Every address that the resolver knows, with the arguments that it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from troth_desk.people.access import RULE, Rule

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>([^()]*)\)")


@dataclass(frozen=True)
class Route:
    """An address: its pattern, its view, the arguments that it takes."""

    pattern: str
    name: str
    view: Callable[..., object]

    @property
    def rule(self) -> Rule | None:
        """What the decorator of the view says."""
        found: Rule | None = getattr(self.view, RULE, None)
        return found

    @property
    def of_allauth(self) -> bool:
        """Whether the view is one of the library's for logins."""
        return self.view.__module__.startswith("allauth.")

    @property
    def of_programs(self) -> bool:
        """Whether it is an operation of the interface for programs."""
        return self.view.__module__ == "ninja.operation"


def arguments(pattern: str) -> list[tuple[str, str]]:
    """Name and kind ("int", "slug", "") of each argument of ``pattern``, in order."""
    return [(name, kind) for kind, name in ARGUMENT.findall(pattern)]


def filled(pattern: str, values: Mapping[str, object]) -> str:
    """The address that ``pattern`` is with ``values`` in the places of its arguments."""
    return "/" + ARGUMENT.sub(lambda found: str(values[found[2]]), pattern)


def _routes(resolver: URLResolver, before: str = "") -> Iterator[Route]:
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each, pattern)
        elif isinstance(each, URLPattern):
            for one in _plain(pattern):
                yield Route(one, each.name or "", each.callback)


def _plain(pattern: str) -> Iterator[str]:
    """With ``<slug:name>`` in the place of each group of a regular expression; one for each word of a choice."""
    group = GROUP.search(pattern)
    if group is None:
        yield pattern.replace("^", "").replace("$", "")
        return
    slug = group[2] == "[-a-zA-Z0-9_]+"
    argument = f"<slug:{group[1]}>" if slug else f"<{group[1]}>"
    for word in group[2].split("|") if "|" in group[2] else [argument]:
        yield from _plain(pattern[: group.start()] + word + pattern[group.end() :])


ALL = tuple(_routes(get_resolver()))
OURS = tuple(each for each in ALL if not each.of_allauth and not each.of_programs)
OF_ALLAUTH = tuple(each for each in ALL if each.of_allauth)
OF_PROGRAMS = tuple(each for each in ALL if each.of_programs)
