from __future__ import annotations

from evidence.lockfiles.reading import gaps, one, read, survives, versions

LOCK = """\
GIT
  remote: https://example.org/sail.git
  revision: 0123456789abcdef0123456789abcdef01234567
  branch: main
  specs:
    sail (2.0.0)

PATH
  remote: .
  specs:
    harbour (0.1.0)
      mast (~> 1.0)

GEM
  remote: https://gems.harbour.org/
  specs:
    mast (1.2.0)
      rope (>= 1, < 3)
    mast (1.2.0-x86_64-linux)
      rope (>= 1, < 3)
    rope (2.0.0.pre1)

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  harbour!
  sail!

CHECKSUMS
  mast (1.2.0) sha256=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  mast (1.2.0-x86_64-linux) sha256=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb

BUNDLED WITH
   2.5.0
"""


def test_every_spec_is_a_component_once_for_all_platforms() -> None:
    found = read("Gemfile.lock", LOCK)
    assert versions(found) == [("sail", "2.0.0"), ("harbour", "0.1.0"), ("mast", "1.2.0"), ("rope", "2.0.0.pre1")]
    assert [each.span.line for each in found.components] == [6, 11, 17, 21]
    assert [each.origin for each in found.components] == ["git", "workspace", "registry", "registry"]
    assert [(each.direct, each.via) for each in found.components] == [
        (True, ()),
        (True, ()),
        (True, ()),
        (False, ("mast",)),
    ]
    assert one(found, "sail").commit == "0123456789abcdef0123456789abcdef01234567"
    assert one(found, "mast").checksums == ("sha256:" + "a" * 64,)
    assert one(found, "mast").registry == "https://gems.harbour.org/"
    assert one(found, "mast").purl == "pkg:gem/mast@1.2.0"
    assert found.gaps == ()


def test_a_line_of_another_form_is_a_gap() -> None:
    assert gaps(read("Gemfile.lock", "what is this\n"))[0][0] == "a section"


def test_garbage_is_survived() -> None:
    survives("Gemfile.lock", LOCK)
