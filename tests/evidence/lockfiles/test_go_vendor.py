from __future__ import annotations

from evidence.lockfiles.reading import gaps, read, survives, versions

MODULES = """\
# example.org/mast v1.2.0
## explicit; go 1.17
example.org/mast
# example.org/rope v2.0.0 => example.net/fork v2.0.9
## explicit
example.net/fork
# example.org/sail v0.1.0
example.org/sail/reef
# example.org/deck => ./deck
"""


def test_beside_a_whole_go_mod_it_adds_nothing() -> None:
    found = read("vendor/modules.txt", MODULES, {"go.mod": "module a\n\ngo 1.22\n"})
    assert (found.components, found.gaps) == ((), ())
    assert found.notes[0].reason == "copies of modules that go.mod above it names"


def test_beside_an_old_go_mod_it_adds_what_that_does_not_name() -> None:
    found = read("vendor/modules.txt", MODULES, {"go.mod": "module a\n\ngo 1.14\n\nrequire example.org/mast v1.2.0\n"})
    assert versions(found) == [("example.net/fork", "v2.0.9"), ("example.org/sail", "v0.1.0"), ("example.org/deck", "")]
    assert [each.span.line for each in found.components] == [4, 7, 9]
    assert [each.direct for each in found.components] == [True, None, None]
    assert gaps(found) == [("the version of example.org/deck", "the entry names none", 9)]
    assert {each.own for each in found.components} == {True}  # copies, but of what the project builds


def test_garbage_is_survived() -> None:
    survives("vendor/modules.txt", MODULES)
