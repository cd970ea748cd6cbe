"""Every format that an advisory is published in, as far as this advisory can be written in it.

The writers are those of ``troth.formats.advisory_formats``; a format that cannot carry this advisory says why, in
sentences for whoever edits it, and there is no file of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from troth.formats import advisory_formats
from troth.formats.advisory_formats import AdvisoryFormat
from troth.terms.own_advisory import OwnAdvisory, UnwritableError

MUST = frozenset({"html", "csaf", "markdown", "release-note", "atom"})
"""Formats without which nothing is published."""
INTERNAL = frozenset({"record"})
"""Formats that are nobody's but ours: not offered to the world."""


@dataclass(frozen=True, slots=True)
class Written:
    """A format and the bytes of an advisory in it, or the ``reasons`` why there are none."""

    form: AdvisoryFormat
    file: str
    content: bytes = b""
    reasons: tuple[str, ...] = ()

    @property
    def must(self) -> bool:
        """Whether nothing is published without it."""
        return self.form.name in MUST


def named(name: str) -> AdvisoryFormat | None:
    """The format of that name."""
    return advisory_formats.named(name)


def written(advisory: OwnAdvisory, form: AdvisoryFormat) -> Written:
    """``advisory`` in one format."""
    file = form.file_name(advisory)
    try:
        return Written(form, file, form.write(advisory))
    except UnwritableError as error:
        return Written(form, file, reasons=error.reasons)


def every(advisory: OwnAdvisory) -> Iterator[Written]:
    """``advisory`` in each format that is meant for it: a CVE record is written for a CVE number alone."""
    for form in advisory_formats.FORMATS:
        if form.name not in INTERNAL and (form.name != "cve" or advisory.cves):
            yield written(advisory, form)


def by_file(advisory: OwnAdvisory, name: str) -> Written | None:
    """The file of that name; None where ``advisory`` has none."""
    for form in advisory_formats.FORMATS:
        if form.name not in INTERNAL and form.file_name(advisory) == name:
            found = written(advisory, form)
            return None if found.reasons else found
    return None
