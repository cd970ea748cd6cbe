"""Advisories of one's own as an Atom feed (RFC 4287): an entry each, the newest change first.

Entries carry the summary and links; whoever wants the whole follows the link. Ids are tag URIs (RFC 4151), so they stay
when the desk moves to another address. Characters that XML 1.0 cannot hold are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from troth.formats import advisory_markdown, rfc3339
from troth.terms.own_advisory import OwnAdvisory, Publisher

_UNHELD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0 (§2.2)."""


def feed(
    advisories: Iterable[OwnAdvisory], *, title: str, publisher: Publisher, address: str, page: str, at: datetime
) -> bytes:
    """The feed that lies at ``address`` and belongs to ``page``; ``at`` is its date while it has no entry."""
    listed = sorted(advisories, key=lambda each: (each.modified, each.id), reverse=True)
    updated = max((each.modified for each in listed), default=at)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        _element("id", address),
        _element("title", title),
        _element("updated", rfc3339.spelled(updated)),
        f"<link rel={quoteattr('self')} type={quoteattr('application/atom+xml')} href={_attribute(address)}/>",
        f"<link rel={quoteattr('alternate')} type={quoteattr('text/html')} href={_attribute(page)}/>",
        f"<author>{_element('name', publisher.name or 'The project')}{_element('uri', publisher.namespace)}</author>",
        _element("generator", "Troth"),
        *(_entry(each) for each in listed),
        "</feed>",
    ]
    return ("\n".join(part for part in parts if part) + "\n").encode()


def entry(advisory: OwnAdvisory) -> bytes:
    """A feed that holds this advisory alone: how it will look in the feed of all."""
    return feed(
        (advisory,),
        title=advisory.publisher.name or advisory.title,
        publisher=advisory.publisher,
        address=advisory.page or tag(advisory),
        page=advisory.page or tag(advisory),
        at=advisory.modified,
    )


def tag(advisory: OwnAdvisory) -> str:
    """The id of the entry: a tag URI of the publisher's name in the web, and the day of the first publication."""
    host = urlsplit(advisory.publisher.namespace).hostname or "invalid"
    day = (advisory.published or advisory.modified).date().isoformat()
    return f"tag:{host},{day}:{quote(advisory.id)}"


def _entry(advisory: OwnAdvisory) -> str:
    withdrawn = "Withdrawn: " if advisory.state == "withdrawn" else ""
    severity = advisory_markdown.severity_words(advisory)
    affected = [
        f"{each.name} {advisory_markdown.affected_words(each)}"
        for each in advisory.products
        if each.status == "affected"
    ]
    words = [advisory.withdrawn_reason if withdrawn else "", advisory.summary]
    words += [f"Severity: {severity}." if severity else "", f"Affected: {'; '.join(affected)}." if affected else ""]
    links = [f"<link rel={quoteattr('alternate')} href={_attribute(advisory.page)}/>"] if advisory.page else []
    links += [
        f"<link rel={quoteattr('related')} href={_attribute(each.url)}/>" for each in advisory.references if each.url
    ]
    people = [
        f"<contributor>{_element('name', each.name)}</contributor>" for each in advisory.credits if each.name.strip()
    ]
    parts = [
        "<entry>",
        _element("id", tag(advisory)),
        _element("title", f"{withdrawn}{advisory.title} ({', '.join(advisory.names)})"),
        _element("updated", rfc3339.spelled(advisory.modified)),
        _element("published", rfc3339.spelled(advisory.published)) if advisory.published else "",
        *links,
        *people,
        *(f"<category term={_attribute(each)}/>" for each in advisory.cwes),
        _element("summary", "\n\n".join(word for word in words if word.strip())),
        "</entry>",
    ]
    return "\n".join(part for part in parts if part)


def _element(name: str, text: str) -> str:
    held = _held(text)
    return f"<{name}>{escape(held)}</{name}>" if held.strip() else ""


def _attribute(text: str) -> str:
    return quoteattr(_held(text))


def _held(text: str) -> str:
    return _UNHELD.sub("", text)
