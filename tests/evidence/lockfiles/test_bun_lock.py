from __future__ import annotations

from evidence.lockfiles.reading import gaps, one, read, survives, versions

LOCK = """\
{
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "harbour",
      "dependencies": { "mast": "^1.0.0", },
      "devDependencies": { "chisel": "*" },
    },
  },
  "packages": {
    "@riggers/knot": ["@riggers/knot@3.2.0", "", {}, "sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="],

    "chisel": ["chisel@1.0.0", "https://npm.harbour.org/", { "dependencies": { "steel": "1" } }, "sha512-AAAA"],

    "deck": ["@harbour/deck@workspace:packages/deck", { "dependencies": { "mast": "1" } }],

    "mast": ["mast@1.2.0", "", { "dependencies": { "@riggers/knot": ",]", "steel": "2" } }, "sha512-AAAA"],

    "mast/steel": ["steel@2.0.0", "", {}, "sha512-AAAA"],

    "steel": ["steel@1.0.0", "", {}, "sha512-AAAA"],

    "yard": ["yard@github:harbour/yard#0123456", {}, "harbour-yard-0123456"],
  }
}
"""


def test_every_entry_is_a_component() -> None:
    found = read("bun.lock", LOCK)
    assert versions(found) == [
        ("@riggers/knot", "3.2.0"), ("chisel", "1.0.0"), ("@harbour/deck", ""), ("mast", "1.2.0"), ("steel", "2.0.0"),
        ("steel", "1.0.0"), ("yard", ""),
    ]  # fmt: skip
    assert [each.span.line for each in found.components] == [11, 13, 15, 17, 19, 21, 23]
    told = {(each.package.name, each.version): (each.direct, each.via, each.scope) for each in found.components}
    assert told["mast", "1.2.0"] == (True, (), "runtime")
    assert told["steel", "2.0.0"] == (False, ("mast",), "runtime")
    assert told["steel", "1.0.0"] == (False, ("chisel",), "development")
    assert one(found, "@harbour/deck").origin == "workspace"
    assert (one(found, "yard").origin, one(found, "yard").commit) == ("git", "0123456")
    assert one(found, "@riggers/knot").checksums == ("sha512:" + "00" * 64,)
    assert gaps(found) == [("the version of yard", "the entry names none", 23)]


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("bun.lock", "{"))[0][0] == "bun.lock"
    assert gaps(read("bun.lock", "[]"))[0][0] == "a known form"
    assert gaps(read("bun.lock", '{"lockfileVersion": 1, "packages": {"a": 7}}'))[0][0] == "a"


def test_garbage_is_survived() -> None:
    survives("bun.lock", LOCK)
