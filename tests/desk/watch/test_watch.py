"""Components are held against advisories: when a list comes, and when the advisories change."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from advisories.shelf import record
from desk.watch.conftest import Publish, brought, component
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.tenants import rounds, scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.watch import actions, opening, queries, reading
from troth_desk.watch.models import Comparison, Ended, Part, Release, Weakness

HIGH = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}]
LOW = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"}]
HOUR = timedelta(hours=1)


def take(project: Project, *components: dict[str, object], at: datetime, source: str = "project") -> actions.Taken:
    return actions.take(project, brought(*components), source=source, by=SYSTEM, at=at)


def weak_now(organisation: Organisation) -> list[tuple[str, str]]:
    found = Weakness.objects.filter(organisation=organisation, ended_at__isnull=True).order_by("name")
    return [(one.name, one.release.version) for one in found]


def test_a_list_is_held_against_the_advisories_at_once(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1", severity=HIGH, aliases=["CVE-2026-10001"]))
    taken = take(project, component(), component("limpet", "2.0"), at=at)
    assert (taken.new, taken.found, taken.unwatched) == (True, 1, "")
    (one,) = queries.weaknesses(project)
    assert (one.name, one.key, one.aliases, one.rating, one.fixed) == (
        "PYSEC-2026-1", "PYSEC-2026-1", ["CVE-2026-10001"], "high", "1.4.2",
    )  # fmt: skip


def test_what_stands_in_the_way_is_logged_once_and_again_when_it_is_something_else(
    project: Project, index: Path, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    for minute in range(3):
        actions.look(project.organisation, at + timedelta(minutes=minute))
    assert caplog.text.count("could not look") == 1, "looked every minute, said once"
    index.parent.mkdir()
    index.write_bytes(b"no index")
    actions.look(project.organisation, at + HOUR)
    assert caplog.text.count("could not look") == 2


def test_without_advisories_it_is_said_and_made_up_for(
    project: Project, index: object, publish: Publish, at: datetime
) -> None:
    taken = take(project, component(), at=at)
    assert "no advisories here yet" in taken.unwatched
    looked = actions.look(project.organisation, at)
    assert "no advisories here yet" in looked.failure
    watched = queries.watched(project, at)
    assert not watched.whole
    assert any("could not look" in gap for gap in watched.gaps)
    publish(record("PYSEC-2026-1"))
    looked = actions.look(project.organisation, at + HOUR)
    assert looked.compared is not None
    assert (looked.compared.packages, looked.compared.changed, looked.compared.found) == (1, 1, 1)
    assert queries.watched(project, at + HOUR).whole


def test_an_index_that_has_not_changed_is_not_compared_again(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1"))
    take(project, component(), at=at)
    assert actions.look(project.organisation, at).compared is not None
    assert actions.look(project.organisation, at + HOUR).compared is None
    standing = queries.watching(project.organisation)
    assert standing is not None
    assert (standing.looked_at, standing.compared_at) == (at + HOUR, at)
    assert Comparison.objects.count() == 1


def test_a_new_advisory_opens_and_tells(project: Project, second: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2025-9", name="whelk"))
    take(project, component(), at=at)
    take(second, component(), component("limpet", "1"), at=at)
    actions.look(project.organisation, at)
    assert weak_now(project.organisation) == []
    publish(record("PYSEC-2025-9", name="whelk"), record("PYSEC-2026-1", severity=LOW), at=at)
    looked = actions.look(project.organisation, at + HOUR)
    assert looked.compared is not None
    assert (looked.compared.packages, looked.compared.changed, looked.compared.found) == (2, 1, 1)
    assert weak_now(project.organisation) == [("PYSEC-2026-1", "1.4.0")]
    assert Entry.objects.filter(action="advisories.compared").count() == 2


def test_a_changed_range_and_a_withdrawn_advisory_end_it(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1"), record("PYSEC-2026-2"))
    take(project, component(), at=at)
    assert len(weak_now(project.organisation)) == 2
    publish(
        record("PYSEC-2026-1", fixed="1.3.0"),
        record("PYSEC-2026-2", withdrawn="2026-03-01T00:00:00Z"),
        at=at,
    )
    actions.look(project.organisation, at + HOUR)
    ended = dict(Weakness.objects.values_list("name", "ended"))
    assert ended == {"PYSEC-2026-1": Ended.CORRECTED, "PYSEC-2026-2": Ended.WITHDRAWN}


def test_a_record_that_gets_another_name_is_the_same_weakness(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("GHSA-aaaa-bbbb-cccc"))
    take(project, component(), at=at)
    publish(
        record("GHSA-aaaa-bbbb-cccc", aliases=["CVE-2026-7"]),
        record("PYSEC-2026-7", aliases=["CVE-2026-7"]),
        at=at,
    )
    actions.look(project.organisation, at + HOUR)
    one = Weakness.objects.get()
    assert (one.name, one.key, one.found_at) == ("PYSEC-2026-7", "GHSA-aaaa-bbbb-cccc", at)
    assert set(one.aliases) == {"CVE-2026-7", "GHSA-aaaa-bbbb-cccc"}


def test_an_ecosystem_that_the_index_lost_ends_nothing(
    project: Project, index: Path, publish: Publish, at: datetime
) -> None:
    publish(record("PYSEC-2026-1"))
    take(project, component(), at=at)
    index.unlink()
    publish(record("GO-2026-1", "Go", "example.org/pier"), at=at)
    actions.look(project.organisation, at + HOUR)
    assert weak_now(project.organisation) == [("PYSEC-2026-1", "1.4.0")]
    assert any("no advisories of PyPI" in gap for gap in queries.watched(project, at + HOUR).gaps)


def test_older_advisories_take_nothing_back(project: Project, index: Path, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1"), at=at)
    take(project, component(), at=at)
    actions.look(project.organisation, at)
    index.unlink()
    publish(record("PYSEC-2025-1"), at=at - timedelta(days=3))
    assert "older ones" in actions.look(project.organisation, at + HOUR).failure
    assert weak_now(project.organisation) == [("PYSEC-2026-1", "1.4.0")]


def test_a_weakness_that_is_exploited_now_is_told(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1", aliases=["CVE-2026-10001"], severity=LOW))
    take(project, component(), at=at)
    actions.look(project.organisation, at)
    publish(record("PYSEC-2026-1", aliases=["CVE-2026-10001"], severity=LOW), at=at, kev=("CVE-2026-10001",))
    actions.look(project.organisation, at + HOUR)
    assert Weakness.objects.get().exploited
    notice = Notice.objects.get(title__contains="exploited")
    assert notice.title == "Harbour: 1 known weakness of its components known to be exploited"
    assert "barnacle 1.4.0: PYSEC-2026-1 (low, fixed in 1.4.2)" in notice.body
    assert notice.urgent


def test_what_came_from_elsewhere_or_is_not_its_own_opens_nothing(
    project: Project, publish: Publish, at: datetime
) -> None:
    publish(record("PYSEC-2026-1"))
    take(
        project,
        component(origin="workspace"),
        component(version="1.3.0", origin="path"),
        component(version="1.2.0", own=False),
        at=at,
    )
    known = list(Weakness.objects.all())
    assert len(known) == 3
    assert opening.hits(project.organisation, known) == []
    assert any("from a folder" in gap for gap in queries.watched(project, at).gaps)


def test_a_list_again_confirms_and_a_new_one_keeps_what_stays(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1"))
    first = take(project, component(), component("limpet", "1.0"), at=at)
    again = take(project, component(), component("limpet", "1.0"), at=at + HOUR)
    assert (again.new, again.inventory.pk, again.inventory.confirmed_at) == (False, first.inventory.pk, at + HOUR)
    second = take(project, component(line=9), component("limpet", "1.1"), at=at + 2 * HOUR)
    assert (second.inventory.added, second.inventory.removed, second.found) == (1, 1, 0)
    stays = Part.objects.get(release__package__name="barnacle")
    assert (stays.entered_id, stays.left_id, stays.line) == (first.inventory.pk, None, 9)
    went = Part.objects.get(release__version="1.0")
    assert went.left_id == second.inventory.pk
    assert Release.objects.count() == 3


def test_an_older_list_replaces_nothing(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1"))
    take(project, component(), at=at)
    older = dataclasses.replace(brought(component(version="1.0.0")), made_at=at - timedelta(days=9))
    taken = actions.take(project, older, by=SYSTEM, at=at + HOUR)
    assert (taken.new, taken.older) == (False, True)
    assert [part.release.version for part in queries.parts(project)] == ["1.4.0"]


def test_two_lists_of_a_project_stand_beside_each_other(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1"))
    take(project, component(), at=at, source="service")
    take(project, component(), component("limpet", "1"), at=at, source="site")
    known = list(Weakness.objects.all())
    (hit,) = opening.hits(project.organisation, known)
    assert hit.places == 2
    assert len(queries.current(project)) == 2


def test_what_changed_in_a_month(project: Project, second: Project, publish: Publish, at: datetime) -> None:
    publish(
        record("PYSEC-2026-1", severity=HIGH),
        record("RUSTSEC-2026-0001", "crates.io", "hull", fixed=None,
               affected=[{"package": {"ecosystem": "crates.io", "name": "hull"},
                          "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}],
                          "database_specific": {"informational": "unmaintained"}}]),
    )  # fmt: skip
    take(project, component("barnacle", "1.4.0"), component("limpet", "1.0"), component("rope", "1"), at=at)
    month = at + timedelta(days=30)
    take(second, component("limpet", "2.0"), at=month)
    take(
        project,
        component("barnacle", "1.4.1"),
        component("limpet", "1.0"),
        component("hull", "0.3.0", "crates.io"),
        at=month,
    )
    told = queries.changes(project, at + timedelta(days=1))
    assert [(one.name, one.version) for one in told.new] == [("hull", "0.3.0")]
    assert [(one.name, one.version) for one in told.gone] == [("rope", "1")]
    assert [(one.name, one.before, one.version) for one in told.updated] == [("barnacle", "1.4.0", "1.4.1")]
    assert [(one.name, one.newer) for one in told.outdated] == [("barnacle", "1.4.2"), ("limpet", "2.0")]
    assert [(one.name, one.weaknesses, one.severity) for one in told.vulnerable] == [
        ("barnacle", ("PYSEC-2026-1",), "high")
    ]
    assert [(one.name, one.weaknesses) for one in told.unmaintained] == [("hull", ("RUSTSEC-2026-0001",))]
    assert told.unseen == ()


def test_nothing_is_seen_of_another_organisation(
    project: Project, other_project: Project, publish: Publish, at: datetime
) -> None:
    publish(record("PYSEC-2026-1"))
    take(project, component(), at=at)
    with scope.inside(other_project.organisation):
        take(other_project, component(version="1.0"), at=at)
        assert [part.release.version for part in queries.parts(other_project)] == ["1.0"]
        assert weak_now(other_project.organisation) == [("PYSEC-2026-1", "1.0")]
    assert weak_now(project.organisation) == [("PYSEC-2026-1", "1.4.0")]


@pytest.mark.django_db(transaction=True)
def test_the_round_of_the_worker(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1"))
    with scope.inside(project.organisation):
        take(project, component(), at=at)
    publish(record("PYSEC-2026-1"), record("PYSEC-2026-2"), at=at)
    rounds.discover()
    rounds.run_due(at + HOUR)
    with scope.inside(project.organisation):
        assert len(weak_now(project.organisation)) == 2
        assert Comparison.objects.count() == 1


@pytest.mark.parametrize("made", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:00:00-23:00"])
def test_a_bill_of_a_day_that_is_none_in_utc_is_read_all_the_same(made: str) -> None:
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "metadata": {"timestamp": made},
        "components": [{"type": "library", "name": "barnacle", "version": "1", "purl": "pkg:pypi/barnacle@1"}],
    }
    found = reading.read(json.dumps(bill).encode(), "bill.json")
    assert (found.made_at, len(found.components)) == (None, 1)
