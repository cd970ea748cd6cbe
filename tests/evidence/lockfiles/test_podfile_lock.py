from __future__ import annotations

from evidence.lockfiles.reading import gaps, one, read, survives, versions

LOCK = """\
PODS:
  - Mast (1.2.0):
    - Mast/Core (= 1.2.0)
  - Mast/Core (1.2.0):
    - Rope (~> 2)
  - Rope (2.0.0)
  - Sail (3.0.0)

DEPENDENCIES:
  - Mast
  - "Sail (from `https://example.org/sail.git`)"

EXTERNAL SOURCES:
  Sail:
    :git: https://example.org/sail.git

CHECKOUT OPTIONS:
  Sail:
    :commit: 0123456789abcdef0123456789abcdef01234567
    :git: https://example.org/sail.git

SPEC CHECKSUMS:
  Mast: 4ea1197a744f2fb5fb875fe31caf17ded4762e8f

COCOAPODS: 1.11.2
"""


def test_every_pod_is_a_component() -> None:
    found = read("Podfile.lock", LOCK)
    assert versions(found) == [("Mast", "1.2.0"), ("Mast/Core", "1.2.0"), ("Rope", "2.0.0"), ("Sail", "3.0.0")]
    assert [each.span.line for each in found.components] == [2, 4, 6, 7]
    assert [(each.direct, each.via) for each in found.components] == [
        (True, ()), (False, ("Mast",)), (False, ("Mast", "Mast/Core")), (True, ())
    ]  # fmt: skip
    assert one(found, "Mast/Core").purl == "pkg:cocoapods/Mast@1.2.0#Core"
    assert one(found, "Mast").checksums == ("sha1:4ea1197a744f2fb5fb875fe31caf17ded4762e8f",)
    assert (one(found, "Sail").origin, one(found, "Sail").commit) == ("git", "0123456789abcdef0123456789abcdef01234567")
    assert found.gaps == ()


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("Podfile.lock", "PODS:\n  - Mast\n")) == [("Mast", "a pod without a version", None)]


def test_garbage_is_survived() -> None:
    survives("Podfile.lock", LOCK)
