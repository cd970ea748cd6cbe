"""Files that belong to nothing and idempotency keys whose time is over go; nothing else does."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from troth_desk.cases.actions import Report
from troth_desk.files import uploads
from troth_desk.files.uploads import Sealed
from troth_desk.intake import actions, jobs, orphans
from troth_desk.intake.limits import KEYS_KEPT
from troth_desk.intake.models import Attachment, IdempotencyKey
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db

REPORTER = Actor(ActorKind.REPORTER)
REPORT = Report("Path traversal", "The name is joined.")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.ATTACHMENTS_FOLDER = tmp_path / "attachments"
    return tmp_path / "attachments"


def sealed(written: datetime) -> Sealed:
    """A file in the vault, as it lies before any row names it."""
    with uploads.vault().writer() as writer:
        writer.write(b"proof of concept")
    set_written(writer.stored_as, written)
    return Sealed("poc.txt", writer.size, "text/plain", writer.sha256, writer.stored_as)


def set_written(stored_as: str, written: datetime) -> None:
    os.utime(uploads.vault().path(stored_as), (written.timestamp(), written.timestamp()))


def kept(project: Project, at: datetime) -> str:
    """A file that a row names."""
    file = sealed(at)
    with scope.inside(project.organisation):
        actions.receive(project, REPORT, origin="form", by=REPORTER, at=at, files=[file])
    return file.stored_as


def lying() -> set[str]:
    return {name for name, _ in uploads.vault().lying()}


def test_a_file_that_no_row_names_goes_after_a_day(project: Project, at: datetime) -> None:
    """What a kill between sealing and commit leaves."""
    named = kept(project, at)
    left = sealed(at).stored_as
    assert lying() == {named, left}
    jobs.remove_orphans(project.organisation, at + DAY - SECOND)
    assert lying() == {named, left}
    jobs.remove_orphans(project.organisation, at + DAY)
    assert lying() == {named}


def test_what_a_rolled_back_request_sealed_goes(project: Project, at: datetime) -> None:
    file = sealed(at)

    class Killed(Exception):  # noqa: N818 - it stands for the end of the process
        pass

    def receive() -> None:
        with transaction.atomic():
            actions.receive(project, REPORT, origin="form", by=REPORTER, at=at, files=[file])
            raise Killed

    with pytest.raises(Killed):
        receive()
    assert orphans.remove(at + DAY) == 1
    assert lying() == set()


def test_a_file_that_a_row_names_never_goes(
    project: Project, other_project: Project, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of whatever organisation, however old, in whichever round, in however many queries."""
    monkeypatch.setattr(orphans, "AT_A_TIME", 2)
    named = {kept(each, at) for each in (project, other_project) for _ in range(4)}
    left = {sealed(at).stored_as for _ in range(5)}
    with scope.inside(other_project.organisation):
        jobs.remove_orphans(other_project.organisation, at + 400 * DAY)
    assert lying() == named | left, "only the round of the first organisation looks"
    jobs.remove_orphans(project.organisation, at + 400 * DAY)
    assert lying() == named
    with scope.inside(other_project.organisation):
        assert Attachment.objects.filter(organisation=other_project.organisation, stored_as__in=named).count() == 4


def test_files_of_another_database_over_the_same_folder_stay(project: Project, at: datetime) -> None:
    """A desk that was pointed at a new database must not take the files of the old one for orphans."""
    older = sealed(at - SECOND).stored_as
    assert orphans.remove(at + 400 * DAY) == 0
    assert lying() == {older}


def test_nothing_goes_where_there_is_no_organisation(db: None, at: datetime) -> None:
    left = sealed(at).stored_as
    assert orphans.remove(at + 400 * DAY) == 0
    assert lying() == {left}


def test_what_the_vault_did_not_write_is_not_touched(project: Project, at: datetime, folder: Path) -> None:
    (folder / "ab").mkdir(parents=True)
    strangers = [folder / "README", folder / "ab" / "notes.txt", folder / "ab" / ("cd" * 16)]
    for each in strangers:
        each.write_text("kept by hand")
        os.utime(each, (at.timestamp(), at.timestamp()))
    (folder / "ab" / ("ab" * 16)).symlink_to(folder / "README")
    assert orphans.remove(at + 400 * DAY) == 0
    assert all(each.exists() for each in strangers)


def test_a_key_is_known_for_its_time_and_then_forgotten(policy: PolicyVersion, at: datetime) -> None:
    def receive(when: datetime) -> actions.Received:
        return actions.receive(policy.project, REPORT, origin="api", by=REPORTER, at=when, key="one")

    first = receive(at)
    again = receive(at + KEYS_KEPT - SECOND)
    assert (again.again, again.answer) == (True, first.answer)
    anew = receive(at + KEYS_KEPT)
    assert not anew.again
    assert anew.answer["id"] != first.answer["id"]


def test_another_report_may_take_a_forgotten_key(policy: PolicyVersion, at: datetime) -> None:
    actions.receive(policy.project, REPORT, origin="api", by=REPORTER, at=at, key="one")
    other = Report("Another", "Another thing.")
    with pytest.raises(actions.KeyTakenError):
        actions.receive(policy.project, other, origin="api", by=REPORTER, at=at + KEYS_KEPT - SECOND, key="one")
    assert actions.receive(policy.project, other, origin="api", by=REPORTER, at=at + KEYS_KEPT, key="one").answer


def test_the_worker_takes_old_keys_away_and_no_others(
    policy: PolicyVersion, organisation: Organisation, at: datetime
) -> None:
    for key, when in (("old", at), ("young", at + DAY)):
        actions.receive(policy.project, REPORT, origin="api", by=REPORTER, at=when, key=key)
    assert jobs.forget_keys(organisation, at + KEYS_KEPT - SECOND) == 0
    assert jobs.forget_keys(organisation, at + KEYS_KEPT) == 1
    assert [each.at for each in IdempotencyKey.objects.filter(organisation=organisation)] == [at + DAY]
