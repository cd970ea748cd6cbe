"""Names of weaknesses in the CWE list of MITRE, version 4.20, without deprecated ones and categories.

CSAF 2.0 demands the name beside the id, exactly as the list has it (test 6.1.11). The list is data (``cwe.tsv``: id and
name); its terms stand beside it in ``LICENSE.CWE``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def name_of(cwe: str) -> str:
    """The name of "CWE-79"; "" for an id that the list does not have."""
    return _names().get(cwe, "")


@cache
def _names() -> dict[str, str]:
    lines = files(__name__).joinpath("cwe.tsv").read_text("utf-8").splitlines()
    return {id_: name for id_, _, name in (line.partition("\t") for line in lines)}
