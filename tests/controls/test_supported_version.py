from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from controls.golden import AT_RISK, BROKEN, KEPT, TODAY, UNPROVEN, Case, check, says
from troth.controls import together
from troth.controls.supported_version import CONTROL
from troth.evidence.repository import Repository
from troth.terms.answer import Answer, Answers
from troth.terms.commitment import Commitment, SupportedVersion
from troth.terms.seen.manifests import Release
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict
from troth.terms.wants import Releases, ReleasesElsewhere


def row(version: str, *others: tuple[str, bool], supported: bool = True, until: str = "") -> SupportedVersion:
    tick = "yes" if supported else "no"
    return SupportedVersion(
        span=says(f"| {version} | {tick} |"), version=version, supported=supported, until=until, neighbours=others
    )


def tagged(*tags: str, files: dict[str, str] | None = None) -> tuple[tuple[str, dict[str, str], tuple[str, ...]], ...]:
    """One commit per tag, a month apart, oldest first."""
    days = [f"2026-{month:02}-01" for month in range(1, len(tags) + 1)]
    return tuple((day, files or {"README.md": "harbour\n"}, (tag,)) for day, tag in zip(days, tags, strict=True))


def manifest(version: str) -> dict[str, str]:
    return {"pyproject.toml": f'[project]\nname = "harbour"\nversion = "{version}"\n'}


