"""The walk, the readers and everything that a hostile tree may hold."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence import git, listing, places, repository, structured
from troth.evidence.repository import Repository
from troth.terms.errors import UnreadableTreeError

Make = Callable[..., Repository]


def reasons(repo: Repository) -> dict[str, str]:
    return {gap.wanted: gap.reason for gap in repo.gaps}


def test_a_plain_folder_is_listed_by_its_ignore_rules(tree: Make) -> None:
    repo = tree(
        {
            ".gitignore": "out/\n*.log\n",
            "a.py": "",
            "out/b.py": "",
            "deep/.hidden/c": "",
            "x.log": "",
            ".ignore": "a.py",
        }
    )
    assert repo.paths == (".gitignore", ".ignore", "a.py", "deep/.hidden/c")
    assert repo.folders == {"deep", "deep/.hidden"}


def test_a_checkout_is_listed_with_tracked_and_new_files(git_tree: Make) -> None:
    repo = git_tree([("2025-01-01", {".gitignore": "*.log\n", "kept.log": "forced", "a": "1"}, ())])
    (repo.root / "new.txt").write_text("n")
    (repo.root / "new.log").write_text("n")
    assert repo.paths == (".gitignore", "a", "kept.log", "new.txt")


def test_a_folder_of_a_checkout_is_listed_alone(git_tree: Make) -> None:
    repo = git_tree([("2025-01-01", {"a": "1", "inner/b": "2", "inner/c/d": "3"}, ())])
    assert Repository(repo.root / "inner").paths == ("b", "c/d")


def test_a_folder_that_the_checkout_around_it_ignores_is_a_plain_folder(git_tree: Make) -> None:
    repo = git_tree([("2025-01-01", {".gitignore": "out/\n"}, ())])
    (repo.root / "out").mkdir()
    (repo.root / "out/a").write_text("1")
    assert Repository(repo.root / "out").paths == ("a",)


def test_git_links_without_content_are_gaps(git_tree: Make) -> None:
    repo = git_tree([("2025-01-01", {"a": "1"}, ())])
    blob = "1" * 40
    assert git.ask(repo.root, "update-index", "--add", "--cacheinfo", f"160000,{blob},parts/engine").passed
    assert repo.paths == ("a",)
    assert repo.git_links == ("parts/engine",)
    assert reasons(repo) == {"parts/engine": "git link without its content"}


def test_submodules_are_known_by_name_without_git(tree: Make) -> None:
    repo = tree({".gitmodules": '[submodule "x"]\n\tpath = parts/x\n\turl = https://example.org/x\n', "a": ""})
    assert repo.git_links == ("parts/x",)


def test_a_tracked_file_that_is_absent_is_a_gap_once_it_is_wanted(git_tree: Make) -> None:
    repo = git_tree([("2025-01-01", {"a": "1", "b": "2"}, ())])
    (repo.root / "b").unlink()
    assert "b" in repo.path_set
    assert repo.gaps == ()
    assert repo.text("b") is None
    assert reasons(repo) == {"b": "absent from the checkout"}


def test_links_out_of_the_tree_are_not_followed(tree: Make, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    (tmp_path / "place").mkdir()
    (tmp_path / "place/x").write_text("s")
    repo = tree({"a": "inside"})
    for name, target in {
        "out": tmp_path / "secret",
        "etc": Path("/etc"),
        "in": Path("a"),
        "loop": Path("loop"),
        "place": tmp_path / "place",
    }.items():
        (repo.root / name).symlink_to(target)
    assert repo.paths == ("a", "etc", "in", "loop", "out", "place")
    assert repo.text("in") == "inside"
    assert [repo.text(name) for name in ("out", "etc", "place", "loop", "place/x", "../secret")] == [None] * 6
    assert reasons(repo)["out"] == "a link that leads out of the tree"
    assert set(reasons(repo)) == {"out", "etc", "place", "loop"}


def test_git_directories_are_not_read_through_links(git_tree: Make) -> None:
    repo = git_tree([("2025-01-01", {"a": "1"}, ())])
    (repo.root / "config").symlink_to(".git/config")
    assert repo.text("config") is None


def test_pipes_are_not_waited_for(tree: Make) -> None:
    repo = tree({"a": ""})
    os.mkfifo(repo.root / "pipe")
    assert repo.text("pipe") is None
    assert reasons(repo) == {"pipe": "not a regular file"}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfname", "name"),
        ("fläche".encode("utf-16"), "fläche"),
        (b"\xfe\xff" + "a\r\nb".encode("utf-16-be"), "a\r\nb"),
        (b"caf\xe9", "café"),
        (b"a\0b", None),
        (b"\xff\xfea", None),
    ],
)
def test_encodings(tree: Make, data: bytes, text: str | None) -> None:
    repo = tree({"f": data})
    assert repo.text("f") == text
    assert bool(repo.gaps) == (text is None)


def test_each_file_is_read_once(tree: Make) -> None:
    repo = tree({"f": "first"})
    assert repo.text("f") == "first"
    (repo.root / "f").write_text("second")
    assert (repo.text("f"), repo.data("f"), repo.lines("f")) == ("first", b"first", ("first",))


def test_large_files_are_gaps(tree: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = tree({"big": "x" * (repository.LARGEST_FILE + 1), "a": "12345", "b": "12345"})
    assert repo.text("big") is None
    monkeypatch.setattr(repository, "MOST_BYTES", 8)
    assert (repo.text("a"), repo.text("b")) == ("12345", None)
    assert set(repo.unreadable) == {"big", "b"}


@pytest.mark.parametrize("content", ["", "garbage", "gitdir: /nowhere\n", "gitdir: ../../../etc\n"])
def test_an_odd_git_file_leaves_a_plain_folder(tree: Make, content: str) -> None:
    repo = tree({".git": content, "a": "", "sub/b": "", "sub/.git/HEAD": ""})
    assert repo.paths == ("a", "sub/b")


def test_a_corrupt_git_folder_leaves_a_plain_folder(git_tree: Make) -> None:
    repo = git_tree([("2025-01-01", {"a": "1"}, ())])
    (repo.root / ".git/index").write_bytes(b"\0garbage" * 20)
    (repo.root / ".git/config").write_bytes(b"[[[\xff")
    assert repo.paths == ("a",)


def test_nothing_that_a_checkout_configures_is_executed(git_tree: Make, tmp_path: Path) -> None:
    repo = git_tree([("2025-01-01", {"a": "1", ".gitattributes": "* filter=evil diff=evil\n"}, ())])
    trap, mark = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {mark}\n")
    trap.chmod(0o755)
    with (repo.root / ".git/config").open("a") as config:
        config.write(
            f'[core]\n\tfsmonitor = {trap}\n\tpager = {trap}\n\tworktree = /etc\n[filter "evil"]\n\tclean = {trap}\n\tsmudge = {trap}\n'
        )
        config.write(f"[log]\n\tshowSignature = true\n[gpg]\n\tprogram = {trap}\n")
    assert repo.paths == (".gitattributes", "a")
    assert not mark.exists()


def test_a_file_is_no_tree(tree: Make) -> None:
    repo = tree({"a": ""})
    with pytest.raises(UnreadableTreeError):
        Repository(repo.root / "a")


@pytest.mark.parametrize("checkout", [False, True])
def test_a_name_that_is_no_text_is_a_gap(tree: Make, git_tree: Make, *, checkout: bool) -> None:
    repo = git_tree([("2025-01-01", {"a": "1"}, ())]) if checkout else tree({"a": "1"})
    Path(os.fsdecode(os.fsencode(repo.root) + b"/caf\xe9")).write_text("x")
    assert repo.paths == ("a",)
    assert list(reasons(repo).values()) == ["a file name that is not UTF-8"]


@pytest.mark.parametrize("checkout", [False, True])
def test_the_rest_of_a_tree_that_is_too_large_is_a_gap(
    tree: Make, git_tree: Make, monkeypatch: pytest.MonkeyPatch, *, checkout: bool
) -> None:
    files = dict.fromkeys("abcde", "")
    monkeypatch.setattr(listing, "MOST_FILES", 3)
    repo = git_tree([("2025-01-01", files, ())]) if checkout else tree(files)
    assert len(repo.paths) == 3
    assert reasons(repo) == {"the rest of the tree": "more than 3 files"}


def test_globs_match_paths_and_names(tree: Make) -> None:
    repo = tree({"requirements.txt": "", "svc/requirements.txt": "", "svc/x.toml": "", "[odd].toml": ""})
    assert repo.matching("requirements*.txt") == ("requirements.txt", "svc/requirements.txt")
    assert repo.matching("svc/*") == ("svc/requirements.txt", "svc/x.toml")
    assert repo.matching() == ()
    assert repo.matching("requirements.txt") == ("requirements.txt", "svc/requirements.txt")
    assert repo.matching("svc/requirements.txt", "x.*") == ("svc/requirements.txt", "svc/x.toml")


def test_yaml_keeps_words_as_written(tree: Make) -> None:
    repo = tree(
        {
            "w.yml": 'on:\n  push:\nyes: off\npython: 3.10\nn: 12\nz: "12"\nt: true\nbase: &b {a: 1}\nuse:\n  <<: *b\n  c: 2\n'
        }
    )
    assert repo.yaml("w.yml") == {
        "on": {"push": None}, "yes": "off", "python": "3.10", "n": 12, "z": "12", "t": True, "base": {"a": 1}, "use": {"a": 1, "c": 2},
    }  # fmt: skip
    node = repo.yaml_node("w.yml")
    assert node is not None
    assert [key.start_mark.line + 1 for key, _ in node.value][:3] == [1, 3, 4]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(12)
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yml", BOMB),
        ("a.yml", "[" * 100_000),
        ("a.yml", "- " * 50_000 + "x"),
        ("a.yml", "[" * 500 + "]" * 500),
        ("a.yml", "a: &a [*a]"),
        ("a.yml", "a: [1\nb: }"),
        ("a.yml", "!!python/object/apply:os.system [x"),
        ("a.yml", "x" * (structured.LARGEST_YAML + 1)),
        ("a.toml", "a = " + "[" * 100_000),
        ("a.toml", "a = " + "[" * 300 + "]" * 300),
        ("a.toml", "a"),
        ("a.toml", "a" + ".a" * 100_000 + " = 1"),
        ("a.toml", "a" + ' . "b"' * 300 + " = 1"),
        ("a.toml", "a = " + "9" * 5000),
        ("a.json", "[" * 100_000),
        ("a.json", "[" * 300 + "]" * 300),
        ("a.json", "{"),
        ("a.json", "9" * 5000),
    ],
)
def test_hostile_texts_are_gaps(tree: Make, name: str, text: str) -> None:
    repo = tree({name: text})
    read = {"yml": repo.yaml, "toml": repo.toml, "json": repo.json}[name.split(".")[1]]
    assert read(name) is None
    assert list(reasons(repo)) == [name]


def test_several_documents(tree: Make) -> None:
    repo = tree({"k.yaml": "a: 1\n---\nb: 2\n"})
    assert [structured.plain(node) for node in repo.yaml_nodes("k.yaml")] == [{"a": 1}, {"b": 2}]


def test_lines_of_toml(tree: Make) -> None:
    text = (
        '# top\r\nname = "x"\r\n[project]\r\ndependencies = [\r\n  "a", # one\r\n  "b;c=[",\r\n]\r\nempty = []\r\n'
        '[project."odd.key"]\r\na.b = 1.5\r\n[[pkg]]\r\nn = 1\r\n[[pkg]]\r\nn = { v = [1,\r\n 2], w = """\r\nx\r\n""" }\r\nlast = 1\r\n'
        "[pkg.sub]\r\nq = 1979-05-27T07:32:00Z\r\n"
    )
    lines = tree({"p.toml": text}).toml_lines("p.toml")
    assert lines[("name",)] == 2
    assert lines[("project",)] == 3
    assert lines[("project", "dependencies", 0)] == 5
    assert lines[("project", "dependencies", 1)] == 6
    assert lines[("project", "empty")] == 8
    assert lines[("project", "odd.key", "a", "b")] == 10
    assert lines[("pkg", 1)] == 13
    assert lines[("pkg", 1, "n", "v", 1)] == 15
    assert lines[("pkg", 1, "n", "w")] == 15
    assert lines[("pkg", 1, "last")] == 18
    assert lines[("pkg", 1, "sub", "q")] == 20
    assert lines[("pkg", 0, "n")] == 12


def test_lines_of_json(tree: Make) -> None:
    lines = tree({"p.json": '{\n "a": {"b": [1,\n {"c": 2}, []]},\n "d\\n": "x: {",\n "e": null\n}'}).json_lines(
        "p.json"
    )
    assert lines == {
        ("a",): 2,
        ("a", "b"): 2,
        ("a", "b", 0): 2,
        ("a", "b", 1): 3,
        ("a", "b", 1, "c"): 3,
        ("a", "b", 2): 3,
        ("d\n",): 4,
        ("e",): 5,
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def every_path(value: object, path: places.Path = ()) -> Iterator[places.Path]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from every_path(inner, (*path, key))


@settings(max_examples=60, deadline=None)
@given(JSON)
def test_every_value_of_a_json_text_has_a_line(value: object) -> None:
    text = json.dumps(value, indent=1)
    lines = places.of_json(text)
    assert set(lines) == set(every_path(value))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab\"'[]{}=,.:#\n-*&! \\1"), max_size=60))
def test_no_text_makes_a_reader_fail(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= line <= lines for line in places.of_toml(text).values())
    for read in (structured.compose, structured.toml, structured.json):
        with contextlib.suppress(structured.MalformedError):
            read(text)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_decode_or_do_not(data: bytes) -> None:
    text = structured.decode(data)
    assert text is None or "\0" not in text
