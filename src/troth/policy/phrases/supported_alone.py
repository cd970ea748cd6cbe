"""Sections on versions that say one thing only: "Always the latest release", "Use the latest version"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.supported_sentence import PLAIN, PRODUCT
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.version_status import GRANT, REFUSE
from troth.terms.commitment import SupportedVersion

_NEWEST = (
    r"(?P<version>(?:latest|newest|most recent(?:ly released)?|current)(?: [\w.-]+){0,2}? "
    r"(?:versions?|releases?|minors?|majors?|one))"
)
_SEVERAL = (
    r"(?P<several>(?:latest|newest|last|most recent) (?:two|three|four|\d) (?:(?:major|minor|stable) )?"
    r"(?:versions|releases|minors|majors))"
)
_GRANTED = r"(?!(?:not?|never|neither|nor|hardly|barely|scarcely)\b)"
FRAGMENT = Words(
    rf"^\W*(?:(?:always|only|just) )?(?:the |our )?(?:{_NEWEST}|{_SEVERAL})(?:,? (?:only|always))?"
    rf"(?P<said> (?:gets?|receives?|has|sees) (?:{_GRANTED}\w+ ){{0,3}}(?:fixes|patches|updates|support)| is "
    rf"(?:{_GRANTED}\w+ )?(?:supported|"
    r"fixed|patched|"
    r"maintained))?\W*$"
)
"""A newest version and nothing more, or that it is what is kept up."""
ADVISED = Words(
    r"^\W*(?:(?:please|always|you|we|users?|all|everyone|should|must|need to|are|is|strongly|highly|encouraged?|"
    r"recommend(?:ed)?|advised?|expect(?:ed)?|to|that|only|make sure|ensure) ){0,7}(?:use|using|run|running|"
    r"upgrad(?:e|ing)|updat(?:e|ing)|stay|be|keep)\b(?: (?:or|and) (?:upgrade|update))?"
    rf"(?: (?:up|to|on|with|always)){{0,3}} (?:the |our )?{_NEWEST}(?=\s(?:of|to|for|in|so|from|available)\b|\W*$)"
)
"""Readers are told to run the newest version."""


def alone(saying: Saying) -> Iterator[SupportedVersion]:
    """The newest version where a section on versions names it and tells of no other."""
    if not saying.role & Role.VERSIONS:
        return
    match = FRAGMENT.match(saying.text) or (ADVISED.match(saying.text) if _silent(saying) else None)
    if match is not None:
        if _of_product(match):
            return
        group = "version" if match["version"] else "several"
        name = re.sub(r" one$", " version", re.sub(r"[`*]", "", match[group]).lower())
        yield saying.make(SupportedVersion, match.start(group), version=name, supported=True, strength="promise")


def _of_product(match: re.Match[str]) -> bool:
    """Whether a whole sentence names the product of its version: what that is called, its own phrases tell better."""
    words = (match["version"] or "").split()[1:]
    return bool(match.groupdict().get("said")) and any(PRODUCT.match(each) and not PLAIN.match(each) for each in words)


def _silent(saying: Saying) -> bool:
    """Whether nothing else in the section tells what is supported."""
    return not any(
        each.statement.form != "sentence" or GRANT.search(each.text) or REFUSE.search(each.text)
        for each in saying.company.beside(saying)
        if each is not saying
    )
