"""What everybody may see as numbers and as a proof: complete, without what runs now, and true on another machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from desk import scan_results as made
from troth.cli.__main__ import main
from troth_desk.deadlines import actions as deadlines
from troth_desk.ledger import signing
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import actions as policies
from troth_desk.policies import queries as policy_queries
from troth_desk.promises import actions
from troth_desk.tenants.models import Project

pytestmark = pytest.mark.django_db
PLACE = "/status/harbour/harbour"
POLICY = made.POLICY
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def shown(project: Project, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    cache.clear()
    policies.import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at - 90 * DAY)
    actions.show_status(project, shown=True, by=SYSTEM, at=at)
    return project


def acknowledge(project: Project, at: datetime, hours: list[int]) -> None:
    """Reports that were acknowledged after so many hours; 0 runs still."""
    version = policy_queries.current_version(project)
    assert version is not None
    promise = policy_queries.promises(version, "deadline", "acknowledge").get()
    for number, hour in enumerate(hours):
        start = at - (20 - number) * DAY if hour else at - HOUR
        subject = f"case:TR-{number}"
        deadlines.arm(promise, project, subject, started_at=start, by=SYSTEM, at=start)
        if hour:
            deadlines.meet(project.organisation, subject, "acknowledge", by=SYSTEM, at=start + hour * HOUR)


def of_acknowledgement(client: Client) -> dict[str, object]:
    cache.clear()
    told = client.get(f"{PLACE}.json").json()["predicate"]["promises"]
    (found,) = [one for one in told if "acknowledge" in one["sentence"].lower() and one["n"] is not None]
    assert isinstance(found, dict)
    return found


def test_each_promise_has_its_numbers_and_period(client: Client, shown: Project, at: datetime) -> None:
    acknowledge(shown, at, [1, 2, 3, 4, 100, 0])
    one = of_acknowledgement(client)
    assert (one["n"], one["kept"], one["late"], one["standing"]) == (5, 4, 1, "broken")
    assert (one["median"], one["p90"]) == (3 * 3600, 100 * 3600)
    said = client.get(f"{PLACE}.json").json()["predicate"]
    assert datetime.fromisoformat(said["until"]) - datetime.fromisoformat(said["since"]) == 365 * DAY
    assert {each["standing"] for each in said["promises"]} <= {"kept", "at_risk", "broken", "unproven"}
    page = client.get(f"{PLACE}/").content.decode()
    assert "How often, how fast" in page
    assert "3 h" in page
    assert "4 days 4 h" in page


def test_what_runs_now_does_not_show(client: Client, shown: Project, at: datetime) -> None:
    acknowledge(shown, at, [1, 2, 3])
    before = of_acknowledgement(client)
    acknowledge(shown, at, [0])
    assert of_acknowledgement(client) == before
    assert b"running" not in client.get(f"{PLACE}.json").content


def test_times_of_single_reports_are_not_told(client: Client, shown: Project, at: datetime) -> None:
    acknowledge(shown, at, [1, 2])
    one = of_acknowledgement(client)
    assert (one["n"], one["median"], one["p90"]) == (2, None, None)


@pytest.mark.parametrize("end", [".json", ".proof.json"])
def test_what_is_closed_is_not_there(client: Client, shown: Project, at: datetime, end: str) -> None:
    assert client.get(PLACE + end).status_code == 200
    actions.show_status(shown, shown=False, by=SYSTEM, at=at)
    assert client.get(PLACE + end).status_code == 404


@pytest.fixture
def handed_out(client: Client, shown: Project, at: datetime, tmp_path: Path) -> Path:
    acknowledge(shown, at, [1, 2, 3])
    (tmp_path / "proof.json").write_bytes(client.get(f"{PLACE}.proof.json").content)
    (tmp_path / "desk-key.pem").write_text(signing.public_key_pem())
    (tmp_path / "SECURITY.md").write_text(POLICY)
    return tmp_path


@pytest.fixture
def verify(handed_out: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.chdir(handed_out)
    return lambda *more: main(["verify", *more, "proof.json"])


def test_another_machine_verifies_it(verify: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("--policy", "SECURITY.md") == 0
    told = capsys.readouterr().out
    assert "● proof.json   what a desk shows everybody, harbour/harbour" in told
    assert "3 of 3 as promised" in told


def test_a_web_page_is_called_one(
    verify: Callable[..., int], handed_out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (handed_out / "proof.json").write_bytes(b"\n<!doctype html><title>Nothing here</title>")
    assert verify() == 1
    assert "✕ proof.json   no proof: it is a web page" in capsys.readouterr().out


def test_a_changed_number_is_no_proof(
    verify: Callable[..., int], handed_out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import base64

    envelope = json.loads((handed_out / "proof.json").read_text())
    said = base64.b64decode(envelope["payload"])
    assert b'"kept":3' in said
    envelope["payload"] = base64.b64encode(said.replace(b'"kept":3', b'"kept":2')).decode()
    (handed_out / "proof.json").write_text(json.dumps(envelope))
    assert verify() == 1
    assert "✕ proof.json   no proof: it is not signed by a key that is trusted here" in capsys.readouterr().out


def test_it_is_of_that_text_alone(
    verify: Callable[..., int], handed_out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (handed_out / "SECURITY.md").write_text(POLICY.replace("48", "24"))
    assert verify("--policy", "SECURITY.md") == 1
    assert "it is not of the text in SECURITY.md" in capsys.readouterr().out


def test_no_control_takes_it_for_facts(handed_out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It hides what runs, so a check must not judge by it."""
    (handed_out / "checked").mkdir()
    (handed_out / "checked" / "SECURITY.md").write_text(POLICY)
    key, proof = str(handed_out / "desk-key.pem"), str(handed_out / "proof.json")
    arguments = ["check", str(handed_out / "checked"), "--no-tools", "--json", "--desk-facts", proof, "--desk-key", key]
    assert main([*arguments, "--desk-project", "harbour/harbour"]) in {0, 1}
    result = json.loads(capsys.readouterr().out)
    (one,) = [each for each in result["verdicts"] if each.get("action") == "acknowledge"]
    assert one["standing"] == "unproven"
    assert "what they state is unknown here" in json.dumps(one["gaps"])
