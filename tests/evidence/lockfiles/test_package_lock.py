from __future__ import annotations

import json
from typing import Any

from evidence.lockfiles.reading import gaps, one, read, survives, versions

ADDRESS = "https://npm.harbour.org/{0}/-/{0}-{1}.tgz"
INTEGRITY = "sha512-" + "A" * 86 + "=="
DOCUMENT: dict[str, Any] = {
    "name": "harbour",
    "version": "1.0.0",
    "lockfileVersion": 3,
    "packages": {
        "": {
            "name": "harbour",
            "version": "1.0.0",
            "license": "MIT",
            "workspaces": ["packages/*"],
            "dependencies": {"mast": "^1.0.0", "rope": "npm:cordage@2.0.0"},
            "devDependencies": {"chisel": "*"},
        },
        "packages/deck": {"name": "@harbour/deck", "version": "0.1.0", "devDependencies": {"plank": "1"}},
        "node_modules/@harbour/deck": {"resolved": "packages/deck", "link": True},
        "node_modules/@riggers/knot": {"version": "3.0.0", "optional": True, "integrity": INTEGRITY},
        "node_modules/chisel": {"version": "1.0.0", "dev": True, "dependencies": {"steel": "1"}},
        "node_modules/mast": {
            "version": "1.0.0",
            "resolved": ADDRESS.format("mast", "1.0.0"),
            "integrity": INTEGRITY,
            "license": "Apache-2.0",
            "dependencies": {"steel": "2", "@riggers/knot": "*"},
        },
        "node_modules/mast/node_modules/steel": {"version": "2.0.0", "inBundle": True},
        "node_modules/plank": {"version": "1.2.0", "dev": True},
        "node_modules/rope": {
            "name": "cordage",
            "version": "2.0.0",
            "resolved": "git+ssh://git@example.org/cordage.git#0123456789abcdef0123456789abcdef01234567",
        },
        "node_modules/steel": {"version": "1.0.0", "dev": True},
        "node_modules/yard": {"version": "1.0.0", "resolved": "https://example.org/yard.tgz"},
    },
}
LOCK = json.dumps(DOCUMENT, indent=2) + "\n"
OLD = json.dumps(
    {
        "name": "harbour",
        "lockfileVersion": 1,
        "requires": True,
        "dependencies": {
            "mast": {
                "version": "1.0.0",
                "resolved": ADDRESS.format("mast", "1.0.0"),
                "integrity": INTEGRITY,
                "requires": {"steel": "2"},
                "dependencies": {"steel": {"version": "2.0.0", "bundled": True}},
            },
            "rope": {"version": "npm:cordage@2.0.0"},
            "sail": {"version": "git+https://example.org/sail.git#0123456789abcdef0123456789abcdef01234567"},
            "steel": {"version": "1.0.0", "dev": True},
            "deck": {"version": "file:packages/deck"},
        },
    },
    indent=2,
)


def test_every_folder_is_a_component_with_its_line() -> None:
    found = read("package-lock.json", LOCK)
    assert versions(found) == [
        ("@harbour/deck", "0.1.0"),
        ("@riggers/knot", "3.0.0"),
        ("chisel", "1.0.0"),
        ("mast", "1.0.0"),
        ("steel", "2.0.0"),
        ("plank", "1.2.0"),
        ("cordage", "2.0.0"),
        ("steel", "1.0.0"),
        ("yard", "1.0.0"),
    ]
    lines = LOCK.split("\n")
    for component in found.components:
        assert component.span.line
        assert lines[component.span.line - 1].strip() == component.span.text
    assert found.gaps == ()
    assert one(found, "@riggers/knot").purl == "pkg:npm/%40riggers/knot@3.0.0"
    assert one(found, "mast").licence == "Apache-2.0"
    assert one(found, "mast").checksums == ("sha512:" + "00" * 64,)


def test_dependencies_are_looked_up_as_node_does() -> None:
    found = read("package-lock.json", LOCK)
    told = {(each.package.name, each.version): (each.direct, each.via) for each in found.components}
    assert told["mast", "1.0.0"] == (True, ())
    assert told["cordage", "2.0.0"] == (True, ())
    assert told["plank", "1.2.0"] == (True, ())  # asked for by a workspace
    assert told["steel", "2.0.0"] == (False, ("mast",))
    assert told["steel", "1.0.0"] == (False, ("chisel",))
    assert told["@riggers/knot", "3.0.0"] == (False, ("mast",))
    assert told["yard", "1.0.0"] == (False, ())


def test_scopes_and_origins() -> None:
    found = read("package-lock.json", LOCK)
    assert {each.package.name: each.scope for each in found.components if each.package.name != "steel"} == {
        "@harbour/deck": "runtime",
        "@riggers/knot": "optional",
        "chisel": "development",
        "mast": "runtime",
        "plank": "development",
        "cordage": "runtime",
        "yard": "runtime",
    }
    rope, yard = one(found, "cordage"), one(found, "yard")
    assert (rope.origin, rope.commit) == ("git", "0123456789abcdef0123456789abcdef01234567")
    assert yard.purl == "pkg:npm/yard@1.0.0?download_url=https://example.org/yard.tgz"
    assert one(found, "@harbour/deck").origin == "workspace"
    assert one(found, "mast").registry == "https://npm.harbour.org"
    assert one(found, "mast").purl == "pkg:npm/mast@1.0.0"  # where it was fetched is no part of what it is


def test_version_1_is_a_tree() -> None:
    found = read("package-lock.json", OLD)
    assert versions(found) == [
        ("mast", "1.0.0"), ("steel", "2.0.0"), ("cordage", "2.0.0"), ("sail", ""), ("steel", "1.0.0"), ("deck", "")
    ]  # fmt: skip
    lines = OLD.split("\n")
    assert [lines[(each.span.line or 0) - 1].strip() for each in found.components] == [
        '"mast": {', '"steel": {', '"rope": {', '"sail": {', '"steel": {', '"deck": {'
    ]  # fmt: skip
    assert {each.direct for each in found.components} == {None}
    assert [gap[0] for gap in gaps(found)] == ["the version of sail"]
    assert one(found, "sail").commit == "0123456789abcdef0123456789abcdef01234567"
    beside = read("package-lock.json", OLD, {"package.json": '{"dependencies": {"mast": "1", "rope": "*"}}'})
    assert [(each.package.name, each.direct, each.via) for each in beside.components][:3] == [
        ("mast", True, ()),
        ("steel", False, ("mast",)),
        ("cordage", True, ()),
    ]


def test_a_file_on_one_line_says_the_same() -> None:
    flat = json.dumps(DOCUMENT)
    found = read("npm-shrinkwrap.json", flat)
    assert versions(found) == versions(read("package-lock.json", LOCK))
    assert {each.span.line for each in found.components} == {1}


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("package-lock.json", "{"))[0][0] == "package-lock.json"
    assert gaps(read("package-lock.json", "[]")) == [("packages", "not an object", None)]
    newer = json.dumps(DOCUMENT | {"lockfileVersion": 9})
    assert gaps(read("package-lock.json", newer))[0][1] == "lockfileVersion 9 is not known; read as version 3"
    odd = '{"lockfileVersion": 3, "packages": {"node_modules/a": 7, "node_modules/b": {}}}'
    assert [gap[0] for gap in gaps(read("package-lock.json", odd))] == ["node_modules/a", "the version of b"]


def test_garbage_is_survived() -> None:
    survives("package-lock.json", LOCK, {"package.json": '{"dependencies": []}'})
    survives("package-lock.json", OLD, {"package.json": '{"dependencies": {"mast": 1}}'})
