"""The formats that an advisory of one's own is written in, each by one function of the record alone.

A format that cannot carry the record refuses it with reasons (``UnwritableError``); what it carries only in part or not
at all is told by ``advisory_losses``. A new format is one file, one line here, and a column of the table there.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from troth.formats import (
    advisory_html,
    advisory_markdown,
    atom,
    csaf,
    cve,
    ghsa,
    openvex,
    osv_writing,
    own_advisory_json,
)
from troth.terms.own_advisory import OwnAdvisory, UnwritableError


class AdvisoryFormat(msgspec.Struct, frozen=True, kw_only=True):
    """One format: its short ``name`` in addresses, its ``title`` for people, and how a file of it is served.

    ``suffix`` follows the id in the name of the file, which CSAF has rules of its own for (``file_name``).
    """

    name: str
    title: str
    media_type: str
    suffix: str
    write: Callable[[OwnAdvisory], bytes]

    def file_name(self, advisory: OwnAdvisory) -> str:
        """The name of the file of ``advisory`` in this format."""
        if self.name.startswith("csaf"):
            return csaf.file_name(advisory.id + ("-vex" if self.name == "csaf-vex" else ""))
        return advisory.id.replace("/", "_") + self.suffix


FORMATS: tuple[AdvisoryFormat, ...] = (
    AdvisoryFormat(name="html", title="Page", media_type="text/html", suffix=".html", write=advisory_html.document),
    AdvisoryFormat(
        name="csaf", title="CSAF 2.0", media_type="application/json", suffix=".json", write=csaf.security_advisory
    ),
    AdvisoryFormat(
        name="csaf-vex", title="CSAF 2.0 VEX", media_type="application/json", suffix=".json", write=csaf.vex
    ),
    AdvisoryFormat(
        name="osv", title="OSV", media_type="application/json", suffix=".osv.json", write=osv_writing.written
    ),
    AdvisoryFormat(name="cve", title="CVE 5.1", media_type="application/json", suffix=".cve.json", write=cve.published),
    AdvisoryFormat(name="ghsa", title="GitHub", media_type="application/json", suffix=".ghsa.json", write=ghsa.create),
    AdvisoryFormat(
        name="openvex",
        title="OpenVEX",
        media_type="application/json",
        suffix=".openvex.json",
        write=openvex.of_advisory,
    ),
    AdvisoryFormat(
        name="markdown", title="Markdown", media_type="text/markdown", suffix=".md", write=advisory_markdown.page
    ),
    AdvisoryFormat(
        name="release-note",
        title="Release note",
        media_type="text/markdown",
        suffix=".note.md",
        write=advisory_markdown.release_note,
    ),
    AdvisoryFormat(name="atom", title="Atom", media_type="application/atom+xml", suffix=".atom", write=atom.entry),
    AdvisoryFormat(
        name="record",
        title="Record",
        media_type="application/json",
        suffix=".record.json",
        write=own_advisory_json.written,
    ),
)
"""All of them, in the order in which people choose."""
_BY_NAME = {each.name: each for each in FORMATS}


def named(name: str) -> AdvisoryFormat | None:
    """The format of that name."""
    return _BY_NAME.get(name)


def refusals(advisory: OwnAdvisory, name: str) -> tuple[str, ...]:
    """Why the format ``name`` cannot carry ``advisory``, in sentences; none where it can.

    Raises ``KeyError`` where there is no such format.
    """
    try:
        _BY_NAME[name].write(advisory)
    except UnwritableError as error:
        return error.reasons
    return ()
