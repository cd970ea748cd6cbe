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
    signed = any(line.strip() == SIGNED for line in lines[:5])
    header = signed
    for number, raw in enumerate(lines, offset + 1):
        line = raw.strip()
        if line == SIGNATURE:
            return
        if header:
            header = line != ""  # the armour's own header ends at the first empty line
            continue
        line = line.removeprefix("- ") if signed else line
        if line.startswith("#"):
            for piece in pieces(line.lstrip("# ")):
                yield statement(path, "sentence", piece, number, heading=HEADING)
        elif field := FIELD.match(line):
            yield _field(path, field, line, number)


def _field(path: str, field: re.Match[str], line: str, number: int) -> Statement:
    """One field as a bullet whose value is a link."""
    value = field["value"]
    links = (Target(field.start("value"), value, value),) if re.match(r"[a-z][a-z+.-]*:", value) else ()
    return statement(path, "bullet", Piece(Plain(line, links), 0), number, heading=HEADING, depth=1)


def _sniffed(lines: Sequence[str]) -> bool:
    """Whether most lines are fields, and one says whom to contact."""
    told = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    names = [field["name"].lower() for line in told if (field := FIELD.match(line))]
    return "contact" in names and sum(name in FIELDS for name in names) * 2 > len(told)


MARKUP = Markup(name="security.txt", statements=_statements, names=("security.txt",), sniff=_sniffed)
