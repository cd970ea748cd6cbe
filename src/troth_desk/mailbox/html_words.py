"""The words of a part in HTML. It is never shown as HTML, to nobody; libxml2 reads it, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from troth_desk.mailbox.limits import LARGEST_HTML

_LEFT_OUT = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "math"})
_BREAKS = frozenset(
    {
        "p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "pre", "hr", "section", "article", "header",
        "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    }
)  # fmt: skip


def words_of(html: str) -> str:
    """Its words, line by line; where a link leads is said behind its words. "" where there are none."""
    # the charset of the part was used already: a meta element that says another one is not obeyed
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(html[:LARGEST_HTML].replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return ""
    if root is None:
        return ""
    lines = [" ".join(line.split()) for line in "".join(_pieces(root)).split("\n")]
    return "\n".join(line for place, line in enumerate(lines) if line or (place and lines[place - 1])).strip()


def _pieces(root: Any) -> Iterator[str]:
    """Words and line ends, in order; a tree of any depth is walked without recursion."""
    left_out = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag.lower() if isinstance(element.tag, str) else ""
        if event == "start":
            left_out += name in _LEFT_OUT
            if left_out:
                continue
            yield "\n" if name in _BREAKS else "\t" if name in {"td", "th"} else ""
            yield _plain(element.text)
            if name == "img" and element.get("alt"):
                yield f"[{_plain(element.get('alt'))}]"
            continue
        if not left_out:
            yield _link(element) if name == "a" else ""
            yield "\n" if name in _BREAKS else ""
        left_out -= name in _LEFT_OUT
        if not left_out:
            yield _plain(element.tail)


def _link(element: Any) -> str:
    address = " ".join(str(element.get("href") or "").split())[:2_000]
    if not address.lower().startswith(("http://", "https://", "mailto:")):
        return ""
    shown = "".join(element.itertext()).strip()
    return "" if shown and shown in address else f" <{address}>"


def _plain(words: str | None) -> str:
    """In HTML a line end is a blank."""
    return " ".join(words.replace("\n", " ").replace("\r", " ").split(" ")) if words else ""
