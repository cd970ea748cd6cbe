"""The report page: its fields are the policy's, it works without a script, and what it takes is kept."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as desk
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.intake.test_sniffing import bomb
from troth_desk.cases.models import Case, Participant
from troth_desk.files import uploads
from troth_desk.intake import limits
from troth_desk.intake.models import Attachment
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Organisation, Project

PAGE = "/report/harbour/harbour/"
FILLED = {
    "title": "Path traversal in the export",
    "description": "The name is joined to a path.",
    "steps": "1. Name it ../x",
    "impact": "Reads other files",
    "asked-affected-version-s": "0.3",
    "suggested_fix": "",
    "contact": "",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_vault(tmp_path: Path, settings: Any) -> None:
    settings.ATTACHMENTS_FOLDER = tmp_path / "attachments"


def kept_files() -> list[Path]:
    return [each for each in desk.ATTACHMENTS_FOLDER.rglob("*") if each.is_file()]


def token(client: Client, page: str = PAGE) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(page).content.decode())
    assert found
    return found[1]


def send(client: Client, **changed: Any) -> Any:
    return client.post(PAGE, {**FILLED, "csrfmiddlewaretoken": token(client), **changed})


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_front_page_leads_to_the_only_project(policy: PolicyVersion, outsider: Client) -> None:
    assert outsider.get("/").headers["Location"] == PAGE


def test_the_front_page_lists_several(policy: PolicyVersion, other_project: Project, outsider: Client) -> None:
    page = text(outsider.get("/"))
    assert PAGE in page
    assert "/report/lighthouse/lamp/" in page


def test_the_front_page_of_an_empty_desk_says_what_to_do(db: None, outsider: Client) -> None:
    page = outsider.get("/")
    assert page.status_code == 200
    assert "--policy SECURITY.md" in text(page)


def test_the_page_promises_in_three_lines_with_the_dates_of_now(policy: PolicyVersion, outsider: Client) -> None:
    page = text(outsider.get(PAGE))
    first = page[page.index('class="promised"') : page.index("<details>")]
    assert first.count("<li>") == 3
    assert re.findall(r'datetime="([^"]+)"', first) == [
        "2026-03-04T09:00:00+00:00",
        "2026-03-09T09:00:00+00:00",
        "2026-03-09T09:00:00+00:00",
    ]
    assert "SECURITY.md, line 16" in first
    assert "critical within 90 days" in page[page.index("<details>") :]


def test_the_fields_are_those_that_the_policy_asks_for(policy: PolicyVersion, outsider: Client) -> None:
    page = text(outsider.get(PAGE))
    names = re.findall(r'<(?:input|textarea)[^>]* name="([^"]+)"', page)
    assert names == [
        "csrfmiddlewaretoken",
        "sending",
        *list(FILLED)[:4],
        "suggested_fix",
        "asked-affected-version-s",
        "files",
        "contact",
    ]
    assert "Affected version(s)" in page
    assert "SECURITY.md, line 11" in page


def test_without_a_policy_the_page_promises_nothing_and_takes_reports(project: Project, outsider: Client) -> None:
    page = text(outsider.get(PAGE))
    assert "nothing is promised with a date" in page
    assert send(outsider, steps="", impact="").status_code == 302
    assert Case.objects.get().policy is None


def test_a_report_leads_to_the_page_of_its_reporter(policy: PolicyVersion, outsider: Client) -> None:
    sent = send(outsider)
    assert sent.status_code == 302
    case = Case.objects.get()
    assert (case.origin, case.answers, Participant.objects.get().contact) == (
        "form",
        {"Affected version(s)": "0.3"},
        "",
    )
    page = text(outsider.get(sent["Location"]))
    assert f'Your report has arrived: <span class="reference">{case.reference}' in page
    assert "It is not the acknowledgement" in page
    assert case.state == "received"


def test_the_team_is_told_without_a_word_of_the_report(policy: PolicyVersion, outsider: Client) -> None:
    send(outsider)
    notice = Notice.objects.get(key__startswith="report:")
    assert Case.objects.get().reference in notice.title
    assert "traversal" not in f"{notice.title} {notice.body}"


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(policy: PolicyVersion, outsider: Client) -> None:
    answer = send(outsider, steps="", impact="Only <b>this</b>")
    page = text(answer)
    assert answer.status_code == 422
    assert "The policy asks for this" in page
    assert "Only &lt;b&gt;this&lt;/b&gt;" in page
    assert Case.objects.count() == 0


def test_what_a_policy_asks_for_in_its_own_words_stops_nobody(policy: PolicyVersion, outsider: Client) -> None:
    assert send(outsider, **{"asked-affected-version-s": ""}).status_code == 302


def test_another_site_cannot_report_in_somebodys_name(policy: PolicyVersion, outsider: Client) -> None:
    upload = SimpleUploadedFile("a.txt", b"content")
    assert outsider.post(PAGE, {**FILLED, "files": upload}).status_code == 403
    assert (Case.objects.count(), kept_files()) == (0, [])


def test_the_only_cookie_is_that_of_the_form(policy: PolicyVersion, outsider: Client) -> None:
    sent = send(outsider)
    outsider.get(sent["Location"])
    assert set(outsider.cookies) == {"csrftoken"}


def test_files_are_kept_encrypted_and_named_harmlessly(policy: PolicyVersion, outsider: Client) -> None:
    content = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 700
    named = SimpleUploadedFile("..\\x evil\u202egpj.exe", content, content_type="text/html")
    assert send(outsider, files=[named, SimpleUploadedFile("b.zip", bomb())]).status_code == 302
    first, second = Attachment.objects.order_by("id")
    assert (first.name, first.sniffed, first.size) == ("x evilgpj.exe", "image/png", len(content))
    assert first.sha256 == hashlib.sha256(content).hexdigest()
    assert (second.sniffed, second.size < 100_000) == ("application/zip", True)
    assert len(kept_files()) == 2
    assert not any(content[200:400] in each.read_bytes() for each in kept_files())
    assert b"".join(uploads.vault().read(first.stored_as)) == content
    assert Entry.objects.filter(action="case.file_added").count() == 2


def test_a_file_that_is_too_large_stops_the_report_in_words(
    policy: PolicyVersion, outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST_FILE", 100_000)
    files = [SimpleUploadedFile("small.txt", b"x"), SimpleUploadedFile("large.txt", b"x" * 100_001)]
    answer = send(outsider, files=files)
    assert answer.status_code == 422
    assert "large.txt is larger than" in text(answer)
    assert "Reads other files" in text(answer)
    assert (Case.objects.count(), kept_files()) == (0, [])


def test_files_that_are_too_large_together_stop_the_report(
    policy: PolicyVersion, outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST_ALL", 100_000)
    files = [SimpleUploadedFile(f"{number}.bin", b"x" * 60_000) for number in range(2)]
    answer = send(outsider, files=files)
    assert answer.status_code == 422
    assert "together" in text(answer)
    assert (Case.objects.count(), kept_files()) == (0, [])


def test_too_many_files_stop_the_report(
    policy: PolicyVersion, outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    answer = send(outsider, files=[SimpleUploadedFile(f"{number}.txt", b"x") for number in range(3)])
    assert answer.status_code == 422
    assert "More than 2 files" in text(answer)
    assert kept_files() == []


def test_too_many_reports_wait_with_their_text_kept(
    policy: PolicyVersion, outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RATES", (limits.Rate(1, 60),))
    assert send(outsider).status_code == 302
    answer = send(outsider, title="The second one", files=SimpleUploadedFile("a.txt", b"x"))
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "The second one" in text(answer)
    assert "security@example.org" in text(answer)
    assert (Case.objects.count(), kept_files()) == (1, [])


def test_texts_that_are_too_long_together_are_told(policy: PolicyVersion, outsider: Client) -> None:
    answer = send(outsider, description="x" * (9 * 2**20))
    assert answer.status_code == 413
    assert "Nothing was kept" in text(answer)


def test_a_text_that_is_too_long_is_told_beside_its_field(policy: PolicyVersion, outsider: Client) -> None:
    answer = send(outsider, description="x" * 100_001)
    assert answer.status_code == 422
    assert "100001 characters, and 100,000 fit" in text(answer)


@pytest.mark.parametrize("body", [b"", b"--x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n', b"\0" * 500])
def test_a_broken_form_is_no_server_error(policy: PolicyVersion, outsider: Client, body: bytes) -> None:
    answer = outsider.post(PAGE, body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {400, 403}


def test_hostile_words_are_kept_and_shown_as_words(policy: PolicyVersion, outsider: Client) -> None:
    sent = send(
        outsider, title="<script>\u202etitle\0</script>\r\nX: y", description="{{ 7|add:7 }}\0<img src=x>\u2028end"
    )
    assert sent.status_code == 302
    case = Case.objects.get()
    assert case.title == "<script>title␀</script> X: y"
    page = text(outsider.get(sent["Location"]))
    assert "<script>t" not in page
    assert "<img src=x>" not in page
    assert "{{ 7|add:7 }}␀&lt;img src=x&gt;" in page


def test_foreign_and_absent_projects_are_not_there(
    policy: PolicyVersion, other_project: Project, outsider: Client
) -> None:
    for page in ("/report/harbour/lamp/", "/report/nobody/harbour/", "/report/lighthouse/harbour/"):
        assert outsider.get(page).status_code == 404


def test_the_policy_can_be_read_line_by_line(policy: PolicyVersion, outsider: Client) -> None:
    page = text(outsider.get(f"{PAGE}policy/"))
    assert re.search(r'<li id="securitymd-16" class="promises">.*Within 48 hours', page)
    assert re.search(r'<li id="securitymd-11"><span class="line">- Affected', page)


def test_security_txt_says_what_the_policy_says(
    policy: PolicyVersion, organisation: Organisation, outsider: Client
) -> None:
    answer = outsider.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    base = desk.ADDRESS
    assert text(answer).splitlines() == [
        f"Contact: {base}/report/harbour/harbour/",
        "Contact: mailto:security@example.org",
        "Expires: 2026-05-31T00:00:00Z",
        f"Canonical: {base}/.well-known/security.txt",
        f"Policy: {base}/report/harbour/harbour/policy/",
        "Preferred-Languages: en",
    ]


def test_security_txt_is_not_there_without_a_project(db: None, outsider: Client) -> None:
    assert outsider.get("/.well-known/security.txt").status_code == 404


def test_robots_stay_away_from_cases(policy: PolicyVersion, outsider: Client) -> None:
    assert "Disallow: /case/" in text(outsider.get("/robots.txt"))


def test_the_address_of_the_portal_is_that_of_the_desk_not_of_the_request(
    policy: PolicyVersion, outsider: Client
) -> None:
    sent = outsider.post(PAGE, {**FILLED, "csrfmiddlewaretoken": token(outsider)}, headers={"Host": "localhost"})
    page = text(outsider.get(sent["Location"]))
    assert f'value="{desk.ADDRESS}{urlsplit(sent["Location"]).path}"' in page
    assert "elsewhere" not in page
