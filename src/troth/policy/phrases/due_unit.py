"""The unit of a time that leaves it to the item before: "Critical: 7 days", and below it "High: 30".

Only items that are told apart by severities are read so, and only a longer time than that before: what is less urgent
takes no shorter, and "High: 3" counts something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from troth.policy.phrases.due_severity import ranked
from troth.policy.saying import Saying

BARE = re.compile(r"(?:within |in |up to |max(?:imum)?\.? |≤ ?)?(?P<number>\d{1,3})", re.IGNORECASE)
WITH_UNIT = re.compile(
    rf"(?:about )?{BARE.pattern}(?: |-)?"
    r"(?P<unit>(?:business |working |calendar )?(?:hours?|hrs?|days?|weeks?|months?))",
    re.IGNORECASE,
)
AROUND = " \t.;,*_`"
REACH = 6
"""Items back at which the unit may stand."""


def unit_before(saying: Saying) -> str:
    """The unit of the time that is all that the item ``saying`` says of its severity; "" where none is left out."""
    if saying.statement.form != "bullet" or not saying.label or not BARE.fullmatch(_value(saying)):
        return ""
    return _unit(saying, _value) if ranked(saying, saying.label) else ""


def unit_above(saying: Saying, column: int) -> str:
    """The same of a cell of a row, by the cells above it."""
    return _unit(saying, lambda row: row.cells[column][1].strip(AROUND) if column < len(row.cells) else "")


def without_unit(saying: Saying) -> bool:
    """Whether a time of ``saying`` leaves out its unit."""
    if saying.statement.form == "row":
        return any(column and unit_above(saying, column) for column in range(len(saying.cells)))
    return bool(unit_before(saying))


def _value(saying: Saying) -> str:
    return saying.text[saying.value_at :].strip(AROUND)


def _unit(saying: Saying, value: Callable[[Saying], str]) -> str:
    bare = BARE.fullmatch(value(saying))
    if bare is None:
        return ""
    least = int(bare["number"])
    for each in saying.company.preceding(saying, saying.number, REACH):
        before = WITH_UNIT.fullmatch(value(each)) or BARE.fullmatch(value(each))
        if before is None or int(before["number"]) > least:
            return ""
        if before.re is WITH_UNIT:
            return before["unit"]
        least = int(before["number"])
    return ""
