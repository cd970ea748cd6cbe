"""Which repository belongs to which project, and by which token it is read: said by whoever runs the desk.

Nobody on a page names a repository: on a desk of several organisations one of them could have the token read the
private reports of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings

from troth_desk.tenants.models import Organisation

LINE = re.compile(
    r"(?P<organisation>[\w-]+)/(?P<project>[\w-]+)\s+(?P<repository>[A-Za-z0-9][\w.-]*/[\w.-]+)\s+(?P<token>\S+)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the setting. The token never shows itself in a log or an error."""

    organisation: str
    project: str
    repository: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sources:
    """All of them, and the numbers of the lines that say nothing that is understood."""

    all: Sequence[Source]
    unread: Sequence[int]

    def of(self, organisation: Organisation) -> list[Source]:
        """Those of ``organisation``."""
        return [one for one in self.all if one.organisation == organisation.slug]


def sources() -> Sources:
    """What ``TROTH_DESK_GITHUB`` says: lines of "organisation/project owner/repository token", "#" before remarks."""
    found: list[Source] = []
    unread: list[int] = []
    for number, line in enumerate(re.split(r"[\n;]", settings.GITHUB), 1):
        said = line.partition("#")[0].strip()
        match = LINE.fullmatch(said)
        if match:
            found.append(Source(match["organisation"], match["project"], match["repository"], match["token"]))
        elif said:
            unread.append(number)
    return Sources(found, unread)
