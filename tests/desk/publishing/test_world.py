"""What everybody reads: pages, every format, feeds, the tree of CSAF documents; valid, stable, and no name too many."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from csaf.csaf import v20
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.gnupg import Gnupg
from desk.publishing.conftest import NAME
from troth.formats import osv
from troth.formats.advisory_formats import AdvisoryFormat
from troth.terms.own_advisory import OwnAdvisory
from troth_desk import clock
from troth_desk.cases import actions as cases
from troth_desk.cases.models import Case, Participant
from troth_desk.ledger import export
from troth_desk.ledger.actor import Actor
from troth_desk.openpgp import keys
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.publishing import actions, formats, queries
from troth_desk.publishing.models import Advisory, Revision, State
from troth_desk.tenants.models import Organisation, Project

Publishing = Callable[..., Revision]
ROOT = "/advisories/harbour/"
ID = "x_harbour-2026-0001"
ONE = f"{ROOT}{ID}/"
CSAF = "/csaf/harbour/"
HTTPS_ALONE = "6.2.11"
"""The recommended test that wants the address of the document to begin with https; the desk of the tests has none."""


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(hours=1))


@pytest.fixture
def published(begun: Advisory, publishing: Publishing) -> Advisory:
    publishing(begun)
    return begun


def read(address: str, status: int = 200, **headers: str) -> Any:
    answer = Client().get(address, headers=headers)
    assert answer.status_code == status, (address, answer.status_code, answer.content[:300])
    return answer


def files(address: str = ONE) -> list[str]:
    """Every address that the pages of the world lead to, and that is the desk's own."""
    body = read(address).content.decode()
    return [part.split('"')[0] for part in body.split('href="')[1:]]


def everywhere(published: Advisory) -> Iterator[tuple[str, bytes]]:
    """Each address that everybody may read, with what it answers."""
    named = [f"{ONE}{name}" for name in files() if name.startswith((ID, "x_"))]
    assert len(named) >= 8, named
    tree = ("provider-metadata.json", "service.json", "category-tlp-white.json", "white/", "white/index.txt",
            "white/changes.csv", "white/csaf-feed-tlp-white.json", "white/2026/")  # fmt: skip
    documents = read(f"{CSAF}white/index.txt").content.decode().split()
    found = [ROOT, ONE, *named, *(CSAF + name for name in tree), *(f"{CSAF}white/{name}" for name in documents)]
    found += [f"{CSAF}white/{name}.sha512" for name in documents]
    found += [f"{ROOT}{name}" for name in ("feed.atom", "osv/all.json", "osv/modified_id.csv", f"osv/{ID}.json")]
    found += ["/.well-known/csaf/provider-metadata.json", "/.well-known/security.txt"]
    for address in found:
        yield address, read(address).content
    archive = zipfile.ZipFile(io.BytesIO(read(f"{ROOT}osv/all.zip").content))
    yield "all.zip", b"".join(archive.read(name) for name in archive.namelist())


def test_nothing_is_read_before_it_is_published(begun: Advisory, writing: Callable[..., Advisory]) -> None:
    writing(begun)
    assert b"None was published yet" in read(ROOT).content
    read(ONE, 404)
    read(f"{ONE}{ID}.osv.json", 404)
    assert json.loads(read(f"{ROOT}osv/all.json").content) == []
    assert read(f"{CSAF}white/index.txt").content == b""
    assert b"CSAF:" not in read("/.well-known/security.txt").content
    read("/.well-known/csaf/provider-metadata.json", 404)


def test_the_page_says_what_is_wrong_and_leads_to_every_file(published: Advisory) -> None:
    body = read(ONE).content.decode()
    for words in ("Files of other tenants can be read", "1.4.2", "CWE-22", NAME, "High"):
        assert words in body
    assert "default-src" in read(ONE).headers["Content-Security-Policy"]
    found = dict(everywhere(published))
    assert all(found.values())


def test_the_documents_of_the_tree_are_valid_and_where_their_names_say(published: Advisory) -> None:
    documents = read(f"{CSAF}white/index.txt").content.decode().split()
    assert len(documents) == 2
    for path in documents:
        content = read(f"{CSAF}white/{path}").content
        report = v20.validate(json.loads(content), preset="extended")
        failed = [each for each in report.results if not each.passed and not each.skipped and each.id != HTTPS_ALONE]
        assert not [(each.id, each.errors) for each in failed]
        line = read(f"{CSAF}white/{path}.sha256").content.decode()
        assert line == f"{hashlib.sha256(content).hexdigest()}  {path.removeprefix('2026/')}\n"
        assert read(f"{CSAF}white/2026/").content.count(f'"{path.removeprefix("2026/")}"'.encode()) == 1
    assert read(f"{CSAF}white/changes.csv").content.decode().splitlines()[0].startswith('"2026/x_harbour-2026-0001')


