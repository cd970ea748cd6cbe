"""Whose words a quotation is: the name below it, behind a dash."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from troth.policy.inline import plain

SIGNED = re.compile(r"^\s{0,8}(?:(?:—|–|―|-{2,3}|&mdash;)\s{0,3}){1,2}(?P<who>[^\s—–―-][^\n]{1,100})$")
"""A line that says who is quoted."""
REST = re.compile(r"\s*[,;:(|<].*|\.$", re.DOTALL)
"""What follows a name."""
SAID = re.compile(r"^\W{0,3}[\"“„«]")
MARKS = '"“„«'


def said_by(line: str) -> str:
    """The words that would introduce a quotation below which ``line`` stands, or ""."""
    signed = SIGNED.match(line)
    return introduced(plain(signed["who"]).text) if signed else ""


def introduced(who: str) -> str:
    """The words that would introduce a quotation of ``who``."""
    name = REST.sub("", who).strip()
    return f"{name} says:" if name else ""


def signed(content: str) -> str:
    """The same of a paragraph that is in quotation marks and ends in a name."""
    if "\n" not in content or not SAID.match(content[:8]):
        return ""
    return said_by(content[content.rindex("\n") + 1 :])


def attribute(tokens: Sequence[Token]) -> None:
    """Keep with each quotation of ``tokens`` whose words it is, where a name stands at its end or right below it."""
    open_ones: list[Token] = []
    last: Token | None = None
    for number, token in enumerate(tokens):
        if token.type == "blockquote_open":
            open_ones.append(token)
            last = None
        elif token.type == "inline":
            last = token
        elif token.type == "blockquote_close" and open_ones:
            opening = open_ones.pop()
            below = next((each for each in tokens[number + 1 : number + 3] if each.type != "paragraph_open"), None)
            words = last.content.rstrip() if last else ""
            opening.info = opening.info or said_by(words[words.rfind("\n") + 1 :])
            if not opening.info and below is not None and below.type == "inline":
                opening.info = said_by(below.content)
