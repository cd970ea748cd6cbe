"""What a policy may be written in. One format is one file and one line here."""

from __future__ import annotations

from collections.abc import Sequence

from troth.policy.markup import asciidoc, html, markdown, plain_text, restructuredtext, security_txt
from troth.policy.markup.markup import Markup

MARKUPS: tuple[Markup, ...] = (
    security_txt.MARKUP,
    html.MARKUP,
    restructuredtext.MARKUP,
    asciidoc.MARKUP,
    plain_text.MARKUP,
    markdown.MARKUP,
)
"""In the order in which they are asked; Markdown takes what nobody else does."""
TEXT = ".txt"
"""The suffix of files that hold any text: one with the fields of a security.txt is one, whatever it is called."""
SNIFFED = 400
"""Lines of a document that are looked at to tell its format."""


def markup_of(path: str, lines: Sequence[str]) -> Markup:
    """The format of a document: by its name, else by its own marks, which also tell reST in a file called ``.md``."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1].lower()
    head = lines[:SNIFFED]
    for each in MARKUPS:
        known = name in each.names or (each.names and name.endswith(TEXT))
        if known and each.sniff is not None and each.sniff(head):
            return each
    named = next((each for each in MARKUPS if name.endswith(each.suffixes)), None)
    if named is not None and named is not markdown.MARKUP:
        return named
    return next((each for each in MARKUPS if each.sniff is not None and each.sniff(head)), markdown.MARKUP)
