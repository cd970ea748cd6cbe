from __future__ import annotations

import io
import os
import stat
import subprocess
import tarfile
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

import made_secrets as made
from controls.golden import TODAY
from troth.evidence import process
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.secrets import answer, engine, past, scanning, witness
from troth.evidence.secrets.blobs import blob
from troth.evidence.secrets.value import Value
from troth.terms.answer import Answer
from troth.terms.seen.secrets import SecretScan, SeenSecret
from troth.terms.wants import Secrets

Trees = Callable[[Mapping[str, str | bytes]], Repository]
TOKEN = made.github()
LINE = f'token = "{TOKEN}"\n'


@pytest.fixture(autouse=True)
def _own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(witness, "ask", lambda _: {})  # asked in a test of its own


def scan(repository: Repository, *, history: bool = False, tools: bool = True) -> Answer[SecretScan]:
    return answer(Scene(repository=repository, at=TODAY, run_tools=tools), Secrets(history=history))


def places(repository: Repository, *, history: bool = False) -> list[str]:
    return [str(one.span) for one in seen(repository, history=history)]


def seen(repository: Repository, *, history: bool = False) -> tuple[SeenSecret, ...]:
    return scan(repository, history=history).found[0].secrets


def zipped(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


def tarred(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


EVERYWHERE: tuple[tuple[str, str | bytes, str], ...] = (
    ("src/app.py", LINE, "src/app.py:1"),
    ("package-lock.json", LINE, "package-lock.json:1"),
    ("node_modules/x/index.js", LINE, "node_modules/x/index.js:1"),
    ("vendor/github.com/x/y.go", LINE, "vendor/github.com/x/y.go:1"),
    ("go.sum", LINE, "go.sum:1"),
    ("logo.png", LINE, "logo.png:1"),
    ("data.bin", b"\0\1\2" + LINE.encode() + b"\0", "data.bin:1"),
    ("win.ini", LINE.encode("utf-16"), "win.ini:1"),
    ("latin.py", b"# \xe9\xff\n" + LINE.encode(), "latin.py:2"),
    ("a.zip", zipped("in/app.py", LINE.encode()), "a.zip!in/app.py:1"),
    ("a.tgz", tarred("in/app.py", LINE.encode()), "a.tgz!in/app.py:1"),
    ("new\nline.py", LINE, "new\nline.py:1"),
    ("-rf", LINE, "-rf:1"),
    ("we!rd\t'\".py", LINE, "we!rd\t'\".py:1"),
    ("no-ending", "\n\n" + LINE, "no-ending:3"),
    ("crlf.py", "\r\n" + LINE.replace("\n", "\r\n"), "crlf.py:2"),
    ("wide.js", "x" * 3_000_000 + ' "' + TOKEN + '"\n', "wide.js:1"),
)  # fmt: skip
"""A path, its content, and where the token in it is told."""


def test_every_file_is_looked_through(tree: Trees) -> None:
    found = places(tree({path: data for path, data, _ in EVERYWHERE}))
    assert sorted(found) == sorted(place for _, _, place in EVERYWHERE)


def test_a_hundred_megabytes_on_one_line_are_told_and_not_read(tree: Trees) -> None:
    repository = tree({"app.py": LINE})
    with (repository.root / "big.txt").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    begin = time.perf_counter()
    found = scan(Repository(repository.root))
    assert time.perf_counter() - begin < 30
    assert [(gap.wanted, gap.reason) for gap in found.gaps] == [("big.txt", "larger than 64 MiB")]
    assert len(found.found[0].secrets) == 1


def test_a_line_of_fifty_megabytes_is_read(tree: Trees) -> None:
    assert places(tree({"big.txt": "x" * 50_000_000 + f' "{TOKEN}"\n'})) == ["big.txt:1"]


def test_what_git_ignores_and_where_links_lead_is_no_part_of_the_tree(
    git_tree: Callable[..., Repository], tmp_path: Path
) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text(LINE)
    repository = git_tree([("2026-01-01", {".gitignore": ".env\n", "app.py": "x\n"}, ())])
    (repository.root / ".env").write_text(LINE)
    (repository.root / "link.py").symlink_to(outside)
    (repository.root / "folder").symlink_to(tmp_path)
    found = scan(Repository(repository.root))
    assert found.found[0].secrets == ()
    assert found.gaps == ()


def test_a_link_to_a_folder_of_the_tree_is_no_gap(git_tree: Callable[..., Repository]) -> None:
    repository = git_tree([("2026-01-01", {"a/app.py": "x\n"}, ())])
    (repository.root / "b").symlink_to("a")
    subprocess.run(["git", "add", "-A"], cwd=repository.root, check=True)
    assert scan(Repository(repository.root)).gaps == ()


def test_what_cannot_be_read_is_a_gap(tree: Trees) -> None:
    repository = tree({"app.py": "x\n"})
    os.mkfifo(repository.root / "pipe")
    assert [gap.wanted for gap in scan(Repository(repository.root)).gaps] == ["pipe"]


def test_one_value_has_one_name_wherever_it_stands(tree: Trees) -> None:
    found = seen(tree({"a.py": LINE, "b/c.yml": f"\n\n- {TOKEN}\n"}))
    assert {one.fingerprint for one in found} == {Value(TOKEN).fingerprint}
    assert len(found) == 2


def test_the_longest_form_counts(tree: Trees) -> None:
    (found,) = seen(tree({"a.py": f'x = "{made.gitlab()}"\n'}))
    assert found.fingerprint == Value(made.gitlab()).fingerprint
    assert "checksum" in found.why


def test_a_value_that_begins_with_true_is_not_hidden(tree: Trees) -> None:
    """The engine's own filter would let it pass (see ``_UNANCHORED``)."""
    value = "true" + made.drawn(20, 30)
    assert places(tree({"a.yml": f'api_key: "{value}"\n'})) == ["a.yml:1"]


def test_the_engine_still_holds_the_expression_that_is_mended() -> None:
    path = engine.program()
    assert path is not None
    made_engine = engine.engine(path)
    assert isinstance(made_engine, engine.Engine)
    assert engine._ANCHORED in made_engine.rules
    assert engine._UNANCHORED not in made_engine.rules


def test_known_contents_are_not_read_again(tree: Trees, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tree({"a.py": LINE, "b.py": "x = 1\n"})
    before = scan(repository)
    given: list[str] = []
    true = engine.look_through

    def spy(made_engine: engine.Engine, blobs: object) -> object:
        listed = list(blobs)  # type: ignore[call-overload]
        given.extend(one.key for one in listed)
        return true(made_engine, listed)

    monkeypatch.setattr(scanning, "look_through", spy)
    again = scan(Repository(repository.root))
    assert msgspec.structs.replace(again.found[0]) == before.found[0]
    assert given == []
    (repository.root / "b.py").write_text(f'y = "{made.npm()}"\n')
    assert len(scan(Repository(repository.root)).found[0].secrets) == 2
    assert len(given) == 1


@pytest.mark.parametrize("how", ["unsigned", "changed", "tracked", "garbage", "link", "fifo"])
def test_a_tree_cannot_say_that_nothing_was_found(git_tree: Callable[..., Repository], how: str) -> None:
    repository = git_tree([("2026-01-01", {"a.py": LINE}, ())])
    assert len(seen(repository)) == 1
    kept = repository.root / ".troth" / "secrets.json"
    text = kept.read_text()
    if how == "unsigned":
        kept.write_text(text.replace('"code":"', '"code":"0'))
    elif how == "changed":
        kept.write_text(text.replace('"certain"', '"possible"'))
    elif how == "tracked":
        subprocess.run(["git", "add", "-f", ".troth/secrets.json"], cwd=repository.root, check=True)
    elif how == "garbage":
        kept.write_bytes(b"\xff" * 1000)
    elif how == "link":
        kept.rename(repository.root.parent / "elsewhere.json")
        kept.symlink_to(repository.root.parent / "elsewhere.json")
    else:
        kept.unlink()
        os.mkfifo(kept)
    found = scan(Repository(repository.root), tools=False)
    assert found.found == ()
    assert len(scan(Repository(repository.root)).found[0].secrets) >= 1


def test_nothing_is_written_through_a_link(tree: Trees, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    repository = tree({"a.py": LINE})
    (repository.root / ".troth").symlink_to(outside)
    assert len(seen(Repository(repository.root))) == 1
    assert list(outside.iterdir()) == []


def test_a_tree_that_cannot_be_written_is_looked_through(tree: Trees) -> None:
    repository = tree({"a.py": LINE})
    repository.root.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert len(seen(Repository(repository.root))) == 1
    finally:
        repository.root.chmod(stat.S_IRWXU)


def ran(output: bytes, code: int | None = 0, trouble: str = "") -> process.Ran:
    return process.Ran(argv=("betterleaks",), exit_code=code, stdout=output, trouble=trouble)


END = b'{"schema_version":"1","scan":{"state":"complete","betterleaks_version":"2","num_findings":%d}}'
FINDING = (
    b'{"schema_version":"1","finding":{"rule_id":"r","match":{"full":"f","value":"v"},'
    b'"location":{"path":"0.py","start_line":1,"end_line":1}}}'
)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (ran(b""), "did not look through everything"),
        (ran(FINDING), "did not look through everything"),
        (ran(FINDING + b"\n" + END % 2), "did not look through everything"),
        (ran(b'{"schema_version":"1","scan":{"state":"cancelled"}}'), "did not look through everything"),
        (ran(b'{"schema_version":"2","scan":{"state":"complete"}}'), "schema 2"),
        (ran(b"[]"), "not its JSON"),
        (ran(b'{"schema_version":1}'), "not its JSON"),
        (ran(b"\xff\xfe"), "not its JSON"),
        (ran(b"[" * 100_000), "not its JSON"),
        (ran(FINDING.replace(b"0.py", b"../x") + b"\n" + END % 1), "unknown file"),
        (ran(END % 0, code=1), "exit code 1"),
        (ran(END % 0, code=-11), "exit code -11"),
        (ran(b"", code=None, trouble="no answer within 120 s"), "no answer"),
    ],
)  # fmt: skip
def test_a_run_that_is_not_whole_is_a_gap_and_no_claim(
    tree: Trees, monkeypatch: pytest.MonkeyPatch, given: process.Ran, words: str
) -> None:
    true = process.run

    def fake(argv: tuple[str, ...], *rest: object, **more: object) -> process.Ran:
        return given if "filesystem" in argv else true(argv, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(process, "run", fake)
    found = scan(tree({"a.py": "x\n"}))
    assert found.found == ()
    assert words in found.gaps[0].reason


def test_a_crash_of_the_engine_does_not_end_the_check(
    tree: Trees, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "betterleaks"
    broken.write_text('#!/bin/sh\ncase "$*" in *"config show"*) echo "[[rules]]";; *) kill -SEGV $$;; esac\n')
    broken.chmod(0o755)
    monkeypatch.setattr(scanning, "program", lambda: str(broken))
    found = scan(tree({"a.py": "x\n"}))
    assert found.found == ()
    assert "exit code -11" in found.gaps[0].reason


def test_an_archive_that_unpacks_without_end_spoils_only_itself(tree: Trees, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped("zeros", b"\0" * 200_000_000)
    monkeypatch.setattr(engine, "ARCHIVE_LIMIT", 0.01)
    found = scan(tree({"bomb.zip": bomb, "a.py": LINE}))
    assert [str(one.span) for one in found.found[0].secrets] == ["a.py:1"]
    assert "no answer within" in found.gaps[0].reason


def test_the_past_of_a_shallow_clone_is_a_gap(git_tree: Callable[..., Repository], tmp_path: Path) -> None:
    whole = git_tree([("2026-01-01", {"a.py": LINE}, ()), ("2026-02-01", {"a.py": "x\n"}, ())])
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{whole.root}", str(shallow)], check=True)
    found = scan(Repository(shallow), history=True)
    assert not found.found[0].history
    assert "shallow" in found.gaps[0].reason


def test_the_past_is_every_object_once(git_tree: Callable[..., Repository]) -> None:
    repository = git_tree(
        [
            ("2026-01-01", {"a.py": LINE, "b.py": "kept\n"}, ()),
            ("2026-02-01", {"a.py": "x\n", "c.py": f'n = "{made.npm()}"\n'}, ()),
            ("2026-03-01", {"c.py": "y\n"}, ()),
        ]
    )
    found = scan(repository, history=True).found[0]
    assert found.history
    assert found.blobs == 2
    assert sorted(one.span.path.partition(":")[2] for one in found.secrets) == ["a.py", "c.py"]
    assert {one.where for one in found.secrets} == {"history"}


def test_objects_that_a_clone_lacks_are_a_gap(git_tree: Callable[..., Repository]) -> None:
    repository = git_tree([("2026-01-01", {"a.py": LINE}, ()), ("2026-02-01", {"a.py": "x\n"}, ())])
    old = subprocess.run(
        ["git", "rev-parse", "HEAD~1:a.py"], cwd=repository.root, check=True, capture_output=True, text=True
    )
    name = old.stdout.strip()
    (repository.root / ".git" / "objects" / name[:2] / name[2:]).unlink()
    found = scan(Repository(repository.root), history=True)
    assert not found.found[0].history
    assert found.gaps[0].reason == "objects of the past that this clone lacks: 1"


def test_too_large_a_content_of_the_past_is_a_gap(
    git_tree: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "LARGEST", 100)
    repository = git_tree([("2026-01-01", {"a.py": "x" * 1000}, ()), ("2026-02-01", {"a.py": "x\n"}, ())])
    found = scan(repository, history=True)
    assert not found.found[0].history
    assert "larger than" in found.gaps[0].reason


def test_a_hostile_configuration_of_git_runs_nothing(git_tree: Callable[..., Repository], tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    repository = git_tree([("2026-01-01", {"a.py": LINE}, ()), ("2026-02-01", {"a.py": "x\n"}, ())])
    with (repository.root / ".git" / "config").open("a") as file:
        file.write(
            f'[core]\n\tfsmonitor = "touch {mark}; false"\n\tpager = "touch {mark}; cat"\n[diff]\n\texternal = "touch {mark}"\n'
        )
    (repository.root / ".gitattributes").write_text("*.py diff=evil\n")
    assert len(seen(Repository(repository.root), history=True)) == 1
    assert not mark.exists()


def test_a_second_witness_is_heard_by_rules_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    report = {
        "findings": [
            {"rule": {"id": "betterleaks.github-pat"}, "finding": {"snippet": TOKEN, "path": "0.py"}},
            {"rule": {"id": "veles.github"}, "finding": {"snippet": made.npm(), "path": "0.py"}},
        ]
    }
    fake = tmp_path / "kingfisher"
    fake.write_text(f"#!/bin/sh\necho '{msgspec.json.encode(report).decode()}'\nexit 200\n")
    fake.chmod(0o755)
    monkeypatch.setattr(witness, "tool_path", lambda _: str(fake))
    one = blob("a.py", LINE.encode())
    assert witness.ask([one]) == {Value(made.npm()).fingerprint: {"veles.github"}}
    fake.write_text("#!/bin/sh\necho '{\"findings\": 3}'\n")
    assert witness.ask([one]) == {}
    fake.write_text("#!/bin/sh\nexit 3\n")
    assert witness.ask([one]) == {}
    monkeypatch.setattr(witness, "tool_path", lambda _: None)
    assert witness.ask([one]) == {}
