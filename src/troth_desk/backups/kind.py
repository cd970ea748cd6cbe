"""What a sort of rows of an export is: which columns of which table, and what is inside of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of ``table`` as objects: a file ``rows/NAME.jsonl``, or the member ``name`` of the object they belong to.

    ``by`` is the column that says to which, ``one`` that there is one at most. ``files``: each has a file of its own in
    this folder of the archive, and ``digest`` names the column with its SHA-256. ``at_a_time`` rows are
    in memory with what is inside of them.
    """

    name: str
    table: str
    columns: str
    what: str
    inside: tuple[Kind, ...] = ()
    by: str = ""
    one: bool = False
    files: str = ""
    digest: str = ""
    at_a_time: int = 500
