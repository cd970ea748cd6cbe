from __future__ import annotations

import pytest

from evidence.lockfiles.reading import gaps, one, read, survives, versions

SAMPLE = """\
# what we sail with
--index-url https://index.harbour.org/simple
Mast==1.2.0  # tall
rope[fast] == 2.0 ; python_version >= "3.9" \\
    --hash=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
requests>=2
chisel
plank==3.*
-e git+https://example.org/sail.git@0123456789abcdef0123456789abcdef01234567#egg=sail
yard @ https://example.org/yard-3.0.tar.gz#sha256=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
./wheels/keel-0.1-py3-none-any.whl
-e .
-e ./tools/winch
"""


def test_pins_are_components_and_the_rest_is_named() -> None:
    found = read("requirements.txt", SAMPLE)
    assert versions(found) == [("mast", "1.2.0"), ("rope", "2.0"), ("sail", ""), ("yard", "3.0"), ("keel", "0.1")]
    assert [each.span.line for each in found.components] == [3, 4, 9, 10, 11]
    assert [each.origin for each in found.components] == ["registry", "registry", "git", "url", "path"]
    assert one(found, "mast").registry == "https://index.harbour.org/simple"
    assert one(found, "rope").checksums == ("sha256:" + "a" * 64,)
    assert one(found, "sail").commit == "0123456789abcdef0123456789abcdef01234567"
    assert one(found, "yard").checksums == ("sha256:" + "b" * 64,)
    assert [gap[:2] for gap in gaps(found)] == [
        ("requests", "requests>=2 is not pinned"),
        ("chisel", "chisel is not pinned"),
        ("plank", "plank==3.* is not pinned"),
        ("./tools/winch", "a folder or file, whose metadata tells its name"),
        ("the version of sail", "the entry names none"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_and_ends_of_lines(encoding: str) -> None:
    found = read("requirements.txt", "mast==1.0\r\nrope==2.0\r\n".encode(encoding))
    assert versions(found) == [("mast", "1.0"), ("rope", "2.0")]
    assert [each.span.line for each in found.components] == [1, 2]


def test_the_name_tells_the_scope() -> None:
    assert one(read("requirements-dev.txt", "mast==1\n"), "mast").scope == "development"
    assert one(read("requirements/test.txt", "mast==1\n"), "mast").scope == "test"
    assert one(read("requirements.txt", "mast==1\n"), "mast").scope == "runtime"


def test_constraints_give_the_version_of_what_is_asked_for() -> None:
    beside = {"limits.cfg": "mast==1.5\nother==9\n", "more.inc": "rope==2\nsail\n"}
    found = read("requirements.txt", "-c limits.cfg\nmast>=1\n-r more.inc\n-r absent.txt\n", beside)
    assert versions(found) == [("mast", "1.5"), ("rope", "2")]
    assert [(each.span.path, each.span.line) for each in found.components] == [
        ("requirements.txt", 2),
        ("requirements.txt", 3),
    ]
    assert [gap[:2] for gap in gaps(found)] == [
        ("sail", "sail is not pinned"),
        ("absent.txt", "included, but not in the tree"),
    ]


def test_files_that_include_each_other_end() -> None:
    beside = {"a.inc": "-r b.inc\nmast==1\n", "b.inc": "-r a.inc\n-c a.inc\nrope==2\n"}
    assert versions(read("requirements.txt", "-r a.inc\n", beside)) == [("rope", "2"), ("mast", "1")]


def test_constraints_alone_do_not_say_that_anything_is_installed() -> None:
    found = read("constraints.txt", "mast==1\n")
    assert versions(found) == [("mast", "1")]
    assert found.notes[0].reason == "constraints say which version, not that it is installed"


def test_comments_tell_what_brings_a_package_in() -> None:
    text = """\
mast==1.0
    # via -r requirements.in
rope==2.0 \\
    --hash=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    # via
    #   mast
    #   sail
sail==3.0  # via harbour (pyproject.toml)
yarn==1.0  # via rope
knot==1.0
"""
    found = read("requirements.txt", text)
    assert {each.package.name: (each.direct, each.via) for each in found.components} == {
        "mast": (True, ()),
        "rope": (False, ("mast",)),
        "sail": (True, ()),
        "yarn": (False, ("mast", "rope")),
        "knot": (None, ()),
    }
    assert {each.direct for each in read("requirements.txt", "mast==1\n").components} == {None}


def test_what_pip_would_not_read_is_a_gap() -> None:
    assert gaps(read("requirements.txt", "== what\n")) == [
        ("a dependency", "no requirement that pip would read: == what", 1)
    ]
    found = read("requirements.txt", "--extra-index-url https://index.harbour.org/simple\nmast==1\n")
    assert gaps(found)[0][1] == "an extra index may give any of them"


def test_garbage_is_survived() -> None:
    survives("requirements.txt", SAMPLE, {"more.txt": "mast\n"})


@pytest.mark.parametrize("end", ["\x0c", "\x0b", "\x1c", "\x85", "\u2028"])
def test_lines_end_where_pip_ends_them(end: str) -> None:
    """A comment hides nothing behind a form feed: pip would install it."""
    assert versions(read("requirements.txt", f"# a comment{end}mast==1.2.0\n")) == [("mast", "1.2.0")]


def test_options_may_be_shortened_and_unknown_ones_are_gaps() -> None:
    assert gaps(read("requirements.txt", "--requirem 'more.pip'\n"))[0][1] == "included, but not in the tree"
    assert gaps(read("requirements.txt", "--pre\n--no-index\n-f wheels\n--hash-checking\n")) == []
    assert gaps(read("requirements.txt", "--install mast==1\n"))[0][1].startswith("no option that pip would read")
