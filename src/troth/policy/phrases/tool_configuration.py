"""Configuration that the policy prints: the file that a heading or comment names, and each entry of the block."""

from __future__ import annotations

from collections.abc import Iterator

from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.tools import Named
from troth.terms.commitment import Tool

LANGUAGES = frozenset({"ini", "toml", "yaml", "yml", "json", "json5", "cfg", "conf", "properties"})
FILE = Words(
    r"(?<![\w/])`?((?:[\w.-]+/){0,4}(?:\.[a-z][\w-]{2,30}(?:\.(?:ya?ml|toml|json|cfg|ini|rc))?|"
    r"[\w-]{2,40}\.(?:ya?ml|toml|json|cfg|ini)))`?(?![\w/])"
)
CONFIGURES = Words(r"config\w*|settings?|konfigur\w*|configuraci|configuration")
EXAMPLE = Words(
    r"\b(?:for example|example|e\.g\.|sample|could look|zum beispiel|par exemple|por ejemplo|you can|your)\b"
)
COMMENT = Words(r"^\s*(?:#|;|//)\s*(.+)$", 0)
USERS_ONLY = Role.USERS | Role.REPORT | Role.SCOPE | Role.FUTURE | Role.HISTORY


def _tool(saying: Saying) -> Named | None:
    """The tool whose configuration the heading or lead-in announces."""
    heading = saying.statement.heading[-1] if saying.statement.heading else ""
    for words in (heading, saying.statement.lead[-160:]):
        if CONFIGURES.search(words) and not EXAMPLE.search(words):
            found = next(iter(saying.scene.tools.find(words.replace(".", " ."), words)), None)
            if found:
                return found
    return None


def _find(saying: Saying) -> Iterator[Tool]:
    if saying.role & USERS_ONLY:
        return
    if saying.statement.form == "heading":
        yield from _heading(saying)
        return
    if saying.statement.language not in LANGUAGES:
        return
    named = _tool(saying)
    if named is None or EXAMPLE.search(saying.statement.lead[-160:]):
        return
    file = _file(saying)
    comment = COMMENT.match(saying.statement.text)
    if comment:
        match = FILE.fullmatch(comment[1].strip())
        if match:
            yield saying.make(
                Tool, 0, name=named.name, claim="configuration", config=match[1], file=match[1], strength="promise"
            )
        return
    entry = _entry(saying)
    if entry:
        yield saying.make(Tool, 0, name=named.name, claim="configuration", config=entry, file=file, strength="promise")


def _heading(saying: Saying) -> Iterator[Tool]:
    """A heading that names tool and file: "Bandit configuration (.bandit)"."""
    if not CONFIGURES.search(saying.text):
        return
    named = next(iter(saying.scene.tools.find(saying.text.replace(".", " ."), saying.text)), None)
    match = FILE.search(saying.text)
    if named and match:
        yield saying.make(
            Tool, 0, name=named.name, claim="configuration", config=match[1], file=match[1], strength="promise"
        )


def _file(saying: Saying) -> str:
    """The file that the block stands for: named by its first comment, else by the heading, else by the lead-in."""
    first = saying.scene.comment(saying.statement.block)
    for words in (
        first,
        saying.statement.heading[-1] if saying.statement.heading else "",
        saying.statement.lead[-160:],
    ):
        match = FILE.search(words)
        if match:
            return match[1]
    return ""


def _entry(saying: Saying) -> str:
    """One entry of the block, with the keys it stands under; "" for lines that start none."""
    return saying.scene.entry(saying.statement)


EXAMPLES = (
    Example(
        text="## Bandit configuration (.bandit)\n\n```ini\n[bandit]\nskips = B101\n```",
        makes=(
            {"kind": "tool", "name": "bandit", "claim": "configuration", "config": ".bandit"},
            {"kind": "tool", "name": "bandit", "claim": "configuration", "config": "skips = B101", "file": ".bandit"},
        ),
        negated="## Bandit\n\nThere is no configuration.",
        advice="## For users\n\n### Bandit configuration\n\n```ini\nskips = B101\n```",
        past="## Bandit\n\nIn 2020 we kept a configuration.",
        code="## Bandit\n\nA file could look like this, for example:\n\n```ini\nskips = B101\n```",
    ),
)

PHRASE = Phrase(name="tool-configuration", find=_find, forms=frozenset({"code", "heading"}), examples=EXAMPLES)
