"""The organisation as a provider of CSAF documents: the tree that programs find by security.txt and read by itself.

OASIS CSAF 2.0 §7: a provider has valid documents with right names, TLS, one folder a year, ``index.txt`` and
``changes.csv``, a ROLIE feed with its service and category documents, and ``provider-metadata.json``; with a key that
signs it is a trusted provider, whose documents have digests and signatures beside them. Everything here is TLP:WHITE.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from troth.formats import csaf, rfc3339
from troth.formats.json_text import printed
from troth.terms.own_advisory import OwnAdvisory
from troth_desk import clock
from troth_desk.openpgp import keys
from troth_desk.openpgp.keys import Key, UnusableKeyError
from troth_desk.people.access import public
from troth_desk.publishing import addresses, formats, queries, record
from troth_desk.publishing.serving import organisation_of, served
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation

PROFILES = ("csaf", "csaf-vex")
SCHEMA = "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json"
LABEL = "WHITE"
_ROLIE = "urn:ietf:params:rolie:category:information-type"
_DIGESTS = {".sha256": hashlib.sha256, ".sha512": hashlib.sha512}


@dataclass(frozen=True, slots=True)
class Document:
    """A CSAF document of the tree: ``path`` is below ``white/``."""

    told: OwnAdvisory
    year: int
    file: str
    content: bytes

    @property
    def path(self) -> str:
        """Folder and file."""
        return f"{self.year}/{self.file}"


def documents(organisation: Organisation, at: datetime, file: str = "") -> Iterator[Document]:
    """Every document of ``organisation``; with ``file`` the one of that name alone, and no other is written."""
    forms = [form for name in PROFILES if (form := formats.named(name)) is not None]
    for told in record.everything(organisation, at):
        for form in forms:
            if file and form.file_name(told) != file:
                continue
            found = formats.written(told, form)
            if not found.reasons:
                year = (told.published or told.modified).astimezone(UTC).year
                yield Document(told, year, found.file, found.content)


def provides(organisation: Organisation, at: datetime) -> bool:
    """Whether there is anything to provide."""
    return queries.public(organisation, at).exists()


@public
@require_safe
def well_known(request: HttpRequest) -> HttpResponseBase:
    """§7.1.9 has one such file a host: it is that of the organisation that the desk has had for longest, and publishes.

    Where several do, security.txt names each one's. It redirects nobody.
    """
    at = clock.now()
    for each in tenants.organisations().order_by("pk"):
        with scope.inside(each):
            if provides(each, at):
                return served(request, printed(_metadata(each, at)), "application/json")
    raise Http404("No organisation publishes advisories here yet.")


@public
@require_safe
def metadata(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """provider-metadata.json."""
    found = organisation_of(request)
    return served(request, printed(_metadata(found, clock.now())), "application/json")


@public
@require_safe
def key(request: HttpRequest, organisation: str) -> HttpResponse:
    """The public half of the key that signs the documents."""
    found = signing_key(organisation_of(request))
    if found is None:
        raise Http404("This organisation has no OpenPGP key on this desk.")
    return HttpResponse(found.public, content_type="application/pgp-keys")


@public
@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """index.txt: every document, a line each."""
    lines = "".join(f"{one.path}\n" for one in documents(organisation_of(request), clock.now()))
    return served(request, lines.encode(), "text/plain; charset=utf-8")


@public
@require_safe
def changes(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """changes.csv: every document with its current release date, the newest first."""
    found = sorted(documents(organisation_of(request), clock.now()), key=lambda one: one.told.modified, reverse=True)
    kept = io.StringIO()
    writer = csv.writer(kept, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows((one.path, rfc3339.spelled(one.told.modified)) for one in found)
    return served(request, kept.getvalue().encode(), "text/csv; charset=utf-8")


@public
@require_safe
def folder(request: HttpRequest, organisation: str) -> HttpResponse:
    """The folder as a page of links (§7.1.14)."""
    found = organisation_of(request)
    years = sorted({one.year for one in documents(found, clock.now())}, reverse=True)
    names = ["index.txt", "changes.csv", "csaf-feed-tlp-white.json", *(f"{year}/" for year in years)]
    return _links(f"CSAF documents of {found.name}", names)


@public
@require_safe
def year(request: HttpRequest, organisation: str, year: int) -> HttpResponse:
    """The documents of one year as a page of links."""
    found = organisation_of(request)
    names = [one.file for one in documents(found, clock.now()) if one.year == year]
    if not names:
        raise Http404("There is no document of this year.")
    beside = [*_DIGESTS, *([".asc"] if signing_key(found) else [])]
    return _links(f"CSAF documents of {year}", [name + end for name in names for end in ("", *beside)])


@public
@require_safe
def document(request: HttpRequest, organisation: str, year: int, name: str) -> HttpResponseBase:
    """A document, its digest or its signature."""
    found = organisation_of(request)
    file, ending = _parted(name)
    one = next((one for one in documents(found, clock.now(), file) if one.year == year), None)
    if one is None:
        raise Http404("There is no such document.")
    if ending in _DIGESTS:
        line = f"{_DIGESTS[ending](one.content).hexdigest()}  {one.file}\n"
        return served(request, line.encode(), "text/plain; charset=utf-8")
    if ending:
        signed = signing_key(found)
        if signed is None:
            raise Http404("Nobody signs here.")
        return HttpResponse(signed.detached(one.content), content_type="application/pgp-signature")
    return served(request, one.content, "application/json", one.told.modified)


@public
@require_safe
def rolie(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """The ROLIE feed (RFC 8322, as JSON by §7.1.15)."""
    found, at = organisation_of(request), clock.now()
    own = _address(found, "csaf-rolie")
    listed = sorted(documents(found, at), key=lambda one: (one.told.modified, one.file), reverse=True)
    signed = signing_key(found) is not None
    feed = {
        "id": "csaf-feed-tlp-white",
        "title": f"CSAF documents of {found.name} (TLP:{LABEL})",
        "link": [{"rel": "self", "href": own}, {"rel": "service", "href": _address(found, "csaf-service")}],
        "category": [{"scheme": _ROLIE, "term": "csaf"}],
        "updated": rfc3339.spelled(max((one.told.modified for one in listed), default=found.created_at)),
        "entry": [_entry(found, one, signed=signed) for one in listed],
    }
    return served(request, printed({"feed": feed}), "application/json")


@public
@require_safe
def service(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """The ROLIE service document (§7.1.16)."""
    found = organisation_of(request)
    collection = {
        "title": f"CSAF documents of {found.name} (TLP:{LABEL})",
        "href": _address(found, "csaf-rolie"),
        "categories": {"category": [{"scheme": _ROLIE, "term": "csaf"}]},
    }
    told = {"service": {"workspace": [{"title": "Public CSAF documents", "collection": [collection]}]}}
    return served(request, printed(told), "application/json")


@public
@require_safe
def category(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """The ROLIE category document (§7.1.17): what the documents are about."""
    names = {
        product.name for one in record.everything(organisation_of(request), clock.now()) for product in one.products
    }
    return served(
        request, printed({"categories": {"category": [{"term": name} for name in sorted(names)]}}), "application/json"
    )


def signing_key(organisation: Organisation) -> Key | None:
    """The key that documents are signed by; None where nobody can sign."""
    try:
        found = keys.key(organisation.pk)
    except UnusableKeyError:
        return None
    return found if found is not None and found.can_sign else None


def _metadata(organisation: Organisation, at: datetime) -> dict[str, Any]:
    signed = signing_key(organisation)
    changed = [one.modified for one in record.everything(organisation, at)]
    told: dict[str, Any] = {
        "canonical_url": addresses.provider(organisation),
        "distributions": [
            {
                "rolie": {
                    "categories": [_address(organisation, "csaf-category")],
                    "feeds": [
                        {
                            "summary": f"CSAF documents of {organisation.name}",
                            "tlp_label": LABEL,
                            "url": _address(organisation, "csaf-rolie"),
                        }
                    ],
                    "services": [_address(organisation, "csaf-service")],
                }
            },
            {"directory_url": addresses.csaf_tree(organisation)},
        ],
        "last_updated": rfc3339.spelled(max(changed, default=organisation.created_at)),
        "list_on_CSAF_aggregators": True,
        "metadata_version": "2.0",
        "mirror_on_CSAF_aggregators": True,
        "publisher": csaf.publisher(record.organisation_speaks(organisation)),
        "role": "csaf_trusted_provider" if signed else "csaf_provider",
    }
    if signed:
        told["public_openpgp_keys"] = [{"fingerprint": signed.fingerprint, "url": _address(organisation, "csaf-key")}]
    return told


def _entry(organisation: Organisation, one: Document, *, signed: bool) -> dict[str, Any]:
    href = addresses.csaf_tree(organisation) + one.path
    links = [{"rel": "self", "href": href}]
    links += [{"rel": "hash", "href": href + end} for end in _DIGESTS]
    links += [{"rel": "signature", "href": f"{href}.asc"}] if signed else []
    return {
        "id": one.file.removesuffix(".json"),
        "title": one.told.title,
        "link": links,
        "published": rfc3339.spelled(one.told.published or one.told.modified),
        "updated": rfc3339.spelled(one.told.modified),
        "summary": {"content": one.told.summary},
        "content": {"type": "application/json", "src": href},
        "format": {"schema": SCHEMA, "version": "2.0"},
    }


def _address(organisation: Organisation, name: str) -> str:
    return whole(reverse(f"advisories:{name}", args=(organisation.slug,)))


def _parted(name: str) -> tuple[str, str]:
    for ending in (*_DIGESTS, ".asc"):
        if name.endswith(ending):
            return name.removesuffix(ending), ending
    return name, ""


def _links(title: str, names: list[str]) -> HttpResponse:
    files = [(name, SafeString(_breakable(name))) for name in names]  # nosec B703 - it escapes each letter
    return HttpResponse(render_to_string("publishing/files.html", {"title": title, "files": files}))


def _breakable(name: str) -> str:
    """The name of a file, which may go on in the next line where the screen is narrow."""
    return "".join(f"{escape(char)}<wbr>" if char in "-." else str(escape(char)) for char in name)
