from __future__ import annotations

import json

from evidence.lockfiles.reading import gaps, one, read, survives, versions

LOCK = json.dumps(
    {
        "version": "4",
        "specifiers": {"npm:mast@1": "1.2.0_sail@2.0.0", "jsr:@std/path@1": "1.0.0"},
        "jsr": {"@std/path@1.0.0": {"integrity": "00"}},
        "npm": {
            "@riggers/knot@3.2.0": {"integrity": "sha512-AAAA"},
            "mast@1.2.0_sail@2.0.0": {"integrity": "sha512-AAAA", "dependencies": ["@riggers/knot"]},
        },
        "remote": {"https://example.org/a.ts": "00"},
    },
    indent=2,
)
OLD = '{"version": "3", "packages": {"specifiers": {"npm:mast@1": "npm:mast@1.2.0"}, "npm": {"mast@1.2.0": {"dependencies": {"k": "knot@1.0.0"}}, "knot@1.0.0": {}}}}'


def test_packages_of_npm_are_components_and_the_rest_is_counted() -> None:
    found = read("deno.lock", LOCK)
    assert versions(found) == [("@riggers/knot", "3.2.0"), ("mast", "1.2.0")]
    assert [each.span.line for each in found.components] == [13, 16]
    assert (one(found, "mast").direct, one(found, "@riggers/knot").via) == (True, ("mast",))
    assert [gap[0] for gap in gaps(found)] == ["1 packages of JSR", "1 modules by address"]


def test_version_3() -> None:
    found = read("deno.lock", OLD)
    assert [(each.package.name, each.direct, each.via) for each in found.components] == [
        ("mast", True, ()),
        ("knot", False, ("mast",)),
    ]


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("deno.lock", "[]")) == [("deno.lock", "not an object", None)]
    assert gaps(read("deno.lock", '{"version": "99"}'))[0][0] == "a known form"


def test_garbage_is_survived() -> None:
    survives("deno.lock", LOCK)
    survives("deno.lock", OLD)
