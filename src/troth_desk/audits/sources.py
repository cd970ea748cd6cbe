"""Where the repository of a project lies, and by which token a private one is read.

A public repository is named on the desk, by an owner. A token is named by whoever runs the desk, together with the one
address that it is for: named on a page, a team of a desk of several could have it sent to a repository of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

from troth_desk import outward
from troth_desk.tenants.models import Organisation, Project

LINE = re.compile(r"(?P<organisation>[\w-]+)/(?P<project>[\w-]+)\s+(?P<url>\S+)(?:\s+(?P<token>\S+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Source:
    """A repository. The token never shows itself in a log or an error; ``told`` by whoever runs the desk."""

    url: str
    token: str = field(default="", repr=False)
    told: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """What ``TROTH_DESK_REPOSITORIES`` says, and the numbers of the lines that say nothing that is understood."""

    all: dict[tuple[str, str], Source]
    unread: Sequence[int]


def sources() -> Sources:
    """Lines of "organisation/project https://host/path [token]", "#" before remarks."""
    found: dict[tuple[str, str], Source] = {}
    unread: list[int] = []
    for number, line in enumerate(re.split(r"[\n;]", settings.REPOSITORIES), 1):
        said = re.sub(r"(?:^|\s)#.*", "", line).strip()
        match = LINE.fullmatch(said)
        if match and not refusal(match["url"]):
            found[match["organisation"], match["project"]] = Source(match["url"], match["token"] or "", told=True)
        elif said:
            unread.append(number)
    return Sources(found, unread)


def source(organisation: Organisation, project: Project) -> Source | None:
    """The repository of ``project``: the operator's word before the team's; None where nobody named one."""
    told = sources().all.get((organisation.slug, project.slug))
    return told or (Source(project.repository_url) if project.repository_url else None)


def refusal(url: str) -> str:
    """Why nothing is cloned from ``url``, as a sentence; "" where it may be tried.

    ``https`` alone, since what comes by plain ``http`` could be anybody's; that is left to machines inside, which
    ``TROTH_DESK_INSIDE`` names. Paths of this machine, ``ssh``, ``git`` and ``file`` are no addresses of the web.
    """
    try:
        parts = outward.split(url, settings.INSIDE)
    except outward.RefusedAddressError as refused:
        return str(refused)
    if parts.scheme != "https" and not outward.permits(parts, settings.INSIDE):
        return "A repository is cloned by https alone: anybody on the way could change what plain http brings."
    if parts.query or parts.fragment:
        return "The address of a repository has no ? and no # in it."
    return "" if urlsplit(url).path.strip("/") else "This is the address of a host, not of a repository."
