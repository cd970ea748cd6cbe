from __future__ import annotations

import json

from evidence.lockfiles.reading import gaps, one, read, survives, versions

HASH = "A" * 86 + "=="
LOCK = json.dumps(
    {
        "version": 1,
        "dependencies": {
            "net8.0": {
                "Harbour.Mast": {
                    "type": "Direct", "requested": "[1.2.0, )", "resolved": "1.2.0", "contentHash": HASH,
                    "dependencies": {"harbour.rope": "2.0.0"},
                },
                "Harbour.Rope": {"type": "Transitive", "resolved": "2.0.0"},
                "harbour.core": {"type": "Project", "dependencies": {"Harbour.Sail": "[3.0.0, )"}},
                "Harbour.Sail": {"type": "CentralTransitive", "resolved": "3.0.0"},
            },
            "net9.0": {"Harbour.Mast": {"type": "Direct", "resolved": "1.2.0"}, "Harbour.Rope": {"type": "Transitive", "resolved": "2.1.0"}},
        },
    },
    indent=2,
)  # fmt: skip


def test_every_package_once_for_all_frameworks() -> None:
    found = read("packages.lock.json", LOCK)
    assert versions(found) == [
        ("Harbour.Mast", "1.2.0"), ("Harbour.Rope", "2.0.0"), ("harbour.core", ""), ("Harbour.Sail", "3.0.0"), ("Harbour.Rope", "2.1.0")
    ]  # fmt: skip
    lines = LOCK.split("\n")
    assert all(lines[(each.span.line or 0) - 1].strip() == each.span.text for each in found.components)
    told = {(each.package.name, each.version): (each.direct, each.via) for each in found.components}
    assert told["Harbour.Mast", "1.2.0"] == (True, ())
    assert told["Harbour.Rope", "2.0.0"] == (False, ("Harbour.Mast",))
    assert told["Harbour.Sail", "3.0.0"] == (False, ("harbour.core",))
    assert one(found, "harbour.core").origin == "workspace"
    assert one(found, "Harbour.Mast").checksums == ("sha512:" + "00" * 64,)
    assert found.gaps == ()


def test_a_file_on_one_line_says_the_same() -> None:
    flat = json.dumps(json.loads(LOCK))
    assert versions(read("packages.lock.json", flat)) == versions(read("packages.lock.json", LOCK))
    assert {each.span.line for each in read("packages.lock.json", flat).components} == {1}


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("packages.lock.json", '{"version": 9}'))[0][0] == "a known form"
    assert gaps(read("packages.lock.json", '{"version": 1, "dependencies": {"net8.0": {"A": 7}, "net9.0": 7}}')) == [
        ("A", "an entry that is no object", 1),
        ("net9.0", "not an object", None),
    ]


def test_garbage_is_survived() -> None:
    survives("packages.lock.json", LOCK)
