from __future__ import annotations

import json

from evidence.lockfiles.reading import gaps, read, survives, versions

LOCK = json.dumps(
    {
        "version": "0.5",
        "requires": ["mast/1.2.0#aaaa%1700000000.1", "rope/2.0@harbour/stable"],
        "build_requires": ["chisel/3.0"],
        "python_requires": [],
    },
    indent=4,
)
OLD = '{"version": "0.4", "graph_lock": {"nodes": {"0": {"ref": ""}, "1": {"ref": "mast/1.2.0"}}}}'


def test_every_reference_is_a_component() -> None:
    found = read("conan.lock", LOCK)
    assert versions(found) == [("mast", "1.2.0"), ("rope", "2.0"), ("chisel", "3.0")]
    assert [each.span.line for each in found.components] == [4, 5, 8]
    assert [each.scope for each in found.components] == ["runtime", "runtime", "build"]
    assert versions(read("conan.lock", OLD)) == [("mast", "1.2.0")]


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("conan.lock", '{"version": "9", "requires": ["mast", 7]}')) == [
        ("a known form", "version 9 is not known; read as 0.5", None),
        ("mast", "no reference name/version", None),
        ("7", "no reference name/version", None),
    ]


def test_garbage_is_survived() -> None:
    survives("conan.lock", LOCK)
    survives("conan.lock", OLD)