def test_the_provider_describes_itself(published: Advisory, organisation: Organisation) -> None:
    told = json.loads(read(f"{CSAF}provider-metadata.json").content)
    assert told["canonical_url"].endswith("/csaf/harbour/provider-metadata.json")
    assert (told["metadata_version"], told["role"], told["publisher"]["name"]) == ("2.0", "csaf_provider", "Harbour")
    assert f"CSAF: {told['canonical_url']}" in read("/.well-known/security.txt").content.decode()
    assert read("/.well-known/csaf/provider-metadata.json").content == read(f"{CSAF}provider-metadata.json").content
    feed = json.loads(read(f"{CSAF}white/csaf-feed-tlp-white.json").content)["feed"]
    for entry in feed["entry"]:
        path = entry["content"]["src"].partition("/csaf/")[2]
        assert json.loads(read(f"/csaf/{path}").content)["document"]["title"] == entry["title"]
        assert {link["rel"] for link in entry["link"]} == {"self", "hash"}


def test_with_a_key_the_documents_are_signed(published: Advisory, organisation: Organisation, gnupg: Gnupg) -> None:
    keys.made(organisation.pk, "Harbour", "security@example.org")
    told = json.loads(read(f"{CSAF}provider-metadata.json").content)
    assert told["role"] == "csaf_trusted_provider"
    gnupg.learn(read(f"{CSAF}key.asc").content.decode())
    (path, *_) = read(f"{CSAF}white/index.txt").content.decode().split()
    content, signature = (read(f"{CSAF}white/{path}{end}").content for end in ("", ".asc"))
    assert gnupg.signer_of_detached(signature, content) == told["public_openpgp_keys"][0]["fingerprint"]
    assert gnupg.signer_of_detached(signature, content + b" ") == ""


def test_feeds_hold_what_was_published(published: Advisory) -> None:
    feed = Tree.fromstring(read(f"{ROOT}feed.atom").content)  # noqa: S314 - our own words
    assert [one.text for one in feed.findall("{*}entry/{*}title")] == [f"Files of other tenants can be read ({ID})"]
    (record,) = json.loads(read(f"{ROOT}osv/all.json").content)
    assert osv.read(json.dumps(record).encode()).id == ID
    archive = zipfile.ZipFile(io.BytesIO(read(f"{ROOT}osv/all.zip").content))
    assert json.loads(archive.read(f"{ID}.json")) == record
    assert read(f"{ROOT}osv/modified_id.csv").content == f"2026-03-02T09:00:00Z,{ID}\n".encode()
    assert read(f"{ROOT}osv/all.zip").content == read(f"{ROOT}osv/all.zip").content


def test_who_has_it_already_gets_nothing_again(published: Advisory) -> None:
    etag = read(f"{ONE}{ID}.osv.json")["ETag"]
    assert read(f"{ONE}{ID}.osv.json", 304, **{"If-None-Match": etag}).content == b""


def test_a_withdrawn_one_stays_and_says_so(published: Advisory, owner: Membership, at: datetime) -> None:
    actions.withdraw(published, "It was no weakness after all.", by=actor_of(owner), at=at)
    assert b"It was no weakness after all." in read(ONE).content
    assert b"withdrawn" in read(ROOT).content
    assert json.loads(read(f"{ROOT}osv/{ID}.json").content)["withdrawn"]


def test_held_details_stand_nowhere(
    begun: Advisory, writing: Callable[..., Advisory], approving: Callable[..., Advisory], at: datetime
) -> None:
    secret = "joined without being resolved SECRET-DETAIL"
    writing(begun, details=secret, impact="SECRET-IMPACT", hold_details=True)
    by = actor_of(queries.people_who(begun.project.organisation, approve=False)[0])
    actions.record_fix(begun, "1.4.2", at, by=by, at=at)
    approving(begun)
    actions.publish(begun, by=by, at=at)
    for address, content in everywhere(begun):
        assert b"SECRET" not in content, address


