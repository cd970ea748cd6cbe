"""Feeds: Atom for readers, and a database of OSV records for programs, as osv.dev lays its own out."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from troth.formats import atom as atoms
from troth.formats import rfc3339
from troth.terms.own_advisory import OwnAdvisory
from troth_desk import clock
from troth_desk.people.access import public
from troth_desk.publishing import addresses, formats, record
from troth_desk.publishing.serving import organisation_of, served
from troth_desk.tenants.models import Organisation

NEWEST = 100
"""Advisories of the Atom feed."""


@public
@require_safe
def atom(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """The newest advisories (RFC 4287)."""
    found = organisation_of(request)
    told = sorted(record.everything(found, clock.now()), key=lambda one: one.modified, reverse=True)[:NEWEST]
    content = atoms.feed(
        told,
        title=f"Security advisories of {found.name}",
        publisher=record.organisation_speaks(found),
        address=addresses.feed(found),
        page=addresses.list_page(found),
        at=found.created_at,
    )
    return served(request, content, "application/atom+xml", told[0].modified if told else None)


@public
@require_safe
def osv_zip(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """Every record as a file of one ZIP, as scanners read databases for use without a network."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for told, content in _records(organisation_of(request)):
            member = zipfile.ZipInfo(f"{told.id}.json", _dated(told))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return served(request, kept.getvalue(), "application/zip")


@public
@require_safe
def osv_json(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """Every record in one list."""
    records = [json.loads(content) for _, content in _records(organisation_of(request))]
    return served(request, json.dumps(records, ensure_ascii=False, indent=1).encode(), "application/json")


@public
@require_safe
def osv_modified(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """When each record changed last, the newest first: who has a copy fetches what is new alone."""
    told = sorted((one for one, _ in _records(organisation_of(request))), key=lambda one: one.modified, reverse=True)
    lines = "".join(f"{rfc3339.spelled(one.modified)},{one.id}\n" for one in told)
    return served(request, lines.encode(), "text/csv; charset=utf-8")


@public
@require_safe
def osv_one(request: HttpRequest, organisation: str, reference: str) -> HttpResponseBase:
    """One record."""
    for told, content in _records(organisation_of(request), reference):
        return served(request, content, "application/json", told.modified)
    raise Http404("There is no such record.")


def _records(organisation: Organisation, reference: str = "") -> Iterator[tuple[OwnAdvisory, bytes]]:
    form = formats.named("osv")
    for told in record.everything(organisation, clock.now(), reference):
        if form is not None:
            found = formats.written(told, form)
            if not found.reasons:
                yield told, found.content


def _dated(told: OwnAdvisory) -> tuple[int, int, int, int, int, int]:
    """When the record changed, as ZIP files keep it: the same advisories make the same bytes."""
    at = told.modified.astimezone(UTC)
    return (at.year, at.month, at.day, at.hour, at.minute, at.second)
