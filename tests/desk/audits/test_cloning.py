"""The guarded door to repositories, with a real git on both sides."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from desk.servers.git import Host, git
from troth.evidence import process
from troth_desk import outward
from troth_desk.audits import cloning
from troth_desk.audits.cloning import NoCloneError, clone
from troth_desk.audits.sources import Source, refusal


def test_the_newest_commit_alone_is_cloned(host: Host, tmp_path: Path) -> None:
    newest = host.commit({"README.md": "New\n"})
    found = clone(Source(f"{host.url}/harbour.git"), tmp_path / "tree")
    assert found.commit == newest
    assert (found.tree / "README.md").read_text() == "New\n"
    assert git(found.tree, "rev-list", "--count", "HEAD").strip() == "1"
    assert git(found.tree, "status", "--porcelain") == ""


def test_a_branch_can_be_named(host: Host, tmp_path: Path) -> None:
    git(host.tree, "push", "--quiet", str(host.root / "harbour.git"), "HEAD:refs/heads/stable")
    of_stable = git(host.tree, "rev-parse", "HEAD").strip()
    host.commit({"README.md": "New\n"})
    assert clone(Source(f"{host.url}/harbour.git"), tmp_path / "tree", branch="stable").commit == of_stable
    with pytest.raises(NoCloneError, match="fetched"):
        clone(Source(f"{host.url}/harbour.git"), tmp_path / "other", branch="gone")


@pytest.mark.parametrize("branch", ["-upload-pack=touch", "a..b", "../x", "a b", "--help", "x\ny"])
def test_a_branch_is_no_option(host: Host, tmp_path: Path, branch: str) -> None:
    with pytest.raises(NoCloneError, match="no name of a branch"):
        clone(Source(f"{host.url}/harbour.git"), tmp_path / "tree", branch=branch)


@pytest.mark.parametrize(
    "url",
    [
        "/etc", "file:///etc", "ssh://git@example.org/a", "git://example.org/a", "ext::sh -c touch% /tmp/x",
        "git@example.org:a/b.git", "http://example.org/a/b", "https://user:secret@example.org/a", "https://example.org",
        "https://example.org/a?b=c", "https://example.org/a#b", "https://example.org:8443/a", "--upload-pack=x",
    ],
)  # fmt: skip
def test_what_is_no_repository_of_the_web_is_refused(url: str, tmp_path: Path) -> None:
    assert refusal(url)
    with pytest.raises(NoCloneError):
        clone(Source(url), tmp_path / "tree")
    assert not (tmp_path / "tree").exists()


def test_a_machine_inside_is_refused_unless_it_is_permitted(host: Host, settings: Settings) -> None:
    settings.INSIDE = ()
    assert "http" in refusal(f"{host.url}/harbour.git") or "Port" in refusal(f"{host.url}/harbour.git")


def test_a_name_that_means_this_machine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth_desk.outward.door.resolved", lambda *_: ["127.0.0.1"])
    with pytest.raises(NoCloneError, match="no machine of the public internet"):
        clone(Source("https://rebound.example.org/a/b"), tmp_path / "tree")


def test_git_goes_to_the_address_that_was_looked_at(
    host: Host, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means something else a moment later (DNS rebinding) leads nowhere else: git resolves nothing."""
    name = f"nowhere.invalid:{host.port}"
    settings.INSIDE = (name,)
    monkeypatch.setattr("troth_desk.outward.door.resolved", lambda *_: ["127.0.0.1"])
    assert clone(Source(f"http://{name}/harbour.git"), tmp_path / "tree").commit


def test_a_redirect_to_a_place_that_is_not_permitted_is_not_followed(host: Host, tmp_path: Path) -> None:
    host.handler.moved = {"/away": "http://169.254.169.254/latest"}
    with pytest.raises(NoCloneError, match=r"no machine of the public|Port|http"):
        clone(Source(f"{host.url}/away"), tmp_path / "tree")


def test_a_repository_that_was_renamed_is_found(host: Host, tmp_path: Path) -> None:
    host.handler.moved = {"/old/": "/"}
    assert clone(Source(f"{host.url}/old/harbour.git"), tmp_path / "tree").commit


