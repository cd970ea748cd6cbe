"""What the watch knows becomes findings with the clocks of the policy, and ends them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from advisories.shelf import record
from desk.watch.conftest import Publish, brought, component
from desk.watch.test_watch import HIGH, HOUR, take
from troth_desk.deadlines.models import Clock
from troth_desk.findings.models import Finding
from troth_desk.ledger.actor import SYSTEM
from troth_desk.notices.models import Notice
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Project
from troth_desk.watch import actions, showing
from troth_desk.watch.models import Concern, Weakness

POLICY = """\
# Security policy

### High Vulnerabilities (CVSS 7.0-8.9)
- **Response Time**: 3 days
- **Action**: Patch in the next release
- **Communication**: Internal security team notification

We fix high severity vulnerabilities within 14 days.
"""


@pytest.fixture(autouse=True)
def policy(project: Project, at: datetime) -> None:
    import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)


def test_a_new_advisory_opens_a_finding_and_its_clocks(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2025-9", name="whelk"))
    take(project, component(direct=True, via=[]), at=at)
    actions.look(project.organisation, at)
    assert not Finding.objects.exists()
    publish(record("PYSEC-2026-1", severity=HIGH, aliases=["CVE-2026-10001"]), at=at)
    actions.look(project.organisation, at + HOUR)
    finding = Finding.objects.get()
    assert (finding.tool, finding.package, finding.version, finding.severity, finding.fixed, finding.live) == (
        "advisories", "barnacle", "1.4.0", "high", ["1.4.2"], True,
    )  # fmt: skip
    clocks = Clock.objects.filter(subject=finding.subject)
    assert {clock.action for clock in clocks} == {"fix", "respond"}
    assert next(clock for clock in clocks if clock.action == "fix").due_at == at + HOUR + timedelta(days=14)
    concern = Concern.objects.get()
    assert (concern.finding_id, concern.key, concern.ended_at) == (finding.pk, "PYSEC-2026-1", None)
    assert not Weakness.objects.filter(pending=True).exists()
    told = Notice.objects.get(title="Harbour: 1 new high finding")
    assert told.group.startswith("security")


def test_an_update_that_mends_ends_it_and_one_that_does_not_goes_on(
    project: Project, publish: Publish, at: datetime
) -> None:
    publish(record("PYSEC-2026-1", severity=HIGH))
    take(project, component(), at=at)
    first = Finding.objects.get()
    take(project, component(version="1.4.1"), at=at + HOUR)
    same = Finding.objects.get()
    assert (same.pk, same.version, same.live, same.gone_at) == (first.pk, "1.4.1", True, None)
    assert Clock.objects.filter(state="running").count() == 2
    take(project, component(version="1.4.2"), at=at + 2 * HOUR)
    mended = Finding.objects.get()
    assert (mended.state, mended.gone_at, mended.withdrawn_at) == ("fixed", at + 2 * HOUR, None)
    assert set(Clock.objects.values_list("state", flat=True)) == {"met"}
    take(project, component(version="1.4.0"), at=at + 3 * HOUR)
    back = Finding.objects.get()
    assert (back.state, back.gone_at, back.times_back) == ("open", None, 1)


def test_a_withdrawn_advisory_is_marked_so(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1", severity=HIGH))
    take(project, component(), at=at)
    publish(record("PYSEC-2026-1", severity=HIGH, withdrawn="2026-03-01T00:00:00Z"), at=at)
    actions.look(project.organisation, at + HOUR)
    finding = Finding.objects.get()
    assert (finding.live, finding.withdrawn_at) == (False, at + HOUR)
    assert Concern.objects.get().ended_at == at + HOUR


def test_what_one_source_still_names_stays_open(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1"))
    take(project, component(), at=at, source="service")
    take(project, component(file="site/uv.lock"), at=at, source="site")
    take(project, component(version="1.5.0"), at=at + HOUR, source="service")
    assert Finding.objects.get().live
    take(project, component(version="1.5.0", file="site/uv.lock"), at=at + HOUR, source="site")
    assert not Finding.objects.get().live


def test_packages_of_one_name_in_two_ecosystems_end_apart(project: Project, publish: Publish, at: datetime) -> None:
    publish(
        record("PYSEC-2026-1", aliases=["CVE-2026-10001"]),
        record("GHSA-aaaa-bbbb-cccc", "npm", "barnacle", aliases=["CVE-2026-10001"]),
    )
    take(project, component(), component(ecosystem="npm"), at=at)
    take(project, component(version="1.5.0"), component(ecosystem="npm"), at=at + HOUR)
    assert [finding.live for finding in Finding.objects.all()].count(True) == 1


def test_information_alone_starts_no_time(project: Project, publish: Publish, at: datetime) -> None:
    told = record("RUSTSEC-2026-0001", "crates.io", "hull", fixed=None)
    told["affected"][0]["database_specific"] = {"informational": "unmaintained"}
    publish(told)
    take(project, component("hull", "0.3.0", "crates.io"), at=at)
    assert not Finding.objects.exists()
    (shown,) = showing.known(project).told
    assert shown.weakness.informational == "unmaintained"


def test_what_was_broken_off_is_made_up_for(
    project: Project, publish: Publish, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(record("PYSEC-2025-9", name="whelk"))
    take(project, component(), at=at)
    publish(record("PYSEC-2026-1", severity=HIGH), at=at)

    def killed(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(actions, "settle", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.look(project.organisation, at + HOUR)
    assert not Finding.objects.exists()
    assert actions.look(project.organisation, at + 2 * HOUR).compared is None
    assert Finding.objects.get().live


def test_a_list_that_could_not_be_read_takes_nothing_for_gone(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1"))
    take(project, component(), at=at)
    with pytest.raises(ValueError, match="names no component"):
        actions.take(
            project,
            brought(gaps=({"wanted": "uv.lock", "reason": "it is damaged", "file": "uv.lock", "line": None},)),
            by=SYSTEM,
            at=at + HOUR,
        )
    assert Finding.objects.get().live
