from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from controls.golden import BROKEN, KEPT, TODAY, UNPROVEN, Case, check, says
from desk_envelopes import promise, statement
from troth import controls
from troth.controls.advisory_channel import CONTROL, united
from troth.evidence.repository import Repository
from troth.formats import desk_facts
from troth.terms.answer import Answer, Answers, Gap, Want
from troth.terms.commitment import AdvisoryChannel
from troth.terms.seen.own_advisories import NotesFile, NotesSection, OwnWeakness
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict
from troth.terms.wants import AnnouncedWeaknesses, DeskRecords, OwnWeaknesses, ReleaseNotes

ON_GITHUB = AdvisoryChannel(span=says("Advisories are published on GitHub."), channel="github-advisory")
IN_NOTES = AdvisoryChannel(span=says("Fixes are told in the release notes."), channel="release-notes")
IN_FILE = AdvisoryChannel(span=says("Fixes are told in CHANGELOG.md."), channel="release-notes")
CASES = (
    Case(name="nothing is known", promise=ON_GITHUB, standing=UNPROVEN, words="no advisory of the project itself",
         settles="desk"),
    Case(name="notes of a project without advisories", promise=IN_NOTES, standing=UNPROVEN,
         files={"CHANGELOG.md": "# 1.4.2\n\n- Fixes CVE-2026-0001 in a dependency.\n"}, words="no advisory"),
    Case(name="it says that it does not", promise=AdvisoryChannel(
        span=says("We do not publish CVEs."), channel="cve", strength="refusal"), standing=KEPT, words="by its text"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def weakness(*names: str, day: int = 1, fixed: str = "1.4.2", by: Any = "advisories") -> OwnWeakness:
    at = datetime(2026, 3, day, tzinfo=UTC)
    return OwnWeakness(names=names, fixed=(fixed,), published=at, known_by=by, span=Span("pyproject.toml", 2))


def notes(text: str, *, path: str = "CHANGELOG.md", security: bool = False) -> NotesFile:
    named = tuple((word.strip(".,"), Span(path, 3, text)) for word in text.split() if "-" in word)
    return NotesFile(
        span=Span(path), named=named, sections=(NotesSection(version="1.4.2", security=security, span=Span(path, 1)),)
    )


def judged(
    commitment: AdvisoryChannel,
    *known: OwnWeakness,
    announced: Sequence[OwnWeakness] = (),
    files: Sequence[NotesFile] = (),
    gaps: Sequence[Gap] = (),
    records: Answer[Any] | None = None,
) -> Verdict:
    answers: dict[Want[Any], Answer[Any]] = {
        DeskRecords(document="SECURITY.md"): records or Answer(),
        OwnWeaknesses(): Answer(found=known),
        AnnouncedWeaknesses(document="SECURITY.md"): Answer(found=tuple(announced)),
        ReleaseNotes(): Answer(found=tuple(files), gaps=tuple(gaps)),
    }
    return controls.judge(commitment, Answers(answers), TODAY, (CONTROL,))


GHSA = "GHSA-2222-3333-4444"


def channel(name: str) -> AdvisoryChannel:
    return AdvisoryChannel(span=says("Advisories are published."), channel=name)


@pytest.mark.parametrize(
    ("name", "names", "standing"),
    [
        ("github-advisory", (GHSA, "CVE-2026-0001"), KEPT),
        ("github-advisory", ("PYSEC-2026-1", "CVE-2026-0001"), UNPROVEN),
        ("cve", (GHSA, "CVE-2026-0001"), KEPT),
        ("cve", (GHSA,), UNPROVEN),
        ("osv", ("PYSEC-2026-1",), KEPT),
        ("other", (GHSA,), KEPT),
        ("mailing-list", (GHSA,), UNPROVEN),
        ("direct", (GHSA,), UNPROVEN),
    ],
)
def test_published_databases_show_the_channels_that_they_copy(
    name: str, names: tuple[str, ...], standing: Standing
) -> None:
    assert judged(channel(name), weakness(*names)).standing is standing


def test_a_database_shows_nothing_of_a_forum() -> None:
    forum = AdvisoryChannel(span=says("We announce advisories on our forum."), channel="other")
    assert judged(forum, weakness(GHSA)).standing is UNPROVEN


def test_the_last_fixed_weakness_decides() -> None:
    old, new = weakness(GHSA, day=1), weakness("PYSEC-2026-9", day=9)
    assert judged(ON_GITHUB, old).standing is KEPT
    assert judged(ON_GITHUB, old, new).standing is UNPROVEN


def test_what_a_desk_says_is_no_proof_of_what_stands_elsewhere() -> None:
    assert judged(ON_GITHUB, announced=[weakness(GHSA, by="desk")]).standing is UNPROVEN
    both = judged(ON_GITHUB, weakness(GHSA), announced=[weakness("x_harbour-2026-0001", GHSA, by="desk")])
    assert both.standing is KEPT


@pytest.mark.parametrize("name", ["CVE-2026-0001", "x_harbour-2026-0001"])
def test_notes_that_name_it_by_any_name_keep_it(name: str) -> None:
    told = weakness("x_harbour-2026-0001", "CVE-2026-0001", by="desk")
    verdict = judged(IN_NOTES, announced=[told], files=[notes(f"Fixes {name}.")])
    assert verdict.standing is KEPT
    assert str(verdict.because[0].span) == "CHANGELOG.md:3"


@pytest.mark.parametrize(
    ("promise_", "file", "gaps", "standing"),
    [
        (IN_FILE, notes("Faster."), (), BROKEN),
        (IN_FILE, notes("A security fix.", security=True), (), UNPROVEN),
        (IN_FILE, notes("Faster."), (Gap(wanted="CHANGELOG.md", reason="too large"),), UNPROVEN),
        (IN_FILE, notes("Faster.", path="HISTORY.md"), (), UNPROVEN),
        (IN_NOTES, notes("Faster."), (), UNPROVEN),
    ],
    ids=["named and silent", "in words", "not read", "another file", "no file named"],
)
def test_notes_break_it_only_where_the_sentence_names_the_file_and_it_is_silent(
    promise_: AdvisoryChannel, file: NotesFile, gaps: Sequence[Gap], standing: Standing
) -> None:
    assert judged(promise_, weakness(GHSA), files=[file], gaps=gaps).standing is standing


def test_a_release_that_the_notes_do_not_tell_of_breaks_nothing() -> None:
    assert judged(IN_FILE, weakness(GHSA, fixed="9.9"), files=[notes("Faster.")]).standing is UNPROVEN


@pytest.mark.parametrize(("numbers", "standing"), [({}, KEPT), ({"kept": 40, "late": 1}, BROKEN)])
def test_the_records_of_the_desk_decide_first(numbers: dict[str, int], standing: Standing) -> None:
    direct = channel("direct")
    told = promise(kind=direct.kind, sentence=direct.sentence, terms=desk_facts.terms(direct), **numbers)
    answer = Answer(found=desk_facts.records(statement(told), "facts.json"), read=("facts.json",))
    assert judged(direct, weakness(GHSA), records=answer).standing is standing


def test_one_weakness_of_two_sources_is_one() -> None:
    (one,) = united([weakness("x_a", GHSA, by="desk", day=1), weakness(GHSA, "CVE-2026-1", day=4)])
    assert set(one.names) == {GHSA, "CVE-2026-1", "x_a"}
    assert (one.known_by, one.published) == ("advisories", datetime(2026, 3, 1, tzinfo=UTC))
