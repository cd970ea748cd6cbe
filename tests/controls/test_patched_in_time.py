from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from controls.golden import AT_RISK, BROKEN, KEPT, TODAY, UNPROVEN, says
from troth import controls
from troth.controls.patched_in_time import CONTROL
from troth.formats.desk_facts import terms
from troth.terms.answer import Answer, Answers, Gap
from troth.terms.commitment import Deadline
from troth.terms.package import package
from troth.terms.seen.components import Component
from troth.terms.seen.desk import DeskRecord
from troth.terms.seen.vulnerabilities import AdvisoryData, Exposure, Vulnerability
from troth.terms.settings import Settings
from troth.terms.severity import Assessed, Rating, Unknown
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict
from troth.terms.waiver import Waiver
from troth.terms.wants import Advisories, DeskRecords, Exposures, OwnSettings, SentenceAges, Waivers

NOW = datetime.combine(TODAY, time(), UTC)
WRITTEN = NOW - timedelta(days=400)
FRESH = AdvisoryData(records=9, newest=NOW - timedelta(days=1), fetched=NOW, digest="d", ecosystems=("PyPI",))
PROMISE = Deadline(
    span=says("Critical vulnerabilities are patched within 24 hours."),
    action="fix",
    within="PT24H",
    severity=("critical",),
)


def exposure(
    since: int = 30,
    *,
    left: float | None = None,
    rating: Rating = Rating.CRITICAL,
    published: int | None = 100,
    scope: Any = "",
    **more: Any,
) -> Exposure:
    """Entered ``since`` days ago, left ``left`` days after; ``published`` days ago."""
    found = Vulnerability(
        component=Component(
            package=package("PyPI", "mast"),
            version="1.0",
            purl="pkg:pypi/mast@1.0",
            span=Span("uv.lock", 12),
            scope=scope,
        ),
        id="OSV-1",
        severity=Assessed(rating=rating),
        published=None if published is None else NOW - timedelta(days=published),
        **{"fixed": "1.1", **more},
    )
    entered = NOW - timedelta(days=since)
    return Exposure(
        vulnerability=found,
        since=entered,
        known=max(entered, found.published) if found.published else None,
        left=None if left is None else entered + timedelta(days=left),
        left_by="" if left is None else "c" * 40,
    )


def judge(
    *found: Exposure,
    promise: Deadline = PROMISE,
    data: AdvisoryData | None = FRESH,
    written: datetime | None = WRITTEN,
    gaps: tuple[Gap, ...] = (),
    read: tuple[str, ...] = ("uv.lock",),
    waivers: tuple[Waiver, ...] = (),
    unknown: Unknown = Unknown.UNSAID,
    desk: Answer[DeskRecord] | None = None,
) -> Verdict:
    assert CONTROL.judges(promise)
    age = SentenceAges(document="SECURITY.md", line=5)
    none = Gap(wanted="it", reason="not here")
    answers = Answers(
        {
            Exposures(): Answer(found=found, gaps=gaps, read=read),
            Advisories(): Answer(found=(data,) if data else (), gaps=() if data else (none,)),
            Waivers(): Answer(found=waivers),
            OwnSettings(): Answer(found=(Settings(span=Span("troth.toml"), unknown=unknown),)),
            DeskRecords(document="SECURITY.md"): desk or Answer(),
            age: Answer(found=(written,) if written else (), gaps=() if written else (none,)),
        }
    )
    assert set(CONTROL.wants(promise)) <= set(answers)
    return controls.judge(promise, answers, TODAY, (CONTROL,))


def says_so(text: str, **more: Any) -> Deadline:
    return msgspec.structs.replace(PROMISE, span=says(text), **more)


def test_in_time_is_kept_and_cites_each_case() -> None:
    verdict = judge(exposure(30, left=0.5), exposure(200, left=0.9, published=300))
    assert verdict.standing is KEPT
    assert len(verdict.because) == 2
    assert "1 advisory since" in verdict.reason


