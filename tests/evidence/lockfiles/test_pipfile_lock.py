from __future__ import annotations

import json

from evidence.lockfiles.reading import gaps, one, read, survives, versions

LOCK = json.dumps(
    {
        "_meta": {
            "hash": {"sha256": "00"},
            "pipfile-spec": 6,
            "requires": {},
            "sources": [{"name": "ours", "url": "https://index.harbour.org/simple", "verify_ssl": True}],
        },
        "default": {
            "Mast": {"hashes": ["sha256:" + "a" * 64], "index": "ours", "version": "==1.2.0"},
            "sail": {"git": "https://example.org/sail.git", "ref": "0123456789abcdef0123456789abcdef01234567"},
        },
        "develop": {"mast": {"version": "==1.3.0"}, "chisel": {"version": "==3", "markers": "python_version >= '3'"}},
    },
    indent=4,
)


def test_every_entry_is_a_component() -> None:
    found = read("Pipfile.lock", LOCK, {"Pipfile": '[packages]\nmast = "*"\n[dev-packages]\n'})
    assert versions(found) == [("mast", "1.2.0"), ("sail", ""), ("mast", "1.3.0"), ("chisel", "3")]
    assert [each.scope for each in found.components] == ["runtime", "runtime", "development", "development"]
    assert [each.direct for each in found.components] == [True, False, True, False]
    lines = LOCK.split("\n")
    assert all(lines[(each.span.line or 0) - 1].strip() == each.span.text for each in found.components)
    assert found.components[0].registry == "https://index.harbour.org/simple"
    assert found.components[0].checksums == ("sha256:" + "a" * 64,)
    assert one(found, "sail").commit.startswith("0123")
    assert gaps(found) == [("the version of sail", "the entry names none", one(found, "sail").span.line)]
    assert {each.direct for each in read("Pipfile.lock", LOCK).components} == {None}


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("Pipfile.lock", "[]")) == [("Pipfile.lock", "not an object", None)]
    assert gaps(read("Pipfile.lock", LOCK.replace(": 6", ": 9")))[0][0] == "a known form"
    assert gaps(read("Pipfile.lock", '{"default": {"a": 1}}'))[0] == ("a", "an entry that is no object", None)


def test_garbage_is_survived() -> None:
    survives("Pipfile.lock", LOCK, {"Pipfile": "[packages]\n"})
