"""The heading of a section of advice to users: noted, never judged."""

from __future__ import annotations

from collections.abc import Iterator

from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.terms.commitment import Guidance


def _find(saying: Saying) -> Iterator[Guidance]:
    place = (*saying.statement.heading, saying.text.strip())
    inside = saying.scene.path(place)
    title = saying.scene.title(place[-1])
    if (
        (inside & Role.USERS or (title & Role.BEST and title & Role.TEAM))
        and (not saying.role & Role.USERS or saying.scene.shared(saying.statement.heading))
        and not saying.scene.shared(place)
        and not inside & (Role.FUTURE | Role.HISTORY)
        and saying.scene.filled(place)
    ):
        yield saying.make(Guidance, 0, strength="promise", condition="")


EXAMPLES = (
    Example(
        text="## For users\n\nKeep your server up to date.",
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
    "## User notification\n\nUsers are told within three days.",
    "## Users and roles\n\nRoles are checked on every request.",
    "## What you can report\n\nAny flaw of our servers.",
)
PHRASE = Phrase(
    name="guidance",
    find=_find,
    forms=frozenset({"heading"}),
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=COUNTERS,
)
