from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.source.rust import Site, unsafe_in


def sites(source: str) -> tuple[Site, ...]:
    found = unsafe_in(source.encode())
    assert not found.trouble
    return found.sites


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("fn f() { unsafe { g() } }", "block"),
        ("unsafe fn f() {}", "fn"),
        ("pub const unsafe extern \"C\" fn f() {}", "fn"),
        ("trait T { unsafe fn f(&self); }", "fn"),
        ("unsafe impl Send for T {}", "impl"),
        ("pub unsafe trait T {}", "trait"),
        ('unsafe extern "C" { fn f(); }', "extern"),
        ("#[unsafe(no_mangle)]\nfn f() {}", "attribute"),
        ("#[cfg_attr(feature = \"c\", unsafe(no_mangle))]\nfn f() {}", "attribute"),
        ("fn f() { m!(unsafe { g() }); }", "macro"),
        ("macro_rules! m { () => { unsafe { g() } } }", "macro"),
        ("macro_rules! m { () => { unsafe impl Send for T {} } }", "macro"),
    ],
)  # fmt: skip
def test_each_form_is_one_site(source: str, form: str) -> None:
    assert [site.form for site in sites(source)] == [form]


@pytest.mark.parametrize(
    "source",
    [
        'fn f() { let s = "unsafe { g() }"; }',
        'fn f() { let s = r#"unsafe { g() }"#; }',
        "// unsafe { g() }\nfn f() {}",
        "/* unsafe fn f() {} */",
        "#![forbid(unsafe_code)]\nfn f() {}",
        "type F = unsafe fn(u8);",
        "macro_rules! m { (unsafe $e:expr) => { $e } }",
        "fn f() { let unsafe_count = 1; r#unsafe(); }",
        "fn f() { m!(is unsafe, yes); }",
        "",
    ],
)
def test_words_that_are_no_code_are_no_sites(source: str) -> None:
    assert sites(source) == ()


@pytest.mark.parametrize(
    "source",
    [
        "fn f() {\n    // SAFETY: g is harmless\n    unsafe { g() }\n}",
        "fn f() {\n    // Safety: g is harmless\n    // and has no arguments\n    let x = unsafe { g() };\n}",
        "fn f() {\n    /* SAFETY: g is harmless */\n    unsafe { g() }\n}",
        "fn f() {\n    /*\n     * SAFETY: g is harmless\n     */\n    unsafe { g() }\n}",
        "fn f() {\n    // SAFETY: g is harmless\n\n    unsafe { g() }\n}",
        "fn f() {\n    // SAFETY: g is harmless\n    #[allow(clippy::x)]\n    // to be measured\n    unsafe { g() }\n}",
        "fn f() {\n    unsafe { g() } // SAFETY: g is harmless\n}",
        "fn f() {\n    unsafe {\n        // SAFETY: g is harmless\n        g()\n    }\n}",
        "fn f() {\n    // SAFETY: g is harmless\n    h(\n        1,\n        unsafe { g() },\n    );\n}",
        "fn f() {\n    let x =\n        // SAFETY: g is harmless\n        unsafe { g() };\n}",
        "fn f(x: u8) {\n    match x {\n        // SAFETY: g is harmless\n        1 => unsafe { g() },\n        _ => {}\n    }\n}",
        "// SAFETY: T holds no pointer\nunsafe impl Send for T {}",
        "/// Does it.\n///\n/// # Safety\n///\n/// Hold the pier.\n#[inline]\npub unsafe fn f() {}",
        "/** Does it.\n * # Safety\n * Hold the pier.\n */\nunsafe fn f() {}",
        '#[doc = "# Safety"]\nunsafe fn f() {}',
        "/// # Safety\n/// Hold the pier.\npub unsafe trait T {}",
        "impl T for X {\n    unsafe fn f() {}\n}",
    ],
)
def test_explanations_are_seen(source: str) -> None:
    assert all(site.explained for site in sites(source))
    assert sites(source)


@pytest.mark.parametrize(
    "source",
    [
        "fn f() {\n    unsafe { g() }\n}",
        "fn f() {\n    // quick\n    unsafe { g() }\n}",
        "fn f() {\n    // SAFETY: of the next line\n    h();\n    unsafe { g() }\n}",
        'fn f() {\n    let s = "// SAFETY: no";\n    unsafe { g() }\n}',
        "fn f() {\n    unsafe {\n        g()\n        // SAFETY: too late\n    }\n}",
        "/// # Safety\n/// Hold the pier.\nfn f() {\n    unsafe { g() }\n}",
        "/// # Safety\nfn f() {}\nunsafe fn g() {}",
        "unsafe impl Send for T {}",
        "impl X {\n    unsafe fn f() {}\n}",
    ],
)
def test_what_explains_nothing_is_none(source: str) -> None:
    assert [site.explained for site in sites(source)] == [False]