def test_a_token_goes_in_a_header_and_is_nowhere_else(host: Host, tmp_path: Path, mark: list[tuple[str, ...]]) -> None:
    host.handler.secret = f"Basic {base64.b64encode(b'x-access-token:s3cret-t0ken').decode()}"
    with pytest.raises(NoCloneError, match="private"):
        clone(Source(f"{host.url}/harbour.git"), tmp_path / "none")
    with pytest.raises(NoCloneError, match="token may not"):
        clone(Source(f"{host.url}/harbour.git", "other"), tmp_path / "wrong")
    found = clone(Source(f"{host.url}/harbour.git", "s3cret-t0ken"), tmp_path / "tree")
    hidden = base64.b64encode(b"x-access-token:s3cret-t0ken")
    for path in found.tree.rglob("*"):
        if path.is_file():
            assert b"s3cret-t0ken" not in path.read_bytes()
            assert hidden not in path.read_bytes()
    assert "s3cret" not in repr(mark)
    assert hidden.decode() not in repr(mark)
    assert "s3cret" not in repr(Source("https://example.org/a", "s3cret-t0ken"))


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The arguments of every program that is started: everybody on a machine can read them."""
    seen: list[tuple[str, ...]] = []
    run = process.run

    def noted(argv: tuple[str, ...], *given: object, **more: object) -> process.Ran:
        seen.append(tuple(argv))
        return run(argv, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(process, "run", noted)
    return seen


def test_a_token_goes_to_no_other_host(host: Host, tmp_path: Path, settings: Settings) -> None:
    settings.INSIDE = (host.place, f"localhost:{host.port}")
    host.handler.moved = {"/old/": f"http://localhost:{host.port}/"}
    clone(Source(f"{host.url}/old/harbour.git", "s3cret-t0ken"), tmp_path / "tree")
    to_the_other = [header for path, header in host.handler.asked if path.startswith("/harbour.git")]
    assert to_the_other
    assert set(to_the_other) == {""}


def test_nothing_of_a_tree_runs_while_it_is_cloned(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filters, hooks and submodules that a tree names are looked at by nobody; the user's own settings neither."""
    caught = tmp_path / "caught"
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        f'[filter "evil"]\n\tsmudge = touch {caught}\n\trequired = true\n[core]\n\thooksPath = {home}\n'
        f'[credential]\n\thelper = "!touch {caught}"\n'
    )
    hook = home / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {caught}\n")
    hook.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    host.commit(
        {
            ".gitattributes": "* filter=evil\n",
            ".gitmodules": f'[submodule "x"]\n\tpath = x\n\turl = {host.url}/other.git\n',
            ".lfsconfig": "[lfs]\n\turl = http://169.254.169.254/\n",
        }
    )
    clone(Source(f"{host.url}/harbour.git"), tmp_path / "tree")
    assert not caught.exists()
    assert not [path for path, _ in host.handler.asked if path.startswith("/other.git")]


def test_a_commit_that_unpacks_to_too_much_is_not_written(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.commit({"zeros.bin": "0" * 5_000_000})  # five kilobytes on the way
    monkeypatch.setattr(cloning, "LARGEST", 4_000_000)
    with pytest.raises(NoCloneError, match="larger than"):
        clone(Source(f"{host.url}/harbour.git"), tmp_path / "tree")
    assert not (tmp_path / "tree").exists()


def test_a_commit_of_too_many_files_is_not_written(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloning, "MOST_FILES", 1)
    with pytest.raises(NoCloneError, match="files"):
        clone(Source(f"{host.url}/harbour.git"), tmp_path / "tree")


def test_a_pack_that_is_too_large_ends_the_fetch(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = subprocess.run(("head", "-c", "400000", "/dev/urandom"), capture_output=True, check=True).stdout
    host.commit({"noise": base64.b85encode(noise).decode()})
    monkeypatch.setattr(cloning, "LARGEST", 100 * 512)
    with pytest.raises(NoCloneError, match="cannot be fetched"):
        clone(Source(f"{host.url}/harbour.git"), tmp_path / "tree")


def test_what_is_no_repository_is_told(host: Host, tmp_path: Path) -> None:
    with pytest.raises(NoCloneError, match="answers 404"):
        clone(Source(f"{host.url}/nothing.git"), tmp_path / "tree")


def test_an_empty_repository_is_told(host: Host, tmp_path: Path) -> None:
    git(host.root, "init", "--quiet", "--bare", "empty.git")
    with pytest.raises(NoCloneError, match="fetched"):
        clone(Source(f"{host.url}/empty.git"), tmp_path / "tree")


def test_the_door_looks_at_an_address_without_asking(settings: Settings) -> None:
    names: Callable[[str, int], list[str]] = lambda *_: ["93.184.215.14"]  # noqa: E731
    assert outward.looked_at("https://example.org/a", resolve=names) == ["93.184.215.14"]
    with pytest.raises(outward.RefusedAddressError):
        outward.looked_at("https://example.org/a", resolve=lambda *_: ["93.184.215.14", "10.0.0.1"])
