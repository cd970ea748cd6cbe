"""How likely a CVE is to be exploited within 30 days: the daily file of EPSS (https://www.first.org/epss/data_stats).

CSV with a comment line (``#model_version:…,score_date:…``) and the header ``cve,epss,percentile``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

HEADER = "cve,epss,percentile"
_ROW = re.compile(r"(CVE-\d{4}-\d{4,19}),((?:0|1)(?:\.\d{1,20})?),")
_DATE = re.compile(r"score_date:([0-9T:+Z.-]{10,40})")


class BadScoresError(ValueError):
    """A file that is none of EPSS."""


def looks_like(start: str) -> bool:
    """Whether a file that starts like this is one of EPSS."""
    return start.startswith(("#model_version:", HEADER))


def rows(lines: Iterable[str]) -> Iterator[tuple[str, float]]:
    """CVE and probability, from 0 to 1, of each line; lines of another form are passed over.

    Raises:
        BadScoresError: the header is missing.
    """
    headed = False
    for line in lines:
        if line.startswith("#"):
            continue
        if not headed:
            if line.strip() != HEADER:
                raise BadScoresError(f"does not have the header {HEADER}")
            headed = True
            continue
        match = _ROW.match(line)
        if match and float(match[2]) <= 1:
            yield match[1], float(match[2])
    if not headed:
        raise BadScoresError(f"does not have the header {HEADER}")


def score_date(comment: str) -> str:
    """The day that the scores are of, as the comment line writes it; "" where it does not."""
    match = _DATE.search(comment)
    return match[1] if match else ""
