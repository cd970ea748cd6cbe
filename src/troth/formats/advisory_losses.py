"""What each format cannot carry of an advisory of one's own: a table, and the sentences about one advisory.

A field is carried in a *field* of the format, which machines read; or in *words*, as a part of a text for people; or
*not* at all. The table is data, and a test measures every cell of it on what the writers write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, get_args

import msgspec

from troth.formats import advisory_formats, cvss
from troth.terms.own_advisory import OwnAdvisory, Product

Carried = Literal["field", "words", "not"]
COLUMNS = ("csaf", "csaf-vex", "osv", "cve", "ghsa", "openvex", "atom", "html", "release-note")
"""The formats of the table, in the order of its columns."""
_LEVELS = {"F": "field", "w": "words", "-": "not"}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the record: its ``title`` for people, whether an advisory ``has`` it, and a letter for each column.

    ``F`` a field of its own, ``w`` in words, ``-`` not at all.
    """

    name: str
    title: str
    letters: str
    has: Callable[[OwnAdvisory], bool]

    def carried(self, format_: str) -> Carried:
        """How the format of that name carries it. ``ValueError``: the format is in no column."""
        level = _LEVELS[self.letters.split()[COLUMNS.index(format_)]]
        return next(each for each in get_args(Carried) if each == level)


def _of_products(has: Callable[[Product], bool]) -> Callable[[OwnAdvisory], bool]:
    return lambda advisory: any(has(product) for product in advisory.products)


def _vector(*versions: str) -> Callable[[OwnAdvisory], bool]:
    return lambda advisory: any(
        found.version in versions for vector in advisory.severity if (found := cvss.scored(vector.score))
    )


def _always(_: OwnAdvisory) -> bool:
    return True


