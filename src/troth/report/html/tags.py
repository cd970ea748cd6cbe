"""HTML that is escaped unless it says that it is HTML already.

``tag`` and ``join`` escape every child that is no ``Html``, and the values of all attributes, so that text of a tree
cannot become markup by being forgotten; the type checker tells the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Final

VOID: Final = frozenset({"br", "hr", "meta", "input"})
_NAME: Final = re.compile(r"[a-z][a-z0-9]*")
_STEERERS: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e007f"
)
"""Characters that steer rather than say: controls, overrides of the direction of writing (which make text read other
than it is), tags, and what no HTML may hold."""
_STEERING: Final = re.compile(f"[{_STEERERS}]")
_ANY: Final = re.compile(f"[&<>\"'{_STEERERS}]")
"""What keeps text from being HTML as it stands."""


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()

    def __html__(self) -> str:
        """The text itself, for templates that ask so (as those of Django and Jinja do) whether to escape it."""
        return str(self)


def shown(text: str) -> str:
    """``text`` with the characters that steer shown by their numbers, as ``\\x1b`` or ``\\u202e``."""
    return _STEERING.sub(lambda found: _number(ord(found[0])), text)


def _number(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def html(text: str) -> Html:
    """``text`` as HTML that shows it, whatever it holds; an ``Html`` is returned as it is."""
    if type(text) is Html:
        return text
    return Html(escape(shown(text)) if _ANY.search(text) else text)


def coded(text: str) -> Html:
    """``text`` with what stands in backticks as code."""
    parts = text.split("`")
    if len(parts) < 3:
        return html(text)
    last = len(parts) - 1
    shown = [
        tag("code", part) if number % 2 and number < last else html(f"`{part}" if number % 2 else part)
        for number, part in enumerate(parts)
    ]
    return join(shown)


def join(parts: Iterable[str], between: str = "") -> Html:
    """``parts`` one after the other, each escaped where it is no HTML."""
    return Html(html(between).join(map(html, parts)))


def opening(name: str, /, **attributes: str | int | bool | None) -> Html:
    """The opening tag. ``class_`` is ``class``, ``aria_label`` is ``aria-label``; False and None are left out."""
    said = _named(name)
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        said += f" {_told(key)}" if value is True else f' {_told(key)}="{html(str(value))}"'
    return Html(f"{said}>")


@cache
def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"no name of an element: {name!r}")
    return f"<{name}"


@cache
def _told(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def closing(name: str) -> Html:
    """The closing tag."""
    return Html(f"</{name}>")


def tag(name: str, /, *children: str, **attributes: str | int | bool | None) -> Html:
    """An element; children that are no ``Html`` are escaped."""
    start = opening(name, **attributes) if attributes else f"{_named(name)}>"
    if name in VOID:
        return Html(start)
    inside = html(children[0]) if len(children) == 1 else "".join(map(html, children))
    return Html(f"{start}{inside}</{name}>")