def test_one_comment_serves_the_line_below_too_but_not_the_next_paragraph() -> None:
    pair = "// SAFETY: T holds no pointer\nunsafe impl Send for T {}\nunsafe impl Sync for T {}\n\nunsafe impl Send for U {}"
    assert [site.explained for site in sites(pair)] == [True, True, False]


@pytest.mark.parametrize(
    ("source", "test"),
    [
        ("#[cfg(test)]\nmod t { fn f() { unsafe { g() } } }", True),
        ("#[cfg(all(test, unix))]\nmod t { fn f() { unsafe { g() } } }", True),
        ("#[test]\nfn f() { unsafe { g() } }", True),
        ("#[tokio::test]\nasync fn f() { unsafe { g() } }", True),
        ("#![cfg(test)]\nfn f() { unsafe { g() } }", True),
        ("#[cfg(not(test))]\nmod t { fn f() { unsafe { g() } } }", False),
        ("#[cfg(test)]\nmod t {}\nfn f() { unsafe { g() } }", False),
        ("#[cfg(test)]\nuse x;\n\nfn f() { unsafe { g() } }", False),
        ("#[cfg(feature = \"test\")]\nfn f() { unsafe { g() } }", False),
    ],
)  # fmt: skip
def test_test_code_is_marked(source: str, test: bool) -> None:
    assert [site.test for site in sites(source)] == [test]


def test_lines_and_digest_are_of_the_site_itself() -> None:
    first = sites("fn f() {\n    unsafe {\n        g()\n    }\n}")[0]
    moved = sites("\n\nfn f() {\n  unsafe { g() }\n}")[0]
    assert (first.line, first.end_line, first.text) == (2, 4, "unsafe {")
    assert first.digest == moved.digest
    assert first.digest != sites("fn f() { unsafe { h() } }")[0].digest


def test_unsafe_code_in_what_cannot_be_parsed_is_trouble() -> None:
    assert "cannot be parsed" in unsafe_in(b"fn ( unsafe {{{ ]").trouble
    assert unsafe_in(b"fn ( {{{ ]") == unsafe_in(b"")
    assert unsafe_in(b"unsafe \0").trouble == "not a text file"


@pytest.mark.parametrize(
    "source",
    [
        b"fn f(){" + b"unsafe {" * 30_000 + b"}" * 30_001,
        b"unsafe {" * 50_000,
        b"fn f(){" + b"if unsafe{x} {} else " * 20_000 + b"{} }",
        b"fn f(){" + b"unsafe { a(); }\n" * 25_000 + b"}",
        b"unsafe " + b"(" * 200_000,
        b"unsafe " + bytes(range(33, 127)) * 3_000,
    ],
    ids=["nested", "open", "else-if", "many", "parentheses", "garbage"],
)
def test_hostile_files_end_soon_in_trouble(source: bytes) -> None:
    started = time.process_time()
    assert unsafe_in(source).trouble
    assert time.process_time() - started < 20


PIECES = [
    "unsafe",
    " {",
    "}",
    "fn f()",
    "// SAFETY: x\n",
    "/*",
    "*/",
    '"',
    "\n",
    "#[cfg(test)]",
    "impl T for X",
    "m!(",
    ")",
    "é",
    "\0",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_no_text_breaks_the_reader(source: str) -> None:
    found = unsafe_in(source.encode())
    lines = source.count("\n") + 1
    assert all(1 <= site.line <= site.end_line <= lines for site in found.sites)
    assert len(found.sites) <= source.count("unsafe")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    assert unsafe_in(b"unsafe " + data).sites is not None


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("unsafe {\n    // the pier is held\n    free(p);\n    use_it(p)\n}", True),
        ("unsafe { // the pier is held\n  free( p );use_it(p) }", True),
        ("unsafe { // the pier is held free(p);\n use_it(p) }", False),  # code that became a comment
        ("unsafe { //\n the pier is held free(p); use_it(p) }", False),  # and a comment that became code
        ("unsafe { // the pier is gone\n free(p); use_it(p) }", False),
        ("unsafe { free(p); use_it(p) }", False),
        ("unsafe { // the pier is held\n free(p); use_it(q) }", False),
    ],
)
def test_formatting_keeps_a_digest_and_nothing_else_does(other: str, same: bool) -> None:
    text = "fn f() {{ {} }}"
    (known,) = sites(text.format("unsafe { // the pier is held\n free(p); use_it(p) }"))
    (found,) = sites(text.format(other))
    assert (found.digest == known.digest) is same


def test_white_space_in_a_text_counts() -> None:
    one, two = sites('fn f() { unsafe { g("a  b") } } fn h() { unsafe { g("a b") } }')
    assert one.digest != two.digest
