from __future__ import annotations

import json

from evidence.lockfiles.reading import gaps, one, read, survives, versions

COMMIT = "0123456789abcdef0123456789abcdef01234567"
DOCUMENT = {
    "packages": [
        {
            "name": "harbour/mast",
            "version": "v1.2.0",
            "source": {"type": "git", "url": "https://example.org/mast.git", "reference": COMMIT},
            "dist": {"type": "zip", "url": "https://example.org/mast.zip", "reference": COMMIT, "shasum": "ab" * 20},
            "require": {"php": ">=8", "Harbour/Rope": "^2"},
            "license": ["MIT", "Apache-2.0"],
        },
        {
            "name": "harbour/rope",
            "version": "dev-main",
            "source": {"type": "git", "url": "https://example.org/rope.git", "reference": COMMIT},
        },
    ],
    "packages-dev": [{"name": "harbour/chisel", "version": "3.0.0", "dist": {"type": "path", "url": "../chisel"}}],
}
LOCK = json.dumps(DOCUMENT, indent=4)


def test_every_entry_is_a_component() -> None:
    found = read("composer.lock", LOCK, {"composer.json": '{"require": {"harbour/mast": "^1", "php": ">=8"}}'})
    assert versions(found) == [("harbour/mast", "v1.2.0"), ("harbour/rope", "dev-main"), ("harbour/chisel", "3.0.0")]
    lines = LOCK.split("\n")
    assert all(lines[(each.span.line or 0) - 1].strip().rstrip(",") == each.span.text for each in found.components)
    assert [(each.direct, each.via) for each in found.components] == [
        (True, ()),
        (False, ("harbour/mast",)),
        (False, ()),
    ]
    assert [each.origin for each in found.components] == ["registry", "git", "path"]
    assert [each.scope for each in found.components] == ["runtime", "runtime", "development"]
    mast = one(found, "harbour/mast")
    assert (mast.licence, mast.commit, mast.checksums) == ("MIT OR Apache-2.0", COMMIT, ("sha1:" + "ab" * 20,))
    assert mast.purl == "pkg:composer/harbour/mast@v1.2.0"
    assert {each.direct for each in read("composer.lock", LOCK).components} == {None}


def test_a_file_of_another_shape_has_its_lines_too() -> None:
    found = read("composer.lock", json.dumps(DOCUMENT, separators=(",", ":")).replace("{", "{\n"))
    assert [each.span.line for each in found.components] == [3, 7, 9]


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("composer.lock", '{"packages": 7}')) == [("packages", "not an array", None)]
    assert gaps(read("composer.lock", '{"packages": [7]}')) == [("packages", "an entry that is no object", None)]
    assert gaps(read("composer.lock", '{"a": }'))[0][0] == "composer.lock"


def test_garbage_is_survived() -> None:
    survives("composer.lock", LOCK, {"composer.json": '{"require": []}'})
