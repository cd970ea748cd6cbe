"""Directives of Sphinx whose text belongs to the document; docutils leaves out what it does not know.

Sphinx documentation, "Directives"; sphinx-design and sphinx-tabs for what lays out pages.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.directives.tables import ListTable

VERSIONED = ("versionadded", "versionchanged")
"""Their first word is a version, what follows it is text."""
TITLED = ("seealso", "centered", "dropdown", "details", "collapse", "tab-item", "tab", "grid-item-card", "card")
"""What stands behind their name is text."""
LAID_OUT = (
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
UNSAID = ("ifconfig", "todo", "deprecated", "deprecated-removed", "versionremoved")
"""What stands in them is shown if a setting says so, is still to be done, or is no more."""
BUILDS = frozenset(("html", "format_html", "builder_html", "builder_dirhtml", "builder_readthedocs"))
"""Tags of the pages that people read."""


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


class _Unsaid(_Read):
    def run(self) -> list[nodes.Node]:
        """Nothing."""
        return []


class _Only(_LaidOut):
    def run(self) -> list[nodes.Node]:
        """The content, if the page in HTML shows it."""
        return super().run() if built(self.arguments[0] if self.arguments else "") else []


def built(tags: str) -> bool:
    """Whether what is only for ``tags`` stands on a page in HTML: "html or latex", "not man"; in doubt it does not."""
    return any(
        all(
            (word.removeprefix("not ").strip() in BUILDS) is not word.startswith("not ") for word in part.split(" and ")
        )
        for part in " ".join(tags.split()).split(" or ")
        if not set(part) & set("()")
    )


class _FlatTable(ListTable):
    """The ``flat-table`` of the documentation of the Linux kernel: a ``list-table`` with options of its own."""

    option_spec = _AnyOption(ListTable.option_spec)


@cache
def register() -> None:
    """Make the directives known to docutils, which keeps one list of them for the whole process."""
    for names, directive in (
        (VERSIONED, _Versioned),
        (TITLED, _Read),
        (LAID_OUT, _LaidOut),
        (UNSAID, _Unsaid),
        (("only",), _Only),
        (("flat-table",), _FlatTable),
    ):
        for name in names:
            directives.register_directive(name, directive)
