"""The ledger as text, to be kept and verified elsewhere: JSON Lines, each line canonical (RFC 8785).

``{"entry": {"body", "digest", "previous", "seq"}}`` in their order, ``{"checkpoint": ENVELOPE}`` behind the entry that
it signs, and at the end ``{"head": ENVELOPE}``: a checkpoint of the last entry, signed for this export. ``body`` is
text, because the text is what is hashed. ``hosts/verify_ledger.py`` verifies it without the desk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import rfc8785

from troth_desk.ledger import queries
from troth_desk.ledger.actions import signed_head
from troth_desk.ledger.models import Entry


def lines(organisation_id: int, at: datetime, using: str = "default") -> Iterator[str]:
    """The lines of the export, each with its line end; none where nothing happened yet.

    Call it inside of a transaction where others may write. ``using`` is the alias of the database's connection.
    """
    signed = queries.checkpoints(organisation_id).using(using).order_by("seq").iterator(chunk_size=500)
    following = next(signed, None)
    entry: Entry | None = None
    for entry in queries.entries(organisation_id).using(using).order_by("seq").iterator(chunk_size=2000):
        said = {"seq": entry.seq, "previous": entry.previous, "digest": entry.digest, "body": entry.body}
        yield _line({"entry": said})
        while following is not None and following.seq <= entry.seq:
            yield _line({"checkpoint": json.loads(following.envelope)})
            following = next(signed, None)
    if entry is not None:
        yield _line({"head": signed_head(entry, at)})


def _line(value: dict[str, object]) -> str:
    return rfc8785.dumps(value).decode() + "\n"  # type: ignore[arg-type]
