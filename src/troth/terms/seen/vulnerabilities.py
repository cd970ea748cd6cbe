"""Known weaknesses of the project's components, and what they were looked up in."""

from __future__ import annotations

from datetime import datetime

import msgspec

from troth.terms.seen.components import Component
from troth.terms.severity import Assessed


class Vulnerability(msgspec.Struct, frozen=True, kw_only=True):
    """One component in the range of one weakness, all aliases taken together.

    ``id`` is the record that matched, ``aliases`` the other names. ``fixed`` is the nearest fixed version above the one
    in use, "" where there is none. ``published`` is the earliest publication in the group. ``informational`` as in
    ``Advisory``. ``only_if`` tells a condition that the lockfile cannot settle ("on windows", "where
    html/template is imported"), "" where it applies in any case. ``epss`` is a probability from 0 to 1.
    """

    component: Component
    id: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    severity: Assessed
    fixed: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    informational: str = ""
    only_if: str = ""
    known_exploited: bool = False
    epss: float | None = None


class AdvisoryData(msgspec.Struct, frozen=True, kw_only=True):
    """The advisories that were asked: what they hold, how new it is, when it was fetched.

    ``newest`` is the latest ``modified`` of any record; ``digest`` is of the index; ``ecosystems`` are those it covers.
    """

    records: int
    newest: datetime | None
    fetched: datetime | None
    digest: str
    ecosystems: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Exposure(msgspec.Struct, frozen=True, kw_only=True):
    """One time in which a lockfile stood in the range of a weakness, through all versions that are in it.

    ``since`` is when it entered the range; ``known`` when that could be known: the later of ``since`` and the
    publication, None where the record has no date; ``left`` when a commit took it out of the range, None while it is in
    it. Commits are full hashes.
    """

    vulnerability: Vulnerability
    since: datetime
    known: datetime | None
    left: datetime | None = None
    entered_by: str = ""
    left_by: str = ""
