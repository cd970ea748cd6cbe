"""Pages and the interface for programs: what is watched, what is not, who uses what."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from advisories.shelf import record
from desk.watch.conftest import Publish, component, inventory
from desk.watch.test_watch import HIGH, take
from troth_desk.people import keys
from troth_desk.people.models import ApiKey, Membership
from troth_desk.tenants.models import Organisation, Project
from troth_desk.watch import actions, queries

PAGE = "/o/harbour/components/harbour/"
BILL = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"timestamp": "2026-03-01T00:00:00Z", "component": {"bom-ref": "root", "name": "harbour"}},
    "components": [
        {"bom-ref": "a", "name": "barnacle", "version": "1.4.0", "purl": "pkg:pypi/barnacle@1.4.0"},
        {"bom-ref": "b", "name": "libc6", "version": "2.36", "purl": "pkg:deb/debian/libc6@2.36"},
        {"bom-ref": "c", "name": "unnamed"},
    ],
    "dependencies": [{"ref": "root", "dependsOn": ["a"]}],
}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> datetime:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    return at


@pytest.fixture
def call(
    client: Client, organisation: Organisation, project: Project, owner: Membership, at: datetime
) -> Callable[..., Any]:
    def send(method: str, path: str, body: Any = None, scope: str = "scans:push") -> tuple[int, dict[str, Any]]:
        fresh = keys.fresh(organisation)
        ApiKey.objects.create(
            organisation=organisation, name="CI", prefix=fresh.prefix, digest=fresh.digest, scopes=[scope],
            created_by=owner, created_at=at, expires_at=at + timedelta(days=1),
        )  # fmt: skip
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = client.generic(
            method, f"/api/v1{path}", content, content_type="application/json",
            headers={"Authorization": f"Bearer {fresh.text}"},
        )  # fmt: skip
        return answer.status_code, answer.json()

    return send


def test_an_empty_page_teaches(owner_client: Client, project: Project, index: object) -> None:
    body = owner_client.get(PAGE).content.decode()
    assert "does not know what it is made of" in body
    assert "troth inventory --json | troth push -" in body
    assert "no" in owner_client.get("/o/harbour/components/").content.decode()


def test_the_page_says_what_is_weak_and_what_is_not_watched(
    owner_client: Client, project: Project, publish: Publish, at: datetime
) -> None:
    publish(record("PYSEC-2026-1", severity=HIGH))
    take(project, component(), component("gem", "1", "RubyGems"), at=at)
    actions.look(project.organisation, at)
    body = owner_client.get(PAGE).content.decode()
    assert "1 known weakness" in body
    assert "barnacle 1.4.0" in body
    assert "1 component of RubyGems: the desk has no advisories of RubyGems." in body
    over = owner_client.get("/o/harbour/components/?q=barn").content.decode()
    assert "uv.lock:3" in over
    assert "not all of it" in over
    assert "No project uses a package" in owner_client.get("/o/harbour/components/?q=kraken").content.decode()


def test_where_nothing_is_watched_nothing_comforts(
    owner_client: Client, project: Project, publish: Publish, at: datetime
) -> None:
    publish(record("PYSEC-2026-1"))
    take(project, component("gem", "1", "RubyGems"), at=at)
    actions.look(project.organisation, at)
    body = owner_client.get(PAGE).content.decode()
    assert "None of its components is watched" in body
    assert "none of these is known to be weak" not in body
    take(project, component("gem", "1", "RubyGems"), component("limpet", "1"), at=at)
    actions.look(project.organisation, at)
    assert "none of these is known to be weak, and not everything is watched" in owner_client.get(PAGE).content.decode()


def test_old_lists_and_old_advisories_are_said(
    project: Project, publish: Publish, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    publish(record("PYSEC-2026-1"))
    take(project, component("limpet", "1"), at=at)
    actions.look(project.organisation, at)
    assert queries.watched(project, at).whole
    gaps = queries.watched(project, at + timedelta(days=40)).gaps
    assert any("last came on 2 March 2026" in gap for gap in gaps)
    assert any("The advisories of PyPI were fetched on" in gap for gap in gaps)
    assert any("does a worker run?" in gap for gap in gaps)


def test_a_bill_is_uploaded_by_hand(owner_client: Client, project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1"))
    file = SimpleUploadedFile("bom.json", json.dumps(BILL).encode())
    answer = owner_client.post(f"{PAGE}upload/", {"file": file, "source": "image"}, follow=True)
    body = answer.content.decode()
    assert "The list “image” names 1 component;" in body
    assert "1 component of the list “image” (deb): no ecosystem of advisories." in body
    assert "1 component of the list “image” (no package URL)" in body
    (part,) = queries.parts(project)
    assert (part.direct, part.release.version) == (True, "1.4.0")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no bill of materials"),
        (b"{", "This is no JSON"),
        (b"\xff\0", "no bill of materials"),
        (b'{"components": [], "files": []}', "It names no component"),
        (b'{"components": [{"name": 3, "ecosystem": "PyPI"}], "files": []}', "This is no inventory"),
        (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><bom>&b;</bom>", ""),
    ],
)
def test_what_is_no_list_is_refused_beside_the_field(
    owner_client: Client, project: Project, index: object, content: bytes, words: str
) -> None:
    answer = owner_client.post(f"{PAGE}upload/", {"file": SimpleUploadedFile("x", content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "root:" not in answer.content.decode()


def test_ci_pushes_and_reads(call: Callable[..., Any], project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1", severity=HIGH, aliases=["CVE-2026-10001"]))
    body = {"project": "harbour", "commit": "c" * 40, "inventory": inventory(component())}
    status, told = call("POST", "/inventories", body)
    assert (status, told["found"], told["added"]) == (201, 1, 1)
    assert "1 known weakness came with it" in told["says"][0]
    assert call("POST", "/inventories", body)[0] == 200
    document = {"project": "harbour", "source": "image", "document": json.dumps(BILL), "name": "bom.json"}
    assert call("POST", "/inventories", document)[0] == 201
    actions.look(project.organisation, at)
    _, told = call("GET", "/components?project=harbour", scope="scans:read")
    assert [(one["id"], one["package"], one["severity"]) for one in told["weaknesses"]] == [
        ("PYSEC-2026-1", "barnacle", "high")
    ]
    assert {one["source"] for one in told["lists"]} == {"project", "image"}
    assert not told["whole"]
    _, told = call("GET", "/components/changes?project=harbour&since=2026-02-01T00:00:00Z", scope="scans:read")
    assert [one["name"] for one in told["new"]] == ["barnacle"]
    assert "what changed before it is not known" in told["unseen"][0]
    assert call("GET", "/components/changes?project=harbour&since=2026-02-01T00:00:00", scope="scans:read")[0] == 422


@pytest.mark.parametrize("body", [b"", b"[]", b'{"project": "harbour"}', b'{"project": 3}'])
def test_a_push_that_is_none(call: Callable[..., Any], index: object, body: bytes) -> None:
    assert call("POST", "/inventories", body)[0] == 422


def test_a_project_of_nobody(call: Callable[..., Any], index: object) -> None:
    assert call("POST", "/inventories", {"project": "ferry", "inventory": inventory(component())})[0] == 404
