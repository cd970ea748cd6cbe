from __future__ import annotations

import pytest

from evidence.lockfiles.reading import gaps, one, read, survives, versions

MOD = """\
module example.org/harbour

go 1.22.0

toolchain go1.23.4

require (
\texample.org/Mast v1.2.0
\texample.org/rope/v2 v2.0.1 // indirect
\texample.org/sail v0.0.0-20240102030405-0123456789ab
)

require example.org/hull v1.0.0+incompatible // indirect

replace (
\texample.org/rope/v2 => example.net/fork/v2 v2.0.9
\texample.org/hull => ./hull
)

exclude example.org/deck v1.0.0

tool example.org/sail/cmd/reef
"""


def test_the_build_list_as_it_is_replaced() -> None:
    found = read("go.mod", MOD)
    assert versions(found) == [
        ("stdlib", "1.23.4"),
        ("toolchain", "1.23.4"),
        ("example.org/Mast", "v1.2.0"),
        ("example.net/fork/v2", "v2.0.9"),
        ("example.org/sail", "v0.0.0-20240102030405-0123456789ab"),
        ("example.org/hull", ""),
    ]
    assert [each.span.line for each in found.components] == [5, 5, 8, 16, 10, 17]
    assert [each.direct for each in found.components] == [True, True, True, False, True, False]
    assert [each.origin for each in found.components] == [
        "toolchain",
        "toolchain",
        "registry",
        "registry",
        "registry",
        "path",
    ]
    assert one(found, "example.org/sail").commit == "0123456789ab"
    assert one(found, "example.org/Mast").purl == "pkg:golang/example.org/mast@v1.2.0"
    assert gaps(found) == [
        ("the version of example.org/hull", "replaced by the folder ./hull, which is not in the tree", 17)
    ]


def test_a_folder_of_the_same_tree_is_the_projects_own() -> None:
    found = read("go.mod", MOD, {"hull/go.mod": "module example.org/hull\n"})
    assert one(found, "example.org/hull").origin == "workspace"
    assert gaps(found) == []


def test_the_go_line_alone_is_the_standard_library() -> None:
    found = read("go.mod", "module a\n\ngo 1.21\n")
    assert [(each.package.name, each.version, each.span.line) for each in found.components] == [("stdlib", "1.21", 3)]


def test_before_go_1_17_not_all_modules_are_named() -> None:
    found = read("go.mod", "module a\n\ngo 1.16\n\nrequire example.org/mast v1.0.0\n")
    assert gaps(found) == [
        (
            "all modules",
            "before Go 1.17 go.mod does not name the modules that others need; go.sum names more than are built",
            3,
        )
    ]


def test_go_sum_beside_it_gives_the_checksums() -> None:
    sums = f"example.org/Mast v1.2.0 h1:{'A' * 43}=\nexample.org/Mast v1.2.0/go.mod h1:{'B' * 43}=\n"
    assert one(read("go.mod", MOD, {"go.sum": sums}), "example.org/Mast").checksums == ("h1:" + "00" * 32,)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("module a\ngo 1.22\nrequire example.org/deck v1.0.0\nexclude example.org/deck v1.0.0\n", "example.org/deck"),
        ("module a\ngo 1.22\nrequire example.org/deck\n", "a requirement"),
        ("module a\ngo 1.22\nwonder what\n", "a directive"),
    ],
)
def test_what_is_wrong_is_a_gap(text: str, wanted: str) -> None:
    assert [gap[0] for gap in gaps(read("go.mod", text))] == [wanted]


def test_garbage_is_survived() -> None:
    survives("go.mod", MOD, {"go.sum": "a v1 h1:x\n"})
