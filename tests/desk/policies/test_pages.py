from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from troth_desk import outward
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import actions, jobs, queries
from troth_desk.policies.models import Document
from troth_desk.policies.refusal import RefusedTextsError
from troth_desk.tenants.models import Organisation, Project

POLICY = "# Security\n\nWe acknowledge reports within 48 hours.\n"
WEAKER = POLICY.replace("48 hours", "14 days")
ROOT = "/o/harbour/policies/harbour/"


def test_the_first_page_teaches(owner_client: Client, project: Project) -> None:
    page = owner_client.get("/o/harbour/policies/", follow=True)
    assert page.redirect_chain == [(ROOT, 302)]
    assert "No policy yet" in page.content.decode()


def test_an_owner_hands_in_a_file(owner_client: Client, project: Project) -> None:
    answer = owner_client.post(f"{ROOT}upload/", {"file": SimpleUploadedFile("SECURITY.md", POLICY.encode())})
    assert answer.headers["Location"] == f"{ROOT}1/"
    page = owner_client.get(f"{ROOT}1/").content.decode()
    assert "We acknowledge reports within 48 hours." in page
    version = queries.current_version(project)
    assert version is not None
    assert version.origin == "upload"


def test_a_document_is_added_beside_the_others(owner_client: Client, project: Project) -> None:
    owner_client.post(f"{ROOT}upload/", {"text": POLICY})
    owner_client.post(f"{ROOT}upload/", {"text": "We run `bandit`.", "path": "docs/more.md"})
    version = queries.current_version(project)
    assert version is not None
    assert [text.document.path for text in queries.texts(version)] == ["SECURITY.md", "docs/more.md"]
    owner_client.post(f"{ROOT}remove/", {"path": "docs/more.md"})
    after = queries.current_version(project)
    assert after is not None
    assert (after.number, [text.document.path for text in queries.texts(after)]) == (3, ["SECURITY.md"])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "one of the two"),
        ({"text": "---"}, "no words"),
        ({"text": POLICY, "path": "a\x01b"}, "cannot name"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form(
    owner_client: Client, project: Project, said: dict[str, str], words: str
) -> None:
    answer = owner_client.post(f"{ROOT}upload/", said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert queries.current_version(project) is None


def test_others_read_and_do_not_change(responder_client: Client, project: Project, at: datetime) -> None:
    actions.import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    assert responder_client.post(f"{ROOT}upload/", {"text": WEAKER}).status_code == 403
    assert responder_client.post(f"{ROOT}pull/", {"url": "https://example.org/"}).status_code == 403
    page = responder_client.get(ROOT).content.decode()
    assert "Hand in a new text" not in page


def test_the_page_of_a_version_tells_what_changed(owner_client: Client, project: Project, at: datetime) -> None:
    actions.import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    actions.import_texts(project, {"SECURITY.md": WEAKER}, by=SYSTEM, at=at + timedelta(days=1))
    page = owner_client.get(f"{ROOT}2/").content.decode()
    assert "<dt>within</dt><dd><del>48 hours</del> → <ins>14 days</ins></dd>" in page
    assert "<strong>weaker</strong>" in page
    first = owner_client.get(f"{ROOT}1/?against=2").content.decode()
    assert "<del>14 days</del> → <ins>48 hours</ins>" in first


def test_texts_are_shown_as_plain_text(owner_client: Client, project: Project, at: datetime) -> None:
    version = actions.import_texts(project, {"SECURITY.md": f"{POLICY}<script>x</script>"}, by=SYSTEM, at=at)
    (text,) = queries.texts(version)
    answer = owner_client.get(f"{ROOT}1/text/{text.pk}/")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script>" not in owner_client.get(f"{ROOT}1/").content.decode().split("<main")[1]


@pytest.mark.parametrize("address", ["7/", "1/?against=9", "1/text/999/", "../ferry/"])
def test_what_is_not_there(owner_client: Client, project: Project, at: datetime, address: str) -> None:
    actions.import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    assert owner_client.get(f"{ROOT}{address}").status_code == 404


def test_a_pulled_document_is_followed(
    owner_client: Client,
    organisation: Organisation,
    project: Project,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = [POLICY.encode()]
    monkeypatch.setattr(outward, "fetch", lambda url, **_: outward.Answer(200, {}, said[0], url))
    owner_client.post(f"{ROOT}pull/", {"url": "https://example.org/raw/SECURITY.md"})
    assert Document.objects.get().source_url == "https://example.org/raw/SECURITY.md"
    said[0] = WEAKER.encode()
    jobs.pull_documents(organisation, at)
    version = queries.current_version(project)
    assert version is not None
    assert (version.number, version.origin) == (2, "pull")
    said[0] = b"\xff"
    jobs.pull_documents(organisation, at + timedelta(hours=6))
    document = Document.objects.get()
    assert (document.pulled_at, "no UTF-8" in document.pull_failure) == (at + timedelta(hours=6), True)
    assert "no UTF-8" in owner_client.get(ROOT).content.decode()
    standing = queries.current_version(project)
    assert standing == version


def test_an_address_that_is_refused_is_told(owner_client: Client, project: Project) -> None:
    answer = owner_client.post(f"{ROOT}pull/", {"url": "http://127.0.0.1/SECURITY.md"})
    assert answer.status_code == 422
    assert "no machine of the public internet" in answer.content.decode()


def test_the_last_document_cannot_be_taken_out(project: Project, at: datetime) -> None:
    version = actions.import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    with pytest.raises(RefusedTextsError, match="no policy document"):
        actions.changed(version, {}, without=("SECURITY.md",))
