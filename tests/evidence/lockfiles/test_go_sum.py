from __future__ import annotations

from evidence.lockfiles.reading import gaps, read, survives, versions

HASH = "h1:" + "A" * 43 + "="
SUM = f"""\
example.org/mast v1.0.0 {HASH}
example.org/mast v1.0.0/go.mod {HASH}
example.org/mast v1.1.0 {HASH}
example.org/rope v2.0.0/go.mod {HASH}
example.org/sail v3.0.0 {HASH}
"""
MORE = "go.sum holds versions that were looked at, not only those that are built"


def test_beside_a_whole_go_mod_it_adds_nothing_and_says_why() -> None:
    found = read("go.sum", SUM, {"go.mod": "module a\n\ngo 1.22\n"})
    assert (found.components, found.gaps) == ((), ())
    assert found.notes[0].reason == f"{MORE}; go.mod beside it names these"


def test_alone_it_names_what_was_downloaded_with_the_doubt() -> None:
    found = read("go.sum", SUM)
    assert versions(found) == [
        ("example.org/mast", "v1.0.0"),
        ("example.org/mast", "v1.1.0"),
        ("example.org/sail", "v3.0.0"),
    ]
    assert [each.span.line for each in found.components] == [1, 3, 5]
    assert {(each.origin, each.direct) for each in found.components} == {("unknown", None)}
    assert found.components[0].checksums == ("h1:" + "00" * 32,)
    assert gaps(found) == [("the versions that are built", MORE, None)]


def test_beside_an_old_go_mod_it_adds_what_that_does_not_name() -> None:
    found = read("go.sum", SUM, {"go.mod": "module a\n\ngo 1.16\n\nrequire example.org/mast v1.1.0\n"})
    assert versions(found) == [("example.org/sail", "v3.0.0")]
    assert found.components[0].direct is False


def test_a_line_of_another_form_is_a_gap() -> None:
    assert ("a checksum", "not a module, its version and its hash", 6) in gaps(read("go.sum", SUM + "what is this\n"))


def test_garbage_is_survived() -> None:
    survives("go.sum", SUM)
    survives("go.sum", SUM, {"go.mod": "module a\ngo 1.16\n"})