def test_the_project_says_what_an_unknown_severity_means() -> None:
    late = exposure(30, left=3, rating=Rating.UNKNOWN)
    assert judge(late).standing is AT_RISK
    broken = judge(late, unknown=Unknown.BREACHING)
    assert broken.standing is BROKEN
    assert "severity is unknown" in broken.because[0].fact
    assert judge(late, unknown=Unknown.IGNORED).standing is UNPROVEN
    assert judge(late, exposure(30, left=0.5), unknown=Unknown.IGNORED).standing is KEPT
    every = msgspec.structs.replace(PROMISE, severity=())
    assert judge(late, promise=every, unknown=Unknown.IGNORED).standing is BROKEN  # it speaks of all severities


def test_late_is_broken_and_tells_since_when_and_by_which_commit() -> None:
    verdict = judge(exposure(30, left=3))
    assert verdict.standing is BROKEN
    assert "gone" in verdict.because[0].fact
    assert "cccccccccc" in verdict.because[0].fact
    assert verdict.because[0].span == Span("uv.lock")


def test_still_there_is_broken_with_its_line_and_the_version_that_mends_it() -> None:
    verdict = judge(exposure(30))
    assert verdict.standing is BROKEN
    assert verdict.because[0].span.line == 12
    assert verdict.next is not None
    assert "1.1" in verdict.next.text
    assert "today" in verdict.reason


def test_one_late_case_outweighs_many_in_time() -> None:
    assert judge(*(exposure(30 + day, left=0.1) for day in range(5)), exposure(40, left=9)).standing is BROKEN


def test_open_and_in_time_is_at_risk() -> None:
    verdict = judge(exposure(0), promise=says_so(PROMISE.sentence, within="P7D"))
    assert verdict.standing is AT_RISK
    assert "has to be gone by" in verdict.reason


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (exposure(30, rating=Rating.UNKNOWN), "severity is unknown"),
        (exposure(30, scope="development"), "development alone"),
        (exposure(30, only_if="on windows"), "only on windows"),
        (exposure(30, published=None), "published"),
        (exposure(30, fixed=""), "no fixed version"),
    ],
)
def test_what_is_not_sure_puts_at_risk(found: Exposure, words: str) -> None:
    verdict = judge(found)
    assert verdict.standing is AT_RISK
    assert words in verdict.reason


def test_a_waiver_explains_and_a_lapsed_one_does_not() -> None:
    waiver = Waiver(
        target="OSV-1", reason="no fix yet", owner="Harbour", until=TODAY, granted=TODAY, span=Span("troth.toml", 3)
    )
    verdict = judge(exposure(30), waivers=(waiver,))
    assert verdict.standing is AT_RISK
    assert "waived until" in verdict.reason
    lapsed = msgspec.structs.replace(waiver, until=TODAY - timedelta(days=1))
    assert judge(exposure(30), waivers=(lapsed,)).standing is BROKEN
    assert judge(exposure(30, left=9), waivers=(waiver,)).standing is BROKEN


def test_code_of_others_in_the_tree_is_not_promised() -> None:
    one = exposure(30)
    theirs = msgspec.structs.replace(one.vulnerability.component, own=False)
    vendored = msgspec.structs.replace(one.vulnerability, component=theirs)
    assert judge(msgspec.structs.replace(one, vulnerability=vendored)).standing is UNPROVEN


def test_where_a_mitigation_is_promised_too_a_late_version_is_at_risk() -> None:
    promise = says_so("Action: immediate patch or temporary mitigation", within="PT0H")
    assert judge(exposure(30, left=20), promise=promise).standing is AT_RISK
    assert judge(exposure(30, left=0.5), promise=promise).standing is KEPT


@pytest.mark.parametrize("found", [exposure(rating=Rating.HIGH), exposure(informational="unmaintained")])
def test_other_severities_and_notices_are_not_promised(found: Exposure) -> None:
    verdict = judge(found)
    assert verdict.standing is UNPROVEN
    assert "no critical advisory" in verdict.reason


