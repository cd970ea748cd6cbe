"""What comes in is known again: by identity, over lines, tools and aliases; what is not told of any more is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from desk.findings.conftest import known, warning
from troth_desk.findings import identity
from troth_desk.findings.actions import bringing
from troth_desk.findings.models import Event, Finding, Import, Sighting
from troth_desk.findings.states import Severity
from troth_desk.ledger.models import Entry
from troth_desk.tenants.models import Organisation, Project

DAY = timedelta(days=1)
Brings = Callable[..., bringing.Brought]


def counts(brought: bringing.Brought) -> tuple[int, int, int]:
    return brought.brought.new, brought.brought.gone, brought.brought.back


def test_new_gone_back(brings: Brings, organisation: Organisation) -> None:
    both = (warning(), warning("B105"))
    assert counts(brings(*both)) == (2, 0, 0)
    assert counts(brings(warning(), later=DAY)) == (0, 1, 0)
    gone = Finding.objects.get(rule="B105")
    assert (gone.state, gone.live, gone.gone_at is not None) == ("fixed", False, True)
    assert counts(brings(*both, later=2 * DAY)) == (0, 0, 1)
    back = Finding.objects.get(rule="B105")
    assert (back.pk, back.state, back.live, back.times_back) == (gone.pk, "open", True, 1)
    assert list(Event.objects.values_list("kind", flat=True)) == ["gone", "back"]
    told = Entry.objects.filter(organisation_id=organisation.pk, action="findings.imported")
    assert told.count() == 3


def test_a_moved_line_is_the_same_finding(brings: Brings) -> None:
    brings(warning(line=3))
    assert counts(brings(warning(line=90, text="a shell is started, line 90"), later=DAY)) == (0, 0, 0)
    assert Finding.objects.get().line == 90


def test_without_context_numbers_in_the_message_do_not_count(brings: Brings) -> None:
    brings(warning(context="", text="seen at 3:14"))
    assert counts(brings(warning(context="", text="seen at 90:2"), later=DAY)) == (0, 0, 0)


def test_the_same_result_again_changes_nothing(brings: Brings) -> None:
    first = brings(warning(), digest="a" * 64)
    again = brings(warning(), digest="a" * 64, later=DAY)
    assert (again.new, again.brought.pk) == (False, first.brought.pk)
    assert Import.objects.count() == 1


@pytest.mark.parametrize("partial", [("it says of itself that it did not succeed",)])
def test_what_is_not_whole_closes_nothing(brings: Brings, partial: tuple[str, ...]) -> None:
    brings(warning(), warning("B105"))
    assert counts(brings(warning("B999"), later=DAY, partial=partial)) == (1, 0, 0)
    assert Finding.objects.filter(live=True).count() == 3


def test_an_older_result_changes_nothing(brings: Brings) -> None:
    brings(warning(), later=2 * DAY)
    older = brings(warning("B105"), later=3 * DAY, ran=DAY)
    assert older.brought.older
    assert counts(older) == (0, 0, 0)
    assert Finding.objects.get().live


def test_alike_lines_are_several_and_a_line_told_twice_is_one(brings: Brings) -> None:
    brought = brings(warning(line=3), warning(line=9), warning(line=9))
    assert (brought.brought.new, brought.brought.twins) == (2, 1)
    assert counts(brings(warning(line=4), later=DAY)) == (0, 1, 0)


def test_two_tools_see_one_weakness_of_a_package(brings: Brings) -> None:
    """Whatever id each of them uses; it is gone once neither sees it."""
    brings(known())
    other = known("CVE-2026-1000", "Hull", tool="safety", aliases=())
    assert counts(brings(other, later=DAY)) == (0, 0, 0)
    assert Sighting.objects.count() == 1
    assert counts(brings(tool="pip-audit", later=2 * DAY)) == (0, 0, 0)
    assert Finding.objects.get().live
    assert counts(brings(tool="safety", later=3 * DAY)) == (0, 1, 0)


def test_an_id_that_comes_later_makes_no_second_finding(brings: Brings) -> None:
    """GHSA first, its CVE a week after: the identity would be another one, an id of both is not."""
    brings(known("GHSA-aaaa-bbbb-cccc", aliases=()))
    brought = brings(known("GHSA-aaaa-bbbb-cccc", aliases=("CVE-2026-7",)), later=DAY)
    assert counts(brought) == (0, 0, 0)
    assert "CVE-2026-7" in Finding.objects.get().aliases


def test_two_lockfiles_with_one_weak_package_are_one_finding(brings: Brings) -> None:
    brought = brings(known(path="a/requirements.txt"), known(path="b/requirements.txt"), ids=True)
    assert (brought.brought.new, brought.brought.twins) == (1, 1)
    assert len(brought.findings) == 2
    assert len(set(brought.findings)) == 1


def test_another_identity_closes_nothing(brings: Brings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of identities that tells more apart: what is on record is found by the old one and renamed."""
    brings(known())
    brings(warning(), warning(line=9))
    before = set(Finding.objects.values_list("pk", "identity"))
    second = lambda seen: identity._digest("2", identity.first(seen), seen.said)  # noqa: E731
    monkeypatch.setattr(identity, "VERSIONS", {1: identity.first, 2: second})
    monkeypatch.setattr(identity, "CURRENT", 2)
    assert counts(brings(warning(line=5), warning(line=11), later=DAY)) == (0, 0, 0)
    after = set(Finding.objects.filter(rule="B602").values_list("pk", "identity"))
    assert {pk for pk, _ in after} < {pk for pk, _ in before}
    assert not after & before
    assert counts(brings(warning(line=5), warning(line=11), later=2 * DAY)) == (0, 0, 0)
    assert set(Finding.objects.values_list("identity_version", flat=True)) == {
        1,
        2,
    }  # the dependency's tool did not run


