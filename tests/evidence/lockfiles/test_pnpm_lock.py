from __future__ import annotations

import pytest

from evidence.lockfiles.reading import gaps, one, read, survives, versions

NINE = """\
lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      mast:
        specifier: ^1.0.0
        version: 1.2.0(sail@2.0.0)
      rope:
        specifier: npm:cordage@^2
        version: cordage@2.0.1
    devDependencies:
      chisel:
        specifier: '*'
        version: 1.0.0

  packages/deck:
    dependencies:
      harbour:
        specifier: workspace:*
        version: link:../..

packages:

  '@riggers/knot@3.2.0':
    resolution: {integrity: sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==}
    engines: {node: '>=10'}

  chisel@1.0.0:
    resolution: {integrity: sha512-AAAA}
    deprecated: |-
      over
      and out

  cordage@2.0.1:
    resolution: {integrity: sha512-AAAA}

  mast@1.2.0:
    resolution: {integrity: sha512-AAAA}

  sail@2.0.0:
    resolution: {tarball: https://codeload.github.com/harbour/sail/tar.gz/0123456789abcdef0123456789abcdef01234567}
    version: 2.0.0

snapshots:

  '@riggers/knot@3.2.0': {}

  chisel@1.0.0:
    dependencies:
      '@riggers/knot': 3.2.0

  cordage@2.0.1: {}

  mast@1.2.0(sail@2.0.0):
    dependencies:
      sail: 2.0.0

  sail@2.0.0: {}
"""
SIX = """\
lockfileVersion: '6.0'

dependencies:
  mast:
    specifier: ^1.0.0
    version: 1.2.0(sail@2.0.0)

devDependencies:
  '@riggers/knot':
    specifier: ^3
    version: 3.2.0

packages:

  /@riggers/knot@3.2.0:
    resolution: {integrity: sha512-AAAA}
    dev: true

  /mast@1.2.0(sail@2.0.0):
    resolution: {integrity: sha512-AAAA}
    dependencies:
      sail: 2.0.0
    dev: false

  /mast@1.2.0(sail@3.0.0):
    resolution: {integrity: sha512-AAAA}
    dev: false

  /sail@2.0.0:
    resolution: {integrity: sha512-AAAA}
    dev: false
"""
FIVE = """\
lockfileVersion: 5.4

specifiers:
  mast: ^1.0.0

dependencies:
  mast: 1.2.0_sail@2.0.0

packages:

  /@riggers/knot/3.2.0:
    resolution: {integrity: sha512-AAAA}
    dev: true

  /mast/1.2.0_sail@2.0.0:
    resolution: {integrity: sha512-AAAA}
    dependencies:
      sail: 2.0.0
    dev: false

  /sail/2.0.0:
    resolution: {integrity: sha512-AAAA}
    dev: false

  github.com/harbour/yard/0123456789abcdef0123456789abcdef01234567:
    resolution: {tarball: https://codeload.github.com/harbour/yard/tar.gz/0123456789abcdef0123456789abcdef01234567}
    name: yard
    version: 4.0.0
    dev: false
"""


def test_version_9() -> None:
    found = read("pnpm-lock.yaml", NINE)
    assert versions(found) == [
        ("@riggers/knot", "3.2.0"), ("chisel", "1.0.0"), ("cordage", "2.0.1"), ("mast", "1.2.0"), ("sail", "2.0.0")
    ]  # fmt: skip
    lines = NINE.split("\n")
    assert all(each.package.name in lines[(each.span.line or 0) - 1] for each in found.components)
    told = {each.package.name: (each.direct, each.via, each.scope) for each in found.components}
    assert told == {
        "@riggers/knot": (False, ("chisel",), "development"),
        "chisel": (True, (), "development"),
        "cordage": (True, (), "runtime"),
        "mast": (True, (), "runtime"),
        "sail": (False, ("mast",), "runtime"),
    }
    assert one(found, "sail").commit == "0123456789abcdef0123456789abcdef01234567"
    assert one(found, "@riggers/knot").checksums == ("sha512:" + "00" * 64,)
    assert found.gaps == ()


def test_version_6_names_a_package_once_for_all_its_peers() -> None:
    found = read("pnpm-lock.yaml", SIX)
    assert versions(found) == [("@riggers/knot", "3.2.0"), ("mast", "1.2.0"), ("sail", "2.0.0")]
    assert [(each.direct, each.via) for each in found.components] == [(True, ()), (True, ()), (False, ("mast",))]
    assert [each.scope for each in found.components] == ["development", "runtime", "runtime"]


def test_version_5() -> None:
    found = read("pnpm-lock.yaml", FIVE)
    assert versions(found) == [("@riggers/knot", "3.2.0"), ("mast", "1.2.0"), ("sail", "2.0.0"), ("yard", "4.0.0")]
    assert (one(found, "mast").direct, one(found, "sail").via) == (True, ("mast",))
    assert one(found, "yard").origin == "git"


@pytest.mark.parametrize("text", [NINE, SIX, FIVE])
def test_the_real_parser_says_the_same(text: str) -> None:
    odd = text + "time: !!str now\n"
    assert read("pnpm-lock.yaml", odd) == read("pnpm-lock.yaml", text)


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("pnpm-lock.yaml", "lockfileVersion: '12.0'\n"))[0][0] == "a known form"
    assert gaps(read("pnpm-lock.yaml", "- a\n"))[0] == ("pnpm-lock.yaml", "not a mapping", None)
    assert gaps(read("pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  '': {}\n"))[0][0] == "a name"


def test_garbage_is_survived() -> None:
    survives("pnpm-lock.yaml", NINE)
    survives("pnpm-lock.yaml", FIVE)
