"""The baseline of a tree, as far as git does not ignore it."""

from __future__ import annotations

from datetime import date

from troth.evidence.repository import Repository
from troth.formats import baseline as form
from troth.terms.answer import Gap
from troth.terms.baseline import BASELINE, Baseline
from troth.terms.span import Span


def baseline(repository: Repository, at: date) -> Baseline | Gap | None:
    """What was accepted up to the day ``at``; a gap where that cannot be told, None where nothing was."""
    if BASELINE not in repository.path_set:
        return None
    data = repository.data(BASELINE)
    if data is None:
        return _gap(repository.unreadable.get(BASELINE, "it cannot be read"))
    try:
        found = form.decode(data)
    except form.MalformedBaselineError as error:
        return _gap(str(error))
    return found if found.on <= at else _gap(f"it is of {found.on}, after the day of this check")


def _gap(reason: str) -> Gap:
    return Gap(wanted=BASELINE, reason=reason, span=Span(BASELINE))
