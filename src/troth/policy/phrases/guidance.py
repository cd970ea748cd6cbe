"""The heading of a section of advice to users: noted, never judged."""

from __future__ import annotations

from collections.abc import Iterator

from troth.policy.advising import ELSEWHERE
from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role, Roles
from troth.terms.commitment import Guidance


def _find(saying: Saying) -> Iterator[Guidance]:
    place = (*saying.statement.heading, saying.text.strip())
    inside = saying.scene.path(place)
    title = saying.scene.title(place[-1])
    if (
        (inside & Role.USERS or (title & Role.BEST and title & Role.TEAM))
        and (not saying.role & Role.USERS or _first(saying, title))
        and not saying.scene.shared(place)
        and not (len(place) == 1 and saying.company.headings(place))
        and not inside & (Role.FUTURE | Role.HISTORY)
        and saying.scene.filled(place)
    ):
        yield saying.make(Guidance, 0, strength="promise", condition="")


def _first(saying: Saying, title: Roles) -> bool:
    """Whether a heading in a place of advice is noted itself: the place is a whole document, or divided by audience."""
    if len(saying.statement.heading) == 1:
        return not title & (ELSEWHERE | Role.DOCUMENTS)
    return saying.scene.shared(saying.statement.heading)


EXAMPLES = (
    Example(
        text="## For users\n\nKeep your server up to date.\n\n## Deployment concerns\n\nPut the ferry behind a quay.",
        makes=({"kind": "guidance"},),
        negated="## Measures\n\nServers are kept up to date.",
        advice="## Measures\n\nYou should keep your server up to date.",
        past="## Measures\n\nIn 2020 we kept the server up to date.",
        code="A title, for example:\n\n```\n## For users\n```",
    ),
    Example(
        text="## Before you deploy\n\nChange the password.\n\n## Best practices for contributors\n\nCommit no key.",
        makes=({"kind": "guidance"},),
        negated="## Deployments\n\nNobody deploys on Fridays.",
        advice="## Deployments\n\nYou should change the password before you deploy.",
        past="## Deployments\n\nIn 2020 the password was changed.",
        code="A title, for example:\n\n```\n## Before you deploy\n```",
    ),
)

COUNTERS = (
    "# Harbour\n\n## Best practices\n\n- Never commit keys\n- Run the linter before each commit\n- Keep gates shut",
    "# Harbour\n\n## Best practices\n\nWhen contributing to the pier:\n\n1. Never share keys\n2. Validate tickets",
    "## User notification\n\nUsers are told within three days.",
    "## User awareness\n\n- **Voyages**: education on lifeboats",
    "# User signups fix\n\n## Rows\n\nOnly owners read their rows.",
    "## Distributors announce\n\nThe list is kept by the team.",
    "## Users and roles\n\nRoles are checked on every request.",
    "## What you can report\n\nAny flaw of our servers.",
    "## How we keep Ferry secure\n\nLamps are tested.",
    "# Security\n\n## Production hardening checklist\n\n- [x] Lamps are encrypted\n- [x] Ports are closed",
)
PHRASE = Phrase(
    name="guidance",
    find=_find,
    forms=frozenset({"heading"}),
    anywhere=True,
    advises=True,
    examples=EXAMPLES,
    counter_examples=COUNTERS,
)
