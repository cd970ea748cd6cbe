"""Inline Markdown into plain words: emphasis and tags go, code marks stay, links are kept beside the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import msgspec

from troth.terms.statement import Target

MARK = re.compile(
    r"""(?P<code>(?P<ticks>`{1,3})(?!`)(?P<inside>[^`]{1,600})(?P=ticks)(?!`))
    |(?P<badge>\[!\[[^\[\]]{0,300}\]\([^()\s]{0,600}\)\]\((?P<badgeurl>[^()\s]{0,600})\))
    |(?P<image>!\[(?P<alt>[^\[\]]{0,300})\]\([^()]{0,600}\))
    |\[(?P<label>(?:[^\[\]]|\[[^\[\]]{0,100}\]){1,400})\]\(\s?<?(?P<url>[^()\s<>]{0,800}(?:\([^()\s]{0,100}\)[^()\s<>]{0,200})?)>?(?:\s{1,3}["'(][^"')\n]{0,200}["')])?\s?\)
    |\[(?P<named>[^\[\]]{1,300})\]\[(?P<ref>[^\[\]]{0,200})\]
    |\[(?P<short>[^\[\]<>*_`\\:/@&\n]{2,80})\](?![\[(:])
    |(?:link:)?(?P<adoc>(?:https?://|mailto:)[^\s\[\]<>]{1,400})\[(?P<adoclabel>[^\[\]]{0,200})\]
    |<(?P<auto>(?:https?://|mailto:)[^\s<>]{1,600}|[\w.+-]{1,64}@[\w.-]{1,200})>
    |(?P<struck>~~(?=\S)[^~]{1,600}~~|<(?:del|s|strike)>[^<]{0,600}</(?:del|s|strike)>)
    |(?P<comment><!--.{0,4000}?-->)
    |(?P<anchor><a\s[^<>]{0,300}?href\s?=\s?["']?(?P<href>[^"'\s<>]{1,600})["']?[^<>]{0,200}>(?P<pictured>\s{0,3}<img\s[^<>]{0,600}>(?=\s{0,3}</a>))?)
    |(?P<tag></?[a-zA-Z][\w-]{0,20}(?:\s[^<>]{0,400})?/?>)
    |(?P<bare>https?://[^\s<>()\[\]"'`|（）「」『』、。，；]{1,600})
    |\\(?P<escaped>[!-/:-@\[-`{-~])
    |(?P<strong>\*{1,3}|(?<![\w])_{1,3}(?=\w)|(?<=[\w.,:;!?)])_{1,3}(?!\w)|~~)""",
    re.VERBOSE | re.DOTALL,
)
_HUGE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}")
"""Character references with more digits than any character has; Python refuses numbers of thousands of digits."""
_REFERENCE = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
QUOTED = re.compile(r"<(/?)q(?=[\s>])", re.IGNORECASE)
CHECKBOX = re.compile(r"^\s{0,3}(?:\[(?P<mark>[ xX])\]|(?P<sign>[☐☑☒]))\s+")
"""A box before an item, as it is typed or as it is printed."""
INPUT = re.compile(r"<input(?=\s)[^<>]{0,400}>", re.IGNORECASE)
INPUT_VALUE = re.compile(r"=\s{0,3}(?:\"[^\"]*\"|'[^']*')")
INPUT_BOX = re.compile(r"\stype\s{0,3}=\s{0,3}[\"']?checkbox\b", re.IGNORECASE)
INPUT_TICKED = re.compile(r"\schecked(?=[\s=/>])", re.IGNORECASE)


def boxes(source: str) -> str:
    """``source`` with the boxes that HTML draws as the signs of the same (HTML Living Standard §4.10.5.1.15)."""
    return INPUT.sub(lambda tag: box(tag[0]) or tag[0], source) if "<" in source else source


def box(tag: str) -> str:
    """The sign of the box that the element ``tag`` draws, or ""; whatever value "checked" has, it is ticked."""
    if not INPUT_BOX.search(tag):
        return ""
    return "☑ " if INPUT_TICKED.search(INPUT_VALUE.sub("= ", tag)) else "☐ "


def unboxed(content: str) -> tuple[str, bool | None]:
    """``content`` without the box before it, and whether that is ticked; None where none is."""
    match = CHECKBOX.match(content)
    if not match:
        return content, None
    return content[match.end() :], (match["mark"] or match["sign"]) not in {" ", "☐"}


class Plain(msgspec.Struct, frozen=True):
    """Words of an inline run; ``bold`` is how many of their first characters were set in bold."""

    text: str
    links: tuple[Target, ...] = ()
    bold: int = 0


MARKED = re.compile(r"[`\[<*_~\\&:]")
"""Signs of which one stands in every mark."""


def plain(source: str, references: dict[str, str] | None = None) -> Plain:
    """Plain words of ``source``; newlines stay where they are, so that offsets still lead to lines."""
    if len(source) < 4000 and not MARKED.search(source):
        return Plain(source)
    out: list[str] = []
    links: list[Target] = []
    length = position = bold = 0
    opened = False
    for match in MARK.finditer(source):
        before = _decoded(source[position : match.start()])
        out.append(before)
        length += len(before)
        position = match.end()
        word, url = _words(match, references or {})
        if match["strong"] and len(match["strong"]) >= 2:
            if length == 0 and not opened:
                opened = True
            elif opened and not bold:
                bold = length
        if url:
            links.append(Target(length, word.replace("\n", " "), url))
        out.append(word)
        length += len(word)
    out.append(_decoded(source[position:]))
    return Plain("".join(out), tuple(links), bold)


def _decoded(text: str) -> str:
    """``text`` with the characters that its references stand for; none of them breaks a line."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda match: re.sub(r"\s", " ", unescape(match[0])), _HUGE.sub("", text))


def _words(match: re.Match[str], references: dict[str, str]) -> tuple[str, str]:
    """The words that stand for one mark, and the address it leads to."""
    for group, reading in READINGS:
        if match[group]:
            return reading(match, references)
    if match["tag"] and match["tag"][:3].lower() == "<br":
        return " ", ""
    if match["tag"] and match["tag"][:6].lower() == "<input":
        return box(match["tag"]), ""
    if match["tag"] and (mark := QUOTED.match(match["tag"])):
        return "”" if mark[1] else "“", ""
    return "\n" * match[0].count("\n") if match["comment"] or match["struck"] else "", ""


def _mailed(url: str) -> tuple[str, str]:
    """The words and the link of a picture that leads to a mail; pictures that lead elsewhere say nothing."""
    return (url[7:].split("?", 1)[0].replace("%40", "@"), url) if url.startswith("mailto:") else ("", "")


def _pictured(alt: str) -> str:
    """The words that a picture stands for, as a tick stands for "yes"; sentences about a picture are not shown."""
    return alt if len(alt) <= 24 and len(alt.split()) <= 2 else ""


def _shortcut(match: re.Match[str], references: dict[str, str]) -> tuple[str, str]:
    """A label that stands alone is a link where its address is given elsewhere; else its brackets are of the text."""
    url = references.get(match["short"].casefold(), "")
    return (match["short"] if url else match[0], url)


READINGS: tuple[tuple[str, Callable[[re.Match[str], dict[str, str]], tuple[str, str]]], ...] = (
    ("code", lambda match, _: (f"`{match['inside'].strip(' ')}`", "")),
    ("badge", lambda match, _: _mailed(match["badgeurl"])),
    ("label", lambda match, references: (_label(match["label"], references), match["url"] or "")),
    (
        "named",
        lambda match, references: (match["named"], references.get((match["ref"] or match["named"]).casefold(), "")),
    ),
    ("short", _shortcut),
    ("adoc", lambda match, _: (match["adoclabel"] or match["adoc"].removeprefix("mailto:"), match["adoc"])),
    ("auto", lambda match, _: (match["auto"].removeprefix("mailto:"), match["auto"])),
    ("anchor", lambda match, _: (_mailed(match["href"])[0] if match["pictured"] else "", match["href"])),
    ("bare", lambda match, _: (match["bare"].rstrip("*_"), match["bare"].rstrip(".,;:!?*_"))),
    ("escaped", lambda match, _: (match["escaped"], "")),
    ("image", lambda match, _: (_pictured(match["alt"]), "")),
)


def _label(label: str, references: dict[str, str]) -> str:
    return MARK.sub(lambda inner: _words(inner, references)[0], label)
