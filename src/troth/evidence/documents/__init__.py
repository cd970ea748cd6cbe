"""What the tree says to people: files that a policy names, links, issue templates, contacts."""

from __future__ import annotations

from troth.evidence.documents.contacts import contacts_elsewhere
from troth.evidence.documents.issue_forms import issue_forms
from troth.evidence.documents.left_overs import left_overs
from troth.evidence.documents.named import files_about, links, named_files
from troth.evidence.documents.release_notes import release_notes
from troth.evidence.scene import Gatherer
from troth.terms import wants

__all__ = [
    "GATHERERS",
    "contacts_elsewhere",
    "files_about",
    "issue_forms",
    "left_overs",
    "links",
    "named_files",
    "release_notes",
]

GATHERERS: tuple[Gatherer, ...] = (
    Gatherer(wants=wants.NamedFiles, answer=named_files),
    Gatherer(wants=wants.FilesAbout, answer=files_about),
    Gatherer(wants=wants.IssueForms, answer=issue_forms),
    Gatherer(wants=wants.ContactsElsewhere, answer=contacts_elsewhere),
    Gatherer(wants=wants.Links, answer=links),
    Gatherer(wants=wants.LeftOvers, answer=left_overs),
    Gatherer(wants=wants.ReleaseNotes, answer=release_notes),
)
