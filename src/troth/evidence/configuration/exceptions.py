"""Exceptions written into a tool's own configuration: those whose date has passed, and those without a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from troth.evidence.lined import Document
from troth.evidence.waivers import form_of
from troth.evidence.waivers.form import Form, Source, waivers_of
from troth.terms.seen.automation import LapsedIgnore
from troth.terms.span import Span
from troth.terms.waiver import Waiver


def of(tool: str, document: Document, path: str, cited: str = "", offset: int = 0) -> tuple[Waiver, ...]:
    """The exceptions of ``tool`` in the ``document`` at ``path``, cited as ``cited`` from ``offset`` on."""
    form = form_of(tool, path)
    return waivers_of(form, document, Source(path=path, cited=cited, offset=offset)) if form else ()


def lapsed(waivers: tuple[Waiver, ...], at: date) -> Iterator[LapsedIgnore]:
    """Exceptions whose own date lies before ``at``; one in the reason or in a comment counts."""
    for waiver in waivers:
        if waiver.until is not None and waiver.until < at:
            yield LapsedIgnore(target=waiver.target, until=waiver.until.isoformat(), span=waiver.span)


def unexplained(tool: str, path: str, waivers: tuple[Waiver, ...]) -> Iterator[Span]:
    """Exceptions without a reason where the tool has a field for it, and without a comment beside or above them."""
    form: Form | None = form_of(tool, path)
    if form is not None and form.reason_field:
        kinds = ("advisory", "package")  # a licence that is excepted has no field for a reason
        yield from (one.span for one in waivers if one.kind in kinds and not one.reason and one.span.line)
