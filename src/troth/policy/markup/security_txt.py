"""security.txt: fields of RFC 9116, comments as prose, a cleartext signature around them (RFC 9116 §2; RFC 9580 §7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy.inline import Plain
from troth.policy.markup.markup import Markup
from troth.policy.pieces import Piece, pieces, statement
from troth.terms.statement import Statement, Target

FIELD = re.compile(r"^(?P<name>[A-Za-z][A-Za-z-]{1,40}):\s*(?P<value>\S.*?)\s*$")
FIELDS = frozenset(
    {
        "acknowledgments", "bug-bounty", "canonical", "contact", "csaf", "encryption", "expires", "hiring", "policy",
        "preferred-languages",
    }
)  # fmt: skip
"""Registered fields (IANA security.txt Fields), and one that many write."""
SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
HEADING = ("security.txt",)


def _statements(path: str, lines: Sequence[str], offset: int) -> Iterator[Statement]:
    comment: list[str] = []
    for number, line in (*_told(lines), (len(lines), "")):
        words = line.lstrip("# ") if line.startswith("#") else ""
        if words:
            comment.append(words)
            continue
        yield from _comment(path, comment, offset + number + 1 - len(comment))
        comment = []
        if field := FIELD.match(line):
            yield _field(path, field, line, offset + number + 1)


def _told(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers from 0; what a signature adds around them is left out."""
    signed = any(line.strip() == SIGNED for line in lines[:5])
    header = signed
    for number, raw in enumerate(lines):
        line = raw.strip()
        if line == SIGNATURE:
            yield number, ""
            return
        if not header:
            yield number, line.removeprefix("- ") if signed else line
        header = header and line != ""  # the armour's own header ends at the first empty line


def _comment(path: str, comment: list[str], first: int) -> Iterator[Statement]:
    """Comments on lines that follow each other as one paragraph, which begins at line ``first``."""
    for piece in pieces("\n".join(comment)):
        yield statement(path, "sentence", piece, first, heading=HEADING)


def _field(path: str, field: re.Match[str], line: str, number: int) -> Statement:
    """One field as a bullet whose value is a link."""
    value = field["value"]
    links = (Target(field.start("value"), value, value),) if re.match(r"[a-z][a-z+.-]*:", value) else ()
    return statement(path, "bullet", Piece(Plain(line, links), 0), number, heading=HEADING, depth=1)


def _sniffed(lines: Sequence[str]) -> bool:
    """Whether most lines are fields, and one says whom to contact."""
    told = [line for _, line in _told(lines) if line and not line.startswith("#")]
    names = [field["name"].lower() for line in told if (field := FIELD.match(line))]
    return "contact" in names and sum(name in FIELDS for name in names) * 2 > len(told)


MARKUP = Markup(name="security.txt", statements=_statements, names=("security.txt",), sniff=_sniffed)
