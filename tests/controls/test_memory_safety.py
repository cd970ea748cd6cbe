from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import AT_RISK, BROKEN, KEPT, TODAY, UNPROVEN, Case, check, judge, says
from troth.controls.attested import settled_by_people
from troth.controls.memory_safety import CONTROL
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.source import unsafe_sites
from troth.terms.commitment import Practice
from troth.terms.wants import UnsafeSites


def practice(text: str) -> Practice:
    return Practice(span=says(text), topic="memory_safety")


REVIEWED = practice("No `unsafe` code without explicit review and documentation")
DOCUMENTED = practice("All `unsafe` blocks are documented with their invariants")
OWNERSHIP = practice("Memory safety enforced through Rust's ownership model")
NONE = practice("No `unsafe` code (`#![forbid(unsafe_code)]`)")
PUBLISHED = practice("`#![forbid(unsafe_code)]` in every published crate")
DENIED = practice("No `unsafe` code (`#![deny(unsafe_code)]`)")
FEW = practice("We minimize `unsafe` code")

CARGO, LIB = "Cargo.toml", "src/lib.rs"
CRATE = '[package]\nname = "ferry"\nversion = "0.1.0"\n'
FORBID = "#![forbid(unsafe_code)]\npub fn cross() {}\n"
SAFE = "pub fn cross() {}\n"
BARE = "pub fn cross(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n"
EXPLAINED = "pub fn cross(p: *const u8) -> u8 {\n    // SAFETY: the caller holds the pier\n    unsafe { *p }\n}\n"
IN_MACRO = "macro_rules! cross {\n    ($p:expr) => { unsafe { *$p } };\n}\n"
IN_TEST = (
    SAFE
    + "#[cfg(test)]\nmod tests {\n    #[test]\n    fn crosses() { unsafe { std::hint::unreachable_unchecked() } }\n}\n"
)
WORKSPACE = '[workspace]\nmembers = ["a", "b"]\n\n[workspace.lints.rust]\nunsafe_code = "forbid"\n'


def crate(name: str, *more: str) -> str:
    return "\n".join((f'[package]\nname = "{name}"', *more)) + "\n"


INHERITS = "[lints]\nworkspace = true"

PIER = {
    CARGO: '[workspace]\nmembers = ["a", "b"]\n',
    "a/Cargo.toml": crate("quay"),
    "a/src/lib.rs": "#![forbid(unsafe_code)]\npub mod keel;\n",
    "a/src/keel.rs": SAFE,
    "b/Cargo.toml": crate("pier"),
    "b/src/lib.rs": BARE,
}
DENIED_BUT_FFI = {
    CARGO: CRATE,
    LIB: "#![deny(unsafe_code)]\npub mod ffi;\n",
    "src/ffi.rs": "#![allow(unsafe_code)]\n" + BARE,
}

