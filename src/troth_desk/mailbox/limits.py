"""How large a mail may be, how much of it is read, and how many from one sender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

LARGEST = 36 * 2**20
"""Bytes of a mail: a file of 25 MB, as large as the form takes, in base64, and words beside it."""
LONGEST_HEAD = 512 * 1024
"""Bytes of the headers of a mail; no mail of people has a tenth of it."""
LONGEST_HEADER = 16_000
"""Characters of one header that are looked at. Long lists of references and receivers fit; what is behind is left."""
LONGEST_WORDS = 400_000
"""Characters of a part that are read as words; what is behind is in the original alone."""
MOST_PARTS = 1_000
"""Parts of a mail that are looked at."""
MOST_REFERENCES = 50
"""Message ids that a thread is looked for by; the last ones, which are the nearest."""
LARGEST_HTML = 2 * 2**20
"""Bytes of a part in HTML whose words are read."""
MOST_HOPS = 60
"""Received headers; RFC 5321 §6.3 takes a hundred for a loop, and honest mail has less than twenty."""
KEPT_HEADERS = 2_000
"""Characters that are kept of a header that is shown."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``most`` mails within ``span``."""

    most: int
    span: timedelta


REPORTS = (Rate(20, timedelta(hours=1)), Rate(60, timedelta(days=1)))
"""New cases from one sender's address; what comes beyond waits for a person of the team."""
ANSWERS = (Rate(60, timedelta(hours=1)),)
"""Mails into conversations from one sender's address; beyond, they wait for a person."""
RECEIPTS = (Rate(5, timedelta(hours=1)), Rate(15, timedelta(days=1)))
"""Receipts to one address: whoever writes in somebody else's name makes the desk send them no more than these."""
RECEIPTS_OF_ALL = (Rate(200, timedelta(hours=1)),)
"""Receipts of an organisation to all addresses together."""
PAGE = "⟨the link to your page⟩"
"""Stands in the words that are kept of a mail of ours; the mail itself has the link, which the desk keeps sealed."""
