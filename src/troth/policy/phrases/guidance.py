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
    if (
        inside & Role.USERS
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
)

PHRASE = Phrase(name="guidance", find=_find, forms=frozenset({"heading"}), anywhere=True, examples=EXAMPLES)