def test_a_fix_that_was_claimed_is_none_where_a_later_run_sees_it(brings: Brings, at: datetime) -> None:
    brings(warning())
    Finding.objects.update(state="fixed", live=False, decided_at=at + DAY)
    assert counts(brings(warning(), later=2 * DAY, ran=DAY / 2)) == (0, 0, 0)
    assert counts(brings(warning(), later=3 * DAY)) == (0, 0, 1)


def test_what_is_silenced_in_the_source_is_not_to_be_done(brings: Brings) -> None:
    brings(warning(silenced="in its source: reviewed"))
    assert not Finding.objects.get().live
    brings(warning(), later=DAY)
    assert Finding.objects.get().live
    brings(warning(silenced="# nosec"), later=2 * DAY)
    assert Finding.objects.get().state == "silenced"


def test_a_severity_that_a_person_set_stays(brings: Brings) -> None:
    brings(warning())
    Finding.objects.update(severity="low", rated=True, rank=30)
    brings(warning(severity=Severity.CRITICAL, said="critical"), later=DAY)
    assert Finding.objects.get().severity == "low"


def test_levels_are_no_severities(brings: Brings) -> None:
    brings(warning(severity=Severity.UNKNOWN, said="error"), warning("B1", severity=Severity.UNKNOWN, said="note"))
    ordered = Finding.objects.order_by("-rank")
    assert [(one.severity, one.said) for one in ordered] == [("unknown", "error"), ("unknown", "note")]


def test_of_another_organisation_nothing_is_seen(brings: Brings, other_project: Project, at: datetime) -> None:
    from troth_desk.findings.seen import Delivered
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.tenants import scope

    first = brings(known(), digest="d" * 64)
    with scope.inside(other_project.organisation):
        delivered = Delivered(tool="pip-audit", at=at, seen=(known(),))
        theirs = bringing.bring(other_project, delivered, source="sarif", digest="d" * 64, by=SYSTEM, at=at)
        assert theirs.new
        assert theirs.brought.pk != first.brought.pk
        assert Finding.objects.filter(project=other_project).count() == 1
