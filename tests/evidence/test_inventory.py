from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from troth.evidence.gather import gather
from troth.evidence.given import GivenFiles, beside
from troth.evidence.inventory import UNREAD, inventory, parse, readers
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms import wants

Tree = Callable[[Mapping[str, str | bytes]], Repository]
CARGO = (
    '[[package]]\nname = "mast"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n'
)


def test_one_pass_reads_every_file(tree: Tree) -> None:
    repository = tree(
        {
            "Cargo.lock": CARGO,
            "py/requirements.txt": "rope==1\n",
            "README.md": "no lockfile\n",
            "go.mod": "module a\ngo 1.22\n",
        }
    )
    found = {one.path: [each.package.name for each in one.components] for one in inventory(repository)}
    assert found == {"Cargo.lock": ["mast"], "go.mod": ["stdlib"], "py/requirements.txt": ["rope"]}


def test_what_nothing_reads_is_a_gap_by_name(tree: Tree) -> None:
    repository = tree({"flake.lock": "{}", "deps/strange.lock": "x", "bun.lockb": b"\0", "go.work.sum": ""})
    found = {one.path: one for one in inventory(repository)}
    (strange,), (binary,) = found["deps/strange.lock"].gaps, found["bun.lockb"].gaps
    assert strange.reason == "a lockfile by its name, of a kind that is not known"
    assert binary.reason.startswith("the binary form of bun")
    assert (found["flake.lock"].gaps, found["flake.lock"].notes[0].reason) == ((), UNREAD["flake.lock"])
    assert set(found) == {"flake.lock", "deps/strange.lock", "bun.lockb", "go.work.sum"}


def test_a_manifest_without_a_lockfile_is_a_gap(tree: Tree) -> None:
    asks = {
        "package.json": '{"dependencies": {"mast": "1", "rope": "2"}}',
        "Cargo.toml": '[dependencies]\nmast = "1"\n',
    }
    files = {f"{folder}{name}": text for name, text in asks.items() for folder in ("", "below/", "vendor/x/")}
    found = [
        (one.path, one.gaps[0].wanted)
        for one in inventory(tree(files | {"Cargo.lock": CARGO, "a/Gemfile": ""}))
        if one.gaps
    ]
    assert found == [
        ("a/Gemfile", "packages of RubyGems"),
        ("below/package.json", "the versions of 2 packages"),
        ("package.json", "the versions of 2 packages"),
    ]
    assert [one.path for one in inventory(tree({"package.json": '{"name": "empty"}', "package-lock.json": "{"}))] == [
        "package-lock.json"
    ]


def test_a_file_that_cannot_be_read_is_a_gap(tree: Tree) -> None:
    repository = tree({"Cargo.lock": b"\0\0", "package-lock.json": b" " * (4 * 1024 * 1024 + 1)})
    assert {one.path: one.gaps[0].reason for one in inventory(repository)} == {
        "Cargo.lock": "not a text file",
        "package-lock.json": "larger than 4 MiB",
    }


def test_folders_say_whose_it_is_and_whether_it_is_shipped(tree: Tree) -> None:
    paths = ("Cargo.lock", "vendor/x/Cargo.lock", "tests/fixtures/Cargo.lock", "examples/a/Cargo.lock")
    found = {one.path: one.components[0] for one in inventory(tree(dict.fromkeys(paths, CARGO)))}
    assert {path: (each.own, each.scope) for path, each in found.items()} == {
        "Cargo.lock": (True, ""),
        "vendor/x/Cargo.lock": (False, ""),
        "tests/fixtures/Cargo.lock": (False, "test"),
        "examples/a/Cargo.lock": (True, "development"),
    }


def test_the_want_is_answered(tree: Tree) -> None:
    repository = tree(
        {"Cargo.lock": CARGO, "requirements.txt": "rope>=1\n", "go.mod": "module a\ngo 1.22\n", "go.sum": ""}
    )
    want = wants.Components()
    answer = gather(Scene(repository=repository, at=date(2026, 3, 1)), [want])[want]
    assert [str(each.package) for each in answer.found] == ["crates.io mast", "Go stdlib"]
    assert [(gap.wanted, str(gap.span)) for gap in answer.gaps] == [
        ("rope", "requirements.txt:1")
    ]  # notes hide nothing
    assert answer.read == ("Cargo.lock", "go.mod", "go.sum", "requirements.txt")


def test_the_want_is_worked_out_once_in_a_check(tree: Tree) -> None:
    scene = Scene(repository=tree({"Cargo.lock": CARGO}), at=date(2026, 3, 1))
    want = wants.Components()
    assert gather(scene, [want])[want] is gather(scene, [want])[want]


def test_a_file_is_forgotten_where_nobody_needs_it_again(tree: Tree) -> None:
    repository = tree({"package-lock.json": "{}"})
    for _ in inventory(repository, keep=False):
        pass
    assert not repository._texts
    assert not repository._parsed


def test_old_states_are_read_without_a_tree() -> None:
    found = parse("a/Cargo.lock", CARGO.encode())
    assert found is not None
    assert [(each.package.name, each.span.path) for each in found] == [("mast", "a/Cargo.lock")]
    assert parse("Cargo.lock", b"[[package]\n") is None
    assert parse("README.md", b"") is None
    assert parse("go.sum", b"example.org/mast v1.0.0 h1:AAAA\n") == ()
    assert parse("requirements.txt", b"mast==1\nrope\n") != ()


@given(st.sampled_from(["Cargo.lock", "uv.lock", "go.sum", "package-lock.json"]), st.binary(max_size=200))
def test_bytes_are_survived(path: str, data: bytes) -> None:
    parse(path, data)


def test_a_single_file_sees_what_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.lock\n")
    (tmp_path / "Cargo.lock").write_text(CARGO)
    (tmp_path / "member").mkdir()
    (tmp_path / "member" / "Cargo.toml").write_text("")
    repository = beside(tmp_path / "Cargo.lock")
    assert set(repository.paths) == {".gitignore", "Cargo.lock", "member/Cargo.toml"}
    assert "Cargo.lock" in readers(repository)


def test_given_files_never_touch_the_disk() -> None:
    tree = GivenFiles({"a.txt": b"x"})
    assert tree.text("a.txt") == "x"
    assert tree.text("etc/passwd") is None
