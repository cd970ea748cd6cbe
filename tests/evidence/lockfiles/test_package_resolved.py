from __future__ import annotations

import json

from evidence.lockfiles.reading import gaps, one, read, survives, versions

COMMIT = "0123456789abcdef0123456789abcdef01234567"
PINS = [
    {
        "identity": "mast",
        "kind": "remoteSourceControl",
        "location": "https://github.com/harbour/Mast.git",
        "state": {"revision": COMMIT, "version": "1.2.0"},
    },
    {
        "identity": "rope",
        "kind": "remoteSourceControl",
        "location": "git@github.com:harbour/rope.git",
        "state": {"branch": "main", "revision": COMMIT},
    },
    {"identity": "deck", "kind": "localSourceControl", "location": "/home/deck", "state": {"version": "1"}},
]
LOCK = json.dumps({"pins": PINS, "version": 2}, indent=2)
OLD = json.dumps(
    {
        "object": {
            "pins": [
                {
                    "package": "Mast",
                    "repositoryURL": "https://github.com/harbour/Mast",
                    "state": {"revision": COMMIT, "version": "1.2.0"},
                }
            ]
        },
        "version": 1,
    },
    indent=2,
)


def test_every_pin_is_named_by_its_repository() -> None:
    found = read("Package.resolved", LOCK)
    assert versions(found) == [("github.com/harbour/Mast", "1.2.0"), ("github.com/harbour/rope", ""), ("deck", "1")]
    lines = LOCK.split("\n")
    assert all("location" in lines[(each.span.line or 0) - 1] for each in found.components)
    assert [each.origin for each in found.components] == ["registry", "git", "path"]
    assert one(found, "github.com/harbour/Mast").purl == "pkg:swift/github.com/harbour/Mast@1.2.0"
    assert gaps(found)[0][0] == "the version of github.com/harbour/rope"


def test_version_1() -> None:
    found = read("Package.resolved", OLD)
    assert versions(found) == [("github.com/harbour/Mast", "1.2.0")]
    assert "repositoryURL" in OLD.split("\n")[(found.components[0].span.line or 0) - 1]


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("Package.resolved", '{"version": 9, "pins": [7]}')) == [
        ("a known form", "version 9 of the format is not known; read as 3", None),
        ("a name", "an entry without a name", None),
    ]


def test_garbage_is_survived() -> None:
    survives("Package.resolved", LOCK)
    survives("Package.resolved", OLD)