CASES = (
    # one file, one crate
    Case(
        name="a file without it beside one that has it",
        promise=practice("`mast.rs`: audited; no unsafe code"),
        files={CARGO: CRATE, LIB: SAFE, "src/mast.rs": SAFE, "src/keel.rs": BARE},
        standing=UNPROVEN,
        words="no unsafe code was seen in mast.rs",
    ),
    Case(
        name="the file itself has it",
        promise=practice("`keel.rs`: audited; no unsafe code"),
        files={CARGO: CRATE, LIB: SAFE, "src/mast.rs": SAFE, "src/keel.rs": BARE},
        standing=BROKEN,
        words="1 unsafe site where none is promised",
    ),
    Case(
        name="a file by its path beside one of the same name",
        promise=practice("`src/lib.rs` contains no unsafe code"),
        files={CARGO: CRATE + '[workspace]\nmembers = ["b"]\n', LIB: SAFE,
               "b/Cargo.toml": crate("quay"), "b/src/lib.rs": BARE},
        standing=UNPROVEN,
        words="no unsafe code was seen in src/lib.rs",
        breakers=((LIB, SAFE, BARE),),
    ),
    Case(
        name="a file by a path of its crate",
        promise=practice("`src/lib.rs` contains no unsafe code"),
        files={CARGO: '[workspace]\nmembers = ["b"]\n', "b/Cargo.toml": crate("quay"), "b/src/lib.rs": BARE},
        standing=BROKEN,
    ),
    Case(
        name="a crate that forbids it beside one that has it",
        promise=practice("The crate `pier` contains no unsafe code"),
        files={CARGO: '[workspace]\nmembers = ["a", "b"]\n', "a/Cargo.toml": crate("pier"), "a/src/lib.rs": FORBID,
               "b/Cargo.toml": crate("quay"), "b/src/lib.rs": BARE},
        standing=KEPT,
        words="pier forbids",
        breakers=(("a/src/lib.rs", FORBID, BARE),),
    ),
    Case(
        name="the crate, one of two",
        promise=practice("The entire crate that parses letters is `forbid(unsafe_code)`"),
        files={CARGO: '[workspace]\nmembers = ["a", "b"]\n', "a/Cargo.toml": crate("pier"), "a/src/lib.rs": FORBID,
               "b/Cargo.toml": crate("quay"), "b/src/lib.rs": BARE},
        standing=UNPROVEN,
        words="no unsafe code was seen in pier",
        breakers=(("a/src/lib.rs", FORBID, BARE),),
    ),
    Case(
        name="the crate, the only one",
        promise=practice("The entire crate is `forbid(unsafe_code)`"),
        files={CARGO: CRATE, LIB: BARE},
        standing=BROKEN,
    ),
    Case(
        name="an audit beside none at all",
        promise=practice("Audited; no unsafe code"),
        files={CARGO: CRATE, LIB: EXPLAINED},
        standing=BROKEN,
        words="where none is promised",
    ),
    # every crate forbids
    Case(
        name="an attribute forbids",
        promise=REVIEWED,
        files={CARGO: CRATE, LIB: FORBID},
        standing=KEPT,
        cites=(f"{LIB}:1",),
        breakers=((LIB, "#![forbid(unsafe_code)]", ""), (LIB, "forbid", "warn")),
    ),
    Case(name="ownership, and an attribute forbids", promise=OWNERSHIP, files={CARGO: CRATE, LIB: FORBID}, standing=KEPT),
    Case(
        name="a crate that is never published, where those that are were meant",
        promise=PUBLISHED,
        files={CARGO: CRATE, LIB: FORBID, "fuzz/Cargo.toml": crate("tides", "publish = false"), "fuzz/src/lib.rs": BARE},
        standing=KEPT,
        breakers=((LIB, "#![forbid(unsafe_code)]", ""), ("fuzz/Cargo.toml", "publish = false", "")),
    ),
    Case(
        name="a crate that is never published counts where all were meant",
        promise=NONE,
        files={CARGO: CRATE, LIB: FORBID, "fuzz/Cargo.toml": crate("tides", "publish = false"), "fuzz/src/lib.rs": SAFE},
        standing=AT_RISK,
    ),
    Case(
        name="a lint forbids",
        promise=OWNERSHIP,
        files={CARGO: CRATE + '[lints.rust]\nunsafe_code = "forbid"\n', LIB: SAFE},
        standing=KEPT,
        cites=(f"{CARGO}:5",),
        breakers=((CARGO, "forbid", "warn"),),
    ),
    Case(
        name="a lint forbids in table form",
        promise=OWNERSHIP,
        files={CARGO: CRATE + '[lints.rust]\nunsafe_code = { level = "forbid", priority = -1 }\n', LIB: SAFE},
        standing=KEPT,
    ),
    Case(
        name="both crates inherit",
        promise=REVIEWED,
        files={CARGO: WORKSPACE, "a/Cargo.toml": crate("pier", INHERITS), "a/src/lib.rs": SAFE,
               "b/Cargo.toml": crate("quay", INHERITS), "b/src/main.rs": "fn main() {}\n"},
        standing=KEPT,
        words="all 2 crates",
        cites=(f"{CARGO}:5",),
        breakers=(("a/Cargo.toml", "workspace = true", "workspace = false"),),
    ),
    Case(
        name="every target root forbids",
        promise=NONE,
        files={CARGO: CRATE + '[[bin]]\nname = "tug"\npath = "src/tug.rs"\n', LIB: FORBID, "src/main.rs": FORBID,
               "src/bin/pilot.rs": FORBID, "src/tug.rs": FORBID},
        standing=KEPT,
    ),
    # a crate without forbid and without unsafe, named
    Case(
        name="one crate does not inherit",
        promise=REVIEWED,
        files={CARGO: WORKSPACE, "a/Cargo.toml": crate("pier", INHERITS), "a/src/lib.rs": SAFE,
               "b/Cargo.toml": crate("quay"), "b/src/lib.rs": SAFE},
        standing=AT_RISK,
        words="in quay",
        cites=("b/Cargo.toml:2",),
    ),
    Case(
        name="one target root lacks the attribute",
        promise=NONE,
        files={CARGO: CRATE, LIB: FORBID, "src/main.rs": "fn main() {}\n"},
        standing=AT_RISK,
        cites=("src/main.rs",),
    ),
    Case(name="no lint at all", promise=OWNERSHIP, files={CARGO: CRATE, LIB: SAFE}, standing=AT_RISK, words="in ferry"),
    Case(
        name="no lint at all, documentation promised",
        promise=DOCUMENTED,
        files={CARGO: CRATE, LIB: SAFE},
        standing=AT_RISK,
        words="in ferry",
    ),
    Case(
        name="only a warning",
        promise=NONE,
        files={CARGO: CRATE + '[lints.rust]\nunsafe_code = "warn"\n', LIB: SAFE},
        standing=AT_RISK,
        cites=(f"{CARGO}:5",),
    ),
    Case(
        name="denied with an allow below",
        promise=OWNERSHIP,
        files={CARGO: CRATE, LIB: "#![deny(unsafe_code)]\npub mod deep;\n", "src/deep.rs": "#[allow(unsafe_code)]\npub mod x {}\n"},
        standing=AT_RISK,
        cites=("src/deep.rs:1",),
    ),
    Case(
        name="a deny that was promised",
        promise=DENIED,
        files={CARGO: CRATE, LIB: "#![deny(unsafe_code)]\n"},
        standing=KEPT,
        cites=(f"{LIB}:1",),
        breakers=((LIB, "deny", "warn"),),
    ),
    Case(
        name="a deny that was promised, with an allow below",
        promise=DENIED,
        files={CARGO: CRATE, LIB: "#![deny(unsafe_code)]\n#[allow(unsafe_code)]\nmod x {}\n"},
        standing=AT_RISK,
    ),
    Case(
        name="an attribute under a feature is no rule",
        promise=NONE,
        files={CARGO: CRATE, LIB: '#![cfg_attr(feature = "strict", forbid(unsafe_code))]\n'},
        standing=AT_RISK,
    ),
    Case(
        name="an attribute outside of tests is one",
        promise=NONE,
        files={CARGO: CRATE, LIB: "#![cfg_attr(not(test), forbid(unsafe_code))]\n"},
        standing=KEPT,
    ),
    Case(
        name="vendored code is not this project's",
        promise=OWNERSHIP,
        files={CARGO: CRATE, LIB: FORBID, "vendor/tug/Cargo.toml": crate("tug"), "vendor/tug/src/lib.rs": BARE},
        standing=KEPT,
    ),
    # sites
    Case(
        name="a site without a comment",
        promise=REVIEWED,
        files={CARGO: CRATE, LIB: BARE},
        standing=BROKEN,
        words="1 unsafe site without",
        cites=(f"{LIB}:2",),
    ),
    Case(name="a block without a comment", promise=DOCUMENTED, files={CARGO: CRATE, LIB: BARE}, standing=BROKEN),
    Case(
        name="blocks are promised, a block and an impl are bare",
        promise=DOCUMENTED,
        files={CARGO: CRATE, LIB: BARE + "pub struct T(*const u8);\nunsafe impl Send for T {}\n"},
        standing=BROKEN,
        words="1 unsafe block without a SAFETY comment, and 1 other unsafe site",
        cites=(f"{LIB}:2", f"{LIB}:5"),
    ),
    Case(
        name="blocks are promised, an impl is bare",
        promise=DOCUMENTED,
        files={CARGO: CRATE, LIB: EXPLAINED + "pub struct T(*const u8);\nunsafe impl Send for T {}\n"},
        standing=AT_RISK,
        cites=(f"{LIB}:6",),
    ),
    Case(
        name="a function without a section",
        promise=REVIEWED,
        files={CARGO: CRATE, LIB: "pub unsafe fn cross() {}\n"},
        standing=BROKEN,
    ),
    Case(
        name="each block documented",
        promise=DOCUMENTED,
        files={CARGO: CRATE, LIB: EXPLAINED},
        standing=KEPT,
        cites=(f"{LIB}:3",),
        breakers=((LIB, "// SAFETY: the caller holds the pier", ""),),
    ),
    Case(
        name="documented and not reviewed",
        promise=REVIEWED,
        files={CARGO: CRATE, LIB: EXPLAINED},
        standing=AT_RISK,
        words="without a review record",
        cites=(f"{LIB}:3",),
    ),
    Case(name="bare in a macro", promise=REVIEWED, files={CARGO: CRATE, LIB: IN_MACRO}, standing=AT_RISK, words="macros"),
    Case(name="bare in a test", promise=REVIEWED, files={CARGO: CRATE, LIB: IN_TEST}, standing=AT_RISK, words="test code"),
    Case(
        name="ownership is promised, and explained unsafe code exists",
        promise=OWNERSHIP,
        files={CARGO: CRATE, LIB: EXPLAINED},
        standing=AT_RISK,
        cites=(f"{LIB}:3",),
    ),
    Case(name="none is promised, one exists", promise=NONE, files={CARGO: CRATE, LIB: EXPLAINED}, standing=BROKEN, cites=(f"{LIB}:3",)),
    Case(name="none is promised, a macro has one", promise=NONE, files={CARGO: CRATE, LIB: IN_MACRO}, standing=AT_RISK),
    Case(name="none is promised, a forbidding crate tests with it", promise=NONE,
         files={CARGO: CRATE, LIB: "#![cfg_attr(not(test), forbid(unsafe_code))]\n" + IN_TEST}, standing=KEPT),
    Case(name="few are promised", promise=FEW, files={CARGO: CRATE, LIB: EXPLAINED}, standing=UNPROVEN),
    Case(
        name="none is promised with an exception, and one exists",
        promise=practice("No unsafe code outside of the pier module"),
        files={CARGO: CRATE, LIB: EXPLAINED},
        standing=AT_RISK,
    ),
    *(
        Case(name=f"a part that is let out: {text}", promise=practice(text), files=files, standing=standing)
        for text, files, standing in (
            ("No unsafe code outside `pier`.", PIER, KEPT),
            ("`#![forbid(unsafe_code)]` in every crate except `pier`.", PIER, KEPT),
            ("There is no unsafe code, except in the `pier` crate.", PIER, KEPT),
            ("No unsafe code except in `a/src/keel.rs` and `pier`.", PIER, KEPT),
            ("No unsafe code outside `quay`.", PIER, BROKEN),
            ("No unsafe code outside `lighthouse`.", PIER, AT_RISK),
            ("There is no unsafe code.", PIER, BROKEN),
            ("No unsafe code outside the `ffi` module.", DENIED_BUT_FFI, KEPT),
            ("No unsafe code outside `src/ffi.rs`.", {**DENIED_BUT_FFI, "src/keel.rs": BARE}, BROKEN),
            ("No unsafe code outside the `ffi` module.", {**DENIED_BUT_FFI, LIB: "pub mod ffi;\n"}, AT_RISK),
        )
    ),
    Case(
        name="it may be in one file only, documented, and another has none of that",
        promise=practice("Unsafe Rust is only allowed in `ffi.rs`, and every unsafe block has a SAFETY comment, documented"),
        files={CARGO: CRATE, LIB: BARE, "src/ffi.rs": EXPLAINED},
        standing=BROKEN,
        cites=(f"{LIB}:2",),
    ),
    Case(
        name="it lives in one file alone",
        promise=practice("All unsafe Rust code lives in `ffi.rs` alone; there is no unsafe code elsewhere"),
        files={CARGO: CRATE, LIB: "pub mod ffi;\n", "src/ffi.rs": BARE},
        standing=UNPROVEN,
        words="none was seen elsewhere",
    ),
    Case(
        name="it lives in one file alone, and another has some",
        promise=practice("All unsafe Rust code lives in `ffi.rs` alone; there is no unsafe code elsewhere"),
        files={CARGO: CRATE, LIB: BARE, "src/ffi.rs": BARE},
        standing=BROKEN,
        cites=(f"{LIB}:2",),
    ),
    Case(
        name="a review of other things is no review of unsafe code",
        promise=practice("Written in Rust for memory safety, and every change is reviewed"),
        files={CARGO: CRATE, LIB: BARE},
        standing=AT_RISK,
    ),
    Case(
        name="unsafe as an ordinary word",
        promise=practice("Old ciphers are removed, since flaws make them unsafe"),
        files={CARGO: CRATE, LIB: FORBID},
        standing=UNPROVEN,
    ),
    Case(
        name="props of tests are no crates",
        promise=OWNERSHIP,
        files={CARGO: CRATE, LIB: FORBID, "tests/fixtures/tug/Cargo.toml": crate("tug")},
        standing=KEPT,
    ),
    # out of sight
    Case(name="source that cannot be read", promise=OWNERSHIP, files={CARGO: CRATE, LIB: FORBID, "src/x.rs": b"unsafe \0"},
         standing=UNPROVEN, words="not all source"),
    Case(name="source that cannot be parsed", promise=REVIEWED, files={CARGO: CRATE, LIB: FORBID, "src/x.rs": "fn ( unsafe {{{ ]"},
         standing=UNPROVEN),
    Case(name="a manifest that is no TOML", promise=OWNERSHIP, files={CARGO: CRATE, LIB: FORBID, "b/Cargo.toml": "[package\n"},
         standing=UNPROVEN),
    Case(name="no Rust", promise=OWNERSHIP, files={"main.go": "package main\n"}, standing=UNPROVEN, words="no Rust crate"),
    Case(name="another kind of safety", promise=practice("Bounds are checked by sanitizers"), files={CARGO: CRATE, LIB: FORBID},
         standing=UNPROVEN),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_memory_safety(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


RECORD = '[[review]]\ndigest = "{}"\nby = "R. Pilot"\non = {}\n'


def reviewed(tree: Callable[..., Repository], source: str, day: str, path: str = "attestations/unsafe.toml") -> str:
    """The standing of EXPLAINED, after a record of the digest that the verdict itself asks for."""
    before = tree({CARGO: CRATE, LIB: EXPLAINED})
    asked = judge(CONTROL, REVIEWED, before)
    assert asked.next is not None
    assert asked.next.command == f"troth attest unsafe {LIB}:3"
    (site,) = unsafe_sites(Scene(repository=before, at=TODAY), UnsafeSites()).found
    files = {CARGO: CRATE, LIB: source, path: RECORD.format(site.digest, day)}
    return judge(CONTROL, REVIEWED, tree(files)).standing.value


def test_a_record_of_the_present_content_keeps_it(tree: Callable[..., Repository]) -> None:
    assert reviewed(tree, EXPLAINED, "2026-03-01") == "kept"
    assert reviewed(tree, EXPLAINED, '"2026-03-01"', "troth.toml") == "kept"


def test_a_record_survives_a_move_but_no_change(tree: Callable[..., Repository]) -> None:
    assert reviewed(tree, "\n\n" + EXPLAINED, "2026-03-01") == "kept"
    assert reviewed(tree, EXPLAINED.replace("*p }", "*p.add(1) }"), "2026-03-01") == "at_risk"


def test_a_record_of_the_future_or_without_a_day_is_none(tree: Callable[..., Repository]) -> None:
    assert reviewed(tree, EXPLAINED, "2027-03-01") == "at_risk"
    assert reviewed(tree, EXPLAINED, '"some day"') == "at_risk"


def test_a_record_serves_one_site(tree: Callable[..., Repository]) -> None:
    twice = EXPLAINED + EXPLAINED.replace("cross", "cross_back")
    assert reviewed(tree, twice, "2026-03-01") == "at_risk"


def test_how_few_is_few_is_for_people_to_say(tree: Callable[..., Repository]) -> None:
    """``troth check`` counts it under `troth attest --guide`, which must then ask for it."""
    assert settled_by_people(judge(CONTROL, FEW, tree({CARGO: CRATE, LIB: BARE})))
