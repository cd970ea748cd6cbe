"""Reports that mean harm: files that explode or pretend, forms of ten megabytes, words that steer, scripts in Markdown."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.people_fixtures import browser
from troth_desk.cases.models import Case
from troth_desk.intake.models import Attachment
from troth_desk.ledger.actor import SYSTEM
from troth_desk.notices import actions as notices
from troth_desk.notices.delivery import deliver_next
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
WORDS = {"title": "Path traversal", "description": "The name of a file is joined to the folder.", "steps": "1. Ask.",
         "impact": "Everything is read.", "asked-affected_version_s": "2.1", "contact": ""}  # fmt: skip
PAGE = "/report/harbour/harbour/"


def bomb() -> bytes:
    """42 MB of nothing in 41 kB, packed twice more."""
    inner = zlib.compress(b"\0" * 42 * 2**20, 9)
    for _ in range(2):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(f"{number}.zip", inner)
        inner = packed.getvalue()
    return inner


def polyglot() -> bytes:
    """A picture, a page and an archive in one."""
    packed = io.BytesIO(b"GIF89a/*<html><script>alert(document.domain)</script>*/=1;")
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("../../etc/cron.d/x", "* * * * * root true")
    return packed.getvalue()


FILES = {
    "bomb.zip": bomb(),
    "polyglot.gif": polyglot(),
    "page.html": b"<html><body onload=alert(1)><script>fetch('/o/')</script>",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>",
    "billion.xml": b"<!DOCTYPE l [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'>]><l>&b;</l>",
    "sheet.csv": b"=cmd|' /C calc'!A0,@SUM(1+1)",
}


@pytest.fixture(autouse=True)
def a_vault(tmp_path: Path, settings: Any) -> None:
    settings.ATTACHMENTS_FOLDER = tmp_path / "attachments"


def sent(client: Client, **more: Any) -> Any:
    return client.post(PAGE, {**WORDS, **more})


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_kept_unopened_and_given_out_as_bytes_alone(
    policy: PolicyVersion, owner_client: Client, name: str
) -> None:
    answer = sent(Client(), files=SimpleUploadedFile(name, FILES[name], content_type="text/html"))
    assert answer.status_code == 302, answer.content[:300]
    kept = Attachment.objects.get()
    assert (kept.size, kept.name) == (len(FILES[name]), name)
    page = owner_client.get(f"/o/harbour/cases/{kept.case.reference}/")
    assert page.status_code == 200
    assert b"alert(" not in page.content
    got: Any = owner_client.get(f"/o/harbour/cases/{kept.case.reference}/files/{kept.pk}/")
    assert b"".join(got.streaming_content) == FILES[name]
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in got["Content-Security-Policy"]
    assert got["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["../../x.sh", "C:\\x\\report\u202egpj.exe", 'a";\r\nSet-Cookie: x=1', "\u200b", "con\0.txt", "é" * 400]
)
def test_a_name_steers_neither_folder_nor_header_nor_eye(
    policy: PolicyVersion, owner_client: Client, name: str
) -> None:
    assert sent(Client(), files=SimpleUploadedFile(name or "x", b"x")).status_code in {302, 400}
    for kept in Attachment.objects.all():
        assert not set(kept.name) & set('/\\\r\n\0"\u202e\u200b')
        got = owner_client.get(f"/o/harbour/cases/{kept.case.reference}/files/{kept.pk}/")
        assert "Set-Cookie" not in str(got.headers)


def test_a_form_of_ten_megabytes_is_refused_in_words(policy: PolicyVersion, owner_client: Client) -> None:
    large = "x" * 10 * 2**20
    answer = sent(Client(), description=large)
    assert answer.status_code == 413
    assert "too long together" in answer.content.decode()
    assert not Case.objects.exists()
    for path, field in (("/o/harbour/settings/groups/set/", "name"), ("/accounts/", "name")):
        refused = owner_client.post(path, {field: large})
        assert refused.status_code == 413
        assert "larger than 8 MB" in refused.content.decode()


def test_words_that_steer_are_shown_by_their_numbers(policy: PolicyVersion, owner_client: Client) -> None:
    hidden = "run access\u202e\u2066// only admins\u2069\u2066 now\u200b"
    link = sent(Client(), title="p\u0430ypal \u202eevil", description=hidden)["Location"]
    case = Case.objects.get()
    assert case.title == "p\u0430ypal evil"
    for page in (owner_client.get(f"/o/harbour/cases/{case.reference}/"), Client().get(link.partition("#")[0])):
        told = page.content.decode()
        assert "U+202E</span>" in told
        assert not set(told) & set("\u202e\u2066\u2069\u200b")
    assert (
        "mixes Latin and Cyrillic letters" in owner_client.get(f"/o/harbour/cases/{case.reference}/").content.decode()
    )


def test_markdown_with_scripts_runs_nowhere(policy: PolicyVersion, owner_client: Client, at: datetime) -> None:
    text = (
        "# Policy\n\n<script>alert(1)</script><img src=x onerror=alert(2)>\n\n[click](javascript:alert(3)) "
        "[data](data:text/html,<script>alert(4)</script>)\n\nWe acknowledge reports within 48 hours <svg onload=alert(5)>."
    )
    import_texts(policy.project, {"SECURITY.md": text}, by=SYSTEM, at=at)
    for path in (
        "/o/harbour/promises/harbour/",
        "/o/harbour/policies/harbour/2/",
        PAGE,
        f"{PAGE}policy/",
        "/o/harbour/",
    ):
        page = owner_client.get(path)
        told = page.content.decode().lower()
        assert page.status_code == 200, path
        for live in ("<script>alert", "<img src=x", "<svg onload", 'href="javascript:', 'href="data:'):
            assert live not in told, (path, live)
        policy_of_page = page["Content-Security-Policy"]
        assert "script-src 'self'" in policy_of_page
        assert "unsafe" not in policy_of_page


def test_no_word_of_others_becomes_a_header_of_mail(
    organisation: Organisation, owner: Membership, at: datetime, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    hostile = "A\r\nBcc: victim@example.org\r\n\r\nbody \u2028x"
    with scope.inside(organisation):
        notices.tell(organisation, key="k", subject="case:X", title=hostile, body=hostile, at=at, member=owner)
    with mail.get_connection() as server:
        deliver_next(organisation, at, server)
    (told,) = mail.outbox
    parsed = message_from_bytes(told.message().as_bytes())
    assert parsed["Bcc"] is None
    assert told.recipients() == [owner.user.email]
    assert "\n" not in str(told.subject)


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)",
                                     "/o/harbour/\r\nSet-Cookie: x=1"])  # fmt: skip
def test_a_login_leads_to_no_other_host(owner: Membership, address: str) -> None:
    answer = Client().post(
        "/accounts/login/", {"login": owner.user.email, "password": "a long pass phrase 1", "next": address}
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))
    assert "Set-Cookie: x" not in str(answer.headers)
    assert browser(owner).get("/teams/").status_code == 200
