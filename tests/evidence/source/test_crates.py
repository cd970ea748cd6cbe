from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence import structured
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.source import crate_lints, review_records, unsafe_sites
from troth.evidence.source.crates import Manifest, lints
from troth.evidence.source.reviews import day
from troth.terms import wants

Tree = Callable[..., Repository]
CRATE = '[package]\nname = "ferry"\n'
WORKSPACE = '[workspace]\nexclude = ["old"]\n[workspace.lints.rust]\nunsafe_code = "deny"\n'


def level(tree: Tree, files: dict[str, str]) -> tuple[str, str]:
    (crate,) = lints(tree({"Cargo.toml": CRATE, **files}))
    return crate.level, crate.origin


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ("", "")),
        ({"src/lib.rs": "#![forbid(unsafe_code)]"}, ("forbid", "attribute")),
        ({"src/lib.rs": "#![deny(missing_docs, unsafe_code)]"}, ("deny", "attribute")),
        ({"src/lib.rs": "//! Ferry\n\n#![warn(unsafe_code)] // later"}, ("warn", "attribute")),
        ({"src/lib.rs": "#[forbid(unsafe_code)]\nmod x {}"}, ("", "")),
        ({"src/lib.rs": "// #![forbid(unsafe_code)]"}, ("", "")),
        ({"src/lib.rs": 'const A: &str = "#![forbid(unsafe_code)]";'}, ("", "")),
        ({"src/deep.rs": "#![forbid(unsafe_code)]", "src/lib.rs": ""}, ("", "")),
        ({"src/lib.rs": "#![forbid(unsafe_code)]", "src/bin/a.rs": "fn main() {}"}, ("", "")),
        ({"src/lib.rs": "#![forbid(unsafe_code)]", "src/bin/a/main.rs": "#![deny(unsafe_code)]"}, ("deny", "attribute")),
        ({"src/lib.rs": "#![forbid(unsafe_code)]", "build.rs": "fn main() {}", "tests/a.rs": ""}, ("forbid", "attribute")),
        ({"Cargo.toml": CRATE + '[lints.rust]\nunsafe_code = "forbid"\n', "src/lib.rs": ""}, ("forbid", "lints")),
        ({"Cargo.toml": CRATE + '[lints.rust]\nunsafe_code = {level = "deny"}\n'}, ("deny", "lints")),
        ({"Cargo.toml": CRATE + '[lints.rust]\nunsafe_code = "sometimes"\n'}, ("", "")),
        ({"Cargo.toml": CRATE + '[lints.rust]\nunsafe_code = 3\n'}, ("", "")),
        ({"Cargo.toml": CRATE + "lints = 3\n"}, ("", "")),
        ({"Cargo.toml": CRATE + '[lints.rust]\nunsafe_code = "deny"\n', "src/lib.rs": "#![allow(unsafe_code)]"}, ("allow", "attribute")),
        ({"Cargo.toml": CRATE + '[lints.rust]\nunsafe_code = "deny"\n', "src/lib.rs": "#![forbid(unsafe_code)]"}, ("forbid", "attribute")),
        ({"Cargo.toml": CRATE + '[lib]\npath = "ferry.rs"\n', "ferry.rs": "#![forbid(unsafe_code)]"}, ("forbid", "attribute")),
    ],
)  # fmt: skip
def test_level_of_one_crate(tree: Tree, files: dict[str, str], expected: tuple[str, str]) -> None:
    assert level(tree, files) == expected


def test_lints_of_the_workspace_hold_for_crates_that_inherit(tree: Tree) -> None:
    inherits = '[package]\nname = "{}"\n[lints]\nworkspace = true\n'
    found = lints(
        tree(
            {
                "Cargo.toml": WORKSPACE,
                "a/Cargo.toml": inherits.format("pier"),
                "b/Cargo.toml": '[package]\nname = "quay"\n',
                "old/Cargo.toml": inherits.format("wreck"),
                "other/Cargo.toml": inherits.format("tug") + "x = 1\n[package.metadata]\ny = 1\n[workspace]\n",
            }
        )
    )
    told = {crate.crate: (crate.level, crate.inherits, crate.member) for crate in found}
    assert told["pier"] == ("deny", True, True)
    assert told["quay"] == ("", False, True)
    assert told["wreck"] == ("deny", True, False)
    assert told["tug"] == ("", True, True)
    (pier,) = (crate for crate in found if crate.crate == "pier")
    assert str(pier.set_at) == "Cargo.toml:4"


