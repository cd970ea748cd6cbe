"""Pages of the channels: what each says first, what it refuses beside the field, and who may do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.channels.conftest import KEY, LATER, Adding
from desk.publishing.conftest import Writing
from desk.servers.github import GitHub
from troth_desk.channels import queries
from troth_desk.channels.models import Contact, Draft, Sending
from troth_desk.publishing.models import Advisory, Revision
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
ALL = "/o/harbour/channels/"
LIST = f"{ALL}contacts/harbour/"
FIELDS = {"name": "Ferry lines", "address": "security@ferry.example.org"}


def test_empty_pages_teach(owner_client: Client, project: object) -> None:
    assert "nobody yet" in owner_client.get(ALL).content.decode()
    assert "promises to notify known users" in owner_client.get(LIST).content.decode()


def test_somebody_is_added_with_a_key_changed_and_ended(responder_client: Client, project: object) -> None:
    page = responder_client.post(f"{LIST}add/", FIELDS | {"key": KEY, "early": "on"})
    assert page.status_code == 422
    assert "Write where they agreed" in page.content.decode()
    page = responder_client.post(f"{LIST}add/", FIELDS | {"key": "no key"})
    assert page.status_code == 422
    assert "Enter" not in page.content.decode()
    given = FIELDS | {"key": KEY, "early": "on", "early_note": "Contract of 2025"}
    page = responder_client.post(f"{LIST}add/", given, follow=True)
    assert "is told of each advisory from now on" in page.content.decode()
    contact = Contact.objects.get()
    assert queries.certificate(contact.project.organisation, contact) is not None
    one = f"{ALL}contact/{contact.pk}/"
    assert "encrypted" in responder_client.get(one).content.decode()
    page = responder_client.post(f"{one}change/", FIELDS | {"address": "other@ferry.example.org"})
    assert "Another address is another contact" in page.content.decode()
    responder_client.post(f"{one}change/", FIELDS | {"name": "Ferry and more"})
    contact.refresh_from_db()
    assert (contact.name, contact.early) == ("Ferry and more", False)
    assert queries.certificate(contact.project.organisation, contact) is None, "an empty field is no key any more"
    responder_client.post(f"{one}end/")
    contact.refresh_from_db()
    assert contact.ended_at is not None
    assert "Told no more (1)" in responder_client.get(LIST).content.decode()


def test_a_list_comes_in_as_a_file_and_goes_out_again(responder_client: Client, project: object) -> None:
    file = SimpleUploadedFile("list.csv", b'name,address,early,note\n"=1+1",a@a.example.org,no,\n')
    page = responder_client.post(f"{LIST}import/", {"file": file}, follow=True)
    assert "1 added" in page.content.decode()
    assert "'=1+1" in responder_client.get(f"{LIST}contacts.csv").content.decode()
    wrong = SimpleUploadedFile("list.csv", b"name,address\nA,nowhere\n")
    page = responder_client.post(f"{LIST}import/", {"file": wrong})
    assert "Line 2 has no mail address." in page.content.decode()
    assert "Choose a file" in responder_client.post(f"{LIST}import/", {}).content.decode()


def test_the_page_of_an_advisory_says_who_has_heard_of_it(
    owner_client: Client,
    begun: Advisory,
    writing: Writing,
    publishing: Callable[..., Revision],
    adding: Adding,
    telling: Callable[[datetime], int],
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    adding(key=KEY, early=True)
    one = f"{ALL}advisory/{begun.reference}/"
    writing(begun)
    page = owner_client.get(one).content.decode()
    assert "Nobody outside yet" in page
    assert "1 contact agreed to hear of it early" in page
    assert owner_client.post(f"{one}early/", {}).status_code == 422
    page = owner_client.post(f"{one}early/", {"reason": "The reporter agreed."}, follow=True).content.decode()
    assert "1 early notice written, encrypted." in page
    publishing(begun)
    telling(at + LATER)
    page = owner_client.get(one).content.decode()
    assert "0 of 2 letters handed to the mail server" in page
    assert "waits to be sent" in page
    assert Sending.objects.count() == 2
    assert begun.reference in owner_client.get(ALL).content.decode()
    assert one in owner_client.get(f"/o/harbour/advisories/{begun.reference}/").content.decode()


def test_the_draft_is_begun_and_told_by_its_page(
    responder_client: Client, auditor_client: Client, begun: Advisory, github: GitHub, organisation: Organisation
) -> None:
    one = f"{ALL}advisory/{begun.reference}/"
    assert "Make its draft on GitHub" in responder_client.get(one).content.decode()
    page = responder_client.post(f"{one}github/", {"do": "draft"}, follow=True).content.decode()
    assert "is made in example/ferry within a minute" in page
    responder_client.post(f"{one}github/", {"do": "hold"})
    assert not Draft.objects.get().publishes
    assert "It is not published there by the desk" in auditor_client.get(one).content.decode()
    assert auditor_client.post(f"{one}github/", {"do": "again"}).status_code == 403
    assert responder_client.post(f"{one}github/", {"do": "nothing"}).status_code == 404


def test_without_a_token_the_page_teaches(owner_client: Client, begun: Advisory, settings: Any) -> None:
    settings.GITHUB = ""
    page = owner_client.get(f"{ALL}advisory/{begun.reference}/").content.decode()
    assert "TROTH_DESK_GITHUB" in page
    assert "Make its draft" not in page