ROWS: tuple[Row, ...] = (
    Row(name="id", title="Id of the advisory", letters="F F F F w F F F F", has=lambda a: bool(a.id)),
    Row(name="cve", title="CVE id", letters="F F F F F F F F F", has=lambda a: bool(a.cves)),
    Row(name="aliases", title="Other names", letters="F F F - w F F F F", has=lambda a: len(a.names) > len(a.cves) + 1),
    Row(name="related", title="Related weaknesses", letters="w w F - - - - F -", has=lambda a: bool(a.related)),
    Row(name="title", title="Title", letters="F F F F F - F F F", has=lambda a: bool(a.title)),
    Row(name="summary", title="Summary", letters="F F w w w F F F F", has=lambda a: bool(a.summary)),
    Row(name="details", title="Details (Markdown)", letters="w w w w w - - F -", has=lambda a: bool(a.details)),
    Row(name="impact", title="Impact", letters="F F w F w - - F -", has=lambda a: bool(a.impact)),
    Row(name="exploited", title="Known attacks", letters="F F w F w - - F -", has=lambda a: bool(a.exploited)),
    Row(
        name="product",
        title="Name of the product",
        letters="F F F F - - F F F",
        has=_of_products(lambda p: bool(p.package)),
    ),
    Row(
        name="vendor",
        title="Vendor of the product",
        letters="F F F F - - - F -",
        has=_of_products(lambda p: bool(p.vendor)),
    ),
    Row(
        name="ranges",
        title="Ranges of versions",
        letters="F F F F F w F F F",
        has=_of_products(lambda p: bool(p.ranges)),
    ),
    Row(
        name="versions",
        title="Versions one by one",
        letters="F F F F F w F F F",
        has=_of_products(lambda p: bool(p.versions)),
    ),
    Row(
        name="fixed",
        title="Further versions with the fix",
        letters="F F F F F F - F F",
        has=_of_products(lambda p: bool(p.fixed)),
    ),
    Row(
        name="elsewhere",
        title="Affected products in no registry",
        letters="F F - F F F F F F",
        has=_of_products(lambda p: p.status == "affected" and p.package is None),
    ),
    Row(
        name="not_affected",
        title="Products that are not affected",
        letters="F F - F w F - F -",
        has=_of_products(lambda p: p.status == "not_affected"),
    ),
    Row(
        name="why_not",
        title="Why they are not (label)",
        letters="F F - - - F - F -",
        has=_of_products(lambda p: bool(p.justification)),
    ),
    Row(
        name="why_not_words",
        title="Why they are not (words)",
        letters="F F - - w F - F -",
        has=_of_products(lambda p: bool(p.impact)),
    ),
    Row(
        name="looked_at",
        title="Products that are being looked at",
        letters="F F - F w F - F -",
        has=_of_products(lambda p: p.status == "under_investigation"),
    ),
    Row(
        name="functions",
        title="Affected functions",
        letters="w w F F F - - F -",
        has=_of_products(lambda p: bool(p.functions)),
    ),
    Row(
        name="platforms",
        title="Affected platforms",
        letters="w w F F w - - F -",
        has=_of_products(lambda p: bool(p.platforms)),
    ),
    Row(
        name="repository",
        title="Source of the product",
        letters="w w F F - - - F -",
        has=_of_products(lambda p: bool(p.repository)),
    ),
    Row(
        name="commits",
        title="Affected commits",
        letters="w w F F - - - - -",
        has=_of_products(lambda p: any(line.type == "GIT" for line in p.ranges)),
    ),
    Row(name="cvss_3", title="CVSS 3", letters="F F F F F - w F w", has=_vector("3.0", "3.1")),
    Row(name="cvss_4", title="CVSS 4.0 beside CVSS 3", letters="w w F F - - w F w", has=_vector("4.0")),
    Row(name="cwe", title="Weakness (CWE)", letters="F F F F F - F F -", has=lambda a: bool(a.cwes)),
    Row(name="cwes", title="Further weaknesses (CWE)", letters="w w F F F - F F -", has=lambda a: len(a.cwes) > 1),
    Row(name="remediation", title="What to do", letters="F F w F w w - F F", has=lambda a: bool(a.remediations)),
    Row(
        name="remediation_kind",
        title="Whether that is a fix or a workaround",
        letters="F F - - - - - F F",
        has=lambda a: bool(a.remediations),
    ),
    Row(
        name="remediation_url",
        title="Where the fix is",
        letters="F F w w w - - F F",
        has=lambda a: any(r.url for r in a.remediations),
    ),
    Row(name="references", title="References", letters="F F F F w - F F -", has=lambda a: bool(a.references)),
    Row(
        name="reference_title",
        title="Titles of references",
        letters="F F - F w - - F -",
        has=lambda a: any(r.title for r in a.references),
    ),
    Row(name="credit", title="Who is thanked", letters="F F F F w - F F F", has=lambda a: bool(a.credits)),
    Row(name="credit_kind", title="What for", letters="F F F F F - - F -", has=lambda a: bool(a.credits)),
    Row(
        name="credit_link",
        title="Links of theirs",
        letters="F F F - - - - F -",
        has=lambda a: any(c.links for c in a.credits),
    ),
    Row(
        name="credit_login",
        title="Their account at GitHub",
        letters="- - - - F - - - -",
        has=lambda a: any(c.login for c in a.credits),
    ),
    Row(name="timeline", title="Timeline", letters="w w F F w - - F -", has=lambda a: bool(a.timeline)),
    Row(
        name="discovered",
        title="When it was discovered",
        letters="F F F - - - - F -",
        has=lambda a: a.discovered is not None,
    ),
    Row(
        name="published",
        title="When it was published",
        letters="F F F F - F F F -",
        has=lambda a: a.published is not None,
    ),
    Row(name="modified", title="When it was changed", letters="F F F F - F F F -", has=_always),
    Row(
        name="revisions",
        title="Revisions and what changed",
        letters="F F F - - - - F -",
        has=lambda a: bool(a.revisions),
    ),
    Row(
        name="withdrawn",
        title="When it was withdrawn",
        letters="- - F - - - - F -",
        has=lambda a: a.withdrawn is not None,
    ),
    Row(
        name="withdrawn_reason",
        title="Why it was withdrawn",
        letters="F F w - w - w F F",
        has=lambda a: bool(a.withdrawn_reason),
    ),
    Row(name="language", title="Language", letters="F F F F - - - F -", has=lambda a: bool(a.language)),
    Row(name="tlp", title="Whom it may be shared with (TLP)", letters="F F - - - - - - -", has=_always),
    Row(name="publisher", title="Publisher", letters="F F F F - F F F -", has=lambda a: bool(a.publisher.name)),
    Row(
        name="namespace",
        title="Publisher's address in the web",
        letters="F F F - - - F F -",
        has=lambda a: bool(a.publisher.namespace),
    ),
    Row(
        name="contact",
        title="Publisher's contact",
        letters="F F - - - - - F -",
        has=lambda a: bool(a.publisher.contact),
    ),
    Row(
        name="authority",
        title="What the publisher may speak for",
        letters="F F - - - - - - -",
        has=lambda a: bool(a.publisher.authority),
    ),
    Row(name="page", title="Where the advisory is read", letters="F F F F - - F - F", has=lambda a: bool(a.page)),
)
"""Every field of the record. Of products, those that are affected, unless the row says otherwise."""


def losses(advisory: OwnAdvisory, format_: str) -> tuple[str, ...]:
    """What of ``advisory`` the format of that name carries in words only, or not at all, in sentences.

    None for a format that the table does not have: the record itself and the page as Markdown lose nothing.
    """
    if format_ not in COLUMNS:
        return ()
    found = advisory_formats.named(format_)
    title = found.title if found else format_
    return tuple(_told(advisory, format_, title))


def _told(advisory: OwnAdvisory, format_: str, title: str) -> Iterable[str]:
    for row in ROWS:
        alone = row.name == "cvss_4" and format_ == "ghsa" and not _vector("3.0", "3.1")(advisory)
        if not row.has(advisory) or alone:  # GitHub takes one vector: that of 4.0 where there is none of 3
            continue
        carried = row.carried(format_)
        if carried == "not":
            yield f"{row.title}: {title} has no place for it."
        elif carried == "words":
            yield f"{row.title}: {title} tells it in words only."


def table() -> str:
    """The table as Markdown, for the documentation."""
    marks = {"field": "●", "words": "words", "not": "–"}
    titles = [found.title for name in COLUMNS if (found := advisory_formats.named(name))]
    lines = [f"| | {' | '.join(titles)} |", f"|---|{'---|' * len(titles)}"]
    lines += [f"| {row.title} | {' | '.join(marks[row.carried(name)] for name in COLUMNS)} |" for row in ROWS]
    return "\n".join(lines) + "\n"
