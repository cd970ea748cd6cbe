"""Inline marks of AsciiDoc, written as those of Markdown: links, cross references, footnotes, pictures, strong words.

docs.asciidoctor.org/asciidoc/latest: "Links", "Anchors", "Footnotes", "Highlight", "Character replacements".
"""

from __future__ import annotations

import re

ANCHOR = re.compile(r"\[\[\[?[^\[\]\n]{1,200}\]?\]\]|(?<!\w)anchor:[^\s\[\]]{1,200}\[[^\[\]]{0,200}\]")
"""The name of a place, which no page shows."""
ICON = re.compile(
    r"(?<!\w)icon:(?:(?P<yes>check|thumbs-(?:o-)?up)|times|xmark|ban|remove|thumbs-(?:o-)?down)[\w-]{0,30}\[[^\]]{0,200}\]"
)
"""A picture that says yes or no."""
STRONG = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*(?![\w*])")
MARKED = re.compile(r"(?:\[[.\w-]{1,60}\])?(?<![\w#&])#(?=[^\s#])([^#\n]{1,300}?)(?<=\S)#(?![\w#])")
"""Words that a page sets off."""
CROSS = re.compile(r"<<[^,<>]{1,100},\s*([^<>]{1,200})>>|xref:[^\[\s]{1,200}\[([^\]]{0,200})\]")
NOTE = re.compile(r"(?<=\S)\s?footnote:[\w-]{0,60}\[([^\[\]]{1,600})\]")
LINK = re.compile(
    r"(?<![\w/])(?:link:(?P<to>(?:\+\+)?[^\s\[\]<>]{1,600})|(?P<at>(?:https?://|mailto:)[^\s\[\]<>()`]{1,600}))"
    r"\[(?P<label>[^\[\]\n]{0,300})\]"
)
ATTRIBUTES = re.compile(r"\^?\s*(?:,\s*(?:window|role|id|title|rel|opts|options)\s*=.*)?$")
"""What stands behind the words of a link and is not shown."""
PASSED = re.compile(r"(?<![\w+])(\+{2,3})(?=\S)([^+\n]{1,300})\1(?!\+)")
"""Words that are taken as they stand."""
GIVEN = {
    "amp": "&", "apos": "'", "asterisk": "\\*", "backslash": "\\\\", "backtick": "\\`", "blank": "", "brvbar": "¦",
    "caret": "^", "cpp": "C++", "empty": "", "endsb": "\\]", "gt": ">", "ldquo": "“", "lsquo": "‘", "lt": "\\<",
    "nbsp": " ", "plus": "+", "pp": "++", "quot": '"', "rdquo": "”", "rsquo": "’", "sp": " ", "startsb": "\\[",
    "tilde": "~", "two-colons": "::", "two-semicolons": ";;", "vbar": "|", "wj": "", "zwsp": "",
}  # fmt: skip
"""Attributes that every document has (AsciiDoc Language, "Character Replacement Attributes")."""


def marked(line: str) -> str:
    """``line`` with the marks of Markdown."""
    if "[" in line:
        line = ICON.sub(lambda match: "✅" if match["yes"] else "❌", line)
        line = NOTE.sub(r" (\1)", ANCHOR.sub("", line))
        line = LINK.sub(_link, line)
    if "<<" in line or "xref:" in line:
        line = CROSS.sub(lambda match: match[1] or match[2] or "", line)
    line = PASSED.sub(r"\2", line) if "++" in line else line
    line = MARKED.sub(r"\1", line) if "#" in line else line
    return STRONG.sub(r"**\1**", line)


def _link(match: re.Match[str]) -> str:
    address = (match["to"] or match["at"]).replace("++", "").replace("(", "%28").replace(")", "%29")
    label = ATTRIBUTES.sub("", match["label"], count=1)
    if address.startswith("mailto:"):
        label = label.split(",", 1)[0] or address.removeprefix("mailto:").split("?", 1)[0]
    label = label.strip(' "') or address
    return f"[{label}]({address})"
