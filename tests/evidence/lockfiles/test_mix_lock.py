from __future__ import annotations

from evidence.lockfiles.reading import gaps, one, read, survives, versions

LOCK = """\
%{
  "mast": {:hex, :mast, "1.2.0", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", [:mix], [{:rope, "~> 2.0", [hex: :rope, repo: "hexpm", optional: false]}], "hexpm", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"},
  "rope": {:hex, :rope, "2.0.1", "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", [:mix], [], "hexpm"},
  "sail": {:git, "https://example.org/sail.git", "0123456789abcdef0123456789abcdef01234567", [branch: "main"]},
}
"""


def test_every_entry_is_a_component() -> None:
    found = read("mix.lock", LOCK)
    assert versions(found) == [("mast", "1.2.0"), ("rope", "2.0.1"), ("sail", "")]
    assert [each.span.line for each in found.components] == [2, 3, 4]
    assert one(found, "mast").checksums == ("sha256:" + "b" * 64,)
    assert one(found, "sail").commit == "0123456789abcdef0123456789abcdef01234567"
    assert {each.direct for each in found.components} == {None}
    assert gaps(found) == [("the version of sail", "the entry names none", 4)]


def test_a_line_of_another_form_is_a_gap() -> None:
    assert gaps(read("mix.lock", "what\n")) == [("an entry", "a line of no form that mix writes", 1)]


def test_garbage_is_survived() -> None:
    survives("mix.lock", LOCK)