def test_an_anonymous_name_stands_in_no_artefact_feed_log_ledger_webhook_or_export(
    published: Advisory, case: Case, organisation: Organisation, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """The reporter was named, and takes it back: their name is gone from everything with the next request."""
    assert any(NAME.encode() in content for _, content in everywhere(published))
    participant = Participant.objects.get(case=case)
    cases.prefer_credit(participant, "anonymous", "", by=cases.reporter(participant), at=at)
    for address, content in everywhere(published):
        assert b"Ada" not in content, address
    assert "Ada" not in "".join(export.lines(organisation.pk, at))
    rows = [one for model in apps.get_models() for one in model._default_manager.all()]
    assert "Ada" not in serializers.serialize("json", rows), "no row of the desk keeps it"
    assert "Ada" not in caplog.text


def test_a_name_that_was_never_agreed_stands_nowhere(
    begun: Advisory, case: Case, publishing: Publishing, at: datetime, organisation: Organisation
) -> None:
    participant = Participant.objects.get(case=case)
    cases.prefer_credit(participant, "anonymous", "", by=cases.reporter(participant), at=at)
    publishing(begun)
    for address, content in everywhere(begun):
        assert b"Ada" not in content, address
        assert b"reporter@example.org" not in content, address


def test_another_name_is_shown_once_a_revision_says_it(
    published: Advisory, case: Case, writing: Callable[..., Advisory], approving: Callable[..., Advisory], at: datetime
) -> None:
    participant = Participant.objects.get(case=case)
    cases.prefer_credit(participant, "alias", "grace", by=cases.reporter(participant), at=at)
    body = read(ONE).content
    assert b"grace" not in body
    assert NAME.encode() not in body
    writing(published, change="The credit was changed.")
    approving(published)
    actions.publish(published, by=actor_of(queries.people_who(published.project.organisation, approve=True)[0]), at=at)
    assert b"grace" in read(ONE).content


def test_another_organisation_publishes_nothing_of_it(published: Advisory, other_organisation: Organisation) -> None:
    assert b"None was published yet" in read("/advisories/lighthouse/").content
    read(f"/advisories/lighthouse/{ID}/", 404)
    assert read("/csaf/lighthouse/white/index.txt").content == b""


@pytest.fixture
def another(project: Project, by: Actor, at: datetime, writing: Callable[..., Advisory]) -> Callable[[], Advisory]:
    """Writes one more advisory, of no case, which is the world's already: how it came there is tested elsewhere."""

    def made() -> Advisory:
        found = writing(actions.begin(project, None, by=by, at=at))
        kept = Revision.objects.create(
            organisation=project.organisation, advisory=found, number=1, content=found.content, digest="0" * 64,
            summary="First publication", actor="system", at=at,
        )  # fmt: skip
        Advisory.objects.filter(organisation=project.organisation, pk=found.pk).update(
            state=State.PUBLISHED, published_at=kept.at
        )
        return found

    return made


def test_one_document_is_written_where_one_is_asked_for(
    published: Advisory, another: Callable[[], Advisory], monkeypatch: pytest.MonkeyPatch
) -> None:
    another()
    wrote: list[str] = []
    written = formats.written

    def counted(told: OwnAdvisory, form: AdvisoryFormat) -> formats.Written:
        wrote.append(f"{told.id} {form.name}")
        return written(told, form)

    monkeypatch.setattr(formats, "written", counted)
    index = read(f"{CSAF}white/index.txt").content.decode().split()
    assert len(index) == len(wrote) == 4
    for path in index:
        wrote.clear()
        content = read(f"{CSAF}white/{path}").content
        assert read(f"{CSAF}white/{path}.sha256").content.decode().startswith(hashlib.sha256(content).hexdigest())
        assert len(wrote) == 2
    wrote.clear()
    assert json.loads(read(f"{ROOT}osv/{ID}.json").content)["id"] == ID
    assert wrote == [f"{ID} osv"]


def test_long_lists_ask_no_more_of_the_database_than_short_ones(
    published: Advisory,
    another: Callable[[], Advisory],
    owner: Membership,
    owner_client: Client,
    key_for: Callable[..., dict[str, str]],
    at: datetime,
) -> None:
    headers = key_for(owner, "advisories:read")
    pages = (
        lambda: read(ROOT),
        lambda: owner_client.get("/o/harbour/advisories/"),
        lambda: Client().get("/api/v1/advisories", headers=headers),
    )

    def asked() -> list[int]:
        reviewed = another()
        Advisory.objects.filter(organisation=owner.organisation, pk=reviewed.pk).update(state=State.DRAFT)
        actions.review(reviewed, queries.digest(reviewed), by=actor_of(owner), at=at)
        another()
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as found:
                assert page().status_code == 200
            counts.append(len(found))
        standings = {one["id"]: one["standing"] for one in pages[2]().json()["advisories"]}
        assert standings[reviewed.reference] == "reviewed"
        return counts

    asked()
    assert asked() == asked()
