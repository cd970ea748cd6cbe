"""Directives of Sphinx whose text belongs to the document; docutils leaves out what it does not know.

Sphinx documentation, "Directives"; sphinx-design and sphinx-tabs for what lays out pages.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives

VERSIONED = ("versionadded", "versionchanged", "versionremoved", "deprecated", "deprecated-removed")
"""Their first word is a version, what follows it is text."""
TITLED = ("seealso", "centered", "todo", "dropdown", "details", "collapse", "tab-item", "tab", "grid-item-card", "card")
"""What stands behind their name is text."""
LAID_OUT = (
    "only",
    "ifconfig",
    "hlist",
    "glossary",
    "grid",
    "grid-item",
    "tabs",
    "tab-set",
    "group-tab",
    "card-carousel",
)
"""What stands behind their name is no text."""


class _AnyOption(dict[str, Any]):
    """Options are taken whatever their names, and not looked at."""

    def __missing__(self, name: str) -> Any:
        return str

    def __bool__(self) -> bool:
        return True


class _Read(Directive):
    """A directive whose content is read as if it stood alone."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = _AnyOption()
    before = 0
    """Words behind the name that are no text, -1 for all."""

    def run(self) -> list[nodes.Node]:
        """The blocks of the content; words behind the name are its first paragraph."""
        found = nodes.container()
        argument = self.arguments[0] if self.arguments and self.before >= 0 else ""
        words = argument.split(None, self.before)[self.before :] if self.before else [argument]
        if words and words[0].strip():
            skipped = argument[: argument.index(words[0])].count("\n")
            inline, _ = self.state.inline_text(words[0], self.lineno + skipped)
            paragraph = nodes.paragraph(words[0], "", *inline)
            paragraph.line = self.lineno + skipped
            found += paragraph
        self.state.nested_parse(self.content, self.content_offset, found)
        return [*found.children]


class _Versioned(_Read):
    before = 1


class _LaidOut(_Read):
    before = -1


@cache
def register() -> None:
    """Make the directives known to docutils, which keeps one list of them for the whole process."""
    for names, directive in ((VERSIONED, _Versioned), (TITLED, _Read), (LAID_OUT, _LaidOut)):
        for name in names:
            directives.register_directive(name, directive)
