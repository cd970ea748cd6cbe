"""Measures the reader on the two policies of the mission: every clause must come out as the kinds and fields it names.

    measure_seeds.py SHARED

``SHARED/policies/seeds`` holds the policies and ``clauses.jsonl``. Prints each clause that is missed and each
commitment that no clause names; exits 1 where there are any.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from troth.evidence import tools
from troth.formats.commitment_json import to_json
from troth.policy.reader import read

LOOSE = frozenset({"what", "condition", "doubt", "also"})
"""Keys of the clauses that describe in their own words; ``condition`` has to be there, in whatever words."""


def main(shared: Path) -> int:
    """Compare, print, and return the exit code."""
    seeds = shared / "policies" / "seeds"
    clauses = [json.loads(line) for line in (seeds / "clauses.jsonl").read_text().splitlines()]
    wrong = 0
    for document in sorted({clause["doc"] for clause in clauses}):
        found = [to_json(each) for each in read(document, (seeds / document).read_text(), tools.NAMES).commitments]
        mine = [clause for clause in clauses if clause["doc"] == document]
        for clause in mine:
            for wanted in clause["as"]:
                if not any(_is(each, wanted, clause) for each in found):
                    wrong += 1
                    print(f"{document}:{clause['line']} missed {json.dumps(wanted)}")
        for each in found:
            if not any(_is(each, wanted, clause) for clause in mine for wanted in clause["as"]):
                wrong += 1
                shown = {name: value for name, value in each.items() if value and name != "heading"}
                print(f"{document}:{each['line']} extra {json.dumps(shown)}")
    print(f"{len(clauses)} clauses, {wrong} differences")
    return 1 if wrong else 0


def _is(found: dict[str, Any], wanted: dict[str, Any], clause: dict[str, Any]) -> bool:
    """Whether ``found`` is what ``clause`` wants, at its line."""
    if clause["line"] not in {found["line"], *found["also"]} and found["line"] not in clause.get("also", []):
        return False
    if "condition" in wanted and not found.get("condition"):
        return False
    return all(found.get(name, False) == value for name, value in wanted.items() if name not in LOOSE)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
