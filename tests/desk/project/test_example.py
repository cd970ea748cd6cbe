"""The example: told through the real actions, every kind of state in it, whole in the ledger, and gone when removed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from troth import pipeline
from troth.terms.source import Source
from troth_desk.cases.models import Case, Embargo, State
from troth_desk.deadlines.models import Clock
from troth_desk.files.uploads import vault
from troth_desk.files.vault import DamagedFileError
from troth_desk.findings.models import Finding
from troth_desk.intake.models import Attachment
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Delivery
from troth_desk.people.models import Membership
from troth_desk.project.example import play, removal, scanning, story
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Organisation, Project, TenantModel

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
LIGHTHOUSE = {
    "advisory_channel", "bounty", "contact", "coordinated_disclosure", "credit", "deadline", "disclosure_step",
    "guidance", "practice", "public_issue_ban", "recurrence", "sbom", "supported_version", "tool",
}  # fmt: skip
FERRY = {
    "bounty", "contact", "deadline", "disclosure_step", "document", "incident_class", "incident_phase", "pgp", "pin",
    "practice", "recurrence", "severity_band", "standard", "tool",
}  # fmt: skip


@pytest.mark.parametrize(("slug", "kinds"), [("lighthouse", LIGHTHOUSE), ("ferry", FERRY)])
def test_the_policies_have_every_kind_of_clause(slug: str, kinds: set[str]) -> None:
    read = pipeline.promises([Source(path="SECURITY.md", text=story.policy(slug))])
    assert {one.kind for one in read.by_id.values()} == kinds


def test_the_policy_said_otherwise_before() -> None:
    assert "72 hours" in story.earlier_policy("lighthouse")
    assert "72 hours" not in story.policy("lighthouse")
    assert story.earlier_policy("ferry") == story.policy("ferry")


def test_time_goes_forward_and_ends_before_now() -> None:
    steps = story.steps(NOW)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert steps[-1].at < NOW
    assert steps[0].at > NOW - story.BEGAN
    assert {step.verb for step in steps} == set(play.VERBS)


@pytest.mark.parametrize("words", ["", "5", "5 h", "h5", "5w"])
def test_a_span_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="no span"):
        story.span(words)


def tenants_rows(organisation: Organisation) -> dict[str, int]:
    return {
        model._meta.label: found
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        and (found := model._default_manager.filter(organisation=organisation).count())
    }


@pytest.mark.django_db
def test_the_example_shows_everything_and_goes_again(
    organisation: Organisation, project: Project, owner: Membership, responder: Membership
) -> None:
    before = tenants_rows(organisation)
    play.load(organisation, {"owner": owner, "responder": responder}, by=SYSTEM, at=NOW)
    cases = Case.objects.filter(organisation=organisation)
    clocks = Clock.objects.filter(organisation=organisation)
    assert set(cases.values_list("state", flat=True)) == set(State.values)
    assert set(cases.values_list("held", flat=True)) == {"", "doubtful", "possible duplicate"}
    assert set(cases.values_list("severity", flat=True)) == {"", "low", "medium", "high", "critical"}
    assert set(Embargo.objects.values_list("state", flat=True)) == {"proposed", "active", "revise", "exited"}
    assert cases.filter(embargo=None).exists()
    assert set(clocks.values_list("state", flat=True)) == {"running", "paused", "met", "stopped"}
    running = clocks.filter(state="running")
    assert running.filter(due_at__lt=NOW, breached_at__isnull=False).exists()
    assert running.filter(due_at__gt=NOW, warned_at__isnull=False).exists()
    assert running.filter(due_at__gt=NOW, warned_at=None).exists()
    assert clocks.filter(state="met", breached_at__isnull=False).exists()
    assert clocks.filter(state="met", breached_at=None).exists()
    assert clocks.filter(version=1).exists()
    assert clocks.filter(version=2).exists()
    assert not Delivery.objects.exists()
    assert Scan.objects.filter(kind="check").count() == 2 * scanning.CHECKS
    assert Scan.objects.filter(kind="audit").count() == scanning.AUDITS - 1
    assert set(Finding.objects.values_list("state", flat=True)) == {"open", "fixed", "false_positive"}
    assert Finding.objects.filter(gone_at=None).exists()
    assert Finding.objects.exclude(gone_at=None).exists()
    assert cases.exclude(project__example=True).count() == 0
    files = list(Attachment.objects.values_list("stored_as", flat=True))
    assert files

    with pytest.raises(play.LoadedError, match="there already"):
        play.load(organisation, {"owner": owner, "responder": responder}, by=SYSTEM, at=NOW)

    entries = Entry.objects.count()
    assert removal.remove(organisation, by=SYSTEM, at=NOW) == 21
    assert tenants_rows(organisation) == before
    assert Entry.objects.count() == entries + 1
    assert removal.remove(organisation, by=SYSTEM, at=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_files_go_with_the_example(organisation: Organisation, owner: Membership) -> None:
    from troth_desk.tenants import scope

    with scope.inside(organisation):
        play.load(organisation, {"owner": owner, "responder": owner}, by=SYSTEM, at=NOW)
        stored = list(Attachment.objects.values_list("stored_as", flat=True))
    assert all(b"".join(vault().read(name)) for name in stored)
    with scope.inside(organisation):
        removal.remove(organisation, by=SYSTEM, at=NOW)
    for name in stored:
        with pytest.raises((OSError, DamagedFileError)):
            b"".join(vault().read(name))


@pytest.mark.django_db
def test_only_owners_load_it_by_the_button(
    owner_client: Client, responder_client: Client, organisation: Organisation
) -> None:
    assert responder_client.post("/o/harbour/example/", {"do": "load"}).status_code == 403
    assert owner_client.post("/o/harbour/example/", {"do": "load"}).status_code == 302
    assert Case.objects.filter(organisation=organisation).count() == 21
    assert owner_client.post("/o/harbour/example/", {"do": "remove"}).status_code == 302
    assert Case.objects.filter(organisation=organisation).count() == 0


def test_the_story_has_no_real_address() -> None:
    text = (Path(story.__file__).parent / "reports.toml").read_text(encoding="utf-8")
    import re

    hosts = set(re.findall(r"@([\w.-]+\.\w+)", text))
    assert hosts <= {"example.org", "example.net", "image.bin"}
