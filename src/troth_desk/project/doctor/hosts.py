"""By which names does the desk answer? Links and cookies follow the name of a request."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from troth_desk.project.doctor.check import Check, Desk, Finding, safe, unsafe
from troth_desk.project.doctor.clauses import SEGMENTATION


def _look(desk: Desk) -> Iterator[Finding]:
    wide = [name for name in settings.ALLOWED_HOSTS if name == "*" or name.startswith(".")]
    if wide:
        yield unsafe(
            f"The desk answers by every name that fits {', '.join(wide)}, also by one that somebody else made up.",
            "Name each host in TROTH_DESK_HOSTS, without * and without a leading dot.",
        )
        return
    yield safe(f"It answers by {len(settings.ALLOWED_HOSTS)} names: {', '.join(settings.ALLOWED_HOSTS)}.")


CHECK = Check(
    name="hosts",
    asks="By which names does the desk answer?",
    applies=(SEGMENTATION,),
    look=_look,
    before_start=True,
)