def test_without_a_severity_every_weakness_counts() -> None:
    everything = says_so("Vulnerable dependencies are updated within a day", severity=())
    assert judge(exposure(rating=Rating.LOW), promise=everything).standing is BROKEN


def test_nothing_counts_before_the_sentence_was_written() -> None:
    assert judge(exposure(30, left=20), written=NOW - timedelta(days=5)).standing is UNPROVEN
    running = judge(exposure(30), written=NOW - timedelta(hours=12))
    assert running.standing is AT_RISK


@pytest.mark.parametrize("hours", [12, 200])
def test_what_is_certain_stands_first(hours: int) -> None:
    unsure = msgspec.structs.replace(exposure(40, rating=Rating.UNKNOWN).vulnerability, id="OSV-0", fixed="9")
    first = msgspec.structs.replace(exposure(40), vulnerability=unsure)
    verdict = judge(first, exposure(30), written=NOW - timedelta(hours=hours))
    assert "OSV-1 (critical)" in verdict.because[0].fact
    assert verdict.next
    assert "to 1.1 or later" in verdict.next.text


def test_the_clock_starts_when_it_could_be_known() -> None:
    assert judge(exposure(30, left=29.5, published=1)).standing is KEPT
    assert judge(exposure(30, left=25, published=10)).standing is BROKEN


def test_reports_are_for_the_desk() -> None:
    report = says_so("We fix critical issues within 24 hours of the report.")
    verdict = judge(exposure(30), promise=report)
    assert (verdict.standing, verdict.settles) == (UNPROVEN, "desk")
    about = says_so("Reported CVEs in dependencies are fixed within 24 hours.")
    assert judge(exposure(30), promise=about).standing is BROKEN


def test_a_target_is_only_missed() -> None:
    assert judge(exposure(30), promise=says_so(PROMISE.sentence, strength="target")).standing is AT_RISK


def test_gaps_prove_nothing_but_hide_no_contradiction() -> None:
    gap = (Gap(wanted="older lockfiles", reason="shallow clone"),)
    assert judge(exposure(30, left=0.5), gaps=gap).standing is UNPROVEN
    assert judge(exposure(30, left=9), gaps=gap).standing is BROKEN
    assert judge(data=None).standing is UNPROVEN
    assert judge(exposure(30), data=None).standing is UNPROVEN
    assert judge(exposure(30), written=None).standing is UNPROVEN


def test_advisories_older_than_the_promised_time_put_it_at_risk() -> None:
    old = msgspec.structs.replace(FRESH, newest=NOW - timedelta(days=40))
    verdict = judge(exposure(60, left=0.5), data=old)
    assert verdict.standing is AT_RISK
    assert f"the newest advisory here is of {NOW - timedelta(days=40):%Y-%m-%d}" in verdict.reason
    assert judge(data=old).standing is AT_RISK
    quarter = msgspec.structs.replace(PROMISE, within="P90D")
    assert judge(exposure(300, left=0.5, published=310), promise=quarter, data=old).standing is KEPT
    assert judge(exposure(60, left=3), data=old).standing is BROKEN
    undated = msgspec.structs.replace(FRESH, newest=None)
    assert judge(exposure(60, left=0.5), data=undated).standing is AT_RISK


def test_nothing_that_advisories_speak_of_is_no_matter_of_their_age() -> None:
    strangers = msgspec.structs.replace(FRESH, newest=None, ecosystems=())
    locked, free = judge(data=strangers), judge(data=strangers, read=())
    assert locked.standing is free.standing is UNPROVEN
    assert "none of the packages" in locked.reason
    assert "no lockfile" in free.reason
    assert free.next is not None
    assert free.next.text.startswith("Commit a lockfile")


