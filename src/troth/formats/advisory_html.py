"""An advisory of one's own as a page of HTML: a fragment for a page that stands around it, and a document of its own.

Written from the Markdown of ``advisory_markdown`` by markdown-it with HTML switched off: words of people become words,
images become their captions, and links lead to http, https and mailto alone. Nothing is loaded and nothing runs.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from troth.formats import advisory_markdown
from troth.terms.own_advisory import OwnAdvisory

NESTING = 60
_SCHEMES = frozenset({"http", "https", "mailto"})
_STYLE = (
    "body{max-width:70ch;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}"
    "pre{overflow-x:auto}code{font-family:ui-monospace,monospace}table{border-collapse:collapse}"
    "td,th{border:1px solid;padding:.25rem .5rem}@media print{body{margin:0}a{color:inherit}}"
)


def fragment(advisory: OwnAdvisory) -> str:
    """The advisory as HTML without a document around it: one ``h1``, then sections with ``h2``."""
    return of_markdown(advisory_markdown.page(advisory).decode())


def document(advisory: OwnAdvisory) -> bytes:
    """The advisory as a whole document that prints, with its style inside."""
    page = (
        f'<!doctype html>\n<html lang="{escape(advisory.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(advisory.title)} ({escape(advisory.id)})</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{fragment(advisory)}</main>\n</body>\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def of_markdown(markdown: str) -> str:
    """Markdown of people as HTML that can stand in a page with a strict policy: no HTML of theirs, nothing loaded."""
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTING}).enable(["table", "strikethrough"])
    reader.disable(["html_block", "html_inline"])
    reader.validateLink = _leads_somewhere  # type: ignore[method-assign,assignment]
    tokens = reader.parse(markdown)
    for token in tokens:
        if token.children:
            token.children = [_captioned(child) for child in token.children]
    html: str = reader.renderer.render(tokens, reader.options, {})
    return html


def _leads_somewhere(address: str) -> bool:
    try:
        return urlsplit(address.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def _captioned(token: Token) -> Token:
    """An image as its words, a link without telling where one came from."""
    if token.type == "image":
        return Token("text", "", 0, content=token.content)
    if token.type == "link_open":
        token.attrSet("rel", "noopener noreferrer nofollow")
    return token
