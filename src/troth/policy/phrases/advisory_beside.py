"""Where fixes are made known, told by a link or in another language, beside the words of an English sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.saying import Saying
from troth.policy.words.channels import LABELLED, LIST_KEPT
from troth.policy.words.foreign_channels import foreign_channels
from troth.policy.words.spoken import speaks
from troth.terms.commitment import AdvisoryChannel


def abroad(saying: Saying, seen: set[str]) -> Iterator[AdvisoryChannel]:
    """Channels that a sentence names in another language."""
    if not speaks(saying.text):
        return
    titles = (*saying.statement.heading[:1], *saying.statement.heading[-1:])
    for name, start in foreign_channels(saying.text, "\n".join(titles)):
        if name not in seen and not saying.unsaid(start):
            seen.add(name)
            yield saying.make(AdvisoryChannel, start, channel=name)


def linked(saying: Saying, seen: set[str], *, told: bool) -> Iterator[AdvisoryChannel]:
    """Links that name the channel where the words do not."""
    if not (LIST_KEPT.search(saying.low) or LABELLED.match(saying.low)) and not (
        told and re.search(r"\b(?:publish\w*|announc\w*|posted|posting)\b", saying.low)
    ):
        return
    for link in saying.statement.links:
        if re.search(r"github\.com/[^/]+/[^/]+/security(?:/advisories)?/?$", link.url):
            name = "github-advisory"
        elif re.search(r"/blog|//blog\.|security/?$|changelog", link.url) and "github.com" not in link.url:
            name = "website"
        elif re.search(r"github\.com/[^/]+/[^/]+/releases", link.url):
            name = "release-notes"
        elif re.search(r"groups\.google|lists\.|mailman", link.url):
            name = "mailing-list"
        elif LIST_KEPT.search(saying.low[: link.start]):
            name = "website"
        else:
            continue
        if name not in seen:
            seen.add(name)
            yield saying.make(AdvisoryChannel, link.start, channel=name)