@given(st.integers(0, 300), st.one_of(st.none(), st.floats(0, 300)), st.sampled_from(list(Rating)), st.integers(0, 300))
def test_never_kept_with_a_late_case(since: int, left: float | None, rating: Rating, published: int) -> None:
    one = exposure(since, left=left, rating=rating, published=published)
    verdict = judge(one)
    counts = rating in (Rating.CRITICAL, Rating.UNKNOWN) and one.known is not None
    gone = one.left or NOW + timedelta(days=1)
    if verdict.standing is KEPT:
        assert counts
        assert one.known is not None
        assert gone - one.known <= timedelta(days=1)
    if verdict.standing is BROKEN:
        assert rating is Rating.CRITICAL


def of_desk(promise: Deadline, **numbers: Any) -> Answer[DeskRecord]:
    given: dict[str, Any] = {
        "project": "harbour/harbour",
        "kind": "deadline",
        "sentence": promise.sentence,
        "document": "SECURITY.md",
        "line": 5,
        "first": NOW - timedelta(days=60),
        "last": NOW - timedelta(days=2),
        "terms": tuple(sorted(terms(promise).items())),
        "span": Span("facts.json"),
        "since": NOW - timedelta(days=90),
        "until": NOW,
        "n": 3,
        "kept": 3,
        "late": 0,
        "running": 0,
        "warned": 0,
        "overdue": 0,
        "median": 3600,
        "p90": 7200,
    }
    return Answer(found=(DeskRecord(**{**given, **numbers}),), read=("facts.json",))


IN_TIME = exposure(30, left=0.5)
LATE = exposure(30, left=3)
NEITHER = PROMISE
REPORTS = msgspec.structs.replace(PROMISE, span=says("Resolution within 24 hours for critical reports."))
DEPENDENCIES = msgspec.structs.replace(PROMISE, span=says("Critical advisories of dependencies: 24 hours."))


@pytest.mark.parametrize(
    ("promise", "found", "numbers", "standing"),
    [
        (REPORTS, (LATE,), {}, KEPT),
        (REPORTS, (IN_TIME,), {"kept": 2, "late": 1}, BROKEN),
        (REPORTS, (IN_TIME,), {"n": 0, "kept": 0}, UNPROVEN),
        (DEPENDENCIES, (IN_TIME,), {"kept": 2, "late": 1}, KEPT),
        (DEPENDENCIES, (LATE,), {}, BROKEN),
        (DEPENDENCIES, (), {}, UNPROVEN),
        (NEITHER, (LATE,), {}, BROKEN),
        (NEITHER, (IN_TIME,), {"kept": 2, "late": 1}, BROKEN),
        (NEITHER, (IN_TIME,), {"running": 1, "warned": 1}, AT_RISK),
        (NEITHER, (), {}, KEPT),
        (NEITHER, (IN_TIME,), {"n": 0, "kept": 0}, KEPT),
        (NEITHER, (), {"n": 0, "kept": 0}, UNPROVEN),
    ],
)
def test_the_desk_knows_what_lockfiles_do_not(
    promise: Deadline, found: tuple[Exposure, ...], numbers: dict[str, Any], standing: Standing
) -> None:
    assert judge(*found, promise=promise, desk=of_desk(promise, **numbers)).standing is standing


def test_facts_of_another_sentence_prove_no_fix() -> None:
    elsewhere = of_desk(REPORTS, sentence="Resolution within 24 hours, perhaps.")
    assert judge(promise=REPORTS, desk=elsewhere).standing is UNPROVEN


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Kritische Meldungen werden innerhalb von 24 Stunden behoben.", UNPROVEN),
        ("Corrigimos falhas críticas em até 24 horas após o recebimento do relatório.", UNPROVEN),
        ("치명적인 취약점은 신고 후 24시간 이내에 수정합니다.", UNPROVEN),
        ("Corrigimos falhas críticas das dependências em até 24 horas após o recebimento.", BROKEN),
        ("Falhas críticas são corrigidas em até 24 horas.", BROKEN),
    ],
)
def test_what_people_report_in_other_languages_is_not_held_against_dependencies(text: str, standing: Standing) -> None:
    assert judge(exposure(30, left=3), promise=says_so(text)).standing is standing
