"""Lists of known users as CSV, as spreadsheets write them: read whole, or refused with every line that is wrong."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from troth_desk.notices.actions import can_be_mailed

MOST = 5_000
"""Contacts of one list."""
LARGEST = 2 * 1024 * 1024
"""Bytes of one list."""
LONGEST = 200
COLUMNS = ("name", "address", "product", "early", "note")
"""The names of the columns; name and address are needed, their order is free."""
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"", "no", "n", "false", "0"})
_OTHER = {"email": "address", "mail": "address", "e-mail": "address", "organisation": "name", "company": "name"}
_FORMULA = frozenset("=+-@\t\r'")
MOST_TOLD = 10


class BadListError(ValueError):
    """A list that was not taken; ``problems`` say which lines are wrong, and how."""

    def __init__(self, problems: list[str]) -> None:
        more = f" And {len(problems) - MOST_TOLD} more." if len(problems) > MOST_TOLD else ""
        super().__init__(" ".join(problems[:MOST_TOLD]) + more)
        self.problems = problems


def cell(text: str) -> str:
    """``text`` as a cell that no spreadsheet takes for a formula; ``read`` gives it back as it was."""
    return f"'{text}" if text[:1] in _FORMULA else text


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    name: str
    address: str
    product: str = ""
    early: bool = False
    note: str = ""


def read(content: bytes) -> list[Row]:
    """The contacts of a list; of an address that stands in it twice the last line counts.

    Raises:
        BadListError: it is no such list, or a line of it is wrong: nothing is taken then.
    """
    if len(content) > LARGEST:
        raise BadListError([f"The list is larger than {LARGEST // (1024 * 1024)} MiB: split it."])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadListError(["The list is no UTF-8: save it as “CSV UTF-8”."]) from None
    first = text.partition("\n")[0]
    lines = csv.reader(
        io.StringIO(text.replace("\0", ""), newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    try:
        rows = list(lines)
    except csv.Error as error:
        raise BadListError([f"The list is no CSV: {error}."]) from None
    names = [_OTHER.get(name.strip().lower(), name.strip().lower()) for name in rows[0]] if rows else []
    missing = [name for name in COLUMNS[:2] if name not in names]
    if missing:
        raise BadListError(
            [f"The first line names the columns; {' and '.join(missing)} is missing. Others may be left out."]
        )
    if len(rows) - 1 > MOST:
        raise BadListError([f"More than {MOST:,} lines: split the list."])
    found: dict[str, Row] = {}
    problems: list[str] = []
    for number, line in enumerate(rows[1:], 2):
        if any(said.strip() for said in line):
            row = _row(number, dict(zip(names, (_bare(said.strip()) for said in line), strict=False)), problems)
            if row:
                found[row.address.lower()] = row
    if problems:
        raise BadListError(problems)
    return list(found.values())


def _bare(said: str) -> str:
    return said[1:] if said[:1] == "'" and said[1:2] in _FORMULA else said


def _row(number: int, said: dict[str, str], problems: list[str]) -> Row | None:
    name, address, early = said.get("name", ""), said.get("address", ""), said.get("early", "").lower()
    wrong = []
    if not name:
        wrong.append("has no name")
    if not can_be_mailed(address):
        wrong.append("has no mail address")
    if early not in _YES | _NO:
        wrong.append("says something else than yes or no under “early”")
    if any(len(said.get(each, "")) > LONGEST for each in COLUMNS):
        wrong.append(f"has more than {LONGEST} characters in a cell")
    if wrong:
        problems.append(f"Line {number} {' and '.join(wrong)}.")
        return None
    return Row(name, address, said.get("product", ""), early in _YES, said.get("note", ""))