def test_crates_of_others_and_manifests_that_cannot_be_read(tree: Tree) -> None:
    repository = tree({"Cargo.toml": CRATE, "third_party/x/Cargo.toml": CRATE, "b/Cargo.toml": "[package"})
    answer = crate_lints(Scene(repository=repository, at=date(2026, 1, 1)), wants.Crates())
    assert [crate.span.path for crate in answer.found] == ["Cargo.toml"]
    assert [gap.wanted for gap in answer.gaps] == ["b/Cargo.toml"]


def test_sites_know_their_crate_and_whether_they_ship(tree: Tree) -> None:
    code = "fn f() { unsafe { g() } }\n"
    repository = tree(
        {
            "Cargo.toml": CRATE,
            "src/lib.rs": code,
            "src/inner/tests.rs": code,
            "benches/b.rs": code,
            "examples/e.rs": code,
            "pier/Cargo.toml": '[package]\nname = "pier"\n',
            "pier/src/main.rs": code,
            "vendor/x/src/lib.rs": code,
        }
    )
    answer = unsafe_sites(Scene(repository=repository, at=date(2026, 1, 1)), wants.UnsafeSites())
    told = {site.span.path: (site.crate, site.test) for site in answer.found}
    assert told == {
        "src/lib.rs": ("ferry", False),
        "src/inner/tests.rs": ("ferry", True),
        "benches/b.rs": ("ferry", True),
        "examples/e.rs": ("ferry", True),
        "pier/src/main.rs": ("pier", False),
    }


def test_a_file_too_large_to_read_is_a_gap(tree: Tree) -> None:
    repository = tree({"Cargo.toml": CRATE, "src/lib.rs": b"// unsafe\n" * 1_000_000})
    answer = unsafe_sites(Scene(repository=repository, at=date(2026, 1, 1)), wants.UnsafeSites())
    assert [gap.wanted for gap in answer.gaps] == ["src/lib.rs"]


@pytest.mark.parametrize(
    "text",
    ["", "review = 3", "[[review]]", '[[review]]\ndigest = "x"\nby = ""\non = 2026-01-01', "[review", '[[review]]\ndigest = 1\nby = 2\non = 3'],
)  # fmt: skip
def test_what_is_no_record(tree: Tree, text: str) -> None:
    scene = Scene(repository=tree({"troth.toml": text}), at=date(2026, 6, 1))
    assert review_records(scene, wants.ReviewRecords()).found == ()


def test_a_record_tells_its_line(tree: Tree) -> None:
    text = '# ours\n[[review]]\ndigest = "sha256:ab"\nby = "R. Pilot"\non = 2026-01-01T10:00:00Z\n'
    scene = Scene(repository=tree({"attestations/unsafe.toml": text}), at=date(2026, 6, 1))
    (record,) = review_records(scene, wants.ReviewRecords()).found
    assert (record.digest, record.by, record.on, str(record.span)) == (
        "sha256:ab", "R. Pilot", date(2026, 1, 1), "attestations/unsafe.toml:3",
    )  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_day_or_none(text: str) -> None:
    found = day(text)
    assert found is None or text.startswith(str(found.year).zfill(4))


TABLES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.sampled_from(["deny", "forbid", "ferry", "src/lib.rs"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["package", "name", "lints", "rust", "unsafe_code", "workspace", "bin", "lib", "path", "level", "exclude"]), inner, max_size=4),
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from(["package", "lints", "workspace", "bin", "lib"]), TABLES, max_size=5))
def test_sections_of_any_table_are_tables(table: dict[str, object]) -> None:
    manifest = Manifest(path="Cargo.toml", folder="", table=table)
    assert isinstance(manifest.section("workspace", "lints", "rust"), dict)
    assert isinstance(manifest.package, str)


@pytest.mark.parametrize("text", ["package = 3", "[package]\nname = []", 'bin = 3\nlib = "x"\n[package]\nname = "f"\nworkspace = 3',
                                  '[package]\nname = "f"\nworkspace = "../.."', '[workspace]\nexclude = 3\nlints = []\n[package]\nname = "f"'])  # fmt: skip
def test_odd_manifests_break_nothing(tree: Tree, text: str) -> None:
    assert structured.toml(text)
    assert all(crate.level == "" for crate in lints(tree({"Cargo.toml": text, "src/main.rs": ""})))