CASES = (
    Case(name="newest in the row", promise=row("1.x"), commits=tagged("v1.0.0", "v1.2.0"), standing=KEPT,
         cites=("tag:v1.2.0",), words="1.2.0"),
    Case(name="by version order, not by age", promise=row("2.x"), commits=tagged("v2.0.0", "v1.9.9"), standing=KEPT,
         cites=("tag:v2.0.0",)),
    Case(name="an older series beside the newest", promise=row("1.x", ("2.x", True)),
         commits=tagged("v1.0.0", "v2.0.0"), standing=KEPT, cites=("tag:v1.0.0",)),
    Case(name="latest", promise=row("latest release"), commits=tagged("v1.0.0"), standing=KEPT, cites=("tag:v1.0.0",)),
    Case(name="called the latest, and is", promise=row("2.0.x (latest)", ("1.x", True)),
         commits=tagged("v1.0.0", "v2.0.1"), standing=KEPT, cites=("tag:v2.0.1",)),
    Case(name="the latest of its own line", promise=row("1.x (current LTS)", ("2.x", True)),
         commits=tagged("v1.0.0", "v2.0.1"), standing=KEPT, cites=("tag:v1.0.0",)),
    Case(name="a range", promise=row(">= 1.4"), commits=tagged("v1.5.0"), standing=KEPT),
    Case(name="the current minor", promise=row("current minor"), commits=tagged("v1.4.0", "v1.5.1"), standing=KEPT),
    Case(name="tags that came to bear the name of the package at the root", promise=row("2.x"),
         commits=tagged("v1.0.0", "harbour-v2.0.0", files=manifest("2.0.0")), standing=KEPT,
         cites=("tag:harbour-v2.0.0",)),
    Case(name="tags of a part are not the project's", promise=row("1.x"),
         commits=tagged("v1.0.0", "ferry-v2.0.0", files=manifest("1.0.0")), standing=KEPT, cites=("tag:v1.0.0",)),
    Case(name="no version at all is supported", promise=row("2.x", ("< 2.0", False), supported=False),
         commits=tagged("v2.1.0"), standing=KEPT, words="no version is supported"),
    Case(name="the minor before", promise=row("Previous 1.x minor"), commits=tagged("v1.3.0", "v1.4.0", "v1.4.1"),
         standing=KEPT, words="1.3.0", cites=("tag:v1.3.0",)),
    Case(name="no minor before", promise=row("previous minor"), commits=tagged("v1.4.0", "v1.4.1"), standing=UNPROVEN),
    Case(name="counted back from the newest", promise=row("N-1", ("N", True)), commits=tagged("v4.0.0", "v5.0.0"),
         standing=KEPT, cites=("tag:v4.0.0",)),
    Case(name="the newest by its letter", promise=row("N", ("N-1", True)), commits=tagged("v4.0.0", "v5.0.0"),
         standing=KEPT, cites=("tag:v5.0.0",)),
    Case(name="main", promise=row("main"), commits=tagged("v1.0.0"), standing=KEPT, words="branch main"),
    Case(name="latest and main", promise=row("latest tagged release and main"), commits=tagged("v1.0.0"),
         standing=KEPT),
    Case(name="the manifest where there is no tag", promise=row("0.1.x"), files=manifest("0.1.4"), standing=KEPT,
         cites=("pyproject.toml:3",), breakers=(("pyproject.toml", '"0.1.4"', '"0.2.0"'),)),
    Case(name="a manifest ahead is the next release", promise=row("2.x"),
         commits=tagged("v1.8.0", files=manifest("2.0.0")), standing=KEPT),
    Case(name="an unsupported row", promise=row("< 1.0", ("1.x", True), supported=False), commits=tagged("v1.0.0"),
         standing=KEPT, words="kept by its text", cites=("SECURITY.md:5", "tag:v1.0.0")),
    Case(name="an end of life that is to come", promise=row("1.x", until="2027-03-01"), commits=tagged("v1.0.0"),
         standing=KEPT),
    Case(name="an end of life in words that is to come", promise=row("1.x", until="31 Dec 2099"),
         commits=tagged("v1.0.0"), standing=KEPT),
    Case(name="an end that hangs on something else", promise=row("1.x", until="12 months after 2020-01-01"),
         commits=tagged("v1.0.0"), standing=KEPT),
    Case(name="an end that is not settled", promise=row("1.x", until="at least until 2020"), commits=tagged("v1.0.0"),
         standing=KEPT),
    Case(name="a row of dates that is over says so itself", promise=SupportedVersion(
         span=says("1.x | 2024-01-01 | 2026-03-01"), version="1.x", supported=True, until="2026-03-01",
         neighbours=(("2.x", True),)),
         commits=tagged("v1.0.0", "v2.0.0"), standing=KEPT, words="is not in it"),
    Case(name="a row of dates that is over where no row is left", promise=SupportedVersion(
         span=says("1.x | 2024-01-01 | 2026-03-01"), version="1.x", supported=True, until="2026-03-01"),
         commits=tagged("v1.0.0", "v2.0.0"), standing=UNPROVEN, words="no row covers the newest release"),
    Case(name="rows of dates that are all over", promise=SupportedVersion(
         span=says("1.x | 2024-01-01 | 2026-03-01"), version="1.x", supported=True, until="2026-03-01",
         neighbours=(("0.x", True),)),
         commits=tagged("v1.0.0", "v2.0.0"), standing=UNPROVEN, words="no row covers the newest release"),
    Case(name="a row of dates that is over and holds the newest release", promise=SupportedVersion(
         span=says("1.x | 2024-01-01 | 2026-03-01"), version="1.x", supported=True, until="2026-03-01"),
         commits=tagged("v1.0.0"), standing=AT_RISK, words="end of life"),
    # at risk
    Case(name="only a pre-release", promise=row("2.x"), commits=tagged("v2.0.0-rc.1"), standing=AT_RISK,
         words="pre-release"),
    Case(name="an end whose planned day has passed", promise=row("1.x", until="release of 2.0 (planned 2025-01-01)"),
         commits=tagged("v1.0.0"), standing=UNPROVEN, words="that day has passed"),
    Case(name="an end whose planned day is to come", promise=row("1.x", until="release of 2.0 (planned 2099-01-01)"),
         commits=tagged("v1.0.0"), standing=KEPT),
    Case(name="more versions than are out", promise=row("last three major versions"),
         commits=tagged("v1.0.0", "v1.1.0", "v2.0.0"), standing=UNPROVEN, words="3 major versions are named, and 2"),
    Case(name="as many versions as are named", promise=row("latest two minor versions"),
         commits=tagged("v1.0.0", "v1.1.0"), standing=KEPT, words="1.1.0"),
    Case(name="the end of life has passed", promise=row("1.x", until="2026-03-01"), commits=tagged("v1.0.0"),
         standing=AT_RISK, words="end of life"),
    Case(name="the end of life has passed in words", promise=row("1.x", until="January 2020"),
         commits=tagged("v1.0.0"), standing=AT_RISK, words="end of life, January 2020, has passed"),
    Case(name="called the latest, and is not", promise=row("2.0.0 (latest release)", ("latest release", True)),
         commits=tagged("v2.0.0", "v3.0.0"), standing=AT_RISK, cites=("tag:v3.0.0",),
         words="the row says 2.0.0 (latest release); the newest release is 3.0.0"),
    # broken
    Case(name="newest outside all rows", promise=row("0.1.x"), commits=tagged("v0.1.0", "v1.0.1"), standing=BROKEN,
         words="newest release 1.0.1 is outside every supported row", cites=("tag:v1.0.1",)),
    Case(name="newest outside two rows", promise=row("0.1.x", ("0.2.x", True)), commits=tagged("v0.1.0", "v1.0.1"),
         standing=BROKEN),
    Case(name="a series that never existed", promise=row("3.x", ("1.x", True)), commits=tagged("v1.0.0", "v1.1.0"),
         standing=BROKEN, words="no release of 3.x ever existed"),
    Case(name="a series that the release notes do not know either", promise=row("3.x", ("1.x", True)),
         commits=tagged("v1.0.0", "v1.1.0", files={"CHANGELOG.md": "# Changes\n\n## 1.1.0\n\n- As 3.0.0 will be.\n"}),
         standing=BROKEN, words="no release of 3.x ever existed"),
    Case(name="an unsupported row covers the newest", promise=row("1.x", supported=False),
         commits=tagged("v0.9.0", "v1.0.0"), standing=BROKEN, words="says unsupported"),
    # unproven
    Case(name="a tag of an image that is called latest", promise=row("latest", ("2.x", True), supported=False),
         commits=tagged("v2.0.0"), standing=UNPROVEN, words="a tag of an image or a channel may be meant"),
    Case(name="a release without a tag that the release notes tell of", promise=row("2.0.0", ("latest release", True)),
         commits=tagged("v1.0.0", "v3.0.0", files={"CHANGELOG.md": "# Changes\n\n## [2.0.0] - 2026-01-09\n\n- X.\n"}),
         standing=UNPROVEN, words="CHANGELOG.md:3 tells of such a release, and no tag of it is here"),
    Case(name="a newer release of the row that the release notes tell of", promise=row("3.x"),
         commits=tagged("v2.0.0", files={"CHANGELOG.md": "# Changes\n\n## 3.0.0 - 2026-01-01\n\n- X.\n"}),
         standing=UNPROVEN, words="tells of a newer release in a supported row, and no tag of it is here"),
    Case(name="an older one that they tell of", promise=row("1.x"),
         commits=tagged("v2.0.0", files={"CHANGELOG.md": "# Changes\n\n## 1.0.0 - 2026-01-01\n\n- X.\n"}),
         standing=BROKEN, words="newest release 2.0.0 is outside every supported row"),
    Case(name="no tags and no version", promise=row("1.x"), files={"README.md": "harbour\n"}, standing=UNPROVEN,
         words="no version tag"),
    Case(name="words without a version", promise=row("the good ones"), commits=tagged("v1.0.0"), standing=UNPROVEN),
    Case(name="latest without a release", promise=row("latest release"), files={"README.md": "x\n"},
         standing=UNPROVEN),
    Case(name="a branch that is not here", promise=row("develop"), commits=tagged("v1.0.0"), standing=UNPROVEN),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def test_a_tag_younger_than_the_check_does_not_exist(git_tree: Callable[..., Repository]) -> None:
    commits = (("2026-01-01", {"a": "1"}, ("v1.0.0",)), ("2026-06-01", {"a": "2"}, ("v2.0.0",)))
    case = Case(
        name="past", promise=row("1.x"), commits=commits, standing=KEPT, today=date(2026, 3, 1), cites=("tag:v1.0.0",)
    )
    check(case, CONTROL, git_tree, git_tree)


@pytest.mark.parametrize(
    ("root", "told"),
    [
        ("2.0.0", "the latest release is 2.0.0"),
        ("2.1.0", "the latest release is 2.1.0"),
        ("1.0.0", "the latest release is 5.1.4"),
    ],
)
def test_a_part_with_a_number_of_its_own_is_not_the_next_release(
    root: str, told: str, git_tree: Callable[..., Repository]
) -> None:
    files = {
        "package.json": f'{{"name": "harbour", "version": "{root}"}}\n',
        "plugins/package.json": '{"name": "ferry-plugins", "version": "5.1.4"}\n',
    }
    case = Case(
        name=root,
        promise=row("latest release"),
        commits=(("2026-01-01", files, ("v2.0.0",)),),
        standing=KEPT,
        words=told,
    )
    check(case, CONTROL, git_tree, git_tree)


def test_the_release_that_is_not_in_a_row_is_named(git_tree: Callable[..., Repository]) -> None:
    files = {"package.json": '{"name": "harbour", "version": "2.0.0"}\n'}
    case = Case(
        name="ahead",
        promise=row("1.x", supported=False),
        commits=(("2026-01-01", files, ("v1.10.0",)),),
        standing=KEPT,
        words="kept by its text; the newest release 2.0.0 is not in it",
    )
    check(case, CONTROL, git_tree, git_tree)


def test_rows_of_several_products_are_judged_by_the_releases_of_each(git_tree: Callable[..., Repository]) -> None:
    def of(product: str, version: str, *, supported: bool) -> SupportedVersion:
        return SupportedVersion(
            span=says(f"| {product} | {version} | - |"), version=version, supported=supported, product=product
        )

    table = [of("harbour (app)", "4.x and earlier", supported=False), of("tide_gauge (controller)", "8.1.x and earlier",
             supported=False), of("tide_gauge (controller)", "9.x", supported=True)]  # fmt: skip
    old, gauge, new = together(table)
    assert isinstance(gauge, SupportedVersion)
    assert gauge.neighbours == (("9.x", True),)
    released = tagged("v5.1.5", "harbour-v5.1.5")
    for one, standing, words in (
        (old, KEPT, "the newest release 5.1.5 is not in it"),
        (gauge, KEPT, "kept by its text"),
        (new, UNPROVEN, "which releases are those of tide_gauge (controller) cannot be told here"),
    ):
        check(Case(name="", promise=one, commits=released, standing=standing, words=words), CONTROL, git_tree, git_tree)
    quay, _, _ = together(
        [of("quay", "0.8", supported=True), of("quay", "0.9", supported=True), of("pier", "1.0", supported=True)]
    )
    named = {"Cargo.toml": '[package]\nname = "quay"\nversion = "0.9.2"\n'}
    words = "no tag names quay; which of its releases are out is not told"
    case = Case(name="", promise=quay, commits=tagged("v0.8.1", files=named), standing=UNPROVEN, words=words)
    check(case, CONTROL, git_tree, git_tree)
    alone = together([of("harbour", "5.x", supported=True)])[0]
    assert isinstance(alone, SupportedVersion)
    assert not alone.product


def test_rows_know_their_neighbours() -> None:
    rows = together([row("1.x"), row("< 1.0", supported=False)])
    assert [one.neighbours for one in rows if isinstance(one, SupportedVersion)] == [
        (("< 1.0", False),),
        (("1.x", True),),
    ]


def standing_of(
    version: str,
    tags: tuple[str, ...],
    *,
    supported: bool = True,
    beside: tuple[Commitment, ...] = (),
    elsewhere: tuple[str, ...] = (),
) -> Verdict:
    """The verdict on one row, with the tags of a clone, those of its other branches, and other rows of its table."""
    own = together([row(version, supported=supported), *beside])[0]
    known = {Releases: releases(tags), ReleasesElsewhere: releases(elsewhere)}
    answers = Answers({want: Answer(found=known.get(type(want), ())) for want in CONTROL.wants(own)})
    return CONTROL.judge(own, answers, TODAY)


def releases(tags: tuple[str, ...]) -> tuple[Release, ...]:
    return tuple(
        Release(
            tag=tag,
            version=tag.rpartition("/")[2].rpartition("-v")[2].removeprefix("v"),
            span=Span(f"tag:{tag}"),
            package=tag.rpartition("/")[0] or (tag.rpartition("-v")[0] if "-v" in tag else ""),
            prerelease="rc" in tag,
        )
        for tag in tags
    )


def test_a_series_of_a_maintenance_branch_exists() -> None:
    others = (row("3.x"),)
    kept = standing_of("2.4.x", ("v3.1.0",), beside=others, elsewhere=("v2.4.1", "v2.4.0"))
    assert (kept.standing, kept.reason) == (KEPT, "its newest release is 2.4.1")
    assert standing_of("2.4.x", ("v3.1.0",), beside=others, elsewhere=("v2.5.0",)).standing is BROKEN
    assert standing_of("2.4.x", ("v3.1.0",), elsewhere=("v2.4.1",)).standing is BROKEN
    assert standing_of("2.4.x", ("v3.1.0",), beside=others, elsewhere=("plugin-v2.4.1",)).standing is BROKEN


def test_a_row_for_early_versions_is_kept_by_one() -> None:
    kept = standing_of("2.x (rc)", ("v1.4.0", "v2.0.0-rc1"), beside=(row("1.x"),))
    assert kept.standing is KEPT
    assert standing_of("2.x", ("v1.4.0", "v2.0.0-rc1"), beside=(row("1.x"),)).standing is AT_RISK


def test_a_row_is_told_by_its_newest_release_wherever_that_was_tagged() -> None:
    merged, branches = ("v1.7.14", "v1.8.8"), ("v1.7.24", "v1.8.12", "plugin-v1.8.99")
    assert standing_of("1.8", merged, elsewhere=branches).reason == "newest release 1.8.12 falls in this row"
    others = (row("1.8"),)
    assert standing_of("1.7", merged, beside=others, elsewhere=branches).reason == "its newest release is 1.7.24"
    assert standing_of("1.7", merged, beside=others).reason == "its newest release is 1.7.14"
    older = standing_of("2.x", ("v2.1.0",), elsewhere=("v3.0.0",))
    assert older.reason == "its newest release is 2.1.0; 3.0.0 of another branch is not in it"


def test_releases_of_branches_are_the_newest_where_no_merged_tag_is() -> None:
    """A project that tags its release branches only: what is merged is ancient."""
    merged, branches = ("v0.9.2", "v2.0.0-rc1"), ("v1.18.4", "v1.19.5", "v2.1.0-rc1")
    latest = standing_of("latest release", merged, elsewhere=branches)
    assert (latest.standing, latest.reason) == (KEPT, "the latest release is 1.19.5")
    old = standing_of("< 1.16", merged, supported=False, elsewhere=branches)
    assert (old.standing, old.reason) == (KEPT, "kept by its text; the newest release 1.19.5 is not in it")
    assert standing_of("1.19", merged, elsewhere=branches).reason == "newest release 1.19.5 falls in this row"
    lost = standing_of("1.17", merged, elsewhere=branches)
    assert (lost.standing, lost.reason) == (BROKEN, "newest release 1.19.5 is outside every supported row")
    assert standing_of("< 1.0", ("v0.9.2",), supported=False).standing is BROKEN
    assert standing_of("< 2.0", merged, supported=False, elsewhere=branches).standing is BROKEN
    maintained = standing_of("latest release", ("v1.2.0",), elsewhere=("plugin-v9.0.0", "v1.1.9"))
    assert maintained.reason == "the latest release is 1.2.0"


@pytest.mark.parametrize(
    ("tags", "standing"),
    [
        (("v2.0.0", "plugin-v9.0.0"), KEPT),
        (("v2.0.0", "upstream/v9.9.9"), KEPT),
        (("v2.0.0", "20240101"), KEPT),
        (("harbour-v2.0.0", "api-v7.0.0"), KEPT),
        (("harbour-v3.0.0", "api-v7.0.0"), BROKEN),
        (("v1.0.0", "v2.0.0-rc1"), AT_RISK),
        (("v3.0.0", "v2.0.0-rc1"), BROKEN),
    ],
)
def test_tags_of_other_packages_and_early_releases(tags: tuple[str, ...], standing: Standing) -> None:
    assert standing_of("2.x", tags).standing is standing


def test_an_unsupported_row_waits_for_the_release_that_is_announced() -> None:
    verdict = standing_of("1.x", ("v1.0.0", "v2.0.0-rc1"), supported=False, beside=(row("2.x"),))
    assert verdict.standing is AT_RISK
    assert standing_of("1.x", ("v1.0.0",), supported=False, beside=(row("2.x"),)).standing is BROKEN
