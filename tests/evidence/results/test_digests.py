from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from troth.evidence.repository import Repository
from troth.evidence.results import digests as module
from troth.evidence.results.digests import Digests

Tree = Callable[[Mapping[str, str]], Repository]


def old(repository: Repository) -> None:
    """Times long ago do not help: the time of the last change of an inode is always now. So wait it out."""
    time.sleep(module._RACY / 1e9 + 0.02)


def test_content_and_names_decide(tree: Tree, tmp_path: Path) -> None:
    first, same = tree({"a.py": "x\n", "b.py": "y\n"}), tree({"a.py": "x\n", "b.py": "y\n"})
    changed, renamed = tree({"a.py": "x\n", "b.py": "z\n"}), tree({"a.py": "x\n", "c.py": "y\n"})
    whole = [Digests(each, tmp_path).whole(each.paths) for each in (first, same, changed, renamed)]
    assert whole[0] == whole[1]
    assert len(set(whole)) == 3


def test_an_unchanged_file_is_not_read_again(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tree({"a.py": "x\n"})
    old(repository)
    one = Digests(repository, tmp_path)
    told = one.of("a.py")
    one.save()
    monkeypatch.setattr(hashlib, "file_digest", lambda *_: pytest.fail("it was read again"))
    assert Digests(repository, tmp_path).of("a.py") == told


def test_a_change_is_seen_though_size_and_time_are_set_back(tree: Tree, tmp_path: Path) -> None:
    repository = tree({"a.py": "x\n"})
    old(repository)
    path = repository.root / "a.py"
    before = path.stat()
    one = Digests(repository, tmp_path)
    told = one.of("a.py")
    one.save()
    path.write_text("y\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert Digests(repository, tmp_path).of("a.py") != told


def test_a_file_that_has_just_changed_is_not_remembered(tree: Tree, tmp_path: Path) -> None:
    repository = tree({"a.py": "x\n"})
    one = Digests(repository, tmp_path)
    one.of("a.py")
    one.save()
    assert [path for path in tmp_path.iterdir() if path.suffix == ".msgpack"] == []


def test_links_and_pipes_and_what_is_gone_have_words_instead(tree: Tree, tmp_path: Path) -> None:
    repository = tree({"a.py": "x\n"})
    (repository.root / "link").symlink_to("/etc/passwd")
    os.mkfifo(repository.root / "pipe")
    found = Digests(repository, tmp_path)
    assert [found.of(name) for name in ("link", "pipe", "gone", "nul\0")] == [
        "link to /etc/passwd", "no file", "absent", "absent",
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"\xff\x00garbage", b"\x82\xa4root\xa1x\xa5files\x80"])
def test_what_cannot_be_read_of_the_memory_is_forgotten(tree: Tree, tmp_path: Path, content: bytes) -> None:
    repository = tree({"a.py": "x\n"})
    whole = Digests(repository, tmp_path / "none").of("a.py")
    old(repository)
    one = Digests(repository, tmp_path)
    one.of("a.py")
    one.save()
    (path,) = tmp_path.glob("*.msgpack")
    path.write_bytes(content)
    assert Digests(repository, tmp_path).of("a.py") == whole


def test_a_memory_that_others_may_write_is_not_believed(tree: Tree, tmp_path: Path) -> None:
    repository = tree({"a.py": "x\n"})
    old(repository)
    one = Digests(repository, tmp_path)
    one.of("a.py")
    one.save()
    (path,) = tmp_path.glob("*.msgpack")
    assert Digests(repository, tmp_path)._known
    path.chmod(0o666)
    assert not Digests(repository, tmp_path)._known


def test_without_a_cache_everything_is_read(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = Digests(tree({"a.py": "x\n"}), tmp_path / "file")
    assert len(found.of("a.py")) == 64
    found.save()
